"""Works named in a sentence, by form: quotes, capitals beside a season, capitals beside a cue.

Nothing here knows a title. A catalogue (`Names`) may add known names and settle where one ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from airdate.reading.cues import load, words
from airdate.reading.seasons import SeasonRef, number
from airdate.reading.services import STUDIOS, ServiceHit
from airdate.reading.text import fold_name
from airdate.reading.tokens import (
    BREAKS,
    CALENDAR,
    CONNECTORS,
    MONTHS,
    OPENERS,
    TRAILERS,
    Token,
    is_name_word,
    run_after,
    run_before,
    tokenize,
)
from airdate.types import NameHit


@dataclass(frozen=True, slots=True)
class Mention:
    """A work named at `start:end` of a sentence.

    `how`: "quoted", "season" or "cue" for certain forms; "object" and "maybe" for runs that could as well
    be a place or a person; "known" by the page or a catalogue. `number` is a figure that the name ends
    with ("Stranger Things 5") and that may be a season.
    """

    start: int
    end: int
    title: str
    how: str
    number: int | None = None


_QUOTE = re.compile(r"""['"]""")
_MAX_TITLE = 80

#: What a title stands right before: "X renewed …", "X to return", "X | Official Trailer".
_CUES = load("titles")
_AFTER_TITLE = _CUES["after_title"]
#: What a title stands right after: "renews X", "filming wraps on X", "to star in X".
_BEFORE_TITLE = _CUES["before_title"]
_BAR = re.compile(r" ?\| ?| - ")
_SEASON_TAIL = re.compile(r"[ ,:-]*\(?\b(?:season|series|part|volume|s)[ ]?\d.*$", re.IGNORECASE)
_TRAILER_PART = _CUES["trailer_part"]
_FILM_PART = _CUES["film_part"]
_SMALL_FIGURES = frozenset("23456789")
_FOR_SEASON = _CUES["for_season"]
_OF_WORK = _CUES["of_work"]
_DECISION = _CUES["decision"]
_NO_NAME = words("no_name")
_AUXILIARIES = words("auxiliaries")
#: These speak of works alone; before the other cues a person may stand too.
_SURE_CUE = _CUES["sure_cue"]
_GETS = words("gets")
_BEFORE_CUE = words("before_cue") | {"\0", ":", ","}
_DAY_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?$")
#: Words between a cue and the name it speaks of.
_FILLERS = words("fillers")
_MAKER_POSSESSIVES = frozenset(f"{s.lower()}'s" for s in STUDIOS) | {
    "dc's",
    "netflix's",
    "amazon's",
    "apple's",
    "hbo's",
}
#: After these comes a person or a part, whose name may run on into the work's ("replaces A B in X").
_PERSON_VERBS = words("person_verbs")
_LEADERS = frozenset(["tv", "series", "show", "limited", "original"])
#: "the 'X' spin-off" is another work than X, and one without a name of its own.
_UNNAMED = _CUES["unnamed"]
_ABOUT = _CUES["about"]
_CREDIT = _CUES["credit"]
_MAKER = _CUES["maker"]
_MONEY = re.compile(r"[$€£]\d|\b(?:million|billion|percent)\b", re.IGNORECASE)
_IS_BACK = re.compile(r" (?:is|are) (?:back|here|coming|returning|ending|happening)\b.*$", re.IGNORECASE)
_WEAK = ("cue", "object", "maybe")
_HOLD = frozenset(["the", "a", "an", "my", "our"])
_LOWERED = re.compile(r"(?<=[\w!?] )(?:Of|The|And|In|A|An|To|For|At|With|Or|From|On)(?= )")
_NUMBERED = re.compile(r"^(.*\D)[ ]([2-9])$")
_EPISODIC = re.compile(r"^(?:season|series|episode|part|volume|chapter)s?\b", re.IGNORECASE)


def form_mentions(
    flat: str, low: str, seasons: Sequence[SeasonRef], services: Sequence[ServiceHit], *, headline: bool
) -> list[Mention]:
    """Works named in a sentence by its form alone, left to right, without overlaps."""
    quoted = _without_credits(flat, list(_quoted(flat)))
    held = [(m.start, m.end) for m in quoted]
    held += [(s.start, s.end) for s in services] + [(r.start, r.end) for r in seasons if r.form != "part"]
    tokens = _blocked(tokenize(flat), held)
    quoted = quoted or list(_segment(flat))
    if headline and not quoted:
        quoted = list(_before_colon(flat, low))
    found = quoted + [m for r in seasons for m in _beside_season(flat, tokens, r, quoted)]
    if not (headline and quoted):
        found += _beside_cues(flat, low, tokens, headline=headline)
        found += _film_parts(flat)
    if not headline:
        found += _numbered(flat, tokens)
    found += [m for kept in found for m in _listed_before(flat, tokens, kept)]
    return settle(found)


def with_known(
    hits: Sequence[NameHit], flat: str, found: Sequence[Mention], *, headline: bool
) -> list[Mention]:
    """Mentions as a catalogue knows them: by the work's usual name, cut where the name is known to begin.

    A known name that the form missed counts if it has several words and the capitals of a name, but not
    beside quoted works in a headline.
    """
    named = [_as_known(m, hits, flat) for m in found]
    if not (headline and any(m.how == "quoted" for m in named)):
        for hit in hits:
            words = flat[hit.start : hit.end].split()
            if (
                len(words) > 1
                and _written_as_name(words)
                and all(hit.end <= m.start or m.end <= hit.start for m in named)
            ):
                named.append(Mention(hit.start, hit.end, hit.title, "known"))
    return settle(named)


def _as_known(mention: Mention, hits: Sequence[NameHit], flat: str) -> Mention:
    for hit in hits:
        if hit.end != mention.end or hit.start < mention.start:
            continue
        if hit.start == mention.start:
            return (
                mention
                if same_name(hit.title, mention.title)
                else replace(mention, title=hit.title, number=None)
            )
        before = flat[mention.start : hit.start].split()
        if (
            mention.how != "quoted"
            and before
            and before[-1] in ("of", "for", "in", "on", "from", "as", "with")
        ):
            return replace(mention, start=hit.start, title=display(flat[hit.start : hit.end]))
    return mention


def _written_as_name(words: list[str]) -> bool:
    heavy = [w for w in words if w.lower() not in CONNECTORS]
    return (
        len(heavy) > 1
        and all(w[0].isupper() or w[0].isdigit() for w in heavy)
        and words[0].lower() not in CALENDAR
    )


def settle(found: Iterable[Mention]) -> list[Mention]:
    """Drop mentions that overlap a stronger one; of equals the longer stays."""
    rank = {"quoted": 1, "season": 2, "known": 3, "cue": 4, "object": 5, "maybe": 6}
    kept: list[Mention] = []
    for m in sorted(found, key=lambda m: (rank[m.how], m.start - m.end)):
        if all(m.end <= k.start or k.end <= m.start for k in kept):
            kept.append(m)
    return sorted(kept, key=lambda m: m.start)


def _quoted(flat: str) -> Iterator[Mention]:
    opened: int | None = None
    for mark in _QUOTE.finditer(flat):
        at = mark.start()
        before, after = flat[at - 1 : at], flat[at + 1 : at + 2]
        if _opens(flat, at, before, after):
            opened = at + 1
        elif opened is not None and _closes(flat, at, before, after):
            inner = flat[opened:at]
            if (
                inner.lower().endswith("in")
                and mark[0] == "'"
                and re.match(r"' \w[\w ]{0,30}'(?!\w)", flat[at:])
            ):
                continue  # a dropped g inside the name: 'Workin' Moms'
            if (
                _is_title(inner)
                and not _UNNAMED.match(flat, at)
                and not _is_credit(flat, opened - 1, at)
                and not _ABOUT.search(flat, 0, opened - 1)
            ):
                yield from _mention(flat, opened, at, "quoted")
            opened = None


def _without_credits(flat: str, quoted: list[Mention]) -> list[Mention]:
    """ "'X' star A B joins 'Y'": where another work is named, X only says who the person is."""
    if len(quoted) < 2:
        return quoted
    left = [m for m in quoted if not _CREDIT.match(flat, m.end)]
    return left or quoted


def _segment(flat: str) -> Iterator[Mention]:
    """The first part of "X | Official Trailer | Service" and "X - Teaser Trailer - …"."""
    parts = _BAR.split(flat[:200])
    if len(parts) > 1 and any(_TRAILER_PART.match(part.lower().strip()) for part in parts[1:]):
        name = _SEASON_TAIL.sub("", parts[0].strip())
        if _is_title(name):
            yield from _mention(flat, flat.index(name), flat.index(name) + len(name), "quoted")


def _before_colon(flat: str, low: str) -> Iterator[Mention]:
    """ "X: Netflix cancels drama after one season": the name before the colon."""
    name, colon, _ = flat.partition(": ")
    if (
        colon
        and len(name) < 50
        and _is_title(name)
        and _DECISION.search(low, len(name))
        and name.split()[0].lower() not in _NO_NAME
    ):
        yield from _mention(flat, 0, len(name), "cue")


def _is_credit(flat: str, start: int, end: int) -> bool:
    """ "from 'X' creator A B": another work, named for its maker."""
    return flat[:start].rstrip().lower().endswith("from") and _MAKER.match(flat, end) is not None


def _opens(flat: str, at: int, before: str, after: str) -> bool:
    if before.isalnum() or not (after.isalnum() or after in "#.¡¿$"):
        return False
    return re.match(r"\d0s\b", flat[at + 1 : at + 5]) is None


def _closes(flat: str, at: int, before: str, after: str) -> bool:
    return not before.isspace() and not after.isalnum()


def _is_title(inner: str) -> bool:
    """A title has capitals on its heavy words, and is no spoken sentence."""
    words = inner.strip(" ,").split()
    if (
        not words
        or _MONEY.search(inner)
        or len(inner) > _MAX_TITLE
        or len(words) > 12
        or _EPISODIC.match(inner)
    ):
        return False
    if inner.rstrip().endswith((",", ";")) and len(words) > 4:
        return False
    heavy = [w for w in words if w.lower().strip(":,-") not in CONNECTORS and w[0].isalnum()] or [
        w for w in words if w.isupper()
    ]
    if not heavy or not (words[0][0].isupper() or words[0][0].isdigit() or words[0][0] in "#$"):
        return False
    return all(w[0].isupper() or w[0].isdigit() for w in heavy)


def _blocked(tokens: list[Token], held: list[tuple[int, int]]) -> list[Token]:
    """The tokens, with those inside `held` spans made into marks that no run crosses."""
    if not held:
        return tokens
    return [
        Token(t.start, t.end, "\0", "\0", False) if any(a < t.end and t.start < b for a, b in held) else t
        for t in tokens
    ]


def _beside_season(
    flat: str, tokens: list[Token], ref: SeasonRef, quoted: Sequence[Mention]
) -> Iterator[Mention]:
    """ "X season 2", "X's second season", "season 2 of X"."""
    at = next((i for i, t in enumerate(tokens) if t.end > ref.start), len(tokens))
    before = at
    while before and tokens[before - 1].low in (
        "(",
        ",",
        ":",
        "-",
        "new",
        "upcoming",
        "tv",
        "series",
        "the",
        "'",
    ):
        before -= 1
    gets = before
    while gets and tokens[gets - 1].low in _GETS:
        gets -= 1
    run = run_before(tokens, gets) if not quoted else None
    if run is not None:
        if run[0] and tokens[run[0] - 1].low in _PERSON_VERBS:
            run = _after_preposition(tokens, run)  # "cast as Queen Isolde in X season 2"
        yield from _run_mention(flat, tokens, run, "season")
    after = next((i for i, t in enumerate(tokens) if t.start >= ref.end), len(tokens))
    if after < len(tokens) and tokens[after].low == "of":
        yield from _after_fillers(flat, tokens, after + 1, "season")


def _after_preposition(tokens: list[Token], run: tuple[int, int]) -> tuple[int, int]:
    for at in range(run[0] + 2, run[1]):
        if tokens[at].low in ("in", "on", "for") and is_name_word(tokens[at + 1]):
            return at + 1, run[1]
    return run


def _beside_cues(flat: str, low: str, tokens: list[Token], *, headline: bool) -> Iterator[Mention]:
    starts = {t.start: i for i, t in enumerate(tokens)}
    for cue in _AFTER_TITLE.finditer(low):
        at = next((i for i, t in enumerate(tokens) if t.start >= cue.start()), None)
        if (
            at is not None
            and (run := _subject(tokens, at))
            and (headline or not _opens_sentence(tokens, run))
        ):
            after = low[cue.end() : cue.end() + 24]
            sure = (
                _SURE_CUE.search(cue[0]) is not None
                or _FOR_SEASON.match(after) is not None
                or not _like_person(tokens, run)
            )
            yield from _run_mention(flat, tokens, run, "cue" if sure else "maybe")
    for cue in _BEFORE_TITLE.finditer(low):
        index = starts.get(cue.end() + 1, starts.get(cue.end() + 2))
        if index is not None:
            sure = _SURE_CUE.search(cue[0]) is not None or _OF_WORK.search(cue[0]) is not None
            for found in _after_fillers(flat, tokens, index, "cue"):
                yield found if sure or headline else replace(found, how="object")


def _film_parts(flat: str) -> Iterator[Mention]:
    """A film in parts: "The Batman - Part II", "Dune: Part Two"; the part belongs to the name."""
    for match in _FILM_PART.finditer(flat):
        name = " ".join(match[1].split()).rstrip(" -:,")
        if name.split()[0].lower() not in OPENERS and name.split()[-1].lower() not in BREAKS:
            yield Mention(
                match.start(), match.end(), f"{name}{':' if ':' in match[2] else ''} {match[3]}", "season"
            )


def _numbered(flat: str, tokens: list[Token]) -> Iterator[Mention]:
    """A run that ends with a small figure: "Romantic Doctor Kim 2 was discussed"."""
    for index, token in enumerate(tokens):
        if (
            token.low in _SMALL_FIGURES
            and index
            and (run := run_before(tokens, index + 1))
            and run[1] > run[0]
            and tokens[run[0]].word.isalpha()
        ):
            if tokens[run[0] - 1].low in _PERSON_VERBS:
                run = _after_preposition(tokens, run)
            if not any(tokens[i].low in CALENDAR for i in range(run[0], run[1] + 1)):
                yield from _run_mention(flat, tokens, run, "cue")


def _listed_before(flat: str, tokens: list[Token], known: Mention) -> Iterator[Mention]:
    """The other work in "neither X nor Y", "both X and Y"."""
    at = next((i for i, t in enumerate(tokens) if t.start >= known.start), 0)
    if at < 3 or tokens[at - 1].low not in ("nor", "and", "or"):
        return
    run = run_before(tokens, at - 1)
    if run and run[0] and tokens[run[0] - 1].low in ("neither", "both", "either"):
        yield from _run_mention(flat, tokens, run, "cue")


def _opens_sentence(tokens: list[Token], run: tuple[int, int]) -> bool:
    """A lone capital at the start of a sentence is a name only where a verb makes it the subject."""
    if run != (0, 0):
        return False
    return len(tokens) < 2 or tokens[1].low not in _AUXILIARIES


def _like_person(tokens: list[Token], run: tuple[int, int]) -> bool:
    """Two to four plain words, or names in a list: what stands before "returns" may be a person."""
    words = tokens[run[0] : run[1] + 1]
    return (
        words[0].low not in _HOLD
        and all(
            w.low in ("and", "&", "de", "van", "von") or w.word.replace("-", "").replace("'", "").isalpha()
            for w in words
        )
        and len(words) < 9
    )


def _subject(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """The run before a cue, over small words and marks ("X: Cancelled", "X TV series has been renewed")."""
    back = at
    while back and at - back < 6 and tokens[back - 1].low in _BEFORE_CUE:
        back -= 1
    return run_before(tokens, back) or _over_apposition(tokens, at)


def _over_apposition(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """ "X, four hours long and directed by Y, received …": the run before the pair of commas."""
    if not at or tokens[at - 1].low != ",":
        return None
    for comma in range(at - 2, max(at - 24, 0), -1):
        if tokens[comma].low == ",":
            return run_before(tokens, comma)
    return None


def _after_fillers(flat: str, tokens: list[Token], index: int, how: str) -> Iterator[Mention]:
    steps = 0
    while (
        index < len(tokens)
        and steps < 7
        and (tokens[index].low in _FILLERS or tokens[index].word in ("\0", "'", '"', "&", ","))
    ):
        nxt = tokens[index + 1] if index + 1 < len(tokens) else None
        if tokens[index].word == "The" and nxt is not None and is_name_word(nxt):
            break
        index, steps = index + 1, steps + 1
    run = run_after(tokens, index)
    if run:
        yield from _run_mention(flat, tokens, run, how)


def _run_mention(flat: str, tokens: list[Token], run: tuple[int, int], how: str) -> Iterator[Mention]:
    first, last = run
    first = _past_possessive(tokens, first, last)
    while last >= first and (tokens[last].low in TRAILERS or not is_name_word(tokens[last])):
        last -= 1
    while first <= last and (tokens[first].low in _LEADERS or not is_name_word(tokens[first])):
        first += 1
    if first > last:
        return
    words = [t.low for t in tokens[first : last + 1]]
    if _UNNAMED.match(flat, tokens[last].end) or (
        words[0] == "set" and words[1:2] and words[1] in ("at", "in", "on", "for")
    ):
        return
    if how in _WEAK and all(number(w) for w in words):
        return
    if len(words) == 1 and (
        words[0] in OPENERS or words[0] in BREAKS or (how in _WEAK and words[0] in CALENDAR)
    ):
        return
    if (all(w in CALENDAR or _DAY_NUMBER.match(w) for w in words) and how != "season") or (
        words[0] in MONTHS and len(words) > 1 and words[1][0].isdigit()
    ):
        return
    if all(w.isdigit() for w in words) and flat[: tokens[first].start].endswith(("of ", "for ", "with ")):
        return
    if how in _WEAK and all(w.isdigit() or w in CALENDAR or w in CONNECTORS for w in words):
        return
    yield from _mention(flat, tokens[first].start, tokens[last].end, how)


def _past_possessive(tokens: list[Token], first: int, last: int) -> int:
    """Skip an owner before the name: "Mike Flanagan's X", "Marvel's X"; "Grey's Anatomy" stays whole."""
    for at in range(last - 1, first - 1, -1):
        low = tokens[at].low
        if low.endswith(("'s", "s'")) and (
            low in _MAKER_POSSESSIVES or (at - first in (1, 2) and tokens[first].low not in _HOLD)
        ):
            return at + 1
    return first


def _mention(flat: str, start: int, end: int, how: str) -> Iterator[Mention]:
    raw = flat[start:end].strip()
    start += flat[start:end].index(raw) if raw else 0
    raw = _IS_BACK.sub("", raw.rstrip(",:;- "))
    if raw.endswith("'s") and how != "quoted":
        raw = raw[:-2]
    if not re.search(r"\w", raw) or "·" in raw or (len(raw) < 2 and how != "quoted"):
        return
    numbered = _NUMBERED.match(raw)
    yield Mention(start, start + len(raw), display(raw), how, int(numbered[2]) if numbered else None)


def display(raw: str) -> str:
    """The name as it is written when it is not shouted: small words small ("All of Us Are Dead")."""
    name = " ".join(raw.strip("'\" ,").split())
    if name.isupper() and " " in name and len(name) > 6:
        name = name.title().replace("'S ", "'s ")
    return _LOWERED.sub(lambda m: m[0].lower(), name)


def same_name(a: str, b: str) -> bool:
    """Are two names alike but for case, accents, punctuation and a leading article?"""
    return fold_name(a) == fold_name(b)


def gap_to(ref: SeasonRef, mention: Mention) -> int:
    """How far a season stands from a name; one that follows it is nearer than one before it."""
    return ref.start - mention.end if mention.end <= ref.start else mention.start - ref.end + 2
