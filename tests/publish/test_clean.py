"""What is left of words from outside."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdate.publish.clean import MAX_TEXT, clean, web_address


@given(st.text(st.characters(codec=None)))
def test_a_cleaned_text_is_one_short_line_of_printable_characters(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == clean(cleaned)
    assert len(cleaned.splitlines()) <= 1
    assert len(cleaned) <= MAX_TEXT
    joiners = "\u200c\u200d"
    assert all(unicodedata.category(c)[0] != "C" or c in joiners for c in cleaned)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Plain – “quoted”, 지금 우리 학교는", "Plain – “quoted”, 지금 우리 학교는"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("a\r\nb\tc", "a b c"),
        ("abc\u202edcba", "abcdcba"),
        ("\u2067x\u2069", "x"),
        ("می‌خواهم", "می‌خواهم"),
        ("a\ud800b", "ab"),
        ("a\x00b", "ab"),
    ],
)
def test_examples(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_a_long_text_is_cut_and_says_so() -> None:
    assert clean("x" * 10_000, 200) == "x" * 199 + "…"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.example/b?c=d&e=%20#f", "https://a.example/b?c=d&e=%20#f"),
        ("http://a.example", "http://a.example"),
        ("https://a.example/<script>", "https://a.example/%3Cscript%3E"),
        ("https://a.example/(x)", "https://a.example/%28x%29"),
        ("https://a.example/지금", "https://a.example/%EC%A7%80%EA%B8%88"),
        ('https://a.example/"x', "https://a.example/%22x"),
        (None, None),
        ("", None),
        ("javascript:alert(1)", None),
        ("JavaScript://a.example/%0aalert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//a.example/x", None),
        ("https://", None),
        ("https://[::1", None),
        ("https://a.example/\nx", None),
        ("https://a.example/\u202ex", None),
        ("https://a.example/" + "x" * 10_000, None),
    ],
)
def test_only_an_ordinary_web_address_is_a_link(url: str | None, address: str | None) -> None:
    assert web_address(url) == address


@given(st.text().map("https://a.example/{}".format))
def test_an_address_is_ascii_without_brackets_and_quotes(url: str) -> None:
    address = web_address(url)
    if address is not None:
        assert address.isascii()
        assert not set(address) & set(' <>"`()\\')
