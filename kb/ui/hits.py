"""The sources of an answer, one after the other, and the way back to the answer."""

from __future__ import annotations

from html import escape

from kb.datatypes import Answer, Citation
from kb.strings_da.documents import Doc
from kb.strings_da.ui import Ui
from kb.ui import address
from kb.ui.marks import Span


def cited(answer: Answer | None, document: str, span: Span | None) -> Citation | None:
    """The source of the answer that the address names, None where it is not this place of this document."""
    number = address.number(Doc.PARAM_SOURCE)
    for each in answer.citations if answer else ():
        if each.n == number and (each.document, (each.start, each.end)) == (document, span):
            return each
    return None


def bar(question: str, answer: Answer | None, here: Citation | None) -> str:
    """Which source of which question is shown, the ways to the others and back; ``here`` None: not known."""
    asked = address.asked_with()
    number = address.number(Doc.PARAM_SOURCE)
    back = f"{address.link('', asked)}#{Ui.ANCHOR_ANSWER.format(n=number)}"
    told, ways = Doc.SOURCE_FOR, ""
    if answer and here:
        at, count = answer.citations.index(here), len(answer.citations)
        told = Doc.SOURCE_OF.format(n=here.n, count=count)
        before, after = answer.citations[:at][-1:], answer.citations[at + 1 :][:1]
        ways = "".join(
            f'<a href="{address.to_citation(each, question, asked)}">{name}'
            f'<span class="kb-hidden">: {escape(each.heading)}</span></a>'
            for name, neighbours in ((Doc.PREVIOUS_SOURCE, before), (Doc.NEXT_SOURCE, after))
            for each in neighbours
        )
    return (
        f'<nav class="kb-hits" aria-label="{Doc.SOURCES}"><p>{told} <strong>{escape(question)}</strong></p>'
        f'<p class="kb-actions">{ways}<a href="{back}">{Doc.BACK}</a></p></nav>'
    )
