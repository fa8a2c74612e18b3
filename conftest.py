"""With KB_REQUIRE_ALL set (CI sets it), a test that is skipped for want of a tool fails instead."""

from __future__ import annotations

import os
import re
from collections.abc import Generator

import pytest

REQUIRE_ALL = bool(os.environ.get("KB_REQUIRE_ALL"))
WANTING = re.compile(
    r"chromium|browser|playwright|font|tesseract|tool|could not import|not installed|missing|not found", re.I
)
MAY_BE_ABSENT = re.compile(r"shared material|gpu|cuda", re.I)


def wants_tool(reason: str) -> bool:
    """Whether a skip's reason says that something is missing which CI has to have."""
    return bool(WANTING.search(reason)) and not MAY_BE_ABSENT.search(reason)


def judge(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Nothing; turns the skip of a missing tool into a failure that says so."""
    if not REQUIRE_ALL or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if wants_tool(reason):
        report.outcome = "failed"
        report.longrepr = f"CI may not skip this: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """The report of one phase of one test, judged."""
    report = yield
    judge(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The report of one module's collection, judged."""
    report = yield
    judge(report)
    return report
