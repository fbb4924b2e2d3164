"""Which rules can begin with which word, and how expressions join to ranges and choices."""

from __future__ import annotations

from airdate.reading.phrases import grammar, offsets, relative
from airdate.reading.phrases import vocabulary as v
from airdate.reading.phrases.almanac import HOLIDAY
from airdate.reading.phrases.grammar import Hit, Rule, Scan
from airdate.reading.phrases.terms import Term, join

_MOST_JOINED = 4  # terms in one range or list; more is a table, and would cost more than linear time


def joined(s: Scan, i: int, hit: Hit) -> Hit:
    """The expression with what follows it in a range or a choice: "late 2025 or early 2026".

    Joined from the right, so that the year of "June, July or August 2025" reaches the first.
    """
    opener = s.tokens.word(i - 1)
    terms, end = [hit[0]], hit[1]
    while len(terms) < _MOST_JOINED:
        found = _next_term(s, terms[-1], end, opener)
        if found is None:
            break
        terms.append(found[0])
        end = found[1]
    if opener == "from" and len(terms) == 2 and _is_moved(s, i):
        return terms[1], end
    whole = terms.pop()
    while terms:
        whole = join(terms.pop(), whole, s.clock, s.past) or whole
    return whole, end


def _is_moved(s: Scan, i: int) -> bool:
    """Does a word of moving stand before "from" at word `i` - 1 ("moved the sequel from June to March")?"""
    if s.tokens.word(i - 2) in v.MOVED:
        return True
    return any(s.tokens.word(n) in v.MOVES_IT for n in range(i - 2, i - 2 - v.MOVED_REACH, -1))


def _next_term(s: Scan, left: Term, end: int, opener: str) -> Hit | None:
    """The term after a connector at word `end`, where the two make one stretch."""
    connector = v.JOIN.at(s.tokens, end)
    if connector is None and s.tokens.hyphened[end : end + 1] == [True]:
        connector = "to", end
    is_list = connector is None and s.tokens.word(end) == "," and left.bare
    if is_list:
        connector = "list", end + 1
    if connector is None or (connector[0] == "between" and opener not in ("between", "from")):
        return None
    j = connector[1] + 1 if s.tokens.word(connector[1]) == "the" else connector[1]
    right = expression(s, j)
    if right is None or join(left, right[0], s.clock, s.past) is None:
        return None
    if is_list and not (right[0].bare and (v.JOIN.at(s.tokens, right[1]) or ("", 0))[0] == "or"):
        return None
    return right


def may_begin(word: str) -> bool:
    """Is there a rule for an expression that begins with this word?"""
    return word in _RULES or word[:1].isdigit()


def expression(s: Scan, i: int) -> Hit | None:
    """The expression that begins at word i, by the first rule that fits."""
    word = s.tokens.word(i)
    for rule in _RULES.get(word) or (_NUMBER if word[:1].isdigit() else ()):
        if hit := rule(s, i):
            return hit
    return None


#: The most specific first.
_STARTS: tuple[tuple[Rule, frozenset[str]], ...] = (
    (relative.later, frozenset({"later"})),
    (relative.point_day, v.POINT_DAYS.first_words()),
    (relative.closing, v.CLOSES.first_words()),
    (relative.nth_weekday_of, v.NTH.first_words() | {"the"}),
    (offsets.offset, frozenset(("in", "within", "over", "inside", "during"))),
    (offsets.count_from, frozenset(v.NUMBERS)),
    (relative.new_year, frozenset({"the", "new"})),
    (relative.part, v.PARTS.first_words()),
    (grammar.holiday, HOLIDAY.first_words()),
    (grammar.quarter, v.QUARTERS.first_words()),
    (grammar.half, v.HALVES.first_words()),
    (relative.deixis, v.DEIXIS.first_words() | v.YEAR_DEIXIS.first_words()),
    (relative.weekday, v.WEEKDAYS.first_words()),
    (grammar.month, v.MONTHS.first_words()),
    (grammar.season, frozenset(v.SEASONS)),
    (grammar.day_month, frozenset(v.ORDINALS)),
    (relative.day_of_month, frozenset(v.ORDINALS)),
)


def _rules() -> dict[str, tuple[Rule, ...]]:
    table: dict[str, list[Rule]] = {}
    for rule, words in _STARTS:
        for word in words:
            table.setdefault(word, []).append(rule)
    return {word: tuple(rules) for word, rules in table.items()}


_RULES = _rules()
_NUMBER: tuple[Rule, ...] = (offsets.count_from, grammar.number)
