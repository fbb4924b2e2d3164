"""Airdate for assistants: five read-only tools over the Model Context Protocol.

    assistant ─ tool call ─▶ here ─▶ `Airdate` ─▶ values in words, days and windows, each with its source

Invariant: nothing is written, no quote and no plot leaves but on request, and a window is never told as a
day: every answer carries its earliest and latest day and how it stands. Days are calendar days without a
time zone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import msgspec
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

from airdate import __version__
from airdate.errors import AirdateError
from airdate.publish import render_check_json, render_markdown
from airdate.publish.clean import clean, clean_guide
from airdate.run.pasted import check_text
from airdate.run.workspace import Airdate
from airdate.types import Belief, Guide, SourceLine, Struct, Work

P = ParamSpec("P")
R = TypeVar("R")

MAX_ARTICLE = 100_000  # characters of a text to be checked
MAX_CHANGES = 50

INSTRUCTIONS = """\
Airdate tells when the next season of a series, or a film, comes out, who says so, and how sure one can be.
Only a release whose standing is 'confirmed' and whose precision is 'day' is a date; everything else is a
window, a report or a forecast: say which. Name the source and the day of its saying. Where nothing is
announced, say that, and give the forecast as a range with the chance that it never comes."""

_READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


class When(Struct, frozen=True, kw_only=True):
    """The answer to one question: the line, what has been said of the release, and the forecast."""

    work_id: str
    title: str
    season: int | None
    as_of: str
    answer: str
    releases: tuple[dict[str, Any], ...]
    forecast: dict[str, Any] | None


def make_server(workspace: Callable[[], Airdate]) -> MCPServer[Any]:
    """The server; `workspace` gives the calling thread's own."""
    server: MCPServer[Any] = MCPServer("airdate", version=__version__, instructions=INSTRUCTIONS)

    @server.tool(annotations=_READ_ONLY)
    @_told
    def find(name: str) -> dict[str, Any]:
        """Which work goes by a name, an alias or an id (tt…, tvmaze:…, Q…); ties are listed."""
        return find_work(workspace(), name)

    @server.tool(annotations=_READ_ONLY)
    @_told
    def when(title: str, season: int | None = None, as_of: str | None = None) -> dict[str, Any]:
        """When a season (default: the next one) or film comes out, who says so, and the forecast.

        `as_of` (YYYY-MM-DD) asks what had been said by a day.
        """
        return when_out(workspace(), title, season, _day(as_of))

    @server.tool(annotations=_READ_ONLY)
    @_told
    def guide(
        title: str, season: int | None = None, as_of: str | None = None, spoilers: bool = False
    ) -> dict[str, Any]:
        """The whole guide in Markdown: release, production, cast, trailer, where to watch, sources."""
        return {"markdown": guide_text(workspace(), title, season, _day(as_of), spoilers)}

    @server.tool(annotations=_READ_ONLY)
    @_told
    def changes(title: str, season: int | None = None, since: str | None = None) -> dict[str, Any]:
        """What changed about a season, the newest first: announcements, moved dates, retractions.

        `since` (YYYY-MM-DD) leaves older changes out.
        """
        return what_changed(workspace(), title, season, _day(since))

    @server.tool(annotations=_READ_ONLY)
    @_told
    def check(text: str, as_of: str | None = None) -> dict[str, Any]:
        """Is an article still true? Each of its claims: holds, outdated, contradicted, a guess, unknown."""
        checked = check_text(workspace(), text, most=MAX_ARTICLE, as_of=_day(as_of))
        return dict(msgspec.json.decode(render_check_json(checked)))

    return server


def find_work(airdate: Airdate, name: str) -> dict[str, Any]:
    """A name's work with the reason, or what ties or lies near."""
    found = airdate.look_up(name)
    matches = [(found.work, found.reason)] if found.work else [(m.work, m.reason) for m in found.ties]
    near = [] if matches else [(m.work, m.reason) for m in found.nearest]
    return {
        "reason": clean(found.reason),
        "works": [_work(work, reason) for work, reason in matches],
        "nearest": [_work(work, reason) for work, reason in near],
    }


def when_out(airdate: Airdate, title: str, season: int | None, as_of: date | None) -> dict[str, Any]:
    """The release of a season or film."""
    made = clean_guide(airdate.guide(title, season, as_of=as_of))
    sources = {entry: source for source in made.sources for entry in source.entries}
    releases = [belief for belief in made.beliefs if belief.question == "release"]
    answer = When(
        work_id=made.work_id,
        title=made.title,
        season=made.season,
        as_of=made.as_of.isoformat(),
        answer=made.answer,
        releases=tuple(_release(belief, sources) for belief in releases),
        forecast=_forecast(made),
    )
    return dict(msgspec.to_builtins(answer))


def guide_text(
    airdate: Airdate, title: str, season: int | None, as_of: date | None, spoilers: bool = False
) -> str:
    """The guide in Markdown; without `spoilers` what tells of the plot is left out, not only folded."""
    made = airdate.guide(title, season, as_of=as_of)
    if not spoilers:
        sections = tuple(
            msgspec.structs.replace(part, notes=tuple(note for note in part.notes if not note.spoiler))
            for part in made.sections
        )
        kept = tuple(change for change in made.changes if not change.spoiler)
        made = msgspec.structs.replace(
            made, sections=tuple(part for part in sections if part.notes), changes=kept
        )
    return render_markdown(made, spoilers=spoilers)


def what_changed(airdate: Airdate, title: str, season: int | None, since: date | None) -> dict[str, Any]:
    """Changes that tell nothing of the story, the newest first."""
    made = clean_guide(airdate.guide(title, season))
    told = [
        {"on": change.on.edtf, "text": change.text}
        for change in made.changes
        if not change.spoiler and (since is None or (change.on.latest or date.max) >= since)
    ]
    return {
        "title": made.title,
        "season": made.season,
        "changes": told[:MAX_CHANGES],
        "left_out": max(0, len(told) - MAX_CHANGES),
    }


def _work(work: Work, reason: str) -> dict[str, Any]:
    return {
        "work_id": work.work_id,
        "title": clean(work.title),
        "form": work.form,
        "year": work.year,
        "reason": clean(reason),
    }


def _release(belief: Belief, sources: dict[str, SourceLine]) -> dict[str, Any]:
    window = belief.window
    said = {source.outlet: source for entry in belief.support if (source := sources.get(entry))}
    return {
        "answer": belief.answer,
        "standing": belief.standing,
        "window": window.edtf if window else None,
        "earliest": window.earliest.isoformat() if window and window.earliest else None,
        "latest": window.latest.isoformat() if window and window.latest else None,
        "precision": window.precision if window else None,
        "of": belief.subject or None,
        "sources": [
            {"outlet": s.outlet, "url": s.url, "said_on": s.said_on.edtf if s.said_on else None}
            for s in list(said.values())[:5]
        ],
        "contradicted": bool(belief.against),
        "missed": bool(belief.missed),
    }


def _forecast(guide: Guide) -> dict[str, Any] | None:
    made = guide.forecast
    if made is None:
        return None
    return {
        "earliest_likely": made.quantiles["0.10"].isoformat(),
        "median": made.quantiles["0.50"].isoformat(),
        "latest_likely": made.quantiles["0.90"].isoformat(),
        "never_within_five_years": round(made.never, 3),
        "model": made.model,
        "note": "our forecast, if it comes within five years; nobody announced it",
    }


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ToolError(f"{text!r} is no day; write it as 2026-03-31") from None


def _told(tool: Callable[P, R]) -> Callable[P, R]:
    """Expected errors become words that the assistant can act on."""

    @wraps(tool)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return tool(*args, **kwargs)
        except AirdateError as error:
            raise ToolError(clean(str(error), 600)) from None

    return run
