"""An answer as a document to take away: what was asked, when and where, each quote and its source."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kb.datatypes import Answer, Citation, Manifest
from kb.export.report import Fact, Passage, Report, Source
from kb.strings_da import STATUS_BADGES, undecided
from kb.strings_da.asking import Asking
from kb.ui import address, words


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands around an answer: what was typed, filters in words, the index, the site's address."""

    typed: str
    filters: str
    manifest: Manifest
    site: str


def answer_report(found: Answer, asked: Asked, now: dt.datetime) -> Report:
    """The answer with its circumstances; one without quotes says in its notes that there is none."""
    recognised = " · ".join(words.recognised(each) for each in found.recognised)
    facts = [
        Fact(Asking.FACT_QUESTION, found.question),
        *([Fact(Asking.FACT_TYPED, asked.typed)] if asked.typed != found.question else []),
        Fact(Asking.FACT_FILTERS, asked.filters or Asking.NO_FILTERS),
        *([Fact(Asking.FACT_RECOGNISED, recognised)] if recognised else []),
        Fact(Asking.FACT_MADE, words.moment(now)),
        Fact(Asking.FACT_INDEXED, words.timestamp(asked.manifest.created)),
    ]
    lead = found.answer.partition("\n")[0]
    notes = [*([lead] if found.abstained or found.total is not None else []), *found.notes]
    return Report(
        title=Asking.REPORT_ANSWER,
        facts=tuple(facts),
        notes=tuple(notes),
        paragraphs=tuple((_passage(each),) for each in found.citations),
        sources=tuple(_source(each, asked.site) for each in found.citations),
        quoted=True,
        more=tuple(
            f"{words.date(row.date)} · {row.committee or Asking.NO_COMMITTEE} · {row.title}: "
            f"{words.effect(row.effect)}"
            for row in found.decisions
            if not any(
                each.document == row.document and row.start <= each.start < row.end
                for each in found.citations
            )
        ),
    )


def _passage(cited: Citation) -> Passage:
    """A quote with its number, and the warning that it is not decided where it is not."""
    warning = undecided(cited.section_kind, cited.status)
    return Passage(Asking.QUOTE.format(quote=cited.quote.strip()), (cited.n,), warning)


def _source(cited: Citation, site: str) -> Source:
    """The whole reference of a quote: as it is copied, then the paper's title, status and path."""
    status = STATUS_BADGES.get(cited.status)
    parts = (
        words.copy_ready(cited),
        cited.title,
        Asking.SOURCE_STATUS.format(status=status) if status else "",
        Asking.SOURCE_FILE.format(file=cited.document),
    )
    return Source(
        cited.n,
        ". ".join(part for part in parts if part),
        address.whole(site, address.to_span(cited.document, cited.start, cited.end)),
    )
