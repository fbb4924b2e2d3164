"""Cleaned text: what is invisible goes, what is visible stays, and cleaning twice changes nothing."""

from hypothesis import given
from hypothesis import strategies as st

from airdate.sources.clean import MAX_LINE, clean_line, clean_text


def test_invisible_characters_go_and_joiners_stay() -> None:
    assert clean_text("a\u202eb\u200bc\x00d\u00ade\ufefff") == "abcdef"
    assert clean_text("👩\u200d🚀 می\u200cخواهم") == "👩\u200d🚀 می\u200cخواهم"


def test_lines_are_parted_by_one_line_feed_and_words_by_one_space() -> None:
    assert clean_text(" One\u00a0 two \r\n\r\n\t Three\u2028four ") == "One two\nThree\nfour"


def test_a_line_has_no_line_feed_and_an_end() -> None:
    assert clean_line("One\n two ") == "One two"
    assert clean_line(" \u200b ") is None
    assert len(clean_line("x" * 5000) or "") == MAX_LINE


@given(st.text(alphabet=st.characters()))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once
    once.encode()  # no lone surrogate is left
