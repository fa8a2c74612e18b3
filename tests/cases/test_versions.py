"""Two papers beside each other: sections matched, moved ones noticed, and each text given back."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kb.cases.versions import Comparison, DateChange, State, Version, compare, sections_of
from kb.datatypes import Document, Page, Section, SectionKind, TitleSource
from kb.knowledge import KnowledgeBase

CASE = ("Sagsfremstilling", SectionKind.CASE, "Cykelstien bliver 1,4 kilometer lang. Den bygges i 2025.\n\n")
MONEY = ("Økonomi", SectionKind.ECONOMY, "Udgiften er 4,2 mio. kr. Den finansieres af puljen.\n\n")
DECIDED = ("Beslutning", SectionKind.DECISION, "Godkendt.\n")
Part = tuple[str, SectionKind, str]


def paper(*parts: Part, day: dt.date | None = None) -> Version:
    """A paper of these sections: heading, kind and text."""
    text, sections = "", []
    for at, (heading, kind, body) in enumerate(parts):
        start = len(text)
        text += f"{heading}\n\n" if heading else ""
        sections.append(Section(at, kind, heading, start, len(text), len(text) + len(body)))
        text += body
    document = Document(
        "a.pdf",
        "A",
        TitleSource.HEADING,
        text,
        (Page(1, 0, len(text)),),
        (),
        tuple(sections),
        "pdf",
        "0",
        date=day,
    )
    return Version(document, 0, len(text))


def states(found: Comparison) -> list[tuple[State, bool, str]]:
    """What became of each section, whether it moved, and its heading."""
    return [
        (
            pair.state,
            pair.moved,
            (pair.after or pair.before or Section(0, SectionKind.OTHER, "", 0, 0, 0)).heading,
        )
        for pair in found.pairs
    ]


def texts(found: Comparison, before: Version, after: Version) -> tuple[str, str]:
    """Both texts, put together from the sections in their order."""
    sides = []
    for side, version in (("before", before), ("after", after)):
        told = []
        for pair in found.pairs:
            section = getattr(pair, side)
            if section is not None:
                heading = version.document.text[section.start : section.body_start]
                body = "".join(getattr(piece, side) for each in pair.stretches for piece in each.pieces)
                told.append((section.start, heading + body))
        sides.append("".join(text for _, text in sorted(told)))
    return sides[0], sides[1]


def test_sections_are_same_changed_added_and_removed() -> None:
    dearer = ("Økonomi", SectionKind.ECONOMY, "Udgiften er 5,1 mio. kr. Den finansieres af puljen.\n\n")
    old, new = (
        paper(CASE, MONEY, ("Bilag", SectionKind.ATTACHMENTS, "1 - Kort\n")),
        paper(CASE, dearer, DECIDED),
    )
    found = compare(old, new)
    assert states(found) == [
        (State.SAME, False, "Sagsfremstilling"),
        (State.CHANGED, False, "Økonomi"),
        (State.REMOVED, False, "Bilag"),
        (State.ADDED, False, "Beslutning"),
    ]
    assert found.moved == 0
    assert 0.6 < found.shared < 0.9


def test_a_moved_section_is_noticed_and_the_fewest_are_called_moved() -> None:
    found = compare(paper(CASE, MONEY, DECIDED), paper(DECIDED, CASE, MONEY))
    assert states(found) == [
        (State.SAME, True, "Beslutning"),
        (State.SAME, False, "Sagsfremstilling"),
        (State.SAME, False, "Økonomi"),
    ]
    assert found.moved == 1


def test_a_section_under_another_heading_is_known_by_its_words() -> None:
    renamed = ("Det handler sagen om", SectionKind.UNKNOWN, CASE[2])
    found = compare(paper(("Baggrunden", SectionKind.UNKNOWN, CASE[2])), paper(renamed))
    assert states(found) == [(State.CHANGED, False, "Det handler sagen om")]
    assert not any(stretch.changed for stretch in found.pairs[0].stretches)


def test_a_date_that_was_changed_is_told() -> None:
    old = paper(("Tid", SectionKind.OTHER, "Stormødet holdes tirsdag den 5. april 2022 på Rådhuset.\n"))
    new = paper(("Tid", SectionKind.OTHER, "Stormødet holdes torsdag den 6. oktober 2022 på Rådhuset.\n"))
    assert compare(old, new).dates == (DateChange(dt.date(2022, 4, 5), dt.date(2022, 10, 6)),)


def test_a_paper_without_sections_or_without_text_is_compared_too() -> None:
    bare = paper(CASE)
    bare = Version(replace(bare.document, sections=()), 0, bare.end)
    assert states(compare(bare, bare)) == [(State.SAME, False, "")]
    empty = Version(bare.document, 5, 5)
    assert compare(empty, empty) == Comparison((), (), 1.0, False)
    assert [pair.state for pair in compare(empty, bare).pairs] == [State.ADDED]


@given(
    first=st.lists(
        st.sampled_from([CASE, MONEY, DECIDED, ("", SectionKind.PREAMBLE, "Udkast\n")]), max_size=5
    ),
    second=st.lists(st.sampled_from([CASE, MONEY, DECIDED, ("Nyt", SectionKind.UNKNOWN, "")]), max_size=5),
)
def test_headings_and_pieces_give_each_text_back_exactly(first: list[Part], second: list[Part]) -> None:
    old, new = paper(*first), paper(*second)
    assert texts(compare(old, new), old, new) == (old.document.text, new.document.text)


def test_all_papers_of_all_cases_of_the_sample_are_given_back(knowledge: KnowledgeBase) -> None:
    compared = 0
    for case in knowledge.cases():
        versions = []
        for part in case.parts:
            document = knowledge.document(part.document)
            item = None if part.item is None else document.items[part.item]
            bounds = (0, len(document.text)) if item is None else (item.start, item.end)
            versions.append(Version(document, *bounds))
        for old, new in pairwise(versions):
            given_back = texts(compare(old, new), old, new)
            assert given_back[0] == old.document.text[old.start : old.end]
            assert given_back[1] == new.document.text[new.start : new.end]
            assert sections_of(old)
            compared += 1
    assert compared >= 10


def test_sixty_pages_are_compared_in_a_moment() -> None:
    def long(word: str) -> Version:
        parts = [
            (
                f"{number}. Afsnit",
                SectionKind.OTHER,
                "".join(f"Punkt {line} om {word} nummer {number} og {line % 7}. " for line in range(40))
                + "\n\n",
            )
            for number in range(70)
        ]
        return paper(*parts)

    old, new = long("skolen"), long("børnehaven")
    assert len(old.document.text) > 60 * 1_500
    started = time.perf_counter()
    found = compare(old, new)
    assert time.perf_counter() - started < 3
    assert texts(found, old, new) == (old.document.text, new.document.text)
