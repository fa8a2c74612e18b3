"""Files that hold several documents -> those documents, and why other parts of them are none.

Runs in the child process: an archive, an e-mail or an export is as little to be trusted as any other file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kb.errors import ReadError
from kb.readers.detect import HOLDING, Kind, detect
from kb.readers.members import (
    MAX_DEPTH,
    Beside,
    Budget,
    Member,
    Names,
    Part,
    Refused,
    is_shown,
    path_of,
    reason_to_pass,
    refused,
)
from kb.readers.options import Limits


def unpack(data: bytes, suffix: str, limits: Limits) -> Iterator[Part]:
    """The documents in a file in its order, with what else is in it; the file itself where it is a document.

    Raises ReadError where all of it is refused, be it after some of its documents.
    """
    kind = detect(data, suffix)
    if kind not in HOLDING:
        yield Member("", data, suffix)
        return
    yield from _parts(data, kind, Budget(limits.file_mb * 2**20), 1)


def _parts(data: bytes, kind: Kind, budget: Budget, depth: int) -> Iterator[Part]:
    """What is in a container, containers in it opened too; each member counted, named and looked at."""
    names = Names()
    for part in _opened(data, kind, budget):
        if isinstance(part, Beside):
            yield part
            continue
        budget.count()
        path = path_of(part.name) if part.name else ""
        if path is None:
            yield Refused(names.free("uden brugbart navn"), "unsafe_member", {})
        elif is_shown(path):
            named = replace(part, name=names.free(path) if path else "")
            yield from _looked_at(named, budget, depth) if isinstance(named, Member) else (named,)


def _looked_at(member: Member, budget: Budget, depth: int) -> Iterator[Part]:
    """The member, what it holds where it is a container, or why it is no document."""
    made = bool(member.format) or not member.name
    reason = None if made else reason_to_pass(member.name)
    if reason is not None:
        yield refused(member.name, reason)
        return
    try:
        kind = Kind.TEXT if made else detect(member.data, member.suffix)
    except ReadError as error:
        yield refused(member.name, error)
        return
    if kind not in HOLDING:
        yield member
    elif depth >= MAX_DEPTH:
        yield refused(member.name, ReadError("nested_too_deep", limit=MAX_DEPTH))
    else:
        yield from _inner(member, kind, budget, depth)


def _inner(member: Member, kind: Kind, budget: Budget, depth: int) -> Iterator[Part]:
    """What is in a container that is a member; one that is damaged is refused and leaves the others."""
    try:
        for part in _parts(member.data, kind, budget, depth + 1):
            if isinstance(part, Beside):
                yield replace(part, by=f"{member.name}/{part.by}" if part.by else member.name)
            else:
                yield replace(part, name=f"{member.name}/{part.name}" if part.name else member.name)
    except ReadError as error:
        if error.code in ("too_many_members", "unpacked_too_large"):
            raise  # the limits are those of the file as a whole
        yield refused(member.name, error)


def _opened(data: bytes, kind: Kind, budget: Budget) -> Iterator[Part]:
    """The parts of a container as it names them. Imported here: most files are none."""
    if kind is Kind.ZIP:
        from kb.readers.zipped import zip_parts

        return zip_parts(data, budget)
    if kind is Kind.EMAIL:
        from kb.readers.mail import mail_parts

        return mail_parts(data, budget)
    from kb.readers.exports import export_parts

    return export_parts(data, kind)
