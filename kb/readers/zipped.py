"""The files in a ZIP archive: unpacked in memory one by one, none larger than the limits, no name trusted."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator

from kb.errors import ReadError
from kb.readers.archive import DAMAGE, is_bomb
from kb.readers.members import MAX_MEMBERS, Budget, Member, Refused, reason_to_pass, refused, suffix_of

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


def zip_parts(data: bytes, budget: Budget) -> Iterator[Member | Refused]:
    """The files in the archive in its order; folders are none. Raises ReadError where it is damaged."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise ReadError("corrupt_document") from error
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_MEMBERS:
        raise ReadError("too_many_members", limit=MAX_MEMBERS)
    for entry in entries:
        name = _name(entry)
        try:
            yield Member(name, _content(archive, entry, name, budget), suffix_of(name))
        except ReadError as error:
            if error.code == "unpacked_too_large" and not is_bomb(entry):
                raise  # all of it together
            yield refused(name, error)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, budget: Budget) -> bytes:
    """The bytes of a file in the archive; nothing is unpacked that will not be read. Raises ReadError."""
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ReadError("link_member")
    if reason := reason_to_pass(name):
        raise reason
    if entry.flag_bits & _ENCRYPTED:
        raise ReadError("encrypted_archive")
    if is_bomb(entry):
        raise ReadError("unpacked_too_large")
    megabytes, limit = entry.file_size // 2**20, budget.file_bytes // 2**20
    if entry.file_size > budget.file_bytes:
        raise ReadError("file_too_large", megabytes=megabytes, limit=limit)
    try:
        with archive.open(entry) as part:
            # What the entry says of its own size is not trusted either.
            content = part.read(budget.file_bytes + 1)
    except DAMAGE as error:
        raise ReadError("corrupt_document") from error
    if len(content) > budget.file_bytes:
        raise ReadError("file_too_large", megabytes=len(content) // 2**20, limit=limit)
    budget.unpack(len(content))
    return content


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as its writer spelt it: Windows writes Danish letters in the table of DOS, macOS in UTF-8."""
    # zipfile cuts a name at a NUL, which is how a name pretends to be another.
    if entry.flag_bits & _UTF8_NAME:
        return entry.orig_filename
    raw = entry.orig_filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp865")
