"""The documentation cannot drift: reference pages equal what the code makes, links and commands exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from airdate.cli import main
from airdate.cli.reference import PAGES

ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference"
PROSE = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|#|mailto:)([^)#\s]+)")
CALL = re.compile(r"^\s*(?:\$ )?airdate ([a-z]+)", re.MULTILINE)
CONSOLE = re.compile(r"```console\n\$ (airdate [^\n]+)\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_what_the_code_makes(name: str) -> None:
    stored = (REFERENCE / name).read_text(encoding="utf-8")
    assert stored == PAGES[name](), "run: python -m airdate.cli.reference docs/reference"


@pytest.mark.parametrize("path", PROSE, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_in_the_docs_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


@pytest.mark.parametrize("path", PROSE, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_in_the_docs_exist(path: Path) -> None:
    assert set(CALL.findall(path.read_text(encoding="utf-8"))) <= set(main.commands)


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


@pytest.mark.parametrize("path", PROSE, ids=lambda p: str(p.relative_to(ROOT)))
def test_output_in_the_docs_is_real(path: Path, tmp_path: Path) -> None:
    """A console block shows the first lines of what its command prints at 80 columns."""
    for command, shown in CONSOLE.findall(path.read_text(encoding="utf-8")):
        env = {"XDG_DATA_HOME": str(tmp_path), "COLUMNS": "80"}
        printed = CliRunner().invoke(main, shlex.split(command)[1:], env=env).output
        lines = shown.splitlines()
        assert lines and printed.splitlines()[: len(lines)] == lines
