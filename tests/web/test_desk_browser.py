"""The desk in a real browser: an editor signs in, decides and signs out; no rule of axe broken, phones too.

Needs what `tests/publish/site/test_browser.py` needs; skipped with its reason where that is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.publish.site.test_browser import AXE, browser
from tests.web.conftest import Served
from tests.web.test_desk import HASH, PASSWORD, SHOW

__all__ = ["browser"]
FRONT = f"/desk/?title={SHOW.replace(' ', '+')}"
PATHS = {"signed out": "/desk/", "front": FRONT, "add": "/desk/add/", "entry": "", "retracted": ""}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    site = Served(tmp_path_factory.mktemp("desk"), desk_password_hash=HASH)
    yield site
    site.stop()


@pytest.fixture(scope="module")
def context(served: Served, browser: Any) -> Iterator[Any]:
    """A browser in which an editor has signed in through the form."""
    opened = browser.new_context(bypass_csp=True)  # else axe may not be put into the page
    page = opened.new_page()
    page.goto(served.url + "/desk/")
    page.get_by_label("Your name").fill("Ines")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="The desk").wait_for()
    page.close()
    yield opened
    opened.close()


def an_entry(served: Served, *, is_retracted: bool) -> str:
    entry = next(e for e in served.airdate.claims(SHOW) if e.claim.kind == "release")
    if is_retracted:
        served.airdate.retract(entry.entry_id, by="Ines", reason="misread")
    return f"/desk/entries/{entry.entry_id}/"


@pytest.mark.parametrize("name", PATHS)
def test_axe_finds_nothing_and_nothing_overflows(
    served: Served, browser: Any, context: Any, name: str
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed under build/axe")
    path = PATHS[name] or an_entry(served, is_retracted=name == "retracted")
    page = browser.new_page(bypass_csp=True) if name == "signed out" else context.new_page()
    page.goto(served.url + path)
    page.add_script_tag(path=str(AXE))
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("axe.run().then(result => result.violations)")
        assert [(each["id"], [node["html"][:90] for node in each["nodes"]]) for each in found] == []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_an_editor_decides_and_leaves(served: Served, browser: Any) -> None:
    opened = browser.new_context()  # under the site's own policy
    page = opened.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(served.url + "/desk/")
    page.on("console", lambda message: said.append(message.text))  # the page before was answered with 401
    page.get_by_label("Your name").fill("Ines")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Add a statement by hand").click()
    page.get_by_label("Title").fill(SHOW)
    page.get_by_label("Season").fill("2")
    page.get_by_label("About").select_option("release")
    page.get_by_label("What it says").fill("2027-05")
    page.get_by_label("Said on").fill("2026-11-20")
    page.get_by_label("Link to the page").fill("https://samples.example/news")
    page.get_by_label("Why you add it").fill("read there")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("region", name="Pin").get_by_label("Why").fill("the source itself")
    page.get_by_role("button", name="Pin", exact=True).click()
    page.get_by_role("heading", name="It is pinned").wait_for()
    entry_id = page.url.split("/entries/")[1].split("/")[0]
    entry = served.airdate.ledger.get(entry_id)
    assert (entry.claim.value, entry.claim.standing_of_source, entry.by) == ("2027-05", "editor", "Ines")
    page.get_by_role("link", name="Back to the desk").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Password").wait_for()
    assert said == [each for each in said if "401" in each]  # the form to sign in is such an answer
    assert opened.cookies() == []
    opened.close()
