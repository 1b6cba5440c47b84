"""Bytes of one document to what it says: text at once, packed and nested formats through a bounded worker."""

import re
from pathlib import Path
from typing import Literal

import msgspec

from verbale.errors import PageError
from verbale.records.reading import Page
from verbale.stages.ingest.limits import Limits, megabytes
from verbale.text.decode import decode

Format = Literal["text", "html", "pdf", "docx"]

SUFFIXES: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}

UNREAD_SUFFIXES = {
    ".doc": "an old Word document; save it as .docx",
    ".rtf": "an RTF document; save it as .docx",
    ".odt": "an OpenDocument text; save it as .docx",
    ".epub": "a book; save its pages as .html",
    ".xls": "a spreadsheet; save it as .csv",
    ".xlsx": "a spreadsheet; save it as .csv",
    ".json": "JSON; write one object a line and name it .jsonl",
    ".xml": "XML, whose elements have no known meaning",
    ".js": "a script",
    ".css": "a style sheet",
    ".db": "a database",
    ".zip": "an archive; unpack it",
}
"""Formats that are told by name, so that the message can say what to do."""

_HTML_START = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


class Extracted(msgspec.Struct, frozen=True, kw_only=True):
    """What a document says, and what its metadata say of it; `published` is an ISO date."""

    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    language: str | None = None
    published: str | None = None

    def page(self, path: str) -> Page:
        """Return this as a page."""
        return Page(
            text=self.text,
            path=path,
            url=self.url,
            outlet=self.outlet,
            title=self.title,
            language=self.language,
            published=self.published,
            published_from="metadata" if self.published else None,
        )


def format_of(name: str, data: bytes) -> Format:
    """Return the format of a document by what it begins with, then by its name; text when neither tells.

    Raises:
        PageError: for a format that is known and not read.
    """
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(b"PK\x03\x04") and b"word/" in data:
        return "docx"
    if _HTML_START.match(data[:4000]):
        return "html"
    suffix = Path(name).suffix.lower()
    if suffix in UNREAD_SUFFIXES:
        raise PageError(f"is {UNREAD_SUFFIXES[suffix]}")
    found = SUFFIXES.get(suffix, "text")
    if found in ("pdf", "docx"):
        raise PageError(f"is named {suffix} but holds something else")
    return found


def read_bytes(path: Path, limits: Limits) -> bytes:
    """Return the content of a file.

    Raises:
        PageError: when it is no file, is empty, is larger than a page may be, or cannot be opened.
    """
    try:
        if not path.is_file():
            raise PageError("does not exist" if not path.exists() else "is no file")
        size = path.stat().st_size
        if size > limits.max_bytes:
            raise PageError(f"has {megabytes(size)}; a page may have {megabytes(limits.max_bytes)}")
        data = path.read_bytes()
    except OSError as error:
        raise PageError(f"cannot be opened: {error.strerror or error}") from error
    if not data:
        raise PageError("is empty")
    return data


def plain(data: bytes, declared: str | None = None) -> Extracted:
    """Return plain text, decoded.

    Raises:
        PageError: when the bytes are no text.
    """
    return Extracted(text=decode(data, declared))


def checked(page: Page, limits: Limits) -> Page:
    """Return the page when its text is one that can be read.

    Raises:
        PageError: when it is too long, or holds no letter.
    """
    if len(page.text) > limits.max_chars:
        raise PageError(f"holds {len(page.text):,} characters; a page may hold {limits.max_chars:,}")
    if not any(c.isalpha() for c in page.text):
        raise PageError("holds no text")
    return page
