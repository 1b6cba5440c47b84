"""Which column of a table says what, and its cells as a page."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from verbale.errors import PageError
from verbale.records.reading import Page
from verbale.text.decode import tidy

CODE_LETTERS = 2
"""Letters of the code of a state (ISO 3166-1 alpha-2)."""


class ColumnMap(msgspec.Struct, frozen=True, kw_only=True):
    """The names of the columns that are read; None for the usual names (`ALIASES`)."""

    text: str | None = None
    id: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    outlet: str | None = None
    side: str | None = None


ALIASES: dict[str, tuple[str, ...]] = {
    "text": (
        "text",
        "body",
        "content",
        "maintext",
        "full_text",
        "fulltext",
        "article",
        "article_text",
        "transcript",
    ),
    "id": ("id", "_id", "uid", "uuid", "guid", "doc_id", "article_id", "key"),
    "url": ("url", "link", "address", "source_url", "uri", "permalink"),
    "title": ("title", "headline", "heading", "subject"),
    "published": (
        "published",
        "date",
        "published_at",
        "date_published",
        "publish_date",
        "date_publish",
        "pubdate",
        "publication_date",
        "timestamp",
        "datetime",
        "day",
    ),
    "language": ("language", "lang", "language_code", "locale"),
    "outlet": (
        "outlet",
        "source",
        "publisher",
        "site",
        "sitename",
        "source_domain",
        "domain",
        "newspaper",
        "media",
    ),
    "side": ("side", "outlet_country", "source_country"),
}
"""Names that news archives give their columns (news-please, GDELT, collections of press releases)."""


class Columns:
    """The columns of one table, found once."""

    def __init__(self, names: Iterable[str], wanted: ColumnMap) -> None:
        """Find the columns.

        Raises:
            PageError: when the table has no column of text, or a named column is missing.
        """
        self._side_is_named = wanted.side is not None
        by_folded: dict[str, str] = {}
        for name in names:
            by_folded.setdefault(name.strip().casefold(), name)
        self.by_field: dict[str, str] = {}
        for field, aliases in ALIASES.items():
            named = getattr(wanted, field)
            if named is not None and named.casefold() not in by_folded:
                raise PageError(f"has no column {named!r}; it has {', '.join(map(repr, by_folded.values()))}")
            for alias in (named,) if named else aliases:
                if alias.casefold() in by_folded:
                    self.by_field[field] = by_folded[alias.casefold()]
                    break
        if "text" not in self.by_field:
            raise PageError(f"has no column of text; it has {', '.join(map(repr, by_folded.values()))}")

    def page(self, row: Mapping[str, Any], path: str, number: int) -> Page:
        """Return a row as a page; its path is `file#id`, or `file#number` when it has no id.

        Raises:
            PageError: when it holds no text, a date that is none, or a side that is no code of a state.
        """
        cells = {field: row.get(name) for field, name in self.by_field.items()}
        text = cells["text"]
        if not isinstance(text, str) or not text.strip():
            raise PageError("holds no text")
        key = _cell(cells.get("id")) or str(number)
        published = iso_date(cells.get("published"))
        return Page(
            text=tidy(text),
            path=f"{path}#{key}",
            row=key,
            url=_cell(cells.get("url")),
            outlet=_cell(cells.get("outlet")),
            title=_cell(cells.get("title")),
            language=_cell(cells.get("language")),
            published=published,
            published_from="given" if published else None,
            side=_side(_cell(cells.get("side")), named=self._side_is_named),
        )


def iso_date(value: object) -> str | None:
    """Return the day of a date, a time stamp, or a text in ISO 8601 or RFC 5322; None for nothing.

    Raises:
        PageError: when the value is none of these.
    """
    if value is None or value == "" or value != value:  # NaN, which tables put for nothing
        return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        found = _iso_text(value.strip())
        if found:
            return found
    raise PageError(f"has a date that cannot be read: {str(value)[:60]!r}; write it as 2025-12-02")


def _iso_text(value: str) -> str | None:
    try:
        return datetime.fromisoformat(value).date().isoformat()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None


def _side(value: str | None, *, named: bool) -> str | None:
    """Return the code of a state in capitals; None for nothing, and for other words in a column that nobody named."""
    if value is None:
        return None
    if len(value) == CODE_LETTERS and value.isascii() and value.isalpha():
        return value.upper()
    if named:
        raise PageError(f"has a side that is no code of a state: {value[:60]!r}; write it as VN")
    return None


def _cell(value: object) -> str | None:
    """Return a cell as text; None when nothing stands in it."""
    if value is None or value != value:  # NaN
        return None
    return tidy(str(value)).strip() or None
