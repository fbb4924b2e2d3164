"""Decisions about a work: renewed, cancelled, ending, ordered, undecided.

Each rule is a value, a plain stem that must occur (cheap), and a pattern over the masked sentence.
The first rule that matches in a clause speaks for it; denials and wishes are taken out before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from airdate.reading.attribution import decider
from airdate.reading.context import Context
from airdate.reading.cues import Rule, load, pattern
from airdate.reading.draft import Draft, Subject
from airdate.reading.modality import is_counterfactual, is_question, is_superseded, is_wish
from airdate.reading.phrases import find
from airdate.reading.scene import Scene
from airdate.reading.statement import statement

_CUES = load("status")
_AHEAD_OF = re.compile(r"\b(?:ahead of|before) (?:its |the )?$")
_OF_US = re.compile(r"\b(?:we|i|you) (?:were|was|got|are|get) $")
_PARTS = re.compile(r"; | - (?=cast |fans |creator |star )")
_LISTED = pattern(r" '?{T}'? for {N}(?:,? (?:and |& )?'?{T}'? for {N}){1,5}")
_THEN_VERB = re.compile(r" {0,2}|,? (?:&|and) (?:others|more|co\.?) ?")
_A_WORK = _CUES["a_work"]
_MORE_SEASONS = re.compile(r"\b(?:\w+ )?(?:more|additional|further|extra) seasons\b")
_DENIED = _CUES["denied"]
_AS_ADJECTIVE, _PARTICIPLE, _ACTIVE, _BY_NETWORK, _ITS_OBJECT, _NOT_NETWORK = (
    _CUES[name]
    for name in ("as_adjective", "participle", "active", "by_network", "its_object", "not_network")
)
_EITHER_OR, _OF_PERSON, _BACK, _TOLD_OF = (
    _CUES[name] for name in ("either_or", "of_person", "back", "told_of")
)
_BACKGROUND = _CUES["background"]


def find_status(scene: Scene, context: Context) -> Iterator[Draft]:
    """Decisions stated in a sentence, the first rule of each clause and value."""
    if is_question(scene):
        return
    yield from _final_seasons(scene, context)
    taken: set[tuple[int, str]] = set()
    for rule in _CUES.rules_for(scene.low):
        for match in rule.pattern.finditer(scene.masked):
            key = scene.clause(match.start())
            if (key[0], _family(rule.value)) in taken or not _stands(scene, rule, match):
                continue
            draft = _draft(scene, context, rule, match)
            if draft is not None:
                taken.add((key[0], _family(rule.value)))
                yield draft


def _final_seasons(scene: Scene, context: Context) -> Iterator[Draft]:
    """ "the fifth and final season": the words of the season itself say that it is the last."""
    if scene.sentence.headline and _BACKGROUND.search(scene.masked):
        return
    for ref in scene.seasons:
        words = scene.low[ref.start : ref.end]
        if (
            not re.search(r"\b(?:final|last)\b", words)
            or is_counterfactual(scene, ref.start)
            or is_wish(scene, ref.start)
        ):
            continue
        subjects = tuple(s for s in context.subjects(scene, ref.start) if s.season in ref.numbers)
        if subjects:
            yield _decision(scene, ref.start, "ending", "status.ending.named-final", subjects)


def _family(value: str) -> str:
    return "ending" if value == "ending" else "decision"


def _stands(scene: Scene, rule: Rule, match: re.Match[str]) -> bool:
    at = match.start()
    if is_counterfactual(scene, at) or (scene.sentence.headline and _is_background(scene, at)):
        return False
    if rule.value == "undecided":
        return not any(at - 4 <= p.end and p.start < match.end() for p in scene.people)
    start, _ = scene.clause(at)
    before = scene.masked[max(start, at - 60) : at]
    if is_wish(scene, at, before=True) or _EITHER_OR.search(scene.masked):
        return False
    if not scene.sentence.headline and _is_history(scene, match):
        return False
    if _is_denied(rule, before) or (rule.value == "cancelled" and _is_old_news(scene, match, before)):
        return False
    return not _is_of_person(scene, rule, match, before)


def _is_denied(rule: Rule, before: str) -> bool:
    if rule.value == "renewed" and before.endswith("no "):
        return True
    negated = rule.name in ("cancelled.no-season", "cancelled.opted")  # these hold the negation themselves
    return not negated and _DENIED.search(before) is not None


def _is_old_news(scene: Scene, match: re.Match[str], before: str) -> bool:
    """ "months after CBS axed it", "was due in September but was shelved": no news."""
    if _TOLD_OF.search(before):
        return True
    if scene.sentence.headline and _is_told_in_passing(scene, match):
        return True
    return match[0].startswith("shelv") and _was_planned(scene)


def _is_told_in_passing(scene: Scene, match: re.Match[str]) -> bool:
    """ "this canceled western", "'X' was canceled", "'X' star cancels appearance": no network's news."""
    before = scene.masked[: match.start()]
    if _AS_ADJECTIVE.search(before) and _PARTICIPLE.match(match[0]):
        return True
    if not _ACTIVE.match(match[0]) or _BY_NETWORK.search(before):
        return False
    return _ITS_OBJECT.match(scene.masked, match.end()) is None or _NOT_NETWORK.search(before) is not None


def _is_of_person(scene: Scene, rule: Rule, match: re.Match[str], before: str) -> bool:
    """ "she will not return for season 6", "A B says she won't be back", "we were cancelled by text"."""
    if _OF_US.search(before):
        return True
    if rule.value == "cancelled" and _OF_PERSON.search(before) and _BACK.search(match[0]):
        return True
    of_people = rule.name in ("renewed.return-for", "cancelled.no-season")
    gaps = (scene.masked[p.end : match.start()] for p in scene.people if p.end <= match.start())
    return of_people and any(_THEN_VERB.fullmatch(gap) is not None for gap in gaps)


def _was_planned(scene: Scene) -> bool:
    """ "It was due in September but was shelved": put off, for all that is said."""
    return any(is_superseded(scene, start) for start, _ in scene.clauses)


def _is_background(scene: Scene, at: int) -> bool:
    """A review, an interview and the like: its part of the headline tells of it."""
    cuts = [0, *(m.end() for m in _PARTS.finditer(scene.masked)), len(scene.masked)]
    return any(a <= at < b and _BACKGROUND.search(scene.masked, a, b) for a, b in pairwise(cuts))


def _is_history(scene: Scene, match: re.Match[str]) -> bool:
    """Told as the past of some other work: an earlier year, or "a series, cancelled after six weeks"."""
    years = [int(y) for y in re.findall(r"(?<![\d$£€])(?:19|20)\d\d\b", scene.clause_text(match.start()))]
    years += [1900 for _ in re.finditer(r"'\d\d\b", scene.clause_text(match.start()))]
    said = (
        scene.published.latest.year
        if scene.published is not None and scene.published.latest is not None
        else None
    )
    if years and said is not None and max(years) < said - 1:
        return True
    return _A_WORK.search(scene.masked, max(0, match.start() - 40), match.start()) is not None


def _draft(scene: Scene, context: Context, rule: Rule, match: re.Match[str]) -> Draft | None:
    subjects = _subjects(scene, context, rule, match)
    if not subjects:
        return None
    when = _decided_on(scene, match)
    return _decision(scene, match.start(), rule.value, f"status.{rule.name}", subjects, when)


def _decision(
    scene: Scene, at: int, value: str, rule: str, subjects: tuple[Subject, ...], when: str | None = None
) -> Draft:
    """A statement of status; the service that decides speaks before anyone who tells."""
    found = statement(scene, at, kind="status", value=value, rule=rule, subjects=subjects, when=when)
    sure = "confirmed" if value == "undecided" else found.modality  # that all is open is a fact
    return replace(found, who=decider(scene, at) or found.who, modality=sure)


def _subjects(scene: Scene, context: Context, rule: Rule, match: re.Match[str]) -> tuple[Subject, ...]:
    count = _MORE_SEASONS.search(scene.clause_text(match.start()))
    if count and not any(r.start < match.end() for r in scene.seasons):
        carried = context.subjects(scene, match.start())
        return tuple(dict.fromkeys(replace(s, season=None) for s in carried))
    anchor = match.end() - 1 if rule.value in ("cancelled", "ending") else (match.start() + match.end()) // 2
    subjects = context.subjects(scene, min(anchor, len(scene.low) - 1))
    if rule.value == "renewed" and (listed := _LISTED.match(scene.masked, match.end())):
        return _each(scene, context, listed)
    if rule.value == "renewed":
        return tuple(dict.fromkeys(_ahead(scene, s) for s in subjects if s.season != 1))  # a first is ordered
    if rule.value != "cancelled":
        return subjects
    named = {n for ref in scene.seasons for n in ref.numbers} | {t.number for t in scene.titles}
    return tuple(dict.fromkeys(s if s.season in named else replace(s, season=None) for s in subjects))


def _each(scene: Scene, context: Context, listed: re.Match[str]) -> tuple[Subject, ...]:
    """ "renews X for season 3, Y for season 2": each work with its own season."""
    works = (t for t in scene.titles if listed.start() <= t.start < listed.end())
    return tuple(s for work in works for s in context.subjects(scene, work.end))


def _ahead(scene: Scene, subject: Subject) -> Subject:
    """ "renewed ahead of season 3" does not say for which season."""
    refs = [r for r in scene.seasons if subject.season in r.numbers]
    if refs and all(_AHEAD_OF.search(scene.low, 0, r.start) for r in refs):
        return replace(subject, season=None)
    return subject


def _decided_on(scene: Scene, match: re.Match[str]) -> str | None:
    """The day of the decision, where the clause gives one that has gone by ("renewed in June")."""
    start, end = scene.clause(match.start())
    published = scene.published
    for phrase in find(scene.flat[start:end], published, masks=_within(scene.masks, start, end), past=True):
        latest = phrase.window.latest
        if start + phrase.start < match.start() or latest is None:
            continue
        if published is None or published.latest is None or latest <= published.latest:
            return phrase.window.edtf if phrase.window.precision in ("day", "month", "year") else None
    return None


def _within(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    return [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
