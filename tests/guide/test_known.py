"""What the catalogue adds to a guide: services, the seasons before, figures, related works, credits."""

from __future__ import annotations

from datetime import date

import pytest

from airdate.catalogue.licences import Notice
from airdate.catalogue.records import Credit, Instalment, Measure, Offer, Origin, Popularity, Role
from airdate.catalogue.related import Listed, Related
from airdate.dates import parse
from airdate.guide.evidence import gather
from airdate.guide.known import Known
from airdate.guide.leftoff import cast_so_far_section, left_off_section
from airdate.guide.watched import watched_section
from airdate.publish.markdown import render_markdown
from airdate.publish.text import render_text
from airdate.types import Link, Season, Section, Work
from tests.guide.sample_entries import ENTRIES, SEASONS, entry
from tests.guide.test_assemble import guide, section

DAY = date(2026, 2, 1)
ONE, TWO = (
    Origin(source=name, licence="facts", retrieved_on=DAY, url=f"https://{name}.example/w1")
    for name in ("isles", "quays")
)
READ = "read on 1 Feb 2026"


def offer(service: str, region: str | None, origin: Origin = ONE) -> Offer:
    return Offer(work="w1", service=service, region=region, origin=origin)


OFFERS = (
    offer("Brightwave", "US"),
    offer("brightwave", "US", TWO),
    offer("Tern TV", "GB"),
    offer("Kelp", None),
)


def where(regions: tuple[str, ...]) -> list[str]:
    return section(guide([], known=Known(offers=OFFERS, regions=regions)), "where")


# ---- where to watch


def test_services_stand_by_region_with_source_and_day() -> None:
    assert where(()) == [
        f"GB: Tern TV (isles, {READ}).",
        f"US: Brightwave (isles and quays, {READ}).",
        f"Region not said: Kelp (isles, {READ}).",
    ]


def test_a_wanted_region_goes_alone_and_one_without_a_service_is_said_to_have_none() -> None:
    assert where(("HU", "GB")) == [
        "HU: no source names a service.",
        f"GB: Tern TV (isles, {READ}).",
        f"Region not said: Kelp (isles, {READ}).",
    ]


def test_what_stands_in_for_wanted_regions_is_called_elsewhere() -> None:
    assert where(("HU",)) == [
        "HU: no source names a service.",
        f"Region not said: Kelp (isles, {READ}).",
        f"Elsewhere, in GB: Tern TV (isles, {READ}).",
        f"Elsewhere, in US: Brightwave (isles and quays, {READ}).",
    ]


def test_what_articles_claim_stands_apart_from_the_catalogue() -> None:
    told = section(guide(known=Known(offers=OFFERS)), "where")
    assert told[3:] == ["On Brightwave (Brightwave via Harbour TV, 23 Jul 2025)."]
    assert section(guide([]), "where") == ["No dated source names a service."]


def test_each_source_is_linked() -> None:
    made = guide([], known=Known(offers=OFFERS))
    notes = next(part for part in made.sections if part.key == "where").notes
    assert notes[1].links == (Link(text="isles", url=ONE.url), Link(text="quays", url=TWO.url))
    assert "https://quays.example/w1" in render_text(made)
    assert "[quays](<https://quays.example/w1>)" in render_markdown(made)


# ---- the seasons before


def credit(
    name: str, character: str | None = None, season: int | None = None, role: Role = "actor"
) -> Credit:
    return Credit(work="w1", name=name, character=character, season=season, role=role, origin=ONE)


CREDITS = (
    credit("Ada Byron"),
    credit("Ada Byron", "the keeper", 1),
    credit("Bo Lind", "Mara", 2),
    credit("Cy Nord", "a stranger", 3),
    credit("Di Ost", role="writer"),
)


def test_the_cast_so_far_is_that_of_the_seasons_before() -> None:
    assert section(guide(known=Known(credits=CREDITS)), "so_far") == [
        f"Ada Byron as the keeper and Bo Lind as Mara (isles, {READ}).",
        f"Written by Di Ost (isles, {READ}).",
    ]
    early = guide(known=Known(credits=CREDITS), as_of=date(2020, 1, 1))
    assert section(early, "so_far")[0].startswith("Ada Byron as the keeper (")
    none_yet = guide(known=Known(credits=CREDITS), as_of=date(2018, 1, 1))
    assert "so_far" not in {part.key for part in none_yet.sections}


PARTS = (
    Instalment(work="w1", season=2, episodes=8, finale=parse("2022-03-18"), origin=ONE),
    Instalment(work="w1", season=2, episodes=9, origin=TWO),
    Instalment(work="w1", season=1, episodes=6, origin=ONE),
)


def test_where_it_left_off_is_dated_counted_and_sourced() -> None:
    assert section(guide(known=Known(instalments=PARTS)), "left_off") == [
        "Season 2 came on 28 January 2022 (sample catalogue).",
        f"It has 8 episodes (isles, {READ}).",
        f"It has 9 episodes (quays, {READ}).",
        f"Its last episode came on 18 March 2022 (isles, {READ}).",
    ]


def test_a_finale_that_lies_ahead_is_not_told() -> None:
    made = guide(known=Known(instalments=PARTS), as_of=date(2022, 3, 17))
    assert not [text for text in section(made, "left_off") if "last episode" in text]


def test_what_tells_of_the_plot_is_behind_the_mark() -> None:
    told = entry(
        "2022-04-02", "harbour.example", "plot", "Mara leaves", "confirmed", season=2, person="Bo Lind"
    )
    made = guide(known=Known(plots=(told,)))
    note = next(part for part in made.sections if part.key == "left_off").notes[-1]
    assert note.spoiler and note.entries == (told.entry_id,)
    assert note.text == "Bo Lind on the plot: Mara leaves (Harbour TV, 2 Apr 2022)."
    assert "Mara leaves" not in render_text(made)
    early = guide(known=Known(plots=(told,)), as_of=date(2022, 4, 1))
    assert "Mara leaves" not in str(early)


# ---- how much it was watched


def watched(
    measure: Measure, value: float, period: str, season: int | None = 2, origin: Origin = ONE
) -> Popularity:
    return Popularity(
        work="w1",
        measure=measure,
        value=value,
        period=parse(period),
        season=season,
        origin=origin,
    )


FIGURES = (
    watched("hours", 41_300_000, "2022-01-31/2022-02-06"),
    watched("hours", 20_200_000, "2022-02-07/2022-02-13"),
    watched("weeks", 1, "2022-01-31/2022-02-06"),
    watched("weeks", 2, "2022-02-07/2022-02-13"),
    watched("rank", 3, "2022-01-31/2022-02-06"),
    watched("rank", 1, "2022-02-07/2022-02-13"),
    watched("hours", 70_000_000, "2022-01/2022-06", origin=TWO),
    watched("hours", 12_400, "2022-01/2022-06", season=None, origin=TWO),
)


def figures(as_of: date, popularity: tuple[Popularity, ...] = FIGURES) -> list[str]:
    made = watched_section(popularity, SEASONS, 3, as_of)
    assert made is None or "not added up" in made.notes[-1].text
    return [note.text for note in made.notes[:-1]] if made else []


def test_hours_weeks_and_places_by_season_and_source() -> None:
    assert figures(date(2026, 3, 1)) == [
        f"No season named: 12,400 hours in the first half of 2022 (quays, {READ}).",
        "Season 2: 61.5 million hours, 2 weeks in the chart and best place 1 in 2 periods, the last until "
        f"13 February 2022 (isles, {READ}).",
        f"Season 2: 70.0 million hours in the first half of 2022 (quays, {READ}).",
    ]


@pytest.mark.parametrize(("day", "lines"), [("2022-01-20", 0), ("2022-02-06", 1), ("2022-06-30", 3)])
def test_no_figure_of_a_period_that_has_not_ended(day: str, lines: int) -> None:
    assert len(figures(date.fromisoformat(day))) == lines


def test_a_figure_that_was_read_anew_counts_once() -> None:
    later = Origin(source="isles", licence="facts", retrieved_on=date(2026, 2, 9))
    again = watched("hours", 41_400_000, "2022-01-31/2022-02-06", origin=later)
    (line,) = figures(date(2022, 2, 6), (*FIGURES[:1], again))
    assert line.startswith("Season 2: 41.4 million hours between 31 January and 6 February 2022 (isles")


# ---- what to watch meanwhile, and credits


def test_related_works_come_with_reason_method_and_the_way_to_their_guide() -> None:
    other = Related(work=Work(work_id="w2", title="Tern Island"), reason="theme sea")
    made = guide(known=Known(related=Listed(works=(other,), method="by likeness")))
    assert section(made, "meanwhile") == ["Tern Island (theme sea).", "In this order: by likeness."]
    assert "airdate guide w2" in render_text(made)
    assert "meanwhile" not in {part.key for part in guide(known=Known()).sections}


def test_credits_that_are_owed_stand_last() -> None:
    made = guide(ENTRIES, known=Known(notice=Notice(credits=("Data from isles (CC BY 4.0)",))))
    last: Section = made.sections[-1]
    assert (last.key, [note.text for note in last.notes]) == ("credits", ["Data from isles (CC BY 4.0)."])


def test_a_film_has_its_cast_and_no_season_before() -> None:
    film = cast_so_far_section(Known(credits=CREDITS[:1]), None, None)
    assert film is not None and film.heading == "Who is in it"
    empty = gather([], as_of=DAY, known_at=None, names={})
    assert left_off_section(Known(), None, empty) is None
    undated = Season(work_id="w1", number=1)
    assert left_off_section(Known(), undated, empty) is None
