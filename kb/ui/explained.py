"""Text with the words that the material explains marked, each with a pop-up that says what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from kb.danish.analysis import match_keys
from kb.danish.tokens import TOKEN
from kb.datatypes import Sense, Term
from kb.strings_da.newcomers import Newcomers
from kb.strings_da.ui import Ui
from kb.ui import address, words
from kb.ui.render import prose

SHOWN_SENSES = 2
"""How many meanings a pop-up tells; the glossary has the rest."""


@dataclass(frozen=True, slots=True)
class Found:
    """A term that ``text[start:end]`` is."""

    start: int
    end: int
    term: Term


def with_terms(text: str, terms: Sequence[Term], prefix: str, document: str = "") -> str:
    """The text as HTML, escaped, with a button on the first mention of each term and the pop-ups after it.

    ``prefix`` tells the pop-ups from others of the page: a plain word, once a page. Of several meanings those
    from the collection of ``document`` come first.
    """
    pieces, popovers, end = [], [], 0
    for number, found in enumerate(mentions(text, terms)):
        name = f"ord-{prefix}-{number}"
        pieces += [prose(text[end : found.start]), _button(text[found.start : found.end], name)]
        popovers.append(_popover(found.term, name, document))
        end = found.end
    return "".join([*pieces, prose(text[end:]), *popovers])


def mentions(text: str, terms: Sequence[Term]) -> list[Found]:
    """The first mention of each term in the text, in order: whole words, the longest term where several fit.

    An abbreviation must stand as it is written in the glossary, any other word may stand in any form.
    """
    tokens = list(TOKEN.finditer(text))
    by_first = _by_first_word(terms)
    longest = max([1, *(len(_words(term)) for term in terms)])
    found: list[Found] = []
    seen: set[str] = set()
    at = 0
    while at < len(tokens):
        term = next(_fitting(text, tokens[at : at + longest], by_first), None)
        if term is None:
            at += 1
            continue
        last = at + len(_words(term)) - 1
        if term.term not in seen:
            seen.add(term.term)
            found.append(Found(tokens[at].start(), tokens[last].end(), term))
        at = last + 1
    return found


def _by_first_word(terms: Sequence[Term]) -> Mapping[str, list[Term]]:
    """The terms by each key of their first word, those of most words first."""
    found: dict[str, list[Term]] = {}
    for term in sorted(terms, key=lambda each: (-len(_words(each)), each.term)):
        for key in _keys(_words(term)[0]) if _words(term) else ():
            found.setdefault(key, []).append(term)
    return found


def _fitting(
    text: str, tokens: Sequence[re.Match[str]], by_first: Mapping[str, list[Term]]
) -> Iterator[Term]:
    """The terms that the tokens begin with."""
    candidates = {
        id(term): term for key in sorted(_keys(tokens[0][0])) for term in by_first.get(key, ())
    }.values()
    for term in sorted(candidates, key=lambda each: (-len(_words(each)), each.term)):
        wanted = _words(term)
        here = tokens[: len(wanted)]
        together = all(text[one.end() : two.start()] == " " for one, two in pairwise(here))
        if len(here) == len(wanted) and together:
            pairs = zip(wanted, (each[0] for each in here), strict=True)
            if all(_same(word, token) for word, token in pairs):
                yield term


def _words(term: Term) -> list[str]:
    return [match[0] for match in TOKEN.finditer(term.term)]


def _keys(word: str) -> frozenset[str]:
    return frozenset({word}) if _is_acronym(word) else match_keys(word)


def _is_acronym(word: str) -> bool:
    """Whether the word begins with two capital letters."""
    return len(word) > 1 and word[:2].isupper()


def _same(word: str, token: str) -> bool:
    """Whether a token of a text is the word of a term."""
    if _is_acronym(word) or _is_acronym(token):
        return word == token
    return not match_keys(word).isdisjoint(match_keys(token))


def _button(word: str, name: str) -> str:
    return (
        f'<button type="button" class="kb-term" popovertarget="{name}" '
        f'aria-label="{escape(word)}, {Newcomers.EXPLAINS}">{escape(word)}</button>'
    )


def _popover(term: Term, name: str, document: str) -> str:
    """What the term means, in the words of the material, with their place; it may stand in a paragraph."""
    collection = document.partition("/")[0]
    ordered = sorted(term.senses, key=lambda each: each.evidence.document.partition("/")[0] != collection)
    senses = "".join(_sense(each) for each in ordered[:SHOWN_SENSES])
    more = ""
    if len(term.senses) > 1:
        way = address.link(Ui.PATH_TERMS, {Ui.PARAM_TEXT: term.term})
        count = Newcomers.MORE_SENSES.format(count=len(term.senses))
        more = f'<span class="kb-sense">{count} <a href="{way}">{Newcomers.ALL_TERMS}</a></span>'
    return (
        f'<span popover id="{name}" class="kb-popover kb-meaning" role="dialog" '
        f'aria-label="{escape(Newcomers.EXPLANATION.format(term=term.term))}">'
        f"<strong>{escape(term.term)}</strong>{senses}{more}</span>"
    )


def _sense(sense: Sense) -> str:
    meaning = " ".join(sense.meaning.split())
    return (
        f'<span class="kb-sense">»{escape(meaning)}«</span>'
        f'<span class="kb-meta"><a href="{address.to_evidence(sense.evidence)}">{Newcomers.SEE_MEANING}'
        f'<span class="kb-hidden">: {escape(meaning)}</span></a> '
        f"<span>{escape(words.source(sense.evidence))}</span></span>"
    )
