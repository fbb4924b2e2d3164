"""What killed builds leave beside a site is swept by the next one; what is being worked on is not."""

from pathlib import Path

import pytest

from airdate.publish.site.drafts import ASIDE, draft_beside


def test_a_draft_is_gone_at_the_end_whatever_happens(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), draft_beside(tmp_path / "site") as draft:
        (draft / "page").touch()
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_build_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / ".site.abcd1234" / "new").mkdir(parents=True)
    for name in (".site.mine", ".other.abcd1234", "site"):
        (tmp_path / name).mkdir()
    (tmp_path / ".site.elsewhr").symlink_to(tmp_path / "site")
    with draft_beside(tmp_path / "site") as theirs, draft_beside(tmp_path / "site"):
        assert theirs.is_dir(), "another build is at work in it"
    assert {path.name for path in tmp_path.iterdir()} == {
        ".site.mine",
        ".other.abcd1234",
        ".site.elsewhr",
        "site",
    }


def test_a_site_that_was_moved_aside_comes_back(tmp_path: Path) -> None:
    """Where names cannot be exchanged, a build may be killed between the two renames."""
    (tmp_path / ".site.abcd1234" / ASIDE / "page").mkdir(parents=True)
    with draft_beside(tmp_path / "site"):
        assert (tmp_path / "site" / "page").is_dir()
