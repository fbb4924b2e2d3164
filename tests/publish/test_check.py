"""A checked article in its three forms; everything of the article is escaped."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from airdate.guide.check import Check, Checked
from airdate.publish import render_check_html, render_check_json, render_check_text
from airdate.types import Claim, Span

EVIL = "<script>alert(1)</script> & “quotes” $summary \x1b[31m\u202e ends here."
BODY = f"Headline\n{EVIL} Second sentence.\nLast line."


def check_of(body: str, start: int, end: int) -> Check:
    span = Span(document_id="d", start=start, end=end, quote=body[start:end])
    claim = Claim(title="<b>T</b>", season=1, kind="status", value="renewed", modality="confirmed", span=span)
    checked = Checked(
        claim=claim, verdict="outdated", entries=("e1",), facts=("<i>Cancelled</i> (X, 1 Jan 2026).",)
    )
    return Check(document_id="d", body=body, as_of=date(2026, 11, 24), checked=(checked,))


CHECK = check_of(BODY, 9, 9 + len(EVIL))


class Words(HTMLParser):
    """Collects tags and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(page: str) -> Words:
    words = Words()
    words.feed(page)
    return words


def test_html_marks_the_sentence_and_escapes_the_rest() -> None:
    words = parsed(render_check_html(CHECK))
    assert "script" not in words.tags and "i" not in words.tags
    assert words.tags.count("mark") == 1
    assert "<script>alert(1)</script>" in words.text
    assert "1 claim, as of 24 November 2026" in words.text and "1 outdated" in words.text
    assert "$summary" in words.text
    assert "\x1b" not in words.text and "\u202e" not in words.text


def test_text_shows_the_sentence_the_verdict_and_the_fact() -> None:
    text = render_check_text(CHECK, width=60)
    assert "outdated: <b>T</b>, season 1: renewed" in text
    assert "<i>Cancelled</i> (X, 1 Jan 2026)." in text
    assert "\x1b" not in text
    assert "\x1b[1;33moutdated\x1b[0m" in render_check_text(CHECK, colour=True)


def test_json_gives_places_entries_and_facts_and_no_text() -> None:
    made = json.loads(render_check_json(CHECK))
    (row,) = made["claims"]
    assert (row["verdict"], row["start"], row["end"]) == ("outdated", 9, 9 + len(EVIL))
    assert row["entries"] == ["e1"]
    assert "Second sentence" not in json.dumps(made)


@given(st.text(max_size=80), st.integers(0, 80), st.integers(1, 40))
def test_no_article_breaks_the_page(body: str, start: int, length: int) -> None:
    line = body.replace("\n", " ") or "x"
    start = min(start, len(line) - 1)
    words = parsed(render_check_html(check_of(line, start, min(start + length, len(line)))))
    assert set(words.tags) <= {
        *("html", "head", "meta", "title", "style", "body", "main", "header", "article", "h1", "p", "div"),
        *("mark", "a", "small", "ol", "ul", "li", "b", "span"),
    }
