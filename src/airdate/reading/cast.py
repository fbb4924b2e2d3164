"""Who comes, stays and goes, before and behind the camera: named persons, one statement each.

A person stands in a slot of a cue ("X joins", "casts X"); the slot decides what the words say of the
person. Health, private life and conduct are nobody's season news and are never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from airdate.reading.attribution import voice
from airdate.reading.context import Context
from airdate.reading.cues import PERSON, Rule, load
from airdate.reading.draft import Draft
from airdate.reading.modality import is_counterfactual, is_question, is_superseded, modality
from airdate.reading.people import Person, name_from
from airdate.reading.scene import Scene, blank
from airdate.reading.services import SERVICES, STUDIOS, TRADES
from airdate.reading.statement import statement
from airdate.reading.tokens import Token

_CUES = load("cast")
_WITH_NEW = _CUES["with_new"]
_NAMED_AS = _CUES["named_as"]
_IN_BRACKETS = re.compile(r"^'?s? ?\((?:as |who plays )?([^()]{2,40})\)")
_ROLE_OF = _CUES["role_of"]
_PRIVATE, _LONG_THERE = _CUES["private"], _CUES["long_there"]
#: A rumoured dismissal needs the word of one of these.
_TRUSTED = frozenset([*SERVICES, *STUDIOS, *TRADES])
_FIRED = re.compile(r"\b(?:fired|sacked|dismissed|axed|let go|ousted)\b")
_TALK = _CUES["talk"]
_PART_BEFORE = _CUES["part_before"]
_IN_STORY = re.compile(r"\b(?:protagonist|lead the [^.;]{0,30}story|storyline|story ?line|arc)\b")
_CHARACTERS = _CUES["characters"]
_COMES_BACK = _CUES["comes_back"]
_AND = re.compile(r", (?:and |while |with )$")
_ASKED = _CUES["asked"]
_SPLIT = re.compile(r", and |, & | and | & |, ")


@dataclass(frozen=True)
class _Cast:
    """A sentence with its persons blanked as well."""

    scene: Scene
    people: tuple[Person, ...]
    masked: str


_PRONOUN = _CUES["pronoun"]
_PRONOUN_VALUES = {"join": "joining", "exit": "leaving", "leav": "leaving", "won'": "leaving"}


def _pronoun(scene: Scene, context: Context) -> Iterator[Draft]:
    """ "She returns as …": the person named last."""
    if context.person is None or scene.sentence.headline:
        return
    match = _PRONOUN.search(scene.masked)
    if match is None:
        return
    subjects = context.subjects(scene, match.start())
    role = _NAMED_AS.match(scene.flat[match.end() :])
    if subjects:
        yield statement(
            scene,
            match.start(),
            kind="cast",
            value=_PRONOUN_VALUES.get(match[1][:4], "returning"),
            rule="cast.pronoun",
            subjects=subjects,
            person=context.person,
            character=role[1].rstrip(".") if role else None,
        )


def _parts(scene: Scene, context: Context) -> Iterator[Draft]:
    """Characters who come back, with no word of who plays them."""
    if scene.sentence.headline or not _CUES.may_match("comes_back", scene.low):
        return
    back = _COMES_BACK.search(scene.masked)
    if back is None:
        return
    match = _CHARACTERS.search(scene.flat)
    names = [name.rstrip(".") for name in _SPLIT.split(match[1])] if match else []
    if not names and _IN_STORY.search(scene.masked):
        names = [p.name for p in scene.people if p.end <= back.start()][-1:]
    subjects = context.subjects(scene, back.start())
    for name in names if subjects else ():
        yield statement(
            scene,
            back.start(),
            kind="cast",
            value="returning",
            rule="cast.character",
            subjects=subjects,
            character=name,
        )


def find_cast(scene: Scene, context: Context, *, new_work: bool = False) -> Iterator[Draft]:
    """Who joins, returns, leaves or is not confirmed. `new_work`: the sentence orders a new work."""
    if _tells_of_nobody(scene):
        return
    yield from _pronoun(scene, context)
    yield from _parts(scene, context)
    people = note_person(scene, context)
    if not people:
        return
    view = _Cast(scene, people, blank(scene.masked, [(p.start, p.end, PERSON) for p in people]))
    taken: set[int] = set()
    for rule in _CUES.rules_for(scene.low):
        for match in rule.pattern.finditer(view.masked):
            yield from _from_match(view, context, rule, match, taken)
    if new_work:
        for match in _WITH_NEW.finditer(view.masked):
            yield from _emit(view, context, "joining", "cast.with-new-work", match, _list_span(match), taken)


def note_person(scene: Scene, context: Context) -> tuple[Person, ...]:
    """Remember whom a sentence names last, for the next may go on ("She returns as …"); all that it names."""
    people = _all_people(scene)
    if not people or _IN_STORY.search(scene.masked) or _tells_of_nobody(scene):
        return ()
    context.person = people[-1].name if not scene.sentence.headline else None
    return people


def _tells_of_nobody(scene: Scene) -> bool:
    """Is it a question, talk, or an entry of a calendar ("June 3: Saddle Sore returns")?"""
    if is_question(scene) or (scene.sentence.headline and _TALK.search(scene.masked)):
        return True
    return not (scene.titles or scene.sentence.headline) and bool(scene.dates) and scene.dates[0].start == 0


def _from_match(
    view: _Cast, context: Context, rule: Rule, match: re.Match[str], taken: set[int]
) -> Iterator[Draft]:
    scene, at = view.scene, match.start()
    if is_counterfactual(scene, at) or (is_superseded(scene, at) and rule.value != "leaving"):
        return
    if rule.value == "joining" and _LONG_THERE.search(scene.masked, 0, at):
        return
    if _PRIVATE.search(scene.masked) and not (rule.value == "leaving" and _FIRED.search(scene.low)):
        return
    yield from _emit(view, context, rule.value, f"cast.{rule.name}", match, _list_span(match), taken)


def _list_span(match: re.Match[str]) -> tuple[int, int]:
    """The span of the persons: the one group that took part."""
    return match.span(match.lastindex or 0)


def _emit(
    view: _Cast,
    context: Context,
    value: str,
    rule: str,
    match: re.Match[str],
    span: tuple[int, int],
    taken: set[int],
) -> Iterator[Draft]:
    scene = view.scene
    named = [p for p in view.people if span[0] <= p.start < span[1] and p.start not in taken]
    subjects = context.subjects(scene, max(match.end() - 1, 0))
    if not named or not subjects:
        return
    at = match.end() - 1 if value != "leaving" else match.start()
    sure = modality(scene, at)
    who = voice(scene, at)
    if value == "leaving" and sure == "expected" and _FIRED.search(scene.low) and who.who not in _TRUSTED:
        return
    roles = _characters(view, named, match, span)
    for person, character in zip(named, roles, strict=True):
        taken.add(person.start)
        found = statement(scene, at, kind="cast", value=value, rule=rule, subjects=subjects, sure=sure)
        yield replace(found, at=person.start, person=person.name, character=character)


def _characters(
    view: _Cast, named: Sequence[Person], match: re.Match[str], span: tuple[int, int]
) -> list[str | None]:
    flat = view.scene.flat
    roles: list[str | None] = []
    for person in named:
        found = _IN_BRACKETS.match(flat[person.end :]) or _NAMED_AS.match(flat[person.end :])
        roles.append(found[1].rstrip(".") if found else None)
    if any(roles):
        return roles
    others = [p for p in view.people if p.start >= span[1]]
    tail = flat[span[1] : _next_actor(view.scene, others)]
    asked = _ASKED.search(tail[:140])
    reprised = _ROLE_OF.search(tail[:80])
    if asked:
        names = [n for n in _SPLIT.split(asked[1]) if n]
        return [
            names[i] if len(names) == len(named) else asked[1] if len(named) == 1 else None
            for i in range(len(named))
        ]
    if reprised and len(named) == 1:
        return [reprised[1].rstrip(".")]
    return roles


def _next_actor(scene: Scene, others: Sequence[Person]) -> int:
    """Where the next person begins who stands after "and" or a comma: what follows is said of that one."""
    return next((p.start for p in others if _AND.search(scene.low, 0, p.start)), len(scene.low))


def _all_people(scene: Scene) -> tuple[Person, ...]:
    """Persons of several words, and single names that a list or brackets show to be persons."""
    people = list(scene.people)
    tokens = scene.free_tokens
    for index, token in enumerate(tokens):
        if not token.capital or not _listed(tokens, index, people, scene):
            continue
        if any(p.start <= token.start < p.end for p in people):
            continue
        if hit := name_from(tokens, index, scene.flat):
            people.append(hit[0])
    return tuple(sorted((p for p in people if not _is_part(scene, p)), key=lambda p: p.start))


def _is_part(scene: Scene, person: Person) -> bool:
    """Is the name that of a character: "as X", "(X)" after an actor, "X's role"?"""
    before, after = (
        scene.low[max(0, person.start - 16) : person.start],
        scene.low[person.end : person.end + 6],
    )
    if after.startswith(" role") or _PART_BEFORE.search(before):
        return True
    return before.endswith("(") and after.startswith(")")


def _listed(tokens: Sequence[Token], index: int, people: Sequence[Person], scene: Scene) -> bool:
    """A single name right before brackets, or between names of a list."""
    if index + 1 < len(tokens) and tokens[index + 1].word == "(" and index > 0:
        return tokens[index - 1].low in (",", "and", "&", ":")
    if index == 0 or tokens[index - 1].low not in (",", "and", "&"):
        return False
    ends = tokens[index - 1].start
    return (
        any(0 <= ends - p.end <= 4 for p in people)
        and len(tokens[index].word) > 2
        and scene.sentence.headline
    )
