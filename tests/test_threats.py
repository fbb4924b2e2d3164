"""The threat model names a test for every threat, and each of them exists."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in (ROOT / "docs" / "explanation" / "threats.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| threat", "| ---"))
]


def test_there_are_threats_and_each_has_its_three_cells() -> None:
    assert len(ROWS) > 35
    assert all(len(row) == 3 and all(row) for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:60] for row in ROWS])
def test_each_threat_has_a_test_that_exists(row: list[str]) -> None:
    match = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", row[2])
    assert match, row[2]
    tree = ast.parse((ROOT / match[1]).read_text(encoding="utf-8"))
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert match[2] in names, f"{match[1]} has no {match[2]}"


def test_the_page_of_dependencies_has_every_direct_one_as_it_is_locked() -> None:
    text = (ROOT / "docs" / "explanation" / "dependencies.md").read_text(encoding="utf-8")
    row = r"^\| ([a-z0-9-]+) \| ([\d.]+) \| \d{4}-\d\d-\d\d \| [^|]+ \| [^|]+ \|$"
    told = dict(re.findall(row, text, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [each for name, own in project["optional-dependencies"].items() if name != "dev" for each in own]
    locked = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    names = {re.match(r"[A-Za-z0-9-]+", each)[0] for each in [*project["dependencies"], *extras]}  # type: ignore[index]
    pins = {name: re.findall(rf"^{name}==(\S+)", locked, re.MULTILINE)[0] for name in names}
    assert told == pins


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-image.lock", "requirements-dev.lock"])
def test_every_dependency_is_pinned_by_its_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z0-9_.\[\]-]+)(==| @ |>=|$)", text, re.MULTILINE)
    assert pins and all(sign == "==" for _, sign in pins)
    assert "://" not in text
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        assert "--hash=sha256:" in block, block[:60]
