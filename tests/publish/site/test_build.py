"""The folder always holds a whole site, and only what changed is written."""

import errno
import os
import shutil
import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from airdate.errors import InputError
from airdate.publish.site import MANIFEST, Site, build, paths
from airdate.publish.site.render import render_site
from tests.publish.site import sample_site
from tests.publish.site.cut_off import Killed, cut_off_after


def held(folder: Path) -> dict[str, bytes]:
    files = (p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def changed(site: Site) -> Site:
    first = site.guides[0]
    guide = replace(first.guide, answer="4 May 2027. Confirmed by Sample Post.")
    return replace(site, guides=(replace(first, guide=guide), *site.guides[1:]))


def test_the_folder_holds_what_is_rendered(tmp_path: Path) -> None:
    site = sample_site.site()
    build(site, tmp_path / "site")
    assert held(tmp_path / "site") == {paths.file(path): content for path, content in render_site(site)}
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_nothing_changed_nothing_written(tmp_path: Path) -> None:
    first = build(sample_site.site(), tmp_path / "site")
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "site").rglob("*")}
    again = build(sample_site.site(), tmp_path / "site")
    assert again.written == () and again.removed == ()
    assert again.kept == len(first.written)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "site").rglob("*")} == before


def test_one_change_writes_its_page_alone(tmp_path: Path) -> None:
    site = sample_site.site()
    build(site, tmp_path / "site")
    again = build(changed(site), tmp_path / "site")
    assert again.written == ("the-glass-orchard/2/index.html",)
    assert held(tmp_path / "site") == {paths.file(path): c for path, c in render_site(changed(site))}


def test_what_is_no_longer_there_is_removed(tmp_path: Path) -> None:
    site = sample_site.site()
    build(site, tmp_path / "site")
    again = build(replace(site, guides=site.guides[:1]), tmp_path / "site")
    assert "harbour-lights/3/index.html" in again.removed
    assert not (tmp_path / "site" / "harbour-lights").exists()


def test_on_an_error_the_last_good_site_stays_up(tmp_path: Path) -> None:
    site = sample_site.site()
    build(site, tmp_path / "site")
    before = held(tmp_path / "site")
    broken = replace(changed(site), guides=(*changed(site).guides, site.guides[1]))
    with pytest.raises(InputError):
        build(broken, tmp_path / "site")
    assert held(tmp_path / "site") == before
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_place_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError, match="cannot write the site"):
        build(sample_site.site(), tmp_path / "file" / "site")
    assert (tmp_path / "file").read_text() == "mine"


def test_no_instant_is_without_a_whole_page(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    states = [sample_site.site(), changed(sample_site.site())]
    place = "the-glass-orchard/2/index.html"
    whole = {dict(render_site(state))["/the-glass-orchard/2/"] for state in states}
    build(states[0], folder)
    seen: set[bytes] = set()
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            try:
                seen.add((folder / place).read_bytes())
            except OSError:
                seen.add(b"none")

    reader = threading.Thread(target=look)
    reader.start()
    for turn in range(6):
        build(states[1 - turn % 2], folder)
    stop.set()
    reader.join()
    assert seen <= whole


def test_a_first_build_that_fails_leaves_no_folder(tmp_path: Path) -> None:
    site = sample_site.site()
    with pytest.raises(InputError):
        build(replace(site, guides=(*site.guides, site.guides[0])), tmp_path / "site")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("torn", [b"torn", b""])
def test_over_a_manifest_that_cannot_be_read_all_is_made_anew(tmp_path: Path, torn: bytes) -> None:
    site, folder = sample_site.site(), tmp_path / "site"
    build(site, folder)
    (folder / "CNAME").write_text("example.org")
    (folder / MANIFEST).write_bytes(torn)
    (folder / f"{MANIFEST}-journal").write_bytes(b"of the one that was torn")
    fewer = replace(site, guides=site.guides[:1])
    assert set(build(fewer, folder).written) == {paths.file(path) for path, _ in render_site(fewer)}
    (folder / "CNAME").unlink()
    assert held(folder) == {paths.file(path): content for path, content in render_site(fewer)}
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("moves", [0, 1, 3, 6])
def test_a_build_that_was_cut_off_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    folder = tmp_path / "site"
    old, new = sample_site.site(), replace(changed(sample_site.site()), guides=sample_site.site().guides[:1])
    build(old, folder)
    with monkeypatch.context() as patched:
        cut_off_after(moves, patched)
        with pytest.raises(Killed):
            build(new, folder)
    monkeypatch.undo()
    assert [p.name for p in tmp_path.iterdir() if p.name != "site"], "its drafts lie there"
    built = build(new, folder)
    assert built.written == ()
    assert held(folder) == {paths.file(path): content for path, content in render_site(new)}
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_where_the_drafts_of_a_build_that_was_cut_off_are_lost_all_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, new = tmp_path / "site", changed(sample_site.site())
    build(sample_site.site(), folder)
    with monkeypatch.context() as patched:
        cut_off_after(0, patched)
        with pytest.raises(Killed):
            build(new, folder)
    for draft in tmp_path.glob(".site.*"):
        shutil.rmtree(draft)
    build(new, folder)
    assert held(folder) == {paths.file(path): content for path, content in render_site(new)}


def test_where_a_file_cannot_take_its_place_the_next_build_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, new = tmp_path / "site", changed(sample_site.site())
    build(sample_site.site(), folder)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", _no_room)
        with pytest.raises(InputError, match="No space left"):
            build(new, folder)
    assert build(new, folder).written == ()
    assert held(folder) == {paths.file(path): content for path, content in render_site(new)}
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def _no_room(source: object, target: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_damaged_manifest_is_told_and_the_next_build_makes_all_anew(tmp_path: Path) -> None:
    folder, site = tmp_path / "site", sample_site.site()
    build(site, folder)
    with open(folder / MANIFEST, "r+b") as manifest:
        manifest.seek(4096)
        manifest.write(b"x" * 4096 * 4)
    with pytest.raises(InputError, match="cannot write the site") as refused:
        build(changed(site), folder)
    assert "anew" in refused.value.hint
    assert set(build(site, folder).written) == {paths.file(path) for path, _ in render_site(site)}


def test_builds_of_one_site_wait_for_each_other(tmp_path: Path) -> None:
    states = [sample_site.site(), changed(sample_site.site())]
    failed: list[BaseException] = []

    def work(site: Site) -> None:
        try:
            for _ in range(3):
                build(site, tmp_path / "site")
        except BaseException as error:
            failed.append(error)

    builds = [threading.Thread(target=work, args=(site,)) for site in states]
    for each in builds:
        each.start()
    for each in builds:
        each.join()
    assert failed == []
    whole = [{paths.file(path): content for path, content in render_site(site)} for site in states]
    assert held(tmp_path / "site") in whole
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_site_behind_a_link_stays_behind_it(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "disk" / "site")
    for site in (sample_site.site(), changed(sample_site.site())):
        build(site, tmp_path / "site")
        assert held(tmp_path / "disk" / "site") == {
            paths.file(p): content for p, content in render_site(site)
        }
    assert (tmp_path / "site").is_symlink()


def test_a_folder_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work")
    with pytest.raises(InputError, match="no site of ours"):
        build(sample_site.site(), tmp_path / "thesis")
    assert (tmp_path / "thesis" / "chapter.txt").read_text() == "years of work"


def test_what_others_put_at_the_top_of_a_site_stays(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    build(sample_site.site(), folder)
    (folder / "CNAME").write_text("example.org")
    (folder / ".well-known").mkdir()
    (folder / ".well-known" / "security.txt").write_text("Contact: us")
    for _ in range(2):
        build(sample_site.site(), folder)
    assert (folder / "CNAME").read_text() == "example.org"
    assert (folder / ".well-known" / "security.txt").read_text() == "Contact: us"
