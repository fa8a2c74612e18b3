"""Words of the pages that show documents (kb/ui/views/documents.py, kb/ui/views/document.py)."""

from __future__ import annotations

from collections.abc import Mapping

from kb.datatypes import Whereabouts
from kb.strings_da.importing import Importing


class Doc:
    """Words of the pages that show documents, in the order in which a reader meets them."""

    # parameters and anchors; they stand in shared links
    NAV = "Dokumenter"
    PATH = "dokumenter"
    PARAM_VIEW = "visning"
    PARAM_FIND = "find"
    PARAM_FOUND = "fund"
    PARAM_SOURCE = "kilde"
    PARAM_STATUS = "status"
    PARAM_COLLECTION = "samling"
    PARAM_FORMAT = "format"
    PARAM_ORDER = "orden"
    FOUND_ANCHOR = "fund"
    SECTION_ANCHOR = "afsnit-{n}"
    PATH_IMAGE = "kb/side"
    PATH_FILE = "kb/original"

    NOT_FOUND = "Findes ikke."
    NOT_RECORDED = "Filen kan ikke hentes lige nu. Prøv igen om lidt."

    # one document
    ALL = "Alle dokumenter"
    DATE_INFERRED = "datoen er udledt"
    ONE_PAGE = "1 side"
    MANY_PAGES = "{count} sider"
    ALSO_IN = "Samme tekst som:"
    DOWNLOAD = "Hent originalen ({format})"
    NOT_SHOWN: Mapping[Whereabouts, str] = {
        Whereabouts.GONE: "Filen findes ikke længere, hvor den blev indekseret, eller kan ikke læses. Teksten her er den, der blev læst {date}.",
        Whereabouts.CHANGED: "Filen er ændret, siden den blev indekseret {date}. Derfor vises siderne ikke som billeder, og filen kan ikke hentes. Teksten her er den, der blev læst.",
        Whereabouts.MASKED: "Personoplysninger er skjult i teksten. Derfor vises filen ikke her, og den kan ikke hentes.",
        Whereabouts.INSIDE: "Dokumentet er ikke en fil for sig: det er taget ud af en e-mail eller en eksport, som kan rumme andet. Derfor vises det som tekst, og filen kan ikke hentes her.",
        Whereabouts.WITHHELD: "Dokumentet har lukkede dele. Derfor vises kun den åbne tekst, og filen kan ikke hentes.",
    }
    VIEWS = "Visning"
    VIEW_BOTH = "Side og tekst"
    VIEW_LARGE = "Stor side"
    VIEW_TEXT = "Hele teksten"
    CONTENTS = "Indhold"
    FIND = "Find i dokumentet"
    FIND_BUTTON = "Find"
    FIND_CLEAR = "Ryd søgningen"
    ONE_PLACE = "1 sted"
    MANY_PLACES = "{count} steder"
    FOUND_PLACES = "{places} med »{typed}«"
    FOUND_WORDS = "»{typed}« står ikke samlet. {places} med ordene hver for sig"
    FOUND_AT = "nr. {n} vises"
    FOUND_NONE = "»{typed}« står ikke i dokumentet."
    FOUND_PREVIOUS = "Forrige sted"
    FOUND_NEXT = "Næste sted"
    MORE_PLACES = "Kun de første {count} steder er markeret."
    PAGES = "Sider i dokumentet"
    PAGE_OF = "Side {n} af {count}"
    PREVIOUS_PAGE = "Forrige side"
    NEXT_PAGE = "Næste side"
    PAGE_NUMBER = "Gå til side"
    PAGE_GO = "Vis"
    IMAGE = "Billede af siden"
    IMAGE_ALT = "Side {n} af {count} i {title}. Teksten står ved siden af."
    IMAGE_ALT_LARGE = "Side {n} af {count} i {title}. Teksten står nedenunder."
    PAGE_TEXT = "Tekst på siden"
    EMPTY_PAGE = "Der er ingen tekst på siden, som kan læses."
    QUOTE_HERE = "Det valgte citat er markeret på siden."
    QUOTE_ELSEWHERE = "Det valgte citat står på side {n}."
    QUOTE_GOES_ON = "Citatet fortsætter på næste side."
    QUOTE_BEGAN = "Citatet begynder på en tidligere side."

    # the sources of an answer
    SOURCES = "Kilder til svaret"
    SOURCE_OF = "Kilde {n} af {count} til:"
    SOURCE_FOR = "Kilde til:"
    PREVIOUS_SOURCE = "Forrige kilde"
    NEXT_SOURCE = "Næste kilde"
    BACK = "Tilbage til svaret"

    # the list of documents
    LEAD = "Alt, hvad der kan søges i. Vælg udvalg, år, status, samling eller filtype."
    SEARCH = "Søg i titler og filnavne"
    NONE_AT_ALL = "Der er ingen dokumenter i materialet."
    NONE = "Ingen dokumenter passer til det valgte."
    STATUS = "Status"
    COLLECTION = "Samling"
    FORMAT = "Filtype"
    NO_COLLECTION = "Uden mappe"
    NO_STATUS = "Status ukendt"
    COUNTED = "{name} ({count})"
    ORDER = "Rækkefølge"
    BY_TITLE = "titel"
    ORDER_NEWEST = "Nyeste først"
    ORDER_TITLE = "Efter titel"
    ONE_MORE_CASE = "1 sag mere"
    MORE_CASES = "{count} sager mere"
    SAME_TEXT = "Samme tekst som {name}"
    FORMATS: Mapping[str, str] = {
        "pdf": "PDF",
        "docx": "Word",
        "odt": "OpenDocument",
        "html": "Webside",
        "txt": "Tekst",
        "md": "Markdown",
        **Importing.FORMATS,
    }
