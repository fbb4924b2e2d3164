"""A guide as JSON, with a stable form.

Invariant: `FIELDS` names every field that is ever written, and `docs/reference/guide-json.md` is made
from it; a test holds both to what `render_json` writes. Unknown is `null`, never a date that stands for
it. A change that takes a field away or gives it another meaning raises `FORM`.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from airdate.publish.clean import clean_guide
from airdate.types import Guide

FORM = "airdate-guide-1"


#: The keys of a guide's parts, in order; a part of which nothing can be said may be missing.
KEYS = (
    *("release", "forecast", "decision", "production", "cast", "plot", "trailer", "where"),
    *("so_far", "left_off", "watched", "meanwhile", "undated", "last_said", "credits"),
)


_WINDOWS = (
    *("changes[].on", "changes[].before_window", "changes[].now_window"),
    *("sources[].said_on", "beliefs[].window"),
)


class Field(NamedTuple):
    """One field of the JSON: its path (`[]` is an item of a list, `*` any key), type and meaning."""

    path: str
    type: str
    help: str


FIELDS: tuple[Field, ...] = (
    Field("form", "text", f"Always `{FORM}`; another value means another form."),
    Field("work_id", "text", "The work's id in the catalogue."),
    Field("title", "text", "The work's usual name."),
    Field("season", "integer or null", "The season; null for a film or a whole series."),
    Field("as_of", "day", "The guide rests on what had been said by this day."),
    Field("known_at", "instant or null", "It rests on what the ledger held at this instant; null means now."),
    Field("answer", "text", "The answer in one line."),
    Field(
        "sections[].key", "text", f"What the part is about, for links: {', '.join(f'`{k}`' for k in KEYS)}."
    ),
    Field("sections[].heading", "text", "Its heading for people."),
    Field("sections[].notes[].text", "text", "One statement in words, with its source."),
    Field("sections[].notes[].entries[]", "text", "Ids of the ledger's entries that it rests on."),
    Field("sections[].notes[].standing", "text or null", "`confirmed`, `expected` or `disputed`."),
    Field("sections[].notes[].spoiler", "true or false", "Does it tell of the plot?"),
    Field("sections[].notes[].links[].text", "text", "What it leads to: a source, or another work's title."),
    Field("sections[].notes[].links[].url", "text or null", "The page; http or https only."),
    Field("sections[].notes[].links[].work_id", "text or null", "The work whose guide it leads to."),
    Field("changes[].on", "window", "When the change was said."),
    Field("changes[].text", "text", "What changed, in words."),
    Field("changes[].entry_id", "text", "The entry that changed it."),
    Field("changes[].season", "integer or null", "Its season; null for a film or the whole series."),
    Field("changes[].question", "text or null", "What it is about, as a belief's; null: we mended our own."),
    Field("changes[].subject", "text", "The person, region or service that it is about."),
    Field("changes[].before", "text or null", "The answer before, in words; null where there was none."),
    Field("changes[].now", "text or null", "The answer now, in words without its source."),
    Field("changes[].before_window", "window or null", "The time that the old answer spoke of."),
    Field("changes[].now_window", "window or null", "The time that the new answer speaks of."),
    Field("changes[].standing", "text or null", "How the new answer stands; null where we mended our own."),
    Field("changes[].said_by", "text", "Who said so, and where; empty where time alone changed it."),
    Field("changes[].spoiler", "true or false", "May it tell of the story (plot or cast)?"),
    Field("sources[].outlet", "text", "Who published it."),
    Field("sources[].url", "text or null", "Link to the page; http or https only."),
    Field("sources[].said_on", "window or null", "The page's own date; null where it bears none."),
    Field("sources[].standing", "text", "Whose word it is, from `rights_holder` to `farm`."),
    Field("sources[].entries[]", "text", "Ids of the entries that the page gave."),
    Field("forecast", "object or null", "The forecast; null where there is none."),
    Field("forecast.title", "text", "The title that was forecast."),
    Field("forecast.season", "integer or null", "Its season."),
    Field("forecast.at", "day", "The day that it was made for."),
    Field("forecast.quantiles.*", "day", "Level (`0.05` to `0.95`) to day, if it comes within five years."),
    Field("forecast.never", "number", "Probability (0 to 1) that it does not come within five years."),
    Field("forecast.model", "text", "The model and its version."),
    Field("forecast.basis[].what", "text", "What moved the forecast."),
    Field("forecast.basis[].days", "number", "By how many days; negative is earlier."),
    Field("forecast.known_at", "instant or null", "When it was frozen in the ledger."),
    Field("beliefs[].work_id", "text", "The work's id."),
    Field("beliefs[].season", "integer or null", "The season."),
    Field("beliefs[].question", "text", "`decision`, `production`, `release`, `trailer`, `cast` and others."),
    Field("beliefs[].subject", "text", "The person, region or service that the answer is about."),
    Field("beliefs[].answer", "text", "The settled answer."),
    Field("beliefs[].standing", "text", "`confirmed`, `expected` or `disputed`."),
    Field("beliefs[].rule", "text", "The rule that settled it."),
    Field("beliefs[].window", "window or null", "The stretch of time that the answer speaks of."),
    Field("beliefs[].support[]", "text", "Ids of the entries that speak for it, strongest first."),
    Field("beliefs[].against[]", "text", "Ids of the entries that speak against it."),
    Field("beliefs[].missed[]", "text", "Ids of the entries whose promised time went by without the event."),
    *(
        Field(f"{window}.{name}", kind, help)
        for window in _WINDOWS
        for name, kind, help in (
            ("edtf", "text", "The window as stated (EDTF, ISO 8601-2)."),
            ("earliest", "day or null", "Its first day; null where it is open."),
            ("latest", "day or null", "Its last day; null where it is open."),
            ("precision", "text", "`day`, `month`, `season`, `quarter`, `half`, `year`, `interval`, `open`."),
        )
    ),
)


def render_json(guide: Guide) -> bytes:
    """The guide as one JSON object in UTF-8, ending with a line feed; the same guide gives the same bytes."""
    fields = msgspec.to_builtins(clean_guide(guide))
    encoded = msgspec.json.encode({"form": FORM, **fields})
    return msgspec.json.format(encoded, indent=2) + b"\n"
