"""HTML for what editors corrected: on a document, in its history, and all of it as a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from kb import strings_da as da
from kb.datatypes import CorrectedField, Document, FieldCorrection
from kb.state.corrections import Correction
from kb.strings_da.editing import Editing
from kb.strings_da.ui import Ui
from kb.ui import address
from kb.ui.entering import written


def notes(document: Document) -> str:
    """What editors corrected of a document, with what was read in its file; nothing where they did not."""
    lines = "".join(f"<li>{escape(_note(each))}</li>" for each in document.corrected)
    return f'<ul class="kb-corrected">{lines}</ul>' if lines else ""


def to_form(document: str) -> str:
    """The address of the form for a document."""
    return address.link(Editing.PATH_CORRECTIONS, {Ui.PARAM_DOCUMENT: document})


def history(made: Sequence[Correction]) -> str:
    """Everything that was ever corrected or undone, newest first, behind a heading that opens it."""
    if not made:
        return ""
    items = "".join(f"<li>{escape(_event(each))} {_by(each)}</li>" for each in made)
    summary = f"<summary>{Editing.HISTORY.format(count=len(made))}</summary>"
    return f'<details class="kb-history">{summary}<ul class="kb-brief">{items}</ul></details>'


def listed(made: Sequence[Correction], built: Mapping[str, Document]) -> str:
    """The corrections that count, document by document; ``built`` are the documents that are indexed."""
    by_document: dict[str, list[Correction]] = {}
    for each in made:
        by_document.setdefault(each.document, []).append(each)
    items = "".join(_document(name, each, built.get(name)) for name, each in by_document.items())
    return f'<ul class="kb-brief">{items}</ul>'


def _document(name: str, made: Sequence[Correction], document: Document | None) -> str:
    """One document with its corrections, and whether the index has them."""
    title = escape(document.title if document else name)
    head = f'<a href="{to_form(name)}">{title}</a>' if document else title
    values = {(each.field, each.value) for each in document.corrected} if document else set()
    if document is None:
        badge = Editing.DOCUMENT_GONE
    else:
        badge = Editing.WAITING if values != {(each.field, each.value) for each in made} else ""
    shown = f'<p class="kb-badges"><span class="kb-badge kb-warn">{badge}</span></p>' if badge else ""
    lines = "".join(f"<li>{escape(_event(each))} {_by(each)}</li>" for each in made)
    file = f'<span class="kb-file">{escape(name)}</span>'
    return f'<li><p class="kb-title">{head}</p>{file}{shown}<ul class="kb-corrected">{lines}</ul></li>'


def _note(correction: FieldCorrection) -> str:
    """One correction as a sentence."""
    label = Editing.FIELD_LABELS[correction.field]
    if correction.value == correction.read:
        return Editing.VOUCHED.format(field=label)
    return Editing.CORRECTED.format(field=label, read=_shown(correction.field, correction.read))


def _event(made: Correction) -> str:
    """What was corrected or undone."""
    words = Editing.UNDONE_OF if made.undone else Editing.CORRECTED_TO
    return words.format(field=Editing.FIELD_LABELS[made.field], value=_shown(made.field, made.value))


def _by(made: Correction) -> str:
    """When and by whom, in small print."""
    when = da.danish_timestamp(made.made.isoformat())
    told = Editing.BY.format(when=when, user=made.user or Editing.UNKNOWN_PERSON)
    return f'<span class="kb-meta">{escape(told)}</span>'


def _shown(name: CorrectedField, value: str | None) -> str:
    """A value in quotation marks, or that there is none."""
    return f"»{written(name, value)}«" if value else Editing.NOTHING_READ
