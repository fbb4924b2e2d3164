"""Archives: what is dropped unseen, what is read, and what happens when they are broken or far away."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdate.errors import InputError, SourceError
from airdate.sources.archives import Counts, Remote, expand, iter_pages, load_sieve, opened
from airdate.sources.documents import Origin
from airdate.sources.html import parse_page
from airdate.sources.net import Client, Rate
from airdate.types import Document, Failure
from tests.sources.archives.warc import PAGES, dull_page, record, sample_pages, write_archive
from tests.sources.net.server import Answer, Handler, Site, body, serving

pytest.importorskip("fastwarc", reason="the extra `archives` is not installed")

PIECES = (
    "Season 2", "second season", "SEASON&nbsp;3", "renewed", "Netflix", "premieres", "episodes", "a sequel",
    "council", "seasonal", "<script>", "\xa0", "Staffel", "é", "disney+", "filming", "seasons  two",
)  # fmt: skip


@pytest.fixture
def site() -> Iterator[Site]:
    """A server on this machine."""
    with serving() as running:
        yield running


def walked(path: Path) -> tuple[list[Document | Failure], Counts]:
    counts = Counts()
    with path.open("rb") as stream:
        return list(iter_pages(stream, load_sieve(), counts)), counts


@settings(deadline=None)  # the first one compiles the patterns
@given(st.lists(st.sampled_from(PIECES), max_size=8), st.sampled_from(["utf-8", "latin-1"]))
def test_both_engines_keep_the_same_pages(pieces: list[str], encoding: str) -> None:
    data = " ".join(pieces).encode(encoding)
    kept = {engine: load_sieve(engine).keeps(data) for engine in ("hyperscan", "re2")}
    assert len(set(kept.values())) == 1, kept


@pytest.mark.parametrize("engine", ["hyperscan", "re2"])
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Loot season 3 is filming", True),
        ("Loot <b>SEASON 3</b> has been RENEWED", True),
        ("the season of goodwill, filming in the council hall", False),
        ("new films: a sequel hits theaters, its director said of the premiere", True),
        ("season 3", False),
    ],
)
def test_a_season_needs_one_word_more_and_a_film_three(engine: str, text: str, kept: bool) -> None:
    assert load_sieve(engine).keeps(text.encode()) is kept


def test_a_page_in_utf_16_is_kept_unseen() -> None:
    assert load_sieve().keeps("nothing of interest".encode("utf-16"))


def test_the_filter_loses_at_most_one_labelled_claim_in_fifty() -> None:
    sieve, labelled, lost = load_sieve(), 0, 0
    for line in (PAGES / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        page = (PAGES / case["file"]).read_bytes()
        document = parse_page(page.decode(), Origin(id=case["id"]))
        labelled += len(case["claims"])
        if not (sieve.keeps(page) and sieve.speaks(f"{document.title} {document.text}")):
            lost += len(case["claims"])
    assert labelled > 300
    assert lost <= 0.02 * labelled


def test_every_record_is_counted_once(tmp_path: Path) -> None:
    extra = [
        record("https://x.example/missing", b"<p>season 2 on Netflix</p>", status="404 Not Found"),
        record("https://x.example/image", b"season 2 on Netflix", kind="image/png"),
        record("https://x.example/empty", b"<html>season 2 netflix<title></title></html>" + b"\x00" * 900),
        record("https://x.example/menu", b"<title>Rain</title><nav>Season 2 renewed</nav><p>Rain.</p>"),
    ]
    found, counts = walked(
        write_archive(tmp_path / "a.warc.gz", [*sample_pages()[:5], dull_page(1, 5_000)], extra)
    )
    assert counts.records == 10 and counts.broken is None
    assert counts.records == (counts.other + counts.sifted + counts.chrome + counts.failed + counts.documents)
    assert counts.other == 2 and counts.documents == 5
    assert [one.url for one in found if isinstance(one, Document)] == [url for url, _ in sample_pages()[:5]]


@pytest.mark.parametrize("kept", [0.97, 0.8, 0.5])
@pytest.mark.parametrize("more", range(0, 700, 50))
def test_a_cut_archive_gives_what_was_in_it_and_says_so(tmp_path: Path, kept: float, more: int) -> None:
    path = write_archive(tmp_path / "a.warc.gz", sample_pages()[:6])
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept) - more])
    found, counts = walked(path)
    assert counts.broken is not None
    assert len(found) >= 6 * kept - 2


def test_what_is_no_archive_gives_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"\x00\x01 not an archive" * 1000)
    found, counts = walked(path)
    assert not found and counts.documents == 0


def test_places_are_files_folders_lists_and_addresses(tmp_path: Path) -> None:
    one = write_archive(tmp_path / "b.warc.gz", [])
    two = write_archive(tmp_path / "a.warc", [])
    listed = tmp_path / "warc.paths"
    listed.write_text(f"{one}\n\nhttps://archive.example/c.warc.gz\n")
    assert expand([str(tmp_path)]) == [str(two), str(one)]
    assert expand([str(listed), str(one)]) == [str(one), "https://archive.example/c.warc.gz"]
    with pytest.raises(InputError, match="no such archive"):
        expand([str(tmp_path / "none.warc.gz")])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no archive in it"):
        expand([str(tmp_path / "empty")])


def ranged(content: bytes, broken_at: list[int]) -> Answer:
    """An answer to requests for ranges; the first request for a range that begins at `broken_at` fails."""

    def answer(handler: Handler) -> None:
        first, last = (int(n) for n in handler.headers["range"].removeprefix("bytes=").split("-"))
        if first in broken_at:
            broken_at.remove(first)
            handler.send_response(503)
            handler.send_header("content-length", "0")
            handler.end_headers()
            return
        part = content[first : last + 1]
        handler.send_response(206)
        handler.send_header("content-length", str(len(part)))
        handler.send_header("content-range", f"bytes {first}-{first + len(part) - 1}/{len(content)}")
        handler.end_headers()
        handler.wfile.write(part)

    return answer


def client() -> Client:
    return Client(
        "airdate-tests/1", rates={"127.0.0.1": Rate(calls=1000, seconds=1)}, allow_loopback=True,
        sleep=lambda seconds: None,
    )  # fmt: skip


def test_a_remote_archive_is_read_in_ranges_that_may_fail(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from airdate.sources.archives import locations

    monkeypatch.setattr(locations, "RANGE_BYTES", 20_000)
    content = write_archive(tmp_path / "a.warc.gz", sample_pages()[:12]).read_bytes()
    assert len(content) > 30_000
    site.pages["/bucket/a.warc.gz"] = ranged(content, [20_000])
    with client() as reader, opened("s3://bucket/a.warc.gz", Remote(reader, site.url(""))) as stream:
        read_back = b"".join(iter(lambda: stream.read(20_000), b""))
    assert read_back == content
    assert len(site.seen) == -(-len(content) // 20_000) + 1


def test_a_remote_archive_gives_the_same_pages(tmp_path: Path, site: Site) -> None:
    path = write_archive(tmp_path / "a.warc.gz", sample_pages()[:6])
    site.pages["/a.warc.gz"] = ranged(path.read_bytes(), [])
    counts = Counts()
    with client() as reader, opened(site.url("/a.warc.gz"), Remote(reader)) as stream:
        found = list(iter_pages(stream, load_sieve(), counts))
    assert (found, counts) == walked(path) and counts.documents


def test_a_remote_archive_that_does_not_answer_is_broken(site: Site) -> None:
    counts = Counts()
    with client() as reader, opened(site.url("/none.warc.gz"), Remote(reader)) as stream:
        assert list(iter_pages(stream, load_sieve(), counts)) == []
    assert counts.broken is not None and "after 0 records" in counts.broken


def test_a_server_without_ranges_and_a_wrong_address_are_refused(site: Site) -> None:
    site.pages["/whole"] = body(b"all of it")
    with client() as reader:
        with opened(site.url("/whole"), Remote(reader)) as stream, pytest.raises(SourceError, match="ranges"):
            stream.read()
        with pytest.raises(InputError, match="no s3 address"), opened("s3://bucket", Remote(reader)):
            pass


def test_patterns_are_linear_on_hostile_bytes() -> None:
    for engine in ("hyperscan", "re2"):
        for text in (b"season " * 700_000, b"a" * 5_000_000, b"season&nbsp;" * 400_000):
            start = time.process_time()
            load_sieve(engine).keeps(text)
            assert time.process_time() - start < 1
