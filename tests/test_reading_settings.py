"""The settings that say how files are read, and the passwords, which stand nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import SettingsError
from kb.serve import environment
from kb.settings import Settings, load_settings

TWO = ("hemmelig, med komma", "[anden]")


def secrets(settings: Settings) -> tuple[str, ...]:
    return tuple(each.get_secret_value() for each in settings.passwords)


def test_one_password_or_a_list_of_them_stands_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for written, read in (
        ("", ()),
        ("hemmelig, med komma", TWO[:1]),
        ('["hemmelig, med komma", "[anden]"]', TWO),
    ):
        monkeypatch.setenv("KB_PASSWORDS", written)
        assert secrets(load_settings()) == read


def test_the_passwords_stand_in_kb_toml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kb.toml").write_text('passwords = ["hemmelig, med komma", "[anden]"]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert secrets(load_settings()) == TWO


def test_no_password_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_PASSWORDS", '["hemmelig"')
    with pytest.raises(SettingsError) as caught:
        load_settings()
    settings = Settings(passwords=TWO)
    shown = f"{caught.value} {settings!r} {settings} {settings.model_dump_json()}"
    assert "hemmelig" not in shown
    assert "anden" not in shown


def test_the_web_app_gets_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for settings in (Settings(), Settings(passwords=TWO, read_seconds=5, read_pages=7)):
        for name, value in environment(settings).items():
            monkeypatch.setenv(name, value)
        again = load_settings()
        assert secrets(again) == secrets(settings)
        assert (again.read_seconds, again.read_pages) == (settings.read_seconds, settings.read_pages)


@pytest.mark.parametrize("name", ["read_seconds", "read_memory_mb", "read_pages", "read_file_mb"])
def test_a_limit_that_nothing_fits_in_is_refused(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(**{name: 0})
    assert name in caught.value.message
