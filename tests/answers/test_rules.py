"""The rules that decide whether a sentence may answer, on sentences made for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kb.answers.candidates import Candidate, WeightedWord, beyond, coverage
from kb.answers.confidence import NOTHING, Signals, confidence, named
from kb.answers.fit import fits, is_fragment, same_committee
from kb.answers.kinds import is_of_kind
from kb.answers.preference import choose, ranked
from kb.answers.question import interpret
from kb.answers.quotes import quote_span, with_what_it_refers_to
from kb.answers.verify import verified
from kb.datatypes import (
    Block,
    BlockKind,
    Citation,
    Document,
    Hit,
    Page,
    Section,
    SectionKind,
    Status,
    TitleSource,
)

TODAY = dt.date(2026, 11, 22)


def document(text: str, kind: SectionKind, status: Status = Status.MINUTES) -> Document:
    """A one-page document with one section; lines that start with "- " are list items."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            shape = BlockKind.LIST_ITEM if line.startswith("- ") else BlockKind.PARAGRAPH
            blocks.append(Block(shape, at, at + len(line)))
        at += len(line) + 1
    section = Section(0, kind, "", 0, 0, len(text), "Økonomiudvalget", dt.date(2022, 12, 6))
    return Document(
        id="a.txt",
        title="En sag",
        title_source=TitleSource.HEADING,
        text=text,
        pages=(Page(1, 0, len(text)),),
        blocks=tuple(blocks),
        sections=(section,),
        format="txt",
        sha256="",
        committee="Økonomiudvalget",
        date=dt.date(2022, 12, 6),
        status=status,
    )


def candidate(
    sentence: str,
    kind: SectionKind = SectionKind.CASE,
    text: str | None = None,
    status: Status = Status.MINUTES,
) -> Candidate:
    """The sentence as a candidate, alone or in ``text``."""
    made = document(text or sentence, kind, status)
    start = made.text.index(sentence)
    section = made.sections[0]
    hit = Hit(
        rank=1,
        score=1.0,
        document=made.id,
        title=made.title,
        committee=made.committee,
        date=made.date,
        section="",
        section_kind=kind,
        status=status,
        page=1,
        page_inferred=False,
        text=made.text,
        start=0,
        end=len(made.text),
        legs={},
        chunk=0,
    )
    return Candidate(hit, made, section, start, start + len(sentence), 0.9, 0.9, 1.0, 1.0)


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Hvornår åbner hallen?", "Hallen åbner den 3. maj.", True),
        ("Hvornår åbner hallen?", "Hallen åbner snart igen for alle.", False),
        ("Hvor mange elever har skolen?", "Skolen har 212 elever.", True),
        ("Hvor mange elever har skolen?", "Skolens elever holdt fest den 3. maj 2022.", False),
        ("Hvor mange elever har skolen?", "Skolen har elever fra hele byen.", False),
        ("Hvad koster hallen?", "Hallen koster 27 mio. kr.", True),
        ("Hvad koster hallen?", "Hallen er på 400 kvadratmeter.", False),
        ("Hvem er borgmester?", "Borgmester Asta Fjordvang bød velkommen.", True),
        ("Hvem er borgmester?", "Asta Fjordvang (A), borgmester", True),
        ("Hvem er borgmester?", "Borgmesterens Afdeling har ingen bemærkninger.", False),
        ("Hvem er borgmester?", "Kommunaldirektør Jonas Kroustrup bød velkommen.", False),
        ("Hvorfor deltog hun ikke?", "Hun deltog ikke under behandling af punktet.", False),
        ("Hvorfor lukker hallen?", "Hallen lukker, fordi taget er utæt.", True),
        ("Hvorfor lukker hallen?", "Skolen får nye vinduer, fordi de gamle er utætte.", False),
        ("Hvem har stillet forslaget?", "Forslaget er stillet af Bruno Olesen (SF).", True),
        ("Hvem har stillet forslaget?", "Byrådet behandlede forslaget sammen med borgmesteren.", False),
        ("Hvor meget fik ejerne?", "Ejerne af Tagdækkervej 8 er imod.", False),
        ("Hvor blev mødet holdt?", "Mødet blev holdt i kantinen på rådhuset.", True),
        ("Hvor blev mødet holdt?", "Mødet blev holdt af ledelsen sammen med alle.", False),
        ("Hvad ville en helt ny hal koste?", "En ny hal er overslået til 112 mio. kr.", True),
        ("Hvad ville en helt ny hal koste?", "En ny hal kan stå færdig om tre år.", False),
        ("Hvilken timepris gælder i 2026?", "Internt afregnes der med 850 kr. i timen.", True),
        ("Hvilken entreprenør bygger hallen?", "Hallen opføres af Fjordbyg A/S.", True),
        ("Hvilken bygning holder man op med at bruge?", "Administrationsbygningen i Voldby nedlægges.", True),
        ("Hvilken bygning holder man op med at bruge?", "Man har længe drøftet at flytte.", False),
        ("Hvilket parti foreslog en gondollift?", "113 Undersøgelse af gondollift LA", True),
        ("Hvilket parti stemte imod?", "Imod stemte 10: V, C, O og L.", True),
        ("Hvilket parti foreslog en gondollift?", "I april 2024 blev liften drøftet.", False),
        ("Hvor mange it-systemer vil man ned på?", "Antallet af systemer skal falde til 160.", True),
    ],
)
def test_a_sentence_is_of_the_kind_that_is_asked_for(question: str, sentence: str, expected: bool) -> None:
    assert is_of_kind(candidate(sentence), interpret(question, TODAY)) is expected


def test_of_two_sentences_the_one_of_the_kind_asked_for_is_quoted_first() -> None:
    asked = interpret("Hvornår åbner hallen?", TODAY)
    told, said = candidate("Hallen åbner den 3. maj."), candidate("Hallen åbner snart igen for alle.")
    assert ranked([said, told], asked) == [told, said]
    assert choose(ranked([said, told], asked), asked) == [told]


def test_few_words_without_a_full_stop_answer_only_where_they_are_what_is_asked_for() -> None:
    asked = interpret("Hvornår er der frokost på dagen?", TODAY)
    assert fits(candidate("Frokost kl. 12.30 i kantinen"), asked)
    assert not fits(candidate("Frokost i den store kantine"), asked)


def test_only_a_decision_by_the_named_committee_fits() -> None:
    asked = interpret("Hvad besluttede Økonomiudvalget?", TODAY)
    other = interpret("Hvad besluttede Kommunalbestyrelsen?", TODAY)
    decided = candidate("Tiltrådt.", SectionKind.DECISION)
    recommended = candidate("Direktøren indstiller, at planen godkendes.", SectionKind.RECOMMENDATION)
    assert fits(decided, asked)
    assert not fits(decided, other)
    assert not fits(recommended, asked)


def test_a_draft_decides_nothing() -> None:
    asked = interpret("Hvad besluttede Økonomiudvalget?", TODAY)
    assert not fits(candidate("Tiltrådt.", SectionKind.DECISION, status=Status.DRAFT), asked)


def test_a_sentence_of_another_year_does_not_fit() -> None:
    sentence = "Trivslen var god i alle afdelinger det år."
    assert fits(candidate(sentence), interpret("Hvordan var trivslen i 2022?", TODAY))
    assert not fits(candidate(sentence), interpret("Hvordan var trivslen i 2018?", TODAY))


def test_a_heading_is_no_statement() -> None:
    assert is_fragment("Trafikanalyse af Mågevej")
    assert not is_fragment("Hallen lukker.")
    assert not is_fragment("8.30 Velkomst")


def test_committees_agree_across_place_names() -> None:
    assert same_committee("Aarhus Byråd", "byråd")
    assert not same_committee("Økonomiudvalget", "Kulturudvalget")


def test_a_list_is_quoted_whole_with_its_lead_in() -> None:
    text = "Der er tre temaer:\n\n- Borgeren\n- Det digitale\n- Arbejdspladsen\n\nMere følger."
    whole = "Der er tre temaer:\n\n- Borgeren\n- Det digitale\n- Arbejdspladsen"
    lead = candidate("Der er tre temaer:", text=text)
    item = candidate("- Det digitale", text=text)
    assert text[slice(*quote_span(lead, whole_list=False))] == whole
    assert text[slice(*quote_span(item, whole_list=True))] == whole
    assert text[slice(*quote_span(item, whole_list=False))] == "- Det digitale"


def test_a_sentence_that_points_back_is_quoted_with_the_one_before() -> None:
    text = "Kunstig intelligens må bruges til referater. Den må ikke træffe afgørelser."
    made = document(text, SectionKind.CASE)
    start = text.index("Den må")
    assert with_what_it_refers_to(made, made.blocks[:1], start, len(text)) == (0, len(text))
    assert with_what_it_refers_to(made, made.blocks[:1], 0, 44) == (0, 44)


def test_a_short_decision_is_quoted_with_its_reservations() -> None:
    text = "Tiltrådt.\n\nJens Meilvang (I) deltog ikke."
    assert (
        text[slice(*quote_span(candidate("Tiltrådt.", SectionKind.DECISION, text), whole_list=False))] == text
    )


def test_coverage_weighs_words_and_counts_parts_of_compounds() -> None:
    content = (WeightedWord("stormøde", 0.7), WeightedWord("budget", 0.3))
    assert coverage(content, "Der var TRIO-stormøde i går.") == pytest.approx(0.7)
    assert coverage(content, "Budgettet er lagt.") == pytest.approx(0.3)
    assert coverage(content, "Ingenting.") == 0.0
    assert coverage((), "Hvad som helst") == 1.0


def test_a_sentence_need_not_repeat_what_its_titles_say() -> None:
    content = (WeightedWord("svømmehal", 0.6), WeightedWord("taget", 0.3), WeightedWord("utæt", 0.1))
    left = beyond(content, "Renovering af svømmehallen")
    assert [word.text for word in left] == ["taget", "utæt"]
    assert [word.weight for word in left] == pytest.approx([0.75, 0.25])
    assert coverage(left, "Taget skal skiftes.") == pytest.approx(0.75)
    assert beyond(content[:1], "Renovering af svømmehallen") == ()


def test_names_must_be_named() -> None:
    assert named("Hallen i Grenaa er lukket.", ("Grenaa", "Paris")) == 0.5
    assert named("Hallen er lukket.", ()) == 1.0


def test_confidence_rises_with_every_signal_and_is_a_probability() -> None:
    low = confidence(NOTHING)
    middle = confidence(Signals(0.83, 0.7, 0.7, 1.0))
    high = confidence(Signals(0.9, 1.0, 1.0, 1.0))
    assert 0.0 <= low < middle < high <= 1.0


def test_a_quote_that_does_not_stand_there_never_leaves() -> None:
    made = document("Tiltrådt.", SectionKind.DECISION)
    right = Citation(
        n=1,
        document="a.txt",
        title="En sag",
        committee=None,
        date=None,
        section="Beslutning",
        section_kind=SectionKind.DECISION,
        status=Status.MINUTES,
        page=1,
        page_inferred=False,
        quote="Tiltrådt.",
        start=0,
        end=9,
    )
    assert verified([right], lambda _: made) == (right,)
    with pytest.raises(AssertionError):
        verified([replace(right, quote="Forkastet")], lambda _: made)
    with pytest.raises(AssertionError):
        verified([replace(right, page=2)], lambda _: made)
