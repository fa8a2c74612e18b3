"""Words of the page for newcomers, and the topics that it looks for in the material."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Topic(NamedTuple):
    """A topic of a reading path: ``key`` stands in shared links.

    ``questions`` are searched for; ``cues`` is a pattern, without regard to case, that a heading, a title or
    the text must hold to be on the topic.
    """

    key: str
    title: str
    lead: str
    questions: tuple[str, ...]
    cues: str


TOPICS = (
    Topic(
        "vaerdier",
        "Værdier og kultur",
        "Hvad kommunen står for, og hvordan I vil arbejde sammen.",
        (
            "Hvad er kommunens fire værdier?",
            "Hvad er vores kodeks, og hvordan bruger vi værdierne i hverdagen?",
            "Hvad betyder værdierne for den måde, vi arbejder sammen på?",
        ),
        r"\bværdi(?:er|erne|en|s\w+|kodeks\w*|grundlag\w*)?\b|kodeks|\bkultur(?:en)?\b",
    ),
    Topic(
        "strategier",
        "Strategier og visioner",
        "Hvor kommunen vil hen de næste år.",
        (
            "Hvad er visionen i strategien?",
            "Hvorfor har kommunen en strategi, og hvad er målet?",
            "Hvilke indsatsområder og spor har strategien eller planen?",
        ),
        r"strategi|\bvision(?:en|er)?\b|\bklimaplan|\budviklingsplan|pejlemærke",
    ),
    Topic(
        "ny",
        "Den første tid",
        "Hvad du får og skal vide, når du er ny.",
        (
            "Hvad sker der den første dag og den første måned som ny medarbejder?",
            "Hvordan introduceres nye kolleger?",
            "Hvad skal jeg vide om tavshedspligt, adgang og telefoner som nyansat?",
        ),
        r"\bny(?:e)? (?:medarbejder|kolleg)|nyansat|introduktion|tavshedspligt|velkomst|\bintrodag|\bbuddy",
    ),
    Topic(
        "arbejdsmiljoe",
        "Arbejdsmiljø og trivsel",
        "Hvordan I passer på hinanden på arbejdet.",
        (
            "Hvordan arbejder kommunen med trivsel og arbejdsmiljø?",
            "Hvad gør jeg, hvis jeg bliver udsat for mobning, vold eller krænkende handlinger?",
            "Hvad siger politikken om nærvær og sygefravær?",
        ),
        r"arbejdsmiljø|trivsel|nærvær|sygefravær|mobning|krænkende|\bvold\b|\btryghed|stress|omsorgssamtale",
    ),
    Topic(
        "personale",
        "Personalepolitik og HR",
        "Ansættelse, løn, udvikling, ferie og fleksibilitet.",
        (
            "Hvad siger personalepolitikken om ansættelse, løn og udvikling?",
            "Hvad er reglerne for hjemmearbejde, ferie og fravær?",
            "Hvad er en medarbejderudviklingssamtale?",
            "Hvilke muligheder giver seniorpolitikken?",
        ),
        r"personalepolitik|seniorpolitik|hjemmearbejde|\bferie|barsel|\bløn\b|\bMUS\b|udviklingssamtale"
        r"|ansættelse|arbejdstid|\bHR\b|seniordag|livsfase",
    ),
    Topic(
        "ledelse",
        "Ledelse",
        "Hvad der ventes af lederne, og hvordan ledelsen arbejder.",
        (
            "Hvad er god ledelse i kommunen?",
            "Hvilke spor følger ledelsesudviklingen?",
            "Hvad er lederens opgave og ansvar?",
        ),
        r"\bledelse|\bleder(?:en|ne|e|ens|nes)?\b|direktion",
    ),
    Topic(
        "beslutninger",
        "Sådan bliver der besluttet",
        "Udvalgene, og hvordan en sag kommer igennem dem.",
        (
            "Hvilke udvalg og møder har kommunen?",
            "Hvad betyder indstilling, tiltrådt og taget til efterretning?",
            "Hvordan går en sag gennem udvalgene?",
            "Hvad er MED, Hovedudvalget og det lokale MED-udvalg?",
        ),
        r"\budvalg\b|sagsgang|beslutning|\bMED\b|styrelsesvedtægt|byrådet er\b|hvem bestemmer|\bprotokol",
    ),
)


class Newcomers:
    """Words of the page for newcomers, in the order in which a reader meets them."""

    NAME = "Ny i kommunen"
    PATH = "ny"
    LEAD = "Lær kommunen at kende gennem dens egne dokumenter. Alt er ordrette citater med kilde."
    PARAM_TOPIC = "emne"
    PARAM_STEP = "trin"
    PARAM_THEME = "tema"
    ON_THIS_PAGE = "På denne side"

    # reading paths
    PATHS = "Læseveje"
    PATHS_LEAD = "Hvert emne er nogle få stop i en god rækkefølge. De er fundet ved søgning i materialet, ikke udvalgt af en person."
    PATH_SIZE = "{steps} fra {documents}, {time}"
    ONE_STEP = "1 stop"
    MANY_STEPS = "{count} stop"
    MINUTES = "ca. {count} min."
    NO_PATHS = "Materialet har endnu for lidt om emnerne til en læsevej."
    TOO_LITTLE = "For lidt i materialet til en læsevej om: {topics}."
    FINDING_PATHS = "Finder læsevejene i materialet ..."
    SOURCES_FOUND = "{topic} ({count})"
    DONE = "Læst"
    DONE_COUNT = "{done} af {count} læst i dette besøg"
    STEP_OF = "Stop {step} af {count}"
    STEPS = "Stop på vejen"
    PREVIOUS = "Forrige stop"
    NEXT = "Næste stop"
    FINISH = "Afslut læsevejen"
    FINISHED = "Du er igennem"
    FINISHED_TEXT = "Det var alle stop om »{topic}«. Spørg videre, eller vælg et nyt emne."
    STEP_FINISHED = "slut"
    ALL_PATHS = "Alle læseveje"
    READ_SECTION = "Læs hele afsnittet"
    READ_DOCUMENT = "Åbn dokumentet"
    SEE_QUOTE = "Se citatet i dokumentet"
    WHY = "Hvorfor er det med?"
    SECTION_TIME = "Hele afsnittet tager {time} at læse."
    REASONS: Mapping[str, str] = {
        "heading": "Overskriften handler om emnet.",
        "title": "Dokumentet handler om emnet.",
        "text": "Afsnittet nævner emnet.",
        "route": "Et eksempel fra materialet på, hvordan en sag går gennem udvalgene.",
    }
    ONWARD = "Læseveje for nye:"
    NO_SUCH_TOPIC = "Der er ingen læsevej om det emne."
    NO_SUCH_TOPIC_REMEDY = "Vælg et af emnerne på siden."

    # values and strategies
    PRINCIPLES = "Værdier og strategier"
    PRINCIPLES_LEAD = (
        "Hvad dokumenterne selv siger. Om noget er vedtaget, læses kun af registret over beslutninger."
    )
    VALUES = "Værdier"
    STRATEGIES = "Strategier, politikker og planer"
    NO_PRINCIPLES = "Der er ikke fundet værdier eller strategier i materialet."
    SAYS = "Hvad det siger"
    PRACTICE = "Hvad det betyder i praksis"
    NO_PRACTICE = "Der er ikke fundet et afsnit om det."
    ADOPTED = "Hvornår og af hvem vedtaget"
    NOT_IN_REGISTER = "Registret har ingen beslutning om det. Det betyder ikke, at det ikke er vedtaget."
    CLAIMS = "Dokumentet skriver selv:"

    # words explained
    EXPLAINS = "forklar ordet"
    EXPLANATION = "Forklaring: {term}"
    SEE_MEANING = "Se, hvor det står"
    MORE_SENSES = "Ordet bruges i {count} betydninger."
    ALL_TERMS = "Se dem i ordlisten"

    # map of themes
    THEMES = "Temakort"
    THEMES_LEAD = "Sager og dokumenter, der ligner hinanden, er samlet i temaer. Temaer, der ligger tæt, handler om noget af det samme. Inddelingen er beregnet og kan tage fejl."
    THEMES_SAMPLED = "Materialet er så stort, at kortet bygger på et udsnit. Ikke alle dokumenter er med."
    FINDING_THEMES = "Tegner temakortet ..."
    NO_THEMES = "Materialet er for lille til et temakort."
    MAP = "Temaer tegnet som cirkler. Samme temaer står som liste nedenunder."
    AS_LIST = "Vis temaerne som liste"
    MIXED = "Blandet: {words}"
    ONE_MATTER = "1 sag eller dokument"
    MANY_MATTERS = "{count} sager og dokumenter"
    FROM_DOCUMENTS = "fra {documents}"
    REPLACED = "Afløst af et nyere dokument"
    THEME_MATTERS = "Sager og dokumenter i temaet"
    ASK_ABOUT = "Spørg om {theme}"
    QUESTION_ABOUT = "Hvad siger materialet om {theme}?"
    ALL_THEMES = "Alle temaer"
    NO_SUCH_THEME = "Temaet findes ikke i materialet nu."
    NO_SUCH_THEME_REMEDY = (
        "Materialet kan være indekseret igen, siden linket blev lavet. Vælg et tema på kortet."
    )
