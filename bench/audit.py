"""Known holes in what is locked, from a copy of advisories: `python -m bench.audit FOLDER [LOCK …]`.

For a machine without the network that `make audit` needs. FOLDER is a checkout of a database of advisories in
OSV's form, in YAML or JSON, such as `pypa/advisory-database`. An audit is as new as its database: the newest
day in it is printed. Exits with 1 where a locked version has a hole, with 2 where nothing could be looked up.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

LOCKS = ("requirements.lock", "requirements-image.lock", "requirements-dev.lock")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s\\;]+)", re.MULTILINE)
_MOST_BYTES = 1_000_000  # of an advisory


class Hole(NamedTuple):
    """A locked version that an advisory names."""

    name: str
    version: str
    advisory: str


def pins(text: str) -> dict[str, str]:
    """Name → version of a lock's text."""
    return {canonicalize_name(name): version for name, version in _PIN.findall(text)}


def advisories(folder: Path) -> Iterator[dict[str, Any]]:
    """Every advisory under a folder that was not withdrawn."""
    for path in sorted((*folder.rglob("*.yaml"), *folder.rglob("*.json"))):
        if path.stat().st_size > _MOST_BYTES:
            raise SystemExit(f"{path}: too large for an advisory; what is not looked at is not audited")
        told = yaml.safe_load(path.read_text(encoding="utf-8"))  # JSON is YAML
        if isinstance(told, dict) and "affected" in told and "withdrawn" not in told:
            yield told


def holes(locked: Mapping[str, str], advisory: Mapping[str, Any]) -> Iterator[Hole]:
    """What of the locked an advisory names."""
    for affected in advisory["affected"]:
        package = affected.get("package", {})
        name = canonicalize_name(str(package.get("name", "")))
        version = locked.get(name)
        if version is not None and package.get("ecosystem") == "PyPI" and _is_named(version, affected):
            yield Hole(name, version, " ".join((advisory["id"], *advisory.get("aliases", ()))))


def _is_named(version: str, affected: Mapping[str, Any]) -> bool:
    ranges = (each for each in affected.get("ranges", ()) if each.get("type") == "ECOSYSTEM")
    return version in affected.get("versions", ()) or any(_holds(each["events"], version) for each in ranges)


def _holds(events: Sequence[Mapping[str, str]], version: str) -> bool:
    """Does a range hold a version? What cannot be compared counts as held: better one look too many."""
    try:
        own, inside = Version(version), False
        for event in events:
            [(kind, at)] = event.items()
            reached = own > Version(at) if kind == "last_affected" else own >= Version(at)
            inside = kind == "introduced" if reached else inside
        return inside
    except (InvalidVersion, ValueError):
        return True


def main() -> None:
    """Look every pin up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("locks", nargs="*", type=Path, default=[Path(name) for name in LOCKS])
    given = parser.parse_args()
    locked = [(lock, pins(lock.read_text(encoding="utf-8"))) for lock in given.locks]
    count, about, newest, found = 0, 0, "", list[str]()
    names = {name for _, own in locked for name in own}
    for advisory in advisories(given.folder):
        count, newest = count + 1, max(newest, str(advisory.get("modified", "")))
        about += any(canonicalize_name(each["package"]["name"]) in names for each in advisory["affected"])
        found += [f"{lock}: {' '.join(hole)}" for lock, own in locked for hole in holes(own, advisory)]
    print(f"{len(names)} packages, {about} advisories on them of {count} up to {newest[:10] or 'no day'}")
    print(*(found or ["no locked version is named"]), sep="\n")
    raise SystemExit(1 if found else 0 if count and names else 2)


if __name__ == "__main__":
    main()
