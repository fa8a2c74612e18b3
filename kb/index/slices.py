"""An array on disk of which slices are read as they are needed, by several threads at once.

Read and not mapped: mapped pages that were once read count as the memory of who searches, and a file that is
cut off ends the process. What lies in the system's file cache costs next to nothing either way.
"""

from __future__ import annotations

import os
import sys
import weakref
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Slices:
    """Rows of ``width`` numbers in a file that holds nothing else. Safe to read from several threads."""

    def __init__(self, path: Path, dtype: DTypeLike, count: int, width: int = 1) -> None:
        """Opens the file. Raises OSError, or ValueError where it has not ``count`` rows."""
        self._dtype, self._width = np.dtype(dtype), width
        self._row = self._dtype.itemsize * width
        if path.stat().st_size != count * self._row:
            raise ValueError(path.name)
        self._file = path.open("rb", buffering=0)
        # What was replaced by something newer is let go of without being closed by anybody.
        weakref.finalize(self, self._file.close)
        self._lock = Lock()

    def read(self, start: int, end: int) -> NDArray[Any]:
        """The rows from ``start`` to ``end``, (end - start,) or, of more than one number, (.., width)."""
        data = np.frombuffer(self._bytes(start * self._row, (end - start) * self._row), self._dtype)
        return data if self._width == 1 else data.reshape(-1, self._width)

    def _bytes(self, place: int, size: int) -> bytes:
        if sys.platform != "win32":
            return os.pread(self._file.fileno(), size, place)
        with self._lock:  # Windows knows no reading from a place: seek and read are two steps
            self._file.seek(place)
            return self._file.read(size)

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()
