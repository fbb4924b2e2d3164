"""What a page is about: the works that it names, which of them dominates, and in which season.

A slip in the dominant work's name makes no second work. Headings and teasers name works too, but
say nothing of what the page is about.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from msgspec import structs
from rapidfuzz import fuzz

from airdate.dates import Window
from airdate.reading.cues import load
from airdate.reading.mentions import Mention, gap_to, settle, stem
from airdate.reading.names import Names
from airdate.reading.scene import Scene
from airdate.reading.seasons import find_seasons
from airdate.reading.services import find_services
from airdate.reading.text import Page, Sentence, fold_name
from airdate.reading.titles import form_mentions, with_known
from airdate.reading.tokens import BREAKS, CALENDAR, CONNECTORS, OPENERS
from airdate.types import NameHit

MAX_SHORT = 6  # sentences; a longer text is a page
MAX_NAMED = 24  # seasons, services or works of one sentence; more make it a table, read this far
_FEW, _FAR_AHEAD = 3, 2  # of so many works none leads, unless it weighs so many times the next
_WEIGHT = {"quoted": 2, "season": 3, "cue": 1, "object": 1, "maybe": 1, "known": 0}
_EVERYDAY = OPENERS | BREAKS | CALENDAR | CONNECTORS  # alone, none of these words is a name
_CUES = load("topic")
_FILM = _CUES["film"]
_SERIES = _CUES["series"]
_TOLD = _CUES["told"]  # a season that has been, of which a page tells in passing


@dataclass(frozen=True)
class Topic:
    """The page's works by weight, with their seasons.

    `sure`: the headline names the first. `leads`: the first is what the page is about, and no item of a list.
    """

    names: tuple[str, ...]
    seasons: dict[str, int]
    film: bool
    sure: bool = False
    leads: bool = True

    @property
    def main(self) -> str | None:
        return self.names[0] if self.names else None

    @cached_property
    def by_key(self) -> dict[str, str]:
        """The page's spelling of each work, by folded name."""
        return {fold_name(name): name for name in reversed(self.names)}


@dataclass(frozen=True)
class Prepared:
    """A page's scenes, in order, and its topic."""

    scenes: tuple[Scene, ...]
    topic: Topic


def prepare(
    page: Page, wanted: Sequence[Sentence], published: Window | None, names: Names | None
) -> Prepared:
    """Find the works on a page and make its sentences ready."""
    hits = names.scan(page.flat) if names is not None else ()
    starts = [hit.start for hit in hits]
    raw = _without_maybes([_raw_scene(page, s, published, _within(hits, starts, s)) for s in wanted])
    raw = _without_parts(raw)
    topic = _topic(page, raw)
    if len(raw) > 1 or topic.names:
        raw = [_settle(scene, topic) for scene in raw]
    return Prepared(tuple(raw), topic)


def _without_parts(scenes: list[Scene]) -> list[Scene]:
    """Where a page counts in seasons, "Part 2" is a part of one."""
    if not any(ref.form != "part" for scene in scenes for ref in scene.seasons):
        return scenes
    return [
        replace(s, seasons=tuple(r for r in s.seasons if r.form != "part")) if s.seasons else s
        for s in scenes
    ]


def _without_maybes(scenes: list[Scene]) -> list[Scene]:
    """Where a page names works for sure, a run that may be a place or a person is none of them."""
    hows = {m.how for scene in scenes for m in scene.titles}
    if hows - {"maybe", "object"} or len(scenes) > MAX_SHORT:
        dropped: tuple[str, ...] = ("maybe", "object")
    else:
        dropped = ("maybe",) if "object" in hows else ()
    return [
        replace(s, titles=tuple(m for m in s.titles if m.how not in dropped)) if s.titles else s
        for s in scenes
    ]


def _within(hits: Sequence[NameHit], starts: Sequence[int], sentence: Sentence) -> list[NameHit]:
    """The known names of a sentence, with offsets in it; `hits` are in order and do not overlap."""
    first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
    return [
        structs.replace(hit, start=hit.start - sentence.start, end=hit.end - sentence.start)
        for hit in hits[first:last]
        if hit.end <= sentence.end
    ]


def _raw_scene(page: Page, sentence: Sentence, published: Window | None, hits: Sequence[NameHit]) -> Scene:
    flat, low = page.flat[sentence.start : sentence.end], page.low[sentence.start : sentence.end]
    seasons = find_seasons(low)[:MAX_NAMED]
    services = find_services(flat)[:MAX_NAMED]
    found = form_mentions(flat, low, seasons, services, headline=sentence.headline)
    if hits:
        found = with_known(hits, flat, found, headline=sentence.headline)
    return Scene(sentence, flat, low, tuple(found[:MAX_NAMED]), seasons, services, published)


def _topic(page: Page, scenes: Sequence[Scene]) -> Topic:
    weights: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    film = _is_film(page)
    for scene in scenes:
        for m in scene.titles:
            key = fold_name(_stem(m, film=film))
            weights[key] += (
                0 if scene.sentence.heading else _WEIGHT[m.how] * (4 if scene.sentence.headline else 1)
            )
            spelling.setdefault(key, _stem(m, film=film))
    least = 2 if len(scenes) > MAX_SHORT else 1  # one run beside a cue names no work of a long page
    order = [key for key, weight in weights.most_common() if weight >= least]
    seasons = _main_seasons(scenes, film)
    names = tuple(spelling[k] for k in order)
    sure = (
        any(
            s.sentence.headline and any(fold_name(_stem(m, film=film)) == order[0] for m in s.titles)
            for s in scenes
        )
        if order
        else False
    )
    of_names = {n: seasons[fold_name(n)] for n in names if fold_name(n) in seasons}
    leads = sure or len(order) < _FEW or weights[order[0]] >= _FAR_AHEAD * weights[order[1]]
    return Topic(names, of_names, film, sure, leads)


def _is_film(page: Page) -> bool:
    """Do the words of film outnumber those of television?"""
    return len(_FILM.findall(page.low)) > len(_SERIES.findall(page.low))


def _stem(mention: Mention, *, film: bool) -> str:
    """The name without its figure, where the figure is a season ("Stranger Things 5")."""
    if mention.number is None or film:
        return mention.title
    return stem(mention.title)


def _main_seasons(scenes: Sequence[Scene], film: bool) -> dict[str, int]:
    """For each folded name the season that the page speaks of most; of equals the first named."""
    tally: dict[str, Counter[int]] = {}
    last: str | None = None
    for scene in scenes:
        for ref in scene.seasons:
            owner = min(scene.titles, key=lambda m: gap_to(ref, m, scene.low)).title if scene.titles else last
            told = _TOLD.match(scene.low, ref.end) is not None
            if owner is not None and ref.form != "part" and not told:
                tally.setdefault(fold_name(owner), Counter()).update(ref.numbers)
        for m in scene.titles:
            if m.number is not None and not film:
                tally.setdefault(fold_name(stem(m.title)), Counter())[m.number] += 1
        if scene.titles:
            last = scene.titles[0].title
    return {name: counts.most_common(1)[0][0] for name, counts in tally.items()}


def _settle(scene: Scene, topic: Topic) -> Scene:
    """Give each mention the page's name for its work, and find known names that the form missed."""
    names = topic.by_key
    found = [
        m
        for m in scene.titles
        if fold_name(_stem(m, film=topic.film)) in names or fold_name(m.title) in names
    ]
    found += _known(scene, topic)
    if not found and not scene.titles:
        return scene
    settled = [
        replace(
            m, title=_canonical(_stem(m, film=topic.film) if not _has_season(scene, m) else m.title, topic)
        )
        for m in settle(found)
    ]
    return replace(scene, titles=tuple(settled))


def _has_season(scene: Scene, mention: Mention) -> bool:
    return any(0 <= r.start - mention.end < 4 for r in scene.seasons)


def _known(scene: Scene, topic: Topic) -> list[Mention]:
    found = []
    for name in topic.names[:12]:
        words = name.split()
        if len(words) == 1 and (words[0].lower() in _EVERYDAY or len(name) < 3):
            continue
        text, wanted = (scene.low, name.lower()) if len(words) > 1 else (scene.flat, name)
        if wanted not in text:
            continue
        for m in re.finditer(r"(?<!\w)" + re.escape(wanted) + r"(?!\w)", text):
            found.append(_with_figure(scene.low, Mention(m.start(), m.end(), name, "known"), film=topic.film))
    return found


def _with_figure(low: str, mention: Mention, *, film: bool) -> Mention:
    """Take in a small figure that follows ("X 2 was discussed"): the season, or a film's name."""
    figure = re.match(r" ([2-9])(?= [a-z]|[,.;:)]|$)", low[mention.end : mention.end + 4])
    if figure is None:
        return mention
    title = f"{mention.title} {figure[1]}" if film else mention.title
    return replace(mention, end=mention.end + 2, title=title, number=int(figure[1]))


def _canonical(name: str, topic: Topic) -> str:
    """The page's spelling of a work; a slip in its main title does not make a second work."""
    key = fold_name(name)
    name = topic.by_key.get(key, name)
    main = topic.main
    return main if main is not None and main != name and _is_slip(key, fold_name(main)) else name


def _is_slip(name: str, main: str) -> bool:
    """Is `name` a misprint of `main`: nearly alike, or long with the same beginning and end?"""
    a, b = name.split(), main.split()
    if name == main or any(c.isdigit() for c in name + main):
        return False
    ratio = fuzz.ratio(name, main)
    if len(a) == len(b) == 1:
        return ratio >= 88 and len(name) >= 8
    ends_alike = len(a) >= 3 and len(b) >= 3 and a[0] == b[0] and a[-1] == b[-1]
    return ratio >= 90 or (ends_alike and ratio >= 72)
