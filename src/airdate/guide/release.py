"""The part on the release: what is announced, what is guessed, and what was missed, side by side."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date

from airdate import dates
from airdate.dates import Window
from airdate.guide.evidence import Evidence, grouped, ids, latest_first, strongest_first
from airdate.guide.phrases import UNANNOUNCED, UNCONFIRMED, label_of, place_of
from airdate.guide.words import say, say_when
from airdate.ledger.settle_confirmed import is_confirmed_day
from airdate.types import Belief, BeliefStanding, Entry, Note, Season, Section


def release_section(
    premiere: Season | None, before: Season | None, beliefs: Sequence[Belief], evidence: Evidence
) -> Section:
    """Everything that was said about the date, each with outlet and day.

    Args:
        premiere: the season's own release as the catalogue knows it, if it is out by `as_of`.
        before: the season before, if that is out.
        beliefs: the settled answers, which say what was missed.
        evidence: the entries that count.
    """
    said = [entry for entry in evidence.dated if entry.claim.kind == "release"]
    stated = [e for e in said if e.claim.value != UNANNOUNCED and not _is_idle(e, evidence.as_of)]
    silent = latest_first(entry for entry in said if entry.claim.value == UNANNOUNCED)
    notes = [released_note(premiere)] if premiere else []
    if silent and not (premiere or _has_day(beliefs)):
        notes.append(Note(text=f"No exact date announced ({evidence.cited(silent)}).", entries=ids(silent)))
    missed = _missed(beliefs, premiere, evidence)
    notes += [_window_note(group, missed, evidence) for group in _in_order(stated, missed)]
    notes = notes or [Note(text="No source speaks of a date.")]
    if before:
        notes.append(Note(text=f"Season {before.number} came {_said_release(before)}."))
    return Section(key="release", heading="Release date", notes=tuple(notes))


def _has_day(beliefs: Sequence[Belief]) -> bool:
    """Has a day been named since, so that "no exact date" is no more than history?"""
    release = (b for b in beliefs if b.question == "release" and b.rule != "guess")
    return any(b.window is not None and b.window.is_day for b in release)


def released_note(premiere: Season) -> Note:
    """`Released on 6 June 2022 (tvmaze).`"""
    return Note(text=f"Released {_said_release(premiere)}.", standing="confirmed")


def is_out(season: Season, as_of: date) -> bool:
    """Had it come by that day? A premiere that is known to the month counts from the month's last day."""
    return (
        season.premiere is not None and season.premiere.latest is not None and season.premiere.latest <= as_of
    )


def previous_season(seasons: Iterable[Season], number: int | None, as_of: date) -> Season | None:
    """The last season before this one that is out."""
    earlier = [s for s in seasons if number and s.number and s.number < number and is_out(s, as_of)]
    return max(earlier, key=lambda season: season.number or 0, default=None)


def _said_release(season: Season) -> str:
    when = say_when(season.premiere) if season.premiere else ""
    return f"{when} ({season.source})" if season.source else when


def _missed(beliefs: Sequence[Belief], premiere: Season | None, evidence: Evidence) -> frozenset[str]:
    """Ids of the promises that were not kept, as far as they stand against the catalogue."""
    missed = {entry_id for belief in beliefs if belief.question == "release" for entry_id in belief.missed}
    if premiere is None or premiere.premiere is None:
        return frozenset(missed)
    kept = {e.entry_id for e in evidence.dated if e.entry_id in missed and _holds(e, premiere.premiere)}
    return frozenset(missed - kept)


def _holds(entry: Entry, day: Window) -> bool:
    return dates.parse(entry.claim.value).overlaps(day)


def _in_order(entries: Iterable[Entry], missed: Container[str]) -> list[list[Entry]]:
    """Groups of one statement each: what may still come before what was missed, facts before guesses."""

    def order(group: list[Entry]) -> tuple[bool, bool, bool]:
        claim = group[0].claim
        return group[0].entry_id in missed, claim.modality == "expected", claim.value.endswith("/..")

    by_statement = grouped(latest_first(entries), lambda entry: _statement(entry, missed))
    return [strongest_first(group) for group in sorted(by_statement.values(), key=order)]


def _is_idle(entry: Entry, as_of: date) -> bool:
    """Does it only say "not before" a day that has come? It tells nothing any more, and was not wrong."""
    window = dates.parse(entry.claim.value)
    return window.latest is None and window.earliest is not None and window.earliest <= as_of


def _statement(entry: Entry, missed: Container[str]) -> str:
    claim = entry.claim
    return f"{claim.value} {claim.modality}{place_of(claim)} {entry.entry_id in missed}"


def _window_note(group: list[Entry], missed: Container[str], evidence: Evidence) -> Note:
    claim = group[0].claim
    label = label_of(claim)
    missed_mark = ", missed" if group[0].entry_id in missed else ""
    window = dates.parse(claim.value)
    unsure = window.is_day and label != "Guess" and not is_confirmed_day(window, [e.claim for e in group])
    text = (
        f"{label}{missed_mark}{UNCONFIRMED if unsure else ''}: {say(window)}{place_of(claim)} "
        f"({evidence.cited(group)})."
    )
    is_firm = label in ("Announced", "Reported") and not unsure
    hedge: BeliefStanding = "confirmed" if is_firm else "expected"
    return Note(text=text, entries=ids(group), standing=hedge)
