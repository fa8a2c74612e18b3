"""Known weaknesses of the packages in requirements.lock: ``make audit``.

pip-audit says "no known vulnerabilities found" and ends well also where it could not ask about a package.
Here that is an end of its own: 0 all were asked about and none is weak, 1 some are, 3 nobody knows.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
SERVICES = ("pypi", "osv")
SOUND, WEAK, UNKNOWN = 0, 1, 3
SECONDS = 600


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many packages were asked about, those nobody could tell of, and the weaknesses as lines."""

    asked: int
    unknown: tuple[str, ...]
    weak: tuple[str, ...]

    @property
    def status(self) -> int:
        """The exit status; what is known to be weak counts before what is not known."""
        if self.weak:
            return WEAK
        return UNKNOWN if self.unknown or not self.asked else SOUND


def judged(report: str) -> Verdict:
    """The verdict of a report of pip-audit. Raises ValueError, KeyError or TypeError for anything else."""
    asked, unknown, weak = 0, [], []
    for package in json.loads(report)["dependencies"]:
        if "skip_reason" in package:
            unknown.append(str(package["name"]))
            continue
        asked += 1
        for found in package["vulns"]:
            mended = ", ".join(found["fix_versions"]) or "no release"
            weak.append(f"{package['name']} {package['version']}: {found['id']} (mended in {mended})")
    return Verdict(asked, tuple(unknown), tuple(weak))


def audited(service: str, lock: Path = LOCK) -> Verdict:
    """What a service knows of the packages in ``lock``; that nothing is known where it does not answer."""
    command = [
        *(sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--no-deps", "--disable-pip"),
        *("--format", "json", "--progress-spinner", "off", "--vulnerability-service", service),
    ]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False)
        return judged(done.stdout)
    except (subprocess.TimeoutExpired, ValueError, KeyError, TypeError):
        return Verdict(0, (), ())


def told(verdict: Verdict) -> str:
    """What a person is told."""
    if verdict.status == SOUND:
        return f"Audit: none of the {verdict.asked} packages in requirements.lock has a known weakness."
    if verdict.status == WEAK:
        return "\n".join(["Audit: known weaknesses:", *(f"  {line}" for line in verdict.weak)])
    if not verdict.asked:
        return (
            "Audit: NOT DONE. No service that knows of weaknesses can be reached from here; nothing is known."
        )
    names = ", ".join(verdict.unknown)
    return f"Audit: NOT DONE for {len(verdict.unknown)} packages, of which nothing is known: {names}"


def main(services: Sequence[str] = SERVICES) -> int:
    """The exit status, after the first service that knows something, or the last one, has been told of."""
    verdict = Verdict(0, (), ())
    for service in services:
        verdict = audited(service)
        if verdict.asked:
            break
    print(told(verdict), flush=True)
    return verdict.status


if __name__ == "__main__":
    sys.exit(main())
