"""A page's main text: by one walk where the page is plainly clean, by trafilatura where it is not.

Plainly clean is a page with one `<article>` (or article body, or `<main>`, or parent of nearly all
paragraphs) that holds most of the page's paragraphs, whose words stand in paragraphs, lists, tables and
headings, and few of them in links. The walk costs a tenth of trafilatura's time. Whichever way: one line
for each paragraph, heading, list item and table row, without teasers, asides, comments, captions,
navigation, forms or newsletters.
"""

from __future__ import annotations

import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser, LexborNode

from airdate.sources.byline import is_aside, is_byline
from airdate.sources.walk import lines_of

_ROOTS = ('[itemprop~="articleBody"]', "article", '[role="main"]', "main")

MIN_CHARS = 250  # of a text that the walk is trusted with
MIN_PARAGRAPHS = 2
MIN_PROSE = 0.9  # share of characters that stand in paragraphs, lists, tables, headings
MAX_LINKED = 0.25  # share of characters in links
SHARE_OF_MARKED, SHARE_OF_UNMARKED = 0.6, 0.85  # of the page's paragraph characters

_RULE = re.compile(r"^[|\s:-]+$")  # the line under a table's head, as trafilatura prints it
_MARKS = re.compile(r"^(?:- |\| )|\s*\|\s*$")  # trafilatura's marks of list items and table rows
_NOTICE = re.compile(
    r"\W{0,2}(?:advertise?ment\b|share (?:on|this)\b|(?:read|see|watch) (?:more|also|next)\s?:|"
    r"don['’]t miss\s?:|related\s?:|you (?:may|might) (?:also )?like\b|more from us\b|sign up (?:for|to)\b|"
    r"follow us\b|©)",
    re.IGNORECASE,
)
_TOP = 6  # lines in which headline and byline may stand
_NOT_WORDS = re.compile(r"[\W_]+")


def main_text(tree: LexborHTMLParser, markup: str, *, title: str | None, author: str | None) -> str:
    """The main text, one line a paragraph, without headline and byline; empty where there is none."""
    lines = plain_lines(tree)
    if lines is None:
        lines = _searched_lines(markup)
    return "\n".join(_without_furniture(lines, title, author))


def plain_lines(tree: LexborHTMLParser) -> list[str] | None:
    """The lines of a plainly clean page; `None` where it is not and trafilatura must search."""
    root, least = _root(tree)
    if root is None:
        return None
    lines = [line for line in lines_of(root) if not line.is_link]
    chars = sum(len(line.text) for line in lines)
    paragraphs = [line for line in lines if line.tag == "p"]
    inside = sum(len(line.text) for line in paragraphs)
    trusted = (
        chars >= MIN_CHARS
        and len(paragraphs) >= MIN_PARAGRAPHS
        and sum(len(line.text) for line in lines if line.is_prose) >= MIN_PROSE * chars
        and sum(line.linked for line in lines) <= MAX_LINKED * chars
        and inside >= least * (inside + _paragraphs_outside(tree, root))
    )
    return [line.text for line in lines] if trusted else None


def _root(tree: LexborHTMLParser) -> tuple[LexborNode | None, float]:
    """The element that holds the text, and the share of the page's paragraphs that it must hold."""
    for selector in _ROOTS:
        nodes = tree.css(selector)
        if len(nodes) == 1:
            return nodes[0], SHARE_OF_MARKED
    parents: Counter[LexborNode] = Counter()
    for node in tree.css("p"):
        if node.parent is not None:
            parents[node.parent] += len(node.text())
    return (parents.most_common(1)[0][0] if parents else None), SHARE_OF_UNMARKED


def _paragraphs_outside(tree: LexborHTMLParser, root: LexborNode) -> int:
    """Characters of the paragraphs that are neither in the root nor in asides, footers and the like."""
    inside = {node.mem_id for node in root.css("p")}
    outside = (node for node in tree.css("p") if node.mem_id not in inside)
    return sum(len(node.text()) for node in outside if not is_aside(node))


def _searched_lines(markup: str) -> list[str]:
    from trafilatura import extract  # 0.3 s to import

    text = extract(markup, fast=True, include_comments=False, include_tables=True) or ""
    return [_MARKS.sub("", line) for line in text.split("\n") if not _RULE.match(line)]


def _without_furniture(lines: list[str], title: str | None, author: str | None) -> list[str]:
    """Drop the headline and byline above the text, and teasers and notices within it."""
    wording = _NOT_WORDS.sub("", (title or "").casefold())
    top = [line for line in lines[:_TOP] if not _repeats(line, wording) and not is_byline(line, author)]
    return [line for line in [*top, *lines[_TOP:]] if not _NOTICE.match(line)]


def _repeats(line: str, wording: str) -> bool:
    return _NOT_WORDS.sub("", line.casefold()) in ("", wording)
