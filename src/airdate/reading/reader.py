"""One document read from top to bottom.

    body ─ sentences ─▶ scenes (works, seasons, services, dates) ─ rules ─▶ drafts ─ assemble ─▶ claims

Pure and linear in the length of the text. A rule in doubt abstains, and is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import msgspec

from airdate.dates import Window
from airdate.reading.assemble import claims_of
from airdate.reading.attribution import credited
from airdate.reading.cast import find_cast, note_person
from airdate.reading.context import Context
from airdate.reading.cues import load
from airdate.reading.dateline import said_on
from airdate.reading.draft import Draft
from airdate.reading.episodes import find_episodes
from airdate.reading.languages import TABLES, find_foreign, language, season_in, title_beside_season
from airdate.reading.modality import is_denial, refutes, withdraws
from airdate.reading.names import Names
from airdate.reading.plot import find_plot
from airdate.reading.production import find_production
from airdate.reading.provider import find_availability, find_homes
from airdate.reading.release import find_releases
from airdate.reading.scene import Scene
from airdate.reading.status import find_status
from airdate.reading.text import MAX_BODY, Page, Sentence, body
from airdate.reading.topic import Prepared, prepare
from airdate.reading.trailer import find_trailers, note_trailer
from airdate.types import Abstention, Document, Reading

#: A headline that denies a cancellation: what the page repeats of it is the rumour.
_CUES = load("reader")
_NOT_CANCELLED = _CUES["not_cancelled"]
_LISTICLE = _CUES["listicle"]
MAX_FULL = 400  # sentences; of a longer text only those with a trigger are read
#: No claim is made in a sentence without one of these stems.
_TRIGGER = _CUES["trigger"]


def read(document: Document, names: Names | None = None) -> Reading:
    """All claims that a document makes, each with the sentence it rests on.

    Args:
        document: headline and text; a text of more than `MAX_BODY` code points is read that far.
        names: known works; without it works are found by the form of their names alone.
    """
    text = body(document)
    page = Page(text[:MAX_BODY], len(document.title) if document.title else 0)
    beyond = [(MAX_BODY, len(text))] if len(text) > MAX_BODY else []
    unread = [
        Abstention(document_id=document.id, reason="too long", start=start, end=end)
        for start, end in (*page.left_out, *beyond)
    ]
    if document.published is None and (said := said_on(page)) is not None:
        document = msgspec.structs.replace(document, published=said)
    code = language(page.text)
    if code == "en":
        drafts = _drafts(page, _wanted(page), document.published, names)
    else:
        drafts = _foreign(page, code, document.published, names)
        if not drafts:
            unread.append(
                Abstention(document_id=document.id, reason=f"not English ({code})", start=0, end=len(text))
            )
    claims, held = claims_of(document, page, drafts)
    return Reading(document_id=document.id, claims=tuple(claims), abstentions=(*unread, *held))


def _foreign(page: Page, code: str, published: Window | None, names: Names | None) -> list[Draft]:
    """Findings of a page in another language; none where there is no table, or no work in sight."""
    prepared = prepare(page, list(page.sentences)[:MAX_FULL], published, names)
    title = _foreign_title(prepared, code) if code in TABLES else None
    if title is None:
        return []
    season = next((n for s in prepared.scenes if (n := season_in(s.flat.lower(), code))), None)
    return [d for scene in prepared.scenes for d in find_foreign(scene, code, title, season)]


def _foreign_title(prepared: Prepared, code: str) -> str | None:
    """The work that stands beside a season, or that a catalogue knows; its form alone is no sign here."""
    beside = (title_beside_season(scene.flat, code) for scene in prepared.scenes)
    known = (m.title for scene in prepared.scenes for m in scene.titles if m.how == "known")
    return next(filter(None, beside), None) or next(known, None)


def _wanted(page: Page) -> list[Sentence]:
    """The sentences to read: all of a page that holds a trigger, but for very long ones."""
    triggered = (s for s in page.sentences if _TRIGGER.search(page.low, s.start, s.end))
    if len(page.sentences) > MAX_FULL:
        return list(triggered)
    return list(page.sentences) if any(triggered) else []


def _drafts(page: Page, wanted: list[Sentence], published: Window | None, names: Names | None) -> list[Draft]:
    prepared = prepare(page, wanted, published, names)
    context = Context(prepared.topic, multi=any(not s.headline for s in wanted))
    if published is not None and published.latest is not None:
        context.before_page = f"../{published.edtf.rpartition('/')[2]}"
    drafts: list[Draft] = []
    homes: list[Draft] = []
    for scene in prepared.scenes:
        found = list(_of_scene(scene, context)) if context.enter(scene) else []
        drafts += found
        homes += find_homes(scene, found, context) if found or not scene.sentence.heading else ()
        if refutes(scene):
            drafts = [d for d in drafts if d.kind == "cast" or not _right_before(d, scene)]
        elif withdraws(scene):
            drafts = _withdrawn(drafts, scene)
        context.leave(scene)
    if page.headline_end and _NOT_CANCELLED.search(page.low, 0, page.headline_end):
        drafts = [d for d in drafts if d.value != "cancelled"]
    if page.headline_end and _LISTICLE.match(page.low, 0, page.headline_end):
        drafts = [d for d in drafts if not d.scene.sentence.headline]
    return _credited([*drafts, *_beside(homes, drafts)], prepared.scenes)


def _credited(drafts: list[Draft], scenes: Iterable[Scene]) -> list[Draft]:
    """With the outlet that the page says had the news, where a sentence names no source of its own."""
    origin = credited(scenes)
    return [d if d.origin or d.who or origin is None else replace(d, origin=origin) for d in drafts]


def _of_scene(scene: Scene, context: Context) -> Iterator[Draft]:
    if is_denial(scene):
        return
    if not context.has_subject(scene):  # no rule would find of whom it speaks; the next sentence may go on
        note_trailer(scene, context)
        note_person(scene, context)
        return
    status = list(find_status(scene, context))
    yield from status
    yield from find_releases(scene, context)
    yield from find_production(scene, context)
    yield from find_trailers(scene, context)
    yield from find_cast(scene, context, new_work=any(d.value == "ordered" for d in status))
    yield from find_episodes(scene, context)
    yield from find_plot(scene, context)
    if scene.sentence.headline:
        yield from find_availability(scene, context)


def _withdrawn(drafts: list[Draft], scene: Scene) -> list[Draft]:
    """Dates stated in this sentence, or right before it, become expectations."""
    return [
        replace(d, modality="expected")
        if d.kind == "release" and d.value != "unannounced" and _right_before(d, scene)
        else d
        for d in drafts
    ]


def _right_before(draft: Draft, scene: Scene) -> bool:
    said, now = draft.scene.sentence, scene.sentence
    return (said.paragraph == now.paragraph and 0 <= now.start - said.end <= 2) or said == now


def _beside(homes: list[Draft], drafts: list[Draft]) -> Iterator[Draft]:
    """Services beside a claim on the same work and season; none beside a cancellation."""
    closed = {s for d in drafts if d.value in ("cancelled", "paused") for s in d.subjects}
    spoken = {s for d in drafts for s in d.subjects} - closed
    for home in homes:
        left = tuple(s for s in home.subjects if s in spoken)
        if left:
            yield replace(home, subjects=left)
