"""How fast pages become documents, beside trafilatura with its metadata: `python bench/documents.py`.

Both read the same pages in one process, in turns; time is CPU time, and ratios are what counts. The pages
are those of `tests/reading/pages` and generated ones (text in paragraphs, and loose in a container).
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import trafilatura
from selectolax.lexbor import LexborHTMLParser

from airdate.sources.documents import Origin
from airdate.sources.html import parse_page

PAGES = Path(__file__).parent.parent / "tests" / "reading" / "pages"
ROUNDS = 3
WORDS = (  # noqa: SIM905
    "season series the of a to cast new returns with for on streaming service said show will be year first "
    "episodes third drama creator story after before summer filming has been and its fans finale plot"
).split()


def generated(count: int, *, clean: bool) -> list[str]:
    """Pages of about 60 kB: a head with scripts, navigation, the text, teasers and a footer."""
    rng = random.Random(7)

    def sentence() -> str:
        return " ".join(rng.choices(WORDS, k=rng.randint(8, 22))).capitalize() + "."

    def page(number: int) -> str:
        paragraphs = [
            " ".join(sentence() for _ in range(rng.randint(2, 5))) for _ in range(rng.randint(10, 25))
        ]
        mark = "<p>{}</p>" if clean else "{}<br><br>"
        text = "".join(mark.format(p.replace(" drama ", " <a href='/t'>drama</a> ")) for p in paragraphs)
        teasers = "".join(f"<li class='teaser'><a href='/{i}'>{sentence()}</a></li>" for i in range(60))
        script = f"<script>var q={{{','.join(f'k{i}:{i}' for i in range(2500))}}}</script>"
        body = f"<article><h1>Show {number}</h1>{text}</article>" if clean else f"<div class='x'>{text}</div>"
        return (
            f"<!doctype html><html lang='en'><head><title>Show {number} | Site</title>{script}"
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Show %d",'
            '"datePublished":"2024-03-05T10:00:00-05:00","author":{"name":"Ada Byron"}}</script></head>'
            "<body><nav><ul>%s</ul></nav><main>%s</main><footer><p>%s</p></footer></body></html>"
        ) % (number, teasers, body, sentence())

    return [page(number) for number in range(count)]


def own(page: str) -> object:
    return parse_page(page, Origin(id="page"))


def peer(page: str) -> object:
    return trafilatura.bare_extraction(page, fast=True, with_metadata=True, include_comments=False)


def pages_per_second(read: Callable[[str], object], pages: list[str]) -> float:
    start = time.process_time()
    for page in pages:
        read(page)
    return len(pages) / (time.process_time() - start)


def main() -> None:
    sets = {
        "samples": [path.read_text(encoding="utf-8") for path in sorted(PAGES.glob("*.html"))],
        "generated, clean": generated(25, clean=True),
        "generated, loose": generated(25, clean=False),
    }
    print(
        f"{'pages':<18} {'kB':>5} {'airdate/s':>10} {'trafilatura/s':>14} {'ratio':>6} {'parse only/s':>13}"
    )
    for name, pages in sets.items():
        if not pages:
            print(f"{name:<18} skipped: no pages in {PAGES.name}")
            continue
        own(pages[0]), peer(pages[0])  # imports are not timed
        runs = [(pages_per_second(own, pages), pages_per_second(peer, pages)) for _ in range(ROUNDS)]
        mine, theirs = (statistics.median(run[i] for run in runs) for i in (0, 1))
        ratio = statistics.median(a / b for a, b in runs)
        size = sum(map(len, pages)) / len(pages) / 1000
        parse = pages_per_second(LexborHTMLParser, pages)
        print(f"{name:<18} {size:>5.0f} {mine:>10.0f} {theirs:>14.0f} {ratio:>6.1f} {parse:>13.0f}")


if __name__ == "__main__":
    main()
