"""Install the project into .venv, before anything else is installed: ``python3 kb/bootstrap.py install``.

Only the standard library, and nothing of kb: it runs on a bare machine, and it must still parse on an old
Python to say so in a sentence. Its Danish words stand here for the same reason.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
NEWEST_MINOR = 14
NEEDED_GB = 3.0
HEARTBEAT_SECONDS = 15
LARGE_MB = 10.0
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
UNFINISHED = "unfinished"

# What went wrong, by what pip wrote; the first that fits is said.
CAUSES = (
    (
        r"No space left on device|Errno 28\]|Disk quota exceeded",
        "Disken er fuld. Frigør mindst {gb:.0f} GB, også hvor TMPDIR peger hen, og kør kommandoen igen.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLCertVerificationError|SSLError",
        "Pakkekildens certifikat kan ikke godkendes. Få organisationens rodcertifikat af it-afdelingen, og "
        "sæt det med »pip config set global.cert STI«.",
    ),
    (
        r"ProxyError|Tunnel connection failed|407 Proxy",
        "Proxyserveren afviste forbindelsen. Sæt den rigtige proxy i HTTPS_PROXY, og kør kommandoen igen.",
    ),
    (
        r"\b40[13] Client Error|HTTP error 40[13]|\b403 Forbidden|\b401 Unauthorized",
        "Pakkekilden afviste adgangen. Ret pips indstillinger (»pip config list«), og kør kommandoen igen.",
    ),
    (
        r"NewConnectionError|NameResolutionError|[Nn]ame resolution|Name or service not known|"
        r"getaddrinfo failed|nodename nor servname|ConnectTimeout|ReadTimeout|Network is unreachable|"
        r"No route to host|Connection refused|Connection reset|Max retries exceeded|Connection aborted",
        "Der er ingen forbindelse til pakkekilden. Kontrollér netværket og pips indstillinger (»pip config "
        "list«), og kør kommandoen igen; det, der er hentet, hentes ikke igen.",
    ),
    (
        r"Permission denied|Errno 13\]|Read-only file system|Errno 30\]",
        "Der må ikke skrives i mappen. Kontrollér rettighederne til projektmappen, og kør kommandoen igen.",
    ),
    (
        r"requirement (?P<name>\S+)[^\n]* \(from versions: none\)",
        "Pakken {name} er ikke i pakkekilden til denne maskine og Python-version, eller kilden kan ikke nås. "
        "Kontrollér netværket og pips indstillinger (»pip config list«), eller prøv med Python 3.11-3.13.",
    ),
    (
        r"No matching distribution found for (?P<name>[^\s(]+)",
        "Pakken {name} findes ikke til denne maskine og Python-version. Brug 64-bit Linux, Windows eller "
        "macOS på Apple Silicon med Python 3.11-3.13, og kør kommandoen igen.",
    ),
    (
        r"ResolutionImpossible|conflicting dependencies",
        "Pakkernes versioner passer ikke sammen. Hent requirements.lock igen (»git checkout "
        "requirements.lock«), eller lav den på ny med »make lock«.",
    ),
    (
        r"Failed building wheel for (?P<name>\S+)",
        "Pakken {name} findes ikke færdigbygget til denne maskine. Prøv med Python 3.11-3.13, eller "
        "installér en C-compiler.",
    ),
)


class Failed(Exception):  # noqa: N818 - reads as what it says: the installation failed
    """The one sentence, with its remedy, that a person gets instead of a traceback."""


def explain(output: str) -> str:
    """The sentence for what pip wrote, with a remedy; pip's own last error where no cause is known."""
    for pattern, sentence in CAUSES:
        found = re.search(pattern, output)
        if found:
            return sentence.format(gb=NEEDED_GB, **found.groupdict())
    errors = re.findall(r"^ERROR: (.+)$", output, re.MULTILINE)
    detail = errors[-1] if errors else "pip standsede uden en forklaring"
    return f"Installationen mislykkedes: {detail}. Slet mappen .venv, og kør kommandoen igen."


def old_python(version: tuple[int, ...], executable: str) -> str:
    """The sentence for a Python that is too old."""
    found = ".".join(map(str, version[:3]))
    return (
        f"Python 3.11 eller nyere er nødvendig (Python 3.11 or newer is needed); {executable} er {found}. "
        "Installér en nyere Python, og kør fx »make PYTHON=python3.12 install«."
    )


def newer_python(path: str | None = None) -> str | None:
    """The newest Python on ``path`` (default: PATH) that is new enough and really starts, or None."""
    for minor in range(NEWEST_MINOR, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}", path=path)
        if found and python_version(found) >= OLDEST:
            return found
    return None


def python_version(executable: str | Path, module: str = "sys") -> tuple[int, ...]:
    """The (major, minor) of an interpreter; empty where it does not start or lacks ``module``."""
    command = [str(executable), "-I", "-c", f"import sys, {module}; print(*sys.version_info[:2])"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ()
    words = done.stdout.split()
    return tuple(map(int, words)) if done.returncode == 0 and len(words) == 2 else ()


def fingerprint(root: Path, python: Path) -> str:
    """A hash of all that decides what is installed: the two lists, the place and the Python behind .venv."""
    digest = hashlib.sha256(f"{root}\n{python.resolve()}\n".encode())
    for name in ("pyproject.toml", "requirements.lock"):
        digest.update(hashlib.sha256((root / name).read_bytes()).digest())
    return digest.hexdigest()


def read_stamp(venv: Path) -> tuple[str, frozenset[str]]:
    """The fingerprint and the extras of the last finished installation; ("", none) where there is none."""
    try:
        words = (venv / "kb-installed").read_text(encoding="utf-8").split()
    except OSError:
        return "", frozenset()
    return (words[0], frozenset(words[1:])) if words else ("", frozenset())


def write_stamp(venv: Path, mark: str, extras: frozenset[str]) -> None:
    """Nothing; notes in the environment what was installed, or that an installation began."""
    (venv / "kb-installed").write_text(" ".join([mark, *sorted(extras)]) + "\n", encoding="utf-8")


def check_space(free_bytes: int, path: Path) -> None:
    """Nothing, or Failed where the disk has too little room."""
    free = free_bytes / 1e9
    if free < NEEDED_GB:
        raise Failed(
            f"Der er kun {free:.1f} GB ledig på disken med {path}; der skal bruges ca. {NEEDED_GB:.0f} GB. "
            "Frigør plads, og kør kommandoen igen."
        )


def venv_command(target: Path) -> list[str]:
    """The command that makes an environment: venv, else virtualenv or uv; Failed where none is there."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return [sys.executable, "-m", "venv", str(target)]
    if shutil.which("virtualenv"):
        return ["virtualenv", "-q", "-p", sys.executable, str(target)]
    if shutil.which("uv"):
        return ["uv", "venv", "-q", "--seed", "--python", sys.executable, str(target)]
    raise Failed(
        "Python kan ikke lave et virtuelt miljø, fordi modulet venv eller ensurepip mangler. Installér det "
        "med »sudo apt install python3-venv« (Debian og Ubuntu), og kør kommandoen igen."
    )


def make_venv(venv: Path) -> Path:
    """The Python of a new environment at ``venv``; what lay there is removed."""
    command = venv_command(venv)
    if venv.is_symlink() or venv.is_file():
        venv.unlink()
    elif venv.exists():
        say("Fjerner et ufuldstændigt .venv og begynder forfra.")
        shutil.rmtree(venv)
    check_space(shutil.disk_usage(venv.parent).free, venv.parent)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(explain(done.stdout + done.stderr))
    return venv / SCRIPTS / "python"


def say(sentence: str) -> None:
    """Nothing; shows a line at once, also where the output is a pipe."""
    print(sentence, flush=True)


def step(line: str) -> str | None:
    """What to show a person for one line of pip's output, or None."""
    large = re.search(r"Downloading (\S+?)-\d\S* \((\d+(?:\.\d+)?) (MB|GB)\)", line)
    if large and (large[3] == "GB" or float(large[2]) >= LARGE_MB):
        return f"henter {large[1]} ({large[2]} {large[3]})"
    if line.startswith("Installing collected packages:"):
        return f"lægger pakkerne ind ({line.count(',') + 1} stk.); det tager op til et par minutter"
    if line.startswith("Collecting nvidia-cublas"):
        return (
            "pip valgte PyTorch med CUDA (flere GB). Uden NVIDIA-grafikkort: stop med Ctrl+C, sæt en kilde "
            "med CPU-udgaven i PIP_EXTRA_INDEX_URL (se CONTRIBUTING.md), og kør igen"
        )
    return None


def run_pip(python: Path, arguments: list[str]) -> tuple[int, str]:
    """The exit code and the whole output of pip, which shows its large steps and a sign of life meanwhile."""
    environment = {**os.environ, "PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    command = [str(python), "-m", "pip", "install", "--progress-bar", "off", *arguments]
    began, finished = time.monotonic(), threading.Event()
    spoken = [began]

    def show(text: str) -> None:
        spoken.append(time.monotonic())
        say(f"  {spoken[-1] - began:4.0f} s  {text}")

    def beat() -> None:
        while not finished.wait(1):
            if time.monotonic() - spoken[-1] >= HEARTBEAT_SECONDS:
                show("arbejder stadig ...")

    lines = []
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        encoding="utf-8", errors="replace",
    )  # fmt: skip
    threading.Thread(target=beat, daemon=True).start()
    try:
        for line in process.stdout or ():
            lines.append(line)
            shown = step(line.strip())
            if shown:
                show(shown)
        return process.wait(), "".join(lines)
    finally:
        finished.set()
        if process.poll() is None:
            process.terminate()
            process.wait()


def pip_install(python: Path, arguments: list[str], log: Path) -> None:
    """Nothing; installs, or raises Failed with the cause and leaves pip's words in ``log``."""
    code, output = run_pip(python, arguments)
    if code == 0:
        return
    sentence = explain(output)
    try:
        log.write_text(output, encoding="utf-8")
    except OSError:
        raise Failed(sentence) from None
    raise Failed(f"{sentence}\nHele loggen: {log}")


def install(root: Path, wanted: frozenset[str]) -> None:
    """Nothing; makes .venv hold the project and ``wanted`` extras, at once where it already does."""
    venv = root / ".venv"
    python = venv / SCRIPTS / "python"
    mark, extras = read_stamp(venv)
    done = mark == fingerprint(root, python) and wanted <= extras
    if done and python.exists() and (venv / SCRIPTS / "kb").exists():
        return
    extras |= wanted
    if mark in ("", UNFINISHED) or python_version(python, "pip") < OLDEST:
        say("Installerer i .venv: henter ca. 500 MB og fylder ca. 2,5 GB; det tager 1-10 minutter.")
        python = make_venv(venv)
    else:
        say("Bringer .venv ajour; det tager fra få sekunder til nogle minutter.")
    write_stamp(venv, UNFINISHED, extras)
    named = f"[{','.join(sorted(extras))}]" if extras else ""
    pip_install(python, ["-c", "requirements.lock", "-e", f".{named}"], venv / "install.log")
    write_stamp(venv, fingerprint(root, python), extras)
    say("Installationen er færdig. Start webappen med »make run«; andre kommandoer: ».venv/bin/kb --help«.")


def main(arguments: list[str]) -> int:
    """The exit code: 0 where it is done, 1 with one sentence on what is wrong, 130 where it was stopped."""
    for stream in (sys.stdout, sys.stderr):
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    parser = argparse.ArgumentParser(description="Installér projektet i .venv.")
    parser.add_argument("command", choices=["install"])
    parser.add_argument("--extra", action="append", default=[], choices=["dev", "samples"])
    options = parser.parse_args(arguments)
    try:
        if sys.version_info[:2] >= OLDEST:
            install(ROOT, frozenset(options.extra))
            return 0
        newer = newer_python()
        if newer is None:
            raise Failed(old_python(sys.version_info[:3], sys.executable))
        return subprocess.call([newer, __file__, *arguments])
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        print(explain("No space left on device" if full else f"ERROR: {error}"), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Afbrudt. Kør kommandoen igen for at fortsætte.", file=sys.stderr)
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
