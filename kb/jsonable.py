"""The stable JSON forms of design contract: one pure function a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from kb.answers.stages import Found, Quoted, Stage
from kb.datatypes import (
    Access,
    AgendaItem,
    Answer,
    Case,
    Citation,
    Decision,
    Document,
    DocumentSummary,
    FieldSpan,
    FileProblem,
    Gap,
    Generated,
    Hit,
    IngestReport,
    Masked,
    Page,
    Participation,
    PointOutcome,
    Recognised,
    Section,
    Stated,
    Statement,
    Tally,
    Tenure,
    Term,
)
from kb.errors import KBError
from kb.state.feedback import Feedback
from kb.state.keys import ApiKey
from kb.strings_da.generating import Generating

Json = Mapping[str, object]

# Records whose JSON has the names of their fields, ISO dates and the values of their enumerations.
_POINTS = TypeAdapter(tuple[PointOutcome, ...])
_TALLIES = TypeAdapter(tuple[Tally, ...])
_STATEMENTS = TypeAdapter(tuple[Statement, ...])
_PARTICIPATIONS = TypeAdapter(tuple[Participation, ...])
_FIELD_SPANS = TypeAdapter(tuple[FieldSpan, ...])
_RECOGNISED = TypeAdapter(tuple[Recognised, ...])
_PAGES = TypeAdapter(tuple[Page, ...])
_SECTIONS = TypeAdapter(tuple[Section, ...])
_ITEMS = TypeAdapter(tuple[AgendaItem, ...])
_CASE = TypeAdapter(Case)
_TERM = TypeAdapter(Term)
_TENURE = TypeAdapter(Tenure)
_GAP = TypeAdapter(Gap)


def hit_json(hit: Hit) -> Json:
    """A hit as JSON."""
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "document": hit.document,
        "title": hit.title,
        "item": hit.item,
        "committee": hit.committee,
        "date": _date(hit.date),
        "section": hit.section,
        "section_kind": hit.section_kind.value,
        "status": hit.status.value,
        "page": hit.page,
        "page_inferred": hit.page_inferred,
        "text": hit.text,
        "start": hit.start,
        "end": hit.end,
        "legs": {name: round(score, 6) for name, score in hit.legs.items()},
        "renditions": list(hit.renditions),
        "clearance": hit.clearance.value,
    }


def citation_json(citation: Citation) -> Json:
    """A citation as JSON."""
    return {
        "n": citation.n,
        "document": citation.document,
        "title": citation.title,
        "item": citation.item,
        "committee": citation.committee,
        "date": _date(citation.date),
        "section": citation.section,
        "section_kind": citation.section_kind.value,
        "status": citation.status.value,
        "page": citation.page,
        "page_inferred": citation.page_inferred,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "renditions": list(citation.renditions),
        "standing": citation.standing.value,
        "clearance": citation.clearance.value,
    }


def search_json(query: str, hits: Sequence[Hit], dead_legs: Sequence[str], seconds: float) -> Json:
    """What a search found as JSON."""
    return {
        "query": query,
        "hits": [hit_json(hit) for hit in hits],
        "dead_legs": list(dead_legs),
        "seconds": round(seconds, 3),
    }


def stage_json(stage: Stage) -> Json:
    """What is known of an answer that is being found, as JSON."""
    if isinstance(stage, Found):
        return {"hits": [hit_json(hit) for hit in stage.hits]}
    if isinstance(stage, Quoted):
        return answer_json(stage.answer, (), 0.0)
    return {
        "interpretation": dict(stage.interpretation),
        "recognised": _list(_RECOGNISED, stage.recognised),
    }


def answer_json(answer: Answer, dead_legs: Sequence[str], seconds: float) -> Json:
    """An answer as JSON; an abstention names the nearest hits."""
    return {
        "question": answer.question,
        "answer": answer.answer,
        "abstained": answer.abstained,
        "method": answer.method,
        "confidence": round(answer.confidence, 4),
        "citations": [citation_json(citation) for citation in answer.citations],
        "interpretation": dict(answer.interpretation),
        "searched": answer.searched,
        "nearest": [hit_json(hit) for hit in answer.nearest],
        "recognised": _list(_RECOGNISED, answer.recognised),
        "notes": list(answer.notes),
        "total": answer.total,
        "decisions": [decision_json(decision) for decision in answer.decisions],
        "suggestions": list(answer.suggestions),
        "generated": generated_json(answer.generated) if answer.generated else None,
        "seconds": round(seconds, 3),
        "dead_legs": list(dead_legs),
    }


def generated_json(generated: Generated) -> Json:
    """What a language model made of an answer, with the label that goes with its sentences, as JSON."""
    return {
        "state": generated.state.value,
        "label": Generating.LABEL,
        "model": generated.model,
        "prompt": generated.prompt,
        "sentences": [{"text": each.text, "citations": list(each.citations)} for each in generated.sentences],
        "removed": generated.removed,
    }


def decision_json(decision: Decision) -> Json:
    """A row of the register as JSON."""
    return {
        "document": decision.document,
        "title": decision.title,
        "case": decision.case,
        "committee": decision.committee,
        "date": _date(decision.date),
        "outcome": decision.outcome,
        "outcome_class": decision.outcome_class.value,
        "effect": decision.effect.value,
        "final": decision.final,
        "recommendation": decision.recommendation,
        "votes": decision.votes,
        "not_participating": list(decision.not_participating),
        "page": decision.page,
        "quote": decision.quote,
        "start": decision.start,
        "end": decision.end,
        "item": decision.item,
        "recommender": decision.recommender,
        "points": _list(_POINTS, decision.points),
        "tallies": _list(_TALLIES, decision.tallies),
        "statements": _list(_STATEMENTS, decision.statements),
        "participations": _list(_PARTICIPATIONS, decision.participations),
        "evidence": _list(_FIELD_SPANS, decision.evidence),
        "clearance": decision.clearance.value,
    }


def case_json(case: Case) -> Json:
    """A case with its parts, steps, relations and conflicts as JSON."""
    return _object(_CASE, case)


def term_json(term: Term) -> Json:
    """A term with its senses as JSON."""
    return _object(_TERM, term)


def tenure_json(tenure: Tenure) -> Json:
    """Who is named in a role, and when, as JSON."""
    return _object(_TENURE, tenure)


def gap_json(gap: Gap) -> Json:
    """Something missing as JSON."""
    return _object(_GAP, gap)


def document_json(summary: DocumentSummary) -> Json:
    """A document's metadata as JSON."""
    return {
        "document": summary.id,
        "title": summary.title,
        "title_source": summary.title_source.value,
        "committee": summary.committee,
        "date": _date(summary.date),
        "date_inferred": summary.date_inferred,
        "status": summary.status.value,
        "case": summary.case_number,
        "format": summary.format,
        "pages": summary.pages,
        "sections": summary.sections,
        "duplicate_of": summary.duplicate_of,
        "warnings": list(summary.warnings),
        "clearance": summary.clearance.value,
    }


def document_text_json(document: Document) -> Json:
    """A document with its text; pages, and the open sections and agenda items, are spans of it."""
    return {
        "document": document.id,
        "title": document.title,
        "title_source": document.title_source.value,
        "committee": document.committee,
        "date": _date(document.date),
        "date_inferred": document.date_inferred,
        "status": document.status.value,
        "case": document.case_number,
        "format": document.format,
        "duplicate_of": document.duplicate_of,
        "warnings": list(document.warnings),
        "stated": _stated(document.stated),
        "clearance": document.clearance.value,
        "text": document.text,
        "pages": _list(_PAGES, document.pages),
        "sections": _list(_SECTIONS, tuple(filter(is_open, document.sections))),
        "items": _list(_ITEMS, tuple(filter(is_open, document.items))),
    }


def _stated(stated: Stated | None) -> Json | None:
    """The system that a document comes from, and which fields it states; None where it comes from none."""
    if stated is None:
        return None
    fields = ("title", "committee", "date", "status")
    told = [name for name in fields if getattr(stated, name) is not None]
    return {"system": stated.system.value, "fields": [*told, *(["case"] if stated.case_number else [])]}


def is_open(part: Section | AgendaItem) -> bool:
    """Whether anything may be told of a part of a document, even that it is there."""
    return part.access is not Access.CLOSED


def report_json(report: IngestReport) -> Json:
    """A build's report as JSON."""
    return {
        **asdict(report),
        "skipped": [problem_json(problem) for problem in report.skipped],
        "failed": [problem_json(problem) for problem in report.failed],
        "seconds": round(report.seconds, 3),
        "masked": [masked_json(masked) for masked in report.masked],
    }


def masked_json(masked: Masked) -> Json:
    """What is hidden in a document as JSON: its kind, how often, and the pages, each once."""
    return {
        "document": masked.document,
        "kind": masked.kind.value,
        "count": masked.count,
        "pages": sorted(set(masked.pages)),
    }


def problem_json(problem: FileProblem) -> Json:
    """A file that was not indexed as JSON."""
    return {"path": problem.path, "code": problem.code, "message": problem.message, "remedy": problem.remedy}


def feedback_json(row: Feedback) -> Json:
    """One verdict on an answer, with what was asked and quoted."""
    asked, verdict = row.asked, row.verdict
    return {
        "number": row.number,
        "made": row.made.isoformat(),
        "user": row.user,
        "question": asked.question,
        "filters": {name: list(values) for name, values in asked.filters.items()},
        "generation": asked.generation,
        "method": asked.method,
        "abstained": asked.abstained,
        "citations": [asdict(each) for each in asked.cited],
        "useful": verdict.useful,
        "reason": verdict.reason.value if verdict.reason else None,
        "comment": verdict.comment,
        "handled": row.handled.isoformat() if row.handled else None,
        "handled_by": row.handled_by,
    }


def api_key_json(key: ApiKey) -> Json:
    """An API key without its secret as JSON."""
    return {
        "name": key.name,
        "clearance": key.clearance.value,
        "made": key.made.isoformat(),
        "revoked": key.revoked.isoformat() if key.revoked else None,
    }


def error_json(error: KBError) -> Json:
    """An error as the one object that a program gets."""
    return {"error": {"code": error.code, "message": error.message, "remedy": error.remedy}}


def _object(adapter: TypeAdapter[Any], record: object) -> Json:
    """A record as one JSON object."""
    found: Json = adapter.dump_python(record, mode="json")
    return found


def _list(adapter: TypeAdapter[Any], records: object) -> list[Json]:
    """Records as a JSON list of objects."""
    found: list[Json] = adapter.dump_python(records, mode="json")
    return found


def _date(value: object) -> str | None:
    """The ISO form of a date, None where there is none."""
    return None if value is None else str(value)
