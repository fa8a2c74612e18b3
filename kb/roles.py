"""Who may do what: three roles, each of which may do what those before it may."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from kb.errors import RoleError
from kb.strings_da.problems import CHOOSE_ONE


class Role(Enum):
    """What somebody may do; the values are what people see and what settings say."""

    READER = "læser"
    EDITOR = "redaktør"
    ADMIN = "administrator"

    def covers(self, needed: Role) -> bool:
        """Whether this role may do what ``needed`` may."""
        order = tuple(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True)
class Grants:
    """Who has which role: e-mails of editors and administrators, and the role of anybody else."""

    editors: Collection[str] = ()
    admins: Collection[str] = ()
    everyone: Role = Role.READER


def role_named(word: str) -> Role:
    """The role that a word of a setting means, in Danish or by its name here. Raises ValueError."""
    wanted = word.strip().casefold()
    for role in Role:
        if wanted in (role.value, role.name.casefold()):
            return role
    raise ValueError(CHOOSE_ONE.format(choices=", ".join(role.value for role in Role)))


def role_of(email: str | None, grants: Grants) -> Role:
    """The role of who is signed in with an e-mail, its case aside; of anybody where it is None."""
    if email is not None:
        for emails, role in ((grants.admins, Role.ADMIN), (grants.editors, Role.EDITOR)):
            if not grants.everyone.covers(role) and _plain(email) in map(_plain, emails):
                return role
    return grants.everyone


def require(held: Role, needed: Role) -> None:
    """Nothing. Raises RoleError where the role held may not do what is needed."""
    if not held.covers(needed):
        raise refusal(held, needed)


def refusal(held: Role, needed: Role) -> RoleError:
    """What is said to somebody who does not have the role needed."""
    return RoleError("not_allowed", needed=needed.value, held=held.value)


def _plain(email: str) -> str:
    """An e-mail as it is compared."""
    return email.strip().casefold()
