"""What the compared retrieval systems have in common: the passages, the model and the protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kb.settings import Settings

DEPTH = 50
"""How many passages each system ranks; some want to know when they index."""

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "
"""What multilingual-e5 was trained to find before its texts."""

NO_MODEL = "no model"


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk of our index as everyone gets it: its text and the document it is from."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Model:
    """The folder of the bundled model and the number format to run it in, by torch's name."""

    folder: str
    dtype: str

    @property
    def arguments(self) -> dict[str, str]:
        """The keyword arguments by which transformers loads it in that format."""
        return {"dtype": self.dtype}


class System(Protocol):
    """A retrieval system in one configuration; making one loads its model."""

    precision: str

    def build(self, passages: Sequence[Passage], folder: Path) -> None:
        """Nothing; indexes the passages, and saves into ``folder`` where its quick start saves."""

    def search(self, query: str, k: int) -> list[int]:
        """The positions of the ``k`` best passages (at most DEPTH), best first."""


def local_model() -> Model:
    """The bundled model, in the number format that torch is fastest in on this machine.

    Nothing of our own is loaded: it would count as the other system's memory, and slow its torch down.
    """
    from kb.embedding.bundled import bundled_model
    from kb.embedding.torch_runtime import bf16_in_hardware

    return Model(str(bundled_model()), "bfloat16" if bf16_in_hardware() else "float32")


def product_settings() -> Settings:
    """The product's settings with the bundled model."""
    from kb.settings import BUNDLED_MODEL, load_settings

    return load_settings(model=BUNDLED_MODEL)
