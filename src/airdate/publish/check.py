"""A checked article as text, HTML and JSON.

Invariant: every character of the article is escaped or cleaned; the marks are ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import get_args

import msgspec

from airdate.guide.check import Check, Checked, Verdict
from airdate.guide.words import say_day
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
_COLOURS: dict[Verdict, str] = {
    "holds": "32",
    "outdated": "33",
    "contradicted": "31",
    "guess": "36",
    "not_known": "90",
}

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Checked article</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.05rem/1.65 Georgia, serif; max-width: 42rem; margin: 2.5rem auto; padding: 0 1.2rem; }}
.summary, .notes {{ font-family: system-ui, sans-serif; font-size: .9rem; }}
mark {{ color: inherit; background: none; border-bottom: .18rem solid; padding-bottom: .05rem; }}
.holds {{ border-color: #2e8b57; }}
.outdated {{ border-color: #d08700; }}
.contradicted {{ border-color: #c8102e; }}
.guess {{ border-color: #1f7a8c; border-bottom-style: dashed; }}
.not_known {{ border-color: #888; border-bottom-style: dotted; }}
.notes {{ margin: .4rem 0 1.2rem; padding-left: 1rem; border-left: .18rem solid #8886; list-style: none; }}
</style>
<p class="summary">{summary}</p>
{body}
</html>
"""


def summary(check: Check) -> str:
    """One line: how many claims hold, and how many do not, as of which day."""
    counts = [f"{n} {WORDS[verdict]}" for verdict in VERDICTS if (n := check.count(verdict))]
    return f"{len(check.checked)} claims as of {say_day(check.as_of)}: {', '.join(counts) or 'none'}"


def render_check_text(check: Check, *, width: int = 80, colour: bool = False) -> str:
    """For the terminal: each sentence with a claim, its verdicts, and the facts to put in its place."""
    lines = [summary(check)]
    for span, group in _by_sentence(check):
        lines += ["", *wrap(f"“{clean(span.quote, 400)}”", width)]
        for checked in group:
            verdict = WORDS[checked.verdict]
            label = f"\x1b[1;{_COLOURS[checked.verdict]}m{verdict}\x1b[0m" if colour else verdict
            lines.append(f"  {label}: {say_claim(checked)}")
            lines += [f"    {line}" for fact in checked.facts for line in wrap(clean(fact), width - 4)]
    return "\n".join(lines) + "\n"


def render_check_html(check: Check) -> str:
    """The article with its claims marked, as one page without script."""
    parts: list[str] = []
    done = 0
    for span, group in _by_sentence(check):
        parts += [escape(clean_block(check.body[done : span.start])), _mark(span, group)]
        done = max(done, span.end)
    parts.append(escape(clean_block(check.body[done:])))
    paragraphs = "".join(parts).split("\n")
    body = "\n".join(f"<div>{text}</div><br>" for text in paragraphs if text.strip())
    return _PAGE.format(summary=escape(summary(check)), body=body)


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


def say_claim(checked: Checked) -> str:
    """A claim in a few words: kind, value, and who it is about."""
    claim = checked.claim
    who = (
        f" {claim.person or claim.character}"
        if claim.kind == "cast" and (claim.person or claim.character)
        else ""
    )
    value = "what happens in it" if claim.kind == "plot" else claim.value.replace("_", " ")
    season = f" {claim.season}" if claim.season is not None else ""
    return clean(f"{claim.title}{season}, {claim.kind}{who}: {value}")


def clean_block(text: str) -> str:
    """Text of several lines without control characters; its line breaks stay."""
    return "\n".join(clean(line, len(line) or 1) if line.strip() else "" for line in text.split("\n"))


def _by_sentence(check: Check) -> Iterator[tuple[Span, Sequence[Checked]]]:
    spanned = [(checked.claim.span, checked) for checked in check.checked if checked.claim.span is not None]
    ordered = sorted(spanned, key=lambda pair: (pair[0].start, pair[0].end))
    for span, group in groupby(ordered, key=lambda pair: pair[0]):
        yield span, [checked for _, checked in group]


def _mark(span: Span, group: Sequence[Checked]) -> str:
    worst = max((checked.verdict for checked in group), key=_severity)
    notes = "".join(_note(checked) for checked in group)
    quote = escape(clean_block(span.quote))
    return f'<mark class="{worst}">{quote}</mark><ul class="notes">{notes}</ul>'


def _note(checked: Checked) -> str:
    facts = "".join(f"<br>{escape(clean(fact))}" for fact in checked.facts)
    return f"<li><strong>{WORDS[checked.verdict]}</strong>: {escape(say_claim(checked))}{facts}</li>"


def _severity(verdict: Verdict) -> int:
    return ("holds", "not_known", "guess", "outdated", "contradicted").index(verdict)
