"""A plain list: one title a line, with its year in brackets where it helps, or an id or link instead."""

from __future__ import annotations

from collections.abc import Iterator

from airdate.catalogue.ids import parse_id
from airdate.types import Failure
from airdate.watch.imports.files import MAX_ROWS, Files, text_of
from airdate.watch.imports.found import Found, wish

_MAX_LINE = 300  # characters


def fits(files: Files) -> bool:
    """Is it a text file?"""
    return any(name.lower().endswith(".txt") for name in files)


def parse(files: Files) -> Iterator[Found]:
    """The titles of the lines; empty ones and those that begin with # are passed over."""
    for name, data in files.items():
        for number, line in enumerate(text_of(data).splitlines(), 1):
            if number > MAX_ROWS:
                yield Failure(id=name, error=f"more than {MAX_ROWS} lines; the others are not read")
                return
            words = line.strip()
            if words and not words.startswith("#"):
                yield _found(words, f"{name}, line {number}")


def _found(words: str, place: str) -> Found:
    if len(words) > _MAX_LINE:
        return Failure(id=place, error="too long for a title")
    id = parse_id(words)
    if id is not None:
        return wish("", place, ids=(id,))
    return wish(words, place)
