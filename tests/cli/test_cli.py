"""The commands as a person runs them: what they print, what they store, how they refuse."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from airdate.cli import main

SAMPLE = Path(__file__).parents[1] / "samples" / "premiere-day.html"
TITLE = "All of Us Are Dead"


class Cli:
    """Runs commands on a ledger of its own."""

    def __init__(self, folder: Path) -> None:
        self.ledger = folder / "ledger.db"

    def __call__(self, *args: str, input: str | bytes | None = None) -> Result:
        catalogue = str(self.ledger.parent / "catalogue.db")
        env = {"AIRDATE_LEDGER": str(self.ledger), "AIRDATE_CATALOGUE": catalogue, "NO_COLOR": "1"}
        return CliRunner().invoke(main, args, input=input, env=env)

    def ok(self, *args: str, input: str | bytes | None = None) -> str:
        result = self(*args, input=input)
        assert result.exit_code == 0, result.output
        return result.output

    def contents(self) -> list[tuple[object, ...]]:
        with sqlite3.connect(self.ledger) as db:
            return db.execute("select * from entry order by 1, 2").fetchall()


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path)


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_the_demo_answers_today_and_in_2023_as_the_facts_do(cli: Cli) -> None:
    now = flat(cli.ok("demo", "--as-of", "2026-11-24"))
    then = flat(cli.ok("demo", "--as-of", "2023-03-31"))
    assert "Filming wrapped on 18 or 19 February 2026" in now
    assert "In post-production (India TV, 22 Feb 2026)" in now
    assert "No exact date announced" in now and "No exact date announced" in then
    assert "Guess, missed: early 2024 (Dexerto, 10 Aug 2023)" in now
    assert "Guess: December 2026" in now and "Guess: early 2027" in now
    assert "Renewed (Netflix via /Film, 6 Jun 2022" in then
    assert "Guess: 2024 (newslanes.com, 11 Jul 2022)" in then
    assert "2026" not in then.partition("Our forecast")[0].replace("As of 31 March 2023", "")


def test_in_2023_the_start_of_filming_was_contradicted(cli: Cli) -> None:
    then = flat(cli.ok("demo", "--as-of", "2023-03-31"))
    production = then.partition("Production")[2].partition("Cast")[0]
    assert "Park Ji-hu" in production and "Bolavip" in production
    assert "not started" in production and "September 2022" in production


def test_an_article_with_a_day_changes_the_answer_and_a_retraction_brings_the_old_one_back(cli: Cli) -> None:
    ask = ("guide", TITLE, "2", "--as-of", "2026-11-24")
    before = cli.ok(*ask)
    cli.ok("read", str(SAMPLE))
    after = flat(cli.ok(*ask))
    assert after.startswith("All of Us Are Dead, season 2 As of 24 November 2026")
    assert "29 January 2027" in after.partition("Release date")[0]
    assert "Guess: late 2026 or early 2027" in after or "Guess: December 2026" in after
    entries = json.loads(cli.ok("claims", TITLE, "2", "--format", "json"))
    for entry in entries:
        if entry["claim"]["said_via"] == "variety.com":
            cli.ok("retract", entry["entry_id"], "--reason", "the sample was made up", "--by", "tester")
    restored = cli.ok(*ask)
    assert restored.partition("Renewed or not")[0] == before.partition("Renewed or not")[0]


def test_reading_twice_adds_nothing(cli: Cli) -> None:
    cli.ok("read", str(SAMPLE))
    held = cli.contents()
    assert "0 statements added" in cli.ok("read", str(SAMPLE))
    assert cli.contents() == held


def test_a_dry_run_and_a_check_record_nothing(cli: Cli) -> None:
    cli.ok("doctor")
    held = cli.contents()
    assert "2027-01-29" in cli.ok("read", str(SAMPLE), "--dry-run", "--explain")
    cli.ok("check", str(SAMPLE))
    assert cli.contents() == held


def test_an_unknown_title_gives_the_nearest_names_and_exit_code_2(cli: Cli) -> None:
    result = cli("guide", "All of Us Are Ded", "2")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "airdate: All of Us Are Ded: no work goes by that name (nearest: All of Us Are Dead)"
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.html", b"<html><body> </body></html>"),
        ("binary.txt", bytes(range(256)) * 40),
        ("large.txt", b"All of Us Are Dead season 2 is renewed. " * 600_000),
        ("bomb.txt.gz", gzip.compress(b"a" * 40_000_000)),
    ],
)
def test_a_bad_file_gives_one_clear_line_and_leaves_the_ledger_as_it_was(
    cli: Cli, tmp_path: Path, name: str, content: bytes
) -> None:
    cli.ok("doctor")
    held = cli.contents()
    path = tmp_path / name
    path.write_bytes(content)
    result = cli("read", str(path))
    assert result.exit_code == 1
    assert [line for line in result.stderr.splitlines() if str(path) in line]
    assert "Traceback" not in result.output
    assert cli.contents() == held


def test_a_file_of_200_mb_is_refused_by_its_size(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    result = cli("read", str(path))
    assert result.exit_code == 1 and str(path) in result.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("guide", TITLE, "2", "--as-of", "31.3.2023"),
        ("guide", TITLE, "2", "--as-of", "2023-02-30"),
        ("guide", TITLE, "2", "--as-of", "9999-12-31"),
        ("--ledger", "/proc/none/ledger.db", "upkeep"),
        ("guide", TITLE, "2", "--known-by", "yesterday"),
        ("read", str(SAMPLE), "--published", "last week"),
        ("read",),
        ("forecast",),
        ("correct", "0123", "value", "--reason", "x", "--by", "y"),
        ("read", str(SAMPLE), "--published", "2099-01-01"),
        ("build", str(SAMPLE)),
        ("build", "public", "--url", "javascript:alert(1)"),
        ("feed", TITLE, "2", "--url", ""),
        ("guide", TITLE, "9999"),
        ("guide", TITLE, "99999999999999999999"),
        ("guide", "Dune: Part Three", "2"),
        ("guide", f"{TITLE} Season 2", "3"),
        ("check", str(SAMPLE), "--published", "../2020"),
    ],
)
def test_wrong_input_is_refused_with_exit_code_2(cli: Cli, args: tuple[str, ...]) -> None:
    result = cli(*args)
    assert result.exit_code == 2
    assert result.stderr and "Traceback" not in result.output


def test_a_foreign_database_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with sqlite3.connect(path) as db:
        db.execute("create table someone_elses (x)")
    before = path.read_bytes()
    result = Cli(tmp_path)("guide", TITLE, "2")
    assert result.exit_code == 1 and str(path) in result.stderr and "no ledger of ours" in result.stderr
    assert path.read_bytes() == before


def test_a_locked_ledger_is_named(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.ok("doctor")
    monkeypatch.setenv("AIRDATE_LOCK_SECONDS", "0")
    with sqlite3.connect(cli.ledger) as db:
        db.execute("begin immediate")
        result = cli("read", str(SAMPLE))
    assert result.exit_code == 1 and "another process holds it" in result.stderr


def test_a_correction_is_kept_with_its_name_and_reason(cli: Cli) -> None:
    first = json.loads(cli.ok("claims", TITLE, "2", "--format", "json"))[0]["entry_id"]
    cli.ok("correct", first, "modality=expected", "--reason", "hedged in the text", "--by", "ann")
    kept = cli.ok("claims", TITLE, "2", "--all")
    assert "corrected by ann: hedged in the text" in kept
    assert cli("correct", first, "nonsense=1", "--reason", "x", "--by", "ann").exit_code == 2
    assert cli("retract", "ffffffff", "--reason", "x", "--by", "ann").exit_code == 1


def test_a_redacted_statement_leaves_no_word_behind(cli: Cli) -> None:
    cli.ok("read", str(SAMPLE))
    entries = json.loads(cli.ok("claims", TITLE, "2", "--format", "json"))
    mine = [e["entry_id"] for e in entries if e["claim"]["said_via"] == "variety.com"]
    for entry_id in mine:
        assert "redacted" in cli.ok("redact", entry_id, "--reason", "legal request", "--by", "ann")
    assert b"Netflix announced on Friday" not in cli.ledger.read_bytes()
    shown = cli.ok("claims", TITLE, "2", "--all")
    assert "redacted by ann: legal request" in flat(shown) and "None" not in shown


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("table", ["claims", "beliefs", "forecasts"])
def test_exports_hold_no_quotes(cli: Cli, tmp_path: Path, table: str, form: str) -> None:
    cli.ok("read", str(SAMPLE))
    out = tmp_path / f"out.{form}"
    cli.ok("export", table, "--format", form, "--out", str(out), "--licence", "facts")
    if form == "parquet":
        rows = len(duckdb.sql(f"select * from '{out}'").fetchall())
    else:
        text = out.read_text(encoding="utf-8")
        assert "announced on Friday" not in text
        rows = len(list(csv.DictReader(text.splitlines()))) if form == "csv" else text.count("\n")
    assert rows > 20 or table == "forecasts"


def test_a_backup_is_a_ledger_that_answers_the_same(cli: Cli, tmp_path: Path) -> None:
    answer = cli.ok("guide", TITLE, "2", "--as-of", "2026-11-24")
    copy = tmp_path / "copy.db"
    cli.ok("backup", str(copy))
    assert cli.ok("--ledger", str(copy), "guide", TITLE, "2", "--as-of", "2026-11-24") == answer


def test_upkeep_drops_quotes_on_their_day_and_keeps_the_statements(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRDATE_QUOTE_DAYS", "0")
    cli.ok("read", str(SAMPLE))
    before = cli.ok("claims", TITLE, "2")
    assert b"Netflix announced on Friday" in cli.ledger.read_bytes()
    assert re.match(r"[1-9]\d* statements lost their quotes", cli.ok("upkeep"))
    assert b"Netflix announced on Friday" not in cli.ledger.read_bytes()
    assert cli.ok("claims", TITLE, "2") == before
    assert cli.ok("upkeep").startswith("0 statements")
    assert "0 statements added" in cli.ok("read", str(SAMPLE))


def test_spoilers_show_the_words_on_the_plot_on_the_own_screen_alone(cli: Cli) -> None:
    words = "the lighthouse is haunted by the students who were left behind"
    text = f"All of Us Are Dead season 2 will tell how {words}, director Lee Jae-kyoo said."
    cli.ok("read", "-", "--published", "2026-11-20", "--outlet", "sample.example", input=text)
    ask = ("guide", TITLE, "2", "--as-of", "2026-11-24")
    assert words not in flat(cli.ok(*ask)) and words in flat(cli.ok(*ask, "--spoilers"))
    for form in ("md", "json"):
        assert words not in flat(cli.ok(*ask, "--spoilers", "--format", form))


def test_a_guide_is_folded_unless_all_is_asked_for(cli: Cli) -> None:
    ask = ("guide", TITLE, "2", "--as-of", "2026-11-24")
    short, whole = cli.ok(*ask), cli.ok(*ask, "--all")
    assert "more statements on such pages" in flat(short) and "more statements" not in flat(whole)
    assert len(short.splitlines()) < len(whole.splitlines()) - 50


def test_a_named_day_leaves_no_word_that_there_is_none(cli: Cli) -> None:
    cli.ok("read", str(SAMPLE))
    shown = cli.ok("guide", TITLE, "2", "--as-of", "2026-11-24")
    section = shown.partition("Release date\n")[2].partition("\n\n")[0]
    assert "29 January 2027" in section and "No exact date announced" not in section


def test_the_doctor_finds_a_sound_ledger_sound(cli: Cli) -> None:
    assert "sound" in cli.ok("doctor")


def test_every_guide_form_says_the_same_answer(cli: Cli) -> None:
    ask = ("guide", TITLE, "2", "--as-of", "2026-11-24", "--format")
    answer = json.loads(cli.ok(*ask, "json"))["answer"]
    assert answer in flat(cli.ok(*ask, "text"))
    assert "Not dated" in cli.ok(*ask, "md")


def test_batch_reading_keeps_order_and_reports_lines_that_cannot_be_read(cli: Cli, tmp_path: Path) -> None:
    lines = [
        {
            "id": 7,
            "published": "2026-11-20",
            "outlet": "deadline.com",
            "title": None,
            "text": "‘Loot’ Season 4 Renewed",
        },
        {"id": "b", "published": "20th", "outlet": None, "title": "x", "text": "y"},
        {"id": "c", "published": None, "outlet": None, "title": "A quiet day", "text": "Nothing happened."},
    ]
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(json.dumps(line) for line in lines) + "\nnot json\n")
    cli.ok("read", "--jsonl", str(source), "--out", str(out))
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["id"] for row in rows][:3] == ["7", "b", "c"]
    assert [bool(row.get("error")) for row in rows] == [False, True, False, True]
    assert rows[2]["claims"] == []
    assert not cli.ledger.exists()


def test_batch_forecasts_read_the_given_files_alone(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "seasons.csv").write_text(
        "title,season,premiere,precision,platform\nSample,1,2020-03-01,day,Netflix\nSample,2,2021-04-01,day,Netflix\n"
    )
    requests = [
        {"id": "a", "title": "Sample", "season": 3, "at": "2021-10-01"},
        {"id": "b", "title": "All of Us Are Dead", "season": 2, "at": "2026-01-01"},
    ]
    (tmp_path / "req.jsonl").write_text("\n".join(map(json.dumps, requests)))
    out = tmp_path / "out.jsonl"
    args = ("--requests", str(tmp_path / "req.jsonl"), "--history", str(tmp_path / "seasons.csv"))
    cli.ok("forecast", *args, "--out", str(out))
    first, second = [json.loads(line) for line in out.read_text().splitlines()]
    assert len(first["quantiles"]) == 19 and 0 <= first["never"] <= 1
    assert list(first["quantiles"].values()) == sorted(first["quantiles"].values())
    assert "error" in second
    assert not cli.ledger.exists()


def test_help_costs_little_and_loads_nothing_heavy() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(3):
        done = subprocess.run([sys.executable, "-m", "airdate", "--help"], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    assert b"When does the next season come out" in done.stdout
    assert used / 3 < 0.2
    heavy = ("numpy", "msgspec", "trafilatura")
    code = f"import airdate.cli, sys; sys.exit(any(name in sys.modules for name in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_help(cli: Cli, name: str) -> None:
    assert main.commands[name].help
    assert "Usage:" in cli.ok(name, "--help")


def test_corrections_are_exported_as_labelled_cases(cli: Cli, tmp_path: Path) -> None:
    cli.ok("read", str(SAMPLE))
    entries = json.loads(cli.ok("claims", TITLE, "2", "--format", "json"))
    day = next(e for e in entries if e["claim"]["value"] == "2027-01-29")
    cli.ok("correct", day["entry_id"], "value=2027-01", "--reason", "no day is given", "--by", "ann")
    out = tmp_path / "cases.jsonl"
    cli.ok("export", "corrections", "--format", "jsonl", "--out", str(out))
    (case,) = [json.loads(line) for line in out.read_text().splitlines()]
    assert json.loads(case["read"])["value"] == "2027-01-29"
    assert json.loads(case["right"])["value"] == "2027-01"
    assert case["end"] > case["start"] >= 0 and case["by"] == "ann"


def test_a_forecast_is_frozen_once_and_waits_for_its_score(cli: Cli) -> None:
    cli.ok("forecast", TITLE, "2", "--freeze")
    assert "1 open" in cli.ok("scores")
    assert cli("forecast", TITLE, "2", "--freeze", "--as-of", "2023-03-31").exit_code == 2
    assert "1 open" in cli.ok("scores", "--outlets")


def test_a_forecast_gives_its_reasons_in_days(cli: Cli) -> None:
    shown = cli.ok("forecast", TITLE, "2", "--as-of", "2026-11-24")
    assert re.search(r"filming wrapped 279 days ago: −\d+ days", shown)
    as_json = json.loads(cli.ok("forecast", TITLE, "2", "--as-of", "2026-11-24", "--format", "json"))
    assert len(as_json["quantiles"]) == 19 and as_json["basis"][0]["days"] > 0


def test_the_reader_is_scored_against_labels(cli: Cli, tmp_path: Path) -> None:
    document = {
        "id": "1",
        "published": "2026-11-20",
        "title": None,
        "text": "‘Loot’ renewed for season 4 at Apple TV+",
    }
    label = {"title": "Loot", "season": 4, "kind": "status", "value": "renewed", "modality": "confirmed"}
    (tmp_path / "texts.jsonl").write_text(json.dumps(document))
    (tmp_path / "gold.jsonl").write_text(json.dumps({"id": "1", "claims": [label]}))
    shown = cli.ok("evaluate", "reading", str(tmp_path / "gold.jsonl"), str(tmp_path / "texts.jsonl"))
    assert re.search(r"status\.recall +1\.000", shown)
    assert cli("evaluate", "reading", str(tmp_path / "none"), str(tmp_path / "texts.jsonl")).exit_code == 2


def test_a_name_is_found_with_the_reason_and_a_misspelt_one_is_not_guessed(cli: Cli) -> None:
    assert "found by its title" in flat(cli.ok("find", "All of Us Are Dead"))
    assert "found by another of its names" in flat(cli.ok("find", "지금 우리 학교는"))
    result = cli("find", "All of Us Are Ded")
    assert result.exit_code == 2 and "All of Us Are Dead" in result.output


@pytest.mark.parametrize("name", [f"{TITLE} Season 2", f"{TITLE}: S02", f"{TITLE}, series 2"])
def test_a_season_may_stand_in_the_title(cli: Cli, name: str) -> None:
    assert "found by its title, season 2" in flat(cli.ok("find", name))
    assert cli.ok("guide", name).startswith(f"{TITLE}, season 2\n")
    assert cli.ok("claims", name) == cli.ok("claims", TITLE, "2")


def test_a_file_may_be_named_in_any_bytes(cli: Cli, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.html"
    Path(os.fsdecode(path)).write_bytes(SAMPLE.read_bytes())
    assert "statements added" in cli.ok("read", os.fsdecode(path))


def test_category_codes_are_listed_with_their_links(cli: Cli) -> None:
    shown = cli.ok("codes", "zombie")
    assert "https://www.netflix.com/browse/genre/" in shown and "Zombie" in shown
    assert "No such category" in cli.ok("codes", "no", "such", "thing")


def test_the_undated_shelf_lists_what_is_awaited_and_drops_what_is_dated(cli: Cli) -> None:
    assert "All of Us Are Dead, season 2 (renewed): around" in cli.ok("undated")
    cli.ok("read", str(SAMPLE))
    assert "All of Us Are Dead" not in cli.ok("undated")


def test_a_list_says_how_it_is_ordered_or_that_it_is_empty(cli: Cli) -> None:
    shown = cli.ok("list", "zombie")
    assert "The order: by hours watched" in shown and "Kingdom" in shown


def test_a_calendar_holds_dated_seasons_alone_and_is_the_same_each_time(cli: Cli) -> None:
    undated = cli.ok("calendar", TITLE)
    assert "BEGIN:VCALENDAR" in undated and "2027" not in undated
    cli.ok("read", str(SAMPLE))
    dated = cli.ok("calendar", TITLE)
    assert "DTSTART;VALUE=DATE:20270129" in dated
    assert cli.ok("calendar", TITLE) == dated


@pytest.mark.parametrize("form", ["atom", "json"])
def test_a_feed_tells_what_changed_without_spoilers(cli: Cli, form: str) -> None:
    shown = cli.ok("feed", TITLE, "2", "--format", form, "--url", "https://example.org/f")
    assert "Production: in post-production" in shown
    assert "Cast:" not in shown


def test_the_site_is_built_whole_and_only_what_changed_is_written_again(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    cli.ok("build", str(folder), "--url", "https://example.org")
    page = (folder / "all-of-us-are-dead" / "2" / "index.html").read_text(encoding="utf-8")
    assert "filming wrapped on 18 or 19 February 2026" in page
    assert "noindex" not in page and '<script src="http' not in page
    assert (folder / "all-of-us-are-dead" / "2" / "as-of" / "2022-06-06" / "index.html").exists()
    assert (folder / "all-of-us-are-dead" / "2" / "feed.atom").read_bytes().startswith(b"<?xml")
    assert (folder / "calendar" / "calendar.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    cli.ok("read", str(SAMPLE))
    again = cli.ok("build", str(folder), "--url", "https://example.org")
    assert "29 January 2027" in (folder / "all-of-us-are-dead" / "2" / "index.html").read_text(
        encoding="utf-8"
    )
    kept = re.search(r"(\d+) kept", again)
    assert kept is not None and int(kept[1]) > 20


def test_no_output_overwrites_a_ledger_a_link_a_device_or_its_own_input(cli: Cli, tmp_path: Path) -> None:
    cli.ok("doctor")
    held = cli.contents()
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "elsewhere.csv")
    for out in (str(cli.ledger), str(link), "/dev/null"):
        assert cli("export", "claims", "--out", out).exit_code == 2
    assert cli.contents() == held and link.is_symlink() and Path("/dev/null").is_char_device()
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 1, "title": "x", "text": "y"}')
    assert cli("read", "--jsonl", str(source), "--out", str(source)).exit_code == 2
    assert "title" in source.read_text()


def test_a_season_can_be_corrected(cli: Cli) -> None:
    first = json.loads(cli.ok("claims", TITLE, "2", "--format", "json"))[0]["entry_id"]
    cli.ok("correct", first, "season=3", "--reason", "another season", "--by", "ann")
    assert first[:8] in cli.ok("claims", TITLE, "3")


def test_an_instant_before_all_time_is_refused(cli: Cli) -> None:
    assert cli("guide", TITLE, "2", "--known-by", "0001-01-01T00:00:00+14:00").exit_code == 2
