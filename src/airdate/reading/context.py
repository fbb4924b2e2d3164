"""What a page is about: its works, which one dominates, which season, and who is "it".

A statement belongs to the nearest work named in its clause, then in its sentence, then to the work that
the paragraph spoke of last, then to the page's main work. A headline has no "it".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rapidfuzz import fuzz

from airdate.dates import Window
from airdate.reading.draft import Subject
from airdate.reading.names import Names
from airdate.reading.scene import Scene
from airdate.reading.seasons import SeasonRef, find_seasons
from airdate.reading.services import find_services
from airdate.reading.text import Page, Sentence, fold_name
from airdate.reading.titles import Mention, form_mentions, known_mentions, settle
from airdate.reading.tokens import BREAKS, CALENDAR, CONNECTORS, OPENERS
from airdate.types import NameHit

_WEIGHT = {"quoted": 2, "season": 3, "names": 2, "cue": 1, "maybe": 1, "known": 0}
_FILM = re.compile(r"\b(?:film|movie|theaters|theatres|cinemas?|box office|sequel|feature-length|big screen|theatrical)\b")
_SERIES = re.compile(r"\b(?:seasons?|series|episodes?|show|drama|k-drama|sitcom|showrunner|anime|tv|finale|streaming)\b")
_GROUP = re.compile(r"^,?['\" ]{0,3}(?:and|&|or|nor|as well as|plus)?$")


@dataclass(frozen=True)
class Topic:
    """The page's works by weight, and the season that each is spoken of in."""

    names: tuple[str, ...]
    seasons: dict[str, int]
    film: bool

    @property
    def main(self) -> str | None:
        return self.names[0] if self.names else None


@dataclass
class Context:
    """Walks a page's scenes in order and says what each statement is about."""

    topic: Topic
    multi: bool
    last: Subject | None = None
    paragraph: int = -1
    person: str | None = None
    spread: tuple[int, ...] = ()
    unclear: bool = False

    def enter(self, scene: Scene) -> None:
        """Start reading a sentence; a new paragraph forgets which work the last one ended with."""
        if scene.sentence.paragraph != self.paragraph:
            self.paragraph = scene.sentence.paragraph
            self.last, self.person, self.unclear, self.spread = None, None, False, ()

    def leave(self, scene: Scene) -> None:
        """Remember the work that the sentence opened with."""
        if scene.seasons:
            self.spread = tuple(dict.fromkeys(n for ref in scene.seasons for n in ref.numbers))
        if scene.titles:
            first = scene.titles[0]
            self.unclear = len(nearest_group(scene, first.start)) > 1
            season = season_at(scene, first, first.end, self.topic)
            self.last = Subject(first.title, season, first.title)

    def subjects(self, scene: Scene, at: int) -> tuple[Subject, ...]:
        """The works and seasons that a statement at offset `at` is about; empty where it cannot be said."""
        mentions = nearest_group(scene, at)
        if not mentions:
            return self._carried(scene, at)
        found = []
        for mention in mentions:
            for season in self._seasons(scene, mention, at):
                found.append(Subject(mention.title, season, mention.title))
        return tuple(found)

    def _seasons(self, scene: Scene, mention: Mention, at: int) -> tuple[int | None, ...]:
        ref = season_ref(scene, mention, at)
        if ref is not None:
            return ref.numbers
        if mention.number is not None and not self.topic.film:
            return (mention.number,)
        if scene.sentence.headline or not self.multi:
            return (None,)
        return (self._season_of(mention.title),)

    def _season_of(self, title: str) -> int | None:
        if self.last is not None and self.last.title == title and self.last.season is not None:
            return self.last.season
        return self.topic.seasons.get(title)

    def _carried(self, scene: Scene, at: int) -> tuple[Subject, ...]:
        title = self.last.title if self.last is not None else self.topic.main
        if self.unclear or title is None or (scene.sentence.headline and not self.multi):
            return ()
        ref = nearest_season(scene, at)
        if ref is not None:
            return tuple(Subject(title, n, title) for n in ref.numbers)
        if len(self.spread) == 2 and re.search(r"\bboth\b", scene.clause_text(at)):
            return tuple(Subject(title, n, title) for n in self.spread)
        return (Subject(title, self._season_of(title), title),)


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


def season_ref(scene: Scene, mention: Mention, at: int) -> SeasonRef | None:
    """The season named for `mention`, nearest to `at`; one that stands by another work is not taken."""
    if mention.number is not None and not any(0 <= r.start - mention.end < 4 for r in scene.seasons):
        return None
    refs = [r for r in scene.seasons if _belongs(scene, r, mention)]
    return min(refs, key=lambda r: _season_distance(scene, r, at)) if refs else None


def nearest_season(scene: Scene, at: int) -> SeasonRef | None:
    """The season named nearest to `at`."""
    return min(scene.seasons, key=lambda r: _season_distance(scene, r, at)) if scene.seasons else None


def _season_distance(scene: Scene, ref: SeasonRef, at: int) -> tuple[bool, int]:
    start, end = scene.clause(at)
    return (not start <= ref.start < end, abs(ref.start - at) if at < ref.start else abs(at - ref.end))


def _belongs(scene: Scene, ref: SeasonRef, mention: Mention) -> bool:
    if len(scene.titles) == 1 or mention.start <= ref.start < mention.end:
        return True
    owner = min(scene.titles, key=lambda m: _gap(ref, m))
    if owner is mention:
        return True
    return any(owner is scene.titles[i] and _grouped(scene, owner, mention) for i in range(len(scene.titles)))


def _gap(ref: SeasonRef, mention: Mention) -> int:
    return ref.start - mention.end if mention.end <= ref.start else mention.start - ref.end + 2


def _grouped(scene: Scene, a: Mention, b: Mention) -> bool:
    i, j = sorted((scene.titles.index(a), scene.titles.index(b)))
    return all(_joined(scene, k, k + 1) for k in range(i, j))


def season_at(scene: Scene, mention: Mention, at: int, topic: Topic) -> int | None:
    """The one season that `mention` is spoken of in, where the sentence names it."""
    ref = season_ref(scene, mention, at)
    if ref is not None:
        return ref.numbers[-1]
    return mention.number if not topic.film else None


@dataclass(frozen=True)
class Prepared:
    """A page's scenes, in order, and its topic."""

    scenes: tuple[Scene, ...]
    topic: Topic


def prepare(page: Page, wanted: Sequence[Sentence], published: Window | None, names: Names | None) -> Prepared:
    """Find the works on a page and make its sentences ready."""
    hits = names.scan(page.flat) if names is not None else ()
    raw = _without_maybes([_raw_scene(page, s, published, hits) for s in wanted])
    topic = _topic(page, raw)
    if len(raw) > 1 or topic.names:
        raw = [_settle(page, scene, topic) for scene in raw]
    return Prepared(tuple(raw), topic)


def _without_maybes(scenes: list[Scene]) -> list[Scene]:
    """Where a page names works for sure, a run that may be a person is none of them."""
    if all(m.how == "maybe" for scene in scenes for m in scene.titles):
        return scenes
    return [replace(s, titles=tuple(m for m in s.titles if m.how != "maybe")) for s in scenes]


def _raw_scene(page: Page, sentence: Sentence, published: Window | None, hits: Sequence[NameHit]) -> Scene:
    flat, low = page.flat[sentence.start : sentence.end], page.low[sentence.start : sentence.end]
    seasons = find_seasons(low)
    services = find_services(flat)
    found = form_mentions(flat, low, seasons, services, headline=sentence.headline)
    if hits:
        inside = [
            NameHit(start=h.start - sentence.start, end=h.end - sentence.start, title=h.title, work_id=h.work_id)
            for h in hits
            if sentence.start <= h.start and h.end <= sentence.end
        ]
        found = settle([*found, *known_mentions(inside, flat, found)])
    return Scene(sentence, flat, low, tuple(found), seasons, services, published)


def _topic(page: Page, scenes: Sequence[Scene]) -> Topic:
    weights: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for scene in scenes:
        for m in scene.titles:
            key = fold_name(_stem(m, page))
            weights[key] += _WEIGHT[m.how] * (2 if scene.sentence.headline else 1)
            spelling.setdefault(key, _stem(m, page))
    order = [key for key, weight in weights.most_common() if weight > 0]
    film = _is_film(page)
    seasons = _main_seasons(scenes, film)
    names = tuple(spelling[k] for k in order)
    return Topic(names, {n: seasons[fold_name(n)] for n in names if fold_name(n) in seasons}, film)


def _is_film(page: Page) -> bool:
    return _FILM.search(page.low) is not None and _SERIES.search(page.low) is None


def _stem(mention: Mention, page: Page) -> str:
    """The name without its figure, where the figure is a season ("Stranger Things 5")."""
    if mention.number is None or _is_film(page):
        return mention.title
    return mention.title[: -len(str(mention.number))].rstrip()


def _main_seasons(scenes: Sequence[Scene], film: bool) -> dict[str, int]:
    """For each folded name the season that the page speaks of most; of equals the later."""
    tally: dict[str, Counter[int]] = {}
    last: str | None = None
    for scene in scenes:
        for ref in scene.seasons:
            owner = min(scene.titles, key=lambda m: _gap(ref, m)).title if scene.titles else last
            if owner is not None and ref.form != "part":
                tally.setdefault(fold_name(owner), Counter()).update(ref.numbers)
        if scene.titles:
            last = scene.titles[0].title
    return {name: max(counts.items(), key=lambda kv: (kv[1], kv[0]))[0] for name, counts in tally.items()}


def _settle(page: Page, scene: Scene, topic: Topic) -> Scene:
    """Give each mention the page's name for its work, and find known names that the form missed."""
    found = [*scene.titles, *_known(scene, topic)]
    settled = [replace(m, title=_canonical(_stem(m, page) if not _has_season(scene, m) else m.title, topic)) for m in settle(found)]
    return replace(scene, titles=tuple(settled))


def _has_season(scene: Scene, mention: Mention) -> bool:
    return any(0 <= r.start - mention.end < 4 for r in scene.seasons)


def _known(scene: Scene, topic: Topic) -> list[Mention]:
    found = []
    for name in topic.names[:12]:
        words = name.split()
        if len(words) == 1 and (words[0].lower() in OPENERS | BREAKS | CALENDAR | CONNECTORS or len(name) < 3):
            continue
        text, wanted = (scene.low, name.lower()) if len(words) > 1 else (scene.flat, name)
        for m in re.finditer(r"(?<!\w)" + re.escape(wanted) + r"(?!\w)", text):
            found.append(_with_figure(scene.low, Mention(m.start(), m.end(), name, "known")))
    return found


def _with_figure(low: str, mention: Mention) -> Mention:
    """Take in a small figure that follows ("X 2 was discussed"): it may be the season."""
    figure = re.match(r" ([2-9])(?= [a-z]|[,.;:)]|$)", low[mention.end : mention.end + 4])
    if figure is None:
        return mention
    return replace(mention, end=mention.end + 2, number=int(figure[1]))


def _canonical(name: str, topic: Topic) -> str:
    """The page's spelling of a work; a slip in its main title does not make a second work."""
    key = fold_name(name)
    for known in topic.names:
        if fold_name(known) == key:
            name = known
            break
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
