"""Imports run one way: each room knows only the rooms before it."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "airdate"
FLOOR = ["errors", "dates", "types", "settings", "sqlite", "postgresql"]
ROOMS = ["sources", "catalogue", "reading", "ledger", "forecast", "guide", "publish", "watch"]
ORDER = [*FLOOR, *ROOMS, "run", "web", "cli"]


def room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("airdate.")}


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_module_imports_only_from_rooms_before_its_own(path: Path) -> None:
    here = room(path)
    if here in ("__init__", "__main__"):
        return
    assert here in ORDER, f"{here} is no room of the house"
    later = {name for name in imported_rooms(path) if ORDER.index(name) > ORDER.index(here)}
    assert not later


def test_no_module_is_a_wall() -> None:
    long = {str(p): n for p in SOURCE.rglob("*.py") if (n := len(p.read_text().splitlines())) > 400}
    assert not long
