"""Roles include one another; who has which is compared without case, and a setting says it in Danish."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import RoleError, SettingsError
from kb.roles import Grants, Role, require, role_of
from kb.serve import environment
from kb.settings import Settings, load_settings

GRANTS = Grants(editors=("Eva@Kommune.dk",), admins=("adam@kommune.dk",))


def test_each_role_may_do_what_those_before_it_may() -> None:
    held = [[role.covers(needed) for needed in Role] for role in (Role.READER, Role.EDITOR, Role.ADMIN)]
    assert held == [[True, False, False], [True, True, False], [True, True, True]]


@pytest.mark.parametrize(
    ("email", "role"),
    [
        (None, Role.READER),
        ("", Role.READER),
        ("en@kommune.dk", Role.READER),
        ("eva@kommune.dk", Role.EDITOR),
        (" EVA@KOMMUNE.DK ", Role.EDITOR),
        ("Adam@kommune.dk", Role.ADMIN),
        ("adam@kommune.dk.evil.example", Role.READER),
    ],
)
def test_a_role_is_that_of_the_email(email: str | None, role: Role) -> None:
    assert role_of(email, GRANTS) is role


def test_nobody_has_less_than_everyone() -> None:
    grants = Grants(editors=("eva@kommune.dk",), everyone=Role.ADMIN)
    assert role_of("eva@kommune.dk", grants) is Role.ADMIN
    assert role_of(None, grants) is Role.ADMIN


def test_who_may_not_is_told_what_it_takes() -> None:
    require(Role.EDITOR, Role.EDITOR)
    with pytest.raises(RoleError) as caught:
        require(Role.READER, Role.EDITOR)
    assert "redaktør" in caught.value.message
    assert "læser" in caught.value.message


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("læser", Role.READER),
        ("Redaktør", Role.EDITOR),
        ("editor", Role.EDITOR),
        (" administrator ", Role.ADMIN),
    ],
)
def test_a_role_is_set_by_its_name(word: str, role: Role) -> None:
    assert load_settings(everyone=word).everyone is role


def test_a_role_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(everyone="chef")
    assert "læser, redaktør, administrator" in caught.value.message


def test_emails_come_from_the_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings().grants == Grants()
    toml = 'editors = ["eva@kommune.dk", "ole@kommune.dk"]\neveryone = "redaktør"\n'
    toml = 'editors = ["eva@kommune.dk", "ole@kommune.dk"]\neveryone = "redaktør"\n'
    (tmp_path / "kb.toml").write_text(toml, "utf-8")
    assert load_settings().grants == Grants(("eva@kommune.dk", "ole@kommune.dk"), (), Role.EDITOR)
    monkeypatch.setenv("KB_EDITORS", "ida@kommune.dk, bo@kommune.dk,")
    assert load_settings().editors == ("ida@kommune.dk", "bo@kommune.dk")


def test_roles_reach_the_web_app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    given = settings.model_copy(
        update={"editors": ("eva@kommune.dk", "ole@kommune.dk"), "everyone": Role.EDITOR}
    )
    for name, value in environment(given).items():
        monkeypatch.setenv(name, value)
    assert load_settings().grants == given.grants
