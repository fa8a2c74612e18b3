"""Files that an editor chose and has not saved: each with its name, what was read of it, or why not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from kb.errors import KBError, ReadError
from kb.inspecting import LIMIT_SECONDS, Holding, Understood, inspect
from kb.masking import rules_in_force
from kb.settings import Settings
from kb.state.corrections import Corrections
from kb.state.database import StateDatabase
from kb.state.forgotten import Forgotten
from kb.uploads import document_id, file_name, free_name

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from kb.register import Register

MOST_FILES = 20
"""How many files can be added at a time: all of them are held in memory until they are saved."""

_READ = "_kb_read"
_Read = Understood | Holding | ReadError


@dataclass(frozen=True, slots=True)
class Draft:
    """A chosen file. ``name`` is what it would be stored as, numbered where another file has its name.

    ``told`` is what was read of it, ``holding`` what documents are in it where it holds several. ``problem``
    says why it cannot be read. ``twin`` is the document that already is this file, or "" where
    it was chosen twice; None where it is a new one.
    """

    key: str
    given: str
    name: str = ""
    numbered: bool = False
    told: Understood | None = None
    holding: Holding | None = None
    problem: KBError | None = None
    twin: str | None = None

    @property
    def ready(self) -> bool:
        """Whether it can be saved."""
        if self.holding is not None:
            return bool(self.holding.documents)
        return self.told is not None and self.twin is None and not self.told.closed


def drafts(
    files: Sequence[UploadedFile],
    folder: str,
    settings: Settings,
    knowledge: Register | None,
    reading: Callable[[str], None],
) -> tuple[Draft, ...]:
    """The first of the chosen files, in order; ``reading`` hears the name of each that is being read."""
    memory: dict[tuple[str, str], _Read] = st.session_state.setdefault(_READ, {})
    kept: dict[tuple[str, str], _Read] = {}
    corrections = Corrections(StateDatabase(settings.state))
    rules = rules_in_force(settings, Forgotten(StateDatabase(settings.state)))
    seen: set[str] = set()
    ids: set[str] = set()
    made = []
    for file in files[:MOST_FILES]:
        data = file.getvalue()
        checksum = hashlib.sha256(data).hexdigest()
        copies = knowledge.copies(checksum) if knowledge else ()
        if copies or checksum in seen:
            made.append(Draft(file.file_id, file.name, twin=copies[0] if copies else ""))
            continue
        seen.add(checksum)
        try:
            safe = file_name(file.name, data, rules.masked)
        except ReadError as error:
            made.append(Draft(file.file_id, file.name, problem=error))
            continue
        # An id that somebody corrected was another document's: its corrections are not this one's.
        name = free_name(
            settings.data, folder, safe, lambda each: each in ids or bool(corrections.history(each))
        )
        place = document_id(folder, name)
        ids.add(place)
        key = (file.file_id, place)
        if key not in memory:
            reading(file.name)
            memory[key] = _inspected(data, place, settings)
        kept[key] = told = memory[key]
        if isinstance(told, ReadError):
            made.append(Draft(file.file_id, file.name, name, problem=told))
        elif isinstance(told, Holding):
            made.append(Draft(file.file_id, file.name, name, name != safe, holding=told))
        else:
            made.append(Draft(file.file_id, file.name, name, name != safe, told))
    st.session_state[_READ] = kept
    return tuple(made)


def _inspected(data: bytes, place: str, settings: Settings) -> _Read:
    """What was read of a file, or why it could not be."""
    try:
        return inspect(data, place, settings.read_seconds + LIMIT_SECONDS)
    except ReadError as error:
        return error
