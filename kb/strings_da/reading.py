"""What is said of documents that were read in part, or with doubts."""

from __future__ import annotations

from collections.abc import Mapping

NO_FILE = "det er ikke en almindelig fil"


class Reading:
    """Words about how a document was read; ``{pages}`` is "Side 2" or "Side 2, 3 og 7"."""

    PAGE = "Side {pages}"
    AND = " og "
    MORE = " og {count} til"
    # Of pages, by the code of the warning that the document carries.
    OF_PAGES: Mapping[str, str] = {
        "scanned_pages": "{pages} består kun af billeder og er ikke med.",
        "garbled_pages": "{pages} har ulæselig tekst og er ikke med.",
        "hidden_text": "{pages} har skjult tekst ({letters} tegn), som ikke er taget med.",
        "recognised_pages": "{pages} er læst med tekstgenkendelse. Kontrollér tal og navne i originalen.",
    }
    # What the machine can read with.
    CHECK = "Læsning af filer"
    LIMITS = "i en proces for sig med {limits}"
    CLOCK = "tidsgrænse"
    LIMIT_NAMES: Mapping[str, str] = {
        "AS": "grænse for hukommelse",
        "FSIZE": "intet at skrive",
        "NPROC": "ingen nye processer",
        "CORE": "ingen spor på disken",
        "NOFILE": "ingen filer og intet netværk",
    }
    OCR = "tekstgenkendelse er installeret"
    NO_OCR = "tekstgenkendelse er ikke installeret, så indscannede sider læses ikke"
    # Of the whole document.
    OF_DOCUMENT: Mapping[str, str] = {
        "no_positions": "PDF-filen er delvist beskadiget. Noget af teksten kan mangle.",
        "repaired_pdf": "PDF-filen er beskadiget og er repareret, da den blev læst. Noget af teksten kan mangle.",
        "turned_text": "Tekst på tværs af siden er ikke med.",
    }
