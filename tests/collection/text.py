"""Writes a source as plain text, Markdown or HTML."""

from __future__ import annotations

import textwrap
from html import escape

from tests.collection.markup import SOFT_HYPHEN, Block, Item, Kind, Source, plain, runs

WIDTH = 78


def txt_bytes(source: Source) -> bytes:
    """Return the document as plain text, wrapped as a mail program does it."""
    return ("\n\n".join(_txt_block(block) for block in source.blocks) + "\n").encode()


def md_bytes(source: Source) -> bytes:
    """Return the document as Markdown."""
    return ("\n\n".join(_md_block(block) for block in source.blocks) + "\n").encode()


def html_bytes(source: Source) -> bytes:
    """Return the document as a page of an intranet: menu and footer stand round the text."""
    body = "\n".join(_html_block(block) for block in source.blocks)
    header, footer = (escape(source.meta.get(key, "")) for key in ("header", "footer"))
    return (
        f'<!doctype html>\n<html lang="da">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(source.title)}</title>\n</head>\n<body>\n"
        f'<header>{header}</header>\n<nav><a href="/">Forside</a> <a href="/personale">Personale</a> '
        f'<a href="/kontakt">Kontakt</a></nav>\n<main>\n{body}\n</main>\n'
        f"<footer>{footer}</footer>\n</body>\n</html>\n"
    ).encode()


def _txt_block(block: Block) -> str:
    if block.kind is Kind.TABLE:
        return _txt_table(block)
    if block.kind in (Kind.BULLETS, Kind.NUMBERS):
        return "\n".join(_txt_item(block, nr, item) for nr, item in enumerate(block.items, start=1))
    text = plain(block.text)
    if block.kind is Kind.HEADING:
        return text.upper() if block.level == 1 else text
    return "\n".join(textwrap.fill(line, WIDTH) for line in text.split("\n"))


def _txt_item(block: Block, nr: int, item: Item) -> str:
    mark = f"{nr}. " if block.kind is Kind.NUMBERS else "- "
    indent = "  " * (item.level - 1)
    follow = indent + " " * len(mark)
    return textwrap.fill(plain(item.text), WIDTH, initial_indent=indent + mark, subsequent_indent=follow)


def _txt_table(block: Block) -> str:
    widths = [max(len(row[nr]) for row in block.rows) for nr in range(len(block.rows[0]))]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in block.rows
    )
    return "\n".join(line.rstrip() for line in lines)


def _md_block(block: Block) -> str:
    if block.kind is Kind.NEW_PAGE:
        return "---"
    if block.kind is Kind.TABLE:
        head, *rest = (f"| {' | '.join(row)} |" for row in block.rows)
        return "\n".join([head, "|" + " --- |" * len(block.rows[0]), *rest])
    if block.kind is Kind.BULLETS:
        return "\n".join(f"{'  ' * (item.level - 1)}- {item.text}" for item in block.items)
    if block.kind is Kind.NUMBERS:
        return "\n".join(f"{nr}. {item.text}" for nr, item in enumerate(block.items, start=1))
    mark = "#" * block.level + " " if block.kind is Kind.HEADING else ""
    return mark + block.text.replace(SOFT_HYPHEN, "").replace("\n", "\\\n")


def _html_inline(text: str) -> str:
    pieces = runs(text.replace(SOFT_HYPHEN, ""))
    marked = (f"<strong>{escape(piece)}</strong>" if bold else escape(piece) for piece, bold in pieces)
    return "".join(marked).replace("\n", "<br>\n")


def _html_block(block: Block) -> str:
    if block.kind is Kind.NEW_PAGE:
        return "<hr>"
    if block.kind is Kind.TABLE:
        return _html_table(block)
    if block.kind in (Kind.BULLETS, Kind.NUMBERS):
        tag = "ol" if block.kind is Kind.NUMBERS else "ul"
        items = "\n".join(f"<li>{_html_inline(item.text)}</li>" for item in block.items)
        return f"<{tag}>\n{items}\n</{tag}>"
    tag = f"h{block.level}" if block.kind is Kind.HEADING else "p"
    return f"<{tag}>{_html_inline(block.text)}</{tag}>"


def _html_table(block: Block) -> str:
    rows = []
    for nr, row in enumerate(block.rows):
        tag = "th" if nr == 0 else "td"
        rows.append("<tr>" + "".join(f"<{tag}>{_html_inline(cell)}</{tag}>" for cell in row) + "</tr>")
    return "<table>\n" + "\n".join(rows) + "\n</table>"
