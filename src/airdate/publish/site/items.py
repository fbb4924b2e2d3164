"""Lines, changes and sources of a guide as HTML: built by hand, for a page has hundreds and a site millions.

Invariant: every word passes through `_text`; numbers and the tags between are our own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from airdate.publish.site.cited import Event, Line, Source

_SHOWN = 3  # references beside a line; further ones unfold
_SPECIAL = re.compile(r"""[&<>"']""")


class Items:
    """The items of a page, as filters of its templates. `href` makes a path of the site a link."""

    def __init__(self, href: Callable[[str], str]) -> None:
        self._href = href

    def filters(self) -> dict[str, Callable[..., Any]]:
        """By name."""
        return {
            "lines": self.lines,
            "events": events,
            "sources": sources,
            "refs": refs,
            "link": self.link,
        }

    def lines(self, all: Iterable[Line]) -> Markup:
        """A list of lines."""
        return Markup(f'<ul class="lines">\n{"".join(map(self._line, all))}</ul>\n')  # safe: see `_line`

    def link(self, text: str, target: str) -> Markup:
        """A link to a page of the site or to another site."""
        return Markup(self._link(text, target))  # safe: escaped there

    def _line(self, each: Line) -> str:
        words, cite, rest = _text(each.words), _cite(each.cite), each.links
        if each.links and not each.refs:
            (name, target), rest = each.links[0], each.links[1:]
            if each.words.startswith(name):
                words = self._linked(each.words, name, target)
            else:
                cite = f' <span class="cite">{self._linked(each.cite, name, target)}</span>'
        links = "".join([f' <span class="out">{self._link(name or "page", to)}</span>' for name, to in rest])
        standing = f' class="{_text(each.standing)}"' if each.standing else ""
        return f"<li{standing}>{words}{cite}{links} {_refs(each.refs)}</li>\n"

    def _linked(self, words: str, name: str, target: str) -> str:
        """Words or a citation that begin with the name of what is linked carry the link themselves."""
        if name and words.startswith(name):
            return self._link(name, target) + _text(words[len(name) :])
        return f"{_text(words)} {self._link(name or 'page', target)}"

    def _link(self, text: str, target: str) -> str:
        if target.startswith("/"):
            return f'<a href="{_text(self._href(target))}">{_text(text)}</a>'
        return f'<a href="{_text(target)}" rel="nofollow noopener">{_text(text)}</a>'


def refs(numbers: Sequence[int]) -> Markup:
    """The numbers of sources as links to them."""
    return Markup(_refs(numbers))  # safe: numbers alone


def events(all: Iterable[Event]) -> Markup:
    """Changes, as the items of a list."""
    return Markup("".join(map(_event, all)))  # safe: see `_event`


def sources(all: Iterable[Source]) -> Markup:
    """Sources, as the items of a numbered list."""
    return Markup("".join(map(_source, all)))  # safe: see `_source`


def _event(each: Event) -> str:
    said = _text(each.said)
    when = f'<time datetime="{_text(each.day)}">{said}</time>' if each.day else said
    return f'<li><span class="when">{when}</span><div>{_told(each)} {_refs(each.refs)}</div></li>\n'


def _told(each: Event) -> str:
    if each.hidden:
        summary = "<summary>Tells of the plot</summary>"
        return f'<details class="spoiler">{summary}{_text(each.text)}</details>'
    if not each.topic:
        return _text(each.text)
    before = f' <span class="before">before: {_text(each.before)}</span>' if each.before else ""
    now = f'<b class="topic">{_text(each.topic)}</b> <span class="now">{_text(each.now)}</span>'
    return f"{now}{before}{_cite(each.said_by)}"


def _source(each: Source) -> str:
    outlet, number = _text(each.outlet), each.number
    name = f'<a href="{_text(each.url)}" rel="nofollow noopener">{outlet}</a>' if each.url else outlet
    told = f'<span class="when">{_text(each.said)}</span>{_cite(each.standing)}'
    return f'<li id="s{number}" value="{number}">{name} {told}</li>\n'


def _cite(cite: str) -> str:
    return f' <span class="cite">{_text(cite)}</span>' if cite else ""


def _refs(numbers: Sequence[int]) -> str:
    if not numbers:
        return ""
    links = [f'<a href="#s{n}" aria-label="Source {n}">{n}</a>' for n in numbers]
    first, more = "".join(links[:_SHOWN]), links[_SHOWN:]
    if more:
        summary = f'<summary aria-label="{len(more)} more sources">+{len(more)}</summary>'
        first += f"<details>{summary}{''.join(more)}</details>"
    return f'<span class="refs">{first}</span>'


def _text(words: str) -> str:
    """The words, escaped; most hold nothing to escape, which is faster to see than to do."""
    return escape(words) if _SPECIAL.search(words) else words
