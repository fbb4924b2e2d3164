"""A checked article as text, HTML and JSON.

Invariant: every character of the article is escaped or cleaned; the marks are ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from string import Template
from typing import get_args

import msgspec

from airdate.guide.check import Check, Checked, Verdict
from airdate.guide.phrases import describe
from airdate.guide.words import count, say_day, uncapital
from airdate.publish.clean import clean
from airdate.publish.text import wrap
from airdate.types import Span

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
WORDS: dict[Verdict, str] = {
    "holds": "holds",
    "outdated": "outdated",
    "contradicted": "contradicted",
    "guess": "a guess",
    "not_known": "not known",
}
#: After a number: one, more.
_COUNTED: dict[Verdict, tuple[str, str]] = {
    "holds": ("holds", "hold"),
    "outdated": ("outdated", "outdated"),
    "contradicted": ("contradicted", "contradicted"),
    "guess": ("guess", "guesses"),
    "not_known": ("not known", "not known"),
}
_SEVERITY: tuple[Verdict, ...] = ("holds", "not_known", "guess", "outdated", "contradicted")
_COLOURS: dict[Verdict, str] = {
    "holds": "32",
    "outdated": "33",
    "contradicted": "31",
    "guess": "36",
    "not_known": "90",
}

_PAGE = Template(files(__package__ or "").joinpath("check.html").read_text(encoding="utf-8"))


def summary(check: Check) -> str:
    """One line: how many claims hold, and how many do not, as of which day."""
    numbers = [(check.count(verdict), verdict) for verdict in VERDICTS]
    counts = [f"{n} {_COUNTED[verdict][n > 1]}" for n, verdict in numbers if n]
    found = count(len(check.checked), "claim") if check.checked else "No claim that can be checked"
    return f"{found}, as of {say_day(check.as_of)}{': ' * bool(counts)}{', '.join(counts)}"


def render_check_text(check: Check, *, width: int = 80, colour: bool = False) -> str:
    """For the terminal: each sentence with a claim, its verdicts, and the facts to put in its place."""
    lines = [summary(check)]
    for span, group in _by_sentence(check):
        lines += ["", *wrap(f"“{clean(span.quote, 400)}”", width)]
        for checked in group:
            by = f" ({clean(checked.source)})" if checked.source else ""
            lines += _hanging(checked.verdict, f"{say_claim(checked, check)}{by}", width, colour)
            lines += [f"    {line}" for fact in checked.facts for line in wrap(clean(fact), width - 4)]
    return "\n".join(lines) + "\n"


def _hanging(verdict: Verdict, text: str, width: int, colour: bool) -> list[str]:
    """A verdict and what it is about, wrapped; only the verdict is coloured."""
    word = WORDS[verdict]
    first, *rest = wrap(f"{word}: {text}", width - 4)
    if colour:
        first = first.replace(word, f"\x1b[1;{_COLOURS[verdict]}m{word}\x1b[0m", 1)
    return [f"  {first}", *(f"    {line}" for line in rest)]


def render_check_html(check: Check) -> str:
    """The article with its claims marked, each sentence's verdicts beside it, as one page without script."""
    numbered = enumerate(_by_sentence(check), start=1)
    marked = [(span, _mark(span, group, n), _notes(check, group, n)) for n, (span, group) in numbered]
    blocks = []
    at = 0
    for line in check.body.split("\n"):
        if line.strip():
            blocks.append(_block(line, at, [each for each in marked if at <= each[0].start < at + len(line)]))
        at += len(line) + 1
    heading, _, counts = summary(check).partition(": ")
    tally = "\n".join(_tally(check, verdict) for verdict in VERDICTS if check.count(verdict))
    filled = {"summary": escape(counts or heading), "heading": escape(heading), "tally": tally}
    return _PAGE.substitute(filled, body="\n".join(blocks))


def _tally(check: Check, verdict: Verdict) -> str:
    number = check.count(verdict)
    return f'<li class="{verdict}"><b>{number}</b> {_COUNTED[verdict][number > 1]}</li>'


def _block(line: str, at: int, marks: Sequence[tuple[Span, str, str]]) -> str:
    """A line of the article that begins at `at`, its sentences marked, and their notes beside it."""
    text, done = "", 0
    for span, mark, _ in marks:
        text += escape(clean_inline(line[done : span.start - at])) + mark
        done = max(done, span.end - at)
    paragraph = f"<p>{text}{escape(clean_inline(line[done:]))}</p>"
    notes = "".join(note for _, _, note in marks)
    return f'<div class="block">{paragraph}<ol>{notes}</ol></div>' if notes else paragraph


def render_check_json(check: Check) -> bytes:
    """The verdicts with spans, entries and facts; the article's text is not repeated."""
    rows = [
        {
            "verdict": checked.verdict,
            "start": checked.claim.span.start if checked.claim.span else None,
            "end": checked.claim.span.end if checked.claim.span else None,
            "title": checked.claim.title,
            "season": checked.claim.season,
            "kind": checked.claim.kind,
            "value": checked.claim.value,
            "modality": checked.claim.modality,
            "person": checked.claim.person,
            "character": checked.claim.character,
            "entries": checked.entries,
            "facts": checked.facts,
        }
        for checked in check.checked
    ]
    made = {"document_id": check.document_id, "as_of": check.as_of, "claims": rows}
    return msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"


def say_claim(checked: Checked, check: Check) -> str:
    """A claim in words, after the season that it speaks of."""
    claim = checked.claim
    season = f", season {claim.season}" if claim.season is not None else ""
    return clean(f"{claim.title}{season}: {uncapital(describe(claim, check.as_of))}")


def clean_inline(text: str) -> str:
    """Part of a line without control characters; spaces at its ends stay, for it stands among others."""
    lead, trail = text[:1].isspace(), text[-1:].isspace()
    cleaned = clean(text, len(text) or 1)
    return f"{' ' if lead and cleaned else ''}{cleaned}{' ' if trail else ''}"


def _by_sentence(check: Check) -> Iterator[tuple[Span, Sequence[Checked]]]:
    spanned = [(checked.claim.span, checked) for checked in check.checked if checked.claim.span is not None]
    ordered = sorted(spanned, key=lambda pair: (pair[0].start, pair[0].end))
    for span, group in groupby(ordered, key=lambda pair: pair[0]):
        yield span, [checked for _, checked in group]


def _mark(span: Span, group: Sequence[Checked], number: int) -> str:
    """A sentence marked by its worst verdict, with the number of its note."""
    worst = max((checked.verdict for checked in group), key=_SEVERITY.index)
    label = f"note {number}: {WORDS[worst]}"
    link = f'<a href="#note-{number}" aria-label="{label}">{number}</a>'
    return f'<mark class="{worst}">{escape(clean_inline(span.quote))}{link}</mark>'


def _notes(check: Check, group: Sequence[Checked], number: int) -> str:
    """All verdicts on a sentence, each with the facts to put in its place."""
    rows = "".join(_note(check, checked) for checked in group)
    return f'<li id="note-{number}"><span class="number">{number}</span><ul>{rows}</ul></li>'


def _note(check: Check, checked: Checked) -> str:
    facts = "".join(f'<span class="fact">{escape(clean(fact))}</span>' for fact in checked.facts)
    verdict = f"<b>{WORDS[checked.verdict]}</b>"
    by = f"<small>{escape(clean(checked.source))}</small>" if checked.source else ""
    return f'<li class="{checked.verdict}">{verdict}{escape(say_claim(checked, check))}{by}{facts}</li>'
