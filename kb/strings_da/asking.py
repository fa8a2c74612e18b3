"""Words for asking on, for taking answers away, for comparing years and papers, and for a case's history."""

from __future__ import annotations

from collections.abc import Mapping

from kb.datatypes import StepState


class Asking:
    """Words of the pages Spørg, Beslutninger and Sager, in the order in which a reader meets them."""

    # addresses
    PARAM_PREVIOUS = "efter"
    PARAM_FINAL = "endelig"
    PARAM_ORDER = "orden"
    PARAM_COMPARE = "sammenlign"
    PARAM_BEFORE = "fra"
    PARAM_AFTER = "til"
    PATH_DOCUMENTS = "dokumenter"
    PATH_NEWCOMERS = "ny"

    # before a question
    AUDIENCE = (
        "Til dig, der skal finde ud af, hvad der gælder, hvad der er besluttet, og hvor det står. "
        "Du får dokumenternes egne ord med kilde, og du får at vide, når svaret ikke findes."
    )
    KEY_HINT = "Tryk på / for at komme til feltet, og Enter for at spørge."
    LATEST = "Seneste spørgsmål"
    BROWSE = "Se alle dokumenter"
    NEWCOMER = "Ny i kommunen? Begynd her"

    # asking on
    CONTINUES = "I forlængelse af:"
    BREAK_OFF = "Glem det forrige spørgsmål:"
    CARRIED = "Taget med:"
    REALLY_ASKED = "Spurgt om:"
    WITHIN_CASE = "Kun i sagen:"
    LEAVE_CASE = "Spørg i hele materialet i stedet for sagen:"
    ASK_ABOUT_CASE = "Spørg videre om denne sag"
    UNKNOWN_CASE = "sagen findes ikke længere i materialet"
    IN_CASE = "sagen »{title}«"

    # an answer
    OPEN_PAGE = "Åbn siden"
    FULL_ADDRESS = "Kildens adresse:"
    SAVE_MARKDOWN = "Hent som Markdown"
    SAVE_DOCX = "Hent til Word"
    FILE_ANSWER = "svar"

    # no answer
    OTHER_ROADS = "Andre veje"
    ROAD_DECISIONS = "Se {count}, der nævner »{words}«"
    ROAD_GAPS = "{count} ser ud til at mangle i materialet fra {committee}. Se mangler"
    ONE_MINUTES = "1 referat"
    MANY_MINUTES = "{count} referater"

    # what is taken away
    REPORT_ANSWER = "Svar fra vidensbasen"
    REPORT_HISTORY = "Sagens historik"
    FACT_QUESTION = "Spørgsmål"
    FACT_TYPED = "Skrevet som"
    FACT_CASE = "Sag"
    FACT_NUMBERS = "Sagsnr."
    FACT_MADE = "Hentet"
    FACT_INDEXED = "Materialet er indekseret"
    FACT_FILTERS = "Filtre"
    FACT_RECOGNISED = "Fundet i spørgsmålet"
    MOMENT = "{day} kl. {time}"
    NO_FILTERS = "ingen"
    REPORT_NOTES = "Bemærk"
    REPORT_QUOTES = "Citater"
    REPORT_SOURCES = "Kilder"
    REPORT_MORE = "Flere beslutninger i registret, som ikke er citeret"
    NOT_FOUND = "Intet svar"
    SOURCE_FILE = "Fil: {file}"
    SOURCE_STATUS = "Status: {status}"
    QUOTE = "»{quote}«"
    LABELLED = " ({label})"
    BYLINE = "Citaterne er ordrette. Kontrollér dem i kilden, før de bruges i en sag."

    # register of decisions
    FINALITY = "Endelig"
    FINALITY_LABELS = ("Endelig", "Ikke endelig", "Ikke oplyst")
    FINALITY_UNKNOWN = "Ikke oplyst, om den er endelig"
    ORDER = "Sortér efter"
    ORDER_OLDEST = "gamle"
    ORDER_COMMITTEE = "udvalg"
    ORDER_TITLE = "titel"
    ORDERS = (("", "Nyeste"), (ORDER_OLDEST, "Ældste"), (ORDER_COMMITTEE, "Udvalg"), (ORDER_TITLE, "Titel"))
    LINK_TO_ROW = "Link til beslutningen"
    ONE_ROW = "Du ser én beslutning."
    ALL_ROWS = "Se alle beslutninger"
    NO_SUCH_ROW = "Beslutningen findes ikke i materialet."
    NO_SUCH_ROW_REMEDY = (
        "Materialet kan være indekseret igen, siden linket blev lavet. Søg efter den på listen."
    )
    DECISIONS_OF_CASE = "Se sagens beslutninger i registret"
    SHEET_SOURCE = "Link til kilden"
    SAVE_EXCEL = "Hent til Excel"
    SEE_PERIOD = "se dem"

    # comparison of years
    COMPARE = "Sammenlign år"
    COMPARE_OPEN = "Sammenlign to år eller perioder"
    COMPARE_CLOSE = "Luk sammenligningen"
    COMPARE_FIRST = "Første periode"
    COMPARE_SECOND = "Anden periode"
    COMPARE_NOTE = (
        "Tallene følger de valgte filtre, undtagen årene. De tæller det, der ligger i materialet; et år med få referater giver få "
        "beslutninger."
    )
    COMPARE_SAME = "Vælg to forskellige perioder."
    BY_OUTCOME = "Efter udfald"
    BY_COMMITTEE = "Efter udvalg"
    OUTCOME = "Udfald"
    DIFFERENCE = "Forskel"
    OF_WHICH_FINAL = "heraf endelige"
    NO_COMMITTEE = "Udvalg ikke oplyst"
    MORE = "+{count}"
    FEWER = "−{count}"
    SAME = "0"

    # timeline of a case
    STATES_COUNTED: Mapping[StepState, tuple[str, str]] = {
        StepState.HELD: ("1 behandling med referat", "{count} behandlinger med referat"),
        StepState.MISSING: (
            "1 behandling, hvor referatet mangler",
            "{count} behandlinger, hvor referatet mangler",
        ),
        StepState.PLANNED: ("1 planlagt behandling", "{count} planlagte behandlinger"),
    }

    # versions of a paper
    VERSIONS = "Sammenlign dokumenter"
    VERSIONS_LEAD = (
        "Hvad er ændret fra det ene dokument til det andet? Fjernet og tilføjet tekst er mærket ord for ord."
    )
    VERSIONS_OPEN = "Sammenlign to af sagens dokumenter"
    BEFORE = "Fra"
    AFTER = "Til"
    BACK_TO_CASE = "Tilbage til sagen"
    SWAP = "Byt om"
    ONE_PAPER = "Sagen har kun ét dokument, så der er intet at sammenligne."
    SAME_PAPER = "Vælg to forskellige dokumenter."
    CHANGED_ONE = "1 afsnit ændret"
    CHANGED_MANY = "{count} afsnit ændret"
    ADDED_ONE = "1 nyt afsnit"
    ADDED_MANY = "{count} nye afsnit"
    REMOVED_ONE = "1 afsnit fjernet"
    REMOVED_MANY = "{count} afsnit fjernet"
    MOVED_ONE = "1 afsnit flyttet"
    MOVED_MANY = "{count} afsnit flyttet"
    UNCHANGED_ONE = "1 afsnit uændret"
    UNCHANGED_MANY = "{count} afsnit uændret"
    NO_CHANGES = "Der er ingen forskelle i ordene."
    DATE_CHANGED = "Datoen {before} er ændret til {after}."
    CONFLICT_CHANGED = "{subject}: {before} i det første dokument, {after} i det andet."
    LITTLE_IN_COMMON = (
        "Dokumenterne har kun lidt tekst til fælles ({percent} %). De er nok ikke udgaver af samme tekst."
    )
    CUT = "Dokumenterne er lange. Nogle afsnit er sammenlignet sætning for sætning og ikke ord for ord."
    STATE_CHANGED = "Ændret"
    STATE_ADDED = "Nyt"
    STATE_REMOVED = "Fjernet"
    STATE_MOVED = "Flyttet"
    STATE_SAME = "Uændret"
    DELETED_WORDS = "Fjernet:"
    INSERTED_WORDS = "Tilføjet:"
    UNCHANGED_TEXT = "Vis uændret tekst ({count} ord)"
    NO_HEADING = "Uden overskrift"
    SIDE_BEFORE = "Før"
    SIDE_AFTER = "Efter"
    ABSENT = "ingen tekst her"
    EMPTY_SECTION = "Der står intet under overskriften."
    CHANGES = "Forskelle"
    SUMMARY = "Kort fortalt"
    PAGE_OF_SIDE = "{side}: {page}"

    # history of a case
    HISTORY = "Historik til sagen"
    HISTORY_LEAD = "Klar til at sætte ind i en ny sagsfremstilling. Hver sætning har sin kilde; læs den igennem, før den bruges."
    COPY_HISTORY = "Kopiér historik med kilder"
    FILE_HISTORY = "historik"
    NO_HISTORY = (
        "Materialet fortæller ikke, hvilke udvalg sagen har været i, så der er ingen historik at skrive."
    )
    HELD = "Sagen blev behandlet i {committee} den {day}."
    HELD_UNDATED = "Sagen blev behandlet i {committee}; datoen er ikke oplyst."
    DECIDED = "Beslutningen lyder: »{outcome}«."
    RECOMMENDED = "Indstillingen lød: »{recommendation}«."
    FINAL = "Beslutningen er endelig."
    NOT_FINAL = "Beslutningen er ikke endelig."
    MISSING = "Sagen skulle efter planen behandles i {committee} den {day}."
    MISSING_MINUTES = "Referatet fra {committee} den {day} findes ikke i materialet."
    PLANNED = "Sagen er planlagt til behandling i {committee} den {day}."
    PLANNED_UNDATED = "Sagen skal efter planen behandles i {committee}; datoen er ikke oplyst."
    VOTED = "Afstemningen er gengivet sådan: »{votes}«."
    HELD_SOMEWHERE = "Sagen blev behandlet den {day}; udvalget er ikke oplyst."
    HELD_SOMETIME = "Sagen blev behandlet; udvalg og dato er ikke oplyst."
    YEAR_INFERRED = " (årstallet er udledt)"
    HISTORY_SOURCES = "Kilder"
