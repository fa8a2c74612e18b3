"""Who hears how far a build is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Hears how far a build is. Stages: "model", "index" (in files), "write"."""

    def stage(self, name: str, total: int) -> None:
        """A stage of ``total`` steps begins."""

    def advance(self, steps: int) -> None:
        """So many steps of the stage are done."""


class Silence:
    """Progress that nobody hears."""

    def stage(self, name: str, total: int) -> None:
        """A stage begins."""

    def advance(self, steps: int) -> None:
        """Steps are done."""
