"""Reading sheets: a hostile file is refused, and only the reader's process has to bear it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from airdate.catalogue.adapters.sheets import read_sheets
from airdate.errors import SourceError
from tests.catalogue.adapters.test_sources import _report


def changed(change: Callable[[str, str], str]) -> bytes:
    """The sample report with each part changed, by its name and text."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_report())) as parts,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in parts.namelist():
            made.writestr(name, change(name, parts.read(name).decode()))
    return file.getvalue()


def with_last_row(row: str) -> bytes:
    return changed(lambda name, text: text.replace("</sheetData>", f"{row}</sheetData>"))


def inline(cell: str, text: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_a_report_is_read_by_the_names_of_its_sheets() -> None:
    sheets = read_sheets(_report(), "sample.xlsx")
    assert list(sheets) == ["TV", "Film"]
    assert sheets["Film"][1] == ["A Film", "2026-02-13", "50", "25"]


def test_a_cell_far_down_costs_us_nothing() -> None:
    body = with_last_row(f'<row r="1048576">{inline("XFD1048576", "x")}</row>')
    assert len(body) < 3_000
    with pytest.raises(SourceError, match="larger than any report"):
        read_sheets(body, "sample.xlsx")


def test_texts_that_unpack_to_more_than_any_report_are_refused() -> None:
    cells = "".join(inline(f"A{line}", "y" * 1_000_000) for line in range(50, 71))
    with pytest.raises(SourceError, match="larger than any report"):
        read_sheets(with_last_row(f'<row r="50">{cells}</row>'), "sample.xlsx")


@pytest.mark.parametrize("body", [b"", b"PK", b"no archive at all", _report()[:400]])
def test_what_is_no_xlsx_is_said_in_one_line(body: bytes) -> None:
    with pytest.raises(SourceError, match="no XLSX file") as raised:
        read_sheets(body, "sample.xlsx")
    assert "\n" not in raised.value.message
