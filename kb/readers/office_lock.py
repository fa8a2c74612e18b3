"""Word files with a password: an encrypted DOCX inside an old-style container.

The extra ``passwords`` installs what opens them.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence

from kb.errors import ReadError
from kb.readers.detect import OLE

_DAMAGE = (ValueError, KeyError, OSError, struct.error, zlib.error)
_MARK = "EncryptedPackage".encode("utf-16-le")


def is_locked(data: bytes) -> bool:
    """Whether the file is an office file with a password."""
    return data.startswith(OLE) and _MARK in data


def unlocked(data: bytes, passwords: Sequence[str]) -> bytes:
    """The file inside, opened with the first password that fits.

    Raises ReadError where none does, or msoffcrypto is not installed.
    """
    try:
        from msoffcrypto import OfficeFile
        from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError
    except ImportError as error:
        raise ReadError("password_protected") from error
    for password in passwords:
        opened = io.BytesIO()
        try:
            file = OfficeFile(io.BytesIO(data))
            file.load_key(password=password, verify_password=True)
            file.decrypt(opened)
        except (InvalidKeyError, DecryptionError):
            continue
        except (FileFormatError, ParseError, *_DAMAGE) as error:
            raise ReadError("corrupt_document") from error
        return opened.getvalue()
    raise ReadError("password_protected")
