"""What every backend must do: run by `test_contract.py` over all of them."""

from datetime import date, datetime
from pathlib import Path

import msgspec
import pytest

from airdate.errors import InputError, LedgerError, UnknownEntryError
from airdate.ledger.base import Ledger
from airdate.ledger.statement import entry_id_of
from airdate.types import Claim, Entry, Forecast
from tests.ledger.samples import HOUR, T0, WORK, claim, quoted


def hold(ledger: Ledger, *claims: Claim, at: datetime = T0, work: str = WORK) -> list[str]:
    ledger.record([(work, c) for c in claims], known_at=at)
    return [entry_id_of(c) for c in claims]


class LedgerContract:
    """Subclassed per backend, which gives the fixture `ledger`: an empty one."""

    # -- recording

    def test_a_claim_comes_back_whole(self, ledger: Ledger) -> None:
        said = quoted()
        recorded = ledger.record([(WORK, said)], known_at=T0)
        assert (recorded.added, recorded.ids) == (1, (entry_id_of(said),))
        assert ledger.entries() == [
            Entry(entry_id=entry_id_of(said), work_id=WORK, claim=said, known_from=T0)
        ]

    def test_reading_again_changes_nothing(self, ledger: Ledger) -> None:
        said = claim()
        hold(ledger, said)
        before = ledger.entries(include_closed=True)
        again = ledger.record([(WORK, said), (WORK, said)], known_at=T0 + HOUR)
        assert (again.added, again.same, again.updated) == (0, 2, 0)
        assert ledger.entries(include_closed=True) == before

    def test_a_newer_reader_alone_is_no_news(self, ledger: Ledger) -> None:
        hold(ledger, claim(reader="patterns-1", rule="a"))
        again = ledger.record([(WORK, claim(reader="patterns-2", rule="b"))], known_at=T0 + HOUR)
        assert again.same == 1

    def test_a_better_reading_is_a_new_version_of_the_same_entry(self, ledger: Ledger) -> None:
        (id,) = hold(ledger, claim(modality="confirmed"))
        recorded = ledger.record([(WORK, claim(modality="expected", who="A Baker"))], known_at=T0 + HOUR)
        assert recorded.updated == 1
        first, second = ledger.history(id)
        assert (first.known_from, first.known_to) == (T0, T0 + HOUR)
        assert (second.known_from, second.known_to) == (T0 + HOUR, None)
        assert [e.claim.modality for e in (first, second)] == ["confirmed", "expected"]
        assert ledger.entries() == [second]

    def test_a_work_found_out_later_moves_the_entry(self, ledger: Ledger) -> None:
        (id,) = hold(ledger, claim(), work="wrong")
        assert ledger.record([("right", claim())], known_at=T0 + HOUR).updated == 1
        assert ledger.works() == ["right"]
        assert [e.work_id for e in ledger.history(id)] == ["wrong", "right"]

    def test_a_clock_that_runs_backwards_is_refused(self, ledger: Ledger) -> None:
        (id,) = hold(ledger, claim())
        for instant in (T0, T0 - HOUR):
            recorded = ledger.record([(WORK, claim(modality="expected"))], known_at=instant)
            assert (recorded.updated, [f.id for f in recorded.refused]) == (0, [id])
        assert len(ledger.history(id)) == 1

    @pytest.mark.parametrize(
        "bad",
        [
            claim(document_id=""),
            claim(title=" "),
            claim("status", "postponed"),
            claim("release", "soon"),
            claim("release", "2024-13"),
            claim("episodes", "eight"),
            claim("episodes", "9" * 5000),
            claim("gossip", "x"),
            claim(modality="maybe"),
            claim(season=10**30),
            claim(season=-1),
            claim(title="\ud800"),
            claim(who="\udc80"),
            claim(who="\0"),
            claim("provider", ""),
        ],
    )
    def test_a_claim_that_does_not_fit_is_refused_as_a_value(self, ledger: Ledger, bad: Claim) -> None:
        recorded = ledger.record([(WORK, bad), (WORK, claim())], known_at=T0)
        assert (recorded.added, len(recorded.refused)) == (1, 1)
        assert len(ledger.entries()) == 1

    def test_an_instant_without_a_zone_is_refused(self, ledger: Ledger) -> None:
        with pytest.raises(InputError):
            ledger.record([(WORK, claim())], known_at=T0.replace(tzinfo=None))

    def test_an_error_among_the_claims_leaves_nothing_behind(self, ledger: Ledger) -> None:
        def broken() -> object:
            yield WORK, claim()
            raise RuntimeError("the reader fell over")

        with pytest.raises(RuntimeError):
            ledger.record(broken(), known_at=T0)  # type: ignore[arg-type]
        assert ledger.entries() == []

    # -- a person's decisions

    def test_a_correction_outlives_the_readers(self, ledger: Ledger) -> None:
        (id,) = hold(ledger, claim("release", "2024"))
        entry = ledger.correct(id, {"value": "2024-05"}, by="anna", reason="misread", known_at=T0 + HOUR)
        assert (entry.state, entry.claim.value, entry.by, entry.reason) == (
            "corrected",
            "2024-05",
            "anna",
            "misread",
        )
        again = ledger.record([(WORK, claim("release", "2024", who="X"))], known_at=T0 + 2 * HOUR)
        assert again.kept_corrected == 1
        assert ledger.entries() == [entry]
        assert ledger.entries(known_by=T0)[0].claim.value == "2024"

    def test_windows_are_corrected_as_text_or_window(self, ledger: Ledger) -> None:
        (id,) = hold(ledger, claim())
        ledger.correct(id, {"said_on": "2024-06"}, by="a", reason="r", known_at=T0 + HOUR)
        entry = ledger.get(id)
        assert entry.claim == claim(said_on="2024-06")
        undated = ledger.correct(id, {"said_on": None}, by="a", reason="r", known_at=T0 + 2 * HOUR)
        assert undated.claim.said_on is None

    def test_what_is_no_text_is_refused(self, ledger: Ledger) -> None:
        (id,) = hold(ledger, claim())
        for text in ("\udc80", "\0"):
            with pytest.raises(InputError):
                ledger.retract(id, by="anna", reason=text, known_at=T0 + HOUR)
            with pytest.raises(InputError):
                ledger.record([(text, claim(document_id="doc-2"))], known_at=T0)
        assert ledger.get(id).state == "live"

    @pytest.mark.parametrize(("by", "reason"), [("", "misread"), ("anna", ""), ("anna", " \n")])
    @pytest.mark.parametrize("verb", ["retract", "redact"])
    def test_a_change_is_signed_and_has_a_reason(
        self, ledger: Ledger, verb: str, by: str, reason: str
    ) -> None:
        (id,) = hold(ledger, claim())
        with pytest.raises(InputError, match="a name and a reason"):
            getattr(ledger, verb)(id, by=by, reason=reason, known_at=T0 + HOUR)
        assert len(ledger.history(id)) == 1

    @pytest.mark.parametrize("said_on", ["2099", "2026-11-26", "../2020"])
    def test_nothing_is_corrected_to_have_been_said_on_a_day_to_come(
        self, ledger: Ledger, said_on: str
    ) -> None:
        (id,) = hold(ledger, claim())
        with pytest.raises(InputError, match="said by then"):
            ledger.correct(id, {"said_on": said_on}, by="anna", reason="misread", known_at=T0 + HOUR)
        assert len(ledger.history(id)) == 1

    def test_the_work_can_be_corrected(self, ledger: Ledger) -> None:
        (id,) = hold(ledger, claim())
        ledger.correct(id, {"work_id": "other"}, by="a", reason="r", known_at=T0 + HOUR)
        assert ledger.works() == ["other"] and ledger.works(ever=True) == sorted([WORK, "other"])

    @pytest.mark.parametrize(
        "changes",
        [
            {"colour": "red"},
            {"span": None},
            {"document_id": "x"},
            {"value": "maybe"},
            {"season": "two"},
            {"said_on": "someday"},
            {"kind": "gossip"},
            {"person": 7},
        ],
    )
    def test_a_correction_that_does_not_fit_changes_nothing(
        self, ledger: Ledger, changes: dict[str, object]
    ) -> None:
        (id,) = hold(ledger, claim())
        with pytest.raises(InputError):
            ledger.correct(id, changes, by="a", reason="r", known_at=T0 + HOUR)
        assert len(ledger.history(id)) == 1

    def test_a_retraction_leaves_a_tombstone(self, ledger: Ledger) -> None:
        (id,) = hold(ledger, claim())
        ledger.retract(id, by="anna", reason="satire", known_at=T0 + HOUR)
        assert ledger.entries() == [] and ledger.works() == []
        assert ledger.get(id).state == "retracted"
        again = ledger.record([(WORK, claim())], known_at=T0 + 2 * HOUR)
        assert (again.added, again.kept_tombstone) == (0, 1)
        assert [e.entry_id for e in ledger.entries(known_by=T0)] == [id]
        with pytest.raises(UnknownEntryError):
            ledger.retract(id, by="anna", reason="twice", known_at=T0 + 3 * HOUR)
        with pytest.raises(UnknownEntryError):
            ledger.correct(id, {"who": "x"}, by="anna", reason="gone", known_at=T0 + 3 * HOUR)

    def test_a_retraction_can_be_undone(self, ledger: Ledger) -> None:
        (id,) = hold(ledger, claim())
        with pytest.raises(UnknownEntryError):
            ledger.restore(id, by="anna", reason="nothing to undo", known_at=T0 + HOUR)
        ledger.correct(id, {"who": "A Baker"}, by="anna", reason="named", known_at=T0 + HOUR)
        ledger.retract(id, by="anna", reason="satire", known_at=T0 + 2 * HOUR)
        entry = ledger.restore(id, by="bert", reason="no satire", known_at=T0 + 3 * HOUR)
        assert (entry.state, entry.claim.who) == ("corrected", "A Baker")
        assert ledger.entries() == [entry]

    def test_a_redaction_wipes_every_version(self, ledger: Ledger) -> None:
        (id,) = hold(ledger, quoted())
        ledger.correct(id, {"who": "Quinta S."}, by="anna", reason="Zebedee asked", known_at=T0 + HOUR)
        ledger.redact(id, by="anna", reason="legal request 7", known_at=T0 + 2 * HOUR)
        rows = ledger.history(id)
        assert [e.state for e in rows] == ["redacted"] * 3
        shown = msgspec.json.encode(rows).decode()
        for word in ("Zebedee", "zebedee", "Quinta", "Oldlamp", "doc-q", "example.org"):
            assert word not in shown
        assert ledger.entries() == ledger.entries(known_by=T0) == []
        assert ledger.record([(WORK, quoted())], known_at=T0 + 3 * HOUR).kept_tombstone == 1
        ledger.redact(id, by="anna", reason="once more", known_at=T0 + 4 * HOUR)
        assert ledger.check() == []

    def test_free_text_is_wiped_too(self, ledger: Ledger) -> None:
        (id,) = hold(ledger, claim("plot", "Zebedee marries"))
        assert ledger.redact(id, by="a", reason="r", known_at=T0 + HOUR).claim.value == ""

    def test_quotes_go_on_their_day_and_the_statement_stays(self, ledger: Ledger) -> None:
        day = date(2026, 12, 1)
        kept = msgspec.structs.replace(quoted(), retention_until=day)
        later = msgspec.structs.replace(quoted("doc-later"), retention_until=date(2027, 1, 1))
        id, other = hold(ledger, kept, later)
        ledger.correct(id, {"who": "A Baker"}, by="anna", reason="named", known_at=T0 + HOUR)
        assert ledger.drop_quotes(date(2026, 11, 30)) == 0
        assert ledger.drop_quotes(day) == 1
        assert ledger.drop_quotes(day) == 0
        versions = ledger.history(id)
        assert [(v.claim.span, v.claim.retention_until) for v in versions] == [(None, None)] * 2
        assert [v.claim.who for v in versions] == [kept.who, "A Baker"]
        assert [v.state for v in versions] == ["live", "corrected"]
        assert ledger.get(other).claim == later
        assert ledger.check() == []

    def test_reading_again_what_has_lost_its_words_is_no_news(self, ledger: Ledger) -> None:
        day = date(2026, 12, 1)
        said = msgspec.structs.replace(quoted(), retention_until=day)
        (id,) = hold(ledger, said)
        ledger.drop_quotes(day)
        again = msgspec.structs.replace(said, retention_until=date(2027, 3, 1))
        assert ledger.record([(WORK, again)], known_at=T0 + HOUR).same == 1
        assert ledger.get(id).claim.span is None

    def test_words_on_the_plot_go_with_the_quote(self, ledger: Ledger) -> None:
        day = date(2026, 12, 1)
        own, told = claim("plot", "They meet."), claim("plot", "Zebedee marries", retention_until=day)
        ids = hold(ledger, own, told)
        assert ledger.drop_quotes(day) == 1
        assert [ledger.get(id).claim.value for id in ids] == ["They meet.", ""]

    def test_a_word_about_the_ledger_is_kept(self, ledger: Ledger) -> None:
        assert ledger.noted("starter") is None
        ledger.note("starter", "a")
        ledger.note("starter", "b")
        assert (ledger.noted("starter"), ledger.noted("other")) == ("b", None)

    @pytest.mark.parametrize("verb", ["retract", "redact"])
    def test_a_change_must_be_known_later(self, ledger: Ledger, verb: str) -> None:
        (id,) = hold(ledger, claim())
        with pytest.raises(LedgerError):
            getattr(ledger, verb)(id, by="a", reason="r", known_at=T0)
        assert [e.state for e in ledger.history(id)] == ["live"]

    # -- asking

    def test_ids_may_be_cut_short(self, ledger: Ledger) -> None:
        ids = hold(ledger, *[claim(document_id=f"doc-{n}") for n in range(700)])
        assert ledger.get(ids[0][:12]).entry_id == ids[0]
        starts = [id[:4] for id in ids]
        shared = next(s for s in starts if starts.count(s) > 1)
        with pytest.raises(LedgerError, match=shared):
            ledger.get(shared)

    @pytest.mark.parametrize("id", ["", "0", "ffffffffffff", "%", "' OR 1=1", "FFFF", "a" * 99])
    def test_an_unknown_id_is_said_to_be_unknown(self, ledger: Ledger, id: str) -> None:
        hold(ledger, claim())
        with pytest.raises(UnknownEntryError):
            ledger.get(id)

    def test_a_month_counts_from_its_last_day(self, ledger: Ledger) -> None:
        hold(ledger, claim(said_on="2022-06"))
        assert ledger.entries(said_by=date(2022, 6, 29)) == []
        assert len(ledger.entries(said_by=date(2022, 6, 30))) == 1

    @pytest.mark.parametrize("said_on", [None, "2022-06/.."])
    def test_an_undated_statement_never_counts_as_said(self, ledger: Ledger, said_on: str | None) -> None:
        (id,) = hold(ledger, claim(said_on=said_on))
        assert ledger.entries(said_by=date(9999, 12, 31)) == []
        assert [e.entry_id for e in ledger.undated(work_id=WORK, season=2)] == [id]
        assert ledger.undated(known_by=T0 - HOUR) == []
        assert len(ledger.entries()) == 1

    def test_known_by_is_half_open(self, ledger: Ledger) -> None:
        hold(ledger, claim(modality="confirmed"))
        hold(ledger, claim(modality="expected"), at=T0 + HOUR)
        just_before = T0 + HOUR - (T0.resolution)
        assert ledger.entries(known_by=T0 - T0.resolution) == []
        assert [e.claim.modality for e in ledger.entries(known_by=T0)] == ["confirmed"]
        assert [e.claim.modality for e in ledger.entries(known_by=just_before)] == ["confirmed"]
        assert [e.claim.modality for e in ledger.entries(known_by=T0 + HOUR)] == ["expected"]
        assert len(ledger.entries(include_closed=True)) == 2
        assert len(ledger.entries(include_closed=True, known_by=T0)) == 1

    def test_works_and_seasons_are_asked_apart(self, ledger: Ledger) -> None:
        hold(ledger, claim(season=2), claim(season=3), claim(season=None))
        hold(ledger, claim(season=2, document_id="doc-2"), work="other")
        assert ledger.works() == [WORK, "other"]
        assert [e.claim.season for e in ledger.entries(work_id=WORK, season=3)] == [3]
        assert [e.claim.season for e in ledger.entries(work_id=WORK, season=None)] == [None]
        assert len(ledger.entries(work_id=WORK)) == 3
        assert len(ledger.entries(season=2)) == 2

    def test_works_are_told_that_changed_since_a_row_came(self, ledger: Ledger) -> None:
        assert ledger.mark() is None and ledger.works() == []
        (id,) = hold(ledger, claim(), at=T0 + HOUR, work="wrong")
        first = ledger.mark()
        assert first is not None and ledger.works_since(first) == []
        hold(ledger, claim(document_id="doc-2"), at=T0, work="late")  # known earlier, yet it came later
        second = ledger.mark()
        assert second is not None and ledger.works_since(first) == ["late"]
        ledger.correct(id, {"work_id": "right"}, by="Ed", reason="its work", known_at=T0 + 2 * HOUR)
        assert ledger.works_since(first) == ["late", "right", "wrong"]
        assert ledger.works_since(second) == ["right", "wrong"]
        assert ledger.works() == ["late", "right"]

    def test_a_row_of_another_ledger_tells_nothing(self, ledger: Ledger) -> None:
        hold(ledger, claim())
        mark = ledger.mark()
        assert mark is not None
        for other in (mark._replace(number=mark.number + 1), mark._replace(entry_id="0" * 24)):
            assert ledger.works_since(other) is None

    def test_the_order_is_by_day_of_saying_then_id(self, ledger: Ledger) -> None:
        days = ["2024-02-01", None, "2024-01", "2024-02-01", "2023"]
        hold(ledger, *[claim(said_on=d, document_id=f"doc-{n}") for n, d in enumerate(days)])
        found = ledger.entries()
        said = [e.claim.said_on.edtf if e.claim.said_on else None for e in found]
        assert said == ["2023", "2024-01", "2024-02-01", "2024-02-01", None]
        assert found[2].entry_id < found[3].entry_id

    # -- forecasts, backup, check

    def test_forecasts_are_frozen(self, ledger: Ledger) -> None:
        first = Forecast(
            title="Lighthouse",
            season=2,
            at=date(2026, 11, 24),
            quantiles={"0.50": date(2027, 3, 1)},
            never=0.1,
            model="m1",
        )
        later = msgspec.structs.replace(first, never=0.2)
        ledger.freeze(first, WORK, T0)
        ledger.freeze(first, WORK, T0)
        ledger.freeze(later, "other", T0 + HOUR)
        kept = msgspec.structs.replace(first, known_at=T0)
        assert ledger.forecasts(WORK) == [(WORK, kept)]
        assert ledger.forecasts(known_by=T0) == [(WORK, kept)]
        assert [work for work, _ in ledger.forecasts()] == [WORK, "other"]
        assert ledger.frozen() == 2

    def test_a_backup_holds_the_same(self, ledger: Ledger, tmp_path: Path) -> None:
        hold(ledger, claim())
        ledger.backup(tmp_path / "backup.db")
        hold(ledger, claim(document_id="doc-2"))
        ledger.backup(tmp_path / "backup.db")
        assert [p.name for p in tmp_path.glob("backup*")] == ["backup.db"]

    def test_a_sound_ledger_has_no_findings(self, ledger: Ledger) -> None:
        (id, _) = hold(ledger, claim(), quoted())
        hold(ledger, claim(modality="expected"), at=T0 + HOUR)
        ledger.retract(id, by="a", reason="r", known_at=T0 + 2 * HOUR)
        assert ledger.check() == []
