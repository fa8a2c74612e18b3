"""Install the browser and the data of tesseract from Debian where that may be done, else say how."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

PACKAGES = {
    "chromium": ("/usr/bin/chromium", "/usr/bin/chromium-browser"),
    "tesseract-ocr-dan": (
        "/usr/share/tesseract-ocr/5/tessdata/dan.traineddata",
        "/usr/share/tesseract-ocr/4.00/tessdata/dan.traineddata",
    ),
    "fonts-dejavu": ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",),
}


def missing_packages() -> list[str]:
    """The Debian packages that this machine lacks."""
    return [name for name, paths in PACKAGES.items() if not any(Path(path).exists() for path in paths)]


def main() -> None:
    """Nothing; a machine without the packages still runs the other tests (CI fails on the skipped ones)."""
    missing = missing_packages()
    if not missing:
        return
    names = " ".join(missing)
    remedy = f"Some tests need {names}: run »sudo apt-get install {names}«, or they are skipped."
    root = getattr(os, "geteuid", lambda: -1)() == 0
    if not shutil.which("apt-get") or not (root or shutil.which("sudo")):
        print(remedy, flush=True)
        return
    print(f"Installing {names} with apt-get: about 400 MB, a few minutes ...", flush=True)
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-y"]
    for step in (["update"], ["install", "--no-install-recommends", *missing]):
        command = [*([] if root else ["sudo", "-n"]), *apt, *step]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        print(f"apt-get failed: {reason}. {remedy}", flush=True)


if __name__ == "__main__":
    main()
