"""Words that tell what a text is about: what nearly all municipal papers say, and names, tell nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kb.danish.analysis import EMPTY_WORDS, QUESTION_WORDS, STOP_WORDS, word_terms
from kb.danish.compounds import parts
from kb.danish.lexicon import is_known, is_lemma
from kb.danish.sentences import sentence_spans
from kb.danish.tokens import TOKEN, normalise

SHORTEST = 4
SHORTEST_ACRONYM, LONGEST_ACRONYM = 3, 5
SMALL = 0.34
"""The share of its occurrences in which a common noun stands with a small letter, at the least."""

# What papers, meetings and sentences are made of, whatever they are about.
_EVERYWHERE = frozenset(
    """
    kommune kommunen kommunens kommuner kommunal kommunale udvalg udvalget udvalgets møde mødet møder
    sag sagen sager punkt punkter beslutning beslutninger besluttede besluttet indstilling indstiller
    indstilles godkendt godkendes godkendte godkendelse tiltrådt efterretning taget orientering drøftelse
    drøftet drøfte drøftede drøfter forslag forslaget behandling behandles behandlet bilag referat referatet
    dagsorden dagsordenen dokument dokumentet notat notatet papir sagsfremstilling sagsgang resumé resume
    baggrund formål økonomi økonomiske konsekvenser fraværende afbud deltagere medlem medlemmer formand
    formanden formandens borgmester borgmesteren direktør direktøren chef chefen leder lederen næstformand
    administration administrationen forvaltning forvaltningen direktion direktionen byråd byrådet byrådets
    kommunalbestyrelse kommunalbestyrelsen hovedudvalget økonomiudvalget enig enigt enstemmig stemte imod
    kroner krone mio million millioner procent antal beløb udgift udgifter samlet samlede cirka
    side sider afsnit kapitel emne tema tekst spørgsmål svar eksempel eksempler dato
    januar februar marts april maj juni juli august september oktober november december mandag tirsdag
    onsdag torsdag fredag lørdag søndag året årene måned måneder dage timer uger gang gange første anden
    andet andre tredje fire fem seks syv otte næste nyeste seneste sidste tidligere senere løbende
    ikke kun mere mest mindre mindst flere færre bedre bedste helt meget mange alle hele både samme derfor
    fordi hvis hvert hver enkelte enkelt især inden uden under over mellem blandt gennem omkring siden
    stor store større lille små høj højere lavere lange kort nye nyt gode godt rigtige vigtige vigtigt
    fælles fortsat fremover hidtil allerede stadig stedet sted måde måder del dele dels eget egen egne
    fungerer følger følge følges sætter sætte satte gælder gælde gjaldt foreslår foreslået skrevet skriver
    lægger lægge lagt tager tage tages holder holde holdt holdes bruger bruge bruges brugt bruge brug laver
    lave lavet viser vise vist peger arbejde arbejder arbejdet hjælp hjælpe forventer forventes sikrer sikre
    bedt fået møde mødes sker hedder kalder kaldes ligger ligge ligger bidrager omfatter gives giver
    fortæller fortalte fortalt aftale aftaler aftalen aftalt oplever mener sammen langs fremtidens behov ønske
    ønsker mulighed muligheder indsats indsatser retningslinje retningslinjer retningslinjen ugen ansvar
    sende sender sendes sendte sendt vedtage vedtager vedtages vedtog vedtaget åben åbent åbne åbner lukket
    valg vælge vælger valgt valgte opgave opgaver opgaven opgaverne resultat resultater resultatet
    føre fører føres administrative videre medarbejder
    medarbejdere medarbejderne meter løsning løsninger løsningen arbejdsplads arbejdspladser plan planen
    planer
    evalueres evaluering virkning liste fremlægger fremlægges hidtidige vedtagelse fulgt fuld fuldt status
    opfølgning endelig endelige endeligt udkast version ansøgning
    """.split()
)
_BODY = re.compile(
    r"(?:(?:udvalg|råd)(?:e[nt]s?)?|(?:direktør|chef)(?:ens?)?)$", re.IGNORECASE
)  # who treats a matter is not what it is about
_NOTHING = _EVERYWHERE | STOP_WORDS | QUESTION_WORDS | EMPTY_WORDS


@dataclass(frozen=True, slots=True)
class Told:
    """A word as it stands: first in its sentence, where any word has a capital, or beside a capital."""

    word: str
    first: bool
    beside: bool


def telling_words(text: str) -> list[Told]:
    """The words of ``text`` that may tell what it is about, in order and with repeats.

    Words in capital letters are abbreviations and stand as they are; numbers are left out.
    """
    composed = normalise(text)
    begins = {start for start, _ in sentence_spans(composed)}
    found = []
    tokens = list(TOKEN.finditer(composed))
    for at, match in enumerate(tokens):
        word = match[0].strip("-_")
        bare = word.replace("-", "")
        if not bare.isalpha() or word.lower() in _NOTHING or _BODY.search(word):
            continue
        if len(bare) >= SHORTEST or is_acronym(word):
            first = _begins(composed, match.start(), begins)
            found.append(Told(word, first, _beside_capital(composed, tokens, at, begins)))
    return found


def _beside_capital(text: str, tokens: Sequence[re.Match[str]], at: int, begins: set[int]) -> bool:
    """Whether the word before or after it, a blank away, has a capital that is not its sentence's."""
    here = tokens[at]
    before = tokens[at - 1] if at and tokens[at - 1].end() + 1 == here.start() else None
    after = tokens[at + 1] if at + 1 < len(tokens) and tokens[at + 1].start() == here.end() + 1 else None
    return any(
        near is not None and near[0][0].isupper() and not is_acronym(near[0]) and near.start() not in begins
        for near in (before, after)
    )


def _begins(text: str, start: int, begins: set[int]) -> bool:
    """Whether a word stands first in its sentence, after a list's mark or a number too."""
    while start > 0 and start not in begins and not text[start - 1].isalpha():
        start -= 1
    return start in begins


def is_acronym(word: str) -> bool:
    """Whether the word is written as an abbreviation, such as MED."""
    return word.isupper() and SHORTEST_ACRONYM <= len(word) <= LONGEST_ACRONYM


def word_key(word: str) -> str:
    """What forms of a word have in common; a compound with a hyphen is one word."""
    if is_acronym(word):
        return word
    terms = word_terms(word.lower().replace("-", ""))
    return terms[-1] if terms else word.lower()


def is_name(told: Sequence[Told]) -> bool:
    """Whether a word, as it stands in these places, is a name: it has a capital inside sentences.

    A plan is called by a word with a capital too (Klimaplan 2030): what is made of dictionary words is a name
    only where it mostly stands beside another capital, as a surname does. A compound that begins with an
    abbreviation (TRIO-stormøde) is none.
    """
    inside = [each for each in told if not each.first]
    if any(_is_common(each.word) for each in inside):
        return sum(_is_common(each.word) for each in inside) < SMALL * len(inside)
    if not _is_made_of_words(told[0].word):
        return True
    return sum(each.beside for each in inside) * 2 > len(inside)


def shown_form(told: Sequence[Told]) -> str:
    """The form to show: a dictionary's headword where one occurs, or else the shortest.

    As it is written inside sentences; a word that only begins them gets a small letter, apart from an
    abbreviation in it. Raises ValueError for no places.
    """
    inside = [
        _small(each.word) if is_lemma(each.word.lower()) else each.word for each in told if not each.first
    ]
    written = Counter(inside or [_small(each.word) for each in told])
    return min(written, key=lambda form: (not is_lemma(form.lower()), len(form), -written[form], form))


def is_compound(word: str) -> bool:
    """Whether the word is made of others, as the names of most matters are."""
    return len(parts(word.lower().replace("-", ""))) > 1


def _is_common(form: str) -> bool:
    return form[0].islower() or is_acronym(form) or is_acronym(form.partition("-")[0])


def _is_made_of_words(form: str) -> bool:
    known = is_known(form.lower().replace("-", "")) or is_compound(form)
    return known or is_acronym(form.partition("-")[0])


def _small(form: str) -> str:
    """The form in small letters, apart from an abbreviation at its beginning."""
    head, hyphen, rest = form.partition("-")
    return f"{head}{hyphen}{rest.lower()}" if is_acronym(head) else form.lower()
