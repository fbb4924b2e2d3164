"""A sample of a site. Titles, words and addresses are made up or our own; none is taken from a page."""

from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from airdate import dates
from airdate.publish.site import paths
from airdate.publish.site.model import (
    Bin,
    CalendarRow,
    CodeRow,
    GuidePages,
    ListItem,
    ListPage,
    OutletRow,
    Record,
    Scored,
    ShelfRow,
    Site,
    Suggestion,
)
from airdate.types import Belief, Change, Forecast, Guide, Link, Moved, Note, Section, SourceLine

TODAY = date(2026, 11, 24)
_DAYS = {5: 8, 10: 20, 15: 33, 20: 47, 25: 62, 30: 80, 35: 101, 40: 122, 45: 147, 50: 170, 55: 196}
_DAYS |= {60: 225, 65: 254, 70: 286, 75: 322, 80: 365, 85: 420, 90: 490, 95: 610}


def forecast(at: date = TODAY, title: str = "The Glass Orchard", season: int | None = 2) -> Forecast:
    return Forecast(
        title=title,
        season=season,
        at=at,
        quantiles={f"{level / 100:.2f}": at + timedelta(days=days) for level, days in _DAYS.items()},
        never=0.08,
        model="sample",
        basis=(Moved(what="renewed 300 days ago", days=-40.0),),
    )


def _belief(question: str, answer: str, standing: str, window: str | None, **ids: tuple[str, ...]) -> Belief:
    return Belief(
        work_id="orchard",
        season=2,
        question=question,
        subject="",
        answer=answer,
        standing=standing,
        rule="sample",
        window=dates.parse(window) if window else None,
        **ids,
    )


def guide(as_of: date = TODAY) -> Guide:
    """A guide with every kind of line: cited, hedged, hidden, disputed, undated."""
    return Guide(
        work_id="orchard",
        title="The Glass Orchard",
        season=2,
        as_of=as_of,
        known_at=None,
        answer="Not dated. Filming wrapped (Sample Post, 2 Jun 2026); we expect it around May 2027.",
        sections=(
            Section(
                key="release",
                heading="Release date",
                notes=(
                    Note(text="No exact date announced (Sample Post, 2 Jun 2026).", entries=("e1", "e2")),
                    Note(
                        text="Guess: 2027 (Daily Sample, 4 Jul 2026).", entries=("e3",), standing="expected"
                    ),
                ),
            ),
            Section(
                key="production",
                heading="Production",
                notes=(
                    Note(
                        text="Filming wrapped (Sample Post, 2 Jun 2026).",
                        entries=("e1",),
                        standing="confirmed",
                    ),
                ),
            ),
            Section(
                key="meanwhile",
                heading="What to watch meanwhile",
                notes=(
                    Note(text="Tin Moon (as quiet).", links=(Link(text="Tin Moon", work_id="tin-moon"),)),
                    Note(
                        text="Credited in a list (credits.example, read on 2 Nov 2026).",
                        links=(Link(text="credits.example", url="https://credits.example/"),),
                    ),
                ),
            ),
            Section(key="forecast", heading="Our forecast", notes=(Note(text="Around May 2027."),)),
            Section(
                key="plot",
                heading="Plot",
                notes=(
                    Note(text="Daily Sample tells how it goes on.", entries=("e3",)),
                    Note(text="SPOILER the gardener did it (Weekly Sample).", entries=("e4",), spoiler=True),
                ),
            ),
        ),
        changes=(
            Change(on=dates.parse("2026-11-20"), text="Plot: SPOILER the gardener did it.", entry_id="e4"),
            Change(
                on=dates.parse("2026-11-19"),
                text="Release: guessed for 2027.",
                entry_id="e3",
                season=2,
                question="release",
                now="guessed for 2027",
                now_window=dates.parse("2027"),
                standing="expected",
                said_by="Daily Sample",
            ),
            Change(
                on=dates.parse("2026-06-02"),
                text="Production: filming wrapped; before: filming started.",
                entry_id="e1",
                season=2,
                question="production",
                before="filming started",
                now="filming wrapped",
                standing="confirmed",
                said_by="Sample Post",
            ),
            Change(on=dates.parse("2026-05"), text="Decision: renewed.", entry_id="e2"),
        ),
        sources=(
            _source("Daily Sample", "https://daily.example/a?b=1&c=2", "2026-11-19", "trade", "e3"),
            _source("Sample Post", "https://post.example/a", "2026-06-02", "rights_holder", "e1", "e2"),
            _source("Weekly Sample", None, None, "farm", "e4"),
        ),
        forecast=forecast(as_of),
        beliefs=(
            _belief("release", "unannounced", "confirmed", None, support=("e1",), against=("e3",)),
            _belief("release", "2027", "expected", "2027", support=("e3",)),
            _belief("release", "2027-05/2027-08", "confirmed", "2027-05/2027-08", support=("e2",)),
            _belief("plot", "", "expected", None, support=("e4",)),
        ),
    )


def _source(outlet: str, url: str | None, said: str | None, standing: str, *entries: str) -> SourceLine:
    said_on = dates.parse(said) if said else None
    return SourceLine(outlet=outlet, url=url, said_on=said_on, standing=standing, entries=entries)


def dated_guide() -> Guide:
    """A guide whose release is confirmed for one day."""
    day = _belief("release", "2026-12-04", "confirmed", "2026-12-04", support=("e1",))
    answer = "4 December 2026. Confirmed by Sample Post."
    return replace(
        guide(), title="Harbour Lights", season=3, answer=answer, beliefs=(day,), forecast=None, changes=()
    )


def site() -> Site:
    """One of everything."""
    when = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
    versions = (guide(date(2026, 6, 2)), guide(date(2026, 11, 19)), guide(date(2026, 11, 20)))
    orchard = GuidePages(
        slug="the-glass-orchard",
        guide=guide(),
        versions=versions,
        meanwhile=(
            Suggestion(title="Harbour Lights", reason="by the same writer", link="/harbour-lights/3/"),
            Suggestion(title="Tin Moon", reason="as quiet", link="https://moon.example/"),
        ),
        aliases=("L'Orchidée de verre",),
        services=("Sampleflix",),
        checked_at=when,
    )
    harbour = GuidePages(slug="harbour-lights", guide=dated_guide(), broadcast=True)
    return Site(
        base_url="https://airdate.example",
        checked_at=when,
        guides=(orchard, harbour),
        shelf=_shelf(),
        calendar=_calendar(),
        calendars=(("All titles", paths.CALENDAR_FEED), ("Sampleflix", paths.service_calendar("Sampleflix"))),
        lists=(
            ListPage(
                key="gardens",
                heading="Gardens",
                about="Where things grow.",
                items=(
                    ListItem(title="The Glass Orchard", why="an orchard", slug="the-glass-orchard", season=2),
                    ListItem(title="Tin Moon", why="a moon garden"),
                ),
            ),
        ),
        codes=(CodeRow(code=7, name="Garden dramas", link="https://sampleflix.example/7"),),
        record=Record(
            notes=("Of 40 frozen forecasts that came due, 33 fell inside of the 80 % band.",),
            bins=(
                Bin(said=0.1, came=0.12, count=30),
                Bin(said=0.5, came=0.46, count=80),
                Bin(said=0.9, came=0.87, count=80),
            ),
            scored=(
                Scored(
                    title="Tin Moon",
                    season=1,
                    frozen_on=date(2025, 1, 1),
                    low=date(2025, 5, 1),
                    median=date(2025, 8, 1),
                    high=date(2026, 1, 1),
                    came_on=date(2025, 9, 9),
                ),
            ),
        ),
        outlets=(
            OutletRow(outlet="Sample Post", due=24, held=19, low=0.62, high=0.89, open=3),
            OutletRow(outlet="Daily Sample", due=2, held=1, low=0.12, high=0.88, void=1),
            OutletRow(outlet="Weekly Sample", due=0, held=0, low=0.0, high=1.0, open=4),
        ),
    )


def _shelf() -> tuple[ShelfRow, ...]:
    return (
        ShelfRow(slug="tin-moon", title="Tin Moon", season=2, state="undecided"),
        ShelfRow(
            slug="the-glass-orchard",
            title="The Glass Orchard",
            season=2,
            state="renewed, filming wrapped",
            forecast=forecast(),
            last_said_on=dates.parse("2026-11-19"),
        ),
    )


def _calendar() -> tuple[CalendarRow, ...]:
    return (
        CalendarRow(
            slug="harbour-lights",
            title="Harbour Lights",
            season=3,
            when=dates.parse("2026-12-04"),
            certainty="confirmed",
            service="Sample One",
            who="Sample Post",
        ),
        CalendarRow(
            slug="tin-moon",
            title="Tin Moon",
            season=3,
            when=dates.parse("2026-12-24"),
            certainty="unconfirmed",
            who="Daily Sample",
        ),
        CalendarRow(
            slug="tin-moon",
            title="Tin Moon",
            season=2,
            when=dates.parse("2026-12/2027-01"),
            certainty="window",
            who="Daily Sample",
        ),
        CalendarRow(
            slug="the-glass-orchard",
            title="The Glass Orchard",
            season=2,
            when=dates.parse("2027-05"),
            certainty="likely",
        ),
    )
