"""HTML for the glossary: words with their meanings, and people in their roles."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from kb.datatypes import Sense, Tenure, Term
from kb.strings_da.ui import Ui
from kb.ui import words
from kb.ui.matter import evidence, evidences
from kb.ui.render import line, section


def term_text(term: Term) -> str:
    """What a search among the words looks through."""
    return "\n".join((term.term, *(sense.meaning for sense in term.senses)))


def tenure_text(tenure: Tenure) -> str:
    """What a search among the roles looks through."""
    return "\n".join((tenure.role, tenure.name, tenure.organisation or ""))


def terms(found: Sequence[Term]) -> str:
    """The words under their letters in Danish order, with a way to every letter."""
    if not found:
        return section("kb-terms", Ui.TERMS, f"<p>{Ui.NO_TERMS}</p>")
    ordered = sorted(found, key=lambda each: (not each.term[:1].isalpha(), words.order(each.term)))
    groups = [(letter, list(members)) for letter, members in groupby(ordered, key=_letter)]
    jumps = "".join(f'<li><a href="#{_anchor(letter)}">{escape(letter)}</a></li>' for letter, _ in groups)
    body = "".join(
        f'<h3 id="{_anchor(letter)}" tabindex="-1">{escape(letter)}</h3>'
        f'<dl class="kb-terms">{"".join(_term(each) for each in members)}</dl>'
        for letter, members in groups
    )
    return section(
        "kb-terms",
        Ui.TERMS,
        f'<nav class="kb-letters" aria-label="{Ui.LETTERS}"><ul>{jumps}</ul></nav>{body}',
    )


def tenures(found: Sequence[Tenure]) -> str:
    """Who is named in which role, and from when to when the papers show it."""
    if not found:
        return section("kb-who", Ui.WHO_IS_WHO, f"<p>{Ui.NO_TENURES}</p>")
    body = "".join(
        f"<h3>{escape(words.sentence(role))}</h3>"
        f'<ul class="kb-brief">{"".join(_tenure(each) for each in held)}</ul>'
        for role, held in groupby(found, key=lambda each: each.role)
    )
    return section("kb-who", Ui.WHO_IS_WHO, f"<p>{Ui.WHO_LEAD}</p>{body}")


def _term(term: Term) -> str:
    """One word with each of its meanings."""
    count = len(term.senses)
    badge = f' <span class="kb-badge">{Ui.SENSES.format(count=count)}</span>' if count > 1 else ""
    return f"<dt>{escape(term.term)}{badge}</dt>{''.join(_sense(each) for each in term.senses)}"


def _sense(sense: Sense) -> str:
    """One meaning with who says so and when, and the words that do."""
    uses = Ui.USES.format(documents=words.documents(sense.uses)) if sense.uses > 1 else ""
    parts = (sense.committee or "", words.date(sense.date) if sense.date else "", uses)
    return (
        f"<dd><p>{escape(' '.join(sense.meaning.split()))}</p>"
        f"{line(parts)}<p>{evidence(sense.evidence)}</p></dd>"
    )


def _tenure(tenure: Tenure) -> str:
    """One person in one role, from when to when, and the words that say so."""
    seen = words.span(tenure.first, tenure.last) or Ui.NO_DATE
    parts = (tenure.organisation or "", Ui.SEEN.format(when=seen))
    return (
        f'<li><p class="kb-title">{escape(tenure.name)}</p>{line(parts)}'
        f"{evidences(tenure.evidence, tenure.name)}</li>"
    )


def _letter(term: Term) -> str:
    """The letter that a word stands under."""
    first = term.term[:1].upper()
    return first if first.isalpha() else Ui.OTHER_LETTERS


def _anchor(letter: str) -> str:
    """The id of a letter's heading: plain, whatever the letter is."""
    return f"bogstav-{'-'.join(str(ord(each)) for each in letter)}"
