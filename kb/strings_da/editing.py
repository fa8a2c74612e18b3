"""Words for signing in, corrections and feedback (kb/ui/account.py, correcting.py, feedback.py)."""

from __future__ import annotations

from collections.abc import Mapping

from kb.datatypes import Clearance, Complaint, CorrectedField


class Editing:
    """Words of who may do what, and of what they enter, in the order in which they are met."""

    # who somebody is
    SIGN_IN = "Log ind"
    SIGN_IN_WITH = "Log ind med {provider}"
    SIGN_OUT = "Log ud"
    SIGNED_IN_AS = "Logget ind som {email}"
    OPEN_TO_ALL = (
        "Bemærk: alle, der kan nå adressen, har rollen {role}. Vælg »--everyone læser«, hvis de kun må læse."
    )
    UNKNOWN_PERSON = "ukendt bruger"

    # pages; the paths stand in shared links
    NAV_CORRECTIONS = "Rettelser"
    ALL_CORRECTIONS = "Alle rettelser"
    NAV_FEEDBACK = "Tilbagemeldinger"
    PATH_CORRECTIONS = "ret"
    PATH_FEEDBACK = "tilbagemeldinger"

    # corrections
    CORRECT = "Ret oplysninger"
    CORRECTIONS_LEAD = (
        "Det, redaktører har rettet i dokumenternes oplysninger. Selve filerne er aldrig ændret."
    )
    CORRECT_LEAD = (
        "Ret det, der er læst forkert i filen. Filen bliver ikke ændret, og rettelsen holder, når der"
        " indekseres igen."
    )
    STATES_ITSELF = (
        "Et afsnit, hvis egen overskrift nævner udvalg eller dato, beholder dem, fx »Beslutning i"
        " Økonomiudvalget den 06-12-2022«."
    )
    FIELD_LABELS: Mapping[CorrectedField, str] = {
        CorrectedField.TITLE: "Titel",
        CorrectedField.COMMITTEE: "Udvalg",
        CorrectedField.DATE: "Dato",
        CorrectedField.STATUS: "Status",
        CorrectedField.CASE_NUMBER: "Sagsnummer",
        CorrectedField.CLEARANCE: "Hvem må læse det",
    }
    CLEARANCE_LABELS: Mapping[str, str] = {
        "": "Som det er mærket, og som mappen er",
        Clearance.PUBLIC.value: "Alle",
        Clearance.INTERNAL.value: "Kun dem, der må læse det interne",
        Clearance.CONFIDENTIAL.value: "Kun dem, der må læse det fortrolige",
    }
    DATE_FORMAT = "Dato (DD-MM-ÅÅÅÅ)"
    DATE_IS_RIGHT = "Datoen er rigtig. Den er udledt af teksten og ikke læst i papirets hoved."
    SAVE = "Gem rettelser"
    READ_IN_FILE = "Læst i filen: {value}"
    NOTHING_READ = "intet"
    SAVED = "Rettelsen er gemt."
    UNCHANGED = "Der er ikke ændret noget."
    UNDONE = "Det, der er læst i filen, gælder igen."
    EMPTY_TITLE = "Titlen kan ikke være tom."
    BAD_DATE = "»{value}« er ikke en dato. Skriv den som 06-12-2022."
    FAR_DATE = "Datoen {value} ligger for langt ude i fremtiden."
    FUTURE_MINUTES = "Et referat kan ikke være fra en dag, der ikke har været: {value}."
    NEAR_COMMITTEE = (
        "»{value}« findes ikke i materialet. Mente du »{name}«? Vælg det på listen, eller gem igen for at"
        " beholde det, du skrev."
    )
    IN_FORCE = "Rettelser, der gælder"
    NONE_IN_FORCE = "Der er ingen rettelser."
    UNDO_FIELD = "Fortryd rettelsen af {field}"
    WAITING = "Venter på næste indeksering"
    HISTORY = "Alle ændringer ({count})"
    CORRECTED_TO = "{field}: {value}"
    UNDONE_OF = "{field}: rettelsen til {value} fortrudt"
    BY = "{when} af {user}"
    CORRECTED = "{field} rettet af redaktør; læst i filen: {read}"
    VOUCHED = "{field} bekræftet af redaktør"
    DOCUMENT_GONE = "Dokumentet er ikke i indekset"
    OPEN_DOCUMENT = "Åbn dokumentet"
    ONE_CORRECTED = "1 rettet dokument"
    MANY_CORRECTED = "{count} rettede dokumenter"

    # feedback under an answer
    DID_IT_HELP = "Hjalp svaret?"
    IS_IT_NOT_THERE = "Er det rigtigt, at svaret ikke findes i dokumenterne?"
    YES = "Ja"
    NO = "Nej"
    WHY = "Hvad er der galt?"
    COMPLAINT_LABELS: Mapping[Complaint, str] = {
        Complaint.WRONG: "Svaret er forkert",
        Complaint.INCOMPLETE: "Der mangler noget",
        Complaint.OUTDATED: "Det er forældet",
        Complaint.UNCLEAR: "Det er svært at forstå",
        Complaint.OTHER: "Andet",
    }
    COMMENT = "Kommentar, hvis du vil (skriv ikke personoplysninger)"
    WHERE_IS_IT = "Hvor står svaret? (skriv ikke personoplysninger)"
    SEND = "Send"
    THANKS = "Tak. Din tilbagemelding er gemt sammen med spørgsmålet."
    THANKS_MORE = "Tak. Det hele er gemt."
    WITHDRAWN = "Din tilbagemelding er slettet."

    # feedback as administrators see it
    FEEDBACK_LEAD = "Hvad brugerne synes om svarene. Spørgsmål og kommentarer kan indeholde personoplysninger: slet dem, der ikke længere skal bruges."
    ONE_FEEDBACK = "1 tilbagemelding"
    MANY_FEEDBACK = "{count} tilbagemeldinger"
    NO_FEEDBACK = "Ingen tilbagemeldinger passer til det valgte."
    NO_FEEDBACK_AT_ALL = "Der er ingen tilbagemeldinger endnu. De gives under svarene på siden Spørg."
    PARAM_VERDICT = "dom"
    PARAM_COMPLAINT = "aarsag"
    PARAM_HANDLED = "stand"
    ALL = "Alle"
    VERDICTS = "Vurdering"
    USEFUL = "Hjalp"
    USELESS = "Hjalp ikke"
    COMPLAINTS = "Årsag"
    HANDLING = "Behandling"
    OPEN = "Ikke behandlet"
    HANDLED = "Behandlet"
    HANDLED_BY = "Behandlet {when} af {user}"
    RIGHTLY_ABSTAINED = "Rigtigt, at der ikke var svar"
    WRONGLY_ABSTAINED = "Forkert, at der ikke var svar"
    WITH_FILTERS = "Filtre: {filters}"
    MARK_HANDLED = "Markér som behandlet"
    MARK_OPEN = "Markér som ikke behandlet"
    DELETE = "Slet"
    DELETE_SURE = "Slet for altid"
    KEEP = "Behold"
    MARKED = "Det er noteret."
    DELETED = "Tilbagemeldingen er slettet."
    NUMBER = "nr. {number}"
    OF_NUMBER = "{action} nr. {number}"
    EXPORT = "Hent som spørgsmål til »kb eval«"
    EXPORTED = "{questions} kan bruges som prøve; {left_out} kræver et menneske først."
    ONE_QUESTION = "1 spørgsmål"
    MANY_QUESTIONS = "{count} spørgsmål"

    # command line
    HELP_CMD_FEEDBACK = "Vis brugernes tilbagemeldinger på svarene."
    HELP_QUESTIONS_OUT = "Skriv dem som spørgsmål til »kb eval« (JSON Lines)."
    HELP_EVERYONE = (
        "Rollen for alle, der ikke logger ind: læser, redaktør eller administrator (standard: læser)."
    )
    LEFT_OUT = "{count} spørgsmål er ikke med: de kræver, at et menneske ser på dem."
    CHECK_STATE = "Rettelser, tilbagemeldinger og log"
    CORRECTION_NOUN = ("rettelse", "rettelser")
    FEEDBACK_NOUN = ("tilbagemelding", "tilbagemeldinger")
