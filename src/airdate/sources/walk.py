"""One pass over a page's tree, without recursion: its lines as a reader sees them.

A line ends where a block begins or ends; cells of a table row stay on one line, parted by " | ". Scripts,
forms, navigation, captions and everything named like a teaser is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from selectolax.lexbor import LexborNode

_SKIPPED = frozenset(
    "script style noscript template nav aside form figure figcaption iframe svg button footer dialog "  # noqa: SIM905
    "select input textarea video audio object canvas".split()
)
_BLOCKS = frozenset(
    "p div section article main header h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr blockquote pre br "  # noqa: SIM905
    "hr center".split()
)
_PROSE = frozenset("p li dt dd td th h1 h2 h3 h4 h5 h6 blockquote pre".split())  # noqa: SIM905
PARAGRAPH = 100  # characters that make a loose line a paragraph
_LONGEST_NAME = 300  # characters of a class or id that are looked at
_CELLS = frozenset(("td", "th"))
_JUNK = re.compile(
    r"(?:^|[\s_-]|(?-i:(?<=[a-z])(?=[A-Z])))(?:related|recirc\w*|recommend\w*|newsletter\w*|promo\w*|"
    r"shar(?:e|ing)|social|comments?|sidebar|"
    r"adverts?|ads?|sponsor\w*|outbrain|taboola|breadcrumbs?|tags|bio|trending|popular|captions?|credits?|"
    r"infinite|next-article|up-next|subscribe\w*|signup|cookies?|paywall|toc|read-?more|more-from|"
    r"most-read|teasers?|byline|dateline|hidden)"
    r"(?=$|[\s_-]|(?-i:[A-Z]))",
    re.IGNORECASE,
)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a page: its text, the innermost block it stands in, and how many characters are links."""

    text: str
    tag: str
    linked: int

    @property
    def is_prose(self) -> bool:
        """Does it stand in a paragraph, heading, list or table, rather than loose in a container?"""
        return self.tag in _PROSE

    @property
    def is_paragraph(self) -> bool:
        """Is it one by its mark, or by its length?"""
        return self.tag == "p" or len(self.text) >= PARAGRAPH

    @property
    def is_link(self) -> bool:
        """Is it hardly more than a link, as teasers are? Table rows may be."""
        return self.linked > 0.7 * len(self.text) and self.tag not in _CELLS


def lines_of(root: LexborNode) -> list[Line]:
    """The lines of an element, in reading order."""
    writer = _Writer()
    for node, step in _steps(root):
        if step == 0:
            writer.write(node.text_content or "")
        else:
            writer.pass_tag(node.tag or "", step)
    writer.end_line()
    return writer.lines


def _steps(root: LexborNode) -> Iterator[tuple[LexborNode, int]]:
    """Every node kept, in order: 1 where an element opens, -1 where it closes, 0 for a text."""
    here = root.first_child
    top = root.mem_id
    while here is not None:
        if here.is_text_node:
            yield here, 0
        elif here.is_element_node and not _is_junk(here):
            yield here, 1
            if (child := here.first_child) is not None:
                here = child
                continue
            yield here, -1
        while (after := here.next) is None:
            parent = here.parent
            if parent is None or parent.mem_id == top:
                return
            yield parent, -1
            here = parent
        here = after


class _Writer:
    """Gathers texts into lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._parts: list[str] = []
        self._blocks = [""]
        self._tag = ""
        self._links = self._cells = self._linked = 0

    def write(self, text: str) -> None:
        self._parts.append(text)
        if not text.isspace():
            self._tag = self._blocks[-1]
            self._linked += len(text) if self._links else 0

    def pass_tag(self, tag: str, step: int) -> None:
        """Go into (1) or out of (-1) an element."""
        if tag == "a":
            self._links += step
        elif tag in _CELLS:
            self._parts.append(" | " if step > 0 and self._has_text() else " ")
            self._cells += step
        elif tag in _BLOCKS:
            if self._cells and tag != "tr":
                self._parts.append(" ")
            else:
                self.end_line()
        if tag in _PROSE:
            self._blocks.append(tag) if step > 0 else self._blocks.pop()

    def end_line(self) -> None:
        if self._parts and (text := " ".join("".join(self._parts).split())):
            self.lines.append(Line(text=text, tag=self._tag, linked=self._linked))
        self._parts.clear()
        self._linked = 0

    def _has_text(self) -> bool:
        return any(part and not part.isspace() for part in self._parts)


def _is_junk(node: LexborNode) -> bool:
    if node.tag in _SKIPPED:
        return True
    attributes = node.attributes
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return any(
        _JUNK.search(value[:_LONGEST_NAME]) for key in ("class", "id") if (value := attributes.get(key))
    )
