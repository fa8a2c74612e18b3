"""What the names of files tell before anything of them is read; what a file is, its content decides."""

from __future__ import annotations

from pathlib import PurePosixPath

LOCK_PREFIXES = ("~$", ".~lock.")
"""How office programs name the file that says another is open."""

CONTAINERS = frozenset({".zip", ".eml", ".json", ".xml"})
"""Files that may hold several documents: they are looked into."""

SUFFIXES = CONTAINERS | {
    *(".pdf", ".docx", ".odt", ".html", ".htm", ".txt", ".md", ".markdown", ".xlsx", ".pptx"),
    *(".doc", ".rtf", ".docm", ".dotx", ".xhtml", ".xlsm", ".pptm", ".ppsx"),
}
"""Files that are read; those of them without a reader are listed with the reason."""

_PAGE_PARTS = frozenset({".css", ".js", ".map", ".woff", ".woff2", ".ttf", ".eot", ".ico", ".svg"})
"""What web pages are made of beside their text."""
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"})
_PAGE_FOLDERS = ("_files", "_filer", "-filer", "-files")
_MAC_COPIES = "__MACOSX"


def is_visible(name: str) -> bool:
    """Whether a file or folder of this name can hold case documents."""
    return not name.startswith((".", *LOCK_PREFIXES)) and name != _MAC_COPIES


def is_page_part(path: PurePosixPath) -> bool:
    """Whether the file belongs to a web page that was saved or fetched, and holds no text of its own."""
    suffix = path.suffix.lower()
    beside = any(part.endswith(_PAGE_FOLDERS) for part in path.parts[:-1])
    return suffix in _PAGE_PARTS or (beside and suffix in _PICTURES)
