"""How fast the web app is: Enter to painted answer, the first load, and many people asking at once.

    python -m tests.benchmarks.web [--sessions 50] [--think 5] [--minutes 2] [--only browser|sessions]

The web app is a »kb serve« of its own over the sample collection. *Browser*: real Chromium on the same
cores; a question of the evaluation set is typed, and the clock runs from the key press to the frame in which
its answer is painted. *First load*: bytes over the wire with an empty cache. *Sessions*: as many people as
asked for, each with a session of its own over the protocol that the page speaks, each asking another question
after a pause; the clock runs from the sent question to the message that holds its answer.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from kb.embedding import load_encoder
from kb.ingest import build
from kb.serve import command, environment, free_port, url
from kb.settings import Settings, load_settings
from kb.strings_da.ui import Ui
from tests.benchmarks.asking import ROOT
from tests.benchmarks.output import write_results

QUESTIONS = ROOT / "tests" / "eval" / "questions.jsonl"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
WARM_UP = 5
ASKED = 60
LOADS = 5
UP_WITHIN = 120.0
ANSWER_WITHIN = 30.0

PAINTED = """question => new Promise(done => {
    const box = document.querySelector('input[type=search], .st-key-kb-ask input');
    let began = 0;
    const painted = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
    const seen = () => [...document.querySelectorAll('.kb-answer')].some(e => e.dataset.q === question);
    const watch = new MutationObserver(() => { if (seen()) { watch.disconnect(); painted(); } });
    watch.observe(document.body, {subtree: true, childList: true, attributes: true});
    box.addEventListener('keydown', event => {
        if (event.key === 'Enter') began = performance.now();
    }, {once: true, capture: true});
    window.kbReady = true;
})"""
"""Milliseconds from the next Enter in the question box to the end of the frame that shows its answer."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running web app: its address and process."""

    address: str
    process: subprocess.Popen[bytes]
    settings: Settings

    def memory(self) -> float:
        """What the process holds, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def main() -> None:
    """Measures everything and writes benchmarks/web.*."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--think", type=float, default=5.0)
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--only", choices=("browser", "sessions"))
    given = parser.parse_args()
    questions = [json.loads(each)["q"] for each in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    record: dict[str, object] = {}
    rows: list[str] = []
    with served() as server:
        if given.only != "sessions":
            loaded, times = in_browser(server.address, questions)
            rows += [
                f"First load of the page with an empty cache: {loaded / 1e6:.2f} MB over the wire.",
                "",
                "| in Chromium | p50 ms | p95 ms | slowest |",
                "|---|---|---|---|",
                row(f"Enter to painted answer, {len(times)} questions", times),
                "",
            ]
            record |= {"first_load_bytes": loaded, "painted": summary(times)}
        if given.only != "browser":
            before = server.memory()
            took, errors = asyncio.run(
                crowd(server.address, questions, given.sessions, given.think, given.minutes * 60)
            )
            people = f"{given.sessions} sessions, {given.think:g} s between questions"
            rows += [
                "| over the protocol | p50 ms | p95 ms | slowest |",
                "|---|---|---|---|",
                row(f"{people}, {len(took)} answers", took),
                "",
                f"{errors} errors. Memory of the server: {before:.0f} MB before,"
                f" {server.memory():.0f} MB after.",
            ]
            record |= {"sessions": given.sessions, "think": given.think, "crowd": summary(took)}
            record |= {"errors": errors, "memory_mb": [round(before), round(server.memory())]}
    write_results("web", "\n".join(rows), record)


def row(name: str, milliseconds: Sequence[float]) -> str:
    """A row of the table."""
    return f"| {name} | {' | '.join(f'{value:.0f}' for value in summary(milliseconds).values())} |"


def summary(milliseconds: Sequence[float]) -> dict[str, float]:
    """The middle, the 95th of a hundred and the slowest."""
    ordered = sorted(milliseconds)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return {"p50": round(statistics.median(ordered), 1), "p95": round(p95, 1), "max": round(ordered[-1], 1)}


@contextmanager
def served(**changed: object) -> Iterator[Server]:
    """A web app over the sample collection that is ready to answer, with other settings where some are given.

    Raises TimeoutError.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folders = {"index": Path(scratch) / "index", "state": Path(scratch) / "state"}
        base = load_settings(**{**folders, "data": ROOT / "data", **changed})
        settings = base.model_copy(update={"port": free_port(base.host, 18901)})
        build([settings.data], settings, load_encoder(settings))
        process = subprocess.Popen(
            command(settings),
            env=environment(settings),
            cwd=scratch,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until_ready(settings)
            yield Server(url(settings), process, settings)
        finally:
            process.terminate()
            process.wait()


def wait_until_ready(settings: Settings) -> None:
    """Returns once a question can be asked. Raises TimeoutError."""
    end = time.monotonic() + UP_WITHIN
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url(settings)}/kb/ready", timeout=2) as reply:  # noqa: S310
                if reply.status == 204:
                    return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the web app was not ready in time")


def in_browser(address: str, questions: Sequence[str]) -> tuple[int, list[float]]:
    """The bytes of the first load, the middle of LOADS, and the milliseconds of each answer."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        loaded = int(statistics.median(first_load(browser, address) for _ in range(LOADS)))
        page = opened(browser, address)
        times = [answered(page, question) for question in questions[: ASKED + WARM_UP]]
        browser.close()
    return loaded, times[WARM_UP:]


def opened(browser: Browser, address: str) -> Page:
    """The page in a tab with a profile of its own, ready for a question."""
    page = browser.new_context(locale="da-DK", viewport={"width": 1280, "height": 900}).new_page()
    page.goto(address)
    page.get_by_label(Ui.QUESTION, exact=True).wait_for()
    return page


def first_load(browser: Browser, address: str) -> int:
    """The bytes that the first visit takes over the wire, until nothing more is asked for."""
    context = browser.new_context(locale="da-DK")
    page = context.new_page()
    sizes: list[float] = []
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address)
    page.get_by_label(Ui.QUESTION, exact=True).wait_for()
    page.wait_for_load_state("networkidle")
    context.close()
    return int(sum(sizes))


def answered(page: Page, question: str) -> float:
    """Milliseconds from Enter to the painted answer to one question."""
    box = page.get_by_label(Ui.QUESTION, exact=True)
    box.fill(question)
    timing = page.evaluate_handle(f"question => ({{took: ({PAINTED})(question)}})", question)
    box.press("Enter")
    return float(timing.evaluate("each => each.took"))


async def crowd(
    address: str, questions: Sequence[str], sessions: int, think: float, seconds: float
) -> tuple[list[float], int]:
    """The milliseconds of every answer to a crowd, and how many questions got none."""
    took: list[float] = []
    errors = 0
    end = time.monotonic() + seconds

    async def person(number: int) -> None:
        nonlocal errors
        chance = random.Random(number)  # noqa: S311
        asked = itertools.cycle(chance.sample(list(questions), len(questions)))
        await asyncio.sleep(chance.uniform(0, think))
        target = f"ws{address[4:]}/_stcore/stream"
        async with connect(target, origin=address, max_size=None) as socket:  # type: ignore[arg-type]
            await run(socket, "")
            while time.monotonic() < end:
                await asyncio.sleep(think)
                try:
                    took.append(await run(socket, next(asked)))
                except (TimeoutError, RuntimeError) as problem:
                    print(problem, file=sys.stderr)
                    errors += 1

    await asyncio.gather(*(person(number) for number in range(sessions)))
    return took, errors


async def run(socket: ClientConnection, question: str) -> float:
    """Milliseconds until the answer is there; waits for the whole run. Raises RuntimeError, TimeoutError."""
    asking = BackMsg()
    asking.rerun_script.query_string = urlencode({Ui.PARAM_QUESTION: question}) if question else ""
    began = time.perf_counter()
    await socket.send(asking.SerializeToString())
    took = 0.0
    async with asyncio.timeout(ANSWER_WITHIN):
        while True:
            message = ForwardMsg()
            message.ParseFromString(await socket.recv(decode=False))
            kind = message.WhichOneof("type")
            html = message.delta.new_element.html.body if kind == "delta" else ""
            if not took and question and "data-q=" in html:
                took = 1000 * (time.perf_counter() - began)
            if "kb-notice" in html:
                raise RuntimeError("the page showed a problem")
            if kind == "script_finished":
                if question and not took:
                    raise RuntimeError("the page showed no answer")
                return took


if __name__ == "__main__":
    main()
