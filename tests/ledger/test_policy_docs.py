"""The page that explains beliefs shows the tables that the code decides by."""

from pathlib import Path

import pytest

from airdate.ledger.policy import CLOSING_RULES, COPY_AGE, LIKE_AGE, NEAR, RANKS, RULES, VERDICTS

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "beliefs.md").read_text(encoding="utf-8")


def table(*rows: tuple[str, ...]) -> str:
    head, *body = rows
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ("---",) * len(head), *body))


@pytest.mark.parametrize(
    "expected",
    [
        table(
            ("`rule`", "when it applies", "what happens"),
            *((f"`{rule.name}`", rule.words, VERDICTS[rule.verdict]) for rule in RULES),
        ),
        table(
            ("`rule`", "how the belief came about"),
            *((f"`{n}`", words) for n, words in CLOSING_RULES.items()),
        ),
        table(("whose word", "rank"), *((f"`{s}`", rank.name.lower()) for s, rank in RANKS.items())),
    ],
    ids=["rules", "closing rules", "ranks"],
)
def test_the_page_shows_the_table(expected: str) -> None:
    assert expected in PAGE, f"put this into docs/explanation/beliefs.md:\n\n{expected}"


def test_the_page_names_the_ages() -> None:
    for age in (LIKE_AGE, COPY_AGE, NEAR):
        assert f"{age.days} days" in PAGE
