"""Errors that people meet, each with a code, a Danish message and a remedy.

::

    KBError
    ├── UsageError        a question, filter or option that makes no sense
    ├── SettingsError     kb.toml or a KB_* variable cannot be used
    ├── SourceError       the folder or file to index is missing or empty
    ├── ReadError         one file could not be read (the build goes on without it)
    ├── FetchError        one address could not be fetched (the rest is)
    ├── ModelError        the embedding model cannot be loaded
    ├── IndexStateError   no index, a damaged one, or one made with another model or format
    ├── StateError        what people entered cannot be read: damaged, or of a newer version
    ├── RoleError         somebody may not do what was asked
    └── ResourceError     disk, port or permission is missing

The words stand in :data:`kb.strings_da.problems.PROBLEMS`; an error is raised with a code of that table and
the values that its sentences name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kb.strings_da.problems import PROBLEMS


class KBError(Exception):
    """Base of all errors: ``code`` for programs, ``message`` and ``remedy`` for people.

    ``values`` are what its sentences name.
    """

    def __init__(self, code: str, **values: object) -> None:
        problem = PROBLEMS[code]
        self.code = code
        self.values = values
        self.message = problem.message.format(**values)
        self.remedy = problem.remedy.format(**values)
        super().__init__(f"{self.message} {self.remedy}")

    def __reduce__(self) -> tuple[Callable[..., KBError], tuple[object, ...]]:
        """How the error is made again in another process; plain exceptions know positional values only."""
        return _made_again, (type(self), self.code, self.values)


def _made_again(kind: type[KBError], code: str, values: Mapping[str, object]) -> KBError:
    return kind(code, **values)


class UsageError(KBError):
    """A question, filter or option that makes no sense."""


class SettingsError(KBError):
    """kb.toml or a KB_* environment variable cannot be used."""


class SourceError(KBError):
    """The folder or file to index is missing or holds nothing to index."""


class ReadError(KBError):
    """One file could not be read; the rest of the build is not affected."""


class FetchError(KBError):
    """One address could not be fetched; the rest of the fetching is not affected."""


class ModelError(KBError):
    """The embedding model cannot be loaded or does not fit."""


class IndexStateError(KBError):
    """There is no index, or it is damaged, or it was made with another model or format."""


class StateError(KBError):
    """What people entered (corrections, feedback) cannot be read: damaged, or of a newer version."""


class RoleError(KBError):
    """Somebody may not do what was asked."""


class ResourceError(KBError):
    """The machine lacks something: disk space, a free port, a permission."""
