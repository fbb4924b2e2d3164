"""The stages of the flow, one type each.

    Document ─ reading ─▶ Claim ─ ledger ─▶ Entry ─ settle ─▶ Belief ─ forecast ─▶ Forecast ─ guide ─▶ Guide

All are frozen and keyword-only. Text codecs live at the edges (files, database, network), not here.

Two clocks, always named: `said_*` is when a source said it, `known_*` is when our ledger held it.
`*_at` are instants in UTC, `*_on` are days or windows, `*_from`/`*_to` are half-open.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

import msgspec

from airdate.dates import Window

Kind = Literal["status", "release", "production", "trailer", "cast", "provider", "episodes", "plot"]
Modality = Literal["confirmed", "expected"]

#: Whose word it is: what an editor of this ledger has pinned, then from the one who decides to the one who
#: repeats.
SourceStanding = Literal["editor", "rights_holder", "named_person", "trade", "press", "aggregator", "farm"]

#: Where a document's date was found; `none` where the text gives no date at all.
DateProvenance = Literal["given", "feed", "json-ld", "meta", "time", "visible", "url", "none"]

Form = Literal["series", "film", "special"]
ReleaseType = Literal["premiere", "limited", "theatrical", "digital", "physical", "tv", "streaming"]

#: The values that each kind may take; `None` where the value is free text, a date or a number.
KIND_VALUES: dict[str, tuple[str, ...] | None] = {
    "status": ("renewed", "cancelled", "ending", "ordered", "undecided"),
    "production": (
        "writing",
        "filming_not_started",  # a denial; kept by the ledger, not made by the reader
        "filming_scheduled",
        "filming_started",
        "filming_wrapped",
        "post_production",
        "paused",
        "delayed",
    ),
    "trailer": ("released", "not_released", "expected"),
    "cast": ("returning", "joining", "leaving", "not_confirmed"),
    "release": None,
    "provider": None,
    "episodes": None,
    "plot": None,
}


class Struct(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of all stage types: immutable values, compared by content.

    Values cannot hold each other in a circle, so the collector of circles need not look at them: with
    the rows that a server holds in memory that would stop it for a tenth of a second now and then.
    """


class Document(Struct, frozen=True, kw_only=True):
    """A text as it came from the world, before anyone has read it.

    `published` is the page's own date (a month where it gives no day, `None` where it gives none), and
    `published_from` says where that was found. `id` is the source's own id, or the content hash.
    `title` is the headline; `text` is the main text without it.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: Window | None = None
    published_from: DateProvenance = "none"
    fetched_at: datetime | None = None
    content_hash: str = ""
    language: str | None = None


class Span(Struct, frozen=True, kw_only=True):
    """The words that a claim rests on: `body(document)[start:end] == quote`, always.

    Offsets count code points of the headline, a line feed and the text (see `reading.body`).
    """

    document_id: str
    start: int
    end: int
    quote: str


class Claim(Struct, frozen=True, kw_only=True):
    """One statement about the future or the present state of a work, as one source made it.

    `title` is the work's usual English name and `raw_title` the wording on the page. `season` is
    `None` for a film or a whole series. `value` is one of `KIND_VALUES`, or EDTF, a service, a number
    or free text, by kind. `who` is the one that the text names as its source, never the outlet
    itself. `when` is the day of the event (EDTF). `offset` is a rule relative to another event.

    `said_on` is the day or month of the saying, `None` where the page is undated; `said_via` is the
    outlet that passed it on. `origin` names the story's first teller where it is known.
    """

    title: str
    season: int | None
    kind: Kind
    value: str
    modality: Modality
    who: str | None = None
    person: str | None = None
    character: str | None = None
    when: Window | None = None
    region: str | None = None
    release_type: ReleaseType | None = None
    offset: str | None = None
    raw_title: str | None = None
    said_on: Window | None = None
    said_via: str | None = None
    url: str | None = None
    document_id: str = ""
    span: Span | None = None
    reader: str = ""
    rule: str = ""
    origin: str | None = None
    standing_of_source: SourceStanding = "press"
    licence: str = "facts"
    retention_until: date | None = None


class Abstention(Struct, frozen=True, kw_only=True):
    """Something that looked like a claim and was not made one; counted, so that nothing is lost."""

    document_id: str
    reason: str
    start: int
    end: int


class Reading(Struct, frozen=True, kw_only=True):
    """What was read from one document."""

    document_id: str
    claims: tuple[Claim, ...] = ()
    abstentions: tuple[Abstention, ...] = ()


EntryState = Literal["live", "corrected", "retracted", "redacted"]


class Entry(Struct, frozen=True, kw_only=True):
    """A claim as the ledger holds it: one row of one statement's history.

    `entry_id` is a hash of the document and the statement, so that the same statement from the same
    document is one entry however often it is read; neither the reader's version nor the modality is
    in it. A row is valid for `known_from <= t < known_to`; `known_to` is `None` on the live row. A
    retracted or redacted statement's last row is a tombstone (`state`), with `reason` and `by`.
    """

    entry_id: str
    work_id: str
    claim: Claim
    known_from: datetime
    known_to: datetime | None = None
    state: EntryState = "live"
    by: str | None = None
    reason: str | None = None


#: Three questions that peers blur into one status, and the rest of the guide's.
Question = Literal["decision", "production", "release", "trailer", "cast", "provider", "episodes", "plot"]
BeliefStanding = Literal["confirmed", "expected", "disputed"]


class Belief(Struct, frozen=True, kw_only=True):
    """What the ledger's entries come to, for one question about one season.

    `subject` tells several answers to one question apart: the person or character (cast), the region
    and type (release), the service (provider). `answer` is a value of the question; `window` is set where it
    speaks of time. `support` and `against` are entry ids, strongest first; `rule` names the row of
    the decision table that settled it. `missed` holds windows that have passed without the event.
    """

    work_id: str
    season: int | None
    question: Question
    subject: str
    answer: str
    standing: BeliefStanding
    rule: str
    window: Window | None = None
    support: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()


class Observation(Struct, frozen=True, kw_only=True):
    """One row of survival data: a season that is awaited from `entered_on` until it comes or we stop looking.

    Left-truncated at `entered_on`; `released` says whether `exited_on` is the premiere or the day of
    censoring. `features` are numbers that were known at `entered_on`.
    """

    title: str
    season: int
    entered_on: date
    exited_on: date
    released: bool
    features: dict[str, float] = msgspec.field(default_factory=dict)


class Moved(Struct, frozen=True, kw_only=True):
    """One reason behind a forecast: what moved its median, and by how many days (negative is earlier)."""

    what: str
    days: float


class Forecast(Struct, frozen=True, kw_only=True):
    """A distribution over release days, as of `known_at`.

    `quantiles` maps a level (0.05 … 0.95) to a day, conditional on the season coming within five
    years of `at`; `never` is the probability that it does not.
    """

    title: str
    season: int | None
    at: date
    quantiles: dict[str, date]
    never: float
    model: str
    basis: tuple[Moved, ...] = ()
    known_at: datetime | None = None


class Season(Struct, frozen=True, kw_only=True):
    """A season (or a film, numbered `None`) and its first release, as far as the catalogue knows."""

    work_id: str
    number: int | None
    premiere: Window | None = None
    precision: str = "day"
    source: str = ""
    url: str | None = None
    retrieved_on: date | None = None
    licence: str = "facts"


class Work(Struct, frozen=True, kw_only=True):
    """A series or film with its names; `aliases` hold native and misprinted names too."""

    work_id: str
    title: str
    form: Form = "series"
    aliases: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    country: str | None = None
    year: int | None = None
    ids: dict[str, str] = msgspec.field(default_factory=dict)


class NameHit(Struct, frozen=True, kw_only=True):
    """A known name found in a text: `text[start:end]` is the wording, `title` the work's usual name."""

    start: int
    end: int
    title: str
    work_id: str


class Link(Struct, frozen=True, kw_only=True):
    """Where a line of a guide leads: a source's page (`url`), or another work's guide (`work_id`)."""

    text: str
    url: str | None = None
    work_id: str | None = None


class Note(Struct, frozen=True, kw_only=True):
    """One line of a guide: words, and the entries that they rest on.

    `spoiler` lines stay behind a mark. `standing` is the hedge that the words must carry. `links` lead to
    what the words rest on beside the entries, or to what they name.
    """

    text: str
    entries: tuple[str, ...] = ()
    standing: BeliefStanding | None = None
    spoiler: bool = False
    links: tuple[Link, ...] = ()


class Section(Struct, frozen=True, kw_only=True):
    """One part of a guide, with a stable `key` for links and a heading for people."""

    key: str
    heading: str
    notes: tuple[Note, ...] = ()


class Change(Struct, frozen=True, kw_only=True):
    """Something that changed what the guide says: on which day, from what, to what.

    `text` tells it whole, in one line. `question` is what it is about (`None`: we mended a statement of
    ours), `subject` the belief's, `season` its season (`None` for a film or the whole series). `before`
    and `now` are the answers in words without their source, `None` where there was none; their windows
    are set where they speak of time. `standing` is how the new answer stands, `said_by` who said so and
    where (empty where time alone changed it). `spoiler` changes may tell of the story: plot and cast.
    """

    on: Window
    text: str
    entry_id: str
    season: int | None = None
    question: Question | None = None
    subject: str = ""
    before: str | None = None
    now: str | None = None
    before_window: Window | None = None
    now_window: Window | None = None
    standing: BeliefStanding | None = None
    said_by: str = ""
    spoiler: bool = False


class SourceLine(Struct, frozen=True, kw_only=True):
    """A source that the guide rests on."""

    outlet: str
    url: str | None
    said_on: Window | None
    standing: SourceStanding
    entries: tuple[str, ...] = ()


class Guide(Struct, frozen=True, kw_only=True):
    """The answer to one question about one season, assembled from beliefs, forecast and catalogue."""

    work_id: str
    title: str
    season: int | None
    as_of: date
    known_at: datetime | None
    answer: str
    sections: tuple[Section, ...] = ()
    changes: tuple[Change, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    forecast: Forecast | None = None
    beliefs: tuple[Belief, ...] = ()


class Failure(Struct, frozen=True, kw_only=True):
    """An expected error as a value, for batches: the thing's id, what went wrong, the way out."""

    id: str
    error: str
    hint: str | None = None


def to_builtins(value: Any) -> Any:
    """Plain lists and dicts of a stage value, for JSON and templates; dates become ISO text."""
    return msgspec.to_builtins(value)
