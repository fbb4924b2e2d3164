"""JSON-LD (schema.org) of a guide.

Invariant: a date stands in it only where one day was confirmed; a window or a forecast gives none. The
text cannot end the script element that holds it.
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from airdate.publish.site.model import GuidePages
from airdate.types import Belief

_CITATIONS = 10
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def linked_data(pages: GuidePages, url: str) -> Markup:
    """The guide's JSON-LD, safe inside of `<script>`. `url` is the page's absolute address."""
    guide = pages.guide
    work: dict[str, Any] = {"@type": "TVSeries" if guide.season is not None else "Movie", "name": guide.title}
    subject = work
    if guide.season is not None:
        subject = {"@type": "TVSeason", "seasonNumber": guide.season, "name": f"Season {guide.season}"}
        work["containsSeason"] = subject
    subject["url"] = url
    subject["citation"] = [source.url for source in guide.sources if source.url][:_CITATIONS]
    event = _event(pages, url)
    if event is not None:
        subject["publication"] = event
    return script_json({"@context": "https://schema.org", **work})


def script_json(value: Any) -> Markup:
    """JSON that may stand in a script element: no `<`, `>`, `&` or line separator is left in it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character, escaped in _UNSAFE.items():
        text = text.replace(character, escaped)
    return Markup(text)  # safe: the loop above


def confirmed_day(pages: GuidePages) -> Belief | None:
    """The belief in one confirmed day of release, the first of them; `None` where there is none."""
    return next(
        (
            belief
            for belief in pages.guide.beliefs
            if belief.question == "release" and belief.standing == "confirmed"
            if belief.window is not None and belief.window.is_day and belief.window.edtf[-1].isdigit()
        ),
        None,
    )


def _event(pages: GuidePages, url: str) -> dict[str, Any] | None:
    belief = confirmed_day(pages)
    if belief is None or belief.window is None:
        return None
    urls = [s.url for s in pages.guide.sources if s.url and set(s.entries) & set(belief.support)]
    event: dict[str, Any] = {
        "@type": _kind(belief, pages),
        "name": pages.guide.title,
        "startDate": belief.window.edtf,
        "url": url,
    }
    if urls:
        event["subjectOf"] = [{"@type": "WebPage", "url": each} for each in urls[:_CITATIONS]]
    return event


#: What a release of a type is to schema.org; where no type is named it is on demand.
_KINDS = {"tv": "BroadcastEvent", "theatrical": "ScreeningEvent", "limited": "ScreeningEvent"}


def _kind(belief: Belief, pages: GuidePages) -> str:
    """The event's type, by the release type that ends the belief's subject."""
    release_type = belief.subject.rpartition(" ")[2]
    return _KINDS.get(release_type, "BroadcastEvent" if pages.broadcast else "OnDemandEvent")
