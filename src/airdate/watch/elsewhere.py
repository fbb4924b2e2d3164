"""What is known already from another place or season, so that one thing is told once.

Two answers are about one thing where one place names the other in full ("streaming", "US streaming"), or one
is said of the series at large and the other of its newest season that is not out. A date tells something new
only where it is closer than what such an answer has said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec.structs import replace

from airdate.types import Belief
from airdate.watch.answers import OUT, Key, Move, is_firm, key_of, says

_TAKES_BACK = (".undone", ".withdrawn", ".overdue")
_OF_STANDING = (".confirmed", ".doubted", ".disputed", ".settled", ".out")
_Test = Callable[[Belief, Belief], bool]
_DATED = ("release.announced", "release.narrowed", "release.moved")


class Elsewhere:
    """The beliefs before and now, to look at from one of them for others about the same thing."""

    def __init__(self, was: Mapping[Key, Belief], now: Mapping[Key, Belief]) -> None:
        self._was, self._now = was, now
        all_of_it = (*was.values(), *now.values())
        numbers: dict[str, int] = {}
        for belief in all_of_it:
            numbers[belief.work_id] = max(numbers.get(belief.work_id, 0), belief.season or 0)
        out = {(b.work_id, b.season) for b in all_of_it if b.rule in OUT}
        self._newest = {work: number for work, number in numbers.items() if (work, number) not in out}

    def unless_known(self, move: Move) -> list[Move]:
        """The move, unless another answer said its news before, or still says what it would take back."""
        if move.kind.endswith(_TAKES_BACK):
            return [] if move.before is not None and self._still_said(move.before) else [move]
        if move.now is None:
            return [move]
        twin = self._find(self._was.values(), move.now, _same)
        if twin is None:
            return self._dated(move, move.now) if move.kind in _DATED else [move]
        if move.kind.endswith(_OF_STANDING):
            return [] if (twin.standing, twin.rule) == (move.now.standing, move.now.rule) else [move]
        is_better = move.now.standing == "confirmed" != twin.standing
        if move.question == "release" and is_better:
            return [replace(move, kind="release.confirmed", before=twin)]
        return []

    def _still_said(self, before: Belief) -> bool:
        others = self._now.values()
        return any(self._find(others, before, test) is not None for test in (_same, _lies_within))

    def _dated(self, move: Move, now: Belief) -> list[Move]:
        """A date that is new for its place: quiet beside a closer one, a closer one beside a wider one."""
        standing = [b for key, b in self._was.items() if key in self._now and _same(b, self._now[key])]
        if self._find(standing, now, _lies_within) is not None:
            return []
        wider = self._find(self._was.values(), now, _holds)
        is_first = move.before is None or move.before.window is None
        return [replace(move, kind="release.narrowed", before=wider) if is_first and wider else move]

    def _find(self, among: Iterable[Belief], belief: Belief, test: _Test) -> Belief | None:
        """Another answer about the same thing that stands to this one as the test says."""
        own = key_of(belief)
        return next(
            (b for b in among if key_of(b) != own and self._is_one(belief, b) and test(belief, b)), None
        )

    def _is_one(self, one: Belief, other: Belief) -> bool:
        about = (one.work_id, one.question, is_firm(one)) == (other.work_id, other.question, is_firm(other))
        return about and self._same_season(one, other) and _same_subject(one, other)

    def _same_season(self, one: Belief, other: Belief) -> bool:
        return one.season == other.season or {one.season, other.season} == {
            None,
            self._newest.get(one.work_id),
        }

    def together(self, found: Sequence[Move]) -> tuple[Move, ...]:
        """Moves that say the same of one thing, each told once; of two dates the closer one."""
        kept: list[Move] = []
        for move in found:
            twin = next((i for i, other in enumerate(kept) if self._alike(other, move)), None)
            if twin is None:
                kept.append(move)
                continue
            first, second = kept[twin], move
            if _is_closer(_answer(second), _answer(first)):
                first, second = second, first
            kept[twin] = replace(first, also=(*first.also, second.key, *second.also))
        return tuple(kept)

    def _alike(self, one: Move, other: Move) -> bool:
        a, b = _answer(one), _answer(other)
        if one.kind != other.kind or not self._is_one(a, b):
            return False
        return _same(a, b) or (one.kind in _DATED and (_lies_within(a, b) or _lies_within(b, a)))


def _answer(move: Move) -> Belief:
    answer = move.now or move.before
    assert answer is not None  # a move has at least one side
    return answer


def _same_subject(one: Belief, other: Belief) -> bool:
    """Is it one subject? "streaming" may be the place that "US streaming" names in full."""
    if one.question != "release":
        return one.subject == other.subject
    places = {*one.subject.split()}, {*other.subject.split()}
    return places[0] <= places[1] or places[1] <= places[0]


# How another answer stands to one.


def _same(one: Belief, other: Belief) -> bool:
    return says(one) == says(other)


def _lies_within(one: Belief, other: Belief) -> bool:
    """Does the other name a day or window inside this one's?"""
    return one.window is not None and other.window is not None and one.window.contains(other.window)


def _holds(one: Belief, other: Belief) -> bool:
    return _lies_within(other, one)


def _is_closer(one: Belief, other: Belief) -> bool:
    return _lies_within(other, one) and not _same(one, other)
