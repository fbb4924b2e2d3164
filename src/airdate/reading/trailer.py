"""Trailers: out, not out, or announced. A teaser or promo counts; clips and photos do not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from airdate.reading.context import Context
from airdate.reading.cues import load
from airdate.reading.draft import Draft
from airdate.reading.modality import is_question
from airdate.reading.scene import Scene
from airdate.reading.statement import statement

_CUES = load("trailer")
_TRAILER = _CUES["trailer"]
_NOT = _CUES["not"]
_NONE_YET = _CUES["none_yet"]
_LATER = _CUES["later"]
_OFFSET = _CUES["offset"]
_OUT_IN_TEXT = _CUES["out_in_text"]
#: After a sentence about the trailer: "Netflix should release one a month before".
_ONE_LATER = _CUES["one_later"]
_NO_TRAILER = _CUES["no_trailer"]
_PARK = _CUES["park"]


def find_trailers(scene: Scene, context: Context) -> Iterator[Draft]:
    """What a sentence says of the trailer: at most one statement."""
    match = note_trailer(scene, context)
    if match is None or _PARK.search(scene.low):
        return
    ruled = _headline(scene) if scene.sentence.headline else _running(scene)
    if ruled is None:
        return
    value, rule = ruled
    subjects = context.subjects(scene, match.start())
    if not subjects:
        return
    found = statement(
        scene, match.start(), kind="trailer", value=value, rule=f"trailer.{rule}", subjects=subjects
    )
    yield replace(found, **_more(scene, match, value))


def note_trailer(scene: Scene, context: Context) -> re.Match[str] | None:
    """Where a sentence speaks of a trailer; remembered, for the next may go on ("one a month before")."""
    match = _TRAILER.search(scene.masked) if _CUES.may_match("trailer", scene.low) else None
    if match is None and context.trailer:
        match = _ONE_LATER.search(scene.masked)
    context.trailer = match is not None
    return match


def _more(scene: Scene, match: re.Match[str], value: str) -> dict[str, Any]:
    """What a value adds: a day for a trailer to come, or a rule ("a month before release"): a guess."""
    if value == "not_released" or (value == "released" and scene.sentence.headline):
        return {"modality": "confirmed"}
    if value != "expected":
        return {}
    offset = _offset(scene)
    if offset is not None:
        return {"modality": "expected", "who": None, "offset": offset}
    phrase = next((p for p in scene.dates if p.start > match.start() or p.end < match.start()), None)
    return {"when": phrase.window.edtf} if phrase is not None else {}


def _headline(scene: Scene) -> tuple[str, str] | None:
    if _NO_TRAILER.search(scene.masked) or is_question(scene):
        return None
    if _NONE_YET.search(scene.masked):
        return "not_released", "none-yet"
    if _NOT.search(scene.masked):
        return None
    if _LATER.search(scene.masked):
        return "expected", "later"
    return "released", "headline"


def _running(scene: Scene) -> tuple[str, str] | None:
    last = scene.masked.rpartition(", but ")[2]
    if is_question(scene) or _NO_TRAILER.search(scene.masked):
        return None
    if _LATER.search(scene.masked) or _ONE_LATER.search(scene.masked):
        return "expected", "later"
    if _NOT.search(scene.masked) and (_NOT.search(last) or not _OUT_IN_TEXT.search(last)):
        return "not_released", "none-yet"
    return ("released", "out") if _OUT_IN_TEXT.search(scene.masked) else None


def _offset(scene: Scene) -> str | None:
    """A day relative to the release: "P1M before release"."""
    match = _OFFSET.search(scene.low)
    if match is None:
        return None
    count = {
        "a": "1",
        "an": "1",
        "one": "1",
        "two": "2",
        "three": "3",
        "four": "4",
        "six": "6",
        None: "1",
    }.get(match[1], match[1])
    if not (count or "").isdigit():
        return None
    unit = (match[2] or match[3])[0].upper()
    return f"P{count}{unit} {'after' if match[4] == 'after' else 'before'} release"
