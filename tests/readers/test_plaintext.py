"""Which lines of a text file belong together."""

from __future__ import annotations

import pytest

from kb.datatypes import BlockKind
from kb.readers import read_bytes
from tests.readers.make import blocks, texts


def read(text: str) -> list[tuple[str, str]]:
    return blocks(read_bytes(text.encode(), ".txt"))


WRAPPED = """Referat af mødet om den samlede borgerindsats i Nordlund Kommune (EMN-2025-000001)

Beslutninger
Fremsendes til Teknisk Udvalg til behandling i henhold til beslutning
i byrådets møde den 27. august 2025, hvor sagen blev drøftet på Aarhus
Ø.
Socialdemokratiet tog forbehold.
Sagsforløb
Udvalg: Magistraten
Dato: 19-08-2025
Forvaltningen har siden august kortlagt sagsbehandlingstiderne fra
1. januar til 30. juni.
Bilag
Indstilling
Bilag 1: Oversigt
"""


def test_hard_wrapped_lines_are_joined_and_short_lines_stay_apart() -> None:
    assert read(WRAPPED) == [
        (
            "heading",
            "Referat af mødet om den samlede borgerindsats i Nordlund Kommune (EMN-2025-000001)",
        ),
        ("heading", "Beslutninger"),
        (
            "paragraph",
            "Fremsendes til Teknisk Udvalg til behandling i henhold til beslutning i byrådets møde den "
            "27. august 2025, hvor sagen blev drøftet på Aarhus Ø.",
        ),
        ("paragraph", "Socialdemokratiet tog forbehold."),
        ("heading", "Sagsforløb"),
        ("paragraph", "Udvalg: Magistraten"),
        ("paragraph", "Dato: 19-08-2025"),
        (
            "paragraph",
            "Forvaltningen har siden august kortlagt sagsbehandlingstiderne fra 1. januar til 30. juni.",
        ),
        ("heading", "Bilag"),
        ("paragraph", "Indstilling"),
        ("paragraph", "Bilag 1: Oversigt"),
    ]


def test_unwrapped_lines_are_paragraphs_of_their_own() -> None:
    long = "Byrådet skal i denne sag tage stilling til et forslag, som forvaltningen har udarbejdet. " * 4
    found = read(f"Titel\n\nIndstilling\n{long}\nOg dette er en anden sætning.\n")
    assert [kind for kind, _ in found] == ["heading", "heading", "paragraph", "paragraph"]


DOUBLE = """ Sagsfremstilling 

Der er afholdt stormøde for ledere, arbejdsmiljørepræsentanter og tillidsrepræsentanter 

fra aftaleenhederne. På dagen satte ledere og medarbejdere deres tanker og idéer i spil 

i et rum præget af mod.   

 

Gruppen udarbejdede ”Opsamling og fremtidsperspektiver” samt en længere oversigt over det 
 arbejde, der fortsat skal foregå i enhederne og mellem skole-

og dagtilbudsområdet i kommunen fremover, hvis der kan findes midler til det. 

 

\uf0b7 Ny form på aftaler 

Der er sket en udvikling af aftalerne mellem aftaleholder og arbejdsgiver, så aftalerne er 

på linje med budgettet. 

Afbud: 

Ole Andersen 

Anni Nielsen 
"""


def test_double_spacing_page_breaks_and_private_use_bullets() -> None:
    extraction = read_bytes(DOUBLE.encode(), ".txt")
    assert blocks(extraction)[0] == ("heading", "Sagsfremstilling")
    paragraphs = texts(extraction, BlockKind.PARAGRAPH)
    assert paragraphs[0].endswith("tanker og idéer i spil i et rum præget af mod.")
    assert "oversigt over det arbejde, der fortsat" in paragraphs[1]
    assert "skole- og dagtilbudsområdet" in paragraphs[1]
    assert texts(extraction, BlockKind.LIST_ITEM) == ["- Ny form på aftaler"]
    assert paragraphs[-2:] == ["Ole Andersen", "Anni Nielsen"]
    assert [page.inferred for page in extraction.pages] == [True, True]
    assert extraction.text[extraction.pages[1].start :].startswith("arbejde, der fortsat")


def test_form_feeds_are_pages() -> None:
    extraction = read_bytes(b"Side et.\n\fSide to.\n\f", ".txt")
    assert [extraction.text[page.start : page.end].strip() for page in extraction.pages] == [
        "Side et.",
        "Side to.",
    ]


def test_clock_times_begin_blocks_of_their_own() -> None:
    found = read("8.30 Velkomst\n8.45 Dagens program\n10.25 Pause\n")
    assert [text for _, text in found] == ["8.30 Velkomst", "8.45 Dagens program", "10.25 Pause"]


def test_a_repeated_link_on_its_own_line_is_dropped_and_the_sentence_mended() -> None:
    text = (
        "Man kan nominere et talent via dette link: https://example.org/talent. Det gælder i hele perioden\n"
        "for alle ansatte, og det omfatter også ungeindsatser og\n\nhttps://example.org/talent\n\nbosætning."
    )
    found = " ".join(text for _, text in read(text))
    assert found.count("https://example.org/talent") == 1
    assert found.endswith("ungeindsatser og bosætning.")


def test_atx_headings_lose_their_mark_and_emphasis_stays() -> None:
    assert read("# Formål\n\nDet er **vigtigt**.\n") == [
        ("heading", "Formål"),
        ("paragraph", "Det er **vigtigt**."),
    ]


def test_rows_with_columns_are_table_rows() -> None:
    found = read("Udgifter\n\nPost\t2025\t2026\nLøn\t100\t200\n\nDet er alt.\n")
    assert found[1:] == [
        ("table_row", "Post 2025 2026"),
        ("table_row", "Løn 100 200"),
        ("paragraph", "Det er alt."),
    ]


def test_attachment_rows_written_in_pieces_are_put_together() -> None:
    found = read("Bilag:\n\n1 -\n\n3742388\n\nÅben Notat fra mødet 27-02-\n\n2025\n\n(31146/25) (H)\n")
    assert found == [
        ("heading", "Bilag:"),
        ("list_item", "1 - 3742388 Åben Notat fra mødet 27-02-2025 (31146/25) (H)"),
    ]


def test_a_status_word_is_not_the_title() -> None:
    assert read("Udkast\n\nTRIO-stormøde om fællesskaber\n\nHovedudvalget holder en dag.\n")[:2] == [
        ("paragraph", "Udkast"),
        ("heading", "TRIO-stormøde om fællesskaber"),
    ]


SENTENCES = """Forvaltningen har i foråret kortlagt, hvor længe borgerne venter på svar fra
kommunen, og hvilke sager der tager længst tid. Resultatet er drøftet med de
faglige organisationer, der bakker op om forslaget til en ny og enklere vej ind."""


@pytest.mark.parametrize(
    "label",
    [
        "Udvalg: Magistraten",
        "Fraværende: Kaj Holm (V)",
        "Lukkede punkter:",
        "Punkt 4: Lukket: Salg af en ejendom",
        "Punkt 4 Lukket punkt",
        "4. Salg af en ejendom (lukket)",
        "Lukket: Salg af en ejendom",
        "Lukket sag",
        "Bilag 2: Kort over vejen",
        "Bilag 2 Kort over vejen",
    ],
)
@pytest.mark.parametrize("end", [".", " på et møde i den kommende måned"])
def test_a_label_begins_a_row_under_a_full_line(label: str, end: str) -> None:
    before = f"{SENTENCES}{end}"
    assert [text for _, text in read(f"{before}\n{label}\n")] == [before.replace("\n", " "), label]


@pytest.mark.parametrize(
    "line",
    [
        "Det betyder: alle svar kommer inden for en uge.",
        "Forvaltningen har desuden set på følgende: telefon, post og skranke.",
        "Punkt 4 blev udsat.",
        "Bilag 2 viser hvordan.",
    ],
)
def test_a_sentence_with_a_colon_or_a_number_goes_on(line: str) -> None:
    assert [text for _, text in read(f"{SENTENCES}.\n{line}\n")] == [
        f"{SENTENCES}. {line}".replace("\n", " ")
    ]


def test_a_name_with_a_colon_goes_on_after_an_open_preposition() -> None:
    text = SENTENCES.replace("ind", "ind, som er beskrevet af\nSocialstyrelsen: en dør for alle.")
    assert len(read(text)) == 1


def test_rows_of_attachments_as_long_as_a_full_line_stay_apart() -> None:
    found = read(
        f"{SENTENCES}.\nBilag\nSamlede svar fra den offentlige høring om den nye vej ind\n"
        "Brev fra de faglige organisationer af 3. maj om den nye og enklere vej til\n"
        "Borgerservice i Nordlund\nReferat af et borgermøde den 4. maj om den nye og enklere vej ind\n"
        "Byrådsdebat 10.09.2025\nNotat om det videre arbejde med den nye og enklere vej ind i Nordlund\n"
        "Kommune\n"
    )
    assert [text for _, text in found[2:]] == [
        "Samlede svar fra den offentlige høring om den nye vej ind",
        "Brev fra de faglige organisationer af 3. maj om den nye og enklere vej til Borgerservice i Nordlund",
        "Referat af et borgermøde den 4. maj om den nye og enklere vej ind",
        "Byrådsdebat 10.09.2025",
        "Notat om det videre arbejde med den nye og enklere vej ind i Nordlund Kommune",
    ]


def test_numbered_rows_of_attachments_stay_apart() -> None:
    found = read(
        f"{SENTENCES}.\nBilag\n12 Et nyt hold mod mistrivsel blandt unge i de store byer i Nordlund\n"
        "13 Flere lærere\n"
    )
    assert [text for _, text in found[2:]] == [
        "12 Et nyt hold mod mistrivsel blandt unge i de store byer i Nordlund",
        "13 Flere lærere",
    ]
