"""Builds the sample collection in ``data/`` from the readable sources beside this file.

Run it from the root of the repository: ``python -m tests.collection.build [folder]``. The same sources give
the same bytes every time, so a difference in ``data/`` is a difference in what was written.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = Path(__file__).resolve().parent / "sources"
DATA = ROOT / "data"

if __package__ in (
    None,
    "",
):  # run as a script: the folder above the repository's packages is not on the path
    sys.path.insert(0, str(ROOT))

from tests.collection.markup import Source, read_source  # noqa: E402
from tests.collection.office import docx_bytes, odt_bytes  # noqa: E402
from tests.collection.pdf import pdf_bytes  # noqa: E402
from tests.collection.text import html_bytes, md_bytes, txt_bytes  # noqa: E402

WRITERS: dict[str, Callable[[Source], bytes]] = {
    ".pdf": pdf_bytes,
    ".docx": docx_bytes,
    ".odt": odt_bytes,
    ".html": html_bytes,
    ".txt": txt_bytes,
    ".md": md_bytes,
}


def sources() -> list[Source]:
    """Read every source, in the order of their names."""
    return [read_source(path) for path in sorted(SOURCES.rglob("*.md"))]


def build(target: Path) -> list[Path]:
    """Write every document under ``target`` and return where they are."""
    written = []
    for source in sources():
        path = target / source.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(WRITERS[path.suffix](source))
        written.append(path)
    return written


def main() -> None:
    """Build into the folder named on the command line, else into ``data/``."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    for path in build(target):
        print(path.relative_to(target))


if __name__ == "__main__":
    main()
