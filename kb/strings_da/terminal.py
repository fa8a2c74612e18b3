"""Words of the command line and of the evaluation."""

from __future__ import annotations

from kb.datatypes import (
    GapKind,
)

CLI_HELP = "Vidensbase: stil spørgsmål på dansk og få ordrette citater fra sagsdokumenterne med kilde."
HELP_ARGUMENTS = "Argumenter"
HELP_OPTIONS = "Tilvalg"
HELP_COMMANDS = "Kommandoer"
HELP_JSON = "Skriv resultatet som JSON til programmer."
HELP_CSV = "Skriv resultatet som CSV til regneark."
HELP_BOM = "Med --csv: begynd med et BOM-mærke, så Excel viser æ, ø og å rigtigt."
HELP_OUTPUT = "Med --csv: skriv i denne fil i stedet for på skærmen."
HELP_INDEX = "Mappe til indekset (standard: index)."
HELP_COMMITTEE = "Kun dette udvalg, også som forkortelse (HU, ØK, KB); kan gentages."
HELP_FROM = "Kun fra og med denne dato (ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD)."
HELP_TO = "Kun til og med denne dato (ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD)."
HELP_SECTION = "Kun dette afsnit, fx Indstilling eller Beslutning; kan gentages."
HELP_STATUS = "Kun denne status: udkast, dagsorden, referat, endelig eller ukendt; kan gentages."
HELP_OUTCOME = "Kun det, som beslutningen endte med, fx vedtaget eller udsat; kan gentages."
HELP_COLLECTION = "Kun denne samling (øverste mappe i kilden); kan gentages."
HELP_DOCUMENT = "Kun dette dokument eller denne mappe; kan gentages."
HELP_CASE = "Kun denne sag: sagsnummer eller sagens id fra »kb cases --json«; kan gentages."
HELP_SOURCE = "Mapper eller filer med sagsdokumenter (standard: data)."
HELP_FULL = "Læs og beregn alt forfra i stedet for at genbruge det uændrede."
HELP_EXECUTOR = (
    "Hvor sprogmodellen køres: »local« (denne maskine) eller en Dask-klynge, fx tcp://10.0.0.5:8786."
)
HELP_QUERY = "Det, der søges efter."
HELP_QUESTION = "Spørgsmålet, på dansk."
HELP_QUESTIONS = "JSON Lines-fil med spørgsmål og facit, eller en mappe i BEIR-format."
HELP_SAVE = "Gem målingen i denne JSON-fil og som tabel i en Markdown-fil ved siden af."
HELP_BASELINE = "Sammenlign spørgsmål for spørgsmål med en måling, der er gemt med --save."
HELP_K = "Antal resultater."
HELP_HOST = "Adresse, som webappen lytter på (standard: 127.0.0.1)."
HELP_PORT = "Port, som webappen lytter på (standard: 8501)."
HELP_CMD_INDEX = "Byg indekset af sagsdokumenterne."
HELP_CMD_SEARCH = "Find de tekststeder, der passer bedst."
HELP_CMD_ASK = "Stil et spørgsmål og få svar i citater med kilde."
HELP_CMD_DECISIONS = "Vis beslutningsregistret."
HELP_CMD_CASES = "Vis sagerne og deres vej gennem udvalgene."
HELP_CMD_TERMS = "Vis ordlisten: ord og forkortelser, som dokumenterne selv forklarer."
HELP_CMD_ROLES = "Vis, hvem der er nævnt i hvilken rolle hvornår."
HELP_CMD_GAPS = "Vis, hvad der mangler: referater, bilag, tomme afsnit og ulæste filer."
HELP_CMD_DOCUMENTS = "Vis, hvad der er indekseret."
HELP_CMD_EVAL = "Mål søgning og svar på spørgsmål med kendt facit."
HELP_CMD_SERVE = "Start webappen."
HELP_CMD_DOCTOR = "Undersøg maskinen, modellen og indekset."
HELP_CMD_ROLLBACK = "Gå tilbage til den forrige udgave af indekset."
STAGES: dict[str, str] = {
    "model": "Indlæser sprogmodellen (første gang op til et halvt minut)",
    "index": "Læser og indekserer dokumenter",
    "write": "Skriver indekset",
}
STAGE_EVAL = "Stiller spørgsmål"
BUILD_INTRO = "Indekserer {sources} til »{index}«."
BUILD_DONE = "Færdig på {seconds}: {documents}, {pages} og {chunks}."
BUILD_CHANGES = "{new} nye, {changed} ændrede, {unchanged} uændrede og {removed} fjernede dokumenter; {embedded} tekstbidder beregnet og {reused} genbrugt."
BUILD_SKIPPED = "Sprunget over:"
BUILD_FAILED = "Kunne ikke læses:"
BUILD_NEXT = 'Stil et spørgsmål med »kb ask "…"«, eller åbn webappen med »kb serve«.'
NO_HITS = "Ingen tekststeder passer til søgningen."
NO_DECISIONS = "Der er ingen beslutninger i materialet, som passer til filtrene."
NO_CASES = "Der er ingen sager i materialet, som passer til filtrene."
NO_TERMS = "Dokumenterne forklarer ingen ord, som passer til filtrene."
NO_ROLES = "Ingen er nævnt i en rolle i de dokumenter, som passer til filtrene."
NO_GAPS = "Der er ikke fundet mangler, som passer til filtrene."
TERM_NOUN = ("ord", "ord")
ROLE_NOUN = ("rolle", "roller")
GAP_NOUN = ("mangel", "mangler")
ROW_NOUN = ("række", "rækker")
CASE_PAPERS = "Dokumenter: {documents}"
CONFLICT_LEAD = "Kilderne siger forskelligt om {subject}. {settled}"
ROLE_SEEN = "nævnt fra {first} til {last}"
ROLE_SEEN_ONCE = "nævnt {day}"
WRITTEN = "Skrev {rows} i »{path}«."
YES = "ja"
NO = "nej"
GAP_NAMES: dict[GapKind, str] = {
    GapKind.MISSING_MINUTES: "Referat mangler",
    GapKind.ABSENT_ATTACHMENT: "Bilag mangler",
    GapKind.EMPTY_SECTION: "Tomt afsnit",
    GapKind.UNREAD_FILE: "Fil ikke læst",
    GapKind.PARTLY_READ: "Fil læst i dele",
}
NO_DOCUMENTS = "Der er ingen dokumenter i indekset, som passer til filtrene."
SOURCES = "Kilder"
NEAREST = "Nærmeste tekststeder (ikke et svar):"
PAGE = "side {page}"
PAGE_INFERRED = "ca. side {page}"
RENDITIONS = "{count} udgaver: {documents}"
ERROR = "Fejl"
USAGE_ERROR = "Forkert brug"
USAGE_HINT = "Se mulighederne med »kb --help« eller »kb KOMMANDO --help«."
USAGE_MISSING = "Der mangler et argument: {name}."
USAGE_NO_OPTION = "Ukendt tilvalg: {name}."
USAGE_NO_COMMAND = "Ukendt kommando."
USAGE_BAD_VALUE = "Ugyldig værdi for {name}."
USAGE_EXTRA = "For mange eller forkerte argumenter."
INTERRUPTED = "Afbrudt. Det hidtidige indeks er urørt."
ROLLED_BACK = "Indekset er sat tilbage til generation {generation}."
FINALITY = {None: "", True: "; endelig", False: "; ikke endelig"}
METRIC_LABELS = {
    "questions": "Spørgsmål",
    "answerable": "heraf med svar i materialet",
    "unanswerable": "heraf uden svar i materialet",
    "hit@1": "Rigtigt dokument som nr. 1",
    "hit@3": "Rigtigt dokument blandt de 3 første",
    "ndcg@10": "nDCG@10",
    "mrr": "MRR",
    "right_document": "Rigtigt dokument citeret",
    "contains": "Svaret indeholder facit",
    "correct_answers": "Rigtige svar fra rigtigt dokument",
    "false_answers": "Falske svar (burde være afvist)",
    "false_refusals": "Falske afvisninger",
    "verbatim": "Ordrette citater",
    "quotes": "Citater i alt",
    "whole_sentences": "Citater af hele sætninger",
    "quotes_per_answer": "Citater pr. svar",
    "characters_per_answer": "Tegn pr. svar",
    "characters_median": "Tegn pr. svar, median",
    "documents": "Dokumenter",
    "unindexed": "Dokumenter, der ikke kunne indekseres",
    "recall@10": "Andel af de rigtige dokumenter blandt de 10 første",
    "recall@100": "Andel af de rigtige dokumenter blandt de 100 første",
    "mrr@10": "MRR@10",
}
EVAL_RESULT = "Resultat"
EVAL_GROUPS = "Grupper af spørgsmål"
EVAL_GROUP = "Gruppe"
EVAL_SPLIT = "Del: {name}"
EVAL_MISSES = "Spørgsmål, der gik galt"
EVAL_COMPARISON = "Sammenligning med »{name}«"
EVAL_METRIC = "Mål"
EVAL_VALUE = "Værdi"
EVAL_INTERVAL = "95 %-interval"
EVAL_RANGE = "{low} til {high}"
EVAL_BEFORE = "Før"
EVAL_NOW = "Nu"
EVAL_DIFFERENCE = "Forskel"
EVAL_P = "p-værdi"
EVAL_BETTER = "Bedre i"
EVAL_WORSE = "Ringere i"
EVAL_EQUAL = "Ens i"
EVAL_METHOD = "Intervallerne er fundet ved bootstrap over spørgsmålene."
EVAL_TESTED = (
    "p-værdierne er fundet ved parvis randomisering. »Bedre i«, »Ringere i« og »Ens i« tæller spørgsmål."
)
EVAL_RUN = "Måling af »{name}«"
EVAL_MADE_WITH = "Model: {model}. Indstillinger: {settings}. {documents}."
EVAL_SAVED = "Målingen er gemt i »{path}« og som tabel i »{table}«."
# Column heads of the groups; the metrics' own labels are too long for them.
EVAL_COLUMNS = {
    "questions": "Spørgsmål",
    "hit@1": "Nr. 1",
    "ndcg@10": "nDCG@10",
    "correct_answers": "Rigtige svar",
    "false_answers": "Falske svar",
    "false_refusals": "Falske afvisninger",
}
EVAL_NO_OBJECT = "den er ikke et JSON-objekt"
EVAL_NO_FIELD = "feltet {name} mangler eller er tomt"
EVAL_TWICE = "»{name}« står der allerede"
EVAL_NO_HEADER = "overskrifterne query-id, corpus-id og score mangler"
EVAL_NOT_THREE = "den skal have to navne og et helt tal med tabulator imellem"
EVAL_VERDICTS = {
    "false_answer": "Falsk svar",
    "false_refusal": "Falsk afvisning",
    "wrong_document": "Forkert dokument",
    "wrong_answer": "Facit mangler i svaret",
}
