"""Danish words for people: labels and units that several faces show. Each face has its own module here."""

from __future__ import annotations

import datetime as dt

from kb.datatypes import (
    Clearance,
    OutcomeClass,
    SectionKind,
    Standing,
    Status,
)

# Codes of warnings that a reader attaches to a document it could read.
WARNINGS: dict[str, str] = {
    "masked_cpr": "CPR-numre er skjult i teksten. Den oprindelige fil vises ikke.",
    "masked_email": "E-mailadresser er skjult i teksten. Den oprindelige fil vises ikke.",
    "masked_phone": "Telefonnumre er skjult i teksten. Den oprindelige fil vises ikke.",
    "masked_words": "Oplysninger, der skal være glemt, er skjult i teksten. Den oprindelige fil vises ikke.",
    "no_positions": "Teksten er læst uden placering på siden, fordi PDF-filen er delvist beskadiget.",
    "repaired_pdf": "PDF-filen er beskadiget og er repareret, da den blev læst. Noget af teksten kan mangle.",
    "scanned_pages": "En eller flere sider er indscannede uden tekst og er ikke med.",
    "garbled_pages": "En eller flere sider har ulæselig tekst og er ikke med.",
    "turned_text": "En eller flere sider har tekst på tværs af den øvrige tekst. Den er ikke med.",
    "closed_parts": "Dokumentet har lukkede dele. De er ikke med i teksten, og filen selv vises ikke.",
    "hidden_text": "Filen indeholder skjult tekst, som ikke er taget med.",
    "formulas_without_values": "Nogle felter i regnearket er formler, hvis tal ikke er gemt i filen. De er ikke med.",
    "recognised_pages": "En eller flere sider er læst med tekstgenkendelse. Kontrollér tal og navne i originalen.",
}
SECTION_LABELS: dict[SectionKind, str] = {
    SectionKind.PREAMBLE: "Indledning",
    SectionKind.ROUTE: "Sagsgang",
    SectionKind.SUMMARY: "Resumé",
    SectionKind.BACKGROUND: "Baggrund",
    SectionKind.CASE: "Sagsfremstilling",
    SectionKind.RECOMMENDATION: "Indstilling",
    SectionKind.ALTERNATIVE_RECOMMENDATION: "Alternativ indstilling",
    SectionKind.ECONOMY: "Økonomi",
    SectionKind.STAFF: "Personale",
    SectionKind.LAW: "Lovgrundlag",
    SectionKind.POLICY_LINKS: "Sammenhæng til andre politikker",
    SectionKind.HEARING: "Høring og inddragelse",
    SectionKind.OTHER: "Øvrige konsekvenser",
    SectionKind.DECISION: "Beslutning",
    SectionKind.ATTACHMENTS: "Bilag",
    SectionKind.PRESENT: "Deltagere",
    SectionKind.ABSENT: "Afbud",
    SectionKind.PROGRAM: "Program",
    SectionKind.UNKNOWN: "Andre afsnit",
}
BODY_TEXT = "Brødtekst"
DID_YOU_MEAN = "Mente du »{name}«? "
# What people call an outcome beside its label.
OUTCOME_WORDS: dict[str, OutcomeClass] = {
    "godkendt": OutcomeClass.ADOPTED,
    "tiltrådt": OutcomeClass.ADOPTED,
    "besluttet": OutcomeClass.ADOPTED,
    "bevilget": OutcomeClass.ADOPTED,
    "imødekommet": OutcomeClass.ADOPTED,
    "som indstillet": OutcomeClass.ADOPTED,
    "godkendt med ændringer": OutcomeClass.ADOPTED_AMENDED,
    "tiltrådt med ændringer": OutcomeClass.ADOPTED_AMENDED,
    "ændret": OutcomeClass.ADOPTED_AMENDED,
    "indstillet": OutcomeClass.RECOMMENDED,
    "indstilles": OutcomeClass.RECOMMENDED,
    "anbefales": OutcomeClass.RECOMMENDED,
    "til efterretning": OutcomeClass.NOTED,
    "efterretning": OutcomeClass.NOTED,
    "til orientering": OutcomeClass.NOTED,
    "orientering": OutcomeClass.NOTED,
    "orienteret": OutcomeClass.NOTED,
    "drøftelse": OutcomeClass.DISCUSSED,
    "udskudt": OutcomeClass.POSTPONED,
    "udsættes": OutcomeClass.POSTPONED,
    "henvist": OutcomeClass.REFERRED,
    "sendt videre": OutcomeClass.REFERRED,
    "tilbagesendt": OutcomeClass.REFERRED,
    "i høring": OutcomeClass.HEARING,
    "høring": OutcomeClass.HEARING,
    "afvist": OutcomeClass.REJECTED,
    "afslået": OutcomeClass.REJECTED,
    "afslag": OutcomeClass.REJECTED,
    "nedstemt": OutcomeClass.REJECTED,
    "ikke godkendt": OutcomeClass.REJECTED,
    "ikke vedtaget": OutcomeClass.REJECTED,
    "ikke tiltrådt": OutcomeClass.REJECTED,
    "trukket": OutcomeClass.WITHDRAWN,
    "udgået": OutcomeClass.WITHDRAWN,
    "taget af": OutcomeClass.WITHDRAWN,
    "indbragt": OutcomeClass.CALLED_UP,
    "valgt": OutcomeClass.APPOINTED,
    "udpeget": OutcomeClass.APPOINTED,
}
OUTCOME_LABELS: dict[OutcomeClass, str] = {
    OutcomeClass.ADOPTED: "vedtaget",
    OutcomeClass.ADOPTED_AMENDED: "vedtaget med ændringer",
    OutcomeClass.RECOMMENDED: "anbefalet",
    OutcomeClass.NOTED: "taget til efterretning",
    OutcomeClass.DISCUSSED: "drøftet",
    OutcomeClass.POSTPONED: "udsat",
    OutcomeClass.REFERRED: "oversendt",
    OutcomeClass.HEARING: "sendt i høring",
    OutcomeClass.REJECTED: "forkastet",
    OutcomeClass.WITHDRAWN: "taget af dagsordenen",
    OutcomeClass.CALLED_UP: "indbragt for kommunalbestyrelsen",
    OutcomeClass.APPOINTED: "valgt eller udpeget",
    OutcomeClass.PROCEDURAL: "procedure",
    OutcomeClass.NARRATIVE: "ingen formel beslutning",
    OutcomeClass.MISSING: "beslutning mangler",
}
MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
# Heads of the columns of registers, wherever they are written as a table.
COLUMN = {
    "date": "Dato",
    "committee": "Udvalg",
    "title": "Titel",
    "outcome": "Udfald",
    "outcome_class": "Klasse",
    "effect": "Virkning",
    "final": "Endelig",
    "document": "Dokument",
    "page": "Side",
    "clearance": "Adgang",
    "status": "Status",
    "pages": "Sider",
    "case": "Sag",
    "recommendation": "Indstilling",
    "votes": "Stemmer",
    "not_participating": "Deltog ikke",
    "quote": "Citat",
    "recommender": "Indstillet af",
    "points": "Punkter",
    "statements": "Tilførsler",
    "numbers": "Sagsnumre",
    "state": "Forløb",
    "documents": "Antal dokumenter",
    "term": "Ord",
    "meaning": "Betydning",
    "uses": "Dokumenter, der siger det",
    "role": "Rolle",
    "name": "Navn",
    "organisation": "Organisation",
    "first": "Først nævnt",
    "last": "Senest nævnt",
    "kind": "Mangel",
    "detail": "Hvad",
    "made": "Givet",
    "question": "Spørgsmål",
    "filters": "Filtre",
    "abstained": "Intet svar",
    "useful": "Hjalp",
    "reason": "Årsag",
    "comment": "Kommentar",
    "cited": "Citerede dokumenter",
    "user": "Bruger",
    "handled": "Behandlet",
    "method": "Svarmetode",
    "generation": "Udgave af indekset",
    "number": "Nr.",
    "at": "Tidspunkt",
    "action": "Handling",
    "subject": "Hvad eller hvor",
    "more": "Mere",
}

# What a question was taken to ask for, by intent. A plain fact is not worth a line.
INTENT_LABELS: dict[str, str] = {
    "decision": "hvad der blev besluttet",
    "when": "hvornår",
    "who": "hvem",
    "why": "hvorfor",
    "count": "hvor mange eller hvor meget",
    "amount": "hvilket beløb",
    "list": "en liste",
    "define": "hvad noget betyder",
    "process": "hvordan noget foregår",
}
# How binding a source is, for people. A status that is not here is not shown.
STATUS_BADGES: dict[Status, str] = {
    Status.DRAFT: "Udkast – ikke endeligt",
    Status.AGENDA: "Dagsorden – ikke besluttet endnu",
    Status.MINUTES: "Referat",
    Status.FINAL: "Endeligt dokument",
}
# Sections whose text is easily taken for a decision.
SECTION_BADGES: dict[SectionKind, str] = {
    SectionKind.RECOMMENDATION: "Indstilling – ikke en beslutning",
    SectionKind.ALTERNATIVE_RECOMMENDATION: "Alternativ indstilling – ikke en beslutning",
}
# That not everyone may read a text, where that is so.
CLASS_BADGES: dict[Clearance, str] = {
    Clearance.INTERNAL: "Internt",
    Clearance.CONFIDENTIAL: "Fortroligt",
}
UNDATED = "uden dato"


def undecided_status(section: SectionKind | None, status: Status) -> str:
    """That nothing is decided in a document of this status; empty where that may be.

    An agenda quotes what an earlier committee decided: that is decided although the agenda's matter is not.
    """
    earlier = status is Status.AGENDA and section is SectionKind.DECISION
    return STATUS_BADGES[status] if status.is_undecided and not earlier else ""


def undecided(section: SectionKind | None, status: Status) -> str:
    """That nothing is decided in such a section of such a document; empty where that may be."""
    badge = SECTION_BADGES.get(section) if section else None
    return badge or undecided_status(section, status)


def plural(count: int, one: str, many: str) -> str:
    """The count with the right form of the noun: "1 dokument", "2 dokumenter"."""
    return f"{count} {one if count == 1 else many}"


def danish_timestamp(iso: str) -> str:
    """An ISO timestamp as people write it, in the machine's own time zone: "22-11-2026 kl. 05.20"."""
    moment = dt.datetime.fromisoformat(iso).astimezone()
    return moment.strftime("%d-%m-%Y kl. %H.%M")


# Answers by type of question, and what must be said with them.
DECISION_NOUN = ("beslutning", "beslutninger")
CASE_NOUN = ("sag", "sager")
CONFLICT_SUBJECTS: dict[str, str] = {"event_date": "datoen for arrangementet"}
# Why two papers are held together, by code; several stand in one line with commas between.
RELATION_REASONS: dict[str, str] = {
    "same_text": "samme tekst",
    "case_number": "samme sagsnummer",
    "route_meeting": "det ene papir nævner det møde, som det andet er fra",
    "same_meeting": "samme møde",
    "same_title": "samme titel",
    "shared_date": "samme dato i begge papirer",
    "shared_terms": "samme sjældne ord",
    "draft": "det ene papir er et udkast",
    "newer_version": "samme titel i en nyere udgave",
    "says_replaces": "teksten siger, at det ene afløser det andet",
    "attachment_number": "dokumentnummeret står på bilagslisten",
    "attachment_title": "titlen står på bilagslisten",
    "names_number": "sagsnummeret er nævnt",
    "names_title": "titlen er nævnt",
}
STATUS_SOURCES: dict[Status, str] = {
    Status.DRAFT: "et udkast",
    Status.AGENDA: "en dagsorden",
    Status.MINUTES: "et referat",
    Status.FINAL: "et endeligt dokument",
    Status.UNKNOWN: "et dokument",
}
STANDING_LABELS: dict[Standing, str] = {
    Standing.PROPOSED: "Foreslået, ikke besluttet",
    Standing.PLANNED: "Planlagt",
    Standing.DECIDED: "Besluttet",
    Standing.DONE: "Gennemført",
}


def danish_day(date: dt.date) -> str:
    """A day as people write it: "6. december 2022"."""
    return f"{date.day}. {MONTHS[date.month - 1]} {date.year}"


def danish_day_of(iso: str) -> str:
    """An ISO date as people write it; any other value as it is."""
    try:
        return danish_day(dt.date.fromisoformat(iso))
    except ValueError:
        return iso


def danish_period(first: dt.date | None, last: dt.date | None) -> str:
    """A period of whole days in words: "2022", "2022-2023", "fra 1. maj 2022", "til 6. juni 2022"."""
    if first and last:
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
        return danish_day(first) if first == last else f"{danish_day(first)} til {danish_day(last)}"
    if first:
        return f"fra {danish_day(first)}"
    return f"til {danish_day(last)}" if last else ""
