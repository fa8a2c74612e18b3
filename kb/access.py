"""Who may read what: the class of files, and the clearance of whoever asks.

Both come from the deployment's settings and never from a question.
"""

from __future__ import annotations

import fnmatch
import hashlib
import json
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from kb.datatypes import Clearance
from kb.strings_da.problems import CHOOSE_ONE


@dataclass(frozen=True, slots=True)
class Cleared:
    """Who may read more than ``everyone``: the e-mails of those who may read what is internal, and all."""

    internal: Collection[str] = ()
    confidential: Collection[str] = ()
    everyone: Clearance = Clearance.PUBLIC


def clearance_of(email: str | None, cleared: Cleared) -> Clearance:
    """The clearance of who is signed in with an e-mail, its case aside; of anybody where it is None."""
    if email is not None:
        named = (
            (cleared.confidential, Clearance.CONFIDENTIAL),
            (cleared.internal, Clearance.INTERNAL),
        )
        for emails, clearance in named:
            if not cleared.everyone.covers(clearance) and _folded(email) in map(_folded, emails):
                return clearance
    return cleared.everyone


def clearance_named(word: str) -> Clearance:
    """The clearance that a word of a setting means, in Danish or by its name here. Raises ValueError."""
    wanted = word.strip().casefold()
    for clearance in Clearance:
        if wanted in (clearance.value, clearance.name.casefold()):
            return clearance
    raise ValueError(CHOOSE_ONE.format(choices=", ".join(Clearance)))


@dataclass(frozen=True, slots=True)
class Classes:
    """The rules of a deployment: the class of folders and files by pattern, and of what nothing is said of.

    A pattern is a path with ``*`` for any characters: "personale" and "personale/*" mean all below a folder.
    """

    rules: Mapping[str, Clearance] = field(default_factory=dict)
    unmarked: Clearance = Clearance.PUBLIC

    @property
    def fingerprint(self) -> str:
        """A name for these rules; the same for the same rules, empty where there are none."""
        if self == OPEN_TO_ALL:
            return ""
        told = [sorted((pattern, each.value) for pattern, each in self.rules.items()), self.unmarked.value]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]

    def of_file(self, named: str, path: Path) -> Clearance | None:
        """The strictest class that a rule gives a file; None where no rule speaks of it.

        ``named`` is its path below its source. A rule that is stricter than the default holds for any folder
        of that name, so that indexing from another folder opens nothing; one that opens holds from the
        source on.
        """
        if not self.rules:  # looking up where a link leads takes as long as all else of finding a file
            return None
        below = {_plain(named)}
        anywhere = below | set(_tails(path.absolute())) | set(_tails(path.resolve()))
        found = [
            each
            for pattern, each in self.rules.items()
            if any(
                _matches(pattern, name)
                for name in (anywhere if not self.unmarked.covers(each) or each == self.unmarked else below)
            )
        ]
        return max(found, key=Clearance.rank, default=None)


OPEN_TO_ALL = Classes()
"""Nothing but the marks in the documents."""


def _matches(pattern: str, name: str) -> bool:
    pattern = _plain(pattern).removesuffix("/**").removesuffix("/*").strip("/")
    return fnmatch.fnmatchcase(name, pattern) or fnmatch.fnmatchcase(name, f"{pattern}/*")


def _tails(path: Path) -> Iterator[str]:
    """The path from each of its folders on."""
    parts = PurePosixPath(path.as_posix()).parts
    return (_plain("/".join(parts[at:])) for at in range(1, len(parts)))


def _plain(name: str) -> str:
    """A path as it is compared: letters composed, case aside."""
    return unicodedata.normalize("NFC", name.replace("\\", "/")).casefold()


def _folded(email: str) -> str:
    """An e-mail as it is compared."""
    return email.strip().casefold()
