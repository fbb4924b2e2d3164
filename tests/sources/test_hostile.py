"""Markup built to choke a parser: refused, or read in time that grows with its length alone."""

import time
from contextlib import suppress

import pytest

from airdate.errors import DocumentError
from airdate.sources.guard import refuse_hostile
from airdate.sources.load import load

TEXT = "<p>The third season has been ordered, and it will be shown in the spring.</p>" * 5

HOSTILE = {
    "nested": "<div>" * 100_000,
    "nested, with stray ends": "<div></x>" * 50_000,
    "attributes": "<p " + "a=1 " * 200_000 + ">",
    "attributes around quoted ends": "<p " + 'a=">" b ' * 100_000 + ">",
    "formatting that is never closed": "<p>"
    + "".join(f"<font size={i}>" for i in range(500))
    + "<p>x" * 4000,
    "quotes that are never closed": '<a b="' * 100_000,
}
HEAVY = {
    "one large attribute": f'<p class="{"a" * 1_000_000}">x</p>',
    "brackets": "<" * 300_000,
    "equals signs": "<a " + "=" * 300_000,
    "comments": "<!--" * 100_000,
    "entities": "&lt;" * 100_000,
    "JSON without end": '<script type="application/ld+json">' + "[" * 300_000 + "</script>",
    "many dates": "<div class=date>1 May 2020</div>" * 3_000,
    "many headings": "<h1>x</h1>" * 3_000,
    "one long line": "<p>" + "by A 2020 " * 50_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_markup_is_refused(body: str) -> None:
    with pytest.raises(DocumentError, match="no honest page"):
        load(f"<html><h1>Loot</h1>{body}{TEXT}".encode(), id="page")


@pytest.mark.parametrize("body", HEAVY.values(), ids=HEAVY)
def test_heavy_markup_is_read_in_seconds(body: str) -> None:
    start = time.process_time()
    with suppress(DocumentError):
        load(f"<html><title>Loot</title><h1>Loot</h1>{TEXT}{body}".encode(), id="page")
    assert time.process_time() - start < 3  # a quadratic reader takes minutes


def test_an_honest_page_passes() -> None:
    row = "<tr><td><a href='/?a=1&b=\"2\"'><b>x</b></a></td></tr>"
    refuse_hostile(
        f"<table>{row * 3000}</table>" + "<p>a<br>b" * 3000 + "<script>if (a < b) c('<i d=')</script>", "page"
    )
