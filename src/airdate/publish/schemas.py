"""The tables that can be exported: one list of columns each, from which files and reference are made.

Invariant: no table has a column for quoted words, and rows are made from named fields only, so that no
words of an article leave with an export.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import msgspec

from airdate.dates import Window
from airdate.types import Belief, Claim, Entry, Forecast

ColumnType = Literal["text", "link", "integer", "number", "day", "instant"]
Row = Mapping[str, object]


class Column(NamedTuple):
    """One column: name, type and meaning. Any value may be missing."""

    name: str
    type: ColumnType
    help: str


class Table(NamedTuple):
    """One table: name, what a row is, and its columns in order."""

    name: str
    help: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)


LEVELS = tuple(f"{percent / 100:.2f}" for percent in range(5, 100, 5))


def _window(name: str, what: str) -> tuple[Column, Column, Column]:
    return (
        Column(name, "text", f"{what} (EDTF)."),
        Column(f"{name}_earliest", "day", "Its first day; missing where it is open."),
        Column(f"{name}_latest", "day", "Its last day; missing where it is open."),
    )


CLAIMS = Table(
    "claims",
    "One row is one statement of one source as the ledger holds it.",
    (
        Column("entry_id", "text", "Id of the entry."),
        Column("work_id", "text", "Id of the work."),
        Column("title", "text", "The work's usual English name."),
        Column("raw_title", "text", "The name as the page has it."),
        Column("season", "integer", "The season; missing for a film or a whole series."),
        Column("kind", "text", "What it is about: `status`, `release`, `production` and others."),
        Column("value", "text", "What it says; missing for `plot`, which would be words of the article."),
        Column("modality", "text", "`confirmed` or `expected`."),
        Column("who", "text", "The one that the text names as its source."),
        Column("person", "text", "The person (cast)."),
        Column("character", "text", "The character (cast)."),
        *_window("when", "When the event is or was"),
        Column("region", "text", "Where it is released."),
        Column("release_type", "text", "How it is released."),
        Column("offset", "text", "A rule relative to another event."),
        *_window("said_on", "When it was said; missing where the page bears no date"),
        Column("said_via", "text", "The outlet."),
        Column("url", "link", "Link to the page."),
        Column("origin", "text", "The story's first teller, where known."),
        Column("standing", "text", "Whose word it is, from `rights_holder` to `farm`."),
        Column("known_from", "instant", "Since when the ledger has held this row."),
        Column("known_to", "instant", "Until when; missing on the row that stands."),
        Column("state", "text", "`live`, `corrected`, `retracted` or `redacted`."),
        Column("reader", "text", "The reader and its version."),
        Column("rule", "text", "The reader's rule."),
        Column("licence", "text", "Under which terms the statement may be passed on."),
    ),
)

BELIEFS = Table(
    "beliefs",
    "One row is one settled answer to one question about one season.",
    (
        Column("work_id", "text", "Id of the work."),
        Column("season", "integer", "The season; missing for a film or a whole series."),
        Column("question", "text", "`decision`, `production`, `release`, `trailer`, `cast` and others."),
        Column("subject", "text", "The person, region or service that the answer is about."),
        Column("answer", "text", "The answer; missing for `plot`, which would be words of the article."),
        Column("standing", "text", "`confirmed`, `expected` or `disputed`."),
        Column("rule", "text", "The rule that settled it."),
        *_window("window", "The stretch of time that the answer speaks of"),
        Column("missed", "text", "Ids of the entries whose promised time went by, separated by spaces."),
        Column("support", "text", "Ids of the entries for it, strongest first, separated by spaces."),
        Column("against", "text", "Ids of the entries against it, separated by spaces."),
        Column("licence", "text", "The licences of these entries, separated by spaces."),
    ),
)

FORECASTS = Table(
    "forecasts",
    "One row is one forecast of one season's release, as it was made.",
    (
        Column("work_id", "text", "Id of the work."),
        Column("title", "text", "The work's name."),
        Column("season", "integer", "The season; missing for a film."),
        Column("at", "day", "The day that it was made for."),
        Column("known_at", "instant", "When it was frozen."),
        Column("model", "text", "The model and its version."),
        Column("never", "number", "Probability (0 to 1) that it does not come within five years."),
        *(
            Column(
                f"q{level[2:]}", "day", f"The day by which it is out with probability {level}, if it comes."
            )
            for level in LEVELS
        ),
        Column("basis", "text", "What moved it, in days, separated by semicolons."),
    ),
)

CORRECTIONS = Table(
    "corrections",
    "One row is one reading that a person mended or took back: a labelled case for those who build readers.",
    (
        Column("entry_id", "text", "Id of the entry."),
        Column("document_id", "text", "Id of the document: its link, or a hash of its content."),
        Column("url", "link", "Link to the page."),
        Column("start", "integer", "First code point of the sentence, in headline, line feed and text."),
        Column("end", "integer", "The code point after its last."),
        Column("reader", "text", "The reader and its version."),
        Column("rule", "text", "The rule that misread it."),
        Column("read", "text", "The claim as it was read, as JSON."),
        Column("right", "text", "The claim as a person has it, as JSON; missing where there is none."),
        Column("by", "text", "Who corrected it."),
        Column("reason", "text", "Why."),
        Column("known_from", "instant", "When."),
        Column("licence", "text", "Under which terms the statement may be passed on."),
    ),
)
TABLES: dict[str, Table] = {table.name: table for table in (CLAIMS, BELIEFS, FORECASTS, CORRECTIONS)}


def claim_rows(entries: Iterable[Entry]) -> Iterator[Row]:
    """Rows of `CLAIMS`."""
    for entry in entries:
        claim = entry.claim
        yield {
            **{name: getattr(claim, name, None) for name in CLAIMS.names},
            **_bounds("when", claim.when),
            **_bounds("said_on", claim.said_on),
            "value": _value(claim),
            "standing": claim.standing_of_source,
            "entry_id": entry.entry_id,
            "work_id": entry.work_id,
            "known_from": entry.known_from,
            "known_to": entry.known_to,
            "state": entry.state,
        }


def belief_rows(beliefs: Iterable[Belief], entries: Iterable[Entry]) -> Iterator[Row]:
    """Rows of `BELIEFS`; `entries` are those that the beliefs rest on, for their licences."""
    licences = {entry.entry_id: entry.claim.licence for entry in entries}
    for belief in beliefs:
        rests_on = (*belief.support, *belief.against)
        yield {
            **{name: getattr(belief, name, None) for name in BELIEFS.names},
            **_bounds("window", belief.window),
            "answer": None if belief.question == "plot" else belief.answer,
            "missed": " ".join(belief.missed),
            "support": " ".join(belief.support),
            "against": " ".join(belief.against),
            "licence": " ".join(sorted({licences.get(entry_id, "unknown") for entry_id in rests_on})),
        }


def forecast_rows(forecasts: Iterable[tuple[str, Forecast]]) -> Iterator[Row]:
    """Rows of `FORECASTS`, from pairs of work id and forecast."""
    for work_id, forecast in forecasts:
        yield {
            **{name: getattr(forecast, name, None) for name in FORECASTS.names},
            **{f"q{level[2:]}": forecast.quantiles.get(level) for level in LEVELS},
            "work_id": work_id,
            "basis": "; ".join(f"{moved.what}: {moved.days:+.0f}" for moved in forecast.basis),
        }


def _value(claim: Claim) -> str | None:
    return None if claim.kind == "plot" else claim.value


def _bounds(name: str, window: Window | None) -> Row:
    return {
        name: window and window.edtf,
        f"{name}_earliest": window and window.earliest,
        f"{name}_latest": window and window.latest,
    }


def correction_rows(histories: Iterable[Sequence[Entry]]) -> Iterator[Row]:
    """Rows of `CORRECTIONS`, from the rows of each statement, oldest first; redacted ones are left out."""
    for rows in histories:
        for before, after in pairwise(rows):
            if after.state in ("corrected", "retracted") and rows[-1].state != "redacted":
                yield _correction(before, after)


def _correction(before: Entry, after: Entry) -> Row:
    claim = before.claim
    return {
        **{name: getattr(claim, name) for name in ("document_id", "url", "reader", "rule", "licence")},
        "entry_id": before.entry_id,
        "start": claim.span and claim.span.start,
        "end": claim.span and claim.span.end,
        "read": _labelled(claim),
        "right": _labelled(after.claim) if after.state == "corrected" else None,
        "by": after.by,
        "reason": after.reason,
        "known_from": after.known_from,
    }


def _labelled(claim: Claim) -> str:
    """The fields that a label has, as JSON; the words of a plot are not among them."""
    names = ("title", "season", "kind", "modality", "who", "person", "character", "region")
    label = {name: getattr(claim, name) for name in names}
    label |= {"value": _value(claim), "when": claim.when and claim.when.edtf}
    return msgspec.json.encode(label, order="sorted").decode()
