"""Where a work is shown: the service named beside a claim, or the news of its availability."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from airdate.reading.context import Context
from airdate.reading.cues import load
from airdate.reading.draft import Draft
from airdate.reading.modality import is_counterfactual, is_question
from airdate.reading.scene import Scene
from airdate.reading.services import ServiceHit

_CUES = load("provider")
_AVAILABLE = _CUES["available"]
#: How a service stands when it is the work's home, and not just somebody who speaks.
_HOME_BEFORE = _CUES["home_before"]
_HEADLINE_BEFORE = re.compile(r"[:,] ?$")
_MERE_VOICE = _CUES["mere_voice"]
_BOSS = _CUES["boss"]
_HOME_AFTER = _CUES["home_after"]
_SPEAKS = _CUES["speaks"]
_DENIES = _CUES["denies"]
#: What a service did once says nothing of where the next season will be.
_ONCE = _CUES["once"]
_STILL = _CUES["still"]
_GONE, _ABROAD = _CUES["gone"], _CUES["abroad"]


def find_availability(scene: Scene, context: Context) -> Iterator[Draft]:
    """Headlines whose news is where a work can be seen."""
    if not scene.services or is_question(scene):
        return
    for match in (*_AVAILABLE.finditer(scene.masked), *_AVAILABLE.finditer(scene.dated)):
        if is_counterfactual(scene, match.start()):
            continue
        subjects = context.subjects(scene, match.end() - 1)
        for hit in scene.services:
            if match.start() <= hit.start < match.end() and hit.role == "service" and subjects:
                yield _draft(scene, hit, subjects, "provider.availability")


def find_homes(scene: Scene, drafts: Sequence[Draft], context: Context) -> Iterator[Draft]:
    """The service that a sentence gives as the work's home, beside another claim on it."""
    beside = [d for d in drafts if d.scene is scene and d.kind != "provider"]
    good = any(_is_good_news(d) for d in beside)
    for hit in scene.services:
        if hit.role != "service" or not is_home(scene, hit) or _is_in_passing(scene, hit, beside, good=good):
            continue
        subjects = dict.fromkeys(s for d in beside for s in d.subjects)
        subjects = subjects or dict.fromkeys(context.subjects(scene, hit.start))
        if subjects:
            yield _draft(scene, hit, tuple(subjects), "provider.beside" if beside else "provider.named")


def _is_in_passing(scene: Scene, hit: ServiceHit, beside: Sequence[Draft], *, good: bool) -> bool:
    """Named for what it did once, for bad news, or for nothing that a home does."""
    clause = scene.clause_text(hit.start)
    if not scene.sentence.headline and (_ONCE.search(clause) or _ABROAD.search(clause)):
        return True
    if beside:
        undecided = all(d.value == "undecided" for d in beside)
        return not good and (undecided or _SPEAKS.match(scene.masked, hit.end) is not None)
    return _STILL.search(clause) is None


def _is_good_news(draft: Draft) -> bool:
    """Something that a service says of a work that it will show."""
    return draft.value not in ("delayed", "paused", "undecided", "cancelled", "unannounced")


def is_home(scene: Scene, hit: ServiceHit) -> bool:
    """Does the sentence give the service as a home ("on X", "X's", "X renews"), and not as a mere voice?"""
    after = scene.masked[hit.end :]
    if _DENIES.match(after) or _GONE.search(scene.masked, 0, hit.start):
        return False
    before = scene.masked[max(0, hit.start - 40) : hit.start]
    if scene.sentence.headline and _HEADLINE_BEFORE.search(before):
        return True
    if not scene.sentence.headline and (_MERE_VOICE.search(before) or _BOSS.match(scene.masked[hit.end :])):
        return False
    return _HOME_AFTER.match(after) is not None or _HOME_BEFORE.search(before) is not None


def _draft(scene: Scene, hit: ServiceHit, subjects: tuple, rule: str) -> Draft:  # type: ignore[type-arg]
    return Draft(
        scene=scene,
        at=hit.start,
        kind="provider",
        value=hit.name,
        rule=rule,
        subjects=subjects,
        modality="confirmed",
    )
