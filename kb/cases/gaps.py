"""Gaps: what is missing from the material, or could not be read."""

from __future__ import annotations

from collections.abc import Sequence

from kb.datatypes import FileProblem, Gap, GapKind


def unread_files(problems: Sequence[FileProblem]) -> tuple[Gap, ...]:
    """The files that could not be read, in order, each with the reason in words for people."""
    return tuple(
        Gap(GapKind.UNREAD_FILE, each.path, each.path, None, None, each.message) for each in problems
    )
