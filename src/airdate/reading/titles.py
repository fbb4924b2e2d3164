"""Works named in a sentence, by form: capitals beside a season or a cue, and the look of a line.

Nothing here knows a title. A catalogue (`Names`) may add known names and settle where one begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from airdate.reading.cues import load, words
from airdate.reading.mentions import Mention, display, run_mention, same_name, settle
from airdate.reading.quotes import by_look
from airdate.reading.seasons import SeasonRef
from airdate.reading.services import ServiceHit
from airdate.reading.tokens import (
    BREAKS,
    CALENDAR,
    CONNECTORS,
    OPENERS,
    Token,
    blocked,
    is_name_word,
    run_after,
    run_before,
    tokenize,
)
from airdate.types import NameHit

#: What a title stands right before: "X renewed …", "X to return", "X | Official Trailer".
_CUES = load("titles")
_AFTER_TITLE = _CUES["after_title"]
#: What a title stands right after: "renews X", "filming wraps on X", "to star in X".
_BEFORE_TITLE = _CUES["before_title"]
_FILM_PART = _CUES["film_part"]
_GIVEN_YEAR = re.compile(r"20[2-4]\d")  # "X Movie Gets 2026 Release Date"
#: A digit stands first, and what is before it is asked after: so it is searched for at the speed of a digit.
_CLOCK = re.compile(r"\d(?<!\w\d)\d?[:.]\d\d\b(?: ?[ap]\.?m\b)?")
_SMALL_FIGURES = frozenset("23456789")
_FOR_SEASON = _CUES["for_season"]
#: "X returns Oct. 16, Y debuts Sept. 24": what is dated beside another is a work.
_SCHEDULE, _RELEASED = _CUES["schedule"], re.compile(r"returns|debuts|premieres|bows|launches")
_OF_WORK = _CUES["of_work"]
_AUXILIARIES = words("auxiliaries")
#: These speak of works alone; before the other cues a person may stand too.
_SURE_CUE = _CUES["sure_cue"]
_GETS = words("gets")
_BEFORE_CUE = words("before_cue") | {"\0", ":", ","}
#: Words between a cue and the name it speaks of.
_FILLERS = words("fillers")
#: After these comes a person or a part, whose name may run on into the work's ("replaces A B in X").
_PERSON_VERBS = words("person_verbs")
_HOLD = frozenset(["the", "a", "an", "my", "our"])
_BEFORE_SEASON = frozenset(["(", ",", ":", "-", "new", "upcoming", "tv", "series", "the", "'"])
_IN_PERSONS = frozenset(["and", "&", "de", "van", "von"])


def form_mentions(
    flat: str, low: str, seasons: Sequence[SeasonRef], services: Sequence[ServiceHit], *, headline: bool
) -> list[Mention]:
    """Works named in a sentence by its form alone, left to right, without overlaps."""
    shown = by_look(flat, low, headline=headline)
    held = [(m.start, m.end) for m in shown]
    held += [(s.start, s.end) for s in services] + [(r.start, r.end) for r in seasons if r.form != "part"]
    held += [m.span() for m in _CLOCK.finditer(flat)]
    tokens = blocked(tokenize(flat), held)
    found = shown + [m for ref in seasons for m in _beside_season(flat, tokens, ref, alone=not shown)]
    if not (headline and shown):
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


def _beside_season(flat: str, tokens: Sequence[Token], ref: SeasonRef, *, alone: bool) -> Iterator[Mention]:
    """ "X season 2", "X's second season", "season 2 of X"; `alone`: no work is quoted."""
    before = next((i for i, t in enumerate(tokens) if t.end > ref.start), len(tokens))
    for between in (_BEFORE_SEASON, _GETS):
        while before and tokens[before - 1].low in between:
            before -= 1
    run = run_before(tokens, before) if alone else None
    if run is not None:
        yield from run_mention(flat, tokens, _without_person(tokens, run), "season")
    elif alone and before and tokens[before - 1].low in ("in", "for"):
        apart = run_before(tokens, before - 1)
        if apart is not None:  # "newcomers to X in season 2", but also "A B in season 2"
            yield from run_mention(flat, tokens, apart, "maybe" if _like_person(tokens, apart) else "object")
    after = next((i for i, t in enumerate(tokens) if t.start >= ref.end), len(tokens))
    link = tokens[after].low if after < len(tokens) else ""
    if not alone and after + 1 < len(tokens) and flat[tokens[after].end :].lstrip()[:1] in ("'", '"'):
        return  # "season 2 of 'X'": the quotes name it
    if link == "of" or (link == "for" and tokens[before - 1].low == "no" and before):
        yield from _after_fillers(flat, tokens, after + 1, "season")


def _without_person(tokens: Sequence[Token], run: tuple[int, int]) -> tuple[int, int]:
    """ "cast as Queen Isolde in X": the run from the preposition on."""
    if not run[0] or tokens[run[0] - 1].low not in _PERSON_VERBS:
        return run
    for at in range(run[0] + 1, run[1]):
        if tokens[at].low in ("in", "on", "for") and is_name_word(tokens[at + 1]):
            return at + 1, run[1]
    return run


def _beside_cues(flat: str, low: str, tokens: Sequence[Token], *, headline: bool) -> Iterator[Mention]:
    yield from _before_cues(flat, low, tokens, headline=headline)
    if not any(token.capital for token in tokens[1:]):
        return  # nothing after a cue that could be a name
    starts = {t.start: i for i, t in enumerate(tokens)}
    for cue in _BEFORE_TITLE.finditer(low):
        index = starts.get(cue.end() + 1, starts.get(cue.end() + 2))
        if index is not None:
            sure = _SURE_CUE.search(cue[0]) is not None or _OF_WORK.search(cue[0]) is not None
            for found in _after_fillers(flat, tokens, index, "cue"):
                yield found if sure or headline else replace(found, how="object")


def _before_cues(flat: str, low: str, tokens: Sequence[Token], *, headline: bool) -> Iterator[Mention]:
    """Runs right before a cue; a cue is looked for only where a run ends, which is seldom."""
    done, listed = 0, headline and _SCHEDULE.search(low) is not None
    for at, token in enumerate(tokens):
        if token.start < done or not at:
            continue
        before = tokens[at - 1]
        run = _subject(tokens, at) if before.capital or before.low in _BEFORE_CUE else None
        cue = _AFTER_TITLE.match(low, token.start) if run is not None else None
        if run is None or cue is None:
            continue
        done = cue.end()
        if not headline and _opens_sentence(tokens, run):
            continue
        run = _without_person(tokens, run)
        sure = (
            _SURE_CUE.search(cue[0]) is not None
            or _FOR_SEASON.match(low, cue.end()) is not None
            or not _like_person(tokens, run)
            or (listed and _RELEASED.match(cue[0]) is not None)
        )
        yield from run_mention(flat, tokens, run, "cue" if sure else "maybe")


def _film_parts(flat: str) -> Iterator[Mention]:
    """A film in parts: "The Batman - Part II", "Dune: Part Two"; the part belongs to the name."""
    if "Part " not in flat and "Chapter " not in flat:
        return
    for match in _FILM_PART.finditer(flat):
        name = " ".join(match[1].split()).rstrip(" -:,")
        if name.split()[0].lower() not in OPENERS and name.split()[-1].lower() not in BREAKS:
            yield Mention(
                match.start(), match.end(), f"{name}{':' if ':' in match[2] else ''} {match[3]}", "season"
            )


def _numbered(flat: str, tokens: Sequence[Token]) -> Iterator[Mention]:
    """A run that ends with a small figure: "Romantic Doctor Kim 2 was discussed"."""
    for index, token in enumerate(tokens):
        run = run_before(tokens, index + 1) if index and token.low in _SMALL_FIGURES else None
        if run is None or run[1] == run[0] or not tokens[run[0]].word.isalpha():
            continue
        if not is_name_word(tokens[index - 1]):
            continue  # "Tuesdays at 9"
        run = _without_person(tokens, run)
        if not any(tokens[i].low in CALENDAR for i in range(run[0], run[1] + 1)):
            yield from run_mention(flat, tokens, run, "cue")


def _listed_before(flat: str, tokens: Sequence[Token], known: Mention) -> Iterator[Mention]:
    """The other work in "neither X nor Y", "both X and Y"."""
    at = next((i for i, t in enumerate(tokens) if t.start >= known.start), 0)
    if at < 3 or tokens[at - 1].low not in ("nor", "and", "or"):
        return
    run = run_before(tokens, at - 1)
    if run and run[0] and tokens[run[0] - 1].low in ("neither", "both", "either"):
        yield from run_mention(flat, tokens, run, known.how)


def _opens_sentence(tokens: Sequence[Token], run: tuple[int, int]) -> bool:
    """A lone capital at the start of a sentence is a name only where a verb makes it the subject."""
    if run != (0, 0):
        return False
    return len(tokens) < 2 or tokens[1].low not in _AUXILIARIES


def _like_person(tokens: Sequence[Token], run: tuple[int, int]) -> bool:
    """Plain words, or names in a list: what stands before "returns" may be a person."""
    names = tokens[run[0] : run[1] + 1]
    if names[0].low in _HOLD or len(names) > 8:
        return False
    return all(n.low in _IN_PERSONS or re.sub("['-]", "", n.word).isalpha() for n in names)


def _subject(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The run before a cue, over small words and marks ("X: Cancelled", "X TV series has been renewed")."""
    back = at
    while (
        back
        and at - back < 6
        and (tokens[back - 1].low in _BEFORE_CUE or _is_given_year(tokens[back - 1].low))
    ):
        back -= 1
    run = run_before(tokens, back)
    if run is None or (tokens[at - 1].low == "," and run[0] and tokens[run[0] - 1].low in _PERSON_VERBS):
        return _over_apposition(tokens, at) or run
    return run


def _is_given_year(low: str) -> bool:
    return low.startswith("20") and _GIVEN_YEAR.fullmatch(low) is not None


def _over_apposition(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """ "X, four hours long and directed by Y, received …": the run before the pair of commas."""
    if not at or tokens[at - 1].low != ",":
        return None
    for comma in range(at - 2, max(at - 24, 0), -1):
        if tokens[comma].low == ",":
            return run_before(tokens, comma)
    return None


def _after_fillers(flat: str, tokens: Sequence[Token], index: int, how: str) -> Iterator[Mention]:
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
        yield from run_mention(flat, tokens, run, how)
