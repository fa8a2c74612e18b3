"""Words of the page about the knowledge base, of the site's frame, and of the pages for what is not there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from kb.datatypes import Clearance


class Frame:
    """Words around every page."""

    BRAND = "{title} · {organisation}"
    MENU = "Menu"
    FOOTER = "Om siden"
    ACCESSIBILITY = "Tilgængelighed"
    PRIVACY = "Privatliv"
    VERSION = "Version {version}"
    INDEXED = "Indekseret {date}"
    REACH: ClassVar[Mapping[Clearance, str]] = {
        Clearance.INTERNAL: "Du kan også se internt materiale. Vær opmærksom på, hvem du deler det med.",
        Clearance.CONFIDENTIAL: "Du kan også se fortroligt materiale. Vær opmærksom på, hvem du deler det med.",
    }
    MISSING = "Siden findes ikke"
    MISSING_TEXT = "Adressen er måske skrevet forkert, eller siden er flyttet. Intet er gået tabt."
    MISSING_WAYS = "Gå i stedet til"
    NOT_STARTED = "Sker der ikke noget, så indlæs siden igen."


class About:
    """Words of the page, in the order in which a reader meets them."""

    NAME = "Om"
    PATH = "om"
    TITLE = "Om vidensbasen"
    LEAD = "Hvad der ligger i den, hvordan svarene bliver til, og hvad den ikke kan."
    CONTENTS = "På denne side"

    # what is indexed
    MATERIAL = "Materialet"
    MATERIAL_ANCHOR = "materialet"
    INDEXED = "Indekseret"
    GENERATION = "Udgave af indekset"
    DOCUMENTS = "Dokumenter"
    PASSAGES = "Tekstbidder, der søges i"
    YEARS = "Dateret"
    YEARS_SPAN = "{first}–{last}"
    UNDATED = "{count} uden dato"
    INFERRED = "{count} med en dato, som er udledt"
    FORMATS = "Filtyper"
    COLLECTIONS = "Samlinger"
    COMMITTEES = "Udvalg"
    NO_COMMITTEE = "{count} uden udvalg"
    COUNTED = "{name}: {count}"
    UNREAD_NONE = "Alle filer i mappen kunne læses."
    UNREAD_SOME = "{count} kunne ikke læses."
    SEE_UNREAD = "Se hvilke og hvorfor"
    ONE_FILE = "1 fil"
    MANY_FILES = "{count} filer"
    CLOSED = "Lukkede punkter og lukkede sager er ikke med her. De kan hverken søges, tælles eller vises."
    CLOSED_SHOWN = "Lukkede punkter og lukkede sager er med, fordi du må se fortroligt materiale. De er mærket »Fortroligt«."
    WHOLE = "uden mappe"
    MORE = "og {count} til"

    # how to read an answer
    READING = "Sådan læser du et svar"
    READING_ANCHOR = "laes"
    READING_TEXT = (
        "Hvert svar er ordrette citater. Nummeret ved citatet fører til kilden, og kilden fører til stedet i dokumentet.",
        "Et mærke siger, hvor langt det er kommet. Uden mærke er det noget, dokumentet fortæller.",
    )
    CLASS_MEANS = "Ikke alle må læse det. Pas på, hvem du deler det med."
    BADGES = (
        ("Besluttet", "Det står i et referats beslutning, eller teksten siger, at det er besluttet."),
        ("Gennemført", "Teksten siger, at det er sket."),
        ("Planlagt", "Det skal eller ventes at ske. Det er ikke sikkert, at det skete."),
        (
            "Foreslået, ikke besluttet",
            "Et forslag, en indstilling eller en anbefaling. Beslutningen kan være blevet en anden.",
        ),
        ("Udkast – ikke endeligt", "En foreløbig udgave. Se efter en endelig."),
        ("Dagsorden – ikke besluttet endnu", "Papiret er fra før mødet."),
        ("Indstilling – ikke en beslutning", "Det, udvalget blev bedt om at beslutte."),
        ("Endelig", "Sagen går ikke videre til et andet udvalg ifølge papirerne."),
    )
    NO_ANSWER = "Finder vidensbasen ikke et svar, siger den det og viser, hvad der ligger nærmest. Det betyder ikke, at svaret ikke findes andre steder."

    # how it works
    WORKING = "Sådan bliver svarene til"
    WORKING_ANCHOR = "saadan"
    MODE = "Svarene er ordrette citater. Der er ikke skrevet noget af kunstig intelligens."
    MODE_AI = "Svarene er ordrette citater. Kun det, der er mærket »Skrevet af AI ud fra kilderne«, er skrevet af kunstig intelligens. Hver sætning i det er kontrolleret mod et citat."
    AI_ASKED = "Det bliver kun skrevet, når du beder om det."
    AI_UNASKED = "Det bliver skrevet, uden at du beder om det, når spørgsmålet kan besvares med citater."
    MODEL = "En sprogmodel måler, hvor meget en tekst ligner et spørgsmål. Den skriver ikke noget og lærer ikke af spørgsmålene."
    MODEL_NAME = "Model"
    FINGERPRINT = "Modellens fingeraftryk"
    FINGERPRINT_MEANS = (
        "Er fingeraftrykket det samme, er det nøjagtig den samme model, der har lavet indekset."
    )
    DIMENSIONS = "Tal for hver tekstbid"
    SEARCH = "Der søges både efter betydning og efter ord, og resultaterne lægges sammen. Sagsnumre, paragraffer og datoer skal passe præcist."
    EXACT = "Alle tekstbidder sammenlignes med spørgsmålet, så ingen bliver sprunget over."
    GRAPH = "Materialet er så stort, at søgningen følger genveje og kan overse enkelte tekstbidder."

    # limits
    LIMITS = "Det kan den ikke"
    LIMITS_ANCHOR = "graenser"
    LIMITS_LIST = (
        "Den ved kun, hvad der står i de dokumenter, der er indekseret. Den kender ikke kommunens andre systemer.",
        "Den vurderer ikke, om noget er lovligt, klogt eller stadig gælder. Læs kilden.",
        "Udvalg, datoer, beslutninger og sager er læst ud af teksten af et program og kan være forkerte. Citatet ved siden af viser, hvad der står.",
        "Sidetal i filer, der ikke har sider, er beregnet. De er mærket »ca.«.",
        "Datoer og årstal, som ikke står i papiret, er udledt. Det står der i så fald.",
        "En tom liste betyder, at intet er fundet, ikke at der intet er.",
        "Temakort og læseveje er beregnet. De er en vej ind i materialet og ikke en fuldstændig oversigt.",
    )

    # privacy
    PRIVACY = "Privatliv"
    PRIVACY_ANCHOR = "privatliv"
    NOTHING_SENT = (
        "Alt foregår dér, hvor vidensbasen kører. Intet sendes videre, og siden henter intet udefra."
    )
    SOMETHING_SENT = "Alt andet end det, der er nævnt nedenfor, foregår dér, hvor vidensbasen kører, og siden henter intet udefra."
    SENT_TO_AI = "Når der skrives et AI-svar, sendes spørgsmålet og tekst fra kilderne til den AI-server, der er valgt for vidensbasen."
    KEPT_IF_RATED = "Spørgsmål skrives ikke i programmets log. Svarer du på »Hjalp svaret?«, gemmes spørgsmålet, filtrene, de citerede steder, dit svar og din kommentar, og hvem du er, hvis du er logget ind. En administrator kan se og slette det."
    KEPT_ELSE = "Ellers gemmes spørgsmål ikke."
    KEPT_IF_FOLLOWED = "Følger du en søgning, gemmes dens spørgsmål og filtre, indtil du sletter den, sammen med din e-mail, hvis du er logget ind."
    MAILED = "Mails om det, du følger, sendes til din egen adresse gennem organisationens mailserver. Der står citater i dem."
    PRIVACY_LIST = (
        "Der føres en log over, at der er spurgt, og over, hvilke dokumenter der er åbnet, hentet og rettet, hvornår og af hvem, hvis man er logget ind. Spørgsmålets ord står ikke i den.",
        "CPR-numre i et spørgsmål skjules, før der søges.",
        "Retter du oplysninger om et dokument, gemmes rettelsen med tidspunkt, og med din e-mail, hvis du er logget ind.",
        "Spørgsmålet står i sidens adresse, så et link kan deles. Adressen ligger også i browserens historik. Skriv derfor ikke personoplysninger i et spørgsmål.",
        "Sidens valg, fx hvilke stop du har læst, huskes kun, så længe fanen er åben.",
        "Der bruges ingen cookies til statistik eller sporing.",
    )

    # accessibility
    ACCESSIBILITY = "Tilgængelighedserklæring"
    ACCESSIBILITY_ANCHOR = "tilgaengelighed"
    ACCESSIBILITY_WHO = "{organisation} er ansvarlig for denne webapp og for, at den kan bruges af alle."
    ACCESSIBILITY_OWNER = (
        "Den, der stiller webappen til rådighed, er ansvarlig for, at den kan bruges af alle."
    )
    STATUS = "Status"
    STATUS_TEXT = "Webappen er lavet efter WCAG 2.1 på niveau AA og den europæiske standard EN 301 549. Den er afprøvet med et automatisk værktøj i lyst og mørkt udseende, med tastatur alene, ved en bredde på 320 pixels og i en telefons størrelse. Den er ikke gennemgået af en uvildig part."
    SHORTCOMINGS = "Kendte mangler"
    SHORTCOMINGS_LIST = (
        "Den er ikke afprøvet med skærmlæsere.",
        "Dokumenterne selv er ikke rettet. Teksten ved siden af sidens billede er lavet af et program og kan læse tabeller og spalter i en forkert rækkefølge.",
        "Billeder og figurer i dokumenterne har ingen beskrivelse ud over den, filen selv har.",
    )
    COMPLAIN = "Sig til, hvis noget ikke virker for dig"
    COMPLAIN_TO = "Skriv til {contact}, og fortæl, hvilken side det drejer sig om."
    COMPLAIN_UNKNOWN = "Skriv til den, der driver vidensbasen, og fortæl, hvilken side det drejer sig om."
    COMPLAIN_FURTHER = "Får du ikke et tilfredsstillende svar, kan du klage til Digitaliseringsstyrelsen, som fører tilsyn med webtilgængelighed."

    # program
    PROGRAM = "Programmet"
    PROGRAM_ANCHOR = "programmet"
    PROGRAM_TEXT = "Vidensbasen er et program med åben kildekode, udgivet under MIT-licensen."
    VERSION = "Version"
