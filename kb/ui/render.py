"""HTML for the answer and for the states without one. Every value from outside is escaped here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from types import MappingProxyType

from kb.datatypes import Answer, Citation, Clearance, Hit, Standing
from kb.errors import KBError
from kb.strings_da import CLASS_BADGES, SECTION_BADGES, STANDING_LABELS, STATUS_BADGES, undecided_status
from kb.strings_da.asking import Asking
from kb.strings_da.ui import Ui
from kb.ui import address, words
from kb.ui.context import Excerpt, Source

LONG_TITLE = 60
"""From how many characters on a page's heading is set smaller."""

_NOTHING: Mapping[int, str] = MappingProxyType({})
_NOT_SETTLED = frozenset({Standing.PROPOSED, Standing.PLANNED})


def header() -> str:
    """The heading of the page for questions and one line about what it does."""
    return heading(Ui.TITLE, Ui.LEAD) + f'<p class="kb-hidden">{Asking.KEY_HINT}</p>'


def heading(title: str, lead: str, at: str = "") -> str:
    """A page's heading and one line about what it does. For ``at`` see :func:`arrival`."""
    below = f"<p>{escape(lead)}</p>" if lead else ""
    long = ' class="kb-long"' if len(title) > LONG_TITLE else ""
    return (
        f'<header class="kb-head"><h1 tabindex="-1"{long}{arrival(at)}>{escape(title)}</h1>{below}</header>'
    )


def arrival(at: str) -> str:
    """The attribute of the element that is drawn last of what a link leads to; ``at`` tells addresses apart.

    da.js waits for it to change, and moves the focus there, or to the page's heading where it takes none.
    """
    return f' data-kb-at="{escape(at)}"' if at else ""


def results(title: str, range_shown: str, at: str, *, further: bool) -> str:
    """The heading over a list, with which rows are shown where not all are.

    A link to a ``further`` page of the list leads here, any other to the top. For ``at`` see :func:`arrival`.
    """
    shown = f": {escape(range_shown)}" if range_shown else ""
    focus = ' tabindex="-1"' if further else ""
    return f'<h2 class="kb-results"{focus}{arrival(at)}>{escape(title)}{shown}</h2>'


def nothing(text: str) -> str:
    """A list without rows, in words."""
    return f'<p class="kb-nothing">{escape(text)}</p>'


def notice(message: str, remedy: str, way: str = "") -> str:
    """Something that a person asked for and that is not there, with what to do instead.

    ``way`` is the HTML of links that lead on.
    """
    return _notice(message, remedy, way)


def loading() -> str:
    """What is shown while the model and the index are being loaded."""
    return f'<p class="kb-status" role="status">{Ui.LOADING}</p>'


def searching() -> str:
    """What stands where the status line will; the style shows it only where the search takes a while."""
    return f'<p class="kb-searching">{Ui.SEARCHING}</p>'


def status(text: str) -> str:
    """The line that says what was searched. da.js announces it, so it is itself not live."""
    return f'<p class="kb-status" role="status" aria-live="off">{escape(text)}</p>'


def prose(value: str) -> str:
    """The text as it stands, escaped; an empty line takes half a line of room and stays in the text."""
    return re.sub(r"\n\s*\n", lambda gap: f'<span class="kb-gap">{gap[0]}</span>', escape(value))


def answer(
    found: Answer,
    sources: Sequence[Source],
    understood: str,
    above: str = "",
    beside: Mapping[int, str] = _NOTHING,
    at: str = "",
    below: str = "",
) -> str:
    """The answer: each quote with its number, where it stands, and a pop-up with its surroundings.

    ``above`` is HTML that stands above the quotes, ``below`` what stands under them, ``beside`` badges by a
    quote's number. For ``at`` see :func:`arrival`.
    """
    quotes = "".join(_quote(each, beside.get(each.citation.n, ""), found.question) for each in sources)
    return (
        f'<section class="kb-answer" data-q="{escape(found.question)}" aria-labelledby="kb-answer">'
        f'<h2 id="kb-answer" tabindex="-1"{arrival(at)}>{Ui.ANSWER}</h2>'
        f"{_on_paper(found.question)}{_understood(understood)}{above}"
        f'<ul class="kb-quotes">{quotes}</ul>{below}</section>'
    )


def abstention(
    found: Answer, understood: str, filtered: bool, above: str = "", at: str = "", roads: str = ""
) -> str:
    """The state without an answer: that nothing was found, what may help, and the ways to other pages."""
    advice = [Ui.ADVICE_FILTERS, *Ui.ADVICE] if filtered else list(Ui.ADVICE)
    return (
        f'<section class="kb-answer kb-none" data-q="{escape(found.question)}" aria-labelledby="kb-answer">'
        f'<h2 id="kb-answer" tabindex="-1"{arrival(at)}>{escape(found.answer.rstrip("."))}</h2>'
        f"{_on_paper(found.question)}{_understood(understood)}{above}<p>{Ui.NO_ANSWER_MEANS}</p>"
        f"{roads}<h3>{Ui.ADVICE_HEADING}</h3>{_items('ul', advice)}</section>"
    )


def problem(error: KBError) -> str:
    """A problem in words: what went wrong and what to do about it."""
    return _notice(Ui.PROBLEM, error.message, f"<p>{escape(error.remedy)}</p>")


def unexpected() -> str:
    """A fault in the program itself, without details that do not help the reader."""
    return _notice(Ui.PROBLEM, Ui.UNEXPECTED, f"<p>{Ui.UNEXPECTED_REMEDY}</p>")


def no_index(error: KBError, data: str) -> str:
    """How to fill an empty knowledge base, step by step."""
    steps = [step.format(data=data) for step in Ui.NO_INDEX_STEPS]
    return _notice(Ui.NO_INDEX_HEADING, error.message, _items("ol", steps))


def badges(source: Citation | Hit, *, warnings_only: bool = False, standing: bool = True) -> str:
    """How binding the source is, in words; with ``warnings_only`` just what must not be overlooked.

    ``standing`` says whether to tell how far it has come (proposed, planned, decided, done).
    """
    shown = [badge] if (badge := class_badge(source.clearance)) else []
    if warning := undecided_status(source.section_kind, source.status):
        shown.append(f'<span class="kb-badge kb-warn">{warning}</span>')
    elif not (warnings_only or source.status.is_undecided) and (label := STATUS_BADGES.get(source.status)):
        shown.append(f'<span class="kb-badge">{label}</span>')
    if label := SECTION_BADGES.get(source.section_kind):
        shown.append(f'<span class="kb-badge kb-warn">{label}</span>')
    elif standing and isinstance(source, Citation) and (label := STANDING_LABELS.get(source.standing)):
        kind = " kb-warn" if source.standing in _NOT_SETTLED else ""
        shown.append(f'<span class="kb-badge{kind}">{label}</span>')
    return "".join(shown)


def meta(source: Citation | Hit) -> str:
    """Committee, date, section and page as one line, each part kept together."""
    return line(words.place(source))


def line(parts: Iterable[str]) -> str:
    """The parts that hold anything as one line of small print, each kept together; empty without any."""
    shown = " ".join(f"<span>{escape(part)}</span>" for part in parts if part)
    return f'<p class="kb-meta">{shown}</p>' if shown else ""


def table(label: str, heads: Iterable[str], rows: str, kind: str = "") -> str:
    """A table in a frame of its own that scrolls; ``rows`` is HTML already, ``kind`` a class of the style."""
    name = escape(Ui.TABLE.format(name=label))
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    return (
        f'<div class="kb-scroll {kind}" role="region" aria-label="{name}" tabindex="0"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def section(name: str, title: str, body: str) -> str:
    """A section under a heading of the second level; ``body`` is HTML already."""
    return (
        f'<section class="kb-section" aria-labelledby="{name}"><h2 id="{name}">{title}</h2>{body}</section>'
    )


def marked(excerpt: Excerpt) -> str:
    """The quote marked in the text around it, with dots where the section goes on."""
    before = ("… " if excerpt.cut_before else "") + excerpt.before
    after = excerpt.after + (" …" if excerpt.cut_after else "")
    return f'<p class="kb-text">{prose(before)}<mark>{prose(excerpt.quote)}</mark>{prose(after)}</p>'


def copy_button(label: str, text: str) -> str:
    """A button whose text da.js puts on the clipboard."""
    return f'<button type="button" class="kb-button" data-copy="{escape(text)}">{escape(label)}</button>'


def _quote(source: Source, beside: str, question: str) -> str:
    """One verbatim quote with its number and where it stands; ``beside`` are further badges."""
    cited = source.citation
    number, excerpt_id = cited.n, Ui.ANCHOR_EXCERPT.format(n=cited.n)
    return (
        f'<li id="{Ui.ANCHOR_ANSWER.format(n=number)}" tabindex="-1">'
        f'<blockquote><p class="kb-text">{prose(cited.quote)} '
        f'<button type="button" class="kb-cite" popovertarget="{excerpt_id}">{number}'
        f'<span class="kb-hidden">, {Ui.SHOW_SOURCE}: {escape(cited.heading)}</span></button></p>'
        "</blockquote>"
        f'<p class="kb-title">{escape(cited.heading)}</p>{meta(cited)}'
        f'<p class="kb-badges">{badges(cited, warnings_only=True, standing=not beside)}{beside}</p>'
        f"{_popover(source, excerpt_id, question)}</li>"
    )


def _popover(source: Source, excerpt_id: str, question: str) -> str:
    """The pop-up of a quote: title, place, surroundings, and the ways to the card and to the page."""
    cited = source.citation
    target = Ui.ANCHOR_SOURCE.format(n=cited.n)
    return (
        f'<div popover id="{excerpt_id}" class="kb-popover" role="dialog" '
        f'aria-label="{escape(Ui.SOURCE_NUMBER.format(n=cited.n))}">'
        f'<p class="kb-title">{escape(cited.heading)}</p>{meta(cited)}{marked(source.near)}'
        f'<p class="kb-actions"><a href="#{target}">{Ui.GO_TO_SOURCE}</a>'
        f'<a href="{address.to_citation(cited, question, address.asked_with())}">{Asking.OPEN_PAGE}</a>'
        f'<button type="button" class="kb-button" popovertarget="{excerpt_id}" popovertargetaction="hide">'
        f"{Ui.CLOSE}</button></p></div>"
    )


def _on_paper(question: str) -> str:
    """The question, which only paper shows: on the screen it stands in its box."""
    return f'<p class="kb-paper-only">{Asking.FACT_QUESTION}: <strong>{escape(question)}</strong></p>'


def _understood(text: str) -> str:
    """The line that says how the question was read; nothing where there is nothing to say."""
    return f'<p class="kb-understood">{Ui.UNDERSTOOD} {escape(text)}</p>' if text else ""


def _notice(heading: str, message: str, remedy: str) -> str:
    """A framed message with its remedy, which is HTML already."""
    return (
        f'<section class="kb-notice" role="alert"><h2>{escape(heading)}</h2>'
        f"{f'<p>{escape(message)}</p>' if message else ''}{remedy}</section>"
    )


def _items(tag: str, texts: Iterable[str]) -> str:
    """The texts as a list with the given tag."""
    return f"<{tag}>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + f"</{tag}>"


def class_badge(clearance: Clearance) -> str:
    """That not everyone may read a text, where that is so; else nothing."""
    told = CLASS_BADGES.get(clearance)
    return f'<span class="kb-badge kb-warn">{told}</span>' if told else ""
