"""A sentence made ready for the rules: works, seasons, services, dates and clauses, at known offsets.

All offsets are relative to the sentence. `masked` is the folded sentence with each known thing blanked
to one mark per code point (`TITLE`, `SERVICE`, `SEASON`, `DATE`), so that patterns can ask for a thing
and never see the words inside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from airdate.dates import Window
from airdate.reading.cues import DATE, SEASON, SERVICE, TITLE, load
from airdate.reading.mentions import Mention
from airdate.reading.people import Person, free_tokens, people_in
from airdate.reading.phrases import DatePhrase, find, may_name_date
from airdate.reading.seasons import SeasonRef
from airdate.reading.services import ServiceHit
from airdate.reading.text import Sentence, clauses
from airdate.reading.tokens import Token

_CUES = load("scene")
_NO_DATE_WORD = _CUES["no_date_word"]


@dataclass(frozen=True)
class Scene:
    """One sentence and what is in it."""

    sentence: Sentence
    flat: str
    low: str
    titles: tuple[Mention, ...]
    seasons: tuple[SeasonRef, ...]
    services: tuple[ServiceHit, ...]
    published: Window | None

    @cached_property
    def dates(self) -> tuple[DatePhrase, ...]:
        if not may_name_date(self.flat):  # before the masks are looked for
            return ()
        return tuple(find(self.flat, self.published, masks=self.masks))

    @cached_property
    def masks(self) -> list[tuple[int, int]]:
        """Where no date can be: names, and verbs that look like parts of one ("to start in")."""
        spans = [(t.start, t.end) for t in self.titles] + [(s.start, s.end) for s in self.seasons]
        if _CUES.may_match("no_date_word", self.low):
            spans += [m.span(m.lastindex or 0) for m in _NO_DATE_WORD.finditer(self.low)]
        return sorted(spans)

    @cached_property
    def masked(self) -> str:
        """The folded sentence with titles, seasons and services blanked (dates only in `dated`)."""
        spans: list[tuple[int, int, str]] = [(*_with_quotes(self.flat, t), TITLE) for t in self.titles]
        spans += [(s.start, s.end, SEASON) for s in self.seasons if not _inside(s.start, s.end, self.titles)]
        spans += [
            (s.start, s.end, SERVICE) for s in self.services if not _inside(s.start, s.end, self.titles)
        ]
        return blank(self.low, spans)

    @cached_property
    def dated(self) -> str:
        """`masked`, with dates blanked too."""
        return blank(self.masked, [(d.start, d.end, DATE) for d in self.dates])

    @cached_property
    def free_tokens(self) -> Sequence[Token]:
        """The words that are no part of a work, season or service."""
        held = [(t.start, t.end) for t in self.titles] + [(s.start, s.end) for s in self.seasons]
        return free_tokens(self.flat, held + [(s.start, s.end) for s in self.services])

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """The persons named, of two or more words each."""
        return people_in(self.free_tokens, self.flat)

    @cached_property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        return clauses(self.masked)

    def clause(self, at: int) -> tuple[int, int]:
        """The clause that holds offset `at`."""
        return next((c for c in self.clauses if c[0] <= at < c[1]), (0, len(self.low)))

    def clause_text(self, at: int) -> str:
        start, end = self.clause(at)
        return self.masked[start:end]


def _with_quotes(flat: str, mention: Mention) -> tuple[int, int]:
    """The mention's span with the quotes around it."""
    start, end = mention.start, mention.end
    if start and flat[start - 1] in "'\"" and flat[end : end + 1] and flat[end] in "'\"":
        return start - 1, end + 1
    return start, end


def blank(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """`text` with each span overwritten by its mark; same length."""
    for start, end, mark in spans:
        text = text[:start] + mark * (end - start) + text[end:]
    return text


def _inside(start: int, end: int, titles: Sequence[Mention]) -> bool:
    return any(t.start <= start and end <= t.end for t in titles)
