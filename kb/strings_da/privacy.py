"""Words for personal data that is hidden, and for what is asked to be forgotten."""

from __future__ import annotations

from kb.datatypes import Masked, MaskedKind


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


KINDS: dict[MaskedKind, tuple[str, str]] = {
    MaskedKind.CPR: ("CPR-nummer", "CPR-numre"),
    MaskedKind.EMAIL: ("e-mailadresse", "e-mailadresser"),
    MaskedKind.PHONE: ("telefonnummer", "telefonnumre"),
    MaskedKind.WORDS: ("glemt oplysning", "glemte oplysninger"),
}


class Privacy:
    """Words about personal data."""

    HIDDEN = "Personoplysninger, der er skjult i indekset:"
    HIDDEN_REMEDY = "Kontrollér dokumenterne: De oprindelige filer indeholder stadig oplysningerne."
    ON_PAGE = "side {pages}"
    QUESTION_MASKED = "Spørgsmålet indeholdt et CPR-nummer. Det er skjult og er ikke brugt i søgningen."

    @classmethod
    def told(cls, masked: Masked) -> str:
        """What is hidden in a document and where: »2 CPR-numre (side 1, 3)«."""
        counted = _counted(masked.count, *KINDS[masked.kind])
        pages = ", ".join(map(str, sorted(set(masked.pages))))
        return f"{counted} ({cls.ON_PAGE.format(pages=pages)})" if pages else counted
