"""Is an article still true? Each of its claims held against what the ledger has come to believe.

Invariant: pure; nothing said after `as_of` counts. A verdict other than *not known* names the entries
that it rests on, if there are any but the catalogue's, and one that asks for a change names the facts to
put in place.

    claim ─ the belief on its question ─▶ agreement ─ what was believed when it was written ─▶ verdict
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec.structs import replace

from airdate.dates import Window
from airdate.guide.agreement import Agreement, agree, is_waiting, tells_of_present, window_of
from airdate.guide.evidence import Evidence, until
from airdate.guide.parts import say_belief
from airdate.guide.release import is_out, released_note
from airdate.guide.words import say, say_when, sentence
from airdate.ledger import people, settle
from airdate.types import Belief, Claim, Season, Struct

#: *holds*: it is what the ledger believes, or a step that lies behind. *outdated*: it was so, and has been
#: overtaken. *contradicted*: others said otherwise before it was written. *guess*: it may come true, and
#: nobody has announced it. *not_known*: nobody else says so, and nobody rules it out.
Verdict = Literal["holds", "outdated", "contradicted", "guess", "not_known"]

#: Agreements that decide by themselves; the others depend on who spoke when.
_VERDICTS: dict[Agreement, Verdict] = {
    "same": "holds",
    "past": "holds",
    "open": "guess",
    "beyond": "not_known",
    "missed": "outdated",
}
_NO_CHANGE = ("same", "past")
_WRONG = ("overtaken", "excluded")


class Checked(Struct, frozen=True, kw_only=True):
    """One claim's verdict, the entries behind it, and the facts to put in its place.

    `source` cites who says what holds; other verdicts have their sources in the facts.
    """

    claim: Claim
    verdict: Verdict
    entries: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    source: str = ""


class Check(Struct, frozen=True, kw_only=True):
    """A whole article, checked: `body` is its headline and text, to which the claims' spans point."""

    document_id: str
    body: str
    as_of: date
    checked: tuple[Checked, ...] = ()

    def count(self, verdict: Verdict) -> int:
        """How many claims got a verdict."""
        return sum(checked.verdict == verdict for checked in self.checked)


class _Known(Struct, frozen=True, kw_only=True):
    """What was known on a day: the beliefs, and the season's own release if it was out."""

    evidence: Evidence
    beliefs: tuple[Belief, ...]
    premiere: Season | None

    @classmethod
    def of(cls, evidence: Evidence, premiere: Season | None) -> _Known:
        entries = [*evidence.dated, *evidence.undated]
        out = premiere if premiere is not None and is_out(premiere, evidence.as_of) else None
        return cls(evidence=evidence, beliefs=tuple(settle(entries, as_of=evidence.as_of)), premiere=out)

    def cite(self, belief: Belief) -> str:
        """The belief as a sentence with its source."""
        if self.premiere is not None and belief.rule == _OUT:
            return released_note(self.premiere).text
        by = f" ({source})" if (source := self.source(belief)) else ""
        if belief.rule == _CLIP and belief.window is not None:
            return f"A clip came with the announcement {say_when(belief.window)}{by}."
        return sentence(f"{say_belief(belief, self.evidence)}{by}.")

    def source(self, belief: Belief) -> str:
        """Who says so and when; empty where nobody does."""
        if self.premiere is not None and belief.rule == _OUT:
            return self.premiere.source
        rests_on = self.evidence.rests_on(belief)
        return self.evidence.cited(rests_on) if rests_on else ""


_OUT = "released"  # the rule of the ledger that speaks of a release that has come
_STEPS = ("status", "production", "trailer")  # what comes before a release
_CLIP = "came_with_the_news"  # our own: a trailer that is none


def check(
    claims: Iterable[Claim], evidence: Evidence, written_on: Window | None, premiere: Season | None = None
) -> list[Checked]:
    """A verdict for each claim of an article on one season.

    Args:
        claims: what the article says of that season.
        evidence: the entries that count, of other documents (see `evidence.gather`).
        written_on: the article's day or month; `None` where it has none, which counts as old.
        premiere: the season's own release as the catalogue knows it.
    """
    now = _Known.of(evidence, premiere)
    day = written_on.latest if written_on is not None else None
    then = _Known.of(until(evidence, day), premiere) if day is not None and day < evidence.as_of else now
    return [_checked(claim, now, then, day) for claim in claims]


def _checked(claim: Claim, now: _Known, then: _Known, written: date | None) -> Checked:
    as_of = now.evidence.as_of
    belief = _belief_on(claim, now)
    if belief is None:
        return Checked(claim=claim, verdict=_alone(claim, as_of))
    agreement = agree(claim, belief, as_of)
    like = _guesses_like(claim, now) if agreement in ("open", "beyond") else []
    if like and agreement == "beyond":
        agreement = "open"  # nobody has announced it, but others think so too
    told_since = _told_since(belief, now, written)
    verdict = _verdict(agreement, _agreed_then(claim, then, written), told_since, written is not None)
    rests_on = (*belief.support, *belief.against, *(id for guess in like for id in guess.support))
    checked = Checked(claim=claim, verdict=verdict, entries=tuple(dict.fromkeys(rests_on)))
    if agreement in _NO_CHANGE:
        return replace(checked, source=now.source(belief))
    return replace(checked, facts=(*_missed(claim, as_of), now.cite(belief)))


def _verdict(agreement: Agreement, before: Agreement | None, told_since: bool, dated: bool) -> Verdict:
    """The verdict, by the agreement now, the one on the day of writing, and whether anyone spoke since."""
    if agreement == "understated":
        return "outdated" if told_since else "holds"
    if agreement == "aside":
        return "outdated" if told_since else "not_known"
    if agreement == "ahead":
        return "contradicted" if told_since and dated else "not_known"
    if agreement in _WRONG:
        return "contradicted" if before in _WRONG or not told_since else "outdated"
    return _VERDICTS[agreement]


def _agreed_then(claim: Claim, then: _Known, written: date | None) -> Agreement | None:
    """How the claim stood to what was believed when it was written; `None` where that is not known."""
    belief = _belief_on(claim, then) if written is not None else None
    return agree(claim, belief, then.evidence.as_of) if belief is not None else None


def _alone(claim: Claim, as_of: date) -> Verdict:
    """The verdict on what nobody else speaks of: time alone can tell."""
    window = window_of(claim)
    if window is not None and window.is_past(as_of) and claim.modality == "expected":
        return "outdated"
    return "guess" if claim.modality == "expected" else "not_known"


def _missed(claim: Claim, as_of: date) -> tuple[str, ...]:
    window = window_of(claim)
    passed = window is not None and window.is_past(as_of)
    return (f"{sentence(say(window))} has passed.",) if window is not None and passed else ()


def _told_since(belief: Belief, known: _Known, written: date | None) -> bool:
    """Was any of it said, or did it come, after the article was written? An undated one counts as older."""
    if known.premiere is not None and belief.rule == _OUT:
        windows = [known.premiere.premiere]
    else:
        windows = [entry.claim.said_on for entry in known.evidence.rests_on(belief)]
    days = [window.latest for window in windows if window is not None]
    return written is None or any(day is not None and day > written for day in days)


def _guesses_like(claim: Claim, known: _Known) -> list[Belief]:
    """Others' guesses at the same time of release."""
    window = window_of(claim)
    if window is None:
        return []
    guesses = (b for b in known.beliefs if b.question == "release" and b.rule == "guess")
    return [b for b in guesses if b.window is not None and _is_like(b.window, window)]


def _is_like(guess: Window, window: Window) -> bool:
    """Do they share a time? "2027 at the earliest" names none, and is only like itself."""
    if guess.latest is None:
        return (guess.earliest, guess.latest) == (window.earliest, window.latest)
    return guess.overlaps(window)


def _belief_on(claim: Claim, known: _Known) -> Belief | None:
    question = "decision" if claim.kind == "status" else claim.kind
    if known.premiere and claim.kind in _STEPS and (is_waiting(claim) or not _speak_of(question, known)):
        return _came(known.premiere)
    beliefs = _speak_of(question, known)
    own = [belief for belief in beliefs if belief.season == claim.season]
    candidates = own or beliefs
    if claim.kind == "cast":
        return _belief_on_person(claim, candidates, known.evidence)
    if claim.kind == "provider":
        same = [belief for belief in candidates if belief.answer.casefold() == claim.value.casefold()]
        return next(iter(same or candidates), None)
    if claim.kind == "production":
        return _belief_on_stage(claim, candidates)
    if claim.kind == "release":
        return _came(known.premiere) if known.premiere else _belief_on_release(claim, candidates)
    if claim.kind == "trailer":
        return _belief_on_trailer(claim, candidates, known)
    return next(iter(candidates), None)


def _speak_of(question: str, known: _Known) -> list[Belief]:
    return [belief for belief in known.beliefs if belief.question == question]


def _came(premiere: Season) -> Belief | None:
    """The release that the catalogue knows, as an answer that rests on no entry."""
    if premiere.premiere is None:
        return None
    return Belief(
        work_id=premiere.work_id,
        season=premiere.number,
        question="release",
        subject="",
        answer=premiere.premiere.edtf,
        standing="confirmed",
        rule=_OUT,
        window=premiere.premiere,
    )


def _belief_on_release(claim: Claim, candidates: Sequence[Belief]) -> Belief | None:
    """The answer that names a time: for the claim's region and type, else for all, else for some."""
    place = " ".join(part for part in (claim.region, claim.release_type) if part)
    settled = [belief for belief in candidates if belief.rule not in ("guess", "beside_window")]

    def order(belief: Belief) -> tuple[bool, bool, bool]:
        return belief.window is None, belief.subject != place, belief.subject != ""

    return min(settled, key=order, default=None) or next(iter(candidates), None)


def _belief_on_stage(claim: Claim, candidates: Sequence[Belief]) -> Belief | None:
    """The milestone that the claim speaks of, where it is known; else the stage reached."""
    by_subject = {belief.subject: belief for belief in candidates}
    stage = by_subject.get("stage") or next(iter(candidates), None)
    if claim.value in ("paused", "delayed"):
        return by_subject.get("interruption", stage)
    return by_subject.get(claim.value, stage) if not tells_of_present(claim) else stage


def _belief_on_trailer(claim: Claim, candidates: Sequence[Belief], known: _Known) -> Belief | None:
    """The answer; but a clip that came with the renewal only announces, and is no trailer of the season."""
    belief = next(iter(candidates), None)
    if belief is None or claim.value == "released" or belief.answer != "released":
        return belief
    if belief.window is None or not belief.window.is_day or belief.window not in _days_of_decision(known):
        return belief
    return replace(belief, answer="not_released", rule=_CLIP)


def _days_of_decision(known: _Known) -> list[Window]:
    """The days on which the decision was taken, or told."""
    decided = [b for b in known.beliefs if b.question == "decision" and b.standing == "confirmed"]
    told = [entry.claim.said_on for b in decided for entry in known.evidence.rests_on(b)]
    return [window for window in (*(b.window for b in decided), *told) if window is not None]


def _belief_on_person(claim: Claim, candidates: Sequence[Belief], evidence: Evidence) -> Belief | None:
    """The belief on the same person, by any spelling or by the role."""
    if claim.person is None and claim.character is None:
        return _most_told([belief for belief in candidates if belief.standing == "confirmed"])
    cast = [entry for entry in (*evidence.dated, *evidence.undated) if entry.claim.kind == "cast"]
    if not cast:
        return None
    said = replace(cast[0], entry_id="", claim=claim)
    fellows = next(members for _, members in people.group([*cast, said]) if said in members)
    ids = {entry.entry_id for entry in fellows}
    return next((belief for belief in candidates if ids & {*belief.support, *belief.against}), None)


def _most_told(beliefs: Sequence[Belief]) -> Belief | None:
    return max(beliefs, key=lambda belief: len(belief.support), default=None)
