"""Markdown and HTML: structure kept, markup gone."""

from __future__ import annotations

from kb.readers import read_bytes
from tests.readers.make import blocks


def test_markdown() -> None:
    text = """---
title: Notat
---
# Sammen om **Ledelse**

Se [referatet](https://example.org/a_(b)) og `kode` med snake_case_navn,
og *kursiv* tekst.

1. **Forenkling.** Færre regler
   på tværs
2) To
* Punkt <https://example.org>

| Post | 2025 |
|------|-----:|
| Løn  | **100** |

Undertitel
----------
> Citat
"""
    extraction = read_bytes(text.encode(), ".md")
    assert extraction.title == "Notat"
    assert blocks(extraction) == [
        ("heading", "Sammen om Ledelse"),
        ("paragraph", "Se referatet og kode med snake_case_navn, og kursiv tekst."),
        ("list_item", "1. Forenkling. Færre regler på tværs"),
        ("list_item", "2) To"),
        ("list_item", "- Punkt https://example.org"),
        ("table_row", "Post | 2025"),
        ("table_row", "Løn | 100"),
        ("heading", "Undertitel"),
        ("paragraph", "Citat"),
    ]
    assert [block.level for block in extraction.blocks if block.level] == [1, 2]


HTML = """<!doctype html><html><head><title> Vores  Nordlund </title><style>p{}</style></head><body>
<header>Intranet</header><nav><a href="/">Forside</a></nav>
<main><h1>Vores <em>Nordlund</em></h1><p>En&nbsp;sætning<br>over to linjer.</p>
<ol start="3"><li>Tre<ul><li>Under</li></ul></li><li><p>Fire</p></li></ol>
<table><tr><th>Papir</th><th>År</th></tr><tr><td><p>HR</p><p>strategi</p></td><td>2022</td></tr></table>
<table><tr><td><h2>Rammeværk</h2><p>Tekst i layouttabel.</p></td></tr></table>
<p style="display: none">Skjult</p><p hidden>Gemt</p><div>Løs tekst<div>Indre</div>efter</div></main>
<script>alert(1)</script><footer>Kontakt</footer></body></html>"""


def test_html() -> None:
    extraction = read_bytes(HTML.encode(), ".doc")
    assert extraction.format == "html"
    assert extraction.title == "Vores Nordlund"
    assert blocks(extraction) == [
        ("heading", "Vores Nordlund"),
        ("paragraph", "En sætning over to linjer."),
        ("list_item", "3. Tre"),
        ("list_item", "- Under"),
        ("list_item", "4. Fire"),
        ("table_row", "Papir | År"),
        ("table_row", "HR strategi | 2022"),
        ("heading", "Rammeværk"),
        ("paragraph", "Tekst i layouttabel."),
        ("paragraph", "Løs tekst"),
        ("paragraph", "Indre"),
        ("paragraph", "efter"),
    ]


def test_html_in_a_declared_single_byte_table() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Ærø – ”å”</p></body></html>'
    assert read_bytes(page.encode("cp1252")).text == "Ærø – ”å”"


def test_deep_nesting_does_not_exhaust_the_stack() -> None:
    page = "<html><body>" + "<div>" * 5000 + "dybt" + "</div>" * 5000 + "</body></html>"
    assert read_bytes(page.encode()).text == "dybt"


def test_a_label_after_a_line_break_begins_a_paragraph() -> None:
    page = (
        "<p>Godkendt. Vejen<br>bygges i år.<br>Punkt 4: Lukket: Salg af en ejendom<br>Prisen er<br>lav."
        "<br>Beslutning<br>Tiltrådt.</p>"
    )
    assert [text for _, text in blocks(read_bytes(page.encode(), ".html"))] == [
        "Godkendt. Vejen bygges i år.",
        "Punkt 4: Lukket: Salg af en ejendom",
        "Prisen er lav.",
        "Beslutning",
        "Tiltrådt.",
    ]
