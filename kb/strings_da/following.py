"""Words for followed searches, their feeds and mails, and for calendars of planned meetings."""

from __future__ import annotations

from kb.strings_da.api import Operation


class Following:
    """Words of searches that people follow, in the order in which they are met."""

    # the web app; the path stands in shared links
    NAV = "Mine søgninger"
    PATH = "mine-soegninger"
    FOLLOW = "Følg"
    FOLLOW_HINT = "Få besked, når der kommer nyt."
    FOLLOWED = "Du følger nu søgningen. Der kommer besked, når der er nyt i dokumenterne."
    FOLLOWS_ALREADY = "Du følger denne søgning."
    SEE_FOLLOWED = "Se dine søgninger"
    LEAD = (
        "Det, du følger. Når der indekseres, og nye dokumenter eller beslutninger passer, står de her, i søgningens"
        " feed og i en mail, hvis du har bedt om det."
    )
    LEAD_SHARED = (
        "Det, der følges her. Listen er fælles for alle, som bruger webappen. Nye dokumenter og beslutninger, der"
        " passer, står her og i søgningens feed."
    )
    NOT_HERE = "Log ind for at følge søgninger."
    NOT_HERE_REMEDY = "Så står de her, og kun du kan se dem."
    NO_SIGN_IN = "Her kan man ikke følge søgninger."
    NO_SIGN_IN_REMEDY = "Den, der står for vidensbasen, kan slå det til: se docs/abonnement.md."
    NONE = "Du følger ingen søgninger endnu. Tryk på »Følg« under et svar eller på siden Beslutninger."
    NONE_SHARED = (
        "Der følges ingen søgninger endnu. Tryk på »Følg« under et svar eller på siden Beslutninger."
    )
    ONE = "1 søgning"
    MANY = "{count} søgninger"
    OF_QUESTION = "Spørgsmål"
    OF_DECISIONS = "Beslutninger"
    ALL_DECISIONS = "Alle beslutninger"
    SINCE = "Fulgt siden {day}"
    MUTED = "På pause"
    MAILED = "Mail"
    NOTHING_NEW = "Intet nyt endnu."
    PAUSED = "Mens søgningen er på pause, samles der ikke nyt."
    NEWS_ONE = "1 nyt sted"
    NEWS_MANY = "{count} nye steder"
    MORE_NEWS = "Vis flere ({count})"
    NEW = "Nyt dokument"
    CHANGED = "Ændret dokument"
    FOUND = "Fundet {day}"
    SEARCH_AGAIN = "Søg igen"
    MUTE = "Sæt på pause"
    UNMUTE = "Fortsæt"
    MAIL_ON = "Send mig mails"
    MAIL_OFF = "Stop mails"
    NEW_FEED = "Vis ny feedadresse"
    DELETE = "Slet"
    DELETE_SURE = "Slet for altid"
    KEEP = "Behold"
    IS_MUTED = "Søgningen er på pause."
    IS_UNMUTED = "Søgningen følges igen. Det, der kom i mellemtiden, er ikke med."
    MAILS_COME = "Fra næste gang, der er nyt, kommer det i en mail til {email}."
    MAILS_STOPPED = "Der sendes ikke flere mails om søgningen."
    IS_DELETED = "Søgningen og det, den har fundet, er slettet."
    FEED_MADE = "Ny feedadresse til: {name}"
    FEED_ADDRESS = "Feedadresse"
    FEED_ONCE = (
        "Sæt adressen ind i en feedlæser, fx Outlook. Den vises kun nu. Alle, der har den, kan læse det samme som du"
        " i denne feed; en ny adresse lukker den gamle."
    )
    COPY_FEED = "Kopiér feedadresse"

    # what is told of news
    FEED_TITLE = "Nyt om: {name}"
    FEED_SUBTITLE = "Nye steder i de dokumenter, der er indekseret i vidensbasen. Citaterne er ordrette."
    QUOTE = "»{quote}«"
    IN_FILTERS = "{name} ({filters})"
    NO_WORDS = "alle beslutninger"
    UNDATED = "uden dato"

    # mails
    SUBJECT_ONE = "Nyt i det, du følger: {name}"
    SUBJECT_MANY = "Nyt i {count} søgninger, du følger"
    HEADLINE = "Nyt i det, du følger"
    GREETING = "Siden sidst er der kommet nyt i dokumenterne, som passer til det, du følger."
    OPEN = "Læs stedet i dokumentet: {address}"
    OPEN_LINK = "Læs stedet i dokumentet"
    MORE_IN_MAIL = "Der er {count} mere. Se dem alle på {address}"
    CLOSED_ONE = "1 nyt sted er ikke gengivet i mailen, fordi det ikke må læses af alle. Log ind, og læs det på {address}"
    CLOSED_MANY = "{count} nye steder er ikke gengivet i mailen, fordi de ikke må læses af alle. Log ind, og læs dem på {address}"
    QUOTED_AS_IS = "Citaterne er ordrette. Læs dem i deres sammenhæng, før de bruges."
    MY_SEARCHES = "Ret eller slet det, du følger: {address}"
    MY_SEARCHES_LINK = "Ret eller slet det, du følger"
    STOP = "Stop alle mails om det, du følger: {address}"
    STOP_LINK = "Stop alle mails om det, du følger"

    # the page behind the link that stops mails
    STOP_PATH = "kb/afmeld"
    FEED_PATH = "kb/feed"
    STOP_TITLE = "Stop mails"
    STOP_TEXT = "Vil du ikke længere have mails om det, du følger? Søgningerne bliver ikke slettet."
    STOP_BUTTON = "Stop alle mails"
    STOPPED_TITLE = "Mails er stoppet"
    STOPPED_TEXT = "Der sendes ikke flere mails til dig. Du kan slå dem til igen under Mine søgninger."
    STOP_UNKNOWN_TITLE = "Linket virker ikke længere"
    STOP_UNKNOWN_TEXT = "Brug linket i den nyeste mail, eller slå mails fra under Mine søgninger."

    # the command line
    HELP_CMD = "Følg en søgning: få besked, når der kommer nyt om noget."
    HELP_QUESTION = "Spørgsmålet, eller med --decisions de ord, en beslutning skal indeholde."
    HELP_DECISIONS = "Følg beslutninger, som filtrene og ordene udpeger, i stedet for svar på et spørgsmål."
    HELP_FOR = "E-mail på den, søgningen er for; ellers er den hele vidensbasens."
    HELP_LIST = "Vis det, der følges, og hvor meget nyt der er."
    HELP_REMOVE = "Slet søgningen med dette nummer."
    HELP_SEND = "Find nyt og send ventende mails nu, uden at indeksere."
    ADDED = "Søgning {number} følges: {name}"
    FEED_AT = "Feed (vises kun nu): {address}"
    REMOVED = "Søgning {number} er slettet."
    SENT = "{news} nye steder fundet, {mails} mails sendt."
    LINE = "{number}  {name}  {owner}  {state}"
    NO_OWNER = "vidensbasen"
    STATE_ACTIVE = "følges"
    NONE_FOLLOWED = "Der følges ingen søgninger."
    NOT_TOLD = (
        "Indekset er bygget, men der blev ikke søgt efter nyt til dem, der følger noget: {message} {remedy}"
    )


class Meetings:
    """Words of calendars: what is planned is never told as held."""

    HELP_CMD = "Vis planlagte møder, eller hent dem som kalender (iCalendar)."
    HELP_ICS = "Skriv dem som kalender (.ics)."
    HELP_OUTPUT = "Skriv til denne fil i stedet for til skærmen."
    SUMMARY = "Planlagt: {committee} – {title}"
    SUMMARY_MEETING = "Planlagt møde: {committee}"
    PLANNED = "Planlagt ifølge dokumenterne. Om mødet bliver holdt, og hvad der besluttes, vides ikke endnu."
    YEAR_INFERRED = "Årstallet er udledt og står ikke i dokumentet."
    CASE = "Sag: {title}"
    CASE_NUMBERS = "Sagsnr. {numbers}"
    QUOTE = "»{quote}«"
    SOURCE = "Kilde: {source}"
    CATEGORY = "Planlagt"
    CALENDAR = "Planlagte møder"
    CALENDAR_OF = "Planlagte møder: {name}"
    PRODUCT = "-//Vidensbase//Planlagte møder//DA"
    DOWNLOAD = "Hent planlagte møder til kalender"
    FILE = "planlagte-moeder"
    NOUN = ("planlagt møde", "planlagte møder")
    NONE = "Der er ingen planlagte møder med dato."
    DOWNLOAD_JSON = "Hent som JSON"


class FollowApi:
    """What the HTTP API says of followed searches and calendars."""

    NUMBER = "Nummeret på det, der følges"
    KIND = "»question«: svar på et spørgsmål; »decisions«: rækker i beslutningsregistret"
    QUESTION = "Spørgsmålet, eller de ord, en beslutning skal indeholde (må være tom for »decisions«)"
    LIST = Operation(
        "Det, der følges",
        "De søgninger, den, der kalder, følger, nyeste først.",
        "The searches that the caller follows, newest first.",
    )
    ADD = Operation(
        "Følg en søgning",
        "Fra næste indeksering findes det nye, der passer. »feed« er adressen på en Atom-feed i webappen; den vises"
        " kun denne ene gang.",
        "From the next build on, what is new and fits is found. `feed` is the address of an Atom feed in the web app,"
        " told this once.",
    )
    NEWS = Operation(
        "Nyt i det, der følges",
        "De nye steder, nyeste først, så vidt den, der kalder, må læse dem nu.",
        "What is new, newest first, as far as the caller may read it now.",
    )
    REMOVE = Operation(
        "Følg ikke længere",
        "Søgningen og alt, den har fundet, slettes.",
        "The search and all that it found is deleted.",
    )
    MEETINGS = Operation(
        "Planlagte møder",
        "Planlagte behandlinger med dato, efter dag. De er ikke holdt. »committee«, »from« og »to« gælder mødet.",
        "Planned treatments that have a day, by day. They are not held. `committee`, `from` and `to` are those of the"
        " meeting.",
    )
    CALENDAR = Operation(
        "Planlagte møder som kalender",
        "Det samme som iCalendar (RFC 5545). Hvert møde er foreløbigt (TENTATIVE).",
        "The same as iCalendar (RFC 5545). Each meeting is tentative.",
    )
