"""Lines of a guide tied to the sources that they rest on.

Invariant: a reference is the number of a source on the same page; an entry whose source is not among the
page's sources gets none, so that no link leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from airdate.dates import Window
from airdate.guide.words import STANDINGS, say, say_said, sentence
from airdate.publish.site.chart import Named
from airdate.types import Belief, Change, Guide, Note, SourceLine, Struct

#: A line's words and the citation in brackets that ends it.
_CITATION = re.compile(r"(?P<words>[^\n]*[^\s]) \((?P<cite>[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)\.?", re.ASCII)
_LANES = 6  # named windows on one drawing


class Line(Struct, frozen=True, kw_only=True):
    """A note in two voices: what is said, and who says so; `refs` number the sources, rising."""

    words: str
    cite: str
    refs: tuple[int, ...]
    standing: str


class Part(Struct, frozen=True, kw_only=True):
    """A section; `hidden` lines tell of the plot."""

    key: str
    heading: str
    shown: tuple[Line, ...]
    hidden: tuple[Line, ...]


class Source(Struct, frozen=True, kw_only=True):
    number: int
    outlet: str
    url: str | None
    said: str
    standing: str


class Event(Struct, frozen=True, kw_only=True):
    """A change in the timeline. `hidden` ones tell of the plot."""

    said: str
    day: str | None
    text: str
    refs: tuple[int, ...]
    hidden: bool


class Side(Struct, frozen=True, kw_only=True):
    """One answer in a disagreement, with the sources for it."""

    answer: str
    refs: tuple[int, ...]


class Dispute(Struct, frozen=True, kw_only=True):
    question: str
    sides: tuple[Side, ...]
    against: tuple[int, ...]


def numbers(guide: Guide) -> dict[str, int]:
    """Entry id → number of its source on the page, from 1."""
    return {entry: n for n, source in enumerate(guide.sources, 1) for entry in source.entries}


def parts(guide: Guide, refs: Mapping[str, int]) -> tuple[Part, ...]:
    """The guide's sections with their references."""
    return tuple(
        Part(
            key=section.key,
            heading=section.heading,
            shown=tuple(_line(note, refs) for note in section.notes if not note.spoiler),
            hidden=tuple(_line(note, refs) for note in section.notes if note.spoiler),
        )
        for section in guide.sections
    )


def sources(guide: Guide) -> tuple[Source, ...]:
    """The numbered list at the foot of the page."""
    return tuple(_source(n, source) for n, source in enumerate(guide.sources, 1))


def events(guide: Guide, refs: Mapping[str, int]) -> tuple[Event, ...]:
    """What changed, the newest first, as the guide has it."""
    hidden = spoilers(guide)
    return tuple(_event(change, refs, hidden) for change in guide.changes)


def spoilers(guide: Guide) -> set[str]:
    """Ids of the entries that tell of the plot."""
    notes = (note for section in guide.sections for note in section.notes)
    plots = (belief for belief in guide.beliefs if belief.question == "plot")
    told = {entry for note in notes if note.spoiler for entry in note.entries}
    return told.union(*(belief.support + belief.against for belief in plots))


def whole_day(window: Window) -> str | None:
    """The day of a `<time>`, `None` where the window is no day or is qualified."""
    return window.edtf if window.is_day and window.edtf[-1].isdigit() else None


def named_windows(guide: Guide) -> tuple[Named, ...]:
    """Windows of the release that outlets named and that have not gone by, announced ones first."""
    outlets = {entry: source.outlet for source in guide.sources for entry in source.entries}
    found = [
        Named(
            window=belief.window,
            who=next((outlets[entry] for entry in belief.support if entry in outlets), "a source"),
            announced=belief.standing == "confirmed",
            words=f"{'announced' if belief.standing == 'confirmed' else 'guess'}, {say(belief.window)}",
        )
        for belief in guide.beliefs
        if belief.question == "release" and belief.window and not belief.window.is_past(guide.as_of)
    ]
    return tuple(sorted(found, key=lambda each: (not each.announced, each.window.edtf))[:_LANES])


def disputes(guide: Guide, refs: Mapping[str, int]) -> tuple[Dispute, ...]:
    """Questions with words against the answer: every answer given, and the sources that speak against."""
    groups: dict[tuple[str, str], list[Belief]] = {}
    for belief in guide.beliefs:
        subject = "" if belief.question == "release" else belief.subject
        groups.setdefault((belief.question, subject), []).append(belief)
    return tuple(
        _dispute(question, subject, beliefs, refs)
        for (question, subject), beliefs in groups.items()
        if question != "plot" and any(_references(belief.against, refs) for belief in beliefs)
    )


def _dispute(question: str, subject: str, beliefs: Sequence[Belief], refs: Mapping[str, int]) -> Dispute:
    sides = (Side(answer=_answer(belief), refs=_references(belief.support, refs)) for belief in beliefs)
    against = {n for belief in beliefs for n in _references(belief.against, refs)}
    name = f"{question}, {subject}" if subject and question != subject else question
    return Dispute(
        question=sentence(name.replace("_", " ")),
        sides=tuple(side for side in sides if side.refs),
        against=tuple(sorted(against)),
    )


def _answer(belief: Belief) -> str:
    dated = "" if belief.window is None else f" ({say(belief.window)})"
    answer = belief.answer.replace("_", " ")
    if belief.window is not None and belief.answer == belief.window.edtf:
        answer, dated = say(belief.window), ""
    return f"{sentence(answer)}{dated}"


def _line(note: Note, refs: Mapping[str, int]) -> Line:
    match = _CITATION.fullmatch(note.text) if note.entries else None
    words, cite = (match["words"], match["cite"]) if match else (note.text, "")
    return Line(words=words, cite=cite, refs=_references(note.entries, refs), standing=note.standing or "")


def _source(number: int, source: SourceLine) -> Source:
    return Source(
        number=number,
        outlet=source.outlet or "unnamed outlet",
        url=source.url,
        said=say_said(source.said_on),
        standing=STANDINGS[source.standing],
    )


def _event(change: Change, refs: Mapping[str, int], hidden: set[str]) -> Event:
    return Event(
        said=say_said(change.on),
        day=whole_day(change.on),
        text=change.text,
        refs=_references([change.entry_id], refs),
        hidden=change.entry_id in hidden,
    )


def _references(entries: Iterable[str], refs: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(sorted({refs[entry] for entry in entries if entry in refs}))
