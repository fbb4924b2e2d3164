"""Bytes and files in: every form is told apart, and what cannot be read is one clear error."""

import gzip
import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdate.errors import DocumentError
from airdate.sources.load import load
from airdate.types import Document, Failure

PAGE = "<!doctype html><title>Loot is back</title><p>The third season has been ordered.</p>"


def one(data: bytes, **known: str) -> Document:
    (document,) = load(data, **known)  # type: ignore[arg-type]
    assert isinstance(document, Document)
    return document


def test_a_text_file_is_one_document_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("First line.\n\nSecond line.\n")
    (document,) = load(path)
    assert isinstance(document, Document)
    assert (document.id, document.text, document.published) == (str(path), "First line.\nSecond line.", None)


def test_bytes_without_a_name_go_by_their_contents_hash() -> None:
    first, second = one(b"Same words."), one(b"Same  words.\r\n")
    assert first.id == first.content_hash == second.id


def test_a_page_is_told_from_a_text() -> None:
    assert one(PAGE.encode()).title == "Loot is back"
    assert one(b"a < b, and 5 > 3 <sic>").title is None


def test_gzip_is_undone() -> None:
    assert one(gzip.compress(PAGE.encode())).title == "Loot is back"
    assert one(gzip.compress(b"One, ") + gzip.compress(b"two.")).text == "One, two."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"<html><body></body></html>", "nothing to read"),
        (bytes(range(256)) * 20, "binary"),
        (b"%PDF-1.7 and so on", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"PK\x03\x04docx", "office file"),
        (b"x" * 10_001, "larger than 10,000 bytes"),
        (gzip.compress(b"0" * 1_000_000), "larger than 10,000 bytes"),
        (gzip.compress(b"many words " * 90)[:-9], "ends early"),
        (b"\x1f\x8bnothing", "broken gzip"),
        (bytes(Random(1).choices(range(128, 256), k=5000)), "no encoding"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_one_clear_line(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as caught:
        load(data, id="it", max_bytes=10_000)
    assert caught.value.id == "it"
    assert "\n" not in str(caught.value)


def test_a_large_file_is_refused_by_its_size_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.html"
    with path.open("wb") as file:
        file.truncate(300_000_000)  # sparse: no bytes are written
    with pytest.raises(DocumentError, match="larger than 20,000,000 bytes"):
        load(path)


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_a_path_that_is_no_file_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(DocumentError, match="cannot read it"):
        load(tmp_path / name)


@pytest.mark.parametrize(
    ("data", "content_type", "text"),
    [
        ("Señor Élite".encode(), None, "Señor Élite"),
        ("Señor Élite".encode("utf-8-sig"), None, "Señor Élite"),
        ("Señor Élite".encode("utf-16"), None, "Señor Élite"),
        ("Senor".encode("utf-16-le"), None, "Senor"),
        ("Don’t – “Élite” €5".encode("cp1252"), None, "Don’t – “Élite” €5"),
        ("Don’t – “Élite”".encode("cp1252"), "text/plain; charset=utf-8", "Don’t – “Élite”"),  # wrong
        ("Señor Élite".encode(), "text/plain; charset=latin-1", "Señor Élite"),  # wrong
        ("Привет, сезон".encode("cp1251"), "text/plain; charset=windows-1251", "Привет, сезон"),
        ("Привет".encode("cp1251"), "text/plain; charset=no-such", None),
        ("進撃の巨人".encode("iso2022_jp"), "text/plain; charset=ISO-2022-JP", "進撃の巨人"),
        ("Привет, сезон".encode() + b"\xff", None, "Привет, сезон\ufffd"),  # a little damage
        (b"plain", "text/plain; charset=zlib", "plain"),
    ],
)
def test_the_encoding_is_what_is_true_before_what_is_declared(
    data: bytes, content_type: str | None, text: str | None
) -> None:
    known = {"content_type": content_type} if content_type else {}
    if text is not None:
        assert one(data, **known).text == text


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r"])
def test_a_page_may_declare_its_encoding_itself(charset: str) -> None:
    page = f'<html><head><meta charset="{charset}"><title>Новый сезон</title></head><p>Он выйдет весной.</p>'
    assert one(page.encode(charset)).title == "Новый сезон"


# --- JSONL ------------------------------------------------------------------------------------------


def test_jsonl_gives_one_value_for_each_line_in_order(tmp_path: Path) -> None:
    rows = [
        {"id": 7, "published": "2022-07-11", "outlet": "a.example", "title": "Loot", "text": ""},
        {"id": "b", "published": "2022-07", "outlet": None, "title": None, "text": "Words."},
        {"id": "c", "published": None, "outlet": None, "title": "Evil", "text": "Words.", "more": [1, {}]},
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows) + "\n\n")
    documents = load(path)
    assert [d.id for d in documents] == ["7", "b", "c"]
    assert [d.published.edtf if d.published else None for d in documents if isinstance(d, Document)] == [
        "2022-07-11", "2022-07", None,
    ]  # fmt: skip
    assert [d.published_from for d in documents if isinstance(d, Document)] == ["given", "given", "none"]


def test_a_bad_line_is_a_failure_with_its_number_and_the_run_goes_on() -> None:
    lines = [
        b'{"id": "a", "title": "One"}',
        b'{"id": "b", "title": ',
        b'{"id": "c", "title": 5}',
        b'{"id": "d", "title": "", "text": " "}',
        b'{"id": "e", "title": "Two", "published": "soon"}',
        b'{"id": "f", "title": "\xff"}',
        b"null",
        b'{"id": "g", "text": ' + b"[" * 100_000,
        b'{"id": "h", "title": "' + b"x" * 200_000 + b'"}',
        b'{"id": "i", "title": "\xe2\x80\xaeLast"}',
    ]
    values = load(b"\n".join(lines), id="in", max_bytes=1_000_000)
    failures = [value for value in values if isinstance(value, Failure)]
    assert [value.id for value in values] == [
        "a", "in:2", "c", "d", "e", "f", "in:7", "in:8", "h", "i",
    ]  # fmt: skip
    assert [f.error.split(":")[0] for f in failures] == [f"line {n}" for n in (2, 3, 4, 5, 6, 7, 8)]
    assert isinstance(values[-1], Document)
    assert values[-1].title == "Last"


def test_a_bad_first_line_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('no json\n{"id": "b", "text": "Words."}\n')
    failure, document = load(path)
    assert (failure.id, document.id) == (f"{path}:1", "b")


def test_a_line_that_is_too_long_is_skipped_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "a", "text": "' + "x" * 5000 + '"}\n{"id": "b", "text": "Words."}\n')
    failure, document = load(path, max_bytes=1000)
    assert isinstance(failure, Failure)
    assert "line 1: larger than" in failure.error
    assert document.id == "b"


@given(st.binary(max_size=400))
def test_any_bytes_give_documents_or_one_document_error(data: bytes) -> None:
    try:
        values = load(data, id="it")
    except DocumentError as error:
        assert error.id == "it"
    else:
        assert values


@given(st.text(alphabet="<>/=\"' apdivhtml{}[]&;!-", max_size=200))
def test_any_markup_gives_a_document_or_one_document_error(markup: str) -> None:
    try:
        (value,) = load(f"<html><title>T</title>{markup}".encode(), id="it")
    except DocumentError:
        return
    assert isinstance(value, Document)


@pytest.mark.parametrize("url", ["https://[", "https://]a/", "https://[::1/x"])
def test_an_address_that_nothing_can_take_apart_is_none(url: str) -> None:
    line = json.dumps({"id": "1", "text": "Renewed.", "url": url})
    (found,) = load(line.encode())
    assert isinstance(found, Document) and found.url is None
