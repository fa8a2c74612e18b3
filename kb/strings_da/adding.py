"""Words for adding documents: the builds beside the web app, and ``kb watch``."""

from __future__ import annotations

BUILD_EXIT_CODE = "afslutningskode {code}"


class Watching:
    """Words of ``kb watch``."""

    HELP = "Følg mapper, og indeksér igen, hver gang noget ændrer sig i dem."
    HELP_POLL = "Læs mapperne igennem hvert andet sekund. Brug det til netværksdrev, der ikke selv melder om ændringer."
    FOLLOWING = "Følger {sources}. Stop med Ctrl-C."
    STOPPED = "Stoppet. Indekset er, som det blev sidst."
    WORKING = "Indekserer"
    CLOCK = "%H.%M.%S"
    ADDED = "Ny fil: {path}"
    CHANGED = "Ændret: {path}"
    REMOVED = "Fjernet: {path}"
    AND_MORE = "... og {count} mere"
    GONE = "Mappen »{path}« findes ikke lige nu. Indekset er uændret; der ventes på mappen."
    RESTLESS = (
        "Filen »{path}« bliver stadig skrevet. Den indekseres, som den er, og igen, når den ændrer sig."
    )
    UP_TO_DATE = "Indekset er ajour: {documents}."
    BUILT = "Indekseret på {seconds}: {new} nye, {changed} ændrede og {removed} fjernede. I alt {documents}."
    FAILED = "Kunne ikke læses: {path}. {message} {remedy}"
    SKIPPED = "Sprunget over: {path}. {message} {remedy}"
    TROUBLE = "Indekseringen lykkedes ikke. {message} {remedy}"
    RETRY = "Det hidtidige indeks bruges fortsat. Der prøves igen om lidt."
