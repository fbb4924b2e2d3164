"""The process that libFuzzer drives: `python -m bench.fuzz_child TARGET FLAGS… FOLDERS…`.

Nothing of Airdate may be loaded before its imports are instrumented, hence a module of its own.
"""

import sys

import atheris

#: Whose branches guide the search: ours, and the parsers in Python that we use.
GUIDED = ["airdate", "feedparser", "zipfile", "csv", "tomllib", "urllib", "email", "gzip"]


def main() -> None:
    name, *arguments = sys.argv[1:]
    with atheris.instrument_imports(include=GUIDED):
        from tests.fuzz.targets import attempt
    itself = f"{sys.executable} -m bench.fuzz_child {name}"  # what it gives a shell when it merges
    atheris.Setup([itself, *arguments], lambda data: attempt(name, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
