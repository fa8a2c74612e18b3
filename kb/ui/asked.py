"""HTML for what stands around an answer: filters found in the question, notes, other spellings, rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from kb.answers.followup import FollowUp
from kb.datatypes import Answer, Citation, Decision, Recognised
from kb.strings_da.answers import ROUTE_LEAD
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.ui import address, register, render, words


def found_in_question(found: Answer, removed: Sequence[str], follow: FollowUp | None = None) -> str:
    """The filters found in the question as buttons that remove them, and those removed that come back.

    A removed one is known by its key only, which the address holds. Those taken over from the question
    before stand in a row of their own (:func:`continued`). Empty where there is none.
    """
    carried = {each.key for each in follow.carried} if follow else frozenset[str]()
    used = [_button(each, [*removed, each.key]) for each in found.recognised if each.key not in carried]
    left_out = [
        _button(_named(key), [other for other in removed if other != key], Ui.RESTORE_FILTER, "+")
        for key in removed
        if ":" in key
    ]
    shown = [
        f"<span>{lead}</span>{''.join(buttons)}"
        for lead, buttons in ((Ui.RECOGNISED, used), (Ui.LEFT_OUT, left_out))
        if buttons
    ]
    return f'<p class="kb-chips">{"".join(shown)}</p>' if shown else ""


def continued(follow: FollowUp | None, removed: Sequence[str]) -> str:
    """What a question takes over from the one before: that question, each thing taken over, and the whole.

    Each is a button that takes it away. Empty where nothing is taken over.
    """
    if follow is None:
        return ""
    alone = address.with_changes("", {Asking.PARAM_PREVIOUS: None, Ui.PARAM_WITHOUT: None})
    carried = "".join(_button(each, [*removed, each.key]) for each in follow.carried)
    taken = f"<span>{Asking.CARRIED}</span>{carried}" if carried else ""
    return (
        f'<div class="kb-continued"><p class="kb-chips"><span>{Asking.CONTINUES}</span>'
        f"{_chip(alone, Asking.BREAK_OFF, follow.previous)}{taken}</p>"
        f'<p class="kb-asked-in-full">{Asking.REALLY_ASKED} <q>{escape(follow.asked)}</q></p></div>'
    )


def within_case(title: str, path: str = "") -> str:
    """That only one case is looked at, as a button that goes back to all; empty without a title."""
    if not title:
        return ""
    everything = address.with_changes(path, {Ui.PARAM_CASE: None, Ui.PARAM_PAGE: None})
    return (
        f'<p class="kb-chips"><span>{Asking.WITHIN_CASE}</span>'
        f"{_chip(everything, Asking.LEAVE_CASE, title)}</p>"
    )


def ask_on(case: str) -> str:
    """The way to asking on within a case; da.js moves the focus to the question box."""
    where = address.with_changes("", {Ui.PARAM_CASE: case})
    return f'<a class="kb-button" href="{where}" data-kb-box>{Asking.ASK_ABOUT_CASE}</a>'


def understood(found: Answer) -> str:
    """How the question was read, without the filters that stand as buttons already."""
    shown = found.interpretation
    if found.recognised:
        shown = {name: held for name, held in shown.items() if name == "intent"}
    return words.understood(shown)


def notes(found: Answer) -> str:
    """What must be known with the quotes, as a calm note; nothing where there is nothing to say."""
    if not found.notes:
        return ""
    items = "".join(f"<li>{escape(note)}</li>" for note in found.notes)
    return f'<aside class="kb-note" aria-label="{Ui.NOTES}"><ul>{items}</ul></aside>'


def suggestions(found: Answer) -> str:
    """The question in other spellings, each a link that asks it."""
    if not found.suggestions:
        return ""
    anew = {Ui.PARAM_WITHOUT: None, Asking.PARAM_PREVIOUS: None}
    links = "".join(
        f'<li><a href="{address.with_changes("", {**anew, Ui.PARAM_QUESTION: each})}">{escape(each)}</a></li>'
        for each in found.suggestions
    )
    return (
        f'<div class="kb-suggest"><p id="kb-suggest">{Ui.DID_YOU_MEAN}</p>'
        f'<ul aria-labelledby="kb-suggest">{links}</ul></div>'
    )


def lead(found: Answer, where: Mapping[str, Sequence[str]]) -> str:
    """What stands before the quotes: the count, with the way to the register, or the steps of a case.

    Nothing where the quotes are all there is.
    """
    if found.total is None:
        return _steps(found)
    sentence = found.answer.partition("\n")[0]
    way = f' <a href="{address.link(Ui.PATH_DECISIONS, where)}">{Ui.REGISTER_LINK}</a>'
    return f'<p class="kb-count"><strong>{escape(sentence)}</strong>{way if found.decisions else ""}</p>'


def _steps(found: Answer) -> str:
    """The heading and steps that an answer along a case's route begins with; nothing for others."""
    heading, *rest = found.answer.split("\n")
    if heading != ROUTE_LEAD:
        return ""
    steps = rest[: next(at for at, line in enumerate(rest) if line.startswith("»"))]
    items = "".join(f"<li>{escape(step)}</li>" for step in steps)
    return f'<p class="kb-count"><strong>{escape(heading)}</strong></p><ol class="kb-way">{items}</ol>'


def effects(found: Answer) -> dict[int, str]:
    """What the decisions that are quoted amount to, as badges by the number of the quote."""
    return {
        each.n: register.verdict(row)
        for each in found.citations
        for row in found.decisions
        if _quotes(each, row)
    }


def uncited(found: Answer) -> tuple[Decision, ...]:
    """The rows of the register that answer the question and are not among the quotes."""
    return tuple(row for row in found.decisions if not any(_quotes(each, row) for each in found.citations))


def more(rows: Sequence[register.Row]) -> str:
    """The rows that are not quoted, in short; nothing without any."""
    if not rows:
        return ""
    heading = Ui.MORE_DECISIONS.format(count=words.decisions(len(rows)))
    return render.section("kb-register", heading, register.brief(rows))


def _quotes(citation: Citation, row: Decision) -> bool:
    """Whether a quote is taken from a decision."""
    return citation.document == row.document and row.start <= citation.start < row.end


def _button(
    filter_: Recognised, removed: Sequence[str], action: str = Ui.REMOVE_FILTER, sign: str = "×"
) -> str:
    """A filter as a button that goes to the same page with other filters removed."""
    target = address.with_changes("", {Ui.PARAM_WITHOUT: removed})
    return _chip(target, action, words.recognised(filter_), sign)


def _chip(target: str, action: str, text: str, sign: str = "×") -> str:
    """A button that goes to an address; ``action`` says to those who hear it what it does with the text."""
    return (
        f'<button type="button" class="kb-chip" data-go="{target}"><span class="kb-hidden">{action} </span>'
        f'{escape(text)} <span aria-hidden="true">{sign}</span></button>'
    )


def _named(key: str) -> Recognised:
    """The filter that a key of the address names."""
    kind, _, value = key.partition(":")
    return Recognised(kind, value, 0, 0)
