"""The live pages: today's and earlier days', search without script, checks, headers, and what is no page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from airdate.publish.site.templates import asset_path
from tests.web.conftest import Served

GUIDE = "/all-of-us-are-dead/2/"
SAMPLE = "Netflix has renewed All of Us Are Dead for a second season. A sample in our own words."


@pytest.mark.parametrize(
    "path",
    [
        "/",
        GUIDE,
        "/calendar/",
        "/undated/",
        "/changes/",
        "/lists/",
        "/codes/",
        "/record/",
        "/method/",
        "/titles/",
    ],
)
def test_every_page_carries_the_security_headers_and_its_tag(served: Served, path: str) -> None:
    answer = served.get(path)
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers and "server" not in answer.headers
    again = served.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304 and again.content == b""


def test_every_link_of_the_home_page_and_of_a_guide_leads_somewhere(served: Served) -> None:
    for page in ("/", GUIDE):
        links = set(re.findall(r'(?:href|src)="(/[^"#]*)"', served.get(page).text))
        assert len(links) > 10
        assert {link: served.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_a_page_as_of_a_day_by_query_is_the_page_at_that_day(served: Served) -> None:
    then = served.get(f"{GUIDE}as-of/2023-03-31/")
    assert then.status_code == 200 and "31 March 2023" in then.text
    assert served.get(GUIDE, params={"as-of": "2023-03-31"}).content == then.content
    assert served.get(GUIDE, params={"as-of": "2999-01-01"}).status_code == 400
    assert served.get(GUIDE, params={"as-of": "tomorrow"}).status_code == 400


def test_a_series_has_a_page_that_leads_to_its_seasons(served: Served) -> None:
    series = GUIDE.removesuffix("2/")
    page = served.get(series)
    assert page.status_code == 200 and f'href="{GUIDE}"' in page.text
    links = set(re.findall(r'href="(/[^"#]*)"', page.text))
    assert {link: served.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    assert served.get(f"{series}calendar.ics").status_code == 200
    assert served.get(series.removesuffix("/"), follow_redirects=False).headers["location"] == series
    assert served.get(f"{series}as-of/2023-03-31/").status_code == 404
    assert served.get(f"{series}9/").status_code == 404


def test_a_search_works_without_script(served: Served) -> None:
    found = served.get("/titles/", params={"q": "are dead"})
    assert f'href="{GUIDE}"' in found.text
    assert "No title with" in served.get("/titles/", params={"q": "<script>"}).text
    assert "<script>alert" not in served.get("/titles/", params={"q": "<script>alert"}).text


def test_the_slash_is_added_and_head_is_answered(served: Served) -> None:
    moved = served.get(GUIDE.rstrip("/"))
    assert (moved.status_code, moved.headers["location"]) == (301, GUIDE)
    head = served.client.head(GUIDE)
    assert head.status_code == 200 and head.content == b""
    assert head.headers["etag"] == served.get(GUIDE).headers["etag"]


def test_an_asset_may_be_kept_for_ever(served: Served) -> None:
    answer = served.get(asset_path("site.css"))
    assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    "path",
    [
        "/no-such-title/1/",
        "/all-of-us-are-dead/99999999999999999999/",
        "/all-of-us-are-dead/2/as-of/2023-99-99/",
        "/all-of-us-are-dead/2/more/",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/assets/../ledger.db",
        "/overview.msgpack",
        "/%00",
        "/" + "a/" * 500,
    ],
)
def test_what_is_no_page_is_not_found(served: Served, path: str) -> None:
    answer = served.get(path)
    assert answer.status_code == 404
    assert "text/html" in answer.headers["content-type"] and "Traceback" not in answer.text


def test_a_pasted_text_is_marked_and_its_style_is_let_through(served: Served) -> None:
    form = served.get("/check/")
    assert 'name="text"' in form.text and 'href="/check/"' in served.get("/").text
    marked = served.client.post("/check/", data={"text": SAMPLE})
    assert marked.status_code == 200 and '<mark class="holds">' in marked.text
    assert "sha256-" in marked.headers["content-security-policy"]
    assert marked.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("form", "status", "told"),
    [
        ({"text": "  "}, 400, "Paste a text"),
        ({"text": "a" * 60_000}, 422, "longer than"),
        ({"text": "a", "as_of": "soon"}, 400, "is no day"),
        ({"url": "http://127.0.0.1:1/"}, 422, ""),
        ({"url": "http://169.254.169.254/latest/meta-data"}, 422, ""),
        ({"url": "file:///etc/passwd"}, 422, ""),
    ],
)
def test_what_cannot_be_checked_is_told_in_the_form(
    served: Served, form: dict[str, str], status: int, told: str
) -> None:
    answer = served.client.post("/check/", data=form)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text and told in answer.text and "root:" not in answer.text


def test_a_body_that_is_too_large_is_refused(served: Served) -> None:
    answer = served.client.post("/check/", data={"text": "a" * 5_000_000})
    assert answer.status_code == 413


def test_checks_of_one_address_are_limited(serving: Callable[..., Served]) -> None:
    site = serving(checks_per_minute=2)
    codes = [site.client.post("/api/v1/check", json={"text": SAMPLE}).status_code for _ in range(4)]
    assert codes == [200, 200, 429, 429]
    assert site.client.post("/check/", data={"text": SAMPLE}).status_code == 429
    assert site.get("/").status_code == 200


def test_requests_of_one_address_are_limited_and_health_is_not(serving: Callable[..., Served]) -> None:
    site = serving(requests_per_minute=3)
    answers = [site.get("/") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert answers[-1].headers["content-type"] == "application/problem+json"
    assert all(site.get("/health").status_code == 200 for _ in range(5))


def test_a_forged_address_is_not_believed_and_a_proxy_s_is(serving: Callable[..., Served]) -> None:
    site = serving(requests_per_minute=2, trusted_proxies="10.0.0.0/8")
    codes = [site.get("/", headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code for n in range(4)]
    assert codes == [200, 200, 429, 429]
    behind = serving(requests_per_minute=2, trusted_proxies="127.0.0.0/8,10.0.0.0/8")
    ways = [f"203.0.113.9, 198.51.100.{n}, 10.1.2.3" for n in range(4)]
    assert [behind.get("/", headers={"X-Forwarded-For": way}).status_code for way in ways] == [200] * 4


@pytest.mark.parametrize("prefix", ["", "/folder"])
def test_a_site_in_a_folder_links_into_it_whether_or_not_the_proxy_cuts_it_off(
    serving: Callable[..., Served], prefix: str
) -> None:
    site = serving(base_url="https://example.org/folder")
    page = site.get(f"{prefix}{GUIDE}")
    assert page.status_code == 200
    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.text)
    assert links and all(link.startswith("/folder/") for link in links)
    assert 'rel="canonical" href="https://example.org/folder/all-of-us-are-dead/2/"' in page.text
    assert site.get(f"{prefix}{GUIDE.rstrip('/')}").headers["location"] == f"/folder{GUIDE}"
    assert site.get(f"{prefix}/api/v1/openapi.json").json()["servers"] == [{"url": "/folder"}]
    assert 'action="/folder/check/"' in site.get(f"{prefix}/check/").text


def test_what_an_editor_changes_shows_at_once_and_elsewhere_soon(serving: Callable[..., Served]) -> None:
    site = serving()
    before = site.get("/api/v1/works/all-of-us-are-dead/guide?season=2")
    kept = site.get("/api/v1/works/kingdom/guide")
    renewed = next(
        entry
        for entry in site.airdate.claims("all-of-us-are-dead", 2)
        if (entry.claim.kind, entry.claim.value) == ("status", "renewed")
    )
    site.airdate.retract(renewed.entry_id, by="a test", reason="a sample")
    after = site.get("/api/v1/works/all-of-us-are-dead/guide?season=2")
    assert after.headers["etag"] != before.headers["etag"]
    assert renewed.entry_id in {change["entry_id"] for change in after.json()["changes"]}
    assert site.get("/api/v1/works/kingdom/guide").headers["etag"] == kept.headers["etag"]
    assert site.keeper.refresh() is True
    assert site.keeper.refresh() is False


def test_operations_tell_how_it_is(served: Served) -> None:
    assert served.get("/health").json()["status"] == "up"
    assert served.get("/ready").json()["status"] == "ready"
    metrics = served.get("/metrics").text
    assert 'airdate_requests_total{kind="page"' in metrics
    assert "airdate_request_seconds_bucket" in metrics and "airdate_works 45" in metrics


def test_a_guide_made_ahead_is_the_one_that_is_made_when_asked_for(serving: Callable[..., Served]) -> None:
    ahead, none = serving(), serving(pages_megabytes=0)
    assert _made_ahead(ahead) == _made_ahead(none) == 0
    first, again = ahead.get(GUIDE), ahead.get(GUIDE)
    assert _made_ahead(ahead) == 1, "the second comes from memory"
    made = none.get(GUIDE)
    assert _made_ahead(none) == 0
    local = made.text.replace(none.config.site.absolute(""), ahead.config.site.absolute(""))
    assert first.text == again.text == local and first.headers["etag"] == again.headers["etag"]


def test_a_guide_made_ahead_is_not_shown_once_its_work_has_changed(serving: Callable[..., Served]) -> None:
    site = serving()
    before = site.get(GUIDE).text
    entry = site.airdate.claims("all-of-us-are-dead", 2)[0]
    site.airdate.retract(entry.entry_id, by="a test", reason="a sample")
    after = site.get(GUIDE).text
    assert after != before and _made_ahead(site) == 1
    site.keeper.refresh()
    site.airdate.restore(entry.entry_id, by="a test", reason="a sample")
    assert site.get(GUIDE).text not in (before, after) and _made_ahead(site) == 1


def _made_ahead(site: Served) -> int:
    found = re.search(r'airdate_answers_total\{from="ahead"\} (\d+)', site.get("/metrics").text)
    return int(found[1]) if found else 0
