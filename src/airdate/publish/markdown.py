"""A guide in Markdown (CommonMark, as GitHub and most wikis read it).

Invariant: words from outside are text and nothing else: no markup, no HTML, no link. The only links
are those of sources, and they are http(s).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from airdate.guide.words import STANDINGS, say_said
from airdate.publish.clean import clean_guide
from airdate.publish.head import as_of_line, heading
from airdate.types import Change, Guide, Note, Section, SourceLine

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKUP = re.compile(r"[\\`*_\[\]|~!#]")
_BLOCK_START = re.compile(r"^([-+=]|\d{1,9}(?=[.)]))")
_AUTOLINK = re.compile(r"(?i)\b(https?|ftp|www)([:.])")
_MAIL = re.compile(r"@(?=\w)")


def render_markdown(guide: Guide, *, spoilers: bool = False) -> str:
    """The guide as Markdown, ending with a line feed.

    Lines that tell of the plot stand in a closed `<details>`; `spoilers` opens it.
    """
    guide = clean_guide(guide)
    parts = [f"# {escape(heading(guide))}", escape(as_of_line(guide)), f"**{escape(guide.answer)}**"]
    for section in guide.sections:
        parts += _section(section, spoilers)
    if guide.changes:
        parts += ["## What changed", _list(_change(change) for change in guide.changes)]
    if guide.sources:
        parts += ["## Sources", _list(_source(source) for source in guide.sources)]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """A text that Markdown shows as it is, wherever it stands in a line."""
    text = re.sub("[&<>]", lambda match: _ENTITIES[match[0]], text)
    text = _MARKUP.sub(r"\\\g<0>", text)
    text = _BLOCK_START.sub(_escape_block, text)
    text = _AUTOLINK.sub(r"\1\\\2", text)
    return _MAIL.sub("&#64;", text)


def _escape_block(match: re.Match[str]) -> str:
    return match[0] + "\\" if match[0].isdigit() else "\\" + match[0]


def _section(section: Section, spoilers: bool) -> Iterator[str]:
    yield f"## {escape(section.heading)}"
    shown = [_note(note) for note in section.notes if not note.spoiler]
    hidden = [_note(note) for note in section.notes if note.spoiler]
    if shown:
        yield _list(shown)
    if hidden:
        yield f"<details{' open' if spoilers else ''}>\n<summary>Tells of the plot</summary>"
        yield _list(hidden)
        yield "</details>"


def _note(note: Note) -> str:
    """The words, and the pages that they rest on."""
    links = [f"[{escape(link.text)}](<{link.url}>)" for link in note.links if link.url]
    return " ".join([escape(note.text), *links])


def _change(change: Change) -> str:
    return f"{escape(say_said(change.on))}: {escape(change.text)}"


def _source(source: SourceLine) -> str:
    name = escape(source.outlet)
    linked = name if source.url is None else f"[{name}](<{source.url}>)"
    return f"{linked}, {escape(say_said(source.said_on))} ({STANDINGS[source.standing]})"


def _list(items: Iterator[str] | list[str]) -> str:
    return "\n".join(f"- {item}" for item in items)
