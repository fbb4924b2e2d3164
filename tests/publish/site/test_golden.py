"""The season's page, byte for byte; `python -m tests.publish.site.test_golden` writes it anew."""

from pathlib import Path

from airdate.publish.site.render import render_site
from tests.publish.site import sample_site

GOLDEN = Path(__file__).parent / "golden" / "guide.html"


def page() -> bytes:
    return dict(render_site(sample_site.site()))["/the-glass-orchard/2/"]


def test_the_page_is_as_it_was_looked_at() -> None:
    assert page().decode() == GOLDEN.read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_bytes(page())
