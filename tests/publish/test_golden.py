"""Outputs as they were last looked at; `regenerate.py` says how to renew them."""

from pathlib import Path

import pytest

from tests.publish import regenerate

FILES = regenerate.files()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_output_is_as_it_was_last_read(path: Path) -> None:
    assert path.read_bytes().decode() == FILES[path].decode(), (
        "run python -m tests.publish.regenerate and read the diff"
    )


def test_no_golden_file_is_left_over() -> None:
    assert {path for path in FILES if path.parent == regenerate.GOLDEN} == set(regenerate.GOLDEN.iterdir())
