"""The words of the open texts, against which a question's spelling is held."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from kb.danish.tokens import normalise
from kb.datatypes import Document

_WORD = re.compile(r"[^\W\d_]{3,}")


def vocabulary_of(documents: Iterable[Document]) -> Counter[str]:
    """In how many documents each word stands: lower-cased, letters only, three or more of them."""
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(set(_WORD.findall(normalise(document.text).lower())))
    return counts
