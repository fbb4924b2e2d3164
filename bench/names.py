"""A million names: build, open, memory and scanning, beside ahocorasick_rs: `python bench/names.py [COUNT]`.

Names and text are generated. Both scan the same text in one process; time is CPU time. The peer matches
folded strings anywhere, keeps no file and weighs no evidence; it is here for speed and memory alone.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from airdate.catalogue.fold import fold
from airdate.catalogue.gazetteer import Gazetteer

Result = TypeVar("Result")
SYLLABLES = "ka ro mi ten sol ver an dra lo qui stra bel nor fi gus par he lin tor wy".split()  # noqa: SIM905
LENGTHS, WEIGHTS = (1, 2, 3, 4, 5), (15, 35, 25, 15, 10)  # words of a name, as in film catalogues
WORDS_OF_TEXT = 200_000


def timed(what: str, run: Callable[[], Result], *, per: float | None = None, unit: str = "s") -> Result:
    """Run it, and print its CPU time, or `per` divided by that."""
    memory, start = resident(), time.process_time()
    result = run()
    seconds = time.process_time() - start
    figure = per / seconds if per is not None else seconds * (1000 if unit == "ms" else 1)
    print(f"{what:<34} {figure:>9.2f} {unit:<5} {resident() - memory:>+7.0f} MB resident")
    return result


def resident() -> float:
    """Memory that the process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def vocabulary(rng: random.Random) -> list[str]:
    return ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 5))).title() for _ in range(60_000)]


def make_names(count: int, words: list[str], rng: random.Random) -> list[str]:
    names: set[str] = set()
    while len(names) < count:
        name = " ".join(rng.choices(words, k=rng.choices(LENGTHS, WEIGHTS)[0]))
        names.add(f"The {name}" if rng.random() < 0.25 else name)
    return sorted(names)


def make_text(words: list[str], names: list[str], rng: random.Random) -> str:
    """Lower-case words with a capital in ten, a full stop in fifteen and a name in five hundred."""
    parts: list[str] = []
    for _ in range(WORDS_OF_TEXT):
        chance = rng.random()
        word = rng.choice(names) if chance < 0.002 else rng.choice(words)
        parts.append(word if chance < 0.1 else word.lower())
        if rng.random() < 0.07:
            parts[-1] += "."
    return " ".join(parts)


def run_peer(names: list[str], text: str) -> None:
    try:
        import ahocorasick_rs
    except ImportError:
        print("ahocorasick_rs                     skipped: not installed (pip install ahocorasick_rs)")
        return
    kind = ahocorasick_rs.MatchKind.LeftmostLongest
    folded = [fold(name) for name in names]
    automaton = timed(
        "ahocorasick_rs: build",
        lambda: ahocorasick_rs.AhoCorasick(
            folded, matchkind=kind, implementation=ahocorasick_rs.Implementation.ContiguousNFA
        ),
    )
    lower = fold(text)
    timed("ahocorasick_rs: scan (folded text)", lambda: automaton.find_matches_as_indexes(lower),
          per=len(lower) / 1e6, unit="MB/s")  # fmt: skip


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rng = random.Random(11)
    words = vocabulary(rng)
    names = make_names(count, words, rng)
    text = make_text(words, names, rng)
    print(f"{count:,} names, {len(text) / 1e6:.1f} MB of text")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names"
        timed("airdate: build", lambda: Gazetteer.build(((n, n, f"w{i}") for i, n in enumerate(names)), path))
        print(f"{'airdate: file':<34} {path.stat().st_size / 1e6:>9.1f} MB")
        gazetteer = timed("airdate: open", lambda: Gazetteer.open(path), unit="ms")
        hits = timed("airdate: scan", lambda: gazetteer.scan(text), per=len(text) / 1e6, unit="MB/s")
        print(f"{'airdate: hits':<34} {len(hits):>9,}")
    run_peer(names, text)


if __name__ == "__main__":
    main()
