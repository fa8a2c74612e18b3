"""What is taken away as one document, whatever its format: facts, paragraphs, and the sources behind them.

Markdown and plain text are made here, Word in :mod:`kb.export.docx`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.strings_da.asking import Asking

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LINE_STARTS = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what the document is about, such as when it was made."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where something stands: its number, the whole reference, and the address that shows it."""

    number: int
    reference: str
    address: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a paragraph with the numbers of its sources. ``label`` warns how it is to be read."""

    text: str
    sources: tuple[int, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One document. A paragraph is one or more passages after each other.

    Every number of a passage is that of one source. ``quoted`` says whether the paragraphs are quotes.
    """

    title: str
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    paragraphs: tuple[tuple[Passage, ...], ...]
    sources: tuple[Source, ...]
    quoted: bool
    more: tuple[str, ...] = ()


def plain_text(report: Report) -> str:
    """The document as text to paste: sources under it, each with its number and address."""
    parts = [report.title, "\n".join(f"{each.name}: {each.value}" for each in report.facts)]
    if report.notes:
        parts.append("\n".join([f"{Asking.REPORT_NOTES}:", *(f"- {note}" for note in report.notes)]))
    parts += [_in_text(paragraph) for paragraph in report.paragraphs]
    if report.more:
        parts.append("\n".join([f"{Asking.REPORT_MORE}:", *(f"- {line}" for line in report.more)]))
    if report.sources:
        listed = (f"[{each.number}] {each.reference}\n    {each.address}" for each in report.sources)
        parts.append("\n".join([f"{Asking.REPORT_SOURCES}:", *listed]))
    return "\n\n".join(part for part in parts if part)


def paste_ready(report: Report) -> str:
    """The paragraphs and their sources alone, to be set into another text."""
    listed = [f"[{each.number}] {each.reference} {each.address}" for each in report.sources]
    return "\n\n".join([*(_in_text(paragraph) for paragraph in report.paragraphs), "\n".join(listed)])


def markdown(report: Report) -> str:
    """The document as Markdown, each source a footnote; nothing of the texts counts as markup."""
    lines = [f"# {escaped(report.title)}", ""]
    lines += [f"- **{escaped(each.name)}:** {escaped(each.value)}" for each in report.facts]
    if report.notes:
        lines += ["", f"## {Asking.REPORT_NOTES}", "", *(f"- {escaped(note)}" for note in report.notes)]
    if report.paragraphs:
        lines += ["", f"## {Asking.REPORT_QUOTES if report.quoted else Asking.HISTORY}"]
    for paragraph in report.paragraphs:
        lines += ["", *_in_markdown(paragraph, "> " if report.quoted else "")]
    if report.more:
        lines += ["", f"## {Asking.REPORT_MORE}", "", *(f"- {escaped(line)}" for line in report.more)]
    lines += ["", f"*{Asking.BYLINE}*", ""]
    lines += [f"[^{each.number}]: {escaped(each.reference)} <{each.address}>" for each in report.sources]
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    """The text with all that Markdown would take for markup escaped."""
    return _LINE_STARTS.sub(_escaped_start, _MARKS.sub(r"\\\1", text))


def with_marks(text: str, marks: str) -> str:
    """The text with the numbers of its sources: before the full stop, where it ends in one."""
    return f"{text[:-1]}{marks}." if text.endswith(".") else f"{text}{marks}"


def _escaped_start(match: re.Match[str]) -> str:
    """The start of a line that would begin a list or underline a heading."""
    return f"{match[1]}{match[2][:-1]}\\{match[2][-1]}"


def _in_text(paragraph: Sequence[Passage]) -> str:
    """A paragraph with the numbers of its sources in brackets."""
    return " ".join(
        with_marks(each.text, "".join(f" [{number}]" for number in each.sources)) + _label(each)
        for each in paragraph
    )


def _in_markdown(paragraph: Sequence[Passage], start: str) -> list[str]:
    """A paragraph with its footnotes, every line with ``start`` before it."""
    text = " ".join(
        f"{escaped(each.text)}{''.join(f'[^{number}]' for number in each.sources)}{escaped(_label(each))}"
        for each in paragraph
    )
    return [f"{start}{line}".rstrip() for line in text.split("\n")]


def _label(passage: Passage) -> str:
    """The warning behind a passage; empty without one."""
    return Asking.LABELLED.format(label=passage.label) if passage.label else ""
