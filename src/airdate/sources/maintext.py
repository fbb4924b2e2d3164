"""A page's main text: by one walk where the page is plainly clean, by trafilatura where it is not.

Plainly clean is a page with one `<article>` (or article body, or `<main>`) that holds most of the page's
paragraphs, whose words stand in paragraphs, lists, tables and headings, and few of them in links. The
walk costs a tenth of trafilatura's time. Whichever way: one line for each paragraph, heading, list item
and table row, without teasers, asides, comments, captions, navigation, forms or newsletters.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from airdate.sources.walk import lines_of

_ROOTS = ('[itemprop~="articleBody"]', "article", '[role="main"]', "main")

MIN_CHARS = 250  # of a text that the walk is trusted with
MIN_PARAGRAPHS = 2
MIN_PROSE = 0.9  # share of characters that stand in paragraphs, lists, tables, headings
MAX_LINKED = 0.25  # share of characters in links
MIN_SHARE = 0.6  # share of the page's paragraph characters

_RULE = re.compile(r"^[|\s:-]+$")  # the line under a table's head, as trafilatura prints it
_MARKS = re.compile(r"^(?:- |\| )|\s*\|\s*$")  # trafilatura's marks of list items and table rows
_NOT_WORDS = re.compile(r"[\W_]+")


def main_text(tree: LexborHTMLParser, markup: str, title: str | None) -> str:
    """The main text, one line a paragraph; empty where there is none. The headline is not repeated."""
    lines = _clean_lines(tree)
    if lines is None:
        lines = _searched_lines(markup)
    return "\n".join(_without_headline(lines, title))


def _clean_lines(tree: LexborHTMLParser) -> list[str] | None:
    """The lines of a plainly clean page, else `None`."""
    root = _only_root(tree)
    if root is None:
        return None
    lines = [line for line in lines_of(root) if not line.is_link]
    chars = sum(len(line.text) for line in lines)
    paragraphs = [line for line in lines if line.tag == "p"]
    trusted = (
        chars >= MIN_CHARS
        and len(paragraphs) >= MIN_PARAGRAPHS
        and sum(len(line.text) for line in lines if line.is_prose) >= MIN_PROSE * chars
        and sum(line.linked for line in lines) <= MAX_LINKED * chars
        and sum(len(line.text) for line in paragraphs)
        >= MIN_SHARE * sum(len(p.text()) for p in tree.css("p"))
    )
    return [line.text for line in lines] if trusted else None


def _only_root(tree: LexborHTMLParser) -> LexborNode | None:
    for selector in _ROOTS:
        nodes = tree.css(selector)
        if len(nodes) == 1:
            return nodes[0]
    return None


def _searched_lines(markup: str) -> list[str]:
    from trafilatura import extract  # 0.3 s to import

    text = extract(markup, fast=True, include_comments=False, include_tables=True) or ""
    return [_MARKS.sub("", line) for line in text.split("\n") if not _RULE.match(line)]


def _without_headline(lines: list[str], title: str | None) -> list[str]:
    wording = _NOT_WORDS.sub("", (title or "").casefold())
    return [
        line
        for i, line in enumerate(lines)
        if i > 3 or _NOT_WORDS.sub("", line.casefold()) not in ("", wording)
    ]
