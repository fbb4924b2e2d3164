"""The API's answers: both clocks, pages of rows, validators, problem details, and no words of any article."""

from __future__ import annotations

from typing import Any

import pytest

from airdate.publish.guide_json import FIELDS
from airdate.publish.schemas import CLAIMS
from airdate.web.api.description import PREFIX
from tests.web.conftest import Served

WORK = f"{PREFIX}/works/all-of-us-are-dead"


def rows(served: Served, path: str, **params: Any) -> list[dict[str, Any]]:
    """All rows of all pages."""
    found: list[dict[str, Any]] = []
    cursor = None
    for _ in range(100):
        given = {**params, **({"cursor": cursor} if cursor else {})}
        page = served.get(f"{PREFIX}{path}", params=given).raise_for_status().json()
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            return found
    raise AssertionError("the pages do not end")


def test_a_guide_answers_as_of_two_days(served: Served) -> None:
    now = served.get(f"{WORK}/guide", params={"season": 2}).json()
    then = served.get(f"{WORK}/guide", params={"season": 2, "as_of": "2023-03-31"}).json()
    assert now["form"] == then["form"] == "airdate-guide-1"
    assert then["as_of"] == "2023-03-31"
    assert "2026" in str(now["sections"]) and "2026" not in str(then["sections"][0])


def test_what_the_ledger_held_at_an_instant_before_it_held_anything(served: Served) -> None:
    claims = served.get(f"{WORK}/claims", params={"known_at": "2020-01-01T00:00:00Z"}).json()
    assert claims == {"items": [], "next": None}


@pytest.mark.parametrize("limit", [1, 7, 200])
def test_pages_hold_every_row_once_in_one_order(served: Served, limit: int) -> None:
    for path in ("/works/kingdom/claims", "/works", "/calendar", "/undated"):
        paged = rows(served, path, limit=limit) if limit > 1 or path != "/works" else []
        whole = rows(served, path, limit=200)
        assert not paged or paged == whole
        assert len({str(row) for row in whole}) == len(whole) > 0


def test_claims_have_the_columns_of_the_export_and_no_quote(served: Served) -> None:
    claims = rows(served, "/works/all-of-us-are-dead/claims", history=True)
    assert {tuple(claim) for claim in claims} == {CLAIMS.names}
    quotes = {e.claim.span.quote for e in served.airdate.claims("all-of-us-are-dead") if e.claim.span}
    assert quotes or claims
    assert not any(quote in str(claims) for quote in quotes)
    assert all(claim["value"] is None for claim in claims if claim["kind"] == "plot")


def test_claims_of_other_licences_are_left_out_where_one_is_asked_for(served: Served) -> None:
    assert rows(served, "/works/kingdom/claims", licence="cc0") == []
    assert rows(served, "/works/kingdom/claims", licence="facts") == rows(served, "/works/kingdom/claims")


@pytest.mark.parametrize(
    "path",
    [
        "/works",
        "/works/kingdom",
        "/works/kingdom/guide",
        "/calendar",
        "/record",
        "/openapi.json",
        "/changelog",
    ],
)
def test_what_has_not_changed_is_not_sent_again(served: Served, path: str) -> None:
    first = served.get(PREFIX + path)
    etag = first.headers["etag"]
    again = served.get(PREFIX + path, headers={"If-None-Match": f'"other", W/{etag}'})
    assert first.status_code == 200 and first.headers["cache-control"] == "public, max-age=60"
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert served.get(PREFIX + path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/works/kingdon", 404, "Kingdom"),
        ("/works/kingdom/guide?season=777", 404, "777"),
        ("/works/kingdom/guide?season=x", 400, "season"),
        ("/works/kingdom/guide?as_of=2026-02-30", 400, "as_of"),
        ("/works/kingdom/guide?as_of=2999-01-01", 404, "2999"),
        ("/works/kingdom/guide?known_at=yesterday", 400, "known_at"),
        ("/works/kingdom/guide?known_at=0.5", 400, "known_at"),
        ("/works/kingdom/guide?season=null", 400, "season"),
        ("/works/kingdom/guide?season=1&season=2", 400, "season"),
        ("/works?limit=0", 400, "limit"),
        ("/works?limit=201", 400, "limit"),
        ("/works?cursor=zz", 400, "cursor"),
        ("/works/dune-part-three/forecast", 404, "film"),
        ("/exports/secrets", 400, "table"),
        ("/nothing", 404, ""),
    ],
)
def test_errors_are_problem_details(served: Served, path: str, status: int, told: str) -> None:
    answer = served.get(PREFIX + path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status and problem["type"] == "about:blank" and problem["title"]
    assert told in answer.text
    assert "Traceback" not in answer.text


def test_a_method_that_is_none_of_ours_is_told_which_are(served: Served) -> None:
    answer = served.client.delete(f"{WORK}/guide")
    assert answer.status_code == 405 and "GET" in answer.headers["allow"]
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_search_finds_words_of_names(served: Served) -> None:
    found = served.get(f"{PREFIX}/works", params={"q": "are dead"}).json()["items"]
    assert [work["title"] for work in found] == ["All of Us Are Dead"]
    assert found[0]["link"] == f"{served.config.site.absolute('/all-of-us-are-dead/2/')}"
    assert served.get(f"{PREFIX}/works", params={"q": "no such title"}).json()["items"] == []


def test_a_text_is_checked_and_not_kept(served: Served) -> None:
    text = "Netflix has renewed All of Us Are Dead for a second season. A sample in our own words."
    before = len(served.airdate.ledger.entries())
    checked = served.client.post(f"{PREFIX}/check", json={"text": text, "as_of": "2026-11-24"}).json()
    assert {(c["title"], c["season"], c["verdict"]) for c in checked["claims"]} == {
        ("All of Us Are Dead", 2, "holds")
    }
    assert text not in str(checked)
    assert len(served.airdate.ledger.entries()) == before


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 400), ({"text": ""}, 400), ({"text": 1}, 400), ({"text": "a", "more": 1}, 400), ([], 400)],
)
def test_a_check_without_a_text_is_refused(served: Served, body: Any, status: int) -> None:
    assert served.client.post(f"{PREFIX}/check", json=body).status_code == status


def test_every_field_of_the_api_is_described(served: Served) -> None:
    described = served.get(f"{PREFIX}/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    silent = [
        f"{name}.{field}"
        for name, schema in described["components"]["schemas"].items()
        for field, told in schema.get("properties", {}).items()
        if not (told.get("description") or "$ref" in told)
    ]
    assert silent == []
    operations = [
        (path, method, o) for path, item in described["paths"].items() for method, o in item.items()
    ]
    assert all(o["summary"] and o["description"] for _, _, o in operations)
    assert all(p.get("description") for _, _, o in operations for p in o.get("parameters", ()))
    assert FIELDS and len(operations) > 15
