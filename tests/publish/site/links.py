"""Following the links of a site that lies in a folder."""

from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from airdate.publish.site import paths

#: Where readers begin: the home page, and what they are shown at an address that is none.
_BEGINNINGS = (paths.HOME, paths.NOT_FOUND)


def check_links(site: Path, url: str) -> None:
    """Assert that who follows links from page to page finds whole pages, and that no link leads nowhere."""
    seen, ahead = set(_BEGINNINGS), list(_BEGINNINGS)
    while ahead:
        page = ahead.pop()
        content = (site / paths.file(page)).read_bytes()
        assert content.endswith(b"</html>\n"), f"{page} is torn"
        for link in _links(content, url) - seen:
            assert (site / paths.file(link)).is_file(), (page, link)
            seen.add(link)
            if link.endswith("/"):
                ahead.append(link)


def _links(content: bytes, url: str) -> set[str]:
    found = (node.attributes["href"] or "" for node in LexborHTMLParser(content).css("[href]"))
    hrefs = (href.partition("#")[0].removeprefix(url) for href in found)
    return {href for href in hrefs if href.startswith("/")}
