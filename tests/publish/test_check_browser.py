"""A checked article in a real browser: no rule of axe broken, nothing overflows, nothing hostile runs.

Skipped, with the reason, where Chromium or axe-core are missing (see `site/test_browser.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from airdate.guide.check import Check, Verdict
from airdate.publish import render_check_html
from tests.publish.site.test_browser import AXE, SHOTS, browser
from tests.publish.test_check import BODY, check_of

__all__ = ["browser"]

LINES = [
    'A quote" onmouseover="alert(1)" x=" <img src=x onerror=alert(1)> </mark></style>',
    "word " * 60,
    "x" * 400,
]
TEXT = "\n".join([BODY, *LINES, *LINES])


def of_every_verdict() -> Check:
    """An article whose lines carry one verdict each, of hostile words and long ones."""
    checked, at = [], 0
    for verdict, line in zip(get_args(Verdict), TEXT.split("\n")[1:], strict=False):
        at = TEXT.index(line, at)
        (one,) = check_of(TEXT, at, at + len(line)).checked
        checked.append(msgspec.structs.replace(one, verdict=verdict))
        at += len(line)
    return msgspec.structs.replace(check_of(TEXT, 0, 1), checked=tuple(checked))


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Any:
    """The page, open, with a list of the dialogs that it raised."""
    (tmp_path / "check.html").write_text(render_check_html(of_every_verdict()), encoding="utf-8")
    opened = browser.new_page(reduced_motion="reduce")
    opened.dialogs = []
    opened.on("dialog", lambda dialog: (opened.dialogs.append(dialog.message), dialog.dismiss()))
    opened.goto((tmp_path / "check.html").as_uri())
    yield opened
    opened.close()


def test_axe_finds_nothing_on_a_checked_article(page: Any) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed under build/axe")
    page.add_script_tag(path=str(AXE))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("axe.run().then(result => result.violations)")
        assert [(each["id"], [node["html"][:90] for node in each["nodes"]]) for each in found] == []


def test_a_checked_article_fits_the_screen_and_runs_nothing(page: Any) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    for width, scheme in ((360, "light"), (390, "dark"), (1280, "light")):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=str(SHOTS / f"check-{width}-{scheme}.png"))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.mouse.move(200, 400)
    assert page.locator("mark").count() == len(get_args(Verdict))
    assert page.locator("script, img, [onmouseover], [onerror]").count() == 0 and page.dialogs == []
