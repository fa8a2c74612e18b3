"""Secrets in the files that git keeps: keys, tokens and passwords, by detect-secrets and by our own shape.

A false alarm is marked in its own line: ``# pragma: allowlist secret``.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from detect_secrets import SecretsCollection
from detect_secrets.settings import default_settings

ALLOWED = "pragma: allowlist secret"
OWN_KEY = re.compile(rb"\bkb_[A-Za-z0-9_-]{43}\b")
"""A key to the API as ``kb api-key create`` makes it."""


def tracked(root: Path) -> list[Path]:
    """The files that git keeps, relative to ``root``, sorted, without those that are gone from the disk."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout
    names = [Path(name.decode()) for name in listed.split(b"\0") if name]
    return sorted(name for name in names if (root / name).is_file())


def secrets_in(root: Path, files: Iterable[Path]) -> list[str]:
    """Where secrets are, as ``file:line: kind``, sorted; the secret itself is not told."""
    files = list(files)
    with default_settings():
        collection = SecretsCollection(str(root))
        collection.scan_files(*(str(name) for name in files))
    found = {f"{name}:{secret.line_number}: {secret.type}" for name, secret in collection}
    for name in files:
        for number, line in enumerate((root / name).read_bytes().splitlines(), 1):
            if OWN_KEY.search(line) and ALLOWED.encode() not in line:
                found.add(f"{name}:{number}: key to the API")
    return sorted(found)
