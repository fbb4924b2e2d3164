"""Rewrites of one report count once."""

from datetime import date, timedelta

from airdate.dates import of_day
from airdate.reading import read
from airdate.reading.stories import cluster
from airdate.types import Document, Reading

FIRST = date(2024, 3, 4)
REPORT = (
    "Salt Harbour will not return for a third season, the streamer said on Tuesday after weeks of talks with "
    "the makers. The drama about a family of ship pilots had lost a quarter of its audience since its first "
    "year, and the price of filming at sea had gone up twice."
)


def document(id: str, text: str, days: int = 0) -> tuple[Document, Reading]:
    found = Document(id=id, text=text, published=of_day(FIRST + timedelta(days=days)))
    return found, read(found)


def test_copies_with_another_ending_are_one_story_of_the_first() -> None:
    copies = [document(f"copy-{i}", f"{REPORT} More on page {i}.", days=i) for i in range(10)]
    (story,) = cluster(list(reversed(copies)))
    assert story.origin == "copy-0"
    assert len(story.documents) == 10


def test_rewrites_that_name_one_source_are_its_story() -> None:
    stories = cluster(
        [
            document("a", "Hulu has renewed Salt Harbour for season 3, Deadline reports."),
            document("b", "According to Deadline, Salt Harbour was renewed for season 3. Fans are glad.", 2),
            document("c", "Pine Ridge season 2 premieres on May 5, 2024."),
        ]
    )
    assert [(s.origin, s.documents) for s in stories] == [("Deadline", ("a", "b")), ("c", ("c",))]


def test_the_same_news_a_month_later_is_another_story() -> None:
    early = document("a", "Hulu has renewed Salt Harbour for season 3, Deadline reports.")
    late = document("b", "Deadline reports: Salt Harbour was renewed for season 3 at Hulu.", 40)
    assert len(cluster([early, late])) == 2


def test_nothing_gives_no_story() -> None:
    assert cluster([]) == ()
