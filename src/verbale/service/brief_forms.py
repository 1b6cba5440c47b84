"""A brief as Markdown, HTML or DOCX. Text of pages is escaped: it stays text in each of them."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verbale.service import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from verbale.records.reading import Source
    from verbale.service.brief import Brief, Encounter, Figure, Promise, Quote

_TEMPLATES = Path(__file__).parent / "templates"
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")
_LINE_STARTS = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def to_markdown(brief: Brief) -> str:
    """The brief in Markdown (CommonMark, with a table as GitHub writes it)."""
    return "\n".join(_markdown_lines(brief)) + "\n"


def to_html(brief: Brief) -> str:
    """The brief as one HTML page that asks nothing of the network."""
    from jinja2 import Environment, FileSystemLoader  # noqa: PLC0415  0.1 s that other forms need not wait

    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
    return environment.get_template("brief.html").render(
        brief=brief,
        summary=_summary(brief),
        said=_said,
        about=_about,
        accounts=_accounts,
        figure=_figure,
        cited=_cited,
    )


def to_docx(brief: Brief) -> bytes:
    """The brief as a document for word processors (Office Open XML)."""
    import docx  # noqa: PLC0415  0.2 s

    document = docx.Document()
    document.add_heading(_xml(brief.title), 0)
    document.add_paragraph(_xml(_summary(brief)))
    for part in (_docx_meetings, _docx_undertakings, _docx_rest, _docx_offices, _docx_sources):
        part(document, brief)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _summary(brief: Brief) -> str:
    counted = [
        wording.plural(len(brief.meetings), "meeting"),
        wording.plural(sum(len(items) for _, items in brief.undertakings), "undertaking"),
        f"{len(brief.outstanding)} outstanding",
        wording.plural(len(brief.sources), "source"),
    ]
    when = f", {wording.span(brief.first, brief.last)}" if brief.first else ""
    return f"{', '.join(counted)}{when}. From public coverage, as Verbale read it."


def _said(quote: Quote) -> str:
    return ", ".join(filter(None, [quote.source, quote.language, wording.day(quote.published)]))


def _about(promise: Promise) -> str:
    parts = [promise.by, promise.strength, promise.meeting]
    parts += [f"by {wording.day(promise.deadline)}"] if promise.deadline else []
    return " · ".join(filter(None, [*parts, promise.status]))


def _accounts(meeting: Encounter) -> str:
    return wording.plural(meeting.accounts, "account")


def _figure(figure: Figure) -> str:
    by = f" by {wording.day(figure.by)}" if figure.by else ""
    return f"{figure.indicator}: {figure.amount}{by} ({figure.status})"


def _cited(source: Source) -> str:
    named = [source.outlet, source.title, wording.day(source.published), source.language]
    return ", ".join(filter(None, [*named, source.url or source.path]))


# Markdown


def _markdown_lines(brief: Brief) -> Iterator[str]:
    yield from (f"# {_md(brief.title)}", "", _md(_summary(brief)), "", "## Meetings", "")
    for meeting in brief.meetings:
        yield f"- **{_md(meeting.title)}** ({_accounts(meeting)})"
        for country, names in meeting.participants:
            yield f"  - {_md(country)}: {_md(', '.join(names))}"
    yield from () if brief.meetings else ("None that the record holds.",)
    yield from ("", "## Undertakings", "")
    for pillar, promises in brief.undertakings:
        yield from (f"### {_md(pillar.capitalize())}", "")
        for promise in promises:
            yield f"- **{_md(promise.label)}**"
            yield f"  {_md(_about(promise))}"
            yield from _md_quotes(promise.quotes)
        yield ""
    yield from () if brief.undertakings else ("None that the record holds.", "")
    yield from ("## Outstanding", "")
    yield from (f"- {_md(promise.label)} ({_md(_about(promise))})" for promise in brief.outstanding)
    yield from () if brief.outstanding else ("Nothing that the record holds.",)
    yield from _md_rest(brief)


def _md_rest(brief: Brief) -> Iterator[str]:
    if brief.targets:
        yield from ("", "## Targets", "")
        for figure in brief.targets:
            yield f"- **{_md(_figure(figure))}** ({_md(figure.meeting)})"
            yield from _md_quotes(figure.quotes)
    if brief.threads:
        yield from ("", "## Threads", "")
        yield from (f"- **{_md(t.label)}**: {_md('; '.join(t.events))}" for t in brief.threads)
    if brief.holders:
        yield from (
            "",
            "## Offices",
            "",
            "| name | office, as last seen | country | seen |",
            "|---|---|---|---|",
        )
        for holder in brief.holders:
            yield f"| {_md(holder.name)} | {_md(holder.office)} | {_md(holder.country)} | {holder.seen} |"
    if brief.sources:
        yield from ("", "## Sources", "")
        yield from (f"- {_md(_cited(source))}" for source in brief.sources)


def _md_quotes(quotes: Sequence[Quote]) -> Iterator[str]:
    for quote in quotes:
        yield f"  > {_md(quote.text)}"
        yield f"  > — {_md(_said(quote))}"
        yield ""


def _md(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    escaped = _MARKDOWN.sub(r"\\\1", " ".join(text.split())).replace("&", "&amp;")
    return _LINE_STARTS.sub(r"\1\\\2", escaped)


# DOCX


def _docx_meetings(document: Any, brief: Brief) -> None:
    document.add_heading("Meetings", 1)
    for meeting in brief.meetings:
        _bullet(document, meeting.title, f" ({_accounts(meeting)})")
        for country, names in meeting.participants:
            document.add_paragraph(_xml(f"{country}: {', '.join(names)}"), style="List Bullet 2")
    if not brief.meetings:
        document.add_paragraph("None that the record holds.")


def _docx_undertakings(document: Any, brief: Brief) -> None:
    document.add_heading("Undertakings", 1)
    for pillar, promises in brief.undertakings:
        document.add_heading(_xml(pillar.capitalize()), 2)
        for promise in promises:
            _bullet(document, promise.label, f"\n{_about(promise)}")
            _docx_quotes(document, promise.quotes)
    if not brief.undertakings:
        document.add_paragraph("None that the record holds.")
    document.add_heading("Outstanding", 1)
    for promise in brief.outstanding:
        _bullet(document, promise.label, f"\n{_about(promise)}")
    if not brief.outstanding:
        document.add_paragraph("Nothing that the record holds.")


def _docx_rest(document: Any, brief: Brief) -> None:
    if brief.targets:
        document.add_heading("Targets", 1)
    for figure in brief.targets:
        _bullet(document, _figure(figure), f" {figure.meeting}")
        _docx_quotes(document, figure.quotes)
    if brief.threads:
        document.add_heading("Threads", 1)
    for thread in brief.threads:
        _bullet(document, thread.label, f"\n{'; '.join(thread.events)}")


def _docx_offices(document: Any, brief: Brief) -> None:
    if not brief.holders:
        return
    document.add_heading("Offices", 1)
    table = document.add_table(rows=1, cols=4)
    for cell, head in zip(
        table.rows[0].cells, ("Name", "Office, as last seen", "Country", "Seen"), strict=True
    ):
        cell.text = head
    for holder in brief.holders:
        row = (holder.name, holder.office, holder.country, holder.seen)
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = _xml(text)


def _docx_sources(document: Any, brief: Brief) -> None:
    if brief.sources:
        document.add_heading("Sources", 1)
    for source in brief.sources:
        document.add_paragraph(_xml(_cited(source)), style="List Bullet")


def _docx_quotes(document: Any, quotes: Sequence[Quote]) -> None:
    for quote in quotes:
        document.add_paragraph(_xml(f"{quote.text}\n{_said(quote)}"), style="Quote")


def _bullet(document: Any, strong: str, soft: str) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    paragraph.add_run(_xml(strong)).bold = True
    paragraph.add_run(_xml(soft))


def _xml(text: str) -> str:
    """Text without what XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
