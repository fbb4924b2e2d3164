"""Words from outside stay words: in HTML, JSON-LD, sitemap and search index."""

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from airdate.errors import InputError
from airdate.publish.site import paths
from airdate.publish.site.linked_data import script_json
from airdate.publish.site.model import Site, Suggestion
from airdate.publish.site.render import render_site
from airdate.types import Change, Link, Note, Section, SourceLine
from tests.publish.site import sample_site

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "a\r\nSet-Cookie: b=c",
    "\u202eevil\u2066\u200b",
    "{{ 7*7 }}{% raw %}",
    "]]>&amp;<!--",
    "x" * 10_000,
    "\ud800",
    "",
]
URLS = [
    "javascript:alert(1)",
    "data:text/html,x",
    'https://e.example/"onx=1',
    "https://e.example/\r\nx",
    "//e",
]

hostile = st.one_of(st.sampled_from(HOSTILE), st.text(st.sampled_from("<>\"'&/ab\n\u202e{}%"), max_size=30))


class Tags(HTMLParser):
    """Every start tag and its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def poisoned(text: str, url: str) -> Site:
    """The sample site with the text and address wherever words from outside may stand."""
    site = sample_site.site()
    first = site.guides[0]
    guide = replace(
        first.guide,
        title=text,
        answer=text,
        sections=(
            *first.guide.sections,
            Section(
                key="cast",
                heading=text,
                notes=(
                    Note(text=text, entries=("e1",), links=(Link(text=text, url=url),)),
                    Note(text=text, links=(Link(text=text, url=url), Link(text=text, work_id="w"))),
                ),
            ),
        ),
        changes=(
            *first.guide.changes,
            Change(on=first.guide.changes[0].on, text=text, entry_id="e1"),
            Change(
                on=first.guide.changes[1].on,
                text=text,
                entry_id="e1",
                question="release",
                subject=text,
                before=text,
                now=text or "x",
                said_by=text,
            ),
        ),
        sources=(
            *first.guide.sources,
            SourceLine(outlet=text, url=url, said_on=None, standing="press", entries=("e9",)),
        ),
    )
    pages = replace(
        first,
        guide=guide,
        versions=(replace(guide, as_of=first.versions[0].as_of),),
        aliases=(text,),
        services=(text,),
        meanwhile=(Suggestion(title=text, reason=text, link=url),),
        related={"w": url},
    )
    return replace(
        site,
        guides=(pages, *site.guides[1:]),
        shelf=tuple(replace(row, title=text, state=text) for row in site.shelf),
        calendar=tuple(replace(row, title=text, service=text, who=text) for row in site.calendar),
        codes=tuple(replace(row, name=text, link=url) for row in site.codes),
        lists=tuple(replace(each, heading=text, about=text) for each in site.lists),
        record=replace(site.record, notes=(text,)),
        outlets=tuple(replace(row, outlet=text) for row in site.outlets),
    )


def tags(content: bytes) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(content.decode())
    return parser.tags


def check(files: dict[str, bytes], plain: dict[str, bytes]) -> None:
    for path, content in files.items():
        if path.startswith("/assets/") or path in (paths.SITEMAP, paths.ROBOTS, paths.SEARCH_INDEX):
            continue
        for tag, attributes in tags(content):
            assert not [name for name in attributes if name.startswith("on")], (path, tag)
            assert tag not in ("img", "iframe", "object")
            href = attributes.get("href") or "/"
            assert href.startswith(("/", "#", "https://")), (path, href)
        if path in plain:
            count = [tag for tag, _ in tags(content)].count("script")
            assert count == [tag for tag, _ in tags(plain[path])].count("script")
    ElementTree.fromstring(files[paths.SITEMAP])
    json.loads(files[paths.SEARCH_INDEX])


PLAIN = dict(render_site(sample_site.site()))


@pytest.mark.parametrize(("text", "url"), [*zip(HOSTILE, URLS * 2, strict=True)])
def test_no_markup_comes_from_outside(text: str, url: str) -> None:
    check(dict(render_site(poisoned(text, url))), PLAIN)


@settings(max_examples=15, deadline=None)
@given(text=hostile, url=st.one_of(st.sampled_from(URLS), hostile))
def test_no_mixture_of_markup_comes_through(text: str, url: str) -> None:
    check(dict(render_site(poisoned(text, url))), PLAIN)


@given(st.text())
def test_json_cannot_end_its_script_and_reads_back(text: str) -> None:
    made = str(script_json({"name": text}))
    assert not re.search("[<>&\u2028\u2029]", made)
    assert json.loads(made) == {"name": text}


@given(st.text(max_size=200))
def test_a_slug_is_fit_for_a_path(title: str) -> None:
    assert paths.is_path(paths.guide(paths.slug(title), 2))


@pytest.mark.parametrize("slug", ["../etc", "a/b", "", "A", "a b", "a" * 200, ".", "é", "a\n"])
def test_what_is_no_slug_is_refused(slug: str) -> None:
    with pytest.raises(InputError):
        paths.guide(slug, 1)


def test_lines_cannot_be_broken_out_of_in_previews() -> None:
    page = dict(render_site(poisoned("a\r\nb\u202e", "x")))["/the-glass-orchard/2/"].decode()
    assert "a b" in page
    assert "\u202e" not in page and "\r" not in page
