"""Words for answers that a language model writes."""

from __future__ import annotations

from collections.abc import Mapping

from kb.datatypes import Writing


class Generating:
    """Words around an AI answer, in the order in which a reader meets them."""

    # addresses
    PARAM = "ai"
    YES = "ja"
    NO = "nej"

    # on the page
    HEADING = "AI-svar"
    LABEL = "Skrevet af AI ud fra kilderne"
    ABOUT = (
        "Hver sætning er kontrolleret mod den kilde, den henviser til. AI kan stadig udelade noget vigtigt, "
        "så læs citaterne, før du bruger svaret."
    )
    QUOTES = "Citater"
    ASK_FOR = "Skriv et kort svar med AI"
    WRITING = "AI skriver et svar. Citaterne nedenfor er klar."
    READY = "AI-svaret er klar."
    ONLY_QUOTES = "Vis kun citater"
    COPY = "Kopiér AI-svar med kilder"
    SENTENCE_SOURCE = "Se citat {n}"

    # with it
    REMOVED_ONE = "1 sætning fra AI er fjernet, fordi kilderne ikke bekræfter den."
    REMOVED_MANY = "{count} sætninger fra AI er fjernet, fordi kilderne ikke bekræfter dem."
    SILENT = "AI fandt ikke et svar i kilderne."
    WHY_NOT: Mapping[Writing, str] = {
        Writing.UNSUPPORTED: "AI-svaret er ikke vist, fordi kilderne ikke bekræfter det.",
        Writing.SLOW: "AI-svaret er ikke vist, fordi det tog for lang tid.",
        Writing.BUSY: "AI-svaret er ikke vist, fordi der er mange, der spørger lige nu. Prøv igen om lidt.",
        Writing.UNREACHABLE: "AI-svaret er ikke vist, fordi AI-serveren ikke svarer.",
        Writing.REFUSED: "AI-svaret er ikke vist, fordi AI-serveren afviste at svare.",
        Writing.GARBLED: "AI-svaret er ikke vist, fordi det ikke kunne læses.",
        Writing.NOT_SUITED: "Der er ikke skrevet et AI-svar, fordi spørgsmålet ikke er besvaret med citater, der kan sammenfattes.",
    }
    QUOTES_ALONE = "Her er citaterne."

    # commands and the API
    HELP = "Lad AI skrive et kort svar ud fra citaterne (kræver generator_url); --no-ai viser kun citaterne."
    API_AI = (
        "Lad en sprogmodel skrive et kort svar, hvor hver sætning er kontrolleret mod et citat. / "
        "Let a language model write a short answer, each sentence checked against a quote."
    )

    @staticmethod
    def removed(count: int) -> str:
        """That sentences are not shown."""
        return Generating.REMOVED_ONE if count == 1 else Generating.REMOVED_MANY.format(count=count)

    @staticmethod
    def why_not(state: Writing, removed: int) -> str:
        """Why only quotes are shown."""
        silent = state is Writing.UNSUPPORTED and not removed
        told = Generating.SILENT if silent else Generating.WHY_NOT[state]
        return told if state is Writing.NOT_SUITED else f"{told} {Generating.QUOTES_ALONE}"
