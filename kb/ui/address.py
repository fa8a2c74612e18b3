"""Addresses of the pages: what stands in a shared link.

Streamlit is loaded only where a page is shown: a build that tells of news writes addresses too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape, unescape
from urllib.parse import urlencode, urlsplit

from kb.datatypes import Citation, Document, Evidence
from kb.privacy import without_cpr
from kb.strings_da.asking import Asking
from kb.strings_da.documents import Doc
from kb.strings_da.ui import Ui

Params = Mapping[str, str | Sequence[str] | None]

_OF_DOCUMENT = frozenset(
    (
        *(Ui.PARAM_DOCUMENT, Ui.PARAM_SPAN, Ui.PARAM_PAGE),
        *(Doc.PARAM_SOURCE, Doc.PARAM_VIEW, Doc.PARAM_FIND, Doc.PARAM_FOUND),
    )
)
"""The parameters of the page of a document; the others are those that a question was asked with."""

SHORT_SHA = 12
"""How much of a file's checksum tells it from others in an address."""


def link(path: str, params: Params | None = None) -> str:
    """The address of a page, safe inside a quoted attribute; parameters without a value are left out."""
    kept = {name: value for name, value in (params or {}).items() if value}
    return escape(f"/{path}" + (f"?{urlencode(kept, doseq=True)}" if kept else ""))


def to_span(document: str, start: int, end: int) -> str:
    """The address that shows text[start:end] of a document marked in its place."""
    span = {Ui.PARAM_DOCUMENT: document, Ui.PARAM_SPAN: f"{start}-{end}"}
    return f"{link(Ui.PATH_DOCUMENT, span)}#{Ui.QUOTE_ANCHOR}"


def to_question(question: str) -> str:
    """The address that asks a question."""
    return link("", {Ui.PARAM_QUESTION: question})


def to_decision(document: str, start: int, end: int) -> str:
    """The address that shows one decision of the register by itself."""
    return link(Ui.PATH_DECISIONS, {Ui.PARAM_DOCUMENT: document, Ui.PARAM_SPAN: f"{start}-{end}"})


def site() -> str:
    """Where this site is reached by the browser, such as ``https://viden.fjordby.dk``; empty if unknown."""
    import streamlit as st

    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def whole(site: str, where: str) -> str:
    """An address as it is written on paper: with the site before it, and nothing escaped for HTML."""
    return f"{site}{unescape(where)}"


def to_evidence(evidence: Evidence) -> str:
    """The address that shows a quote in its document."""
    return to_span(evidence.document, evidence.start, evidence.end)


def to_document(document: str) -> str:
    """The address that shows a document from its beginning."""
    return link(Ui.PATH_DOCUMENT, {Ui.PARAM_DOCUMENT: document})


def to_citation(citation: Citation, question: str, kept: Params | None = None) -> str:
    """The address that shows a source of an answer in its document, with the way to the answer's others.

    ``kept`` are the further parameters that the question was asked with: filters, and filters taken away.
    """
    asked = {
        **(kept or {}),
        Ui.PARAM_QUESTION: question,
        Doc.PARAM_SOURCE: str(citation.n),
        Ui.PARAM_DOCUMENT: citation.document,
        Ui.PARAM_SPAN: f"{citation.start}-{citation.end}",
    }
    return f"{link(Ui.PATH_DOCUMENT, asked)}#{Ui.QUOTE_ANCHOR}"


def to_image(document: Document, page: int) -> str:
    """The address of the picture of a page, another one once the file is another."""
    path = f"{Doc.PATH_IMAGE}/{document.sha256[:SHORT_SHA]}/{page}.png"
    return link(path, {Ui.PARAM_DOCUMENT: document.id})


def to_file(document: Document) -> str:
    """The address that saves the file that a document was read from."""
    path = f"{Doc.PATH_FILE}/{document.sha256[:SHORT_SHA]}"
    return link(path, {Ui.PARAM_DOCUMENT: document.id})


def to_case(case_id: str) -> str:
    """The address of the page of one case."""
    return link(Ui.PATH_CASES, {Ui.PARAM_CASE: case_id})


def params() -> dict[str, list[str]]:
    """The parameters of the address that is being shown, each with all its values, CPR numbers masked."""
    import streamlit as st

    return {name: list(map(without_cpr, st.query_params.get_all(name))) for name in st.query_params}


def asked_with() -> dict[str, list[str]]:
    """The parameters of the address that a question was asked with, the question itself among them.

    Not the question before it: what it takes over from there stands in the question as it is really asked.
    """
    left_out = {*_OF_DOCUMENT, Asking.PARAM_PREVIOUS}
    return {name: held for name, held in params().items() if name not in left_out}


def with_changes(path: str, changes: Params) -> str:
    """The address being shown with some parameters changed, or taken away where the value is empty."""
    return link(path, {**params(), **changes})


def mark(title: str) -> str:
    """What tells the address being shown from others: the page's title with its parameters."""
    return f"{title}?{urlencode(params(), doseq=True)}"


def value(name: str) -> str:
    """The value of a parameter of the address being shown, without outer blanks and CPR numbers.

    Empty where it is absent.
    """
    import streamlit as st

    return without_cpr(str(st.query_params.get(name, "")).strip())


def number(name: str) -> int:
    """The parameter as a whole number from 1 on; 1 where it is absent or no such number."""
    text = value(name)
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1
