"""The sheets of an XLSX file, read in a process of its own.

Invariant: whatever the file, this process neither dies of it nor waits for ever. Two kilobytes can name a
cell a million rows down, for which the library sets half a terabyte aside and aborts; a text that a million
cells share is copied a million times. So the reader has its own memory and time, and its answer is bounded.
"""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator

import msgspec

from airdate.errors import SourceError

MEMORY = 1_000_000_000  # bytes that the reader may hold; reports take a tenth of it
SECONDS = 60
MOST_ROWS, MOST_COLUMNS = 200_000, 100
MOST_TEXT = 20_000_000  # characters; reports have some two million

Sheet = list[list[str]]

_READER = "from airdate.catalogue.adapters.sheets import main; main()"


def read_sheets(body: bytes, place: str) -> dict[str, Sheet]:
    """Every sheet's cells as text, by the sheet's name; dates are ISO 8601.

    Raises:
        SourceError: no XLSX file, or more than any report would be.
    """
    hint = "give the report as published"
    try:
        done = subprocess.run(
            [sys.executable, "-c", _READER], input=body, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceError(f"not read within {SECONDS} seconds", id=place, hint=hint) from None
    if done.returncode == 0:
        return msgspec.json.decode(done.stdout, type=dict[str, Sheet])
    refused = done.stdout.decode(errors="replace").strip()[:200]
    raise SourceError(refused or "larger than any report", id=place, hint=hint)


def main() -> None:
    """Read standard input and write the sheets as JSON; or a line on what is wrong, and exit code 1."""
    body = sys.stdin.buffer.read()
    _limit_memory()
    try:
        sheets = dict(_sheets(body))
    except (MemoryError, OSError, ValueError) as error:
        sys.exit(_say(f"no XLSX file: {error}"))
    if sum(len(cell) for sheet in sheets.values() for line in sheet for cell in line) > MOST_TEXT:
        sys.exit(_say("larger than any report"))
    sys.stdout.buffer.write(msgspec.json.encode(sheets))


def _sheets(body: bytes) -> Iterator[tuple[str, Sheet]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height > MOST_ROWS or sheet.width > MOST_COLUMNS:
                raise ValueError("larger than any report")
            yield name, [["" if cell is None else str(cell) for cell in line] for line in sheet.to_python()]
    except CalamineError as error:
        raise ValueError(str(error)) from None


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return  # a system without limits; the time is limited still
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _say(message: str) -> int:
    print(message)
    return 1
