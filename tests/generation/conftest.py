"""The sample collection with a scripted server as its generator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from kb.embedding import Encoder
from kb.settings import Settings
from tests.conftest import TODAY
from tests.generation.server import Scripted, serving

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

pytest.importorskip("openai", reason="openai is an extra, and not installed")

SECONDS = 1.5
"""How long the tests wait for a server that does not answer."""


@pytest.fixture
def server() -> Iterator[Scripted]:
    """A server that a test tells what to do."""
    with serving() as script:
        yield script


def writing_settings(sample: Settings, url: str, **more: object) -> Settings:
    """The settings of the sample collection with a generator."""
    generator = {"generator_url": url, "generator_model": "m", "generator_seconds": SECONDS}
    return sample.model_copy(update={**generator, **more})


@pytest.fixture
def writing(sample: Settings, encoder: Encoder, server: Scripted) -> KnowledgeBase:
    """The knowledge base over the sample collection that asks the scripted server."""
    from kb.knowledge import KnowledgeBase

    return KnowledgeBase(writing_settings(sample, server.url), encoder, lambda: TODAY)
