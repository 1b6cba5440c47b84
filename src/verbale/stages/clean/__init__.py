"""From a page to its account: furniture dropped with a reason, teasers split off."""

from collections.abc import Iterator, Sequence
from datetime import date

from verbale.lexicon import Lexicon
from verbale.records.ids import content_id, text_digest
from verbale.records.reading import Dropped, Page, Source
from verbale.records.vocabulary import DateOrigin
from verbale.stages.clean.dates import foot_date, head_dates, lead_date
from verbale.stages.clean.furniture import furniture, without_overlap
from verbale.stages.clean.headline import headline
from verbale.stages.clean.layout import Layout, Row, layout_of
from verbale.stages.clean.provenance import date_in_address, domain, printed_address
from verbale.stages.clean.teasers import Teaser, teasers
from verbale.text.language import identify


def clean(page: Page, lexicon: Lexicon) -> tuple[Source, ...]:
    """Return the page as a source, furniture marked as dropped, and after it a source for each teaser on it.

    What the container says of the page (address, outlet, title, date) comes before what the page prints.
    The date of publication is, in this order: given, from metadata, printed at the head, in the address,
    told by the lead, under the signatures.
    """
    layout = layout_of(page.text)
    language = identify(page.text, page.language)[0]
    found = teasers(layout)
    head = head_dates(layout, language, lexicon)
    dropped = without_overlap([*(t.dropped() for t in found), *head.dropped, *furniture(layout)])
    kept = _kept(layout, dropped)
    own_url, own_outlet = printed_address(layout)
    url = page.url or own_url
    published, origin = _published(page, head.day, url, kept, language, lexicon)
    found_title = headline(layout, kept)
    source = Source(
        id=content_id("source", page.text, page.url, page.published, page.row),
        path=page.path,
        url=url,
        outlet=page.outlet or domain(url) or own_outlet,
        title=page.title or (found_title.text if found_title else None),
        language=language,
        published=published,
        published_from=origin,
        sha256=text_digest(page.text),
        text=page.text,
        dropped=tuple(dropped),
        side=page.side,
    )
    return source, *_teaser_sources(source, found, lexicon)


def _published(
    page: Page, printed: date | None, url: str | None, kept: Sequence[Row], language: str, lexicon: Lexicon
) -> tuple[str | None, DateOrigin | None]:
    """Return the ISO date of publication and where it came from."""
    if page.published:
        return page.published, page.published_from or "metadata"
    if printed:
        return printed.isoformat(), "page"
    in_address = date_in_address(url)
    if in_address:
        return in_address.isoformat(), "url"
    rows = [row.text for row in kept]
    told = lead_date(rows, "\n".join(rows), language, lexicon) or foot_date(rows, language, lexicon)
    return (told.isoformat(), "text") if told else (None, None)


def _kept(layout: Layout, dropped: Sequence[Dropped]) -> list[Row]:
    """Return the rows that stand outside the dropped stretches, or partly so."""
    kept = []
    at = 0
    for row in layout.rows:
        while at < len(dropped) and dropped[at].end < row.line.end:
            at += 1
        if at == len(dropped) or dropped[at].start > row.line.start:
            kept.append(row)
    return kept


def _teaser_sources(parent: Source, found: Sequence[Teaser], lexicon: Lexicon) -> Iterator[Source]:
    """Yield the teasers of a page; their days take the year from each other, not from the page."""
    texts = [parent.text[teaser.text_start : teaser.end] for teaser in found]
    for number, (teaser, text) in enumerate(zip(found, texts, strict=True), start=1):
        language = identify(text, parent.language)[0]
        told = lead_date(text.split("\n"), "\n".join(texts), language, lexicon)
        yield Source(
            id=content_id("source", text, parent.id, number),
            path=f"{parent.path}#teaser-{number}",
            url=None,
            outlet=parent.outlet,
            title=teaser.title,
            language=language,
            published=told.isoformat() if told else None,
            published_from="text" if told else None,
            sha256=text_digest(text),
            text=text,
            teaser_of=parent.id,
            side=parent.side,
        )
