"""The audit by a copy of advisories: a made-up one on every way in which a version can be named."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from bench.audit import main, pins

LOCK = "sample-parser[fast]==1.4.0 ; python_version > '3' \\\n    --hash=sha256:00\nother==2.0\n"


def advisory(**affected: Any) -> dict[str, Any]:
    package = {"name": "Sample_Parser", "ecosystem": "PyPI"}
    return {
        "id": "SAMPLE-1",
        "modified": "2026-01-02T03:04:05Z",
        "affected": [{"package": package, **affected}],
    }


def between(*events: dict[str, str]) -> dict[str, Any]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": list(events)}]}


def audited(monkeypatch: pytest.MonkeyPatch, folder: Path, *told: dict[str, Any]) -> int:
    for number, each in enumerate(told):
        (folder / f"{number}.json").write_text(json.dumps(each))
    lock = folder / "sample.lock"
    lock.write_text(LOCK)
    monkeypatch.setattr(sys, "argv", ["audit", str(folder), str(lock)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.mark.parametrize(
    ("affected", "code"),
    [
        ({"versions": ["1.4.0"]}, 1),
        ({"versions": ["1.4.1"]}, 0),
        (between({"introduced": "0"}, {"fixed": "1.4.1"}), 1),
        (between({"introduced": "0"}, {"fixed": "1.4"}), 0),
        (between({"introduced": "1.4.0"}), 1),
        (between({"introduced": "1.5"}), 0),
        (between({"introduced": "0"}, {"last_affected": "1.4.0"}), 1),
        (between({"introduced": "0"}, {"last_affected": "1.3"}), 0),
        (between({"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "1.3"}, {"fixed": "1.5"}), 1),
        (between({"introduced": "a word"}), 1),
    ],
)
def test_a_version_is_named_by_list_or_range(
    affected: dict[str, Any], code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert audited(monkeypatch, tmp_path, advisory(**affected)) == code


def test_what_was_found_is_printed_with_the_newest_day(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = advisory(versions=["1.4.0"])
    assert audited(monkeypatch, tmp_path, named, {**named, "withdrawn": "2026-01-03T00:00:00Z"}) == 1
    told = capsys.readouterr().out
    assert "2 packages, 1 advisories on them of 1 up to 2026-01-02" in told
    assert told.count("sample-parser 1.4.0 SAMPLE-1") == 1


def test_another_ecosystem_is_not_meant_and_an_empty_folder_is_no_audit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert audited(monkeypatch, tmp_path) == 2
    other = advisory(versions=["1.4.0"])
    other["affected"][0]["package"]["ecosystem"] = "npm"
    assert audited(monkeypatch, tmp_path, other) == 0


def test_pins_are_read_with_extras_and_markers() -> None:
    assert pins(LOCK) == {"sample-parser": "1.4.0", "other": "2.0"}
