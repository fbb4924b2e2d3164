"""What a page says of itself in JSON-LD: the node of its article, with references resolved.

Malformed blocks are repaired where the fault is common (comments, CDATA, line feeds in strings, trailing
commas) and skipped where not. Articles that are only listed (teasers, mentions) are never taken.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import msgspec
from selectolax.lexbor import LexborHTMLParser

Node: TypeAlias = dict[str, Any]

_MAX_BLOCK = 2_000_000  # characters
_MAX_NODES = 2000
_WRAPPER = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.{0,40}?\*/)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$"
)
_CONTROLS = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
#: Keys under which the page's own article may be found; others hold other pages.
_WAYS_IN = ("@graph", "mainEntity", "mainEntityOfPage")
#: Types in order of how surely they are the page's own article.
_RANKS = {
    **dict.fromkeys(("newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle"), 0),
    **dict.fromkeys(("article", "blogposting", "liveblogposting", "reviewnewsarticle", "report"), 1),
    **dict.fromkeys(("review", "socialmediaposting", "techarticle", "creativework"), 2),
    **dict.fromkeys(("webpage", "itempage", "videoobject"), 3),
}


class PageData(msgspec.Struct):
    """The article's node (empty where there is none) and all nodes by their `@id`."""

    article: Node
    by_id: dict[str, Node]

    def get(self, *path: str) -> Any:
        """The value at a path of keys, through lists (their first) and references."""
        value: Any = self.article
        for key in path:
            value = self.resolve(value[0] if isinstance(value, list) and value else value)
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def resolve(self, value: Any) -> Any:
        """The node that `{"@id": …}` refers to; anything else as it is."""
        if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
            return self.by_id.get(str(value.get("@id")), value)
        return value


def read_jsonld(tree: LexborHTMLParser) -> PageData:
    """Find the article among all JSON-LD blocks of a page."""
    nodes: list[Node] = []
    for script in tree.css('script[type*="ld+json" i]'):
        nodes += _nodes(_parse(script.text()[:_MAX_BLOCK]))
    ranked = sorted((rank, i) for i, node in enumerate(nodes) if (rank := _rank(node)) is not None)
    by_id = {str(node["@id"]): node for node in reversed(nodes) if "@id" in node and len(node) > 2}
    return PageData(article=nodes[ranked[0][1]] if ranked else {}, by_id=by_id)


def _parse(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        pass
    repaired = _CONTROLS.sub(" ", _WRAPPER.sub("", _WRAPPER.sub("", text)))
    try:
        return msgspec.json.decode(_TRAILING_COMMA.sub(r"\1", repaired))
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def _nodes(value: Any) -> list[Node]:
    found: list[Node] = []
    waiting = [value]
    while waiting and len(found) < _MAX_NODES:
        here = waiting.pop()
        if isinstance(here, list):
            waiting += reversed(here)
        elif isinstance(here, dict):
            found.append(here)
            waiting += [here[key] for key in reversed(_WAYS_IN) if key in here]
    return found


def _rank(node: Node) -> int | None:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    ranks = [_RANKS[key] for name in names if (key := str(name).lower().rpartition("/")[2]) in _RANKS]
    return min(ranks, default=None)
