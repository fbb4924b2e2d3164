"""The scorer's figures, by hand and against the evaluation's own."""

import importlib.util
import json
from pathlib import Path

import pytest

from airdate.errors import DataError
from airdate.reading.evaluate import Label, read_labels, score


def label(title: str, season: int | None, kind: str, value: str, **more: str) -> Label:
    return Label(title=title, season=season, kind=kind, value=value, **more)


GOLD = {
    "1": (label("Reacher", 2, "status", "renewed"), label("Reacher", 2, "provider", "Prime Video")),
    "2": (label("Harbour", 3, "release", "2022-22"),),
    "3": (label("Kaos", None, "cast", "joining", person="Ada Bell"),),
    "4": (),
}


def test_what_equals_the_labels_is_perfect() -> None:
    figures = score(GOLD, GOLD).flat()
    assert figures["overall.f1"] == figures["person.f1"] == figures["modality.accuracy"] == 1
    assert figures["claim_free.share"] == 0


def test_names_services_and_repeats_are_folded() -> None:
    told = {
        "1": (
            label("‘REACHER’", 2, "status", "renewed"),
            label("Reacher", 2, "status", "renewed"),
            label("Reacher", 2, "provider", "Amazon"),
        )
    }
    figures = score(GOLD, told)
    assert figures.strict["status"].told == 1
    assert figures.strict["provider"].hits == 1


def test_relaxed_takes_windows_that_overlap_by_half_and_either_winter() -> None:
    told = {"2": (label("Harbour", 3, "release", "2022-06/2022-08"),)}
    figures = score(GOLD, told)
    assert (figures.strict["release"].hits, figures.relaxed["release"].hits) == (0, 1)
    winter = {"2": (label("Harbour", 3, "release", "2024-24"),)}
    assert (
        score(winter, {"2": (label("Harbour", 3, "release", "2024-01/2024-02"),)}).relaxed["release"].hits
        == 1
    )


def test_claims_where_there_are_none_are_counted_by_document() -> None:
    assert score(GOLD, {"4": (label("X", None, "status", "cancelled"),)}).flat()["claim_free.share"] == 1


def test_aliases_are_a_document_s_own() -> None:
    told = {"3": (label("Chaos", None, "cast", "joining", person="Ada Bell"),)}
    assert score(GOLD, told).strict["cast"].hits == 0
    assert score(GOLD, told, {"3": {"Kaos": ["Chaos"]}}).strict["cast"].hits == 1


def test_a_line_that_is_no_document_is_named() -> None:
    with pytest.raises(DataError, match="gold:2"):
        read_labels(['{"id": 1, "claims": []}', "{"], name="gold")


def test_figures_agree_with_the_evaluation_s_scorer(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("score", shared / "eval" / "score.py")
    assert spec is not None and spec.loader is not None
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    lines = (shared / "eval" / "articles_dev.jsonl").read_text(encoding="utf-8").splitlines()
    half = [json.dumps({"id": d["id"], "claims": d["claims"][::2]}) for d in map(json.loads, lines)]
    ours = score(read_labels(lines), read_labels(half)).flat()
    result, _ = theirs.score(
        {str(d["id"]): d["claims"] for d in map(json.loads, lines)},
        {str(d["id"]): d["claims"] for d in map(json.loads, half)},
    )
    assert ours["overall.f1"] == pytest.approx(result["overall"]["f1"])
    assert ours["overall.relaxed.f1"] == pytest.approx(result["overall_relaxed"]["f1"])
    assert ours["person.f1"] == pytest.approx(result["cast_person"]["f1"])
    assert ours["modality.accuracy"] == pytest.approx(result["modality"]["accuracy"])
