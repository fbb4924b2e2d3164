"""Kept and random bytes into every parser: nothing but our own errors comes out, and it comes soon."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import CORPUS, TARGETS, attempt

KEPT = [(path.parent.name, path.name) for path in sorted(CORPUS.glob("*/*"))]
OWN_PROCESS = ("engagement",)
LIMIT = 2.0  # seconds of processor for an input of a few kB


def test_every_parser_has_inputs_to_start_from() -> None:
    assert {name for name, _ in KEPT} == set(TARGETS)


PIECES = (
    *(b"\x00", b"\xff\xfe", b"99999999999999999999", b"-1", b"1e999", b"null", b"[]", b"{", b'"', b"<", b"%"),
    *(b"&#x110000;", b"0000-00-00", b"9999-12-31", b"2024-02-30", b"\r\n", b"NaN", "\u202e\ud7ff".encode()),
)


@pytest.mark.parametrize("name", TARGETS)
def test_kept_inputs_give_answers_or_our_errors(name: str) -> None:
    for path in sorted((CORPUS / name).iterdir()):
        start = time.process_time()
        attempt(name, path.read_bytes())
        assert time.process_time() - start < LIMIT, path.name


def _break_at_random(name: str, data: st.DataObject) -> None:
    files = sorted((CORPUS / name).iterdir())
    broken = bytearray(data.draw(st.sampled_from(files)).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(broken)))
        piece = data.draw(st.binary(max_size=6) | st.sampled_from(PIECES))
        broken[at : at + data.draw(st.integers(0, 6))] = piece
    attempt(name, bytes(broken))


@pytest.mark.parametrize("name", [name for name in TARGETS if name not in OWN_PROCESS])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_kept_inputs_broken_at_random_give_answers_or_our_errors(name: str, data: st.DataObject) -> None:
    _break_at_random(name, data)


@pytest.mark.parametrize("name", OWN_PROCESS)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_so_do_those_that_are_read_in_a_process_of_their_own(name: str, data: st.DataObject) -> None:
    _break_at_random(name, data)
