"""What the pages say, to people and machines."""

import json
import re
from datetime import date
from itertools import pairwise

import pytest
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from airdate import dates
from airdate.errors import InputError
from airdate.publish.site import paths
from airdate.publish.site.chart import Named, draw, slices
from airdate.publish.site.guide_pages import as_of_page, guide_page
from airdate.publish.site.model import change_days
from airdate.publish.site.render import render_site
from airdate.publish.site.templates import address
from airdate.types import Work
from tests.publish.site import sample_site

FILES = dict(render_site(sample_site.site()))
GUIDE = "/the-glass-orchard/2/"


def html(path: str) -> HTMLParser:
    return HTMLParser(FILES[path].decode())


def linked_data(path: str) -> dict[str, object]:
    found = html(path).css_first('script[type="application/ld+json"]')
    value: dict[str, object] = json.loads(found.text())
    return value


def test_same_value_same_bytes() -> None:
    assert dict(render_site(sample_site.site())) == FILES


def test_the_answer_comes_first_and_whole() -> None:
    main = html(GUIDE).css_first("main").text(separator=" ", strip=True)
    assert " ".join(main.split()).startswith("The Glass Orchard Season 2 Not dated. Filming wrapped")


def test_every_cited_line_links_a_source_of_the_page() -> None:
    page = html(GUIDE)
    ids = {node.attributes["id"] for node in page.css("[id]")}
    links = [node.attributes["href"] for node in page.css(".refs a")]
    assert "#s2" in links
    assert {(href or "")[1:] for href in links} <= ids


def test_source_links_give_no_weight_and_no_opener() -> None:
    outside = [
        node for node in html(GUIDE).css("main a") if (node.attributes["href"] or "").startswith("http")
    ]
    assert len(outside) == 3
    assert {node.attributes["rel"] for node in outside} == {"nofollow noopener"}


@pytest.mark.parametrize("path", sorted(path for path in FILES if path.endswith("/")))
def test_a_plot_is_told_only_behind_its_mark(path: str) -> None:
    page = html(path)
    for node in page.css("details.spoiler"):
        assert "open" not in node.attributes
        node.decompose()
    assert "SPOILER" not in (page.html or "")


def test_the_plot_is_there_for_those_who_open_it() -> None:
    hidden = " ".join(node.text() for node in html(GUIDE).css("details.spoiler"))
    assert "the gardener did it" in hidden


def test_a_window_gives_machines_no_date() -> None:
    text = json.dumps(linked_data(GUIDE))
    assert not re.search(r"\d{4}-\d\d", text)
    assert "startDate" not in text


def test_a_confirmed_day_is_an_event() -> None:
    season = linked_data("/harbour-lights/3/")["containsSeason"]
    assert isinstance(season, dict)
    assert season["publication"]["@type"] == "BroadcastEvent"
    assert season["publication"]["startDate"] == "2026-12-04"
    assert season["publication"]["subjectOf"] == [{"@type": "WebPage", "url": "https://post.example/a"}]


@pytest.mark.parametrize("path", sorted(path for path in FILES if path.endswith("/")))
def test_every_link_of_the_site_leads_somewhere(path: str) -> None:
    feeds = (".ics", ".atom", "feed.json")  # made by others
    unmade = ("/tin-moon/",)  # rows of the sample without a page
    for node in html(path).css("[href]"):
        href = node.attributes["href"] or ""
        if href.startswith("/") and not href.endswith(feeds) and not href.startswith(unmade):
            assert href in FILES, href


@pytest.mark.parametrize("path", sorted(path for path in FILES if path.endswith("/")))
def test_no_page_asks_another_host_for_anything(path: str) -> None:
    page = html(path)
    for node in page.css("script[src], img, iframe, link[rel=stylesheet], link[rel=icon]"):
        assert (node.attributes.get("src") or node.attributes.get("href") or "").startswith("/")
    assert not re.search(rb"url\(|@import", FILES[path])


def test_the_wire_stays_light() -> None:
    """The page of a day is fetched one at a time; the page itself loads three files."""
    first = sum(len(FILES[path]) for path in FILES if path == GUIDE or path.startswith("/assets/"))
    assert first < 100_000


def test_the_days_are_those_on_which_something_changed() -> None:
    days = change_days(sample_site.guide())
    assert days == [date(2026, 6, 2), date(2026, 11, 19), date(2026, 11, 20)]  # a month is no day
    assert all(paths.as_of("the-glass-orchard", 2, day) in FILES for day in days)


def test_an_earlier_day_points_to_today() -> None:
    page = html("/the-glass-orchard/2/as-of/2026-06-02/")
    assert page.css_first("link[rel=canonical]").attributes["href"] == f"https://airdate.example{GUIDE}"
    assert len(page.css("[data-then]")) == len(html(GUIDE).css("[data-then]")) == 2
    assert page.css_first("[data-days] [aria-current] time").attributes["datetime"] == "2026-06-02"
    assert page.css_first('script[type="application/ld+json"]') is None
    assert b"as-of" not in FILES[paths.SITEMAP]


def test_shares_of_the_months_add_up_to_the_highest_level() -> None:
    parts = slices(sample_site.forecast())
    assert sum(part.share for part in parts) == pytest.approx(0.95, abs=1e-4)
    assert parts[0].first <= sample_site.TODAY <= parts[0].last
    assert all(a.last < b.first for a, b in pairwise(parts))


def test_a_far_forecast_is_drawn_by_quarter() -> None:
    far = replace(
        sample_site.forecast(), quantiles={**sample_site.forecast().quantiles, "0.95": date(2031, 1, 1)}
    )
    assert len(slices(far)) < 20
    drawn = draw(far, (), 350)
    assert drawn is not None
    assert all(0 <= bar.x <= 350 and bar.height >= 0 for bar in drawn.bars)


def test_a_named_window_outside_of_the_drawing_is_not_drawn_at_its_edge() -> None:
    def lanes(edtf: str) -> list[str]:
        named = Named(window=dates.parse(edtf), who="Sample", announced=False, words="guess")
        drawn = draw(sample_site.forecast(), [named], 350)
        assert drawn is not None
        return [lane.path for lane in drawn.lanes]

    assert lanes("2035") == []
    assert lanes("2027-03")[0].endswith("m0-4.5v9")
    assert not lanes("2027/2040")[0].endswith("v9")


def test_no_quantiles_no_drawing() -> None:
    assert draw(replace(sample_site.forecast(), quantiles={}), (), 350) is None


def test_the_shelf_stands_by_median_and_the_rest_last() -> None:
    names = [node.text() for node in html("/undated/").css(".shelf td:first-child")]
    assert names == ["The Glass Orchard, season 2", "Tin Moon, season 2"]


def test_a_window_stands_in_each_month_and_says_what_it_is() -> None:
    assert "window, no day named" in html("/calendar/2027-01/").css_first("li.window").text()
    assert html("/calendar/2026-12/").css_first("li.confirmed") is not None
    assert "not announced" in html("/calendar/2027-05/").css_first("li.likely").text()


def test_long_and_open_windows_stand_in_no_month() -> None:
    site = sample_site.site()
    rows = tuple(replace(site.calendar[1], when=dates.parse(w)) for w in ("2027/..", "2026/2031"))
    files = dict(render_site(replace(site, calendar=rows)))
    assert not [path for path in files if path.startswith("/calendar/2")]


def test_home_tells_this_week_alone() -> None:
    text = html("/").text()
    assert "guessed for 2027" in text
    assert "filming wrapped." not in text


def test_a_folder_before_the_site_is_in_every_link() -> None:
    files = dict(render_site(replace(sample_site.site(), base_url="https://e.example/a/")))
    links = [n.attributes["href"] or "" for n in HTMLParser(files["/"].decode()).css("[href]")]
    assert all(href.startswith(("/a/", "#", "https://e.example/a/")) for href in links)


@pytest.mark.parametrize("url", ["javascript:x", "", "https://e.example/?a=1"])
def test_a_base_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(InputError):
        list(render_site(replace(sample_site.site(), base_url=url)))


def test_two_pages_of_one_address_are_refused() -> None:
    site = sample_site.site()
    with pytest.raises(InputError, match="two pages"):
        list(render_site(replace(site, guides=(site.guides[0], site.guides[0]))))


def test_slugs_tell_works_of_one_name_apart_in_any_order() -> None:
    works = [
        Work(work_id="a", title="Kingdom", year=2019),
        Work(work_id="b", title="Kingdom", year=2014),
        Work(work_id="c", title="Kingdom", year=2014),
        Work(work_id="d", title="Calendar"),
    ]
    found = paths.slugs(works)
    assert found == paths.slugs(reversed(works))
    assert (found["b"], found["a"]) == ("kingdom", "kingdom-2019")
    assert len(set(found.values())) == 4
    assert not set(found.values()) & paths.RESERVED


def test_a_day_that_nobody_confirms_is_told_apart() -> None:
    page = html("/calendar/2026-12/")
    assert "a day, not confirmed" in page.css_first("li.unconfirmed").text()
    assert "(not confirmed)" in page.css_first(".month .unconfirmed").text()
    assert page.css_first(".month .confirmed").text() == "Harbour Lights, season 3"


def test_an_unconfirmed_day_gives_machines_no_date() -> None:
    site = sample_site.site()
    guide = site.guides[1].guide
    unsure = replace(guide.beliefs[0], standing="expected", rule="unconfirmed")
    pages = replace(site.guides[1], guide=replace(guide, beliefs=(unsure,)))
    files = dict(render_site(replace(site, guides=(pages,))))
    assert b"startDate" not in files["/harbour-lights/3/"]


def test_one_page_alone_is_as_it_is_in_the_site() -> None:
    site = sample_site.site()
    where = address(site.base_url)
    pages = site.guides[0]
    assert guide_page(replace(pages, versions=()), where) == FILES[GUIDE]
    version = pages.versions[0]
    alone = as_of_page(replace(pages, versions=()), version, where)
    assert alone == FILES[f"{GUIDE}as-of/{version.as_of}/"]


def test_a_line_links_its_page_and_related_works() -> None:
    site = sample_site.site()
    pages = replace(site.guides[0], meanwhile=(), related={"tin-moon": "/tin-moon/2/"})
    page = HTMLParser(guide_page(pages, address(site.base_url)).decode())
    links = {node.text(): node.attributes["href"] for node in page.css("#meanwhile a, .lines .cite a")}
    assert links == {"Tin Moon": "/tin-moon/2/", "credits.example": "https://credits.example/"}


def test_outlets_of_few_windows_stand_apart() -> None:
    page = html("/outlets/")
    assert [node.text() for node in page.css("[aria-labelledby=h-judged] th[scope=row]")] == ["Sample Post"]
    assert [node.text() for node in page.css("[aria-labelledby=h-few] th[scope=row]")] == ["Daily Sample"]
    assert "1 outlet more with 4 windows" in page.text()


def test_sides_of_a_disagreement_name_who_says_so() -> None:
    sides = [" ".join(node.text(separator=" ").split()) for node in html(GUIDE).css(".sides li")]
    assert "No exact date announced Sample Post, 2 Jun 2026 believed 2" in sides
    assert any(side.startswith("2027 Daily Sample") for side in sides)


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("", "OnDemandEvent"),
        ("US tv", "BroadcastEvent"),
        ("KR theatrical", "ScreeningEvent"),
        ("US", "OnDemandEvent"),
    ],
)
def test_an_event_is_of_the_type_of_its_release(subject: str, kind: str) -> None:
    site = sample_site.site()
    pages = site.guides[1]
    belief = replace(pages.guide.beliefs[0], subject=subject)
    pages = replace(pages, broadcast=False, guide=replace(pages.guide, beliefs=(belief,)))
    text = guide_page(pages, address(site.base_url)).decode()
    assert f'"@type":"{kind}"' in text
