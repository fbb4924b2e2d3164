"""The guide: the answer first, every word with its source, nothing that was said later."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from airdate.dates import parse
from airdate.guide.assemble import assemble
from airdate.guide.evidence import said_by, stands
from airdate.guide.known import Known
from airdate.guide.words import MONTHS
from airdate.ledger.settle import settle
from airdate.publish.guide_json import KEYS, render_json
from airdate.publish.markdown import render_markdown
from airdate.publish.text import render_text
from airdate.types import Entry, Failure, Forecast, Guide, Season, Section, SourceStanding
from tests.guide.sample_entries import (
    AS_OF,
    ENTRIES,
    FORECAST,
    HELD,
    NAMES,
    QUOTE,
    SEASONS,
    WORK,
    entry,
    owner,
)


def guide(
    entries: Sequence[Entry] = ENTRIES,
    as_of: date = AS_OF,
    *,
    known_at: datetime | None = None,
    forecast: Forecast | Failure | None = FORECAST,
    seasons: Sequence[Season] = SEASONS,
    known: Known | None = None,
    later: Guide | None = None,
) -> Guide:
    """The guide to season 3, from beliefs that were settled for the same day and instant."""
    held = [row for row in entries if stands(row, known_at)]
    return assemble(
        WORK,
        3,
        known=known,
        seasons=seasons,
        entries=entries,
        beliefs=settle(held, as_of=as_of),
        forecast=forecast,
        as_of=as_of,
        known_at=known_at,
        names=NAMES,
        later=later,
    )


def section(made: Guide, key: str) -> list[str]:
    (found,) = [part for part in made.sections if part.key == key]
    return [note.text for note in found.notes]


def all_words(made: Guide) -> str:
    notes = [note.text for part in made.sections for note in part.notes]
    return "\n".join([made.answer, *notes, *(change.text for change in made.changes)])


# ---- the answer


def test_the_answer_says_no_date_the_last_milestone_and_the_forecast() -> None:
    assert guide().answer == (
        "Not dated. Filming wrapped on 19 February 2026 (Harbour TV, 22 Feb 2026); we expect it around "
        "May 2027 (80 %: Dec 2026 to Feb 2028), 6 % not within five years."
    )


@pytest.mark.parametrize(
    ("as_of", "answer"),
    [
        (date(2023, 1, 1), "Nothing said about it yet."),
        (date(2023, 6, 6), "Not dated. Renewed on 6 June 2023 (Brightwave via Harbour TV, 6 Jun 2023)."),
        (
            date(2024, 2, 1),
            "Announced for 2024, no day yet (Tern House via Quaylight, 30 Jan 2024). "
            "Renewed on 6 June 2023 (Brightwave via Harbour TV, 6 Jun 2023).",
        ),
        (
            date(2025, 8, 1),
            "Not dated. Filming started in July 2025 (Brightwave via Harbour TV, 23 Jul 2025).",
        ),
    ],
)
def test_the_answer_of_a_past_day(as_of: date, answer: str) -> None:
    assert guide(as_of=as_of, forecast=None).answer == answer


def test_an_announced_day_is_the_answer_and_needs_no_forecast() -> None:
    day = owner("2026-02-24", "harbour.example", "release", "2027-06-06", "confirmed")
    assert (
        guide([*ENTRIES, day]).answer == "Announced for 6 June 2027 (Brightwave via Harbour TV, 24 Feb 2026)."
    )


def test_a_cancelled_season_is_not_forecast() -> None:
    end = owner("2026-02-24", "harbour.example", "status", "cancelled", "confirmed")
    assert guide([*ENTRIES, end]).answer == "Cancelled (Brightwave via Harbour TV, 24 Feb 2026)."


def test_a_season_that_the_catalogue_has_out_is_out() -> None:
    out = Season(work_id="w1", number=3, premiere=parse("2026-02-20"), source="sample catalogue")
    made = guide(seasons=(*SEASONS, out))
    assert made.answer == "Released on 20 February 2026 (sample catalogue)."
    assert made.forecast is None
    assert "forecast" not in {part.key for part in made.sections}


def test_a_premiere_that_lies_ahead_is_not_told() -> None:
    ahead = Season(work_id="w1", number=3, premiere=parse("2026-03-02"), source="sample catalogue")
    assert guide(seasons=(*SEASONS, ahead)) == guide()


def test_sources_that_disagree_are_both_named() -> None:
    one, two = (
        entry(
            "2026-02-24", outlet, "release", day, "confirmed", who=who, standing_of_source="named_person"
        )
        for outlet, day, who in (
            ("harbour.example", "2027-06-06", "Ines Halloran"),
            ("quaylight.example", "2027-06-20", "Piet Okoro"),
        )
    )  # fmt: skip
    answer = guide([one, two]).answer
    assert answer.startswith("Sources disagree: ")
    assert "6 June 2027" in answer
    assert "20 June 2027" in answer


# ---- what stands in the sections


def test_sections_have_stable_keys_in_a_stable_order() -> None:
    may_miss = {"so_far", "watched", "meanwhile", "credits"}
    assert [part.key for part in guide().sections] == [key for key in KEYS if key not in may_miss]
    may_miss |= {"forecast", "undated", "last_said"}
    assert [part.key for part in guide([], forecast=None).sections] == [k for k in KEYS if k not in may_miss]


def test_windows_stand_side_by_side_and_missed_ones_are_marked() -> None:
    assert section(guide(), "release") == [
        "No exact date announced (Brightwave via Harbour TV, 22 Feb 2026).",
        "Guess: early 2027 (notes.example, 10 Jan 2026).",
        "Announced, missed: 2024 (Tern House via Quaylight, 30 Jan 2024).",
        "Guess, missed: mid-2024 (notes.example, Aug 2023).",
        "Season 2 came on 28 January 2022 (sample catalogue).",
    ]


def test_the_cast_is_told_by_how_sure_it_is() -> None:
    assert [text.split(" (")[0] for text in section(guide(), "cast")] == [
        "Confirmed to return: Ines Halloran as Mara and Piet Okoro as Dunstan",
        "Joining: Sol Amadi",
        "Leaving: Wim Aster",
        "Expected to return: Tomas Weir",
        "Not confirmed: Odile Brandt",
    ]


def test_a_rule_relative_to_the_release_stays_a_rule() -> None:
    assert section(guide(), "trailer") == [
        "No trailer yet (notes.example, 10 Jan 2026).",
        "A trailer is expected, about a month before release (notes.example, 10 Jan 2026).",
    ]


def test_the_plot_is_behind_a_mark_and_names_its_teller() -> None:
    (part,) = [part for part in guide().sections if part.key == "plot"]
    assert [(note.spoiler, note.text) for note in part.notes] == [
        (True, "Jun Aldous on the plot (notes.example, 10 Jan 2026).")
    ]


def test_a_plot_line_in_our_own_words_is_told() -> None:
    typed = entry("2026-02-24", "harbour.example", "plot", "The light goes out", "expected", span=None)
    assert "The page on the plot: The light goes out (Harbour TV, 24 Feb 2026)." in section(
        guide([typed]), "plot"
    )
    read = replace(typed, claim=replace(typed.claim, reader="sample/1"))
    assert section(guide([read]), "plot") == ["The page on the plot (Harbour TV, 24 Feb 2026)."]


def test_the_forecast_names_what_moved_it_or_why_there_is_none() -> None:
    texts = section(guide(), "forecast")
    assert "Moved 140 days earlier: filming wrapped 10 days ago." in texts
    assert "Moved 35 days later: last gap of 847 days." in texts
    assert "Not moved: the press expects early 2027." in texts
    refused = Failure(id="The Lantern Coast", error="no earlier season", hint="add one")
    assert section(guide(forecast=refused), "forecast") == ["No forecast: no earlier season (add one)."]
    assert "forecast" not in {part.key for part in guide(forecast=None).sections}


def test_where_nobody_spoke_the_guide_says_so() -> None:
    made = guide([], forecast=None)
    for key in ("release", "decision", "production", "cast", "plot", "trailer"):
        assert section(made, key)[0].startswith("No ")


# ---- hedges and sources


def test_a_guess_is_named_as_one_with_outlet_and_day() -> None:
    for part in guide().sections:
        for note in part.notes:
            if note.standing == "expected" and not note.spoiler and part.key not in ("forecast", "plot"):
                assert re.search(r"\b(Guess|Claimed|[Ee]xpected|[Tt]hought|may|[Pp]robably)\b", note.text)
                assert re.search(r"\d{4}\)\.$|undated page\)\.$", note.text)


def test_what_a_content_farm_states_is_not_told_as_a_fact() -> None:
    farm = {"standing_of_source": "farm"}
    said = [
        entry("2026-02-20", "farm.example", "provider", "Brightwave", "confirmed", **farm),
        entry("2026-02-20", "farm.example", "release", "2026-11", "confirmed", **farm),
        entry("2026-02-20", "farm.example", "production", "filming_wrapped", "confirmed", **farm),
    ]
    made = guide(said)
    assert section(made, "where")[0].startswith("Expected on Brightwave")
    assert section(made, "release")[0].startswith("Claimed: November 2026")
    assert section(made, "production")[0].startswith("Claimed, not confirmed: filming wrapped")
    assert made.answer.startswith("Not dated. We expect it")


def test_every_line_leads_to_entries_and_every_source_to_its_page() -> None:
    made = guide()
    held = {row.entry_id for row in ENTRIES}
    assert {i for part in made.sections for note in part.notes for i in note.entries} <= held
    assert {i for source in made.sources for i in source.entries} == held
    assert all(source.url and source.url.startswith("https://") for source in made.sources)


def test_no_window_is_said_as_a_day() -> None:
    days = {date(2022, 1, 28), date(2023, 6, 6), date(2026, 2, 19)}
    told = re.findall(r"\b(\d{1,2}) ([A-Z][a-z]{3,}) (\d{4})", all_words(guide()))
    assert {date(int(y), MONTHS.index(m) + 1, int(d)) for d, m, y in told if m in MONTHS} <= days


def test_no_words_of_a_page_are_in_any_output() -> None:
    made = guide()
    pages = [
        render_text(made, spoilers=True),
        render_markdown(made, spoilers=True),
        render_json(made).decode(),
    ]
    assert not [page for page in pages if QUOTE in page]


# ---- the two clocks


def test_undated_pages_are_shown_apart_and_lead_to_nothing() -> None:
    undated = [row for row in ENTRIES if row.claim.said_on is None]
    dated = [row for row in ENTRIES if row.claim.said_on is not None]
    with_them, without = guide(), guide(dated)
    assert section(with_them, "undated") == [
        "Guess: summer 2024 at the earliest (old-pages.example; undated page).",
        "Expected to return: Ines Halloran (old-pages.example; undated page).",
    ]
    assert with_them.answer == without.answer
    assert with_them.changes == without.changes
    assert section(guide(undated), "cast") == ["No dated source speaks of the cast."]


def test_an_undated_page_shows_only_since_we_held_it() -> None:
    assert "undated" not in {part.key for part in guide(as_of=HELD.date() - timedelta(days=1)).sections}
    assert "undated" in {part.key for part in guide(as_of=HELD.date()).sections}


later_entries = st.builds(
    entry,
    st.dates(date(2024, 2, 1), date(2030, 1, 1)).map(date.isoformat),
    st.sampled_from(["harbour.example", "new.example"]),
    st.just("release"),
    st.sampled_from(["2024", "2024-06", "2027-06-06", "unannounced", "2028/.."]),
    st.sampled_from(["confirmed", "expected"]),
)


@settings(max_examples=25, deadline=None)
@given(st.dates(date(2022, 1, 1), date(2026, 12, 31)), st.lists(later_entries, max_size=5))
def test_what_is_said_after_the_day_never_changes_the_guide(as_of: date, more: list[Entry]) -> None:
    everything = [*ENTRIES, *more]
    said = [row for row in everything if row.claim.said_on is None or said_by(row, as_of)]
    assert guide(everything, as_of) == guide(said, as_of)


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(random: object) -> None:
    shuffled = list(ENTRIES)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert guide(shuffled) == guide()


def test_what_the_ledger_came_to_hold_later_is_not_known() -> None:
    before = guide(known_at=HELD - timedelta(seconds=1))
    assert before.answer.startswith("Nothing said about it yet.")
    assert before.sources == ()
    assert guide(known_at=HELD).sections == guide().sections


NEXT = datetime(2026, 2, 26, 9, tzinfo=UTC)


def closed_and(state: str, row: Entry, **fields: object) -> list[Entry]:
    closed = replace(row, known_to=NEXT)
    after = replace(row, known_from=NEXT, state=state, by="ed", reason="misread", **fields)
    return [*(other for other in ENTRIES if other != row), closed, after]


def guess() -> Entry:
    (row,) = [row for row in ENTRIES if row.claim.value == "2027-01/2027-04"]
    return row


def test_a_retracted_statement_vanishes_and_leaves_a_line() -> None:
    made = guide(closed_and("retracted", guess()))
    assert not [text for text in section(made, "release") if "early 2027" in text]
    assert made.changes[0].text == "We took back: guess: early 2027 (notes.example, 10 Jan 2026): misread."
    assert made.changes[0].on == parse("2026-02-26")
    assert guide(closed_and("retracted", guess()), known_at=HELD).sections == guide().sections


def test_a_corrected_statement_says_what_it_was() -> None:
    claim = replace(guess().claim, value="2027-05/2027-08")
    made = guide(closed_and("corrected", guess(), claim=claim))
    assert "Guess: mid-2027 (notes.example, 10 Jan 2026)." in section(made, "release")
    assert made.changes[0].text == (
        "We corrected: guess: early 2027 (notes.example, 10 Jan 2026); it is guess: mid-2027: misread."
    )


@pytest.mark.parametrize(
    ("standings", "told"),
    [
        (("press", "press"), "We put our name to this"),
        (("press", "editor"), "We let this stand above all else"),
        (("editor", "press"), "We let this stand above all else no longer"),
    ],
)
def test_a_decision_that_leaves_the_statement_as_it_was_is_no_correction(
    standings: tuple[SourceStanding, SourceStanding], told: str
) -> None:
    before, after = (replace(guess().claim, standing_of_source=standing) for standing in standings)
    closed, signed = closed_and("corrected", guess(), claim=after)[-2:]
    others = [other for other in ENTRIES if other != guess()]
    made = guide([*others, replace(closed, claim=before), signed])
    assert f"{told}: guess: early 2027 (notes.example, 10 Jan 2026): misread." in [
        c.text for c in made.changes
    ]


def test_what_came_from_another_title_or_season_is_told_in_one_line() -> None:
    one, two = ENTRIES[0], ENTRIES[1]
    back = closed_and("corrected", one)  # it was there, elsewhere, and is there again
    back[-2] = replace(back[-2], known_to=NEXT - timedelta(days=1))
    moved = replace(two, known_from=NEXT, state="corrected", by="ed", reason="misread")
    made = guide([*(row for row in back if row != two), moved])
    told = [change.text for change in made.changes if change.text.startswith("We ")]
    assert told == ["We counted 2 statements here that stood elsewhere: misread."]


def test_a_redacted_statement_leaves_no_word_of_it() -> None:
    made = guide(closed_and("redacted", guess()))
    assert made.changes[0].text == "We wiped a statement on the release."
    assert "early 2027 (notes" not in all_words(made)


def test_a_correction_that_was_made_later_is_not_told_of_an_earlier_day() -> None:
    rows = closed_and("retracted", guess())
    assert not [c for c in guide(rows, as_of=date(2026, 2, 25)).changes if c.text.startswith("We ")]


# ---- other seasons


def test_only_the_season_asked_for_and_the_whole_series_count() -> None:
    other = replace(guess(), claim=replace(guess().claim, season=4, value="2029"), entry_id="other")
    assert guide([*ENTRIES, other]) == guide()
    whole = owner("2026-02-24", "harbour.example", "status", "ending", "confirmed", season=None)
    assert any("end" in text for text in section(guide([*ENTRIES, whole]), "decision"))


@pytest.mark.parametrize(("said_on", "counts"), [("2021-12-01", False), ("2022-02-01", True), (None, False)])
def test_what_is_said_of_the_series_counts_once_the_season_before_is_out(said_on: str, counts: bool) -> None:
    shoot = entry(said_on, "quaylight.example", "production", "filming_started", "confirmed", season=None)
    texts = [note.text for part in guide([shoot]).sections for note in part.notes]
    assert any("Filming started" in text for text in texts) is counts
    assert bool(guide([shoot]).beliefs) is bool(guide([shoot]).sources) is counts


@settings(max_examples=30, deadline=None)
@given(st.dates(date(2021, 6, 1), AS_OF), st.integers(0, 800))
def test_a_later_guide_gives_an_earlier_one_its_changes(as_of: date, on: int) -> None:
    whole = owner("2021-12-01", "harbour.example", "status", "ending", "confirmed", season=None)
    rows = [*closed_and("retracted", guess()), whole]
    later = guide(rows, as_of + timedelta(on))  # season 2, which came in January 2022, may lie between
    assert guide(rows, as_of, later=later) == guide(rows, as_of)


def test_a_later_guide_is_used_where_it_tells_of_the_same_rows_alone() -> None:
    made = replace(guide(), changes=())
    assert guide(as_of=date(2025, 1, 1), later=made).changes == ()
    assert guide(as_of=date(2021, 12, 31), later=made).changes == guide(as_of=date(2021, 12, 31)).changes
    for other in (
        replace(made, as_of=date(2024, 1, 1)),
        replace(made, known_at=HELD),
        replace(made, season=2),
        replace(made, work_id="w2"),
    ):
        assert guide(as_of=date(2025, 1, 1), later=other).changes


def test_the_last_word_counts_of_one_on_the_season_and_one_on_the_series() -> None:
    end = owner("2022-03-01", "harbour.example", "status", "cancelled", "confirmed", season=None)
    assert guide([end]).answer.startswith("Cancelled")
    assert guide([end, *ENTRIES]).answer == guide().answer


def test_a_disputed_person_is_told_with_both_sides() -> None:
    two = [
        entry("2026-02-20", outlet, "cast", value, "confirmed", person="Odile Brandt")
        for outlet, value in (("harbour.example", "returning"), ("quaylight.example", "leaving"))
    ]
    assert section(guide(two), "cast") == [
        "Sources disagree on Odile Brandt: leaving (Quaylight, 20 Feb 2026); "
        "confirmed to return: Odile Brandt (Harbour TV, 20 Feb 2026)."
    ]


def test_a_section_is_never_empty() -> None:
    empty: list[Section] = [part for part in guide().sections if not part.notes]
    assert not empty


# ---- a day that nobody confirms


def test_one_outlets_day_is_called_unconfirmed_everywhere() -> None:
    made = guide([entry("2026-02-02", "quaylight.example", "release", "2027-04-09", "confirmed")], seasons=())
    assert made.answer.startswith("Reported, not confirmed, for 9 April 2027 (Quaylight, 2 Feb 2026).")
    assert "we expect it around" in made.answer.lower()
    assert section(made, "release")[0].startswith("Reported, unconfirmed: 9 April 2027")
    (belief,) = [belief for belief in made.beliefs if belief.question == "release"]
    assert (belief.standing, belief.rule) == ("expected", "unconfirmed")
    assert made.changes[0].text == "Release: reported for 9 April 2027, unconfirmed, said Quaylight."


def test_a_second_source_of_its_own_confirms_the_day_and_is_a_change() -> None:
    made = guide(
        [
            entry("2026-02-02", "quaylight.example", "release", "2027-04-09", "confirmed"),
            entry("2026-02-20", "tidings.example", "release", "2027-04-09", "confirmed"),
        ],
        seasons=(),
    )
    assert made.answer == "Reported for 9 April 2027 (Quaylight, 2 Feb 2026, and 1 other outlet)."
    change = made.changes[0]
    assert (change.on.edtf, change.standing) == ("2026-02-20", "confirmed")
    assert change.before == "reported for 9 April 2027, unconfirmed"
