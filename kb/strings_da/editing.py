"""Words for signing in, corrections and feedback (kb/ui/visitor.py, correcting.py, feedback.py)."""

from __future__ import annotations


class Editing:
    """Words of what only some may see, in the order in which they are met."""

    # who somebody is
    ACCOUNT = "Konto"
    SIGN_IN = "Log ind"
    SIGN_IN_WITH = "Log ind med {provider}"
    SIGN_OUT = "Log ud"
    SIGNED_IN_AS = "Logget ind som {email}"
    OPEN_TO_ALL = "Bemærk: alle, der kan nå adressen, har rollen {role}."

    # pages; the paths stand in shared links
    NAV_CORRECTIONS = "Rettelser"
    NAV_FEEDBACK = "Tilbagemeldinger"
    PATH_CORRECTIONS = "ret"
    PATH_FEEDBACK = "tilbagemeldinger"
