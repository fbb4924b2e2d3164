"""Disagreement side by side: every answer to one question, who gives it, and who says otherwise.

Invariant: a side is never made up. Its words are those of the guide's own lines or changes about the
entries; entries that no line tells of stand together as words against the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from airdate.guide.phrases import UNANNOUNCED
from airdate.guide.words import say, say_said, sentence
from airdate.publish.site.cited import references
from airdate.types import Belief, Guide, SourceLine, Struct

_OTHERWISE = "Said otherwise"


class Side(Struct, frozen=True, kw_only=True):
    """One answer; `who` is its first source with the day, `leads` says that it is the one believed."""

    answer: str
    who: str
    refs: tuple[int, ...]
    leads: bool = False


class Dispute(Struct, frozen=True, kw_only=True):
    question: str
    sides: tuple[Side, ...]


def disputes(guide: Guide, refs: Mapping[str, int]) -> tuple[Dispute, ...]:
    """Questions on which somebody speaks against the answer, with all answers that are given."""
    groups: dict[tuple[str, str], list[Belief]] = {}
    for belief in guide.beliefs:
        subject = "" if belief.question == "release" else belief.subject
        groups.setdefault((belief.question, subject), []).append(belief)
    words = _words(guide)
    return tuple(
        _dispute(name, beliefs, guide.sources, words, refs)
        for name, beliefs in groups.items()
        if name[0] != "plot" and any(references(belief.against, refs) for belief in beliefs)
    )


def _dispute(
    name: tuple[str, str],
    beliefs: Sequence[Belief],
    sources: Sequence[SourceLine],
    words: Mapping[str, str],
    refs: Mapping[str, int],
) -> Dispute:
    question, subject = name
    heading = f"{question}, {subject}" if subject and question != subject else question
    sides = [
        _side(_answer(belief), belief.support, sources, refs, leads=belief.rule != "guess")
        for belief in beliefs
    ]
    told = {entry for belief in beliefs for entry in belief.support}
    against: dict[str, list[str]] = {}
    for entry in dict.fromkeys(e for belief in beliefs for e in belief.against):
        if entry not in told:
            against.setdefault(words.get(entry, _OTHERWISE), []).append(entry)
    sides += [_side(answer, entries, sources, refs) for answer, entries in against.items()]
    return Dispute(
        question=sentence(heading.replace("_", " ")), sides=tuple(side for side in sides if side.refs)
    )


def _side(
    answer: str,
    entries: Sequence[str],
    sources: Sequence[SourceLine],
    refs: Mapping[str, int],
    leads: bool = False,
) -> Side:
    first = next((refs[entry] for entry in entries if entry in refs), None)
    source = sources[first - 1] if first else None
    who = f"{source.outlet}, {say_said(source.said_on)}" if source else ""
    return Side(answer=answer, who=who, refs=references(entries, refs), leads=leads)


def _words(guide: Guide) -> dict[str, str]:
    """Entry id → what it says, as the guide's lines on the release and its changes have it."""
    found: dict[str, str] = {change.entry_id: sentence(change.now) for change in guide.changes if change.now}
    for note in _release_notes(guide):
        head, is_cited, _ = note[0].rpartition(" (")
        found.update(dict.fromkeys(note[1], head if is_cited else note[0]))
    return found


def _release_notes(guide: Guide) -> Iterable[tuple[str, tuple[str, ...]]]:
    return ((n.text, n.entries) for s in guide.sections if s.key == "release" for n in s.notes if n.entries)


def _answer(belief: Belief) -> str:
    dated = "" if belief.window is None else f" ({say(belief.window)})"
    answer = "no exact date announced" if belief.answer == UNANNOUNCED else belief.answer.replace("_", " ")
    if belief.window is not None and belief.answer == belief.window.edtf:
        answer, dated = say(belief.window), ""
    return f"{sentence(answer)}{dated}"
