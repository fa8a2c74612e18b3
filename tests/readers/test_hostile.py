"""Hostile files end in seconds with a reason, and everything else in the folder is read."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.readers import read_bytes
from kb.readers.options import Limits
from kb.readers.sandbox import Sandbox
from kb.readers.wire import Setup
from tests.readers.hostile import HOSTILE, READ, WHOLE, truncated

SECONDS = 20.0
"""The most a file may take here; alone on a machine none takes two."""

# What becomes of the hostile files beside the checkout; a warning stands after a colon.
FATES = {
    "billede_kaempe.pdf": "read",
    "binaer.txt": "binary_file",
    "cp1252.txt": "read",
    "cp865.txt": "read",
    "docx_som.pdf": "read",
    "enc_kode.pdf": "password_protected",
    "enc_rc4.pdf": "read",
    "enc_tom.pdf": "read",
    "flate_2gb.pdf": "pdf_too_complex",
    "flate_x2.pdf": "pdf_too_complex",
    "formular.pdf": "read",
    "html_som.doc": "read",
    "js_launch.pdf": "read",
    "junk_foran.pdf": "read",
    "korrupt.pdf": "corrupt_pdf",
    "kort_cp1252.txt": "read",
    "kun_hoved.pdf": "corrupt_pdf",
    "latin1.txt": "read",
    "laughs.docx": "unsafe_xml",
    "legacy_doc_som.docx": "old_doc",
    "loop.pdf": "corrupt_pdf",
    "mac.txt": "read",
    "mange_afsnit.docx": "unpacked_too_large",
    "mange_tj.pdf": "pdf_too_complex",
    "moji.txt": "read",
    "nest_array.pdf": "read",
    "nest_obj.pdf": "read",
    "nest_tabel.docx": "corrupt_document",
    "nfd.txt": "read",
    "pdf_som.docx": "read",
    "png_som.pdf": "wrong_type",
    "referat.rtf": "rtf_file",
    "side_kaempe.pdf": "read",
    "sider_200k.pdf": "pdf_too_complex",
    "sider_eksp.pdf": "pdf_too_complex",
    "skjult.pdf": "read: hidden_text",
    "sporet.docx": "read: hidden_text",
    "sti.docx": "read",
    "tom.pdf": "empty_file",
    "trunk60.pdf": "corrupt_pdf",
    "trunk95.pdf": "read: repaired_pdf",
    "utf16be.txt": "read",
    "utf16le.txt": "read",
    "utf16le_bom.txt": "read",
    "utf8.txt": "read",
    "utf8bom.txt": "read",
    "xobj_eksp.pdf": "pdf_too_complex",
    "xobj_loop.pdf": "no_text",
    "xref_forkert.pdf": "read",
    "xxe.docx": "unsafe_xml",
    "zipbombe.docx": "unpacked_too_large",
}


@pytest.fixture(scope="module")
def room() -> Iterator[Sandbox]:
    room = Sandbox(Setup(Limits()))
    yield room
    room.close()


def fate(room: Sandbox, data: bytes, suffix: str) -> str:
    """What became of a file."""
    try:
        warnings = room.read(data, suffix).warnings
    except ReadError as error:
        return error.code
    return ": ".join([READ, *warnings])


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_seconds_with_a_reason(room: Sandbox, name: str) -> None:
    data, outcomes = HOSTILE[name]
    start = time.monotonic()
    assert fate(room, data, Path(name).suffix).partition(":")[0] in outcomes
    assert time.monotonic() - start < SECONDS


def test_a_truncated_file_is_refused_or_read_and_harms_no_other(room: Sandbox) -> None:
    for name, data in truncated():
        assert fate(room, data, Path(name).suffix) in {
            *("read", "read: repaired_pdf", "read: no_positions", "empty_file", "no_text"),
            *("corrupt_pdf", "corrupt_document", "wrong_type", "binary_file"),
        }
    for name, data in WHOLE.items():
        assert room.read(data, Path(name).suffix) == read_bytes(data, Path(name).suffix)


@pytest.mark.shared
def test_the_hostile_files_beside_the_checkout(shared: Path, room: Sandbox) -> None:
    folder = shared / "data" / "extract" / "hostile"
    start = time.monotonic()
    found = {path.name: fate(room, path.read_bytes(), path.suffix) for path in folder.iterdir()}
    assert found == FATES
    assert time.monotonic() - start < 3 * SECONDS


def test_a_folder_of_hostile_files_is_gone_through_and_the_memory_stays_flat(tmp_path: Path) -> None:
    for name, (data, _) in HOSTILE.items():
        (tmp_path / name).write_bytes(data)
    for name, data in WHOLE.items():
        (tmp_path / f"z-{name}").write_bytes(data)
    script = """
import json, resource, sys
from pathlib import Path
from kb.intake import Intake
from kb.previous import Previous
from kb.readers.options import Limits
from kb.readers.rooms import ReadingRooms
from kb.readers.wire import Setup
from kb.sources import find_files
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = peak()
with ReadingRooms(Setup(Limits())) as rooms:
    reading = Intake(find_files([Path(sys.argv[1])]), Previous({}, (), None), rooms).reading()
print(json.dumps([peak() - before, [each.id for each in reading.documents],
                  {each.path: each.code for each in reading.failed}]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    )
    grown, documents, failed = json.loads(done.stdout)
    assert {f"z-{name}" for name in WHOLE} <= set(documents)
    assert set(documents) | set(failed) == {path.name for path in tmp_path.iterdir()}
    assert all(code in HOSTILE[name][1] for name, code in failed.items())
    assert grown < 200
