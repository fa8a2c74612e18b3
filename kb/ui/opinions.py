"""HTML for feedback as administrators see it, and which of it the address asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from kb import strings_da as da
from kb.datatypes import Complaint
from kb.evaluation.feedback import Exported
from kb.state.feedback import Feedback
from kb.strings_da.editing import Editing
from kb.strings_da.ui import Ui
from kb.ui import address, words
from kb.ui.render import line


@dataclass(frozen=True, slots=True)
class _Choice:
    """A value of a parameter: its name for people and which feedback it leaves."""

    value: str
    name: str
    holds: Callable[[Feedback], bool]


_CHOICES: tuple[tuple[str, str, tuple[_Choice, ...]], ...] = (
    (
        Editing.PARAM_VERDICT,
        Editing.VERDICTS,
        (
            _Choice("ja", Editing.USEFUL, lambda each: each.verdict.useful),
            _Choice("nej", Editing.USELESS, lambda each: not each.verdict.useful),
        ),
    ),
    (
        Editing.PARAM_COMPLAINT,
        Editing.COMPLAINTS,
        tuple(
            _Choice(
                reason.value,
                Editing.COMPLAINT_LABELS[reason],
                lambda each, reason=reason: each.verdict.reason is reason,  # type: ignore[misc]
            )
            for reason in Complaint
        ),
    ),
    (
        Editing.PARAM_HANDLED,
        Editing.HANDLING,
        (
            _Choice("aaben", Editing.OPEN, lambda each: each.handled is None),
            _Choice("behandlet", Editing.HANDLED, lambda each: each.handled is not None),
        ),
    ),
)


def chosen(found: Sequence[Feedback], without: str = "") -> tuple[Feedback, ...]:
    """The feedback that every parameter of the address leaves, but the one named ``without``."""
    for param, _, options in _CHOICES:
        option = next((each for each in options if each.value == address.value(param)), None)
        if option and param != without:
            found = [each for each in found if option.holds(each)]
    return tuple(found)


def choices(found: Sequence[Feedback]) -> str:
    """The ways to parts of the feedback, each with how much there is; those to nothing are left out."""
    return "".join(_ways(param, label, options, found) for param, label, options in _CHOICES)


def _ways(param: str, label: str, options: Sequence[_Choice], found: Sequence[Feedback]) -> str:
    others = chosen(found, without=param)
    here = address.value(param)
    counts = [(each, sum(map(each.holds, others))) for each in options]
    shown = [(each.value, each.name, count) for each, count in counts if count or each.value == here]
    if not shown:
        return ""
    known = here if here in {value for value, _, _ in shown} else ""
    items = "".join(
        f'<li><a href="{address.with_changes(Editing.PATH_FEEDBACK, {param: value, Ui.PARAM_PAGE: None})}"'
        f"{' aria-current=true' if value == known else ''}>{escape(name)} ({words.number(count)})</a></li>"
        for value, name, count in [("", Editing.ALL, len(others)), *shown]
    )
    return f'<nav class="kb-kinds kb-choice" aria-label="{label}"><span>{label}:</span><ul>{items}</ul></nav>'


def card(each: Feedback, known: Collection[str], generation: str) -> str:
    """One verdict with its question, which can be asked again, and what the answer quoted.

    ``known`` are the documents that the index has now; a place is linked in the ``generation`` it is of.
    """
    asked = each.asked
    ask = address.link("", {Ui.PARAM_QUESTION: asked.question, **asked.filters})
    comment = f'<blockquote class="kb-comment"><p>{escape(each.verdict.comment)}</p></blockquote>'
    quoted = "".join(f"<li>{each}</li>" for each in _cited(each, known, generation))
    return (
        f'<article class="kb-opinion"><h3><a href="{ask}">{escape(asked.question)}</a></h3>'
        f'<p class="kb-badges">{"".join(_badges(each))}</p>'
        f"{comment if each.verdict.comment else ''}"
        f"{line(_told(each))}"
        f"{f'<ul class=kb-evidence>{quoted}</ul>' if quoted else ''}</article>"
    )


def exported(found: Exported) -> str:
    """How much of the feedback can be asked again by machine, in words."""
    count = words.counted(len(found.lines), Editing.ONE_QUESTION, Editing.MANY_QUESTIONS)
    return Editing.EXPORTED.format(questions=count, left_out=words.number(found.left_out))


def _badges(each: Feedback) -> Iterator[str]:
    useful, abstained = each.verdict.useful, each.asked.abstained
    verdict = {
        (True, False): Editing.USEFUL,
        (False, False): Editing.USELESS,
        (True, True): Editing.RIGHTLY_ABSTAINED,
        (False, True): Editing.WRONGLY_ABSTAINED,
    }[useful, abstained]
    yield f'<span class="kb-badge{"" if useful else " kb-warn"}">{verdict}</span>'
    if each.verdict.reason:
        yield f'<span class="kb-badge kb-warn">{Editing.COMPLAINT_LABELS[each.verdict.reason]}</span>'
    if each.handled:
        yield f'<span class="kb-badge">{Editing.HANDLED}</span>'


def _told(each: Feedback) -> Iterator[str]:
    """When and by whom it was given, how the question was asked, and who handled it."""
    yield Editing.NUMBER.format(number=each.number)
    yield da.danish_timestamp(each.made.isoformat())
    if each.user:
        yield each.user
    if each.asked.filters:
        held = " · ".join(", ".join(values) for values in each.asked.filters.values())
        yield Editing.WITH_FILTERS.format(filters=held)
    if each.handled:
        when = da.danish_timestamp(each.handled.isoformat())
        yield Editing.HANDLED_BY.format(when=when, user=each.handled_by or Editing.UNKNOWN_PERSON)


def _cited(each: Feedback, known: Collection[str], generation: str) -> Iterator[str]:
    """The documents that were quoted, each led to at its first quote; in another index it may have moved."""
    first = {one.document: one for one in reversed(each.asked.cited)}
    for name in dict.fromkeys(one.document for one in each.asked.cited):
        place = first[name]
        moved = each.asked.generation != generation
        where = address.to_document(name) if moved else address.to_span(name, place.start, place.end)
        shown = escape(name)
        yield f'<a href="{where}">{shown}</a>' if name in known else f'<span class="kb-file">{shown}</span>'
