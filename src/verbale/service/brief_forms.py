"""A brief as Markdown, HTML or DOCX. Text of pages is escaped: it stays text in each of them."""

from __future__ import annotations

import io
import re
import unicodedata
from functools import singledispatchmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verbale.service.brief_text import Block, Entry, Heading, Paragraph, Table, blocks, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verbale.service.brief_parts import Brief

_TEMPLATES = Path(__file__).parent / "templates"
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")
_LINE_STARTS = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_markdown(brief: Brief) -> str:
    """The brief in Markdown (CommonMark, with tables as GitHub writes them)."""
    return "\n".join([f"# {_md(brief.title)}", "", *_markdown_lines(brief)]).rstrip() + "\n"


def to_html(brief: Brief) -> str:
    """The brief as one HTML page that asks nothing of the network."""
    from jinja2 import Environment, FileSystemLoader  # noqa: PLC0415  0.1 s that other forms need not wait

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    told = [(type(block).__name__, block) for block in blocks(brief)]
    return environment.get_template("brief.html").render(title=brief.title, blocks=told, said=said)


def to_docx(brief: Brief) -> bytes:
    """The brief as a document for word processors (Office Open XML)."""
    import docx  # noqa: PLC0415  0.2 s

    document = docx.Document()
    document.core_properties.title = _xml(brief.title)
    document.add_heading(_xml(brief.title), 0)
    writer = _Docx(document)
    for block in blocks(brief):
        writer.add(block)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


# Markdown


def _markdown_lines(brief: Brief) -> Iterator[str]:
    """Lines, with an empty one between blocks that are not points of one list."""
    before: Block | None = None
    for block in blocks(brief):
        if isinstance(before, Entry) and not isinstance(block, Entry):
            yield ""
        yield from _markdown_of(block)
        before = block


def _markdown_of(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield from (f"{'#' * (block.level + 1)} {_md(block.text)}", "")
        case Paragraph():
            yield from (_md(block.text), "")
        case Table():
            yield f"| {' | '.join(map(_md, block.head))} |"
            yield "|---" * len(block.head) + "|"
            yield from (f"| {' | '.join(map(_md, row))} |" for row in block.rows)
            yield ""
        case Entry():
            strong = f"**{_md(block.strong)}**" if block.strong else ""
            yield f"- {': '.join(filter(None, [strong, _md(block.soft)]))}"
            yield from (f"  - {_md(line)}" for line in block.under)
            for quote in block.quotes:
                yield from ("", f"  > {_md(quote.text)}", f"  > — {_md(said(quote))}")
            if block.quotes:
                yield ""


def _md(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    escaped = _MARKDOWN.sub(r"\\\1", " ".join(text.split())).replace("&", "&amp;")
    return _LINE_STARTS.sub(r"\1\\\2", escaped)


# DOCX


class _Docx:
    """Adds blocks to a document."""

    def __init__(self, document: Any) -> None:
        self._document = document

    @singledispatchmethod
    def add(self, block: Block) -> None:
        """Add a block."""
        raise TypeError(block)

    @add.register
    def _(self, block: Heading) -> None:
        self._document.add_heading(_xml(block.text), block.level)

    @add.register
    def _(self, block: Paragraph) -> None:
        self._document.add_paragraph(_xml(block.text))

    @add.register
    def _(self, block: Table) -> None:
        table = self._document.add_table(rows=1, cols=len(block.head), style="Table Grid")
        for cell, head in zip(table.rows[0].cells, block.head, strict=True):
            cell.paragraphs[0].add_run(head).bold = True
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = _xml(text)
        self._document.add_paragraph()

    @add.register
    def _(self, block: Entry) -> None:
        paragraph = self._document.add_paragraph(style="List Bullet")
        paragraph.add_run(_xml(block.strong)).bold = True
        paragraph.add_run(_xml(f"{': ' if block.strong and block.soft else ''}{block.soft}"))
        for line in block.under:
            self._document.add_paragraph(_xml(line), style="List Bullet 2")
        for quote in block.quotes:
            words = self._document.add_paragraph(_xml(quote.text), style="Quote")
            if _is_right_to_left(quote.text):
                _turn(words)
            self._document.add_paragraph(_xml(said(quote)), style="Caption")


def _turn(paragraph: Any) -> None:
    """Set a paragraph from right to left."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001  python-docx has no word for it


def _is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction of its own goes from right to left (UAX 9, P2)."""
    turned = (unicodedata.bidirectional(character) for character in text)
    return next((kind for kind in turned if kind in ("L", "R", "AL")), "L") != "L"


def _xml(text: str) -> str:
    """Text without what XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
