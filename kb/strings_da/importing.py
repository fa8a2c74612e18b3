"""Words for documents that come out of other systems, archives and e-mails, and from the web."""

from __future__ import annotations

from collections.abc import Mapping

from kb.datatypes import System


class Fetching:
    """Words of ``kb fetch``."""

    HELP = "Hent dokumenter fra de websteder, der står i kb.toml, og læg dem blandt sagsdokumenterne."
    GOT = "Hentet: {address} -> {file}"
    GONE = "Fjernet, fordi webstedet ikke længere har den: {address} ({file})"
    MISSED = "Ikke hentet: {address}. {message} {remedy}"
    SUMMARY = "{new}, {same}, {gone}, {missed}. Kør »kb index« for at få dem med."
    NEW = ("ny eller ændret", "nye eller ændrede")
    SAME = ("uændret", "uændrede")
    REMOVED = ("fjernet", "fjernede")
    NOT_GOT = ("ikke hentet", "ikke hentet")


class Importing:
    """Words about where what is known of a document comes from."""

    SYSTEMS: Mapping[System, str] = {
        System.FIRSTAGENDA: "FirstAgenda",
        System.SBSYS: "SBSYS",
        System.ACADRE: "Acadre",
        System.EMAIL: "e-mailen",
    }
    # The fields of a document that a system may state, in the order in which they are told.
    FIELDS: Mapping[str, str] = {
        "title": "titel",
        "committee": "udvalg",
        "date": "dato",
        "status": "dokumenttype",
        "case_number": "sagsnummer",
    }
    AND = " og "
    STATED = "{fields} er fra {system}."
    FROM = "Fra {system}."
    # How a format is called where it is chosen by.
    FORMATS: Mapping[str, str] = {
        "xlsx": "Regneark",
        "pptx": "Præsentation",
        "eml": "E-mail",
        "firstagenda": "FirstAgenda",
        "sbsys": "SBSYS",
        "acadre": "Acadre",
    }

    # a file that holds several documents, before it is saved
    HOLDS = "Filen rummer {documents}. Hvert af dem kan findes for sig, når du har gemt."
    ONE_DOCUMENT = "1 dokument"
    MANY_DOCUMENTS = "{count} dokumenter"
    DOCUMENTS = "Dokumenter i filen"
    LEFT_OUT = "Kommer ikke med"
    MORE = "og {count} mere"
    NOTHING = "Der er ingen dokumenter i filen, som kan læses."
    CORRECT_LATER = "Titel, udvalg og dato kan rettes på hvert dokument, når filen er gemt."
