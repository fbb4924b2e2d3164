"""What killed builds leave beside a site is swept by the next one; what is being worked on is not."""

import threading
from pathlib import Path

import pytest

from airdate.publish.site.drafts import alone_in, draft_beside


def test_a_draft_is_gone_at_the_end_whatever_happens(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), draft_beside(tmp_path / "site") as draft:
        (draft.path / "page").touch()
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_draft_that_is_waited_for_stays_until_the_next(tmp_path: Path) -> None:
    with pytest.raises(OSError), draft_beside(tmp_path / "site") as draft:
        draft.is_waited_for = True
        raise OSError
    assert draft.path.is_dir()
    with draft_beside(tmp_path / "site"):
        assert not draft.path.exists()


def test_what_a_killed_build_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / ".site.abcd1234" / "new").mkdir(parents=True)
    for name in (".site.mine", ".other.abcd1234", "site"):
        (tmp_path / name).mkdir()
    (tmp_path / ".site.elsewhr").symlink_to(tmp_path / "site")
    with draft_beside(tmp_path / "site") as theirs, draft_beside(tmp_path / "site"):
        assert theirs.path.is_dir(), "another build is at work in it"
    assert {path.name for path in tmp_path.iterdir()} == {
        ".site.mine",
        ".other.abcd1234",
        ".site.elsewhr",
        "site",
    }


def test_who_comes_second_waits_and_finds_the_folder_that_took_the_place(tmp_path: Path) -> None:
    folder, found = tmp_path / "site", threading.Event()
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "page").touch()

    def second() -> None:
        with alone_in(folder):
            assert (folder / "page").exists()
            found.set()

    waiting = threading.Thread(target=second)
    with alone_in(folder):
        waiting.start()
        assert not found.wait(0.05)
        (tmp_path / "new").rename(folder)
    waiting.join()
    assert found.is_set()


def test_a_folder_that_stayed_empty_goes_again(tmp_path: Path) -> None:
    with alone_in(tmp_path / "site"):
        assert (tmp_path / "site").is_dir()
    assert not (tmp_path / "site").exists()
