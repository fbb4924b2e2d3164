"""Text that is not English: told by its small words and letters, and read with a short table of cues.

The tables hold what announcements are made of: a season's number, a decision, a stage, a date that is
not known. Dates are put into English words and read by the English grammar. What the tables do not
hold is not read; a page in a language without a table is an abstention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from airdate.dates import Window
from airdate.reading.cues import read_table, words
from airdate.reading.draft import Draft, Subject
from airdate.reading.mentions import display
from airdate.reading.phrases import find
from airdate.reading.scene import Scene
from airdate.reading.tokens import run_after, run_before, tokenize
from airdate.types import Kind, Modality

_FILE = read_table("languages")
_SMALL_WORDS = {code: frozenset(text.split()) for code, text in _FILE.pop("small_words").items()}
_WORDS = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)
_SAMPLE = 4_000  # code points are enough to tell a language


def language(text: str) -> str:
    """The language that a text is most likely in (ISO 639-1); "en" where it is too short to tell."""
    sample = text[:_SAMPLE]
    if (script := _script(sample)) is not None:
        return script
    words = _WORDS.findall(sample.lower())
    different = set(words)
    if len(words) < 12:
        return "en"
    score = {code: len(different & small) for code, small in _SMALL_WORDS.items()}
    best = max(score, key=lambda code: (score[code], code == "en"))
    return best if score[best] >= 3 and score[best] > 1.3 * score["en"] else "en"


def _script(sample: str) -> str | None:
    """The language that a text's letters give away, where they are not Latin."""
    if sample.isascii():
        return None
    letters = sum(map(str.isalpha, sample)) or 1
    return next((code for code, one in _SCRIPTS if len(one.findall(sample)) > 0.25 * letters), None)


@dataclass(frozen=True)
class _Table:
    """One language: how it numbers seasons, its cues, and its date words in English."""

    season: re.Pattern[str]
    ordinals: dict[str, int]
    cues: tuple[tuple[str, str, re.Pattern[str]], ...]  # kind, value, pattern
    hedges: re.Pattern[str]
    release: re.Pattern[str]
    dates: dict[str, str]


def _table(row: dict[str, Any]) -> _Table:
    return _Table(
        season=re.compile(_joined(row["season"])),
        ordinals=row["ordinals"],
        cues=tuple((*key.split("=", 1), re.compile(_joined(words))) for key, words in row["cues"].items()),
        hedges=re.compile(_joined(row["hedges"])),
        release=re.compile(_joined(row["release"])),
        dates=row["dates"],
    )


def _joined(pattern: str) -> str:
    return pattern.replace("\n", "")


TABLES: dict[str, _Table] = {code: _table(row) for code, row in _FILE.items()}


def find_foreign(scene: Scene, code: str, title: str, season: int | None) -> Iterator[Draft]:
    """Statements in a sentence of another language, about a work that the page names."""
    table, text = TABLES[code], scene.flat.lower()
    subjects = (Subject(title, season_in(text, code) or season, title),)
    sure: Modality = "expected" if table.hedges.search(text) else "confirmed"
    found = [(kind, value, match.start()) for kind, value, cue in table.cues if (match := cue.search(text))]
    if release := table.release.search(text):
        found += [("release", w.edtf, release.start()) for w in _windows(text, table, scene.published)]
    for kind, value, at in found:
        yield Draft(
            scene=scene,
            at=at,
            kind=cast(Kind, kind),
            value=value,
            rule=f"{code}.{kind}",
            subjects=subjects,
            modality="confirmed" if value == "unannounced" else sure,
        )


def season_in(text: str, code: str) -> int | None:
    """The season that a lower-case sentence of language `code` names."""
    table = TABLES[code]
    match = table.season.search(text)
    if match is None:
        return None
    groups = match.groupdict()
    figure = groups.get("n") or groups.get("m") or ""
    return int(figure) if figure.isdigit() else table.ordinals.get(figure or groups.get("o") or "")


_OF = words("of")


def title_beside_season(flat: str, code: str) -> str | None:
    """The name right after a season ("la seconda stagione di X") or right before it."""
    text = flat.lower()
    match = TABLES[code].season.search(text)
    if match is None or len(text) != len(flat):
        return None
    tokens = tokenize(flat)
    after = next((i for i, t in enumerate(tokens) if t.start >= match.end()), len(tokens))
    while after < len(tokens) and (tokens[after].low in _OF or not tokens[after].word[0].isalnum()):
        after += 1
    before = next((i for i, t in enumerate(tokens) if t.start >= match.start()), len(tokens))
    run = run_after(tokens, after) or run_before(tokens, before)
    if run is None or run == (0, 0):
        return None
    return display(flat[tokens[run[0]].start : tokens[run[1]].end])


def _windows(text: str, table: _Table, published: Window | None) -> list[Window]:
    for word, english in table.dates.items():
        if word in text:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", english, text)
    text = re.sub(r"(?<=\d)\. (?=[a-z])", " ", text)
    return [phrase.window for phrase in find(text, published)]
