"""What the words around a name must say before it counts as a name: the ambiguity model.

Most texts that hold "You", "Dark" or "Wednesday" are not about series. A name of several words vouches
for itself by its capitals. A name of one word, or of two common words, needs a witness beside it:
quotation marks, a season, a word such as "drama" before it, or a service's genitive. For a word that is
not common in English, the nouns and verbs of the trade ("star", "trailer", "returns") witness as well,
and one witness vouches for the word in the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from airdate.catalogue.fold import Token, clings

#: Words that say nothing as names: the closed classes, days, months, numbers, and the commonest others.
COMMON = frozenset(
    """
    a about after again all always am an and any are as at away back bad be because been before being
    best better big both but by can car city come could cut dark day days dead dear did do does doing
    done down each easy end even ever every evil family fire first for found four free from game get
    gift girls go gone good got great had happy hard has have he heart hello her here high him his hit
    home hope house how i if in into is it its just kids killing kind king know last left less let life
    like little living long look loot lost love mad made main make man me men mind mine mom monster more
    most mother much must my never new next nice night no not nothing now of off old on once one only
    open or other our out over own part people perfect play power real red rest right room run same say
    scream see self servant she should show small so some someone soon space special star still stop
    such super than that the their them then there these they thing things this those three time to
    today tomorrow too top trust truth two under unknown until up upload us very war was watch way we
    well were what when where which while white who why wife will win with woman women wonder work world
    would yes you young your monday tuesday wednesday thursday friday saturday sunday january february
    march april may june july august september october november december spring summer autumn fall
    winter christmas holiday holidays easter halloween north south east west america england britain
    france korea japan china india london paris
    """.split()  # noqa: SIM905
)

_NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|i{1,3}|iv|v)\b"
_ORDINAL = (
    r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"final|last|next|new)"
)
_GENITIVE = r"(?:['’]s?)?"
_SEASON_AFTER = re.compile(
    rf"[\"”’']?{_GENITIVE}\s{{0,2}}[-–—:,(]?\s{{0,2}}"
    rf"(?:(?:season|series|part|volume|vol\.|chapter|book)\s{_NUMBER}|{_ORDINAL}(?:\s[a-z]+)?\s(?:season|"
    rf"series)\b"
    r"|\s?(?:시즌|シーズン|第)\s?\d"
    r"|\s(?:has\s|is\s|was\s|been\s|officially\s){0,3}(?:renewed|cancell?ed)\b"
    r"|season\s(?:finale|premiere|renew|release|trailer|cast)|s\d{1,2}\b)",
    re.IGNORECASE,
)
_TRADE_AFTER = re.compile(
    rf"[\"”’']?{_GENITIVE}\s(?:has\s|had\s|have\s|is\s|was\s|will\s|been\s|be\s|to\s|officially\s|"
    rf"not\s){{0,3}}"
    r"(?:renew|cancel|axed|ends?\b|ending|return|stars?\b|cast\b|creator|showrunner|trailer|teaser|finale|"
    r"spin-?off"
    r"|release\sdate|premiere|gets\b|ordered|picked\sup|season|episode|sequel|prequel|reboot|revival|director"
    r"|producer|writer|author|actor|actress|back\b)"
    r"|\s?[|–—:-]\s(?:official\s)?(?:trailer|teaser|series\spremiere)",
    re.IGNORECASE,
)
_FORMS = frozenset(
    "series drama dramedy comedy sitcom thriller anime miniseries docuseries kdrama "  # noqa: SIM905
    "spinoff film movie".split()
)
_SEASON_BEFORE = re.compile(
    rf"\b(?:seasons?|series)\s(?:{_NUMBER}\s)?of\s[\"“‘']?$",
    re.IGNORECASE,
)
_SERVICE_BEFORE = re.compile(
    r"\b(?:netflix|hbo(?:\smax)?|max|hulu|prime\svideo|amazon(?:\sprime)?(?:\svideo)?|apple(?:\stv)?\+?|"
    r"disney\+?|"
    r"paramount\+?|peacock|showtime|starz|amc|fx|bbc(?:\sone|\stwo)?|itv|nbc|abc|cbs|fox|cw|syfy|"
    r"channel\s4|sky|"
    r"tvn|jtbc|sbs|kbs|crunchyroll|mgm\+?|freeform|lifetime|hallmark|shudder|adult\sswim|nickelodeon|e4)"
    r"['’]s\s(?:[a-z-]{2,20}\s){0,3}[\"“‘']?$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"\.[\"”’')]*\s|\n")
#: Words whose full stop ends no sentence.
_ABBREVIATED = frozenset("mr mrs ms dr st vs jr sr vol no sgt lt gen capt prof mt ft feat".split())  # noqa: SIM905
OPENERS, CLOSERS = frozenset("\"'“‘«「『„‹"), frozenset("\"'”’»」』“›")


def is_quoted(text: str, start: int, end: int) -> bool:
    """Do quotation marks stand right around it, perhaps with a comma inside?"""
    if start == 0 or text[start - 1] not in OPENERS:
        return False
    end += text[end : end + 1] in (",", ".", "!", "?", "…")
    return text[end : end + 1] in CLOSERS and not text[end + 1 : end + 2].isalnum() and end < len(text)


def is_name(
    text: str, found: Sequence[Token], before: Sequence[Token], *, lower: Set[str], vouched: Set[str]
) -> bool:
    """Do the capitals of these tokens, or the words around them, make them a name?

    Args:
        text: the whole text.
        found: the tokens in question.
        before: a few tokens that stand before them.
        lower: words that the text has in lower case: those are common in it.
        vouched: words that are known to be names in it, from another place.
    """
    if _crosses_sentences(text, found):
        return False
    common = len(found) <= 2 and all(token.word in COMMON or token.word.isdigit() for token in found)
    if not common and _vouches_for_itself(text, found, lower, vouched):
        return True
    return _has_witness(text, found[0].start, found[-1].end, before)


def _vouches_for_itself(text: str, found: Sequence[Token], lower: Set[str], vouched: Set[str]) -> bool:
    if clings(text[found[0].start]):
        return len(found) > 2
    if len(found) == 1:
        word = found[0].word
        return word not in lower and (word in vouched or _TRADE_AFTER.match(text, found[0].end) is not None)
    return _has_capitals(text, found)


def _has_witness(text: str, start: int, end: int, before: Sequence[Token]) -> bool:
    """Quotation marks, a season beside it, or a service or form before it."""
    if is_quoted(text, start, end) or _SEASON_AFTER.match(text, end):
        return True
    words = [token.word for token in before]
    if not words:
        return False
    if words[-1] in _FORMS:
        return _SENTENCE_END.match(text, before[-1].end) is None
    near = text[max(0, start - 80) : start]
    return (words[-1] == "of" and _SEASON_BEFORE.search(near) is not None) or (
        "s" in words and _SERVICE_BEFORE.search(near) is not None
    )


def _has_capitals(text: str, found: Sequence[Token]) -> bool:
    """Is its last word written large? If not: three words, one uncommon, begun large inside a sentence."""
    first, last = found[0], found[-1]
    if not text[last.start : last.end].islower():
        return True
    inside = text[max(0, first.start - 4) : first.start].rstrip(" \"'“‘")[-1:] not in (
        "",
        ".",
        "!",
        "?",
        "\n",
        ":",
    )
    return len(found) > 2 and inside and any(token.word not in COMMON for token in found)


def _crosses_sentences(text: str, found: Sequence[Token]) -> bool:
    return any(
        _SENTENCE_END.match(text, here.end) and (here.word not in _ABBREVIATED and len(here.word) > 1)
        for here in found[:-1]
    )
