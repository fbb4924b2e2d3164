"""A guide for the terminal: the answer first, then its parts, wrapped to the width.

Invariant: no line is wider than `width` terminal cells, unless a single link is. Colour is laid over
finished lines, so that the text without it is the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len, chop_cells

from airdate.guide.words import STANDINGS, say_said
from airdate.publish.clean import clean_guide
from airdate.publish.head import as_of_line, heading
from airdate.types import BeliefStanding, Change, Guide, Note, Section, SourceLine

MIN_WIDTH = 20
HIDDEN = "(plot hidden: --spoilers shows it)"

_RESET = "\x1b[0m"
_STYLES = {"title": "\x1b[1m", "answer": "\x1b[1m", "heading": "\x1b[1;36m", "quiet": "\x1b[2m"}
_STANDING_STYLES: dict[BeliefStanding, str] = {"expected": "\x1b[33m", "disputed": "\x1b[31m"}

_BULLET = "- "
_DATE_CELLS = 13  # "22 Feb 2026" and two spaces
_NARROW = 60  # below this, days stand in the line rather than in a column


class _Page:
    """Lines as they grow; knows the width and whether to colour."""

    def __init__(self, width: int, colour: bool) -> None:
        self.lines: list[str] = []
        self.width = max(width, MIN_WIDTH)
        self.colour = colour

    def add(self, text: str, *, first: str = "", rest: str = "", style: str = "") -> None:
        """Wrap a text; `first` opens its first line and `rest` the others."""
        for number, line in enumerate(wrap(text, self.width - max(cell_len(first), cell_len(rest)))):
            self._line((rest if number else first) + line, style)

    def link(self, url: str, indent: str) -> None:
        """A link is never broken, so that it can be clicked and copied."""
        self._line(indent + url, _STYLES["quiet"])

    def gap(self) -> None:
        self.lines.append("")

    def _line(self, line: str, style: str) -> None:
        self.lines.append(f"{style}{line}{_RESET}" if self.colour and style else line)


def render_text(guide: Guide, *, width: int = 80, colour: bool = False, spoilers: bool = False) -> str:
    """The guide as plain text of at most `width` cells a line, ending with a line feed.

    Args:
        guide: what to print.
        width: terminal cells; less than 20 counts as 20.
        colour: lay ANSI colours over it.
        spoilers: show the lines that tell of the plot.
    """
    guide = clean_guide(guide)
    page = _Page(width, colour)
    _add_head(page, guide)
    for section in guide.sections:
        _add_section(page, section, spoilers)
    if guide.changes:
        page.add("What changed", style=_STYLES["heading"])
        for change in guide.changes:
            _add_change(page, change)
        page.gap()
    if guide.sources:
        page.add("Sources", style=_STYLES["heading"])
        for source in guide.sources:
            _add_source(page, source)
        page.gap()
    return "\n".join(page.lines).rstrip("\n") + "\n"


def _add_head(page: _Page, guide: Guide) -> None:
    page.add(heading(guide), style=_STYLES["title"])
    page.add(as_of_line(guide), style=_STYLES["quiet"])
    page.gap()
    page.add(guide.answer, style=_STYLES["answer"])
    page.gap()


def _add_section(page: _Page, section: Section, spoilers: bool) -> None:
    page.add(section.heading, style=_STYLES["heading"])
    for note in section.notes:
        if spoilers or not note.spoiler:
            _add_note(page, note)
    if not spoilers and any(note.spoiler for note in section.notes):
        page.add(HIDDEN, first="  ", rest="  ", style=_STYLES["quiet"])
    page.gap()


def _add_note(page: _Page, note: Note) -> None:
    style = _STANDING_STYLES.get(note.standing, "") if note.standing else ""
    page.add(note.text, first="  " + _BULLET, rest="    ", style=style)
    for link in note.links:
        if target := link.url or (f"airdate guide {link.work_id}" if link.work_id else None):
            page.link(target, "    ")


def _add_change(page: _Page, change: Change) -> None:
    day = say_said(change.on)
    if page.width < _NARROW or len(day) > _DATE_CELLS - 2:
        page.add(f"{day}: {change.text}", first="  " + _BULLET, rest="    ")
    else:
        page.add(change.text, first="  " + day.ljust(_DATE_CELLS), rest=" " * (2 + _DATE_CELLS))


def _add_source(page: _Page, source: SourceLine) -> None:
    words = f"{source.outlet}, {say_said(source.said_on)} ({STANDINGS[source.standing]})"
    page.add(words, first="  " + _BULLET, rest="    ")
    if source.url is not None:
        page.link(source.url, "    ")


def wrap(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` cells, broken at spaces; a word that is too long is chopped."""
    line = ""
    for word in text.split():
        if line and cell_len(line) + 1 + cell_len(word) <= width:
            line += " " + word
            continue
        if line:
            yield line
        *full, line = chop_cells(word, width) if cell_len(word) > width else [word]
        yield from full
    yield line
