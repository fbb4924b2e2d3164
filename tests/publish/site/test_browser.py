"""The pages in a real browser: no rule of axe broken, the slider and the search work, nothing overflows.

Needs playwright and a Chromium; axe-core is looked for under `build/axe` (`npm install --prefix build/axe
axe-core`). Each test is skipped with its reason where what it needs is missing. Screenshots are left in
`build/screenshots`.
"""

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from airdate.publish.site import build
from tests.publish.site import sample_site

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "build" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "build" / "screenshots"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
GUIDE = "/the-glass-orchard/2/"
PAGES = {
    "home": "/",
    "guide": GUIDE,
    "dated": "/harbour-lights/3/",
    "as-of": f"{GUIDE}as-of/2026-06-02/",
    "calendar": "/calendar/2026-12/",
    "undated": "/undated/",
    "list": "/lists/gardens/",
    "codes": "/codes/",
    "record": "/record/",
    "outlets": "/outlets/",
    "method": "/method/",
    "changes": "/changes/",
    "titles": "/titles/t/",
}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Tests need no access log."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("web") / "site"
    build(sample_site.site(), folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no chromium on the path")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(name: str, base: str, browser: Any) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed under build/axe")
    page = browser.new_page(reduced_motion="reduce")
    page.goto(base + PAGES[name])
    page.add_script_tag(path=str(AXE))
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for scheme, rules in (("light", "{}"), ("dark", "{runOnly: ['color-contrast']}")):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(f"axe.run({rules}).then(result => result.violations)")
        assert [(each["id"], [node["html"][:90] for node in each["nodes"]]) for each in found] == []
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_screen(name: str, base: str, browser: Any) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page = browser.new_page()
    page.goto(base + PAGES[name])
    for width, scheme in ((360, "light"), (390, "dark"), (1280, "light")):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=str(SHOTS / f"{name}-{width}-{scheme}.png"))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_the_slider_shows_the_same_page_as_of_an_earlier_day(base: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(base + GUIDE)
    today = page.locator("#now-page").text_content()
    page.locator("#time").focus()
    page.keyboard.press("Home")
    page.locator(".then-mark").wait_for()
    assert page.locator(".slider output").text_content() == "2 Jun 2026"
    assert "As it stood on 2 June 2026" in page.locator("#now-answer").text_content()
    assert page.evaluate("document.activeElement.id") == "time"
    page.keyboard.press("End")
    page.locator(".then-mark").wait_for(state="detached")
    assert page.locator("#now-page").text_content() == today
    page.close()


def test_a_folded_source_opens_for_a_link_to_it(base: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(base + GUIDE)
    page.evaluate(
        "document.querySelector('#s3').closest('section').innerHTML += "
        "'<details id=fold><summary>x</summary><p id=inside>y</p></details>'"
    )
    page.evaluate("location.hash = 'inside'")
    page.wait_for_function("document.querySelector('#fold').open")
    page.close()


@pytest.mark.parametrize("name", PAGES)
def test_the_console_stays_silent(name: str, base: str, browser: Any) -> None:
    page = browser.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(base + PAGES[name])
    page.wait_for_load_state("networkidle")
    assert heard == []
    page.close()


def test_the_whole_page_can_be_reached_by_keyboard(base: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(base + GUIDE)
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(({className, id, tagName}) => className || id || tagName)(document.activeElement)"
            )
        )
    assert {"skip", "mark", "time", "SUMMARY"} <= reached
    page.close()


def test_without_scripts_the_days_are_links(base: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base + GUIDE)
    assert not page.locator(".slider").is_visible()
    page.get_by_role("link", name="2 Jun 2026").first.click()
    assert page.url.endswith("/as-of/2026-06-02/")
    context.close()


def test_search_finds_a_native_name_without_its_accents(base: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(base + "/")
    page.get_by_label("Find a title").press_sequentially("orchidee")
    page.locator("[data-search] li").wait_for()
    assert page.locator("[role=status]").text_content() == "1 title found"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{GUIDE}")
    page.close()


def test_nothing_is_asked_of_another_host_and_no_cookie_is_set(base: str, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES.values():
        page.goto(base + path)
    assert asked and all(url.startswith(base) for url in asked)
    assert context.cookies() == []
    context.close()
