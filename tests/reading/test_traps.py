"""What must make no claim, and whose a date is: kinds of errors that the reader once made.

The headlines are samples of ours about works that do not exist.
"""

import time

import pytest

from airdate.dates import parse
from airdate.reading import read
from airdate.types import Claim, Document


def claims(title: str, text: str = "", published: str = "2024-09-10") -> tuple[Claim, ...]:
    document = Document(id="x", title=title, text=text, published=parse(published))
    return tuple(c for c in read(document).claims if c.kind != "plot")


def told(title: str, text: str = "", published: str = "2024-09-10") -> set[tuple[str, int | None, str]]:
    return {(c.title, c.season, c.value) for c in claims(title, text, published) if c.kind != "provider"}


@pytest.mark.parametrize(
    "title",
    [
        "Reports That 'Gravel' Won't Return for Season 4 Are False, Creator Says",
        "Studio Boss Dismisses Reports That 'Gravel' Has Been Cancelled",
        "Red Comet Season 3: Canceled or Renewed? What We Know",
        "10 Cancelled Shows That Deserved Another Season",
        "7 TV Shows Returning in January 2025",
        "This Canceled HBO Western Is Finally Getting a Movie",
        "'Harbor Medical' Star Cancels Talk Show Appearance",
        "'Love Chalet' Couple Cancels Wedding After Season 3 Drama",
        "'Sugar Bay' Stage Musical Sets Broadway Opening For April 3",
        "'The Long Con' Season 2 to World Premiere at Tribeca on June 6",
        "The Lost Patrol Trailer Release Date Leaks Online",
        "HBO Chief on 'Auditors' Spinoffs, 'Night Kings' Delay and Max Price Hikes",
        "Disney+ Password Sharing Crackdown to Begin in March",
    ],
)
def test_talk_denials_and_lists_make_no_claim(title: str) -> None:
    assert claims(title) == ()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "'Glass Harbor' Renewed For Season 3 Ahead Of Season 2 Premiere On May 5",
            {("Glass Harbor", 3, "renewed"), ("Glass Harbor", 2, "2025-05-05")},
        ),
        (
            "Bramble Street Returns Oct. 16, Gumshoe Dad Debuts Sept. 24",
            {("Bramble Street", None, "2024-10-16"), ("Gumshoe Dad", None, "2024-09-24")},
        ),
        (
            "Starz Renews 'Gilt' For Season 3, 'Velvet Rope' For Season 2",
            {("Gilt", 3, "renewed"), ("Velvet Rope", 2, "renewed")},
        ),
        ("No Season 3 for Rookie Nurse: Fox Pulls Plug", {("Rookie Nurse", 3, "cancelled")}),
        ("'Magpie: Part 2' Gets October Release", {("Magpie", 2, "2024-10")}),
        ("1874 Cancelled After One Season", {("1874", None, "cancelled")}),
        (
            "Is It Bread, Honestly? Returns for Season 4 on September 27",
            {("Is It Bread, Honestly", 4, "2024-09-27")},
        ),
    ],
)
def test_each_statement_goes_to_its_work_and_season(
    title: str, expected: set[tuple[str, int | None, str]]
) -> None:
    assert told(title) == expected


def test_only_the_first_home_and_territory_count() -> None:
    text = "Low Tide will open in the UK on 12 September. The US release follows on 3 October."
    assert [
        c.value for c in claims("'Low Tide' film sets dates", text, "2025-06-23") if c.kind == "release"
    ] == ["2025-09-12"]
    after = "Hollow Kings, which opened in cinemas in July, arrives on Paramount+ on December 3."
    assert not [c for c in claims("'Hollow Kings' Sets Streaming Date", after) if c.kind == "release"]


def test_a_post_that_is_called_false_says_nothing() -> None:
    text = (
        "A viral post claimed that Comet Boy season 2 would be released on October 31, 2025. That is false."
    )
    assert not [c for c in claims("Comet Boy Season 2 Rumors", text) if c.kind == "release"]


def test_the_rest_of_an_endless_line_is_counted() -> None:
    reading = read(Document(id="x", text="It was renewed. " + "b " * 70_000))
    assert [a.reason for a in reading.abstentions] == ["too long"]
    assert reading.abstentions[0].end == len("It was renewed. ") + 140_000


def test_a_page_of_many_works_is_read_in_linear_time() -> None:
    def seconds(works: int) -> float:
        text = "".join(f"Netflix renewed 'Lost{n} Sea' for season 2. " for n in range(works))
        return min(one(text) for _ in range(3))  # what else the machine does only ever adds

    def one(text: str) -> float:
        start = time.process_time()
        read(Document(id="x", text=text))
        return time.process_time() - start

    seconds(50)
    assert seconds(1600) < 12 * seconds(200)  # eight times the text
