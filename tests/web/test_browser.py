"""The live site in a real browser: search, slider and check work under its own policy, and ask no other host.

Needs what `tests/publish/site/test_browser.py` needs; skipped with its reason where that is missing.
"""

from typing import Any

import pytest

from tests.publish.site.test_browser import AXE, browser
from tests.web.conftest import Served

__all__ = ["browser"]
GUIDE = "/all-of-us-are-dead/2/"
PATHS = ("/", GUIDE, f"{GUIDE}as-of/2023-03-31/", "/calendar/", "/undated/", "/titles/", "/check/")
SAMPLE = "Netflix has renewed All of Us Are Dead for a second season. A sample in our own words."


def test_nothing_is_blocked_nothing_fails_and_no_other_host_is_asked(served: Served, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for path in PATHS:
        page.goto(served.url + path)
    assert said == []
    assert all(url.startswith(served.url) for url in asked) and len(asked) > len(PATHS)
    assert context.cookies() == []
    context.close()


def test_search_as_you_type_and_without_script(served: Served, browser: Any) -> None:
    page = browser.new_page()
    page.goto(served.url + "/")
    page.get_by_label("Find a title").press_sequentially("are dead")
    page.locator("[data-search] li").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{GUIDE}")
    page.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.url + "/")
    page.get_by_label("Find a title").fill("are dead")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="All of Us Are Dead").first.click()
    assert page.url.endswith(GUIDE)
    context.close()


def test_a_pasted_text_comes_back_marked(served: Served, browser: Any) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(served.url + "/")
    page.get_by_role("link", name="Check a text").click()
    page.get_by_label("or the text").fill(SAMPLE)
    page.get_by_role("button", name="Check it").click()
    page.locator("mark.holds").wait_for()
    assert (
        page.locator("mark.holds").evaluate("each => getComputedStyle(each).textDecorationLine")
        == "underline"
    )
    assert said == []
    page.close()


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(served: Served, browser: Any, path: str) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed under build/axe")
    page = browser.new_page(bypass_csp=True)
    page.goto(served.url + path)
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run().then(result => result.violations)")
    assert [(each["id"], [node["html"][:90] for node in each["nodes"]]) for each in found] == []
    page.close()
