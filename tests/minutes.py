"""Small minutes of a meeting, as text, of which a build takes a second."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=11, leading=15, spaceAfter=8)
HEADINGS = [
    ParagraphStyle(f"h{size}", parent=BODY, fontName="Helvetica-Bold", fontSize=size, leading=size + 4)
    for size in (18, 14, 11)
]

MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)


def minutes(
    subject: str,
    committee: str = "Økonomiudvalget",
    day: int = 3,
    month: int = 11,
    year: int = 2026,
    *,
    dated: bool = True,
) -> str:
    """The minutes of a meeting with one item, which was adopted; ``dated``: the decision says so itself."""
    when = f"{day}. {MONTHS[month - 1]} {year}"
    decision = f"Beslutning i {committee} den {when}" if dated else "Beslutning"
    return f"""Referat
{committee}
Mødedato: {when}

Punkt 1: {subject}

Sagsfremstilling
Forvaltningen har undersøgt, hvad {subject.lower()} vil koste kommunen i de kommende år.

Indstilling
Forvaltningen indstiller, at {subject.lower()} godkendes.

{decision}
Godkendt. {subject} begynder i 2027.
"""


def pdf(subject: str, **meeting: object) -> bytes:
    """The minutes as a PDF file."""
    lines = [line for line in minutes(subject, **meeting).splitlines() if line]  # type: ignore[arg-type]
    story = [Paragraph(line, _style(at, line)) for at, line in enumerate(lines)]
    buffer = BytesIO()
    SimpleDocTemplate(buffer, invariant=1, title=lines[0]).build(story)
    return buffer.getvalue()


def _style(at: int, line: str) -> ParagraphStyle:
    """How a line of the minutes is set: title, head, heading of the item, headings of sections, text."""
    if at == 0:
        return HEADINGS[0]
    if line.startswith("Punkt "):
        return HEADINGS[1]
    return BODY if at < 3 or line.endswith(".") else HEADINGS[2]


def write_minutes(folder: Path, name: str, subject: str, **meeting: object) -> Path:
    """The file with minutes that was written to the folder, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(minutes(subject, **meeting), "utf-8")  # type: ignore[arg-type]
    return path
