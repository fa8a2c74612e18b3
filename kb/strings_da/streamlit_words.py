"""Streamlit's built-in English, and what a Danish reader sees instead."""

from __future__ import annotations

# Streamlit's built-in English, as it stands in its user interface, and what a Danish reader sees instead.
STREAMLIT_WORDS: dict[str, str] = {
    "Skip to main content": "Gå til hovedindhold",
    "Main menu": "Menu",
    "Open sidebar": "Vis filtre",
    "Close sidebar": "Skjul filtre",
    "Expand sidebar": "Vis filtre",
    "Collapse sidebar": "Skjul filtre",
    "Sidebar": "Filtre",
    "År — start": "År, fra",
    "År — end": "År, til",
    "Første periode — start": "Første periode, fra",
    "Første periode — end": "Første periode, til",
    "Anden periode — start": "Anden periode, fra",
    "Anden periode — end": "Anden periode, til",
    "Open": "Åbn",
    "Clear entry": "Ryd feltet",
    "Clear value": "Ryd feltet",
    "Clear all": "Ryd alle",
    "Clear": "Ryd",
    "Press Enter to apply": "Tryk Enter for at spørge",
    "Running...": "Arbejder ...",
    "RUNNING...": "Arbejder ...",
    "Stop": "Stop",
    "Connecting": "Forbinder",
    "Connection error": "Forbindelsen er afbrudt",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "Kører vidensbasen stadig? Start den igen i en terminal:",
    "Page not found": "Siden findes ikke",
    "Close": "Luk",
    "No results": "Ingen passer",
    "Select all": "Vælg alle",
    "Selected values": "Valgt",
    "Choose options": "Vælg",
    "Choose an option": "Vælg",
    "Upload": "Vælg filer",
    "file upload": "Vælg filer",
    "Add files": "Tilføj flere filer",
    "Error:": "Fejl: ",
    "add icon": "tilføj",
    "Drag and drop files here": "Slip filerne her",
    "Choose or add an option": "Vælg, eller skriv et nyt",
    "Dismiss": "Luk",
}
# The same for texts that go on with a value, such as "Remove Beslutning".
STREAMLIT_STARTS: dict[str, str] = {"Remove ": "Fjern ", "Add: ": "Tilføj: "}
# The same for texts with a value inside, as da.js writes patterns.
STREAMLIT_PATTERNS: dict[str, str] = {
    r"^1 option available\.$": "1 valgmulighed.",
    r"^(\d+) options available\.$": "$1 valgmuligheder.",
    r"^(.+), selected$": "$1, valgt",
    r"^(\d+)MB per file$": "Højst $1 MB pr. fil",
    r"^File must be (\d+)\.0MB or smaller\.$": "Filen er for stor. Højst $1 MB pr. fil.",
    r"^AxiosError: .*$": "Filen blev ikke sendt. Prøv igen, eller indlæs siden igen.",
}
