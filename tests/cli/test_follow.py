"""The commands follow and notify, as a user runs them: nothing secret is printed, no error is a traceback."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from airdate.cli import main
from tests.watch.hooks import listening

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # apprise imports it


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, input: str | None = None) -> Result:
    done = CliRunner().invoke(main, arguments, input=input)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_what_is_followed_is_listed_exported_and_imported_again(home: Path) -> None:
    assert run("follow", "add", "All of Us Are Dead", "Nonsuch of the Sea").exit_code == 0
    assert run("follow", "add", "zombie", "--as", "list").exit_code == 0
    listed = run("follow", "list").output
    assert "title  All of Us Are Dead\n" in listed and "Nonsuch of the Sea  (not matched" in listed
    for form in ("json", "csv"):
        out = home / f"out.{form}"
        assert run("follow", "export", "--format", form, "--out", str(out)).exit_code == 0
        for name, kind in (("All of Us Are Dead", "title"), ("zombie", "list")):
            assert run("follow", "remove", name, "--as", kind).exit_code == 0
        assert "3 rows read as airdate: 2 followed, 1 known" in run("follow", "import", str(out)).output
        assert run("follow", "list").output == listed


def test_an_import_is_previewed_and_its_file_removed_when_asked(home: Path) -> None:
    path = home / "archive.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("followed_tv_show.csv", "tv_show_id,tv_show_name,active,archived\n1,Silo,1,0\n")
        archive.writestr("access_token.csv", "token\nvery-secret")
    shown = run("follow", "import", str(path), "--dry-run")
    assert "1 rows would be read as tvtime: 1 followed" in shown.output
    assert run("follow", "list").output == ""
    assert run("follow", "import", str(path), "--delete").exit_code == 0
    assert not path.exists() and "Silo" in run("follow", "list").output


def test_a_library_is_imported_from_a_server_with_a_key_from_the_settings(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening() as server:
        server.content = json.dumps([{"title": "Silo", "titleSlug": "silo", "tvdbId": 1}]).encode()
        assert run("follow", "import", "--server", "sonarr", server.url).exit_code == 2
        monkeypatch.setenv("AIRDATE_ARR_KEY", "k3y")
        done = run("follow", "import", "--server", "sonarr", server.url)
        assert "1 followed" in done.output and server.requests[0].headers["x-api-key"] == "k3y"


def test_news_is_sent_to_a_webhook_and_nothing_secret_is_printed(home: Path) -> None:
    (home / "secret.txt").write_text("s3cret\n", encoding="utf-8")
    with listening() as hook:
        url = f"{hook.url}/t0ken"
        done = [
            run("notify", "add", "house", "-", "--secret-file", str(home / "secret.txt"), input=url + "\n"),
            run(
                "notify",
                "add",
                "mail",
                "mailto://me:p4ss@example.com",
                "--pace",
                "daily",
                "--kind",
                "release.*",
            ),
            run("notify", "targets"),
            run("notify", "test", "house"),
            run("follow", "add", "All of Us Are Dead"),
            run("notify", "run"),
            run("notify", "log", "--format", "json"),
            run("notify", "log"),
            run("notify", "remove", "mail"),
        ]
        assert [one.exit_code for one in done] == [0] * len(done)
        assert len(hook.requests) == 1 and json.loads(hook.requests[0].body)["event"] == "test"
        assert "webhook-signature" in hook.requests[0].headers
    printed = "".join(one.output for one in done)
    assert not [word for word in ("t0ken", "s3cret", "p4ss", "example.com") if word in printed]
    assert "1 works, 1 of them new; 0 notices" in printed


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("follow", "remove", "Nonsuch"), 2),
        (("follow", "import", "none.csv"), 2),
        (("follow", "import", "none.csv", "--format", "nonsense"), 2),
        (("notify", "test", "nobody"), 2),
        (("notify", "remove", "nobody"), 2),
        (("notify", "add", "x", "nonsense"), 2),
        (("notify", "add", "x", "nonsense://host"), 2),
        (("notify", "add", "x", "https://h.example", "--kind", "nonsense"), 2),
        (("notify", "add", "x", "https://h.example", "--secret-file", "none.txt"), 2),
    ],
)
def test_what_cannot_be_done_is_one_line(home: Path, arguments: tuple[str, ...], code: int) -> None:
    done = run(*arguments)
    assert done.exit_code == code and done.output.count("\n") == 1


def test_a_target_that_fails_is_told_and_tried_again(home: Path) -> None:
    run("notify", "add", "house", "http://127.0.0.1:9/x")
    done = run("notify", "test", "house")
    assert done.exit_code == 1 and "house: no answer" in done.output


def test_settings_that_do_not_fit_are_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRDATE_TIMEZONE", "Mars/Olympus")
    assert run("notify", "run").exit_code == 2


def test_the_kinds_are_shown() -> None:
    assert "season.renewed" in run("notify", "kinds").output
