"""Checks of the machine, the model and the index, each with a remedy where it fails."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kb import strings_da as da
from kb.errors import IndexStateError, KBError, ResourceError, StateError
from kb.readers.rooms import ReadingRooms
from kb.settings import Settings
from kb.strings_da import findings, terminal
from kb.strings_da.auditing import Auditing
from kb.strings_da.editing import Editing
from kb.strings_da.reading import Reading

NEEDED_BYTES = 1_000_000_000
"""Free disk space that a build of a municipality's documents needs with room to spare."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was examined; ``remedy`` is empty where it is in order."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def examine(settings: Settings) -> tuple[Check, ...]:
    """All checks in the order a person would mend them."""
    # Room on this machine says nothing about an index that lies on another.
    disk = (
        (_guarded(findings.CHECK_DISK, lambda: _disk(settings.index_folder)),)
        if settings.store == "local"
        else ()
    )
    return (
        Check(findings.CHECK_PYTHON, True, platform.python_version()),
        *disk,
        _guarded(findings.CHECK_DATA, lambda: _data(settings.data)),
        _guarded(Reading.CHECK, lambda: _reading(settings)),
        _guarded(findings.CHECK_MODEL, lambda: _model(settings)),
        _guarded(findings.CHECK_INDEX, lambda: _index(settings)),
        _guarded(findings.CHECK_LEGS, lambda: _legs(settings)),
        _guarded(findings.CHECK_DENSE, lambda: _dense(settings)),
        _guarded(findings.CHECK_REGISTERS, lambda: _registers(settings)),
        _guarded(Editing.CHECK_STATE, lambda: _state(settings)),
    )


def _guarded(name: str, check: Callable[[], str]) -> Check:
    """The check's detail, or its error with the remedy."""
    try:
        return Check(name, True, check())
    except KBError as error:
        return Check(name, False, error.message, error.remedy)


def _reading(settings: Settings) -> str:
    """What files are read with, and what keeps them from doing harm. Raises ResourceError."""
    with ReadingRooms.of(settings) as rooms:
        limits = ", ".join([Reading.CLOCK, *(Reading.LIMIT_NAMES[name] for name in rooms.enforced())])
        ocr = Reading.OCR if rooms.recognises else Reading.NO_OCR
    return f"{Reading.LIMITS.format(limits=limits)}; {ocr}"


def _disk(index: Path) -> str:
    """How much room there is where the index is built. Raises ResourceError when it is too little."""
    place = next(folder for folder in (index, *index.resolve().parents) if folder.exists())
    free = shutil.disk_usage(place).free
    if free < NEEDED_BYTES:
        raise ResourceError("disk_full", path=index)
    return findings.CHECK_DISK_FREE.format(gigabytes=f"{free / 1e9:.1f}".replace(".", ","))


def _data(data: Path) -> str:
    """How many files there are to index. Raises SourceError where there are none."""
    from kb.sources import find_files

    return da.plural(len(find_files([data]).files), "fil", "filer")


def _model(settings: Settings) -> str:
    """Which model is in use and how. Raises ModelError."""
    from kb.embedding import load_encoder

    encoder = load_encoder(settings)
    return findings.CHECK_MODEL_IN_USE.format(
        name=encoder.name, dimensions=encoder.dimensions, engine=findings.ENGINES[encoder.engine]
    )


def _index(settings: Settings) -> str:
    """What the current generation holds, every byte of it read. Raises IndexStateError."""
    from kb.embedding import load_encoder
    from kb.index.repository import repository_of

    repository = repository_of(settings)
    manifest = repository.open(load_encoder(settings)).manifest
    repository.verify()
    return findings.CHECK_INDEX_HOLDS.format(
        documents=da.plural(manifest.documents, "dokument", "dokumenter"),
        chunks=da.plural(manifest.chunks, "tekstbid", "tekstbidder"),
        created=da.danish_timestamp(manifest.created),
    )


def _legs(settings: Settings) -> str:
    """The parts of the search, all of which find something. Raises IndexStateError where one does not."""
    from kb.index.health import health_of, told
    from kb.index.repository import repository_of

    repository = repository_of(settings)
    legs = health_of(repository.open())
    if dead := told(legs):
        raise IndexStateError("dead_legs", path=repository.place, legs=dead)
    return findings.CHECK_LEGS_FINE.format(names=", ".join(findings.LEG_NAMES[leg.name] for leg in legs))


def _dense(settings: Settings) -> str:
    """How the nearest passages are found, by how many there are. Raises IndexStateError."""
    from kb.index.repository import repository_of

    store = repository_of(settings).open()
    told = findings.CHECK_DENSE_GRAPH if store.approximate else findings.CHECK_DENSE_EXACT
    return told.format(chunks=da.plural(store.chunk_count, "tekstbid", "tekstbidder"))


def _registers(settings: Settings) -> str:
    """What the registers of the current generation hold today. Raises IndexStateError."""
    from kb.register import Register

    register = Register(settings)
    counts = (
        (len(register.decisions()), da.DECISION_NOUN),
        (len(register.cases()), da.CASE_NOUN),
        (len(register.terms()), terminal.TERM_NOUN),
        (len(register.tenures()), terminal.ROLE_NOUN),
        (len(register.gaps()), terminal.GAP_NOUN),
    )
    return ", ".join(da.plural(count, *noun) for count, noun in counts)


def _state(settings: Settings) -> str:
    """How much people entered, every byte and the log's chain read. Raises StateError or ResourceError."""
    from kb.state.audit import AuditLog
    from kb.state.corrections import Corrections
    from kb.state.database import StateDatabase
    from kb.state.feedback import FeedbackBox

    database = StateDatabase(settings.state)
    database.verify()
    log = AuditLog(database).verify()
    if log.fault:
        raise StateError(
            "audit_broken", path=settings.state, detail=Auditing.FAULTS[log.fault].format(at=log.at)
        )
    counts = (
        (len(Corrections(database).newest()), Editing.CORRECTION_NOUN),
        (len(FeedbackBox(database).all()), Editing.FEEDBACK_NOUN),
        (log.rows, Auditing.IN_LOG_NOUN),
    )
    return ", ".join(da.plural(count, *noun) for count, noun in counts)
