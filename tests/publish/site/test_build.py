"""The folder always holds a whole site, and only what changed is written."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from airdate.errors import InputError
from airdate.publish.site import Site, build, exchange, manifest_of, paths
from airdate.publish.site.build import MANIFEST
from airdate.publish.site.render import render_site
from tests.publish.site import sample_site


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
    manifest = manifest_of(tmp_path / "site")
    assert manifest == first.manifest
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "site").rglob("*.html")}
    again = build(sample_site.site(), tmp_path / "site", manifest)
    assert again.written == () and again.removed == ()
    assert again.manifest == first.manifest
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "site").rglob("*.html")} == before


def test_one_change_writes_its_page_alone(tmp_path: Path) -> None:
    site = sample_site.site()
    first = build(site, tmp_path / "site")
    again = build(changed(site), tmp_path / "site", first.manifest)
    assert again.written == ("the-glass-orchard/2/index.html",)
    assert held(tmp_path / "site") == {paths.file(path): c for path, c in render_site(changed(site))}


def test_what_is_no_longer_there_is_removed(tmp_path: Path) -> None:
    site = sample_site.site()
    first = build(site, tmp_path / "site")
    again = build(replace(site, guides=site.guides[:1]), tmp_path / "site", first.manifest)
    assert "harbour-lights/3/index.html" in again.removed
    assert not (tmp_path / "site" / "harbour-lights").exists()


def test_a_lost_file_is_made_anew(tmp_path: Path) -> None:
    first = build(sample_site.site(), tmp_path / "site")
    (tmp_path / "site" / "the-glass-orchard" / "2" / "index.html").unlink()
    again = build(sample_site.site(), tmp_path / "site", first.manifest)
    assert again.written == ("the-glass-orchard/2/index.html",)


def test_on_an_error_the_last_good_site_stays_up(tmp_path: Path) -> None:
    site = sample_site.site()
    first = build(site, tmp_path / "site")
    before = held(tmp_path / "site")
    broken = replace(changed(site), guides=(*changed(site).guides, site.guides[1]))
    with pytest.raises(InputError):
        build(broken, tmp_path / "site", first.manifest)
    assert held(tmp_path / "site") == before
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_place_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(InputError, match="cannot write the site"):
        build(sample_site.site(), tmp_path / "file" / "site")
    assert (tmp_path / "file").read_text() == "mine"


def test_no_instant_is_without_a_site(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    manifest = build(sample_site.site(), folder).manifest
    if not exchange.exchange(folder, folder):
        pytest.skip("this file system cannot exchange two names")
    missing: list[int] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            try:
                (folder / "index.html").read_bytes()
            except OSError as error:
                missing.append(error.errno or 0)

    reader = threading.Thread(target=look)
    reader.start()
    for turn in range(6):
        site = sample_site.site() if turn % 2 else changed(sample_site.site())
        manifest = build(site, folder, manifest).manifest
    stop.set()
    reader.join()
    assert missing == []


def test_where_names_cannot_be_exchanged_two_renames_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse: Callable[[Path, Path], bool] = lambda a, b: False  # noqa: E731
    monkeypatch.setattr(exchange, "exchange", refuse)
    first = build(sample_site.site(), tmp_path / "site")
    build(changed(sample_site.site()), tmp_path / "site", first.manifest)
    assert held(tmp_path / "site") == {
        paths.file(path): content for path, content in render_site(changed(sample_site.site()))
    }
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_torn_manifest_is_none(tmp_path: Path) -> None:
    build(sample_site.site(), tmp_path / "site")
    (tmp_path / "site" / MANIFEST).write_bytes(b"torn")
    assert manifest_of(tmp_path / "site") is None


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
        build(sample_site.site(), folder, manifest_of(folder))
    assert (folder / "CNAME").read_text() == "example.org"
    assert (folder / ".well-known" / "security.txt").read_text() == "Contact: us"
