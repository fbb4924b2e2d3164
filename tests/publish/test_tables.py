"""Exports: the same rows in every format, no formula, no quote, nothing half written."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdate.errors import DataError, InputError
from airdate.publish.schemas import BELIEFS, CLAIMS, TABLES, Row, Table, belief_rows, claim_rows
from airdate.publish.tables import Format, write_table
from tests.publish import regenerate, sample_guide

SAMPLE = regenerate.sample_rows()
FORMATS: list[Format] = ["csv", "jsonl", "parquet"]


@pytest.mark.parametrize(("table", "rows"), SAMPLE, ids=[table.name for table, _ in SAMPLE])
@pytest.mark.parametrize("format", FORMATS)
def test_no_words_of_an_article_leave(table: Table, rows: list[Row], format: Format) -> None:
    assert b"these very words" not in regenerate.exported(rows, table, format)


def test_no_table_has_a_column_for_quotes() -> None:
    columns = {name for table in TABLES.values() for name in table.names}
    assert not columns & {"quote", "span", "text", "body"}


@pytest.mark.parametrize(("table", "rows"), SAMPLE, ids=[table.name for table, _ in SAMPLE])
def test_all_formats_hold_the_same(tmp_path: Path, table: Table, rows: list[Row]) -> None:
    from_jsonl = [json.loads(line) for line in regenerate.exported(rows, table, "jsonl").splitlines()]
    from_csv = list(csv.DictReader(regenerate.exported(rows, table, "csv").decode().splitlines()))
    path = tmp_path / "t.parquet"
    write_table(rows, path, "parquet", table=table)
    relation = duckdb.connect().read_parquet(str(path))
    assert tuple(relation.columns) == tuple(from_csv[0]) == tuple(from_jsonl[0]) == table.names
    from_parquet = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    assert [{n: as_text(v) for n, v in row.items()} for row in from_jsonl] == from_csv
    assert [{n: as_text(v) for n, v in row.items()} for row in from_parquet] == from_csv


def as_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return "" if value is None else str(value)


@given(st.text(st.sampled_from("=+-@ '\t\r\na1"), max_size=8))
def test_no_cell_of_a_csv_is_a_formula(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    entries = [sample_guide.entry("=1+1", title=text, who=text, url=text, person=text)]
    path = tmp_path_factory.getbasetemp() / "formula.csv"
    write_table(claim_rows(entries), path, "csv", table=CLAIMS)
    with path.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert not [cell for cell in row.values() if cell[:1] in set("=+-@\t\r")]
    assert row["entry_id"] == "'=1+1"


@pytest.mark.parametrize("format", FORMATS)
def test_a_table_without_rows_still_has_its_form(tmp_path: Path, format: Format) -> None:
    path = tmp_path / f"t.{format}"
    assert write_table([], path, format, table=BELIEFS).rows == 0
    if format == "parquet":
        assert tuple(duckdb.connect().read_parquet(str(path)).columns) == BELIEFS.names
    if format == "csv":
        assert path.read_text().strip() == ",".join(BELIEFS.names)


def test_only_allowed_licences_leave(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    written = write_table(claim_rows(sample_guide.ENTRIES), path, "jsonl", table=CLAIMS, licences={"facts"})
    assert written == (3, 1, ("facts",))
    assert len(path.read_text().splitlines()) == 3
    every = write_table(claim_rows(sample_guide.ENTRIES), path, "jsonl", table=CLAIMS)
    assert every == (4, 0, ("CC-BY-SA-4.0", "facts"))


def test_a_belief_has_the_licences_of_all_that_it_rests_on(tmp_path: Path) -> None:
    rows = belief_rows(sample_guide.BELIEFS, sample_guide.ENTRIES)
    written = write_table(rows, tmp_path / "t.csv", "csv", table=BELIEFS, licences={"facts"})
    assert (written.rows, written.held_back) == (1, 1)
    unknown = list(belief_rows(sample_guide.BELIEFS, []))
    assert {row["licence"] for row in unknown} == {"unknown"}


@pytest.mark.parametrize("format", FORMATS)
def test_a_failed_export_leaves_the_old_file_and_no_draft(tmp_path: Path, format: Format) -> None:
    path = tmp_path / "t.out"
    path.write_text("as it was")

    def rows() -> Iterator[Row]:
        yield from claim_rows(sample_guide.ENTRIES)
        raise RuntimeError("the ledger went away")

    with pytest.raises(RuntimeError):
        write_table(rows(), path, format, table=CLAIMS)
    assert path.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_is_our_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        write_table([], tmp_path / "no" / "t.csv", "csv", table=CLAIMS)
    with pytest.raises(InputError, match="no such format"):
        write_table([], tmp_path / "t.xls", "xls", table=CLAIMS)  # type: ignore[arg-type]
    with pytest.raises(DataError, match="no column 'quote'"):
        write_table([{"quote": "x"}], tmp_path / "t.csv", "csv", table=CLAIMS)
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError):
        write_table([], tmp_path / "folder", "csv", table=CLAIMS)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
