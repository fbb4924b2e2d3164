"""A catalogue's moves by the command line, and a workspace whose ledger and catalogue are on a server."""

from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from airdate.catalogue import Store, add_starter, transfer
from airdate.cli import main
from airdate.errors import InputError
from airdate.run.live import Changes, place
from airdate.run.migrate_catalogue import migrate_catalogue, place_beside
from tests.catalogue.samples import contents, title
from tests.catalogue.test_transfer import TODAY
from tests.ledger.conftest import postgres, postgres_server

__all__ = ["postgres", "postgres_server"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def catalogue(home: Path) -> Path:
    path = home / "catalogue.db"
    with closing(Store(path)) as store:
        add_starter(store)
        store.put([title("tvmaze:1", "Lantern Street")], ("file", "1", 1))
    return path


def run(catalogue: Path | str, *arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, list(arguments), env={"AIRDATE_CATALOGUE": str(catalogue)})
    assert result.exit_code == code, result.output
    return result.output


def digest(place: Path | str) -> str:
    with closing(Store(place)) as store:
        return transfer.digest(store)[0]


def test_both_go_to_a_server_and_back(catalogue: Path, home: Path, postgres: str) -> None:
    here = (catalogue, "--ledger", str(home / "ledger.db"))
    there = (postgres, "--ledger", postgres)
    run(*here, "claims", "All of Us Are Dead", "2")
    said = run(*here, "migrate", "--to", postgres)
    assert "ledger: " in said and "catalogue: " in said and digest(postgres) in said
    assert "0 of them written now" in run(*here, "migrate", "--to", postgres)
    assert "Lantern Street" in run(*there, "find", "Lantern Street")
    assert "catalogue: postgresql://airdate@" in run(*there, "doctor")
    back = run(*there, "migrate", "--to", str(home / "back" / "ledger.db"))
    assert digest(home / "back" / "catalogue.db") == digest(catalogue) and digest(catalogue) in back


def test_one_can_be_moved_alone(catalogue: Path, home: Path, postgres: str) -> None:
    here = (catalogue, "--ledger", str(home / "ledger.db"))
    assert "ledger: " not in run(*here, "migrate", "--only", "catalogue", "--to", postgres)
    assert digest(postgres) == digest(catalogue)
    run(*here, "migrate", "--only", "catalogue", "--to", str(home / "copy.db"))
    with closing(Store(home / "copy.db")) as copy, closing(Store(catalogue)) as source:
        assert contents(copy)["form"] == contents(source)["form"]
    assert "catalogue: " not in run(*here, "migrate", "--only", "ledger", "--to", str(home / "to.db"), code=2)


def test_a_catalogue_that_is_a_file_stays_where_a_ledger_goes_into_one(catalogue: Path, home: Path) -> None:
    assert place_beside(str(home / "x" / "ledger.db"), catalogue) is None
    assert place_beside("postgresql://a/b", home / "none.db") is None
    assert place_beside("ledger.db", "postgresql://a/b") == Path("catalogue.db")


def test_what_is_not_there_is_not_made_and_nothing_is_copied_into_itself(catalogue: Path, home: Path) -> None:
    with pytest.raises(InputError, match="no catalogue to copy"):
        migrate_catalogue(home / "none.db", home / "to.db", TODAY, lambda _: None)
    with pytest.raises(InputError, match="itself"):
        migrate_catalogue(catalogue, home / "." / "catalogue.db", TODAY, lambda _: None)
    assert not (home / "none.db").exists() and not (home / "to.db").exists()


def test_texts_are_read_with_the_names_of_a_server(home: Path, postgres: str) -> None:
    with closing(Store(postgres)) as store:
        store.put([title("tvmaze:1", "Lanternia Street")])
    (home / "news.txt").write_text("Lanternia Street was renewed for a second season, Netflix said.\n")
    said = run(postgres, "read", str(home / "news.txt"))
    assert "Lanternia Street" in said and list((home / "data" / "airdate").glob("names-*.trie"))


def test_a_served_site_sees_within_a_second_that_something_was_synced(home: Path, postgres: str) -> None:
    changes = Changes(place({"catalogue": postgres, "ledger": str(home / "ledger.db")}, {}, home))
    with closing(changes), closing(Store(postgres)) as store:
        before = changes.catalogue()
        assert changes.catalogue() == before
        store.put([title("tvmaze:1", "Lantern Street")])
        changes._catalogue._looks._next = 0.0  # type: ignore[union-attr]
        assert changes.catalogue() != before


def test_a_catalogue_that_was_cut_off_or_is_not_ours_is_noticed(home: Path, postgres: str) -> None:
    with closing(Store(postgres)) as store:
        store.put([], (transfer.UNFINISHED, "unfinished", 0))
    assert "run airdate migrate once more" in run(postgres, "doctor", code=1)
    with closing(Store(postgres)) as store, store.writing():
        store.db.run("UPDATE migration SET sha256 = 'edited'")
        store.db.run("INSERT INTO form VALUES (3, 'abc', 'x:1', 0)")
        store.db.run("INSERT INTO tag VALUES ('w', 'genre', 'drama', 's', 999999, '')")
    said = run(postgres, "doctor", code=1)
    assert (
        "1 forms of names that no work has" in said
        and "1 rows of no origin" in said
        and "the migration was changed" in said
    )


def test_a_password_is_in_no_message(home: Path) -> None:
    address = "postgresql://anna:hunter2@localhost:1/news"
    for command in (["doctor"], ["find", "Lantern"], ["migrate", "--only", "catalogue", "--to", "to.db"]):
        result = CliRunner().invoke(main, command, env={"AIRDATE_CATALOGUE": address})
        assert result.exit_code != 0
        assert "anna@localhost" in result.output and "hunter2" not in result.output + str(result.exception)
