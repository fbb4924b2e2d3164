"""Archives of our own: the sample pages and pages about other things, as a crawler would have kept them."""

from __future__ import annotations

import gzip
import io
import random
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from fastwarc.warc import WarcRecord, WarcRecordType

PAGES = Path(__file__).parents[2] / "reading" / "pages"
WORDS = tuple(
    word
    for line in (
        "council harbour budget minister storm price bank goal keeper derby match coach league player court",
        "judge village bridge hospital nurse vaccine engine battery farmer rain export tariff school teacher",
    )
    for word in line.split()
)


def record(url: str, body: bytes, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """One response as a member of a gzipped archive, the same bytes each time."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    made = WarcRecord()
    made.init_headers(WarcRecordType.response)
    made.headers["WARC-Target-URI"] = url
    made.headers["WARC-Record-ID"] = f"<urn:uuid:{uuid5(NAMESPACE_URL, url)}>"
    made.headers["WARC-Date"] = "2026-03-05T10:00:00Z"
    made.headers["Content-Type"] = "application/http; msgtype=response"
    made.set_bytes_content(head.encode() + body)
    out = io.BytesIO()
    made.write(out)
    return gzip.compress(out.getvalue(), 6, mtime=0)


def sample_pages() -> list[tuple[str, bytes]]:
    """The sample pages with made-up addresses."""
    return [(f"https://samples.example/{p.stem}", p.read_bytes()) for p in sorted(PAGES.glob("*.html"))]


@cache
def _lines() -> tuple[list[str], list[str]]:
    """Lines of menus and of scripts, all different, so that a page packs about as well as real ones do."""
    rng = random.Random(1)
    menu = [
        f"<li class='{rng.choice(WORDS)}-{rng.randrange(99)}'><a href='/{rng.randrange(10**9):x}'>"
        f"{' '.join(rng.choices(WORDS, k=7))}</a></li>"
        for _ in range(2000)
    ]
    script = [f"<script>{','.join(_pair(rng) for _ in range(28))}</script>" for _ in range(2000)]
    return menu, script


def _pair(rng: random.Random) -> str:
    return f'"{rng.choice(WORDS)}":"{rng.randrange(100)}"'


def furniture(number: int, size: int) -> str:
    """About so many characters of menus (a sixth) and scripts, with a tag in every hundred."""
    rng, (menu, script) = random.Random(number), _lines()
    return "".join(rng.sample(menu, size // 600) + rng.sample(script, size // 600))


def dull_page(number: int, size: int = 150_000) -> tuple[str, bytes]:
    """A page about other things, of the size of a news page, most of it scripts and menus."""
    rng = random.Random(number)
    text = "".join(f"<p>{' '.join(rng.choices(WORDS, k=60))}.</p>" for _ in range(12))
    head = f"<!doctype html><html><head><title>News {number}</title></head><body>"
    body = f"{head}{furniture(number, size)}<article>{text}</article></body></html>"
    return f"https://dull.example/{number}", body.encode()


def write_archive(path: Path, pages: Iterable[tuple[str, bytes]], extra: Iterable[bytes] = ()) -> Path:
    """An archive of some pages, then of records that are given whole."""
    with path.open("wb") as file:
        for url, body in pages:
            file.write(record(url, body))
        file.writelines(extra)
    return path
