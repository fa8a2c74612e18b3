"""Words of the web app (kb/ui, kb/serve.py)."""

from __future__ import annotations

from collections.abc import Mapping

from kb.datatypes import GapKind, RelationKind, StatementKind, StepState, VoteSide


class Ui:
    """Words of the web app, in the order in which a reader meets them."""

    TITLE = "Vidensbase"
    LEAD = "Spørg i sagsdokumenterne. Svaret er ordrette citater med udvalg, dato, afsnit og side."
    LOADING = "Indlæser vidensbasen. Det tager et øjeblik første gang."
    NO_SCRIPT = "Vidensbasen skal bruge JavaScript. Slå det til i browseren, og indlæs siden igen."

    # pages; the paths stand in shared links
    NAVIGATION = "Sider"
    NAV_ASK = "Spørg"
    NAV_DECISIONS = "Beslutninger"
    NAV_CASES = "Sager"
    NAV_TERMS = "Ordliste"
    NAV_GAPS = "Mangler"
    PATH_DECISIONS = "beslutninger"
    PATH_CASES = "sager"
    PATH_TERMS = "ordliste"
    PATH_GAPS = "mangler"
    PATH_ROLES = "roller"
    PATH_DOCUMENT = "dokument"

    # question
    QUESTION = "Dit spørgsmål"
    PLACEHOLDER = "Fx: Hvad besluttede Økonomiudvalget?"
    ASK = "Spørg"
    EXAMPLES_HEADING = "Prøv for eksempel"
    EXAMPLES = (
        "Hvad besluttede Økonomiudvalget i Norddjurs om stormødet?",
        "Hvad er de fire værdier i Vores Norddjurs?",
        "Hvor mange dage om ugen må jeg arbejde hjemmefra?",
        "Hvilken seniorpolitik gælder nu?",
    )

    # what is searched
    SEARCHING = "Søger i materialet ..."
    READY = "{documents} er klar til søgning, indekseret {date}."
    SEARCHED_ALL = "Søgte i {documents}, indekseret {date}."
    SEARCHED_SOME = "Søgte i {some} af {documents}, indekseret {date}. Filtre: {filters}."
    ONE_DOCUMENT = "1 dokument"
    MANY_DOCUMENTS = "{count} dokumenter"

    ONE_SECOND = "1 sekund"
    MANY_SECONDS = "{count} sekunder"
    MANY_MINUTES = "{count} minutter"

    # filters; the parameters are what stands in shared links
    FILTERS = "Filtre"
    COMMITTEES = "Udvalg"
    YEARS = "År"
    SECTIONS = "Afsnit"
    ANY = "Alle"
    CLEAR_FILTERS = "Ryd filtre"
    ASK_WITHOUT_FILTERS = "Søg igen uden filtre"
    PARAM_QUESTION = "q"
    PARAM_COMMITTEES = "udvalg"
    PARAM_YEARS = "aar"
    PARAM_SECTIONS = "afsnit"
    PARAM_WITHOUT = "uden"
    PARAM_EFFECTS = "udfald"
    PARAM_TEXT = "tekst"
    PARAM_PERIOD = "periode"
    PARAM_PAGE = "side"
    PARAM_CASE = "sag"
    PARAM_KIND = "art"
    PARAM_DOCUMENT = "id"
    PARAM_SPAN = "tegn"
    EFFECTS = "Udfald"
    PERIOD = "Periode"

    # what was recognised in the question
    RECOGNISED = "Fundet i spørgsmålet:"
    LEFT_OUT = "Udeladt:"
    REMOVE_FILTER = "Fjern filter:"
    RESTORE_FILTER = "Brug filter igen:"
    DID_YOU_MEAN = "Mente du:"
    NOTES = "Bemærk"
    MORE_DECISIONS = "Flere, der ikke er citeret: {count}"
    REGISTER_LINK = "Åbn registret med samme udvalg og periode"

    # answer
    ANSWER = "Svar"
    UNDERSTOOD = "Forstået som:"
    SINCE = "fra {day}"
    UNTIL = "til {day}"
    SOURCES = "Kilder"
    SHOW_SOURCE = "vis kilden"
    SOURCE_NUMBER = "Kilde {n}"
    GO_TO_SOURCE = "Gå til kilden"
    BACK_TO_ANSWER = "Tilbage til svaret"
    CLOSE = "Luk"
    COPY_ANSWER = "Kopiér svar med kilder"
    COPY_SOURCE = "Kopiér kildehenvisning"
    COPIED = "Kopieret"
    COPY_FAILED = "Kunne ikke kopiere"
    WHOLE_SECTION = "Vis hele afsnittet"
    RENDITIONS = "{count} udgaver"
    ALSO_IN = "Samme tekst findes også i:"
    PAGE = "side {n}"
    PAGE_INFERRED = "ca. side {n}"
    NO_COMMITTEE = "Udvalg ikke oplyst"
    NO_DATE = "dato ikke oplyst"
    COPY_READY = '{source}, {section}, {page}: "{quote}" ({file})'
    COPY_CLASS = "{reference} – {badge}"
    COPY_PAGE = "s. {n}"
    COPY_PAGE_INFERRED = "ca. s. {n}"
    ANCHOR_SOURCE = "kilde-{n}"
    ANCHOR_EXCERPT = "uddrag-{n}"
    ANCHOR_ANSWER = "svar-{n}"

    # abstention
    NO_ANSWER_MEANS = (
        "Det betyder ikke, at der ikke findes et svar, kun at det ikke står i de dokumenter, der er søgt i."
    )
    ADVICE_HEADING = "Det kan du prøve"
    ADVICE = (
        "Brug de ord, som en sagsfremstilling eller et referat ville bruge.",
        "Spørg om én ting ad gangen, gerne med udvalg eller år.",
        "Se på siden Dokumenter, om dokumentet overhovedet ligger i materialet.",
    )
    ADVICE_FILTERS = "Ryd filtrene: der er kun søgt i en del af materialet."
    NEAREST = "Nærmeste tekststeder"
    NEAREST_NOTE = "De ligner spørgsmålet, men besvarer det ikke."
    NOT_AN_ANSWER = "Ikke et svar"

    # documents
    DOCUMENT = "Dokument"
    COMMITTEE = "Udvalg"
    DATE = "Dato"
    STATUS = "Status"
    PAGES = "Sider"
    UNKNOWN = "ikke oplyst"

    # register of decisions
    DECISIONS_LEAD = "Hvad der er besluttet ifølge referaterne, med de ord der står, og hvad de betyder."
    DECISIONS_SEARCH = "Søg i titler og citater"
    ONE_DECISION = "1 beslutning"
    MANY_DECISIONS = "{count} beslutninger"
    NO_DECISIONS = "Ingen beslutninger passer til det valgte."
    NO_DECISIONS_AT_ALL = (
        "Der er ingen beslutninger i materialet. De læses af referater med et beslutningsafsnit."
    )
    FILTERED = "{found} af {total}"
    SHOWN_ROWS = "{first}–{last} af {total}"
    FINAL = "Endelig"
    NOT_FINAL = "Ikke endelig"
    OUTCOME = "Referatets ord"
    RECOMMENDATION = "Indstilling"
    RECOMMENDER = "Indstillet af"
    POINTS = "Punkter"
    POINT = "Punkt {number}"
    VOTES = "Afstemning"
    INCONSISTENT = "tal og navne stemmer ikke overens"
    NOT_PARTICIPATING = "Deltog ikke"
    NO_REASON = "grund ikke oplyst"
    VOTE_LABELS: Mapping[VoteSide, str] = {
        VoteSide.FOR: "For",
        VoteSide.AGAINST: "Imod",
        VoteSide.ABSTAINED: "Hverken for eller imod",
    }
    STATEMENT_LABELS: Mapping[StatementKind, str] = {
        StatementKind.DISSENT: "Mindretalsudtalelse",
        StatementKind.RESERVATION: "Forbehold",
        StatementKind.REMARK: "Bemærkning",
    }
    IN_CONTEXT = "Vis citatet i sammenhæng"
    OPEN_IN_DOCUMENT = "Åbn i dokumentet"
    OPEN_CASE = "Se sagen"
    DOWNLOAD_CSV = "Hent som CSV"
    PREVIOUS = "Forrige"
    NEXT = "Næste"
    PAGER = "Sider med resultater"
    PAGE_OF = "Side {page} af {pages}"

    # timeline chart
    TIMELINE = "Beslutninger over tid"
    EFFECT_GROUPS = (
        "Vedtaget eller valgt",
        "Anbefalet eller sendt videre",
        "Drøftet eller taget til efterretning",
        "Udsat, forkastet eller taget af",
        "Uden formel beslutning",
    )
    TIMELINE_BY_YEAR = "Antal pr. år"
    TIMELINE_BY_MONTH = "Antal pr. måned"
    TIMELINE_SAYS = "Søjlediagram: {count} fra {first} til {last}. Flest i {most}: {peak}. Tallene står i tabellen nedenunder."
    TIMELINE_TABLE = "Vis tallene som tabel"
    TIMELINE_UNDATED = "{count} uden dato er ikke med i diagrammet."
    TOTAL = "I alt"
    TABLE = "Tabel: {name}"

    # cases
    CASES_LEAD = (
        "Samme sag gennem udvalgene: hvad der var planlagt, hvad der blev holdt, og hvad der blev besluttet."
    )
    CASES_SEARCH = "Søg i titler og sagsnumre"
    CASE = "Sag"
    ONE_CASE = "1 sag"
    MANY_CASES = "{count} sager"
    NO_CASES = "Ingen sager passer til det valgte."
    NO_CASES_AT_ALL = "Der er ingen sager i materialet."
    ALL_CASES = "Alle sager"
    NO_SUCH_CASE = "Sagen findes ikke i materialet."
    NO_SUCH_CASE_REMEDY = (
        "Materialet kan være indekseret igen, siden linket blev lavet. Søg efter sagen på listen."
    )
    CASE_NUMBERS = "Sagsnr."
    STEPS = "Forløb"
    NO_STEPS = "Materialet fortæller ikke, hvilke udvalg sagen har været i."
    YEAR_INFERRED = "årstallet er udledt"
    MORE_SOURCES = "{count} mere"
    CASE_DECISIONS = "Beslutninger"
    NO_CASE_DECISIONS = "Ingen referater i materialet fortæller, hvad der blev besluttet i denne sag."
    CASE_DOCUMENTS = "Dokumenter"
    RELATIONS = "Sådan hænger dokumenterne sammen"
    RELATION_WHY = "Derfor:"
    RELATION_SCORE = "sikkerhed {percent} %"
    CONFLICTS = "Kilderne er uenige"
    CONFLICT_ABOUT = "Om {subject}"
    CLAIM_FIRST = "Vejer tungest"
    CLAIM_OTHER = "Vejer mindre"
    CLAIM_OPEN = "Uafklaret"
    CLAIM_VALUE = "Siger {value}"
    HAS_CONFLICT = "Kilderne er uenige"
    HAS_MISSING = "Referat mangler"
    STEP_LABELS: Mapping[StepState, str] = {
        StepState.PLANNED: "Planlagt",
        StepState.HELD: "Behandlet",
        StepState.MISSING: "Referatet findes ikke i materialet",
    }
    RELATION_LABELS: Mapping[RelationKind, str] = {
        RelationKind.SAME_TEXT: "{source} har samme tekst som {target}",
        RelationKind.SAME_CASE: "{source} hører til samme sag som {target}",
        RelationKind.DRAFT_OF: "{source} er et udkast til {target}",
        RelationKind.SUPERSEDES: "{source} afløser {target}",
        RelationKind.ATTACHMENT_OF: "{source} er bilag til {target}",
        RelationKind.MENTIONS: "{source} nævner {target}",
    }

    # glossary
    TERMS_LEAD = "Ord og forkortelser, som dokumenterne selv forklarer, og hvem de nævner i hvilke roller."
    TERMS_SEARCH = "Søg i ord og betydninger"
    ONE_TERM = "1 ord"
    MANY_TERMS = "{count} ord"
    NO_TERMS = "Ingen ord passer til søgningen."
    NO_TERMS_AT_ALL = "Dokumenterne i materialet forklarer ingen ord eller forkortelser."
    TERMS = "Ord og forkortelser"
    LETTERS = "Gå til bogstav"
    OTHER_LETTERS = "0–9"
    LAST_LETTERS = "æøå"
    SENSES = "{count} betydninger"
    USES = "{documents} siger det samme"
    WHO_IS_WHO = "Hvem er hvad"
    WHO_LEAD = "Roller som de nævnes i daterede dokumenter. Datoerne er dokumenternes, ikke ansættelsens."
    NO_TENURES = "Ingen roller passer til søgningen."
    ONE_ROLE = "1 person i rolle"
    MANY_ROLES = "{count} personer i roller"
    SEEN = "nævnt {when}"
    SEEN_FROM_TO = "{first} til {last}"

    # gaps
    GAPS_LEAD = "Det, der ser ud til at mangle i materialet. Listen er et fingerpeg: den er læst ud af teksten og kan tage fejl."
    ONE_GAP = "1 mangel"
    MANY_GAPS = "{count} mangler"
    NO_GAPS = "Der er ikke fundet mangler i materialet."
    NO_GAPS_OF_KIND = "Der er ikke fundet mangler af denne slags."
    GAP_KINDS = "Slags"
    ALL_GAPS = "Alle"
    SHOW_ALL_GAPS = "Vis alle {count}"
    GAP_LABELS: Mapping[GapKind, str] = {
        GapKind.MISSING_MINUTES: "Referater",
        GapKind.ABSENT_ATTACHMENT: "Bilag",
        GapKind.EMPTY_SECTION: "Tomme afsnit",
        GapKind.UNREAD_FILE: "Ulæste filer",
        GapKind.PARTLY_READ: "Læst i dele",
    }
    GAP_HEADINGS: Mapping[GapKind, str] = {
        GapKind.MISSING_MINUTES: "Referater, der ikke findes i materialet",
        GapKind.ABSENT_ATTACHMENT: "Bilag, der er nævnt, men ikke findes i materialet",
        GapKind.EMPTY_SECTION: "Afsnit uden indhold",
        GapKind.UNREAD_FILE: "Filer, der ikke er læst",
        GapKind.PARTLY_READ: "Filer, der er læst i dele eller med forbehold",
    }
    GAP_MEANINGS: Mapping[GapKind, str] = {
        GapKind.MISSING_MINUTES: "Et dokument siger, at sagen skulle behandles i et udvalg, men referatet fra mødet er ikke i materialet. Mødet kan være aflyst eller flyttet.",
        GapKind.ABSENT_ATTACHMENT: "Et dokument nævner et bilag, som ikke er genkendt blandt filerne. Bilaget kan ligge i materialet under et andet navn.",
        GapKind.EMPTY_SECTION: "Dokumentet har en overskrift uden tekst under. Det betyder ikke, at der intet er at sige, kun at det ikke er beskrevet.",
        GapKind.UNREAD_FILE: "Filerne ligger i mappen, men kunne ikke læses. Det, der står i dem, kan ikke findes.",
        GapKind.PARTLY_READ: "Noget af filen kunne ikke læses, er skjult på siden eller kan være læst forkert. Se efter i originalen.",
    }

    # one document
    DOCUMENT_CHOSEN = "Det valgte citat er markeret."
    DOCUMENT_CUT = "Dokumentet er langt. Her vises en del af det."
    TO_QUOTE = "Gå til citatet"
    QUOTE_ANCHOR = "citat"
    PAGE_MARK = "Side {n}"
    PAGE_MARK_INFERRED = "Ca. side {n}"
    NO_DOCUMENT = "Linket siger ikke, hvilket dokument der skal vises."

    # problems
    PROBLEM = "Det kunne ikke lade sig gøre"
    UNEXPECTED = "Der skete en uventet fejl."
    UNEXPECTED_REMEDY = "Indlæs siden igen. Sker det igen, så se i programmets log, hvad der gik galt."
    NO_INDEX_HEADING = "Vidensbasen er tom endnu"
    NO_INDEX_STEPS = (
        "Læg sagsdokumenter (PDF, DOCX, ODT, XLSX, PPTX, HTML, TXT, MD, EML eller ZIP) i mappen »{data}«. Kommandoen »kb sample« lægger en prøvesamling i den.",
        "Kør »kb index« i en terminal, og vent, til den er færdig.",
        "Indlæs denne side igen.",
    )

    # command line
    SERVING = "{title} kører på {url}"
    STOP_WITH = "Stop med Ctrl-C."
    STARTING = "Starter webappen ..."
    STOPPED = "Webappen er stoppet."
