"""Names and texts brought to one form, so that spelling does not hide a name.

A text becomes tokens: words in lower case, without accents and compatibility forms (NFKC), "&" as "and".
Punctuation and quotes only part tokens. In scripts without spaces, or with endings that cling to names
(Han, Kana, Hangul, Thai), each character is a token. Two wordings are the same name where their tokens
are; a token knows where it stands in the original text, which is all the offset map that is needed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_CLINGING = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_CLINGING}]|(?:(?![{_CLINGING}_])[\w\u0300-\u036f])+|&")
_CLINGING_CHAR = re.compile(f"[{_CLINGING}]")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_ARTICLE = re.compile(r"^(?:the|an?) (?=.)")
_ARTICLES = ("the ", "a ", "an ")
#: ASCII needs no more than this: letters in lower case, "&" a word, and a space for all else.
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_ASCII[ord("&")] = " and "
_ELIDING = frozenset("'’‘ʼ`´.")
_ELIDED = re.compile(r"(?<=\w)['’‘ʼ`´.](?=\w)")
#: Letters that are not a base letter with an accent to Unicode, but are to readers.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})


class Token(NamedTuple):
    """A folded word and where it stands: `text[start:end]` is its wording."""

    word: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The tokens of a text in order."""
    return [Token(word, *match.span()) for match in _TOKEN.finditer(text) if (word := _fold(match.group()))]


def clings(char: str) -> bool:
    """Is the character of a script in which each character is a token?"""
    return _CLINGING_CHAR.match(char) is not None


def fold(name: str) -> str:
    """A name in its one form: its tokens, parted by single spaces; empty for a name without letters."""
    if name.isascii():
        return " ".join(name.translate(_ASCII).split())
    return " ".join(word for part in _TOKEN.findall(name) if (word := _fold(part)))


def variants(name: str, folded: str | None = None) -> set[str]:
    """Other forms that a name goes by: without its article, and without apostrophes and inner dots.

    `folded` is its one form, where the caller has it already.
    """
    folded = fold(name) if folded is None else folded
    if _ELIDING.isdisjoint(name) and not folded.startswith(_ARTICLES):
        return set()  # most names have none
    forms = {folded} if _ELIDING.isdisjoint(name) else {folded, fold(_ELIDED.sub("", name))}
    forms |= {_ARTICLE.sub("", form) for form in forms if form.startswith(_ARTICLES)}
    return forms - {folded, ""}


def _fold(word: str) -> str:
    return word.lower() if word.isascii() and word != "&" else _fold_other(word)


@lru_cache(maxsize=65_536)
def _fold_other(word: str) -> str:
    if word == "&":
        return "and"
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word).casefold())
    folded = unicodedata.normalize("NFC", _ACCENTS.sub("", folded)).translate(_LETTERS)
    letters = "".join(char for char in folded if char.isalnum())
    return " ".join(_TOKEN.findall(letters))  # a compatibility form may stand for clinging letters
