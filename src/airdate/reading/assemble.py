"""From findings to claims: what stands on its own, what needs company, and each statement once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from airdate.dates import Window, parse
from airdate.errors import DateError
from airdate.reading.cues import load
from airdate.reading.draft import Draft, Subject
from airdate.reading.scene import Scene
from airdate.reading.services import SERVICES, TRADES
from airdate.reading.text import Page, fold_name
from airdate.types import Abstention, Claim, Document, SourceStanding, Span

READER = "airdate-rules/1"

_CUES = load("assemble")
_SCREEN = _CUES["screen"]
#: No other field uses these words.
_SCREEN_ONLY = _CUES["screen_only"]
_AND_THE = re.compile(r" and (?:The|A|An) ")
_ELSEWHERE, _GAME, _BUSINESS = _CUES["elsewhere"], _CUES["game"], _CUES["business"]


def claims_of(
    document: Document, page: Page, drafts: Sequence[Draft]
) -> tuple[list[Claim], list[Abstention]]:
    """The claims that the findings come to, and what was held back and why."""
    claims: dict[tuple[object, ...], Claim] = {}
    held: list[Abstention] = []
    of_game = _GAME.search(page.low) is not None
    for draft in _settled(drafts):
        reason = _objection(draft, of_game=of_game)
        if reason is not None:
            held.append(_abstention(document, draft, reason))
            continue
        for subject in draft.subjects:
            claim = _claim(document, page, draft, subject)
            key = (
                fold_name(claim.title),
                claim.season,
                claim.kind,
                claim.value.lower(),
                claim.person or claim.character,
            )
            known = claims.get(key)
            claims[key] = claim if known is None else _merge(known, claim)
    return list(claims.values()), held


def _merge(known: Claim, later: Claim) -> Claim:
    """Of two tellings the firmer stands; what only the other names is added."""
    best, rest = (
        (later, known) if (known.modality, later.modality) == ("expected", "confirmed") else (known, later)
    )
    return Claim(
        **{
            name: getattr(best, name) if getattr(best, name) is not None else getattr(rest, name)
            for name in Claim.__struct_fields__
        }
    )


def _settled(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The findings without those that another one explains away."""
    found = _Found.of(drafts)
    for draft in drafts:
        if draft.kind == "release" and draft.value == "unannounced":
            left = tuple(s for s in draft.subjects if s not in found.with_day)
            if left:
                yield replace(draft, subjects=left)
        elif not found.explains(draft):
            yield draft


@dataclass(frozen=True)
class _Found:
    """What a page states elsewhere: exact days, dated clauses, and cancellations with a season."""

    days: frozenset[tuple[Subject, str]]
    dated: tuple[Draft, ...]
    clauses: frozenset[tuple[int, tuple[int, int]]]
    cancelled: frozenset[str]

    @classmethod
    def of(cls, drafts: Sequence[Draft]) -> _Found:
        dated = tuple(d for d in drafts if _is_dated(d))
        sure = [d for d in dated if _is_day(d) and d.modality == "confirmed"]
        seasons = (s for d in drafts if d.value == "cancelled" for s in d.subjects if s.season is not None)
        return cls(
            days=frozenset((s, d.value) for d in sure for s in d.subjects),
            dated=dated,
            clauses=frozenset((id(d.scene), _reach(d)) for d in dated),
            cancelled=frozenset(s.title for s in seasons),
        )

    @property
    def with_day(self) -> frozenset[Subject]:
        return frozenset(subject for subject, _ in self.days)

    def explains(self, draft: Draft) -> bool:
        """Does another finding say it better?"""
        if draft.value == "cancelled":
            return all(s.season is None and s.title in self.cancelled for s in draft.subjects)
        if draft.rule in _RETURNS:
            return (id(draft.scene), _reach(draft)) in self.clauses
        if not _is_dated(draft):
            return False
        return _moved_to_a_known_day(draft, self.days) or self._refined(draft) or self._is_abroad(draft)

    def _is_abroad(self, draft: Draft) -> bool:
        """A later day in a territory that the page sets apart: no first availability."""
        if draft.region is None or not _is_day(draft):
            return False
        earlier = {
            s
            for d in self.dated
            if _is_day(d) and d.region != draft.region and d.value < draft.value
            for s in d.subjects
        }
        return all(s in earlier for s in draft.subjects)

    def _refined(self, draft: Draft) -> bool:
        beside = [d for d in self.dated if d.scene is draft.scene and _refines(d, draft)]
        return all(any(s in d.subjects for d in beside) for s in draft.subjects)


#: "Returns for season 3" is a renewal, but with a date beside it a release.
_RETURNS = ("status.renewed.return-for", "status.renewed.return-at", "status.renewed.coming-to")


def _reach(draft: Draft) -> tuple[int, int]:
    """The clause that a finding stands in; a headline is one."""
    return (0, 0) if draft.scene.sentence.headline else draft.scene.clause(draft.at)


_MOVED = re.compile(r"\b(?:push|pushed|delay|delayed|postponed|moved|slipped)\b")


def _moved_to_a_known_day(draft: Draft, days: frozenset[tuple[Subject, str]]) -> bool:
    """ "got pushed to 2017" adds nothing where the page has the day."""
    if _is_day(draft) or not _MOVED.search(draft.scene.clause_text(draft.at)):
        return False
    return any(s in draft.subjects and parse(draft.value).contains(parse(day)) for s, day in days)


def _is_dated(draft: Draft) -> bool:
    return draft.kind == "release" and draft.value != "unannounced"


def _refines(fine: Draft, coarse: Draft) -> bool:
    """Does the same sentence state, as firmly, a day inside this window ("August premiere: August 19")?

    Or a window inside an open one ("will skip 2025 and debut in January 2026").
    """
    if fine is coarse or fine.modality != coarse.modality or _is_day(coarse):
        return False
    if not _is_day(fine) and not ("/.." in coarse.value and ".." not in fine.value):
        return False
    return parse(coarse.value).contains(parse(fine.value))


def _is_day(draft: Draft) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", draft.value) is not None


def _objection(draft: Draft, *, of_game: bool) -> str | None:
    if not draft.subjects:
        return "no work in reach"
    scene = draft.scene
    if draft.value == "cancelled" and scene.sentence.headline and _may_be_two(draft):
        return "one name or two"
    if scene.sentence.headline and _BUSINESS.search(scene.low) and not _quoted(scene):
        return "another field's season"
    if of_game and not (_has_service(scene) or _SCREEN_ONLY.search(scene.low)):
        return "another field's season"
    if scene.sentence.headline and not (
        scene.seasons or _SCREEN.search(scene.low) or _has_service(scene) or _sure(scene, draft)
    ):
        return "no sign of a screen work"
    if (
        scene.sentence.headline
        and _ELSEWHERE.search(scene.masked)
        and not (_has_service(scene) or _SCREEN_ONLY.search(scene.low) or _quoted(scene))
    ):
        return "another field's season"
    return None


def _may_be_two(draft: Draft) -> bool:
    """ "Cancels X and The Y" names one work or two: nobody is told of an end that may not be theirs."""
    unquoted = [t for t in draft.scene.titles if t.how != "quoted"]
    return any(_AND_THE.search(draft.scene.flat, t.start, t.end) for t in unquoted)


def _quoted(scene: Scene) -> bool:
    return any(t.how == "quoted" for t in scene.titles)


def _has_service(scene: Scene) -> bool:
    return any(s.role == "service" for s in scene.services)


def _sure(scene: Scene, draft: Draft) -> bool:
    if _ELSEWHERE.search(scene.masked):
        return False
    making = draft.kind == "production" and draft.value not in ("delayed", "paused")
    if (making or draft.kind == "cast") and any(t.how == "quoted" for t in scene.titles):
        return True
    dated_by_studio = draft.kind in ("release", "production") and any(
        s.role == "studio" for s in scene.services
    )
    return any(t.how == "quoted" and (dated_by_studio or t.start <= 1) for t in scene.titles)


def _abstention(document: Document, draft: Draft, reason: str) -> Abstention:
    start = draft.scene.sentence.start
    return Abstention(document_id=document.id, reason=reason, start=start, end=draft.scene.sentence.end)


def _claim(document: Document, page: Page, draft: Draft, subject: Subject) -> Claim:
    sentence = draft.scene.sentence
    span = Span(
        document_id=document.id,
        start=sentence.start,
        end=sentence.end,
        quote=page.text[sentence.start : sentence.end],
    )
    return Claim(
        title=subject.title,
        season=subject.season,
        kind=draft.kind,
        value=draft.value,
        modality=draft.modality,
        who=draft.who,
        person=draft.person,
        character=draft.character,
        when=_window(draft.when),
        region=draft.region,
        release_type=draft.release_type,
        offset=draft.offset,
        raw_title=subject.raw,
        said_on=_window(draft.said_on) or document.published,
        said_via=draft.said_via,
        url=document.url,
        document_id=document.id,
        span=span,
        reader=READER,
        rule=draft.rule,
        origin=draft.origin,
        standing_of_source=_standing(draft),
    )


def _window(edtf: str | None) -> Window | None:
    try:
        return parse(edtf) if edtf else None
    except DateError:
        return None


def _standing(draft: Draft) -> SourceStanding:
    if draft.who is None:
        return "press"
    if draft.who in TRADES:
        return "trade"
    if draft.who in SERVICES or draft.who.startswith("Netflix"):
        return "rights_holder"
    return "named_person" if " " in draft.who else "press"
