"""The tree that is drawn is the tree that is."""

import inspect
import re
from itertools import pairwise

import pytest

from airdate import errors
from airdate.errors import AirdateError, InputError, UnknownTitleError


def drawn() -> dict[str, str | None]:
    """Class → parent, read from the drawing in the module's docstring."""
    tree: dict[str, str | None] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"    ((?:[│ ] {3})*(?:[├└]── )?)([A-Z]\w*Error)\b", line)
        if match:
            depth = len(match[1]) // 4
            path = [*path[:depth], match[2]]
            tree[match[2]] = path[-2] if depth else None
    return tree


def defined() -> dict[str, str | None]:
    classes = [c for _, c in inspect.getmembers(errors, inspect.isclass) if c.__module__ == errors.__name__]
    return {c.__name__: None if c is AirdateError else c.__bases__[0].__name__ for c in classes}


def test_the_tree_in_the_docstring_is_the_tree_of_classes() -> None:
    assert drawn() == defined()
    assert len(drawn()) > 10


def test_every_error_says_in_its_docstring_what_it_means() -> None:
    silent = [name for name in defined() if not inspect.getdoc(getattr(errors, name))]
    assert not silent


@pytest.mark.parametrize(
    ("id", "hint", "shown"),
    [
        (None, None, "it broke"),
        ("a.csv", None, "a.csv: it broke"),
        (None, "mend it", "it broke (mend it)"),
        ("a.csv", "mend it", "a.csv: it broke (mend it)"),
    ],
)
def test_an_error_is_one_line_with_id_and_way_out(id: str | None, hint: str | None, shown: str) -> None:
    error = InputError("it broke", id=id, hint=hint)
    assert str(error) == shown
    assert (error.message, error.id, error.hint) == ("it broke", id, hint)


def test_the_parts_of_the_line_stand_in_order() -> None:
    text = str(InputError("m", id="i", hint="h"))
    assert all(text.index(a) < text.index(b) for a, b in pairwise("imh"))


def test_an_unknown_title_names_the_nearest_names() -> None:
    error = UnknownTitleError("Kingdon", ["Kingdom", "Wisdom"])
    assert error.nearest == ("Kingdom", "Wisdom")
    assert str(error) == "Kingdon: no work goes by that name (nearest: Kingdom; Wisdom)"
    assert "no name comes near" in str(UnknownTitleError("Kingdon", []))
