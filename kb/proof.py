"""The written proof that something was forgotten: what was searched and removed, what is left to people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kb import strings_da as da
from kb.disk import disk_errors, replace_text
from kb.forgetting import Forgot
from kb.settings import Settings
from kb.strings_da.forgetting import Forgetting, Proof

FOLDER = "proofs"
"""Where proofs lie, below the state folder."""


def write_proof(done: Forgot, settings: Settings) -> Path:
    """Where the proof lies, once it is on the disk. Raises ResourceError."""
    path = settings.state / FOLDER / Proof.FILE.format(number=done.request, made=done.made)
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_text(path, proof_text(done, settings))
    return path


def proof_text(done: Forgot, settings: Settings) -> str:
    """The proof in Danish. What was forgotten is not in it, nor a name of a file that may tell it."""
    title = Proof.TITLE.format(number=done.request)
    who = done.user or Forgetting.UNKNOWN
    subject = Proof.DOCUMENT.format(checksum=done.checksum) if done.target.document else Proof.WORDS
    head = [
        title,
        "=" * len(title),
        "",
        Proof.MADE.format(made=da.danish_timestamp(done.made.isoformat()), user=who),
    ]
    head += [subject, Proof.NOT_SAID, "", Proof.SEARCHED, ""]
    return "\n".join([*head, *_searched(done), "", Proof.PERSON, "", *_left(done, settings)]) + "\n"


def _searched(done: Forgot) -> Iterator[str]:
    places = done.traces.places
    count = sum(each.count for each in places)
    yield Proof.DOCUMENTS.format(
        documents=da.plural(len(places), *Proof.DOCUMENT_NOUN),
        places=da.plural(count, *Forgetting.PLACE_NOUN),
    )
    if hidden := sum(each.hidden for each in places):
        yield Proof.ALREADY_HIDDEN.format(documents=da.plural(hidden, *Proof.DOCUMENT_NOUN))
    for table, rows in done.state.items():
        name = Forgetting.TABLES.get(table, table)
        yield Proof.STATE.format(table=name, rows=da.plural(rows, *Forgetting.ROW_NOUN))
    if not done.state:
        yield Proof.STATE_NONE
    names = ", ".join(done.dropped)
    yield Proof.GENERATIONS.format(names=names) if names else Proof.NO_GENERATIONS
    yield Proof.CURRENT.format(after=done.after, before=done.before) if done.after else Proof.NO_INDEX
    found = done.remains
    words = Proof.REMAINS_SOME if found.count else Proof.REMAINS_NONE
    files = da.plural(found.files, *Proof.FILE_NOUN)
    yield words.format(files=files, bytes=found.size, count=found.count)
    yield Proof.COMING


def _left(done: Forgot, settings: Settings) -> Iterator[str]:
    if done.file_gone:
        yield Proof.FILE_GONE
    if done.left:
        yield Proof.FILES_LEFT.format(count=da.plural(len(done.left), *Proof.FILE_NOUN))
    if done.traces.exports:
        yield Proof.EXPORTS.format(count=len(done.traces.exports))
    if done.traces.backups:
        yield Proof.BACKUPS.format(count=len(done.traces.backups))
    if settings.store != "local":
        yield Proof.DATABASE
    yield Proof.UNKNOWN
    yield Proof.RESTART
