"""Words for the audit log."""

from __future__ import annotations

from collections.abc import Mapping


class Auditing:
    """Words of ``kb audit``."""

    HELP = "Vis loggen over, hvem der har gjort hvad, eller kontrollér, at den er ubrudt."
    HELP_FROM = "Kun fra og med denne dato (ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD)."
    HELP_TO = "Kun til og med denne dato (ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD)."
    HELP_VERIFY = (
        "Kontrollér hver række, og vis den sidste rækkes kontrolsum, så den kan noteres et andet sted."
    )
    HELP_ANCHOR = "Kontrollér også mod en række, der er noteret før, som NUMMER:KONTROLSUM."

    ACTIONS: Mapping[str, str] = {
        "asked": "spurgte",
        "wrote": "lod AI skrive et svar",
        "opened": "åbnede dokument",
        "exported": "tog data ud",
        "corrected": "rettede",
        "deleted": "slettede",
        "uploaded": "tilføjede fil",
        "built": "indekserede",
        "rolled_back": "gik en udgave tilbage",
        "forgot": "glemte efter anmodning",
        "backed_up": "tog sikkerhedskopi",
        "restored": "gendannede",
        "key_made": "lavede en API-nøgle",
        "key_revoked": "tog en API-nøgle tilbage",
        "handled": "behandlede tilbagemelding",
        "followed": "fulgte en søgning",
        "unfollowed": "slettede en fulgt søgning",
        "fetched": "hentede fra websteder",
        "cut": "fjernede gamle rækker",
    }
    DETAILS: Mapping[str, str] = {
        "length": "tegn i spørgsmålet",
        "abstained": "intet svar",
        "citations": "citater",
        "hits": "fund",
        "method": "svarmetode",
        "outcome": "udfald",
        "sentences": "viste sætninger",
        "removed": "fjernede sætninger",
        "documents": "dokumenter",
        "got": "sider og filer",
        "rows": "rækker",
        "list": "liste",
        "fields": "felter",
        "request": "anmodning nr.",
        "audit_rows": "rækker i loggen uden navn",
        "remains": "forekomster tilbage",
        "proof": "bevisets kontrolsum",
        "undone": "taget tilbage",
        "last": "sidste fjernede række",
        "hash": "kontrolsum",
    }
    UNKNOWN = "ukendt"
    FORGOTTEN = "(glemt)"
    ENTRY_NOUN = ("række", "rækker")
    IN_LOG_NOUN = ("række i loggen", "rækker i loggen")
    NONE = "Loggen er tom for den periode."
    OFF = "Loggen er slået fra (audit = false)."
    WHOLE = "Loggen er ubrudt: {rows}."
    RELIEVED = "{rows} har mistet navn eller dokument efter en anmodning om at glemme; kæden holder."
    LAST = "Sidste række: {number}:{hash}"
    NOTE_IT = "Notér den et andet sted. Med --anchor viser den senere, at intet før den er lavet om."
    FAULTS: Mapping[str, str] = {
        "changed": "række {at} er ændret eller sat ind",
        "missing": "række {at} mangler",
        "start": "begyndelsen er ændret eller fjernet før række {at}",
        "end": "slutningen mangler fra række {at}",
        "relieved": "rækker har mistet navn eller dokument uden en anmodning om at glemme",
        "anchor": "række {at} er ikke den, der blev noteret",
    }
