"""Words for safety copies."""

from __future__ import annotations


class Backup:
    """Words of ``kb backup`` and ``kb restore``."""

    HELP = "Tag en sikkerhedskopi af det, brugere har indtastet, og af loggen. Programmet kan køre imens."
    HELP_FILE = "Filen, der skal laves, fx kopi.zip. En fil, der er der i forvejen, bliver ikke overskrevet."
    HELP_WITH_INDEX = "Tag også den nuværende udgave af indekset med."
    HELP_WITH_DATA = "Tag også sagsdokumenterne med."
    HELP_RESTORE = "Gendan en sikkerhedskopi. Alt i den kontrolleres først, og det, der var før, gemmes ved siden af. Stop webappen imens."
    HELP_RESTORE_FILE = "Sikkerhedskopien."

    DONE = "Sikkerhedskopien er gemt: {path} ({files}, {size})."
    PRIVATE = "Den kan indeholde personoplysninger. Gem den, hvor kun de rette kan læse den."
    FILE_NOUN = ("fil", "filer")
    RESTORED = "Gendannet fra {path}, som blev lavet {made}: {files}."
    KEPT = "Det, der var før, ligger i {path}."
    FORGET_KEPT = "{requests} om at glemme, som er kommet til siden, gælder også efter gendannelsen."
    REQUEST_NOUN = ("anmodning", "anmodninger")
    INDEX_LEFT = "Indekset i sikkerhedskopien er ikke gendannet, fordi der er glemt noget siden. Lav det igen med »kb index«."
    FILES_LEFT = "{files} er ikke gendannet, fordi de skal være glemt."
    REQUESTS_LOST = "Advarsel: Anmodninger om at glemme i det nuværende er lavet med en anden nøgle og er ikke kommet med. Gentag dem med »kb forget«."

    # what is wrong with a copy
    NO_ZIP = "det er ikke en sikkerhedskopi herfra"
    NO_MANIFEST = "listen over indholdet mangler eller kan ikke læses"
    CHANGED = "filen »{name}« er ikke, som den blev gemt"
    LISTED = "filerne er ikke dem, listen nævner (»{name}«)"
    BAD_NAME = "filen »{name}« ville ligge uden for mapperne"
