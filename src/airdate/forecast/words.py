"""Probabilities in fixed words, so that the same words always mean the same odds.

The table follows the calibrated language of the IPCC's guidance note (Mastrandrea et al., 2010), with
plain words where that has terms of its own.
"""

from __future__ import annotations

from airdate.errors import InputError

#: Lowest probability for which the words hold, from the surest down.
WORDS: tuple[tuple[float, str], ...] = (
    (0.99, "almost certain"),
    (0.90, "very likely"),
    (0.66, "likely"),
    (0.34, "about as likely as not"),
    (0.10, "unlikely"),
    (0.01, "very unlikely"),
    (0.00, "almost ruled out"),
)


def say_probability(probability: float) -> str:
    """The words for a probability: `likely (72 %)`.

    >>> say_probability(0.72)
    'likely (72 %)'

    Raises:
        InputError: not between 0 and 1.
    """
    if not 0 <= probability <= 1:
        raise InputError(f"{probability} is no probability", hint="between 0 and 1")
    words = next(words for lowest, words in WORDS if probability >= lowest)
    return f"{words} ({say_share(probability)})"


def say_share(probability: float) -> str:
    """A share in per cent; what is neither 0 nor 1 is never rounded to it."""
    if 0 < probability < 0.005:
        return "under 1 %"
    if 0.995 <= probability < 1:
        return "over 99 %"
    return f"{100 * probability:.0f} %"
