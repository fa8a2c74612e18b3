"""A BEIR folder of four documents in which every question has one plain answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

CORPUS = (
    {
        "_id": "Hallen/1",
        "title": "Ny svømmehal i Ærøby",
        "text": "Byrådet vedtog den 3. marts 2024 at bygge en svømmehal. Hallen koster 27 mio. kr.",
    },
    {"_id": "d2", "title": "", "text": "Biblioteket holder lukket om søndagen fra den 1. oktober."},
    {"_id": "d3", "title": "Skolemad", "text": "Alle elever i 0.-3. klasse får gratis frugt om formiddagen."},
    {"_id": "README", "title": "Vintervedligehold", "text": "Kommunen salter de største veje før klokken 6."},
)
QUERIES = {
    "q1": "Hvad koster svømmehallen?",
    "q2": "Hvornår har biblioteket lukket?",
    "q3": "Hvornår salter kommunen vejene?",
    "q4": "Hvem får gratis frugt?",
}
GRADES = (("q1", "Hallen/1", 2), ("q2", "d2", 1), ("q3", "README", 1), ("q3", "ukendt", 1), ("q4", "d3", 0))


def write_folder(folder: Path, qrels: str = "qrels.tsv") -> Path:
    """The folder, written."""
    folder.mkdir(parents=True, exist_ok=True)
    write_lines(folder / "corpus.jsonl", CORPUS)
    write_lines(folder / "queries.jsonl", [{"_id": name, "text": text} for name, text in QUERIES.items()])
    (folder / qrels).parent.mkdir(exist_ok=True)
    rows = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in GRADES)]
    (folder / qrels).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def write_lines(path: Path, records: Sequence[Mapping[str, str]]) -> None:
    """Writes records as JSON Lines."""
    path.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in records) + "\n", "utf-8")
