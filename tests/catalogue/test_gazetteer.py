"""Names in texts: exact offsets, longest match, token boundaries, and the ambiguity of common words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdate.catalogue.evidence import COMMON
from airdate.catalogue.fold import fold, tokens, variants
from airdate.catalogue.gazetteer import Gazetteer
from airdate.errors import DataError

NAMES = [
    "The Crown", "Loot", "Evil", "Dark", "You", "Grey's Anatomy", "Law & Order", "Wednesday", "Dark Matter",
    "All of Us Are Dead", "1923", "S.W.A.T.", "Bridgerton", "오징어 게임", "進撃の巨人", "La casa de papel",
    "The Last of Us", "9-1-1", "Schitt’s Creek", "iZombie", "Señora Acero", "Mr. Robot", "Élite",
]  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.of((name, name, f"w{i}") for i, name in enumerate(NAMES))


def wordings(gazetteer: Gazetteer, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in gazetteer.scan(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # case, accents, "&", apostrophes, dots, hyphens
        ("LAW AND ORDER is back", ["LAW AND ORDER"]),
        ("Greys Anatomy, then Grey's Anatomy", ["Greys Anatomy", "Grey's Anatomy"]),
        ("Schitts Creek ended", ["Schitts Creek"]),
        ("SWAT season 7 is set", ["SWAT"]),
        ("9-1-1 season 8", ["9-1-1"]),
        ("Senora Acero returns", ["Senora Acero"]),
        ("Elite season 8", ["Elite"]),
        ("a new Mr. Robot film", ["Mr. Robot"]),
        ("iZombie season 6", ["iZombie"]),
        # articles, genitives, longest match, boundaries
        ("The Crown's cast", ["The Crown"]),
        ("Crown season 6 is here", ["Crown"]),
        ("Dark Matter season 2", ["Dark Matter"]),
        ("the Dark. Matter of fact", []),
        ("Bridgertonian season 3", []),
        ("the crown was stolen", []),
        # common words need a witness
        ("You star in this. Evil men rule. On Wednesday, the Dark fell in 1923.", []),
        ("‘You’ is over", ["You"]),
        ("‘You’re late’, she said", []),
        ("Evil season 4", ["Evil"]),
        ("Loot: Season 3", ["Loot"]),
        ("Dark's third season", ["Dark"]),
        ("Season 2 of Wednesday is coming", ["Wednesday"]),
        ("Netflix's hit drama Dark is back", ["Dark"]),
        ("AMC’s comedy Loot was seen", ["Loot"]),
        ("1923 season 2", ["1923"]),
        ("Loot has been renewed", ["Loot"]),
        # an uncommon word: the trade's words, and one witness for the whole text
        ("Bridgerton star speaks", ["Bridgerton"]),
        ("In Bridgerton they dance. Bridgerton star speaks.", ["Bridgerton", "Bridgerton"]),
        ("In Bridgerton they dance.", []),
        # several words in small letters: a sentence's start is no capital
        ("In Spain La casa de papel is over", ["La casa de papel"]),
        ("The last of us to leave", []),
        ("She loved The Last of Us", ["The Last of Us"]),
        # other scripts
        ("넷플릭스 오징어 게임이 돌아온다", ["오징어 게임"]),
        ("人気アニメ進撃の巨人の最終章", ["進撃の巨人"]),
    ],
)
def test_a_name_is_found_where_the_text_means_it(
    gazetteer: Gazetteer, text: str, expected: list[str]
) -> None:
    assert wordings(gazetteer, text) == expected


def test_a_hit_carries_the_usual_title_and_the_work() -> None:
    names = Gazetteer.of([("La Casa de Papel", "Money Heist", "w1"), ("Money Heist", "Money Heist", "w1")])
    (hit,) = names.scan("So La Casa De Papel ends")
    assert (hit.title, hit.work_id) == ("Money Heist", "w1")
    assert names.find("la casa de PAPEL") == [("Money Heist", "w1")]


def test_one_title_of_several_works_gives_no_work() -> None:
    names = Gazetteer.of([("Blue Kingdom", "Blue Kingdom", "w1"), ("Blue Kingdom", "Blue Kingdom", "w2")])
    assert [(hit.title, hit.work_id) for hit in names.scan("Blue Kingdom")] == [("Blue Kingdom", "")]


def test_the_usual_title_beats_another_works_alias() -> None:
    names = Gazetteer.of([("Blue Kingdom", "Azure Realm", "w1"), ("Blue Kingdom", "Blue Kingdom", "w2")])
    assert [hit.work_id for hit in names.scan("Blue Kingdom")] == ["w2"]


def test_an_alias_of_two_works_is_nobodys() -> None:
    names = Gazetteer.of([("Blue Kingdom", "Azure Realm", "w1"), ("Blue Kingdom", "Navy State", "w2")])
    assert names.scan("Blue Kingdom") == []


def test_a_works_own_name_beats_anothers_without_its_article() -> None:
    names = Gazetteer.of([("The Blue Office", "The Blue Office", "w1"), ("Blue Office", "Blue Office", "w2")])
    assert [hit.work_id for hit in names.scan("in Blue Office; in The Blue Office")] == ["w2", "w1"]


def test_a_built_file_finds_the_same(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = tmp_path / "names"
    Gazetteer.build(((name, name, f"w{i}") for i, name in enumerate(NAMES)), path)
    opened = Gazetteer.open(path)
    text = "Bridgerton star, Law & Order, ‘You’ and 오징어 게임"
    assert opened.scan(text) == gazetteer.scan(text)
    assert len(opened) == len(gazetteer)


@pytest.mark.parametrize(
    "content", [None, b"", b"short", b"something else altogether, quite long", b"\0" * 64]
)
def test_another_file_is_refused_with_a_way_out(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "names"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError, match="build it again") as caught:
        Gazetteer.open(path)
    assert caught.value.id == str(path)


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "names"
    Gazetteer.build([("Blue Kingdom", "Blue Kingdom", "w1")], path)
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(DataError, match="cut short"):
        Gazetteer.open(path)


def test_no_names_give_no_hits() -> None:
    assert Gazetteer.of([]).scan("The Crown season 2") == []


# --- properties -------------------------------------------------------------------------------------

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéüñøß", min_size=2, max_size=9).map(str.title)
UNCOMMON = WORDS.filter(lambda word: fold(word) not in COMMON)
TITLES = st.lists(UNCOMMON, min_size=2, max_size=6).map(" ".join)
FILLERS = st.lists(
    st.sampled_from(["it", "is", ",", ";", "—", "“", "”", "(", "&", "then", "é", "12", "你好", "\n", "👍🏽"]),
    max_size=8,
)


@settings(deadline=None)  # other work on the machine is not ours to time
@given(st.lists(TITLES, min_size=1, max_size=20, unique_by=fold), FILLERS, FILLERS, st.data())
def test_every_listed_name_of_several_words_is_found(
    titles: list[str], before: list[str], after: list[str], data: st.DataObject
) -> None:
    title = data.draw(st.sampled_from(titles))
    head = " ".join([*before, "of "])
    text = head + title + " " + " ".join(after)
    hits = Gazetteer.of((t, t, t) for t in titles).scan(text)
    assert any(hit.start <= len(head) and hit.end >= len(head) + len(title) for hit in hits)


@settings(deadline=None)  # other work on the machine is not ours to time
@given(st.lists(st.sampled_from(NAMES), min_size=1), st.text(max_size=60), st.data())
def test_offsets_are_exact_whatever_stands_around(names: list[str], noise: str, data: st.DataObject) -> None:
    text = "".join(
        f"{noise} {name} {data.draw(st.sampled_from(['season 2', '', '’s', noise]))}" for name in names
    )
    gazetteer = Gazetteer.of((name, name, name) for name in NAMES)
    end = 0
    for hit in gazetteer.scan(text):
        assert end <= hit.start < hit.end
        end = hit.end
        wording = fold(text[hit.start : hit.end])
        assert wording in {fold(hit.title), *variants(hit.title)}


@settings(deadline=None)  # other work on the machine is not ours to time
@given(st.text())
def test_tokens_stand_where_they_say(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert fold(text[token.start : token.end]) == token.word
        end = token.end


@settings(deadline=None)  # other work on the machine is not ours to time
@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)
