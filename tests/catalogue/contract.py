"""What every home of a catalogue must do: run by `test_contract.py` over all of them."""

import random
from datetime import date
from typing import get_args

import pytest

from airdate import dates
from airdate.catalogue import Catalogue
from airdate.catalogue.fold import fold
from airdate.catalogue.forms import long_probes, probes
from airdate.catalogue.records import (
    AnyRecord,
    Credit,
    Instalment,
    Name,
    Offer,
    Popularity,
    Record,
    Release,
    Same,
    Spelling,
    Tag,
    Title,
)
from airdate.catalogue.store import Store
from tests.catalogue.samples import FACTS, contents, origin, title

ONE_OF_EACH: list[Record] = [
    title("tvmaze:1", "Lantern Street", country="GB", year=2021),
    Name(work="tvmaze:1", name="Laternengasse", language="de", origin=FACTS),
    Same(work="tvmaze:1", same_as="tt0000001", origin=FACTS),
    Instalment(
        work="tvmaze:1", season=2, label="Series 2", episodes=6, finale=dates.parse("2023-10"), origin=FACTS
    ),
    Release(work="tvmaze:1", season=2, window=dates.parse("2023-09"), region="GB", type="tv", origin=FACTS),
    Credit(work="tvmaze:1", name="Ann Example", person="nm0000001", character="Vic", origin=FACTS),
    Spelling(person="nm0000001", name="Анна", language="ru", script="Cyrl", origin=FACTS),
    Offer(work="tvmaze:1", service="Netflix", region="GB", origin=FACTS),
    Tag(work="tvmaze:1", kind="theme", value="ghost", origin=FACTS),
    Popularity(work="tvmaze:1", measure="hours", value=12.5, period=dates.parse("2023"), origin=FACTS),
]


class StoreContract:
    """Subclassed per home, which gives the fixture `store`: an empty one."""

    def test_every_kind_of_record_comes_back_as_it_went_in(self, store: Store) -> None:
        store.put(ONE_OF_EACH)
        assert {type(record) for record in ONE_OF_EACH} == set(get_args(AnyRecord))
        for record in ONE_OF_EACH:
            key = record.person if isinstance(record, Spelling) else "tvmaze:1"
            assert store.read(type(record), [key]) == [record]

    def test_the_same_records_again_change_nothing(self, store: Store) -> None:
        store.put(ONE_OF_EACH)
        before = contents(store)
        store.put(ONE_OF_EACH)
        assert contents(store) == before

    def test_sources_that_disagree_stand_side_by_side_and_silence_takes_nothing_back(
        self, store: Store
    ) -> None:
        releases = [
            Release(work="w", season=1, window=dates.parse(day), origin=origin(source))
            for source, day in (("a", "2024-05-01"), ("b", "2024-05-02"))
        ]
        store.put(releases)
        store.put([Release(work="w", season=1, window=None, origin=origin("a", day=date(2026, 2, 1)))])
        windows = [record.window and record.window.edtf for record in store.read(Release, ["w"])]
        assert sorted(windows, key=str) == ["2024-05-01", "2024-05-02", None]

    def test_reading_again_later_renews_the_day_of_retrieval_and_an_older_file_does_not(
        self, store: Store
    ) -> None:
        for day in (date(2026, 1, 1), date(2026, 3, 1), date(2025, 1, 1)):
            store.put([title("w", "Lantern Street", said_by=origin("a", day=day))])
        [held] = store.read(Title, ["w"])
        assert held.origin.retrieved_on == date(2026, 3, 1)

    def test_the_freest_licence_comes_first(self, store: Store) -> None:
        names = {"imdb-non-commercial": "I", "cc-by-sa": "S", "cc0": "Z", "tmdb": "T"}
        store.put([title("w", name, said_by=origin(name, licence)) for licence, name in names.items()])  # type: ignore[arg-type]
        assert [record.title for record in store.read(Title, ["w"])] == ["Z", "S", "I", "T"]

    def test_of_the_same_statement_twice_in_a_batch_the_later_reading_stays(self, store: Store) -> None:
        days = [date(2026, 1, 1), date(2026, 3, 1), date(2025, 1, 1)]
        store.put([title("w", "Lantern Street", said_by=origin("a", day=day)) for day in days])
        assert [record.origin.retrieved_on for record in store.read(Title, ["w"])] == [days[1]]

    def test_any_text_comes_back_as_it_went_in(self, store: Store) -> None:
        odd = ["tab\t, line\n, \\N \\.", "등불 거리 🎬", "É" * 280, "x" * 20_000, "%s ? ''"]
        store.put([Name(work="w", name=name, origin=FACTS) for name in odd])
        assert sorted(record.name for record in store.read(Name, ["w"])) == sorted(odd)
        assert store.with_value(Name, "name", odd[0], 5) == [Name(work="w", name=odd[0], origin=FACTS)]

    def test_many_are_read_at_once(self, store: Store) -> None:
        ids = [f"tvmaze:{number}" for number in range(3_000)]
        store.put([title(id, f"Lantern {id}") for id in ids])
        assert {record.work for record in store.read(Title, ids)} == set(ids)
        assert store.ids_with(Title, [*ids[:40], "none"]) == set(ids[:40])
        assert list(store.ids()) == sorted(ids) and set(store.works()) == set(ids)
        assert store.ids_of_scheme("tvmaze") == sorted(ids) and store.ids_of_scheme("title") == []
        assert store.read(Title, []) == []

    def test_records_are_found_by_a_value_in_order_and_no_more_than_asked_for(self, store: Store) -> None:
        tags = [Tag(work=f"w{n}", kind="genre", value="drama", origin=FACTS) for n in range(9)]
        theme = Tag(work="a", kind="theme", value="drama", origin=FACTS)
        store.put([theme, *reversed(tags), Tag(work="w0", kind="genre", value="war", origin=FACTS)])
        assert store.with_value(Tag, "value", "drama", 3) == tags[:3]
        assert store.with_value(Tag, "value", "drama", 20) == [*tags, theme]
        with pytest.raises(ValueError, match="no colour"):
            store.with_value(Tag, "colour", "red", 3)
        cells = [(tag.kind, tag.work, tag.origin.licence) for tag in [*tags, theme]]
        assert store.cells_with_value(Tag, ("kind", "work"), "value", "drama", 20) == cells
        assert store.cells_with_value(Tag, ("kind", "work"), "value", "drama", 3) == cells[:3]

    def test_who_says_something_of_works_is_told_without_reading_it(self, store: Store) -> None:
        store.put([title("w", "Lantern Street"), Tag(work="w", kind="genre", value="war", origin=FACTS)])
        store.put(
            [title("v", "Kiln", said_by=origin("wikidata", "cc0")), Name(work="u", name="Kiln", origin=FACTS)]
        )
        assert store.origins([Title, Tag], ["w", "v"]) == {("sample", "facts"), ("wikidata", "cc0")}
        assert store.origins([Tag], ["v"]) == store.origins([Title], []) == set()

    # -- whole or not at all

    def test_a_cursor_goes_with_its_records(self, store: Store) -> None:
        store.put([title("w", "Lantern Street")], ("file", "1", 7))
        assert (store.position("file", "1"), store.position("file", "2")) == (7, 0)
        with pytest.raises(RuntimeError), store.writing():
            store.identity.join("w", "tt0000001")
            raise RuntimeError("the power went")
        assert store.identity.work_of("w") == "w"
        with pytest.raises(Exception, match=r"(?i)null"):
            store.put([title("v", "Never")], ("file", "1", None))  # type: ignore[arg-type]
        assert store.position("file", "1") == 7 and not store.exact("never")

    def test_the_version_tells_whether_anything_was_loaded(self, store: Store) -> None:
        seen = [store.version()]
        store.put([title("w", "Lantern Street")])
        seen.append(store.version())
        store.put([title("w", "Lantern Street")])
        assert store.version() == seen[1] != seen[0]
        store.put([], ("file", "1", 1))
        assert store.version() not in seen

    # -- names

    def test_queries_are_answered_as_in_memory(self, store: Store) -> None:
        names = ["Lantern", "Lanterns", "Lantern Street", "The Kiln", "등불 거리", "Фонарь", "Ceha", "Zebra"]
        memory = Store()
        for each in (memory, store):
            each.put([title(f"tvmaze:{n}", name, year=2000 + n) for n, name in enumerate(names)])
        here, there = Catalogue(store), Catalogue(memory)
        for query in (
            "lantern",
            "Lanterm",
            "lantern street 2",
            "kiln",
            "등불거리",
            "Čeha",
            "fonar",
            "Le",
            "",
        ):
            assert here.look_up(query) == there.look_up(query)
        assert here.find("등불거리").title == "등불 거리" and here.nearest("Zebrra") == ["Zebra"]
        assert sorted(here.names()) == sorted(there.names())

    def test_forms_of_any_script_are_probed_as_on_sqlite(self, store: Store) -> None:
        rng = random.Random(11)
        letters = "aab cз등불éß九zż9"
        names = ["".join(rng.choices(letters, k=rng.randint(1, 9))) for _ in range(400)]
        records = [title(f"tvmaze:{n}", name) for n, name in enumerate(names)]
        memory = Store()
        for each in (memory, store):
            each.put(records)
        for form in (fold(name) for name in names):
            for probe in [*probes(form), *long_probes(form)]:
                assert store.probe(probe) == memory.probe(probe)
                assert store.probe(probe, 3) == memory.probe(probe, 3)
            assert store.exact(form) == memory.exact(form)
            assert store.exact_each([form, "none"], 2) == {form: store.exact(form, 2), "none": []}
            assert store.beginning(form[:2], 7) == memory.beginning(form[:2], 7)
        forms = [fold(name) for name in names] + ["none", "of these"]
        assert sorted(store.existing(forms)) == sorted(memory.existing(forms))
        assert contents(store) == contents(memory)

    # -- values that end

    def test_they_vanish_on_their_day_with_the_forms_of_their_names(self, store: Store) -> None:
        cached = origin("tmdb", "tmdb", date(2026, 1, 1))
        store.put([title("tmdb:tv:1", "Lantern Street", said_by=cached), title("q", "Lantern Lane")])
        assert store.expire(date(2026, 6, 29)) == 0
        assert store.exact("lantern street")
        assert store.expire(date(2026, 6, 30)) == 1
        assert not store.exact("lantern street")
        assert "Street" not in str(contents(store))
        assert "teerts" not in str(contents(store))
        assert store.exact("lantern lane")

    def test_a_form_that_another_source_gives_stays(self, store: Store) -> None:
        cached = origin("tmdb", "tmdb", date(2026, 1, 1))
        store.put([title("w", "Lantern Street", said_by=cached), title("w", "Lantern Street")])
        store.expire(date(2027, 1, 1))
        assert store.exact("lantern street") == [("w", 0)]
        assert [record.origin.source for record in store.read(Title, ["w"])] == ["sample"]

    # -- which ids are one work

    def test_records_of_joined_ids_are_one_work(self, store: Store) -> None:
        store.put([Same(work="tvmaze:1", same_as="tt0000001", origin=FACTS)])
        store.put([Same(work="Q5", same_as="tt0000001", origin=FACTS)])
        assert store.identity.work_of("tvmaze:1") == "Q5"
        assert store.identity.ids_of("Q5") == ["Q5", "tt0000001", "tvmaze:1"]

    def test_two_ids_of_one_catalogue_are_never_one_work(self, store: Store) -> None:
        store.put([Same(work="tvmaze:1", same_as="tt0000001", origin=FACTS)])
        [refused] = store.put([Same(work="tvmaze:2", same_as="tt0000001", origin=FACTS)])
        assert "stay apart" in (refused.hint or "")
        assert store.identity.work_of("tvmaze:2") == "tvmaze:2"

    def test_anime_lists_number_seasons_apart(self, store: Store) -> None:
        links = [Same(work="tmdb:tv:7", same_as=f"mal:{n}", origin=FACTS) for n in (1, 2)]
        assert store.put(links) == []
        assert store.identity.ids_of("tmdb:tv:7") == ["tmdb:tv:7", "mal:1", "mal:2"]

    def test_joins_come_out_as_in_memory(self, store: Store) -> None:
        rng = random.Random(7)
        ids = [f"{scheme}{n}" for n in range(12) for scheme in ("tt", "Q", "tvmaze:", "mal:", "own-")]
        links = [Same(work=rng.choice(ids), same_as=rng.choice(ids), origin=FACTS) for _ in range(90)]
        memory = Store()
        for batch in (links[:30], links[30:], links):
            assert store.put(batch) == memory.put(batch)
        assert contents(store) == contents(memory)
        assert store.identity.owners(ids) == memory.identity.owners(ids)
