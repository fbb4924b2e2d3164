"""Lines of a guide tied to the sources that they rest on.

Invariant: a reference is the number of a source on the same page; an entry whose source is not among the
page's sources gets none, so that no link leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from airdate.dates import Window
from airdate.guide.words import STANDINGS, say, say_said
from airdate.publish.site.chart import Named
from airdate.types import Change, Guide, Link, Note, SourceLine, Struct

#: A line's words and the citation in brackets that ends it.
_CITATION = re.compile(r"(?P<words>[^\n]*[^\s]) \((?P<cite>[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)\.?", re.ASCII)
_LANES = 6  # named windows on one drawing

#: What a named window is called, by how the belief in it stands and came about.
_NAMED = {"confirmed": "announced", "unconfirmed": "reported, unconfirmed", "disputed": "disputed"}


class Line(Struct, frozen=True, kw_only=True):
    """A note in two voices: what is said, and who says so; `refs` number the sources, rising.

    `links` are pages beside the sources, and guides of other works (by path).
    """

    words: str
    cite: str
    refs: tuple[int, ...]
    standing: str
    links: tuple[tuple[str, str], ...] = ()


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
    """A change in the timeline. `hidden` ones tell of the plot.

    `topic` is its heading and `now` what it came to; where they are empty `text` tells all.
    """

    said: str
    day: str | None
    text: str
    refs: tuple[int, ...]
    hidden: bool
    topic: str
    now: str
    before: str
    said_by: str


def numbers(guide: Guide) -> dict[str, int]:
    """Entry id → number of its source on the page, from 1."""
    return {entry: n for n, source in enumerate(guide.sources, 1) for entry in source.entries}


def parts(guide: Guide, refs: Mapping[str, int], related: Mapping[str, str]) -> tuple[Part, ...]:
    """The guide's sections with their references; `related` are the paths of other works, by id."""
    return tuple(
        Part(
            key=section.key,
            heading=section.heading,
            shown=tuple(_line(note, refs, related) for note in section.notes if not note.spoiler),
            hidden=tuple(_line(note, refs, related) for note in section.notes if note.spoiler),
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
    found = []
    for belief in guide.beliefs:
        if belief.question != "release" or belief.window is None or belief.window.is_past(guide.as_of):
            continue
        state = _NAMED.get("unconfirmed" if belief.rule == "unconfirmed" else belief.standing, "guess")
        found.append(
            Named(
                window=belief.window,
                who=next((outlets[entry] for entry in belief.support if entry in outlets), "a source"),
                announced=belief.standing == "confirmed",
                words=f"{state}, {say(belief.window)}",
            )
        )
    return tuple(sorted(found, key=lambda each: (not each.announced, each.window.edtf))[:_LANES])


def references(entries: Iterable[str], refs: Mapping[str, int]) -> tuple[int, ...]:
    """The numbers of the entries' sources, each once, rising."""
    return tuple(sorted({refs[entry] for entry in entries if entry in refs}))


def _line(note: Note, refs: Mapping[str, int], related: Mapping[str, str]) -> Line:
    match = _CITATION.fullmatch(note.text) if note.entries or note.links else None
    words, cite = (match["words"], match["cite"]) if match else (note.text, "")
    links = tuple((link.text, target) for link in note.links if (target := _target(link, related)))
    return Line(
        words=words,
        cite=cite,
        refs=references(note.entries, refs),
        standing=note.standing or "",
        links=links,
    )


def _target(link: Link, related: Mapping[str, str]) -> str | None:
    return related.get(link.work_id) if link.work_id is not None else link.url


def _source(number: int, source: SourceLine) -> Source:
    return Source(
        number=number,
        outlet=source.outlet or "unnamed outlet",
        url=source.url,
        said=say_said(source.said_on),
        standing=STANDINGS[source.standing],
    )


def _event(change: Change, refs: Mapping[str, int], hidden: set[str]) -> Event:
    topic, is_headed, _ = change.text.partition(": ")
    return Event(
        said=say_said(change.on),
        day=whole_day(change.on),
        text=change.text,
        refs=references([change.entry_id], refs),
        hidden=change.entry_id in hidden or (change.spoiler and change.question != "cast"),
        topic=topic if is_headed and change.now else "",
        now=change.now or "",
        before=change.before or "",
        said_by=change.said_by,
    )
