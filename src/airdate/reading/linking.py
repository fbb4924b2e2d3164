"""Which work and which season an offset of a sentence speaks of: the nearest, by clause before sentence."""

from __future__ import annotations

import re

from airdate.reading.cues import load
from airdate.reading.mentions import Mention, gap_to
from airdate.reading.scene import Scene
from airdate.reading.seasons import SeasonRef
from airdate.reading.topic import Topic

#: An earlier season that is only compared with.
_CUES = load("linking")
_COMPARED = _CUES["compared"]
_OWN = 8  # code points; what follows a season so soon is its own ("Season 4's Dec. 31 debut")
_OWN_RELEASE = _CUES["own_release"]
_GROUP = re.compile(r"^,?['\" ]{0,3}(?:and|&|or|nor|as well as|plus)?$")


def nearest_group(scene: Scene, at: int) -> tuple[Mention, ...]:
    """The mention that offset `at` speaks of, with those that are listed beside it ("X and Y")."""
    if not scene.titles:
        return ()
    start, end = scene.clause(at)
    ranked = sorted(scene.titles, key=lambda m: _distance(m, at, start, end))
    best = scene.titles.index(ranked[0])
    first = last = best
    while first > 0 and _joined(scene, first - 1, first):
        first -= 1
    while last + 1 < len(scene.titles) and _joined(scene, last, last + 1):
        last += 1
    return scene.titles[first : last + 1]


def _distance(mention: Mention, at: int, start: int, end: int) -> tuple[int, int]:
    within = start <= mention.start < end
    left = mention.start <= at
    gap = at - mention.end if left else mention.start - at
    return (0 if within and left else 1 if within else 2 if left else 3, gap)


def _joined(scene: Scene, a: int, b: int) -> bool:
    gap = scene.low[scene.titles[a].end : scene.titles[b].start]
    return _GROUP.match(gap.strip(" '\"")) is not None and len(gap) < 14


def season_ref(scene: Scene, mention: Mention, at: int, topic: Topic) -> SeasonRef | None:
    """The season named for `mention`, nearest to `at`; one that stands by another work is not taken."""
    if mention.number is not None and not any(0 <= r.start - mention.end < 4 for r in scene.seasons):
        return None
    refs = [r for r in scene.seasons if _belongs(scene, r, mention)]
    return _nearest(scene, refs, at, topic.seasons.get(mention.title))


def nearest_season(scene: Scene, at: int, main: int | None) -> SeasonRef | None:
    """The season named nearest to `at`; `main` is the one that the page is about."""
    return _nearest(scene, list(scene.seasons), at, main)


def _nearest(scene: Scene, refs: list[SeasonRef], at: int, main: int | None) -> SeasonRef | None:
    """The nearest of `refs`; an earlier season, named in another clause, is mere background."""
    if not refs:
        return None
    if main is not None:
        refs = [
            r
            for r in refs
            if r.numbers[-1] >= main
            or _is_own(scene, r, at)
            or not _COMPARED.search(scene.low, max(0, r.start - 30), r.start)
        ] or []
    if not refs:
        return None
    ref = min(refs, key=lambda r: _season_distance(scene, r, at))
    start, end = scene.clause(at)
    if main is not None and ref.numbers[-1] < main and not start <= ref.start < end:
        return None
    return ref


def _is_own(scene: Scene, ref: SeasonRef, at: int) -> bool:
    """Does what stands at `at` follow the season, with no more than words of release between?"""
    gap = at - ref.end
    return 0 <= gap <= _OWN or (gap > 0 and _OWN_RELEASE.fullmatch(scene.masked, ref.end, at) is not None)


def _season_distance(scene: Scene, ref: SeasonRef, at: int) -> tuple[bool, int]:
    start, end = scene.clause(at)
    return (not start <= ref.start < end, abs(ref.start - at) if at < ref.start else abs(at - ref.end))


def _belongs(scene: Scene, ref: SeasonRef, mention: Mention) -> bool:
    if mention.start <= ref.start < mention.end:
        return ref.form != "part"  # "Nightfall: Part Three" is a film's name
    if len(scene.titles) == 1:
        return True
    owner = min(scene.titles, key=lambda m: gap_to(ref, m, scene.low))
    if owner is mention:
        return True
    return any(owner is scene.titles[i] and _grouped(scene, owner, mention) for i in range(len(scene.titles)))


def _grouped(scene: Scene, a: Mention, b: Mention) -> bool:
    i, j = sorted((scene.titles.index(a), scene.titles.index(b)))
    return all(_joined(scene, k, k + 1) for k in range(i, j))


def season_at(scene: Scene, mention: Mention, at: int, topic: Topic) -> int | None:
    """The one season that `mention` is spoken of in, where the sentence names it."""
    ref = season_ref(scene, mention, at, topic)
    if ref is not None:
        return ref.numbers[-1]
    return mention.number if not topic.film else None
