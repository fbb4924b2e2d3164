"""Reads the made-up samples: a headline or "T:@published| text", and below it, indented, its claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from airdate.dates import parse
from airdate.reading.evaluate import Label
from airdate.types import Document

FOLDER = Path(__file__).parent / "samples"
SAID_ON = "2022-05-10"


def samples(name: str) -> Iterator[tuple[Document, tuple[Label, ...]]]:
    """Documents of a sample file with their labels."""
    text, labels, number = "", [], 0
    for line in [*(FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines(), "END"]:
        if line.startswith("#") or not line:
            continue
        if line.startswith("  "):
            labels.append(_label(line.strip()))
            continue
        if text:
            number += 1
            yield _document(f"{name}-{number}", text), tuple(labels)
        text, labels = line, []


def _document(id: str, line: str) -> Document:
    if not line.startswith("T:"):
        return Document(id=id, title=line, text="", published=parse(SAID_ON))
    day, _, text = line[2:].partition("|")
    return Document(id=id, text=text, published=parse(day.lstrip("@")) if day else None)


def _label(line: str) -> Label:
    title, season, rest = line.split("|", 2)
    rest, _, person = rest.partition(" @")
    expected = rest.endswith(" expected")
    kind, _, value = rest.removesuffix(" expected").partition("=")
    return Label(
        title=title,
        season=int(season) if season else None,
        kind=kind,
        value=value,
        modality="expected" if expected else "confirmed",
        person=person or None,
    )


@pytest.fixture(name="samples")
def samples_by_name() -> Callable[[str], Iterator[tuple[Document, tuple[Label, ...]]]]:
    """Gives the documents of a sample file."""
    return samples
