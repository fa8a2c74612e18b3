"""The licences of what is installed along with the program, as the packages themselves tell them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PERMISSIVE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|HPND|Zlib|Unlicense|CC0|0BSD|BSL-1\.0|Public Domain",
    re.I,
)
WEAK_COPYLEFT = re.compile(r"MPL|Mozilla Public|LGPL|Lesser General Public", re.I)
STRONG_COPYLEFT = re.compile(r"\bA?GPL|Affero|(?<!Lesser )General Public License", re.I)


def needed(root: str) -> list[Distribution]:
    """The installed packages that ``root`` needs on this machine, without its extras, by name."""
    found: dict[str, Distribution] = {}
    waiting: list[tuple[str, frozenset[str]]] = [(root, frozenset())]
    while waiting:
        name, extras = waiting.pop()
        key = canonicalize_name(name)
        try:
            package = distribution(name)
        except PackageNotFoundError:  # needed on another system only
            continue
        if key in found and not extras:
            continue
        found[key] = package
        waiting.extend(_required(package, extras))
    del found[canonicalize_name(root)]
    return [found[name] for name in sorted(found)]


def _required(package: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for line in package.requires or ():
        requirement = Requirement(line)
        wanted = [{"extra": extra} for extra in (extras or {""})]
        if requirement.marker is None or any(requirement.marker.evaluate(each) for each in wanted):
            yield requirement.name, frozenset(requirement.extras)


def licence(package: Distribution) -> str:
    """The licence that a package tells: an expression, classifiers, or a text; empty where it tells none."""
    metadata = package.metadata
    classifiers = [
        line.rpartition(" :: ")[2] for line in metadata.get_all("Classifier") or () if "License ::" in line
    ]
    # One reading of metadata gives None for what is not there, another raises: get gives None in both.
    return (
        metadata.get("License-Expression")
        or " AND ".join(classifiers)
        or str(metadata.get("License") or "")[:200]
    )
