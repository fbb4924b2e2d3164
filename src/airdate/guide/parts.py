"""The parts on decision, production, cast, plot and trailer.

Invariant: a part is made for every question, also where nobody has said anything: then it says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from airdate.guide.evidence import Evidence, ids, latest_first
from airdate.guide.phrases import (
    UNANNOUNCED,
    UNCONFIRMED,
    WORDING,
    Label,
    describe,
    label_of,
    rule_of,
    say_person,
    word,
)
from airdate.guide.words import join_words, say, say_said, say_when, uncapital
from airdate.ledger.policy import RANKS, Rank
from airdate.types import Belief, Claim, Entry, Modality, Note, Question, Section

#: Order of the groups in the cast, by the words that open them.
_CAST_ORDER = {words: rank for rank, words in enumerate(WORDING["cast"].values())}


def decision_section(beliefs: Sequence[Belief], evidence: Evidence) -> Section:
    """Renewed, cancelled, ending or open."""
    notes = _notes("decision", beliefs, evidence)
    return _section("decision", "Renewed or not", notes, "No dated source speaks of a decision.")


def production_section(beliefs: Sequence[Belief], evidence: Evidence) -> Section:
    """The stage that it has reached."""
    notes = _notes("production", beliefs, evidence)
    return _section("production", "Production", notes, "No dated source speaks of the production.")


def trailer_section(beliefs: Sequence[Belief], evidence: Evidence) -> Section:
    """Out, or not yet; and a rule such as "about a month before release" if one is told."""
    notes = _notes("trailer", beliefs, evidence)
    if not any(belief.answer == "released" for belief in _of("trailer", beliefs)):
        ruled = latest_first(e for e in evidence.dated if e.claim.kind == "trailer" and e.claim.offset)
        notes += [_entry_note(entry, evidence) for entry in ruled[:1]]
    return _section("trailer", "Trailer", notes, "No dated source speaks of a trailer.")


def cast_section(beliefs: Sequence[Belief], evidence: Evidence) -> Section:
    """Who is in it: one line for each group of people that one source tells of alike."""
    cast = _of("cast", beliefs)
    groups: dict[tuple[str, str], list[Belief]] = {}
    for belief in cast:
        if belief.standing != "disputed":
            source = evidence.cited(evidence.rests_on(belief)[:1])
            groups.setdefault((say_belief(belief, evidence), source), []).append(belief)
    ordered = sorted(groups.items(), key=lambda item: _CAST_ORDER[item[0][0]])
    notes = [_cast_note(words, group, evidence) for (words, _), group in ordered]
    notes += [belief_note(belief, evidence) for belief in cast if belief.standing == "disputed"]
    return _section("cast", "Cast", notes, "No dated source speaks of the cast.")


def plot_section(evidence: Evidence) -> Section:
    """Who spoke of the plot and where; their words stay with them."""
    said = latest_first(entry for entry in evidence.dated if entry.claim.kind == "plot")
    notes = [_entry_note(entry, evidence) for entry in said]
    return _section("plot", "Plot", notes, "No dated source speaks of the plot.")


def last_said_section(evidence: Evidence) -> Section | None:
    """The newest statement, so that a reader can tell how old all this is."""
    if not evidence.dated:
        return None
    newest = latest_first(evidence.dated)
    day = newest[0].claim.said_on
    same_day = [entry for entry in newest if entry.claim.said_on == day]
    text = f"{say_said(day)} ({evidence.outlets(same_day)})."
    return Section(
        key="last_said", heading="Last word on it", notes=(Note(text=text, entries=ids(same_day)),)
    )


def belief_note(belief: Belief, evidence: Evidence) -> Note:
    """A settled answer with its hedge and sources, for example `Filming wrapped in May 2026 (…).`"""
    text = f"{say_belief(belief, evidence)} ({evidence.cited(evidence.rests_on(belief))})"
    if belief.standing == "disputed":
        subject = f" on {person_of_belief(belief, evidence)}" if belief.question == "cast" else ""
        text = f"Sources disagree{subject}: {uncapital(text)}"
    text += other_side(belief, evidence)
    entries = (*belief.support, *belief.against)
    return Note(text=f"{text}.", entries=entries, standing=belief.standing)


def say_belief(belief: Belief, evidence: Evidence) -> str:
    """A settled answer in words, without its source and, for the cast, without the person."""
    when = say_when(belief.window) if belief.window else ""
    if (belief.question, belief.rule) in _BY_RULE:
        unsure = UNCONFIRMED if belief.rule == "released" and belief.standing == "expected" else ""
        return _BY_RULE[belief.question, belief.rule].format(when=when) + unsure
    support = evidence.rests_on(belief)
    if belief.question == "release":
        return _say_release(belief, support)
    rule = rule_of(support[0].claim) if support else ""
    if belief.question in WORDING:
        modality = modality_of(belief)
        if modality == "expected" and support and _is_bare_claim(belief, support[0].claim):
            fact = word(belief.question, belief.answer, "confirmed", belief.window, evidence.as_of)
            return f"Claimed, not confirmed: {uncapital(fact)}"
        return word(belief.question, belief.answer, modality, belief.window, evidence.as_of) + rule
    return describe(_hedged(support[0].claim, belief), evidence.as_of) if support else belief.answer


def _is_bare_claim(belief: Belief, claim: Claim) -> bool:
    """Is it told as an event that happened, by those whose word alone is not believed?"""
    weak = claim.modality == "confirmed" and RANKS[claim.standing_of_source] == Rank.GUESSED
    return weak and belief.question != "cast"


def _hedged(claim: Claim, belief: Belief) -> Claim:
    """The statement with the belief's hedge: what a content farm states as a fact is not believed as one."""
    return replace(claim, modality=modality_of(belief))


#: Answers that did not come from a statement but from time going by, or from silence.
_BY_RULE: dict[tuple[Question, str], str] = {
    ("production", "window_passed"): "The time planned for filming has passed, with no word that it started",
    ("release", "window_passed"): "The announced time has passed, with no word of a release",
    ("release", "nothing_stands"): "Nobody has announced a date",
    ("release", "released"): "Out {when}",
    ("release", "day_passed"): "Was to come {when}, and nobody has said that it did not",
}


def _say_release(belief: Belief, support: Sequence[Entry]) -> str:
    if belief.answer == UNANNOUNCED or belief.window is None or not support:
        return "No exact date announced"
    unsure = UNCONFIRMED if belief.rule == "unconfirmed" else ""
    return f"{_FOR[label_of(support[0].claim)]} for {say(belief.window)}{unsure}"


_FOR: dict[Label, str] = {
    "Announced": "Announced",
    "Reported": "Reported",
    "Claimed": "Claimed",
    "Guess": "Guessed",
}


def modality_of(belief: Belief) -> Modality:
    """The hedge that an answer's words must carry; a disputed one is worded as stated, and marked."""
    return "expected" if belief.standing == "expected" else "confirmed"


def other_side(belief: Belief, evidence: Evidence) -> str:
    """The strongest word against an answer, to follow it after a semicolon; empty where nobody objects."""
    held = {entry.entry_id: entry for entry in evidence.dated}
    against = [held[entry_id] for entry_id in belief.against if entry_id in held]
    if not against:
        return ""
    link = "" if belief.standing == "disputed" else "against that: "
    return f"; {link}{uncapital(describe(against[0].claim, evidence.as_of))} ({evidence.cited(against)})"


def _cast_note(words: str, group: Sequence[Belief], evidence: Evidence) -> Note:
    people = join_words([person_of_belief(belief, evidence) for belief in group])
    source = evidence.cited([entry for belief in group for entry in evidence.rests_on(belief)])
    entries = tuple(entry_id for belief in group for entry_id in (*belief.support, *belief.against))
    return Note(text=f"{words}: {people} ({source}).", entries=entries, standing=group[0].standing)


def person_of_belief(belief: Belief, evidence: Evidence) -> str:
    """Who an answer on the cast is about, in the most usual spelling, with the role if one is named."""
    roles = (entry.claim.character for entry in evidence.rests_on(belief) if entry.claim.character)
    role = next(roles, None)
    return say_person(None if belief.subject == role else belief.subject, role)


def _of(question: str, beliefs: Iterable[Belief]) -> list[Belief]:
    return [belief for belief in beliefs if belief.question == question]


def _notes(question: str, beliefs: Iterable[Belief], evidence: Evidence) -> list[Note]:
    return [belief_note(belief, evidence) for belief in _of(question, beliefs)]


def _entry_note(entry: Entry, evidence: Evidence) -> Note:
    claim = entry.claim
    text = f"{describe(claim, evidence.as_of)} ({evidence.cited([entry])})."
    return Note(text=text, entries=(entry.entry_id,), standing=claim.modality, spoiler=claim.kind == "plot")


def _section(key: str, heading: str, notes: Sequence[Note], silence: str) -> Section:
    return Section(key=key, heading=heading, notes=tuple(notes) or (Note(text=silence),))
