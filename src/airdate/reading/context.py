"""Walks a page in order and says what each statement is about.

A statement belongs to the nearest work named in its clause, then in its sentence. A sentence that names
none must say that it goes on ("it", "the show", "filming", "season 3"): then it belongs to the work that
its paragraph spoke of last, or that the heading over it names, or to the page's main work. What stands
under a teaser (a heading that names another work) belongs to nobody. A headline has no "it".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from airdate.reading.attribution import Voice, voice
from airdate.reading.cues import load
from airdate.reading.draft import Subject
from airdate.reading.linking import nearest_group, nearest_season, season_at, season_ref
from airdate.reading.mentions import Mention
from airdate.reading.scene import Scene
from airdate.reading.topic import Topic

#: Words by which a sentence goes on about a work that it does not name.
_CUES = load("context")
_GOES_ON, _OTHER_WORK = _CUES["goes_on"], _CUES["other_work"]


#: "…, and Ranch Hands, which has been": said of that name, known or not.
_WHICH = re.compile(r"[A-Z][\w'!?]*, (?:which|that) (?:[a-z']+ ){0,4}[a-z]*$")
_MAX_ENTRY = 90  # code points


def _is_entry(scene: Scene) -> bool:
    """A short line that opens with a work and is no sentence: "'X' season 2 (HBO Max)"."""
    first = scene.titles[0].start
    return first <= 2 and len(scene.low) < _MAX_ENTRY and scene.low.rstrip()[-1] not in ".!?\"'"


@dataclass
class Context:
    """What has been spoken of so far; `multi` is false for a lone headline; `out`: films that are shown."""

    topic: Topic
    multi: bool
    last: Subject | None = None
    paragraph: int = -1
    person: str | None = None
    spread: tuple[int, ...] = ()
    unclear: bool = False
    trailer: bool = False
    heading: str | None = None
    teased: bool = False
    fresh: bool = False
    quoted: Voice = field(default_factory=Voice)
    out: set[Subject] = field(default_factory=set)
    before_page: str | None = None

    def enter(self, scene: Scene) -> bool:
        """Start reading a sentence; false where it is a heading, a teaser or what stands under one."""
        sentence = scene.sentence
        if sentence.heading:
            self._head(scene)
            return False
        if sentence.paragraph != self.paragraph:
            if self.paragraph >= 0 and sentence.paragraph - self.paragraph > 0:
                self.teased = self.teased and self.heading is not None and self._is_first_under()
            self.paragraph = sentence.paragraph
            self.quoted = Voice()
            self.last, self.person, self.unclear, self.spread, self.trailer = None, None, False, (), False
        if '"' in scene.flat and (said := voice(scene, 0)).who is not None:
            self.quoted = said
        return not self.teased

    def _is_first_under(self) -> bool:
        """A teaser holds one paragraph; its flag is taken down with the next."""
        first, self.fresh = self.fresh, False
        return first

    def _head(self, scene: Scene) -> None:
        title, main = scene.titles[0].title if scene.titles else None, self.topic.main or ""
        own = main.lower() in scene.flat.lower()
        self.heading = main if own and main else title
        self.teased = self.fresh = title is not None and self.topic.sure and not own
        self.paragraph, self.last = scene.sentence.paragraph, None

    def leave(self, scene: Scene) -> None:
        """Remember the work that the sentence opened with; a list's entry heads what follows it."""
        if scene.titles and not scene.sentence.headline and _is_entry(scene):
            self.heading = scene.titles[0].title
        if scene.seasons:
            self.spread = tuple(dict.fromkeys(n for ref in scene.seasons for n in ref.numbers))
        if scene.titles:
            first = scene.titles[0]
            self.unclear = len(nearest_group(scene, first.start)) > 1
            season = season_at(scene, first, first.end, self.topic)
            self.last = Subject(first.title, season, first.title)

    def has_subject(self, scene: Scene) -> bool:
        """Can a statement in it be about a work? Where not, `subjects` is empty wherever it is asked."""
        return bool(scene.titles) or self._goes_on_about(scene) is not None

    def subjects(self, scene: Scene, at: int) -> tuple[Subject, ...]:
        """The works and seasons that a statement at offset `at` is about; empty where it cannot be said."""
        mentions = nearest_group(scene, at)
        if not mentions:
            return self._carried(scene, at)
        return tuple(
            Subject(mention.title, season, mention.title)
            for mention in mentions
            for season in self._seasons(scene, mention, at)
        )

    def _seasons(self, scene: Scene, mention: Mention, at: int) -> tuple[int | None, ...]:
        ref = season_ref(scene, mention, at, self.topic)
        if ref is not None:
            return ref.numbers
        if mention.number is not None and not self.topic.film:
            return (mention.number,)
        if not self.multi:
            return (None,)
        return (self._season_of(mention.title),)

    def _season_of(self, title: str) -> int | None:
        if self.last is not None and self.last.title == title and self.last.season is not None:
            return max(self.last.season, self.topic.seasons.get(title, 0))
        return self.topic.seasons.get(title)

    def _goes_on_about(self, scene: Scene) -> str | None:
        """The work that a sentence which names none goes on about."""
        main = self.topic.main if self.topic.leads else None
        title = self.last.title if self.last is not None else self.heading or main
        if self.unclear or title is None or scene.sentence.headline or not _GOES_ON.search(scene.low):
            return None
        return title

    def _carried(self, scene: Scene, at: int) -> tuple[Subject, ...]:
        title = self._goes_on_about(scene)
        if title is None:
            return ()
        if _OTHER_WORK.search(scene.clause_text(at)) or _WHICH.search(scene.flat, 0, at + 1):
            return ()
        ref = nearest_season(scene, at, self.topic.seasons.get(title))
        if ref is not None:
            return tuple(Subject(title, n, title) for n in ref.numbers)
        if len(self.spread) == 2 and re.search(r"\bboth\b", scene.clause_text(at)):
            return tuple(Subject(title, n, title) for n in self.spread)
        return (Subject(title, self._season_of(title), title),)
