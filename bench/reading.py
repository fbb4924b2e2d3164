"""How fast texts and pages are read, on one core, beside a peer in the same run: `python -m bench.reading`.

- **texts**: the sample headlines and the texts of the sample pages, beside `dateparser`'s search, which
  only finds dates;
- **pages**: from HTML to claims, beside trafilatura with its metadata, which makes no claims; the share
  that reading adds to our own page to document; and the claims that both ways lead to;
- **hostile**: 5 MB of one character, of nested quotes and of digits.

CPU time; ratios are what counts.
"""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import trafilatura

from airdate.catalogue import load_catalogue
from airdate.catalogue.gazetteer import Gazetteer
from airdate.reading import read
from airdate.reading.evaluate import labels_of, read_labels, score
from airdate.sources.documents import Origin
from airdate.sources.html import parse_page
from airdate.types import Document

T = TypeVar("T")
SAMPLES = Path(__file__).parents[1] / "tests" / "reading"
NAMES = Gazetteer.of(load_catalogue().names())


def seconds(work: Callable[[T], object], things: Iterable[T]) -> float:
    """CPU seconds of doing it to each."""
    start = time.process_time()
    for thing in things:
        work(thing)
    return time.process_time() - start


def read_one(document: Document) -> object:
    return read(document, NAMES)


def bench_texts(documents: list[Document]) -> None:
    """Texts a second beside a search for dates."""
    ours = seconds(read_one, documents)
    some = documents[:: max(len(documents) // 60, 1)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from dateparser.search import search_dates

        theirs = seconds(lambda d: search_dates(f"{d.title or ''}\n{d.text}"[:2000], languages=["en"]), some)
    a, b = len(documents) / ours, len(some) / theirs
    print(f"texts a second: airdate {a:,.0f}, dateparser.search {b:,.0f}, ratio {a / b:.0f}")


def bench_pages(pages: dict[str, str]) -> None:
    """HTML to claims beside HTML to text, and whether trafilatura's text would lead to better claims."""
    documents = {id: parse_page(page, Origin(id=id)) for id, page in pages.items()}
    parsing = seconds(lambda page: parse_page(page, Origin(id="x")), pages.values())
    reading = seconds(read_one, documents.values())
    peer = seconds(extracted, pages.values())
    ours, theirs = len(pages) / (parsing + reading), len(pages) / peer
    print(
        f"pages a second: airdate to claims {ours:,.0f}, trafilatura to text {theirs:,.0f}, "
        f"ratio {ours / theirs:.1f}"
    )
    print(f"reading adds {reading / parsing:.0%} to our parsing, {reading / peer:.0%} to trafilatura's")
    slow = {id: slowly(document, pages[id]) for id, document in documents.items()}
    print(f"claim F1: fast path {f1(documents):.3f}, trafilatura's text {f1(slow):.3f}")


def extracted(page: str) -> str:
    """Main text by trafilatura, with its metadata."""
    found = trafilatura.bare_extraction(page, fast=True, with_metadata=True, include_comments=False)
    return (found.text or "") if found is not None else ""


def slowly(document: Document, page: str) -> Document:
    """The same document with trafilatura's text."""
    return Document(id=document.id, text=extracted(page), title=document.title, published=document.published)


def padded(page: str) -> str:
    """The page at the size of a real one, some 170 kB: scripts in its head, menus in its foot."""
    script = "<script>var q={" + ",".join(f'"key{i}":"value {i}"' for i in range(4000)) + "}</script>"
    items = "".join(
        f'<li class="menu-item"><a href="/section/{i}/page.html">Entry {i}</a></li>' for i in range(800)
    )
    page = page.replace("</head>", f"{script}</head>", 1)
    return page.replace("</body>", f"<footer><nav><ul>{items}</ul></nav></footer></body>", 1)


def f1(documents: dict[str, Document]) -> float:
    """Strict F1 of the claims read from the sample pages."""
    with (SAMPLES / "pages" / "gold.jsonl").open(encoding="utf-8") as lines:
        gold = read_labels(lines)
    told = {id: labels_of(read(document, NAMES).claims) for id, document in documents.items()}
    return score(gold, told).flat()["overall.f1"]


def bench_hostile() -> None:
    """Seconds for 5 MB that no careful pattern should choke on."""
    size = 5_000_000
    for name, text in (
        ("one character", "a" * size),
        ("nested quotes", "“‘" * (size // 2)),
        ("digits", "1" * size),
    ):
        print(f"5 MB of {name}: {seconds(read_one, [Document(id='x', text=text)]):.2f} s")


def main() -> None:
    lines = (SAMPLES / "gold" / "samples.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    headlines = [Document(id=str(row["id"]), title=row["title"], text="") for row in rows]
    labels = (SAMPLES / "pages" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    files = {row["id"]: row["file"] for row in map(json.loads, labels)}
    pages = {id: (SAMPLES / "pages" / name).read_text(encoding="utf-8") for id, name in files.items()}
    articles = [parse_page(page, Origin(id=id)) for id, page in pages.items()]
    bench_texts(headlines * 4)
    bench_texts(articles)
    print("sample pages as they are, some 5 kB")
    bench_pages(pages)
    print("the same pages at the size of real ones, some 170 kB")
    bench_pages({id: padded(page) for id, page in pages.items()})
    bench_hostile()


if __name__ == "__main__":
    main()
