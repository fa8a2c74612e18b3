"""Words for whoever begins: the sample collection, and an empty folder."""

from __future__ import annotations


class Starting:
    """Words of ``kb sample`` and of ``kb serve`` in an empty folder."""

    HELP = "Læg prøvesamlingen i mappen med sagsdokumenter, så programmet kan prøves uden egne dokumenter."
    HELP_VERSION = "Vis programmets version."

    FILE_NOUN = ("fil", "filer")
    LAID = "Lagde {files} i »{path}«. Samlingen er til at prøve med: læs README.md i mappen."
    KEPT = "{files} med samme navn lå der i forvejen og er ikke rørt."
    NEXT = "Indeksér dem med »kb index«, og åbn webappen med »kb serve«."

    EMPTY = "Der er ingen sagsdokumenter i »{path}« og intet indeks endnu."
    OFFER = "Læg dokumenter i mappen, og kør »kb index«. Eller prøv først med prøvesamlingen: »kb sample«, derefter »kb index«."
    ASK = "Vil du prøve med prøvesamlingen nu? Det tager under et minut (j/n)"
    YES = "j"
    YESES = frozenset({"j", "ja", "y", "yes"})
