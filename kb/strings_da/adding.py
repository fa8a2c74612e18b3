"""Words for adding documents: the builds beside the web app, and ``kb watch``."""

from __future__ import annotations

from collections.abc import Mapping

from kb.strings_da import plural

BUILD_EXIT_CODE = "afslutningskode {code}"


def changes(new: int, changed: int, removed: int) -> str:
    """What a build changed, such as ``1 ny og 2 fjernede``; empty where nothing did."""
    parts = (
        plural(count, *forms)
        for count, forms in (
            (new, ("ny", "nye")),
            (changed, ("ændret", "ændrede")),
            (removed, ("fjernet", "fjernede")),
        )
        if count
    )
    *first, last = [*parts] or [""]
    return f"{', '.join(first)} og {last}" if first else last


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
    BUILT = "Indekseret på {seconds}: {changes}. I alt {documents}."
    FAILED = "Kunne ikke læses: {path}. {message} {remedy}"
    SKIPPED = "Sprunget over: {path}. {message} {remedy}"
    TROUBLE = "Indekseringen lykkedes ikke. {message} {remedy}"
    RETRY = "Det hidtidige indeks bruges fortsat. Der prøves igen om lidt."


class Adding:
    """Words of the page for adding documents, in the order in which an editor meets them."""

    NAV = "Tilføj"
    PATH = "tilfoej"
    PARAM_SAVED = "gemt"
    TITLE = "Tilføj dokumenter"
    LEAD = "Vælg filer, se, hvad der er læst i dem, og ret det, der er forkert. Når du har gemt, kan de findes efter få sekunder."
    NEW_FOLDER = "tilfoejet"
    FOLDER = "Gem i mappen"
    FILES = "Filer (PDF, DOCX, ODT, XLSX, PPTX, HTML, TXT, MD, EML eller ZIP, og eksport som JSON eller XML)"

    # reading
    READING = "Læser {name} ..."
    READY = "{ready} af {files} kan gemmes."
    ONE_FILE = "1 fil"
    MANY_FILES = "{count} filer"
    TOO_MANY = "Der kan tilføjes {limit} filer ad gangen. De øvrige er ikke læst; tilføj dem bagefter."

    # one file
    WILL_BE = "Gemmes som {id}"
    NUMBERED = "Der ligger allerede en fil med det navn, så denne får et nummer."
    NOT_SAVED = "Filen bliver ikke gemt."
    TWIN = "Filen ligger allerede i materialet."
    TWIN_CHOSEN = "Den samme fil er valgt to gange."
    CLOSED = "Dokumentet er lukket og ville ikke kunne findes."
    ONE_PAGE = "1 side"
    MANY_PAGES = "{count} sider"
    ABOUT = "ca. {pages}"
    ONE_SECTION = "1 afsnit"
    MANY_SECTIONS = "{count} afsnit"
    NO_DECISIONS = "ingen beslutninger"
    LOOK_AT = "Se efter, før du gemmer"
    NO_DATE = "Der er ikke fundet nogen dato. Skriv den nedenfor, hvis du kender den."
    DATE_INFERRED = "Datoen er udledt af teksten og kan være forkert."
    NO_COMMITTEE = "Der er ikke fundet noget udvalg. Skriv det nedenfor, hvis du kender det."
    NO_DECISION = "Dokumentet ligner et referat, men der er ikke fundet nogen beslutning i det."
    NO_STATUS = "Det fremgår ikke, om dokumentet er et udkast, en dagsorden, et referat eller endeligt."
    ONE_CPR = "1 sted ligner et CPR-nummer ({pages}). Gem kun filen, hvis alle, der bruger vidensbasen, må læse det."
    MANY_CPR = "{count} steder ligner CPR-numre ({pages}). Gem kun filen, hvis alle, der bruger vidensbasen, må læse dem."
    ONE_CLOSED = "1 lukket del er udeladt og kan ikke findes."
    MANY_CLOSED = "{count} lukkede dele er udeladt og kan ikke findes."
    UNKNOWN = "Overskrifter, der ikke er genkendt: {names}. Teksten under dem kan findes alligevel."
    DECISIONS = "Beslutninger i filen"
    SECTIONS = "Afsnit"
    EMPTY = "uden indhold"
    REPEATED = "{count} gange"
    NOT_RECOGNISED = "ikke genkendt"
    ATTACHMENTS = "Nævnte bilag"

    # corrections
    DETAILS = "Oplysninger"
    DETAILS_LEAD = "Det, du retter her, gælder også, når der indekseres igen."
    SAVE = "Gem og indeksér"
    MEND_FIRST = "Ret først det, der er markeret ovenfor."

    # building
    BUILDING = "Indekserer"
    STAGES: Mapping[str, str] = {
        "": "Begynder at indeksere",
        "waiting": "Venter på en anden indeksering",
        "model": "Indlæser sprogmodellen",
        "index": "Læser og indekserer",
        "write": "Skriver indekset",
    }
    STEPS = "{done} af {total} filer"
    LEFT = "ca. {time} tilbage"
    ANOTHER_FOLLOWS = "Der indekseres en gang til bagefter, fordi der er kommet mere til."
    MEANWHILE = "Andre kan bruge vidensbasen imens."

    SHOWS_SOON = "Der indekseres nu, så det slår igennem om få sekunder."

    # result
    SAVED = "Gemt"
    FOUND_NOW = "Kan findes nu"
    ON_THE_WAY = "Indekseres nu"
    NOT_INDEXED = "Gemt, men ikke indekseret"
    NOT_FOUND = "Findes ikke i materialet"
    OPEN = "Åbn dokumentet"
    SEE_DECISIONS = "Se beslutningerne i registret"
    REPORT = "Indekseret på {seconds}: {changes}. I alt {documents}."
    UNCHANGED = "Indekset er ajour. I alt {documents}."
    LATEST = "Seneste indeksering"
    CLOCK = "kl. %H.%M"
    LEFT_OUT = "Filer, der ikke er kommet med"
    MORE = "Tilføj flere"
    AGAIN = "Indeksér igen"
    AGAIN_LEAD = (
        "Er der lagt filer i mappen på anden måde, eller er der rettet oplysninger, kan der indekseres igen."
    )
