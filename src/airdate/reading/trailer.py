"""Trailers: out, not out, or announced. A teaser, promo or official preview counts; clips and photos do not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from airdate.reading.attribution import voice
from airdate.reading.context import Context
from airdate.reading.draft import Draft
from airdate.reading.modality import is_question, modality
from airdate.reading.scene import Scene, pattern

_WORD = r"(?:trailers?|teasers?|promos?|official preview|first footage trailer)"
_TRAILER = pattern(rf"\b{_WORD}\b")
_NOT = pattern(
    rf"\b(?:no|not|\w+n't|yet to|hasn't|haven't|isn't|without|nor|never|still waiting|awaiting|waiting (?:a while )?for)\b[^.;]{{0,60}}\b{_WORD}\b(?! until)|\b{_WORD}\b[^.;]{{0,40}}\b(?:not (?:yet )?(?:been )?(?:released|out|available|dropped|here|arrived)|hasn't|isn't|has not|yet to|unreleased|not yet)\b"
)
_LATER = pattern(
    rf"\b{_WORD}\b[^.;]{{0,40}}\b(?:to (?:debut|arrive|drop|be released|premiere|be unveiled|air|come|launch|land)|will (?:be|arrive|drop|debut|come|land|premiere|release|likely|probably|air)|(?:is|are) (?:likely|expected|set|due|coming|scheduled|slated|on the way)|expected|should|could|may|might|soon|won't)\b|"
    rf"\b(?:will|to|should|could|may|might|expect|expected to|likely to|going to|set to)\b[^.;]{{0,40}}\b(?:release|unveil|debut|drop|see|get|share|reveal|show|expect|air)\b[^.;]{{0,25}}\b{_WORD}\b|\bexpect (?:a |the |an )?(?:\w+ )?{_WORD}\b|\b(?:won't|not likely|unlikely|not)\b[^.;]{{0,60}}\b{_WORD} until\b"
)
_OFFSET = re.compile(r"\b(?:(a|an|one|two|three|four|six|several|few|\d{1,2}) (days?|weeks?|months?)|(month|week)) (?:or so |or two )?(before|ahead of|prior to|after) (?:(?:the|its|that) )?(?:(?:season|show|series|film|movie)(?:'s)? )?(?:\w+ )?(release|premiere|arrival|debut|launch|season|show|series|it)\b")
_OUT_IN_TEXT = pattern(
    rf"\b(?:releas(?:es|ed)|drop(?:s|ped)|unveil(?:s|ed)|shar(?:es|ed)|debut(?:s|ed)|reveal(?:s|ed)|launch(?:es|ed)|post(?:s|ed)|came|comes|arriv(?:es|ed)|gave|gives|air(?:s|ed)|present(?:s|ed)|publish(?:es|ed)|show(?:s|ed|n)|premiered?|out|here|watch|check out|available|get|gets|got|first|new|official|below|above|has|have)\b[^.;]{{0,45}}\b{_WORD}\b(?!s? (?:breakdown|reaction))|"
    rf"\b{_WORD}\b[^.;]{{0,50}}\b(?:came|arrived|is (?:here|out|available|now)|has (?:been |also |just |finally )?(?:released|arrived|dropped|landed|debuted|come)|was (?:released|unveiled|shown|shared|dropped)|dropped|released|debuted|below|unveiled|shows?|teases|reveals|features|sees|out now|went up|with it|confirms)\b"
)
#: After a sentence about the trailer: "Netflix should release one a month before".
_ONE_LATER = re.compile(r"\b(?:release|unveil|drop|share|debut|expect|see|get) (?:one|it|the first one)\b(?=[^.;]{0,40}\b(?:days?|weeks?|month|months) (?:before|ahead|prior))")
_NO_TRAILER = re.compile(
    r"\b(?:fake|fan[- ]made|concept|parody|viral|reruns?|years? ago|collection|original promos|breakdown|reaction|reacts|explained|easter eggs|review|reviews|analysis|everything|spotted|record|views|viewed|"
    r"most[- ]watched|for reruns|voiceover|park|park boys|bike|truck|tractor|trash|movie trailers?|house)\b"
)
_PARK = re.compile(r"\btrailer (?:park|home|truck|court|house)\b|\b(?:semi|tractor|truck)[- ]trailer\b|\bbrain teasers?\b")


def find_trailers(scene: Scene, context: Context) -> Iterator[Draft]:
    """What a sentence says of the trailer: at most one statement."""
    match = _TRAILER.search(scene.masked) or (_ONE_LATER.search(scene.masked) if context.trailer else None)
    context.trailer = match is not None
    if match is None or _PARK.search(scene.low):
        return
    ruled = _headline(scene) if scene.sentence.headline else _running(scene)
    if ruled is None:
        return
    value, rule = ruled
    subjects = context.subjects(scene, match.start())
    if not subjects:
        return
    who, offset = voice(scene, match.start()), _offset(scene)
    phrase = next((p for p in scene.dates if p.start > match.start() or p.end < match.start()), None)
    hedged = offset is not None and value == "expected"
    sure = "expected" if hedged else "confirmed" if value == "not_released" else modality(scene, match.start())
    yield Draft(
        scene=scene, at=match.start(), kind="trailer", value=value, rule=f"trailer.{rule}", subjects=subjects,
        modality=sure, who=who.who if not hedged else None, said_via=who.said_via,
        when=phrase.window.edtf if phrase is not None and value == "expected" and offset is None else None, offset=offset,
    )  # fmt: skip


def _headline(scene: Scene) -> tuple[str, str] | None:
    if _NO_TRAILER.search(scene.masked) or is_question(scene):
        return None
    if _NOT.search(scene.masked):
        return None
    if _LATER.search(scene.masked):
        return "expected", "later"
    return "released", "headline"


def _running(scene: Scene) -> tuple[str, str] | None:
    if is_question(scene) or _NO_TRAILER.search(scene.masked):
        return None
    if _LATER.search(scene.masked) or _ONE_LATER.search(scene.masked):
        return "expected", "later"
    if _NOT.search(scene.masked):
        return "not_released", "none-yet"
    return ("released", "out") if _OUT_IN_TEXT.search(scene.masked) else None


def _offset(scene: Scene) -> str | None:
    """A day relative to the release: "P1M before release"."""
    match = _OFFSET.search(scene.low)
    if match is None:
        return None
    count = {"a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "six": "6", None: "1"}.get(match[1], match[1])
    if not (count or "").isdigit():
        return None
    unit = (match[2] or match[3])[0].upper()
    return f"P{count}{unit} {'after' if match[4] == 'after' else 'before'} release"
