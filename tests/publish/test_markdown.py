"""Markdown: words from outside stay words; a CommonMark parser is the judge."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace

from airdate.publish.clean import clean
from airdate.publish.markdown import escape, render_markdown
from airdate.types import Note, Section
from tests.publish import sample_guide

GUIDE = sample_guide.GUIDE
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

#: Texts made of what Markdown and HTML are made of.
markup = st.text(st.sampled_from("\\`*_{}[]()<>#+-.!|~&=:/\"'12 ab\n\t"), max_size=30)
tricky = st.one_of(
    markup,
    st.text(max_size=30),
    st.sampled_from(
        [
            "[x](javascript:alert(1))",
            "<script>alert(1)</script>",
            "![x](http://evil.example/x.png)",
            "http://evil.example www.evil.example a@evil.example",
            "# heading #",
            "1. item",
            "- item",
            "```",
            "&lt;b&gt;",
            "</details>",
            "a | b\n--- | ---",
        ]
    ),
)


def inline(source: str) -> list[Token]:
    return [child for token in PARSER.parse(source) for child in token.children or ()]


def text_of(tokens: list[Token]) -> str:
    return "".join(token.content for token in tokens)


@settings(deadline=None)
@given(tricky)
def test_an_escaped_text_reads_as_itself_wherever_it_stands(raw: str) -> None:
    text = clean(raw)
    for opening in ("# ", "- ", ""):
        tokens = inline(opening + escape(text))
        assert {token.type for token in tokens} <= {"text", "text_special"}
        assert text_of(tokens) == text


@settings(deadline=None)
@given(tricky)
def test_no_words_of_a_guide_become_markup(raw: str) -> None:
    notes = (Note(text=raw), Note(text=raw, spoiler=True))
    guide = replace(GUIDE, title=raw, sections=(Section(key="a", heading=raw, notes=notes),))
    page = render_markdown(guide)
    tokens = PARSER.parse(page)
    html = [token.content for token in tokens if token.type == "html_block"]
    assert html == ["<details>\n<summary>Tells of the plot</summary>\n", "</details>\n"]
    links = [child.attrs["href"] for child in inline(page) if child.type == "link_open"]
    assert links == ["https://harbour.example/lantern-coast-%283%29"]
    assert not [child for child in inline(page) if child.type in ("html_inline", "image")]


def test_bare_addresses_are_not_made_links_by_github_either() -> None:
    escaped = escape("see http://x.example or www.x.example or me@x.example")
    assert not re.search(r"https?://|www\.|\w@", escaped)


def test_the_plot_is_folded_away_until_asked_for() -> None:
    assert "<details>" in render_markdown(GUIDE)
    assert "<details open>" in render_markdown(GUIDE, spoilers=True)
    assert render_markdown(GUIDE).index("<details>") < render_markdown(GUIDE).index("Jun Aldous")


def test_the_answer_comes_first() -> None:
    lines = [line for line in render_markdown(GUIDE).splitlines() if line]
    assert lines[0] == "# The Lantern Coast, season 3"
    assert lines[2].startswith("**Not dated.")
