"""Words of answers: what stands before the quotes, and what must be said with them."""

from __future__ import annotations

from kb.datatypes import (
    OutcomeClass,
    StepState,
)

NO_ANSWER = "Fandt intet svar i materialet."
NO_DECISION_BY = "Fandt ingen beslutning fra {committee} om dette i materialet."
SEARCHED_FILTERED = " (med de valgte filtre)"
SEARCHED = "Der er søgt i {documents}{filters}, indekseret {created}."
EMPTY_SECTION = (
    "Afsnittet »{section}« i »{title}« findes, men er tomt. Indholdet er ikke beskrevet i dokumentet."
)
MENTIONED_LEAD = "Materialet har {count}, der nævner {words}{sought}."
ALL_CASES_LEAD = "Materialet har {count}{sought}."
FIRST_CASES_SHOWN = "De {shown} første er citeret; resten står på siden Sager."
STEP_WORDS: dict[StepState, str] = {
    StepState.PLANNED: "planlagt",
    StepState.HELD: "behandlet",
    StepState.MISSING: "planlagt; referatet findes ikke i materialet",
}
ROUTE_LEAD = "Sagens vej ifølge materialet:"
NO_REASON_GIVEN = "Referatet af »{title}« oplyser, hvem der ikke deltog, men ikke hvorfor."
NOTE_NO_REASON = "Referatet oplyser ikke, hvorfor."
REGISTER_LEAD = "Registret har {count}{sought}."
REGISTER_EMPTY = "Registret har ingen beslutninger{sought} i det materiale, der er søgt i."
FIRST_SHOWN = "De {shown} nyeste er citeret; resten står på siden Beslutninger."
AWAITING_LEAD = (
    "Materialet har {count}, der efter sagsgangen skal behandles{by}, og hvor referatet ikke findes."
)
AWAITING_BY = " i {committees}"
PLANNED_PAST = (
    "Behandlingen i {committee} var planlagt til {date} (»{title}«); referatet findes ikke i materialet."
)
PLANNED_AHEAD = "Behandlingen i {committee} er planlagt til {date} (»{title}«); der er endnu intet referat."
PLANNED_UNDATED = (
    "{committee} står i sagsgangen for »{title}«, men hverken dato eller referat findes i materialet."
)
YEAR_INFERRED = " (årstallet er udledt)"
SEVERAL_SENSES = "»{term}« bruges i {count} betydninger i materialet."
MENTIONED_NOT_EXPLAINED = "»{term}« forekommer i materialet, men forklares ikke."
HOLDER_AS_OF = "{name} er senest nævnt som {role} den {date}."
OTHER_HOLDER = "{name} er nævnt som {role} den {first}."
NOTE_REPORTED = "Citatet gengiver, hvad der er besluttet. Selve beslutningen er ikke fundet blandt referaterne i materialet."
NOTE_PROPOSED = "Citatet er et forslag, en anbefaling eller et udkast. Det er ikke en beslutning."
THE_DECISION = "Beslutningen"
NOTHING_ELSE = " Der er ikke vedtaget andet."
NOTE_NARRATIVE = "Referatet gengiver drøftelsen; der er ikke skrevet en formel beslutning."
EFFECT_NOTES: dict[OutcomeClass, str] = {
    OutcomeClass.NOTED: "{outcome} betyder her, at en orientering er godkendt.",
    OutcomeClass.DISCUSSED: "{outcome} betyder her, at sagen er drøftet.",
    OutcomeClass.HEARING: "{outcome} betyder her, at forslaget sendes i høring. Det er ikke endeligt vedtaget.",
    OutcomeClass.RECOMMENDED: "{outcome} er her en anbefaling. Den endelige beslutning ligger i et senere led.",
}
NOT_FINAL_NOTES: dict[OutcomeClass, str] = {
    OutcomeClass.RECOMMENDED: "Det er en anbefaling. Den endelige beslutning ligger i et senere led.",
    OutcomeClass.POSTPONED: "Sagen er udsat. Der er ikke truffet en beslutning om indholdet.",
    OutcomeClass.REFERRED: "Sagen er sendt videre. Der er ikke truffet en beslutning om indholdet.",
    OutcomeClass.HEARING: "Forslaget er sendt i høring. Det er ikke endeligt vedtaget.",
    OutcomeClass.CALLED_UP: "Sagen er indbragt for kommunalbestyrelsen. Udvalgets beslutning er ikke endelig.",
}
CONFLICT_NOTE = "Kilderne siger forskelligt om {subject}: {claims}. {settled}"
CONFLICT_CLAIM = "{source} siger {value}"
CONFLICT_SETTLED = "Den første kilde vejer tungest."
CONFLICT_OPEN = "Materialet afgør ikke, hvad der gælder."
LATEST_NOTE = "Det nyeste i materialet om dette er fra {date}."
COMPARED_NOTE = (
    "Citaterne er stillet op efter {sides}. Forskellen er ikke vurderet; læs citaterne mod hinanden."
)
PREMISE_COMMITTEE = "Materialet har ingen beslutning fra {asked} om dette. I »{title}« er det {found}, der har besluttet{day}."
PREMISE_DAY = " den {date}"
PREMISE_OUTCOME = "Spørgsmålet forudsætter noget andet, end der står i referatet af »{title}«: {outcome}."
PREMISE_VOTE = "Referatet af »{title}« nævner andre stemmer, end spørgsmålet forudsætter."
