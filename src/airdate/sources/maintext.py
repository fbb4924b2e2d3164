"""A page's main text: by one walk where the page is plainly clean, by trafilatura where it is not.

Plainly clean is a page with one element around the headline (or one article body, `<article>`, `<main>`,
or parent of nearly all paragraphs) whose words stand in paragraphs, lists, tables and headings, few of
them in links, and which holds enough of the page's paragraphs. The walk costs a fifth of trafilatura's
time, and keeps the next article on an endless page out. Whichever way: one line for each paragraph,
heading, list item and table row, without teasers, asides, comments, captions, navigation, forms or
newsletters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from airdate.sources.byline import is_aside, is_byline
from airdate.sources.walk import PARAGRAPH, Line, lines_of

_MARKED = ('[itemprop~="articleBody"]', "article", '[role="main"]', "main")

MIN_CHARS = 250  # of a text that the walk is trusted with
MIN_PARAGRAPHS = 2
MIN_PROSE = 0.7  # share of characters that stand in paragraphs, lists, tables, headings
MAX_LINKED = 0.25  # share of characters in links
#: Of the characters in the page's paragraphs, by how the element was found.
SHARE_UNDER_HEADLINE, SHARE_OF_MARKED, SHARE_OF_UNMARKED = 0.3, 0.6, 0.85
SHARE_OF_LARGEST = 0.6  # of the largest group of paragraphs
SCRAP = 40  # characters of a loose line: below, it is a label
_FRAMED = "nav, aside, footer, article, main, form"  # a page without any is all text

_RULE = re.compile(r"^[|\s:-]+$")  # the line under a table's head, as trafilatura prints it
_MARKS = re.compile(r"^(?:- |\| )|\s*\|\s*$")  # trafilatura's marks of list items and table rows
_NOTICE = re.compile(
    r"\W{0,2}(?:advertise?ment\b|share (?:on|this)\b|(?:(?:read|see|watch) (?:more|also|next)|also read)\s?:|"
    r"don['’]t miss\s?:|related\s?:|you (?:may|might) (?:also )?like\b|more from us\b|sign up (?:for|to)\b|"
    r"follow us\b|copyright\b|©)",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"[^.!?:]{2,40}(?: [>›»] [^.!?:]{2,40})+")  # "Home > TV > Comedy"
_TOP = 6  # lines in which headline and byline may stand
_NOT_LETTERS = re.compile(r"[\W_]+")


def main_text(tree: LexborHTMLParser, markup: str, *, title: str | None, author: str | None) -> str:
    """The main text, one line a paragraph, without headline and byline; empty where there is none."""
    lines = plain_lines(tree, title)
    if lines is None:
        lines = _searched_lines(tree, markup)
    return "\n".join(_without_furniture(lines, title, author))


def plain_lines(tree: LexborHTMLParser, title: str | None = None) -> list[str] | None:
    """The lines of a plainly clean page; `None` where it is not and trafilatura must search."""
    paragraphs = [(node, len(node.text())) for node in tree.css("p")]
    groups = _paragraph_groups(paragraphs)
    if not groups:
        return None
    largest, chars = groups.most_common(1)[0]
    for root, found, least in _roots(tree, title, largest):
        lines = _kept(found)
        inside = sum(len(line.text) for line in lines if line.is_paragraph)
        outside = _paragraphs_outside(paragraphs, root)
        if inside >= max(least * (inside + outside), SHARE_OF_LARGEST * chars) and _is_plain(lines):
            return [line.text for line in lines]
    return None


def _kept(lines: list[Line]) -> list[Line]:
    """Without teasers, and without the labels that stand loose where the text does not."""
    lines = [line for line in lines if not line.is_link]
    prose = sum(len(line.text) for line in lines if line.is_prose)
    shortest = PARAGRAPH if 2 * prose > sum(len(line.text) for line in lines) else SCRAP
    return [line for line in lines if line.is_prose or len(line.text) >= shortest]


def _is_plain(lines: list[Line]) -> bool:
    chars = sum(len(line.text) for line in lines)
    return (
        chars >= MIN_CHARS
        and sum(line.is_paragraph for line in lines) >= MIN_PARAGRAPHS
        and sum(len(line.text) for line in lines if line.is_prose or line.is_paragraph) >= MIN_PROSE * chars
        and sum(line.linked for line in lines) <= MAX_LINKED * chars
    )


def _roots(
    tree: LexborHTMLParser, title: str | None, largest: LexborNode
) -> Iterator[tuple[LexborNode, list[Line], float]]:
    """Elements that may hold the text, their lines, and the share of the paragraphs that each must hold."""
    around = _around_headline(tree, title)
    if around is not None:
        yield *around, SHARE_UNDER_HEADLINE
    for selector in _MARKED:
        nodes = tree.css(selector)
        if len(nodes) == 1:
            yield nodes[0], lines_of(nodes[0]), SHARE_OF_MARKED
    yield largest, lines_of(largest), SHARE_OF_UNMARKED


def _paragraph_groups(paragraphs: list[tuple[LexborNode, int]]) -> Counter[LexborNode]:
    """Characters of the paragraphs, by the element that they stand in."""
    groups: Counter[LexborNode] = Counter()
    for node, chars in paragraphs:
        if node.parent is not None:
            groups[node.parent] += chars
    return groups


def _around_headline(tree: LexborHTMLParser, title: str | None) -> tuple[LexborNode, list[Line]] | None:
    """The smallest element around the headline that holds a text's worth of paragraphs."""
    same = (node for node in tree.css("h1, h2") if title and _letters(node.text()) == _letters(title))
    here = next(same, None)
    is_framed = tree.css_first(_FRAMED) is not None
    while here is not None and here.tag != "html" and not (here.tag == "body" and is_framed):
        lines = lines_of(here) if len(here.text()) >= MIN_CHARS else []
        paragraphs = [len(line.text) for line in lines if line.is_paragraph]
        if len(paragraphs) >= MIN_PARAGRAPHS and sum(paragraphs) >= MIN_CHARS:
            return here, lines
        here = here.parent
    return None


def _paragraphs_outside(paragraphs: list[tuple[LexborNode, int]], root: LexborNode) -> int:
    """Characters of the paragraphs that are neither in the root nor in asides, footers and the like."""
    inside = {node.mem_id for node in root.css("p")}
    return sum(chars for node, chars in paragraphs if node.mem_id not in inside and not is_aside(node))


def _searched_lines(tree: LexborHTMLParser, markup: str) -> list[str]:
    """What trafilatura finds, without the lines that are links on the page."""
    from trafilatura import extract  # 0.3 s to import

    text = extract(markup, fast=True, include_comments=False, include_tables=True) or ""
    lines = [_MARKS.sub("", line) for line in text.split("\n") if not _RULE.match(line)]
    links = {_letters(line.text) for line in lines_of(tree.body) if line.is_link} if tree.body else set()
    return [line for line in lines if _letters(line) not in links]


def _without_furniture(lines: list[str], title: str | None, author: str | None) -> list[str]:
    """Drop the headline and byline above the text, and teasers and notices within it."""
    top = [line for line in lines[:_TOP] if not is_byline(line, author)]
    known = ("", _letters(title or ""))
    top = [line for line in top if _letters(line) not in known and not _TRAIL.fullmatch(line)]
    return [line for line in [*top, *lines[_TOP:]] if not _NOTICE.match(line)]


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text.casefold())
