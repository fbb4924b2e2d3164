"""The parts on the seasons before: who was in them, and where the last one left off.

Invariant: only seasons that were out by the guide's day are told of, and what tells of their plot is marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from airdate.catalogue.records import Credit, Instalment
from airdate.guide.evidence import Evidence, latest_first
from airdate.guide.known import Known, cite_origins, links_to
from airdate.guide.phrases import describe, say_person
from airdate.guide.words import count, join_words, say_when
from airdate.types import Link, Note, Season, Section

SHOWN_CAST = 12
SHOWN_CREW = 6
_BEHIND = {"creator": "Created by", "director": "Directed by", "writer": "Written by"}


def cast_so_far_section(known: Known, season: int | None, before: Season | None) -> Section | None:
    """Who played whom, and who made it, in the seasons before; `None` where that is not known.

    Args:
        known: the catalogue's records.
        season: the guide's season, `None` for a film.
        before: the last season before it that is out.
    """
    last = before.number if before else None
    if season is not None and last is None:
        return None
    told = [credit for credit in known.credits if credit.season is None or credit.season <= (last or 0)]
    notes = [_people("", [c for c in told if c.role == "actor"], SHOWN_CAST)]
    for role, words in _BEHIND.items():
        notes.append(_people(words, [c for c in told if c.role == role], SHOWN_CREW))
    shown = tuple(note for note in notes if note is not None)
    heading = "Who was in it so far" if season is not None else "Who is in it"
    return Section(key="so_far", heading=heading, notes=shown) if shown else None


def _people(words: str, credits: Sequence[Credit], most: int) -> Note | None:
    """`Written by Ann Example (tvmaze, read on 24 Nov 2026).`"""
    people: dict[str, Credit] = {}
    for credit in credits:  # a source that names the character tells more than one that does not
        held = people.get(credit.name)
        if held is None or (credit.character and not held.character):
            people[credit.name] = credit
    shown = list(people.values())[:most]
    if not shown:
        return None
    named = join_words([say_person(credit.name, credit.character) for credit in shown])
    origins = [credit.origin for credit in shown]
    text = f"{words} {named}".strip()
    return Note(text=f"{text} ({cite_origins(origins)}).", links=links_to(origins))


def left_off_section(known: Known, before: Season | None, evidence: Evidence) -> Section | None:
    """The season before: when it came and ended, its episodes, and behind the mark what was told of its plot.

    `evidence` is gathered from `known.plots`.
    """
    if before is None or before.premiere is None:
        return None
    source = f" ({before.source})" if before.source else ""
    links = (Link(text=before.source, url=before.url),) if before.source and before.url else ()
    notes = [Note(text=f"Season {before.number} came {say_when(before.premiere)}{source}.", links=links)]
    parts = [part for part in known.instalments if part.season == before.number]
    notes += [*_episodes(parts), *_finale(parts, evidence)]
    plots = [entry for entry in latest_first(evidence.dated) if entry.claim.season == before.number]
    for entry in plots:
        text = f"{describe(entry.claim, evidence.as_of)} ({evidence.cited([entry])})."
        notes.append(Note(text=text, entries=(entry.entry_id,), standing=entry.claim.modality, spoiler=True))
    return Section(key="left_off", heading="Where it left off", notes=tuple(notes))


def _episodes(parts: Iterable[Instalment]) -> list[Note]:
    """How many episodes, by number; sources that count otherwise stand side by side."""
    by_number: dict[int, list[Instalment]] = {}
    for part in parts:
        if part.episodes:
            by_number.setdefault(part.episodes, []).append(part)
    return [_note(f"It has {count(number, 'episode')}", same) for number, same in sorted(by_number.items())]


def _finale(parts: Iterable[Instalment], evidence: Evidence) -> list[Note]:
    """When its last episode came, where that lies behind."""
    by_window: dict[str, list[Instalment]] = {}
    for part in parts:
        if part.finale and part.finale.latest and part.finale.latest <= evidence.as_of:
            by_window.setdefault(say_when(part.finale), []).append(part)
    return [_note(f"Its last episode came {when}", same) for when, same in by_window.items()]


def _note(words: str, parts: Sequence[Instalment]) -> Note:
    origins = [part.origin for part in parts]
    return Note(text=f"{words} ({cite_origins(origins)}).", links=links_to(origins))
