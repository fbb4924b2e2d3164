"""How long the site takes: `python -m bench.site [GUIDES]` (10,000 unless told), all made up.

Prints the time of a whole build, of one where nothing changed and of one where one guide did, the number of
files, and the peak of memory. Each guide has two earlier days.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from msgspec.structs import replace
from tests.publish.site import sample_site

from airdate.publish.site import Built, Manifest, Site, build
from airdate.publish.site.model import GuidePages


def made_up(count: int) -> Site:
    """The sample's guide under so many names."""
    today, first, second = (
        sample_site.guide(day) for day in (sample_site.TODAY, date(2026, 6, 2), date(2026, 11, 19))
    )
    guides = tuple(
        GuidePages(
            slug=f"title-{n}",
            guide=replace(today, title=f"Title {n}"),
            versions=(replace(first, title=f"Title {n}"), replace(second, title=f"Title {n}")),
        )
        for n in range(count)
    )
    return replace(sample_site.site(), guides=guides)


def timed(label: str, site: Site, folder: Path, previous: Manifest | None) -> Built:
    """Build, and print how long it took."""
    start = time.perf_counter()
    built = build(site, folder, previous)
    seconds = time.perf_counter() - start
    print(f"{label}: {seconds:.1f} s, {len(built.written)} written, {built.kept} kept")
    return built


def main(count: int) -> None:
    """Run the three builds."""
    site = made_up(count)
    changed = replace(site.guides[0], guide=replace(site.guides[0].guide, answer="4 May 2027."))
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "site"
        whole = timed(f"{count} guides", site, folder, None)
        same = timed("nothing changed", site, folder, whole.manifest)
        updated = replace(site, guides=(changed, *site.guides[1:]))
        timed("one claim changed", updated, folder, same.manifest)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
