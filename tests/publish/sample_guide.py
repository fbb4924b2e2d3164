"""A sample guide. The show, the people, the outlets and the dates are all made up."""

from __future__ import annotations

from datetime import UTC, date, datetime

from airdate.dates import parse
from airdate.types import (
    Belief,
    Change,
    Claim,
    Entry,
    Forecast,
    Guide,
    Link,
    Moved,
    Note,
    Section,
    SourceLine,
    Span,
)

FORECAST = Forecast(
    title="The Lantern Coast",
    season=3,
    at=date(2026, 3, 1),
    quantiles={
        "0.05": date(2026, 10, 20),
        "0.10": date(2026, 12, 4),
        "0.50": date(2027, 5, 12),
        "0.90": date(2028, 2, 9),
        "0.95": date(2028, 8, 1),
    },
    never=0.06,
    model="sample 1",
    basis=(
        Moved(what="filming wrapped 10 days ago", days=-140.0),
        Moved(what="last gap of 1,590 days", days=35.4),
    ),
)

BELIEFS = (
    Belief(
        work_id="w1",
        season=3,
        question="production",
        subject="",
        answer="filming_wrapped",
        standing="confirmed",
        rule="sample rule",
        window=parse("2026-02-19"),
        support=("e2",),
    ),
    Belief(
        work_id="w1",
        season=3,
        question="release",
        subject="",
        answer="2027-01/2027-04",
        standing="expected",
        rule="sample rule",
        window=parse("2027-01/2027-04"),
        support=("e3",),
        against=("e4",),
        missed=("e4",),
    ),
)

GUIDE = Guide(
    work_id="w1",
    title="The Lantern Coast",
    season=3,
    as_of=date(2026, 3, 1),
    known_at=datetime(2026, 3, 1, 8, 30, tzinfo=UTC),
    answer=(
        "Not dated. Filming wrapped on 19 February 2026 (Harbour TV, 22 Feb 2026); we expect it around "
        "May 2027 (80 %: Dec 2026 to Feb 2028), 6 % not within five years."
    ),
    sections=(
        Section(
            key="release",
            heading="Release date",
            notes=(
                Note(
                    text="No day has been announced (Brightwave via Harbour TV, 22 Feb 2026).",
                    entries=("e2",),
                ),
                Note(
                    text="Guess: early 2027 (screen-notes.example, 10 Jan 2026).",
                    entries=("e3",),
                    standing="expected",
                ),
                Note(text="Missed: 2025 (quaylight.example, 30 Jan 2024).", entries=("e4",)),
            ),
        ),
        Section(
            key="cast",
            heading="Cast",
            notes=(
                Note(text="Ines Halloran returns as Mara (Harbour TV, 22 Feb 2026).", standing="confirmed"),
                Note(text="Tomas Weir is expected to return (undated page).", standing="expected"),
                Note(
                    text="Sources disagree on Odile Brandt.",
                    standing="disputed",
                    links=(Link(text="Harbour TV", url="https://harbour.example/cast", work_id="lantern"),),
                ),
            ),
        ),
        Section(
            key="plot",
            heading="Plot",
            notes=(Note(text="Jun Aldous, director, spoke of it (Harbour TV, 22 Feb 2026).", spoiler=True),),
        ),
        Section(
            key="where",
            heading="Where to watch",
            notes=(
                Note(
                    text="GB: Brightwave (quaylight.example, read on 1 Mar 2026).",
                    links=(Link(text="quaylight.example", url="https://quaylight.example/w1"),),
                ),
            ),
        ),
        Section(
            key="meanwhile",
            heading="What to watch meanwhile",
            notes=(
                Note(
                    text="Tern Island (theme sea, a series).", links=(Link(text="Tern Island", work_id="w2"),)
                ),
            ),
        ),
    ),
    changes=(
        Change(
            on=parse("2026-02-22"),
            text="Production: was filming, now wrapped, said Harbour TV.",
            entry_id="e2",
            season=3,
            question="production",
            before="filming",
            now="wrapped",
            standing="confirmed",
            said_by="Harbour TV",
        ),
        Change(
            on=parse("2024-01"),
            text="Release: 2025, said quaylight.example.",
            entry_id="e4",
            before_window=parse("2024"),
            now_window=parse("2025"),
        ),
    ),
    sources=(
        SourceLine(
            outlet="Harbour TV",
            url="https://harbour.example/lantern-coast-(3)",
            said_on=parse("2026-02-22"),
            standing="press",
            entries=("e2",),
        ),
        SourceLine(outlet="screen-notes.example", url=None, said_on=None, standing="farm", entries=("e3",)),
    ),
    forecast=FORECAST,
    beliefs=BELIEFS,
)

QUOTE = "these very words stood on the page"


def entry(entry_id: str, **fields: object) -> Entry:
    """An entry that the sample rests on, with a quote that must never leave."""
    claim = {
        "title": "The Lantern Coast",
        "season": 3,
        "kind": "release",
        "value": "2027-01/2027-04",
        "modality": "expected",
        "document_id": "d1",
        "said_on": parse("2026-01-10"),
        "said_via": "screen-notes.example",
        "url": "https://screen-notes.example/3",
        "span": Span(document_id="d1", start=0, end=len(QUOTE), quote=QUOTE),
    }
    return Entry(
        entry_id=entry_id,
        work_id="w1",
        claim=Claim(**{**claim, **fields}),  # type: ignore[arg-type]
        known_from=datetime(2026, 2, 1, 12, tzinfo=UTC),
    )


ENTRIES = (
    entry("e2", kind="production", value="filming_wrapped", modality="confirmed", when=parse("2026-02-19")),
    entry("e3"),
    entry("e4", value="2025", said_on=None, licence="CC-BY-SA-4.0"),
    entry("e5", kind="plot", value=QUOTE, person="Jun Aldous"),
)
