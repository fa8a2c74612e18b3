"""A small collection with a canary of every class: words that nobody without the clearance may ever see.

The canaries stand in texts, titles, headings, names of files, words that are explained, people's roles and
names of files that cannot be read. The questions name none of them, so that no answer can echo one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from kb.datatypes import Clearance, CorrectedField, FieldCorrection
from kb.settings import Settings
from kb.state.corrections import Corrections
from kb.state.database import StateDatabase
from kb.state.feedback import Asked, Cited, FeedbackBox, Verdict
from tests.minutes import minutes

CANARIES: Mapping[Clearance, str] = {
    Clearance.PUBLIC: "kanaroffentlig",
    Clearance.INTERNAL: "kanarintern",
    Clearance.CONFIDENTIAL: "kanarfortrolig",
}
IDA, FIE = "ida@kommune.dk", "fie@kommune.dk"
QUESTIONS = (
    "Hvad er besluttet om kantineordningen?",
    "Hvad er besluttet om fratrædelsen?",
    "Hvad er besluttet om bænken ved havnen?",
    "Hvad er besluttet om købet af grunden?",
    "Hvem er projektleder?",
    "Hvad betyder SKO?",
    "Alle beslutninger i Økonomiudvalget",
)
SECRET_FILES: Mapping[str, Clearance] = {
    "personale/kanarintern-notat.txt": Clearance.INTERNAL,
    "kanarintern-rettet.txt": Clearance.INTERNAL,
    "hemmeligt/kanarfortrolig-sag.txt": Clearance.CONFIDENTIAL,
    "kanarfortrolig-lukket.txt": Clearance.CONFIDENTIAL,
}
NOW = dt.datetime(2026, 11, 29, 9, tzinfo=dt.UTC)
RULES = {"personale": Clearance.INTERNAL, "hemmeligt/*": Clearance.CONFIDENTIAL}


def seen_by(clearance: Clearance) -> frozenset[str]:
    """The canaries that somebody with this clearance may see."""
    return frozenset(word for each, word in CANARIES.items() if clearance.covers(each))


def unseen_by(clearance: Clearance) -> frozenset[str]:
    """The canaries that somebody with this clearance must not see."""
    return frozenset(CANARIES.values()) - seen_by(clearance)


def found_in(text: str) -> frozenset[str]:
    """The canaries that stand in a text."""
    folded = text.casefold()
    return frozenset(word for word in CANARIES.values() if word in folded)


def write(place: Settings) -> None:
    """Writes the collection into the settings' data, and what an editor said of it into their state."""
    for name, text in _files().items():
        path = place.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    for clearance, folder in ((Clearance.INTERNAL, "personale"), (Clearance.CONFIDENTIAL, "hemmeligt")):
        word = CANARIES[clearance]
        (place.data / folder / f"{word}-skadet.pdf").write_bytes(b"%PDF-1.4 nothing")
        (place.data / folder / f"{word}-billede.xyz").write_bytes(b"x")
    asked = Asked(
        "Hvem fik kanarfortrolig?",
        {},
        "1",
        "x",
        abstained=True,
        cited=(Cited("lukket", 0, 1),),
        clearance=Clearance.CONFIDENTIAL,
    )
    FeedbackBox(StateDatabase(place.state)).add(asked, Verdict(useful=False), FIE, NOW)
    said = FieldCorrection(CorrectedField.CLEARANCE, None, Clearance.INTERNAL.value)
    Corrections(StateDatabase(place.state)).correct("kanarintern-rettet.txt", [said], "eva@kommune.dk", NOW)


def settings_of(base: Settings, root: Path) -> Settings:
    """Settings of the collection, which two people may read more of than others."""
    return base.model_copy(
        update={
            **{name: root / name for name in ("data", "index", "state")},
            "classes": RULES,
            "cleared_internal": (IDA,),
            "cleared_confidential": (FIE,),
            "api_per_minute": 1_000_000,
        }
    )


def _files() -> Mapping[str, str]:
    public, internal, confidential = CANARIES.values()
    return {
        "referat.txt": _meeting(public, confidential),
        "personale/kanarintern-notat.txt": _paper("Kantineordningen", internal, 4),
        "kanarintern-rettet.txt": _paper("Skemalægning i kantinen", internal, 5),
        "hemmeligt/kanarfortrolig-sag.txt": _paper("Fratrædelsen", confidential, 6),
        "kanarfortrolig-lukket.txt": f"Lukket Sag\n\n{_paper('Forliget', confidential, 7)}",
    }


def _paper(subject: str, canary: str, day: int) -> str:
    return (
        minutes(f"{subject} {canary.title()}", day=day)
        + f"\nBemærkninger\nSnævert {canary} overblik (SKO) er en ordning, som {canary} omfatter.\n"
        f"Projektleder {canary.title()} Holm fremlagde sagen om {subject.lower()}.\n"
    )


def _meeting(public: str, confidential: str) -> str:
    return f"""Referat
Økonomiudvalget
Mødedato: 3. november 2026

Punkt 1: Bænk ved havnen
Åbent punkt

Sagsfremstilling
En bænk, som {public} har tegnet, sættes op ved havnen.

Beslutning i Økonomiudvalget den 3. november 2026
Godkendt. {public.title()} sætter bænken op.

Punkt 2: Køb af grunden {confidential.title()} 9
Lukket punkt

Sagsfremstilling
Grunden koster {confidential} millioner kroner.

Beslutning i Økonomiudvalget den 3. november 2026
Godkendt med {confidential} forbehold.

Punkt 3: Cykelparkering
Åbent punkt

Sagsfremstilling
Der kommer cykelparkering ved {public} plads.

Beslutning i Økonomiudvalget den 3. november 2026
Godkendt.
"""
