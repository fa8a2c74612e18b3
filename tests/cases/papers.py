"""Made-up case papers, and a reader of them that knows no layout but blank lines and "# "."""

from __future__ import annotations

import re

from kb.cases import parse_document
from kb.datatypes import Block, BlockKind, Document, Extraction, Page

CASE = """Ny cykelsti ved havnen

Åben Sag

Sagsnr.: 24/1408

Sagsgang

TU, ØK, KB

Resumé

Udvalget skal tage stilling til en cykelsti på 1,4 km.

Økonomiske konsekvenser

Indstilling

Direktøren indstiller, at projektet godkendes.

Beslutning i Teknisk Udvalg den 04-02-2025

Tiltrådt.

Anne Holm (A) og Rådmand Bo Lind deltog ikke i behandlingen.

Beslutning i Kommunalbestyrelsen den 25. februar 2025, pkt. 7:

Godkendt med den ændring, at stien bliver bredere. For stemte 12: A og V. Imod stemte 3: O.

Bilag:

Indstilling

1 - 4625571 Åben Kort over stien (42877/24) (H)

2 - 4625575 Lukket Udkast til købsaftale (42880/24) (H)
"""

MINUTES = """# Referat fra møde i Økonomiudvalget

Dato: 12-03-2024

## Punkt 1: Godkendelse af dagsorden

### Beslutning

Dagsordenen blev godkendt.

## Punkt 2: Status på byggeriet

Åben Sag

### Indstilling

Direktøren indstiller, at orienteringen tages til efterretning.

### Beslutning

Indstillingen blev fulgt.

## Punkt 3: Køb af Havnegade 9

Lukket punkt

### Sagsfremstilling

Prisen er 6,6 mio. kr.

### Beslutning

Godkendt.

## Punkt 4: Ny skole

### Beslutning

Ikke godkendt. Sagen er slut.
"""

AARHUS = """Dagsorden Aarhus Byråd 8. oktober 2025, punkt 2: Budget (EMN-2025-008308)

Beslutningspunkter

Det indstilles:

At 1) Byrådet godkender budgettet.

Sagsforløb:

Udvalg: Magistraten

Dato: 02-09-2025

Punktnummer: 3

Fremsendes til Aarhus Byråd med bemærkning, at Magistraten anbefaler, at byrådet tiltræder indstillingen.

Udvalg: Aarhus Byråd

Dato: 10-09-2025

Henvist til budgetforhandlingerne.

Bilag

Indstilling

Bilag 1: Redegørelse
"""


def extraction_of(text: str, title: str | None = None) -> Extraction:
    """Blocks between blank lines; "# " marks headings, and the marks stay out of the text."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in re.split(r"\n\s*\n", text.strip("\n")):
        mark = re.match(r"(#+) ", piece)
        level = len(mark[1]) if mark else 0
        bare = piece[level + 1 :] if mark else piece
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        if not bare.strip():
            continue
        blocks.append(Block(kind, at, at + len(bare), level))
        parts.append(bare)
        at += len(bare) + 2
    joined = "\n\n".join(parts) + "\n" if parts else ""
    return Extraction(joined, (Page(1, 0, len(joined)),), tuple(blocks), "txt", title)


def parsed(text: str, name: str = "papir.txt", title: str | None = None) -> Document:
    """The document that a made-up paper is."""
    return parse_document(name, extraction_of(text, title), "0" * 64)
