"""What a sentence may say of its source: each false one differs from a true one in one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kb.answers.citing import citation, section_at
from kb.datatypes import Citation
from kb.generation.drafts import Draft
from kb.generation.supporting import Fault, Supported, supported

if TYPE_CHECKING:
    from kb.knowledge import KnowledgeBase

ECONOMY = "fjordby/referat-oekonomiudvalget-2024-03-12.pdf"
COUNCIL = "fjordby/referat-byraadet-2023-05-29.pdf"
STRATEGY = "fjordby/sag-aeldrestrategi-endelig-2024.pdf"
SENIORS = "fjordby/sag-ny-seniorpolitik-2023.pdf"
MEETING = "norddjurs/oek-2022-12-06-trio-stormoede.pdf"
STAFF = "fjordby/referat-hovedudvalget-2024-02-08.pdf"
AGENDA = "fjordby/dagsorden-byraadet-2025-06-24.pdf"
CASE = "fjordby/sag-cykelsti-havnegade-2025.pdf"

NOT_APPROVED = (ECONOMY, "Ikke godkendt.")
GRANTED = (COUNCIL, "Støtten på 150.000 kr. er bevilget, og der gives ikke garanti.")
FOLLOWED = (COUNCIL, "Indstillingen blev tiltrådt.")
HEARING = (ECONOMY, "Sendt i høring til den 15. maj 2024.")
THEME_DAY = (STAFF, "Hovedudvalget besluttede at holde en temadag om enkelhed den 5. september 2024.")
VOTES = (COUNCIL, "For forslaget stemte 10: V, C, O og L.")
AMENDED = (
    STRATEGY,
    "Godkendt med den tilføjelse, at strategien evalueres efter to år, og at Ældrerådet inddrages",
)
ADOPTED = (ECONOMY, "Tiltrådt.")
PENSION = (ECONOMY, "Borgmesteren orienterede om, at kommunaldirektør Torsten Bølgemark går på pension")
FUND = (SENIORS, "at der fra 2024 afsættes en seniorpulje på 1,5 mio. kr. om året")
NOTED = (MEETING, "Tiltrådt.")
ADVISED = (AGENDA, "Anbefales godkendt.")


def source(knowledge: KnowledgeBase, name: str, words: str) -> Citation:
    """The section that the words stand in, as the one numbered source."""
    document = knowledge.document(name)
    start = document.text.index(words)
    section = section_at(document, start)
    return citation(knowledge._store, document, section, 1, section.body_start, section.end)


def judge(knowledge: KnowledgeBase, place: tuple[str, str], text: str) -> Supported | Fault:
    """What becomes of a sentence that quotes the words of a place."""
    cited = source(knowledge, *place)
    return supported(knowledge._store, Draft(text, 1, place[1]), {1: cited})


TRUE = (
    (NOT_APPROVED, "Økonomiudvalget godkendte ikke indstillingen den 12. marts 2024."),
    (ADOPTED, "Økonomiudvalget tiltrådte indstillingen."),
    (ADOPTED, "Den 12. marts 2024 tiltrådte Økonomiudvalget indstillingen."),
    (FOLLOWED, "Byrådet tiltrådte indstillingen den 29. maj 2023."),
    (FOLLOWED, "Indstillingen blev tiltrådt."),
    (GRANTED, "Støtten på 150.000 kr. er bevilget, og der gives ikke garanti."),
    (HEARING, "Sendt i høring til den 15. maj 2024."),
    (THEME_DAY, "Hovedudvalget besluttede at holde en temadag om enkelhed den 5. september 2024."),
    (THEME_DAY, "Den 5. september 2024 besluttede Hovedudvalget at holde en temadag om enkelhed."),
    (VOTES, "For forslaget stemte 10: V, C, O og L."),
    (FUND, "Det indstilles, at der fra 2024 afsættes en seniorpulje på 1,5 mio. kr. om året."),
)
FALSE = (
    (NOT_APPROVED, "Økonomiudvalget godkendte indstillingen den 12. marts 2024."),
    (NOT_APPROVED, "Byrådet godkendte ikke indstillingen den 12. marts 2024."),
    (NOT_APPROVED, "Økonomiudvalget godkendte ikke indstillingen den 13. marts 2024."),
    (NOT_APPROVED, "Økonomiudvalget forkastede indstillingen den 12. marts 2024."),
    (ADOPTED, "Økonomiudvalget tiltrådte enstemmigt indstillingen."),
    (ADOPTED, "Byrådet tiltrådte indstillingen."),
    (ADOPTED, "Økonomiudvalget tiltrådte budgettet."),
    (ADOPTED, "Økonomiudvalget tiltrådte indstillingen om en ny svømmehal."),
    (ADOPTED, "Økonomiudvalget udsatte sagen."),
    (ADOPTED, "Økonomiudvalget indstillingen tiltrådte."),
    (FOLLOWED, "Byrådet tiltrådte ikke indstillingen."),
    (FOLLOWED, "Byrådet tiltrådte indstillingen den 29. maj 2024."),
    (FOLLOWED, "Kommunalbestyrelsen tiltrådte indstillingen."),
    (GRANTED, "Støtten på 150.000 kr. er bevilget, og der gives garanti."),
    (GRANTED, "Støtten på 150.000 kr. er bevilget."),
    (GRANTED, "Støtten på 250.000 kr. er bevilget, og der gives ikke garanti."),
    (GRANTED, "Støtten på 150.000 kr. er ikke bevilget, og der gives garanti."),
    (GRANTED, "Støtten på 150.000 kr. kan bevilges, og der gives ikke garanti."),
    (HEARING, "Sendt i høring fra den 15. maj 2024."),
    (HEARING, "Vedtaget den 15. maj 2024."),
    (THEME_DAY, "Den 5. september 2024 holder Hovedudvalget en temadag om enkelhed."),
    (THEME_DAY, "Hovedudvalget holdt en temadag om enkelhed den 5. september 2024."),
    (THEME_DAY, "Hovedudvalget drøftede at holde en temadag om enkelhed den 5. september 2024."),
    (THEME_DAY, "Hovedudvalget besluttede at holde en temadag om enkelhed den 5. september 2025."),
    (THEME_DAY, "Økonomiudvalget besluttede at holde en temadag om enkelhed den 5. september 2024."),
    (THEME_DAY, "Hovedudvalget besluttede at holde en temadag om ledelse den 5. september 2024."),
    (VOTES, "Imod forslaget stemte 10: V, C, O og L."),
    (VOTES, "For forslaget stemte 10: V, C, O og A."),
    (VOTES, "For forslaget stemte 10: V og C."),
    (AMENDED, "Byrådet godkendte strategien."),
    (AMENDED, "Godkendt med den tilføjelse, at strategien evalueres efter to år."),
    (
        AMENDED,
        "Godkendt med den tilføjelse, at strategien evalueres efter tre år, og at Ældrerådet inddrages.",
    ),
    (PENSION, "Kommunaldirektør Torsten Bølgemark gik på pension."),
    (PENSION, "Borgmesteren går på pension ved udgangen af juli 2024."),
    (FUND, "Der afsættes fra 2024 en seniorpulje på 1,5 mio. kr. om året."),
    (FUND, "Fra 2024 afsættes der en seniorpulje på 1,5 mio. kr. om året."),
    (FUND, "Det indstilles, at der fra 2024 afsættes en seniorpulje på 1,2 mio. kr. om året."),
    (FUND, "Det blev besluttet, at der fra 2024 afsættes en seniorpulje på 1,5 mio. kr. om året."),
    (NOTED, "Økonomiudvalget tiltrådte indstillingen den 6. december 2022."),
    (NOTED, "Tiltrådt."),
    (ADVISED, "Sundheds- og Ældreudvalget godkendte indstillingen."),
    (ADVISED, "Byrådet godkendte fuldtidspolitikken."),
)


@pytest.mark.parametrize(("place", "text"), TRUE)
def test_a_true_sentence_is_shown_with_the_whole_sentence_it_rests_on(
    knowledge: KnowledgeBase, place: tuple[str, str], text: str
) -> None:
    found = judge(knowledge, place, text)
    assert isinstance(found, Supported), found
    assert found.text == text
    evidence = found.evidence
    assert knowledge.document(place[0]).text[evidence.start : evidence.end] == evidence.quote
    assert place[1].split()[0] in evidence.quote


@pytest.mark.parametrize(("place", "text"), FALSE)
def test_a_false_sentence_is_not_shown(knowledge: KnowledgeBase, place: tuple[str, str], text: str) -> None:
    assert judge(knowledge, place, text) in (Fault.UNSUPPORTED, Fault.STANDING)


def test_a_draft_is_told_as_a_draft(knowledge: KnowledgeBase) -> None:
    text = (
        "Medarbejdere, der arbejder hjemme mere end to dage om ugen, skal have en arbejdsplads, som lever op "
        "til arbejdsmiljøreglerne."
    )
    place = ("fjordby/hjemmearbejde-udkast-2022.docx", text)
    assert judge(knowledge, place, text) is Fault.STANDING
    assert isinstance(judge(knowledge, place, f"Ifølge udkastet: {text}"), Supported)


def test_what_adopts_nothing_is_not_told_as_decided(knowledge: KnowledgeBase) -> None:
    """»Tiltrådt« was said to an orientation."""
    assert judge(knowledge, NOTED, "Økonomiudvalget tiltrådte indstillingen.") is Fault.STANDING


@pytest.mark.parametrize(
    ("quote", "number", "fault"),
    [
        ("Udvalget vedtog en helt ny plan for havnen.", 1, Fault.NO_QUOTE),
        ("Tiltraadt.", 1, Fault.NO_QUOTE),
        ("iltrådt.", 1, Fault.NO_QUOTE),
        ("", 1, Fault.NO_QUOTE),
        ("»«", 1, Fault.NO_QUOTE),
        ("Tiltrådt.", 2, Fault.NO_SOURCE),
        ("Tiltrådt.", -1, Fault.NO_SOURCE),
        ("deltog", 1, Fault.NO_QUOTE),
    ],
)
def test_a_quote_has_to_stand_in_the_source_it_names(
    knowledge: KnowledgeBase, quote: str, number: int, fault: Fault
) -> None:
    cited = source(knowledge, *ADOPTED)
    text = "Økonomiudvalget tiltrådte indstillingen."
    assert supported(knowledge._store, Draft(text, number, quote), {1: cited}) is fault


def test_a_quote_from_elsewhere_in_the_document_is_none(knowledge: KnowledgeBase) -> None:
    cited = source(knowledge, *ADOPTED)
    elsewhere = "Sendt i høring til den 15. maj 2024."
    assert elsewhere in knowledge.document(ECONOMY).text
    assert supported(knowledge._store, Draft(elsewhere, 1, elsewhere), {1: cited}) is Fault.NO_QUOTE


def test_the_whole_sentence_counts_however_little_of_it_is_quoted(knowledge: KnowledgeBase) -> None:
    """»Støtten på 150.000 kr. er bevilget« stands there; what follows takes half of it back."""
    cited = source(knowledge, *GRANTED)
    quote = "Støtten på 150.000 kr. er bevilget"
    assert supported(knowledge._store, Draft(f"{quote}.", 1, quote), {1: cited}) is Fault.UNSUPPORTED


@pytest.mark.parametrize(
    "text",
    [
        "Økonomiudvalget <b>tiltrådte</b> indstillingen.",
        "Økonomiudvalget tiltrådte indstillingen.<script>alert(1)</script>",
        "**Økonomiudvalget** tiltrådte indstillingen.",
        "Økonomiudvalget tiltrådte [indstillingen](https://ondt.dk).",
        "Økonomiudvalget tiltrådte indstillingen, se https://ondt.dk.",
        "Økonomiudvalget tiltrådte indstillingen, se www.ondt.dk.",
        "# Økonomiudvalget tiltrådte indstillingen.",
        "Økonomiudvalget tiltrådte\u202e indstillingen.",
        "Økonomiudvalget tiltrådte\u200b indstillingen.",
        "Økonomiudvalget tiltrådte\x07 indstillingen.",
        "Økonomiudvalget tiltrådte indstillingen. ✅",
        "`Økonomiudvalget` tiltrådte indstillingen.",
        "Tiltrådte Økonomiudvalget indstillingen?",
        "Økonomiudvalget tiltrådte indstillingen. Den gælder alle.",
        "Økonomiudvalget tiltrådte indstillingen ( ).",
        "Økonomiudvalget tiltrådte ████.",
        "",
    ],
)
def test_only_plain_prose_is_shown(knowledge: KnowledgeBase, text: str) -> None:
    assert judge(knowledge, ADOPTED, text) is Fault.NOT_PLAIN


def test_blanks_and_marks_around_a_quote_may_differ(knowledge: KnowledgeBase) -> None:
    cited = source(knowledge, *THEME_DAY)
    quote = f"»{THEME_DAY[1].replace(' ', chr(10), 3)}«"
    assert isinstance(supported(knowledge._store, Draft(THEME_DAY[1], 1, quote), {1: cited}), Supported)
