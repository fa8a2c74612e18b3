"""PDFium keeps state of its own and may be used by one thread at a time."""

from __future__ import annotations

from threading import RLock

PDFIUM = RLock()
"""To be held by whoever reads or draws with PDFium."""
