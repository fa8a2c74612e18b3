"""What a short question takes over from the one before it: "Hvornår?", "Og i 2023?", "Hvad med Byrådet?".

Rules only, and nothing hidden: the question that is really asked is put together here as text, so that it can
be shown, shared and asked again by itself.

    names a committee or a time and nothing else ─> the question before, with that in its place
    asks without saying about what               ─> itself, with what the question before was about behind it
    anything else                                ─> itself; nothing is taken over
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kb.answers.question import COMMITTEE, PERIOD, Asked, Intent, Interpretation, blanked, interpret
from kb.danish.tokens import words
from kb.datatypes import Date, Recognised

SUBJECT = "subject"
LONGEST = 9
"""A question of more words than this says itself what it is about."""

MOST_WORDS = 8
"""How many words of the question before tell what it was about."""

# "Og hvad med ... da?": all that stands beside the committee or time that takes the place of another.
_JOINING = frozenset(
    """og men så hvad hvordan med i for til på om af end også nu det den de der da hos fra er var blev hvis
    samme tilfælde ja nej ok okay tak gælder gjaldt skete sker forhold hensyn hvor ift ved under""".split()
)
# Points back to what was talked about.
_POINTING = re.compile(
    r"\b(?:det|den|de|dem|dens|dets|deres|dette|denne|disse|han|hun|sagen|punktet|forslaget|planen|derefter|bagefter"
    r"|så|derom|herom|herefter|dertil|dermed|heraf|deraf)\b",
    re.IGNORECASE,
)
# Asks for one side of a matter and never says by itself which matter.
_ASPECTS = re.compile(
    r"(?:stem(?:te|t|mer|merne|mes)|afstemning(?:en)?|imod|enstemmigt?|enige?|uenige?|flertal(?:let)?|mindretal(?:let)?|forbehold"
    r"|indstill(?:er|ede|et|ing|ingen)|foreslog|foreslået|anbefal(?:er|ede|et|ing|ingen)|besluttet|beslutning(?:en)?|resultat(?:et)?|udfald(?:et)?"
    r"|deltog|deltager|bestem(?:mer|te|t)|skrev|sagde|ikke|endeligt?|vedtaget|godkendt|udsat|afvist|begrundelse(?:n|r|rne)?|baggrund(?:en)?|årsag(?:en)?|grunden|formål(?:et)?"
    r"|økonomien|økonomisk(?:e)?|konsekvens(?:en|er|erne)|kost(?:e|er|ede)|pris(?:en)?|udgift(?:en|er|erne)|beløb(?:et)?|penge(?:ne)?"
    r"|dato(?:en)?|frist(?:en)?|tidspunkt(?:et)?|tidsplan(?:en)?|uddyb(?:e|ning)?|uddybes|mere|flere|andet|andre|detaljer(?:ne)?|yderligere"
    r"|referat(?:et)?|dokument(?:et)?|bilag(?:et|ene)?|kilde(?:n|r|rne)?|høring(?:en|ssvar|ssvarene)|forløb(?:et)?|status|skridt|næste|videre"
    r"|senere|tidligere|først|sidst|ansvar(?:et|lige?)?|fravær(?:ende)?|stadig(?:væk)?|gældende|dag|præcist?|nærmere|hurtigt|længe"
    r"|borgerne|medarbejderne|lederne|politikerne)",
    re.IGNORECASE,
)
_WHICH_ONE = re.compile(
    r"^\W*(?:og |i |på )?hvilk(?:et|en) (?:udvalg|møde|side|paragraf|afsnit|sag|år|dag|måned|dokument)\W*$",
    re.IGNORECASE,
)
_ORDERS = re.compile(r"\b(?:alle|samtlige|oversigt|liste|hvilke)\b", re.IGNORECASE)
_END = " \t\n?!.,;:"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with what it takes over: ``asked`` is the question in full, ``previous`` the one before.

    ``carried`` are the committees, the period and the subject (kind ``subject``) that stand in ``asked`` and
    were not typed; each goes by its key where a person takes it away.
    """

    typed: str
    previous: str
    asked: str
    carried: tuple[Recognised, ...]


def follow_up(typed: str, previous: str, today: Date, without: Collection[str] = ()) -> FollowUp | None:
    """The question in full, None where it takes nothing over from the ``previous`` one.

    ``without`` are the keys of what a person took away again. Relative dates count from ``today``.
    """
    if not (words(typed) and words(previous)):
        return None
    new, old = interpret(typed, today), interpret(previous, today)
    if _stands_in(typed, new):
        return _in_its_place(typed, new, old, without)
    if _asks_without_subject(typed, new):
        return _about_the_same(typed, new, old, without)
    return None


def _stands_in(typed: str, new: Interpretation) -> bool:
    """Whether the question is just a committee or a time, with words that join it to what was said."""
    return bool(new.recognised) and set(_rest(typed, new)) <= _JOINING


def _asks_without_subject(typed: str, new: Interpretation) -> bool:
    """Whether the question does not say by itself what it is about."""
    if _WHICH_ONE.match(typed):
        return True
    if len(words(typed)) > LONGEST or new.register is not Asked.NONE or new.defined is not None:
        return False
    if _ORDERS.search(typed) or any(not _ASPECTS.fullmatch(word) for word in new.content):
        return False
    if new.names or (
        new.intent is Intent.FACT and not (new.content or _POINTING.search(typed) or len(words(typed)) < 3)
    ):
        return False
    whole = bool(new.committees) and new.period is not None
    return not whole or bool(_POINTING.search(blanked(typed, _spans(new.recognised))))


def _in_its_place(
    typed: str, new: Interpretation, old: Interpretation, without: Collection[str]
) -> FollowUp | None:
    """The question before with the new committee or time instead of its own, or at its end."""
    if not old.content and not old.recognised:
        return None
    kinds = {each.kind for each in new.recognised}
    carried = tuple(each for each in old.recognised if each.kind not in kinds)
    text = old.question.rstrip(_END)
    gone = [each for each in old.recognised if each.kind in kinds or each.key in without]
    replaced: set[str] = set()
    for each in sorted(gone, key=lambda one: -one.start):
        first = each.kind in kinds and each.kind not in replaced
        instead = _phrase(typed, new, each.kind) if first else ""
        replaced.add(each.kind)
        owner = _genitive(text[each.start : each.end], instead)
        text = f"{text[: each.start]}{instead}{owner}{text[each.end :]}"
    for kind in (COMMITTEE, PERIOD):
        if kind in kinds and kind not in replaced:
            text += f" {'i ' if kind == COMMITTEE else ''}{_phrase(typed, new, kind)}"
    kept = tuple(each for each in carried if each.key not in without)
    return FollowUp(typed, old.question, f"{' '.join(text.split())}?", kept)


def _about_the_same(
    typed: str, new: Interpretation, old: Interpretation, without: Collection[str]
) -> FollowUp | None:
    """The question with what the one before was about in brackets behind it; None where that is nothing."""
    subject = " ".join(old.content[:MOST_WORDS])
    carried = [Recognised(SUBJECT, subject, 0, 0)] if subject else []
    kinds = {each.kind for each in new.recognised}
    carried += [each for each in old.recognised if each.kind not in kinds]
    kept = [each for each in carried if each.key not in without]
    if not carried:
        return None
    parts = [_told(each, old) for each in kept]
    behind = f" ({', '.join(parts)})" if parts else ""
    return FollowUp(typed, old.question, f"{typed.strip(_END)}{behind}?", tuple(kept))


def _told(carried: Recognised, old: Interpretation) -> str:
    """What is taken over in words: a committee by its name, a time as the question before put it."""
    if carried.kind == PERIOD:
        return old.question[carried.start : carried.end]
    return ", ".join(carried.value.split()) if carried.kind == SUBJECT else carried.value


def _rest(typed: str, new: Interpretation) -> list[str]:
    """The words of the question beside the committees and the time."""
    return [word.lower() for word in words(blanked(typed, _spans(new.recognised)))]


def _spans(recognised: Sequence[Recognised]) -> list[tuple[int, int]]:
    """Where they stand."""
    return [(each.start, each.end) for each in recognised]


def _phrase(typed: str, new: Interpretation, kind: str) -> str:
    """The new committees by name, or the new time as it was typed."""
    if kind == PERIOD:
        found = next(typed[each.start : each.end] for each in new.recognised if each.kind == kind)
        return found[:1].lower() + found[1:]
    return " og ".join(new.committees)


def _genitive(old: str, instead: str) -> str:
    """The s that the old words end in where they own something ("Økonomiudvalgets") and the new do not."""
    owns = old.endswith(("ets", "ens"))
    return "s" if instead and owns and not instead.endswith("s") else ""
