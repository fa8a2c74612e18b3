"""Words for requests to forget, and for the written proof that one was met."""

from __future__ import annotations

from collections.abc import Mapping


class Forgetting:
    """Words of ``kb forget``."""

    HELP = "Glem et dokument eller en persons oplysninger overalt, og skriv et bevis. Uden --yes vises kun, hvad der rammes."
    HELP_DOCUMENT = "Dokumentet, der skal glemmes, som »kb documents« viser det."
    HELP_TEXT = "Navn eller nummer, der skal glemmes overalt; »-« læser det fra inddata, så det ikke står i kommandohistorikken."
    HELP_YES = "Gør det. Det kan ikke fortrydes for det, der er slettet."
    HELP_ERASE = "Slet også dokumentets fil."
    HELP_MOVE = "Flyt også dokumentets fil til denne mappe."
    HELP_LIST = "Vis de anmodninger, der er opfyldt. Hvad de gælder, kan ikke læses."
    HELP_UNDO = "Tag anmodningen med dette nummer tilbage, fra næste indeksering."

    # what is reached
    FOUND = "Det rammes:"
    IN_DOCUMENT = "  {document}: {count}"
    HIDDEN_ALREADY = "  {document}: {count}, allerede skjult i indekset; filen har det stadig"
    PLACE_NOUN = ("sted", "steder")
    IN_STATE = "  {table}: {count}"
    ROW_NOUN = ("række", "rækker")
    OLD_GENERATIONS = "  {count} af indekset"
    GENERATION_NOUN = ("ældre udgave", "ældre udgaver")
    EXPORTS = "  Udskrevet fil: {path}"
    BACKUPS = "  Sikkerhedskopi: {path}"
    NOWHERE = "Det er ikke fundet nogen steder."
    NOT_DONE = "Intet er ændret. Gentag med --yes for at gøre det."
    TABLES: Mapping[str, str] = {
        "feedback": "Tilbagemeldinger",
        "corrections": "Rettelser",
        "audit": "Loggen",
    }

    # what was done
    DONE = "Glemt. Anmodning nr. {number}. Bevis: {path}"
    PERSON_MUST = "En person skal selv tage sig af:"
    REMAINS = "Advarsel: Det findes stadig {count} i index/ eller state/. Se beviset."
    LISTED = "  {number}  {made}  {kind}  {user}{undone}"
    A_DOCUMENT = "et dokument"
    WORDS = "navn eller nummer"
    UNDONE = ", taget tilbage {made}"
    NONE = "Der er ingen anmodninger."
    TAKEN_BACK = "Anmodning nr. {number} er taget tilbage. Indeksér igen med »kb index«."
    UNKNOWN = "ukendt"


class Proof:
    """The written proof. It never says what was forgotten."""

    FILE = "glemt-{number:04d}-{made:%Y%m%dT%H%M%S}.txt"
    TITLE = "Bevis for sletning, anmodning nr. {number}"
    MADE = "Udført {made} af {user}."
    DOCUMENT = "Anmodningen gælder ét dokument. Filens kontrolsum (SHA-256): {checksum}"
    WORDS = "Anmodningen gælder oplysninger om en person (navn eller nummer), søgt i alle stavemåder: store og små bogstaver, å/aa, æ/ae, ø/oe, accenter, ejefald, efternavn først, og cifre uanset opdeling."
    NOT_SAID = "Selve oplysningerne står ikke i beviset."
    SEARCHED = "Hvad der er gennemsøgt, og hvad der er fjernet"
    DOCUMENTS = "- Dokumenter i indekset: fundet i {documents}, {places} i alt."
    ALREADY_HIDDEN = "- Heraf allerede skjult i indekset: {documents}."
    STATE = "- {table}: {rows} ændret eller slettet."
    STATE_NONE = "- Det, brugere har indtastet, og loggen: intet fundet."
    GENERATIONS = "- Udgaver af indekset, der er fjernet: {names}."
    NO_GENERATIONS = "- Udgaver af indekset, der er fjernet: ingen."
    CURRENT = "- Indekset er nu udgave {after} (før: {before})."
    NO_INDEX = "- Der er intet indeks længere."
    REMAINS_NONE = "- Bagefter er hver byte læst i {files} ({bytes} byte) i indekset og i mappen med det indtastede: 0 forekomster."
    REMAINS_SOME = "- Bagefter er hver byte læst i {files} ({bytes} byte): {count} FINDES STADIG. Kør anmodningen igen, og kontakt driften, hvis det bliver ved."
    COMING = "- Fra nu af holdes det ude ved hver indeksering, så længe anmodningen står ved magt."
    PERSON = "Hvad en person selv skal tage sig af"
    FILE_GONE = (
        "- Dokumentets fil er fjernet fra sin plads. Diskblokke, der er frigivet, er ikke overskrevet."
    )
    FILES_LEFT = "- {count} har stadig oplysningerne. De er nævnt for den, der udførte anmodningen."
    EXPORTS = "- Udskrevne filer, der har oplysningerne: {count}."
    BACKUPS = "- Sikkerhedskopier fra før: {count}. De har oplysningerne, til de slettes."
    UNKNOWN = "- Filer, som andre programmer har kopieret, gemte svar og browseres historik kender programmet ikke. Lukkede dele af dokumenter er ikke i indekset og er ikke gennemsøgt i filerne."
    RESTART = "- Genstart webappen, hvis den kører: den kan have sider i hukommelsen."
    DATABASE = "- Indekset ligger i en PostgreSQL-database. Tabellerne er fjernet; serverens egen log og sikkerhedskopier er driftens."
    FILE_NOUN = ("fil", "filer")
    DOCUMENT_NOUN = ("dokument", "dokumenter")
