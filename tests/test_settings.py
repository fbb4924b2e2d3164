"""Which of four places wins, and what is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdate.errors import SettingError
from airdate.settings import SETTINGS, Setting, _cast, load

#: One value for each place, so that the winner can be told.
VALUES = {"flag": 1, "variable": 2, "file_variable": 3, "toml": 4}


def test_without_any_word_the_defaults_stand() -> None:
    assert load({}, {}) == {setting.name: setting.default for setting in SETTINGS}


@given(st.sets(st.sampled_from(sorted(VALUES))))
def test_flag_beats_variable_beats_its_file_beats_toml_beats_default(
    tmp_path_factory: pytest.TempPathFactory, places: set[str]
) -> None:
    folder = tmp_path_factory.mktemp("settings")
    flags = {"quote_days": VALUES["flag"] if "flag" in places else None}
    environ = {}
    if "variable" in places:
        environ["AIRDATE_QUOTE_DAYS"] = str(VALUES["variable"])
    if "file_variable" in places:
        (folder / "secret").write_text(f"{VALUES['file_variable']}\n", encoding="utf-8")
        environ["AIRDATE_QUOTE_DAYS_FILE"] = str(folder / "secret")
    if "toml" in places:
        (folder / "airdate.toml").write_text(f"quote_days = {VALUES['toml']}\n", encoding="utf-8")
    winner = next((value for place, value in VALUES.items() if place in places), 90)
    assert load(flags, environ, folder / "airdate.toml")["quote_days"] == winner


def test_a_file_that_a_variable_names_may_hold_a_path_with_spaces(tmp_path: Path) -> None:
    (tmp_path / "where").write_text("/data/my ledger.db\n", encoding="utf-8")
    assert load({}, {"AIRDATE_LEDGER_FILE": str(tmp_path / "where")})["ledger"] == "/data/my ledger.db"


def test_a_zero_flag_is_a_value_and_none_is_not() -> None:
    environ = {"AIRDATE_QUOTE_DAYS": "7"}
    assert load({"quote_days": 0}, environ)["quote_days"] == 0
    assert load({"quote_days": None}, environ)["quote_days"] == 7


def test_a_value_that_does_not_fit_names_its_variable() -> None:
    with pytest.raises(SettingError) as caught:
        load({}, {"AIRDATE_QUOTE_DAYS": "ninety"})
    assert caught.value.id == "AIRDATE_QUOTE_DAYS"
    assert "'ninety'" in str(caught.value)


@pytest.mark.parametrize("value", ["-1", "36501", "9" * 30])
def test_a_number_that_no_one_can_mean_is_refused_with_its_bounds(value: str) -> None:
    with pytest.raises(SettingError, match="0 to 36500"):
        load({}, {"AIRDATE_QUOTE_DAYS": value})


@pytest.mark.parametrize("value", ["'thirty'", "0.5", "true", "[1]"])
def test_a_number_of_the_file_that_is_none_is_refused_with_its_bounds(tmp_path: Path, value: str) -> None:
    path = tmp_path / "airdate.toml"
    path.write_text(f"hold_minutes = {value}\n", encoding="utf-8")
    with pytest.raises(SettingError, match="is no whole number") as caught:
        load({}, {}, path)
    assert (caught.value.id, caught.value.hint) == ("AIRDATE_HOLD_MINUTES", "0 to 10080")


def test_a_secret_is_never_shown() -> None:
    secret = Setting("token", int, 0, "A token.", secret=True)
    with pytest.raises(SettingError) as caught:
        _cast(secret, "hunter2")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("content", [b"quote_days = ", b"\xff\xfe", b"[[[[", b"ledger = ''\nledger = ''"])
def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "airdate.toml"
    path.write_bytes(content)
    with pytest.raises(SettingError) as caught:
        load({}, {}, path)
    assert caught.value.id == str(path)


def test_an_unknown_name_in_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "airdate.toml"
    path.write_text("quote_dais = 3\n", encoding="utf-8")
    with pytest.raises(SettingError, match="quote_dais"):
        load({}, {}, path)


def test_a_variable_that_names_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError) as caught:
        load({}, {"AIRDATE_LEDGER_FILE": str(tmp_path / "missing")})
    assert caught.value.id == "AIRDATE_LEDGER_FILE"


def test_a_missing_file_is_no_fault(tmp_path: Path) -> None:
    assert load({}, {}, tmp_path / "airdate.toml") == load({}, {})


def test_names_are_unique_and_each_says_what_it_does() -> None:
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)
    assert all(setting.help.endswith(".") for setting in SETTINGS)
    assert all(isinstance(setting.default, setting.type) for setting in SETTINGS)
