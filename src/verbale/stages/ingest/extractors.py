"""Text out of HTML, PDF and Word documents. Runs in the worker: the input may be hostile."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from statistics import median

import docx
import pypdf
import trafilatura
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.table import Table
from pypdf.errors import PyPdfError

from verbale.errors import PageError
from verbale.stages.ingest.content import Extracted
from verbale.stages.ingest.limits import megabytes
from verbale.text.decode import decode, tidy
from verbale.text.fold import fold_words
from verbale.text.lines import ends_sentence
from verbale.text.scripts import script_of

MAX_NESTING = 250
"""Tags open at once; libxml2 gives up at 256, and pages of news have fewer than 60."""

MAX_ZIP_MEMBERS = 10_000
"""Parts of a docx; a report with a thousand pictures has 1,100."""

MIN_LINE_SHARE = 0.75
"""A line of a PDF at least this long, beside the median of its page, was wrapped and goes on in the next."""

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_LANG = re.compile(
    r"<html[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", re.IGNORECASE
)
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "caption",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
    }
    | {
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
    }
    | {"section", "table", "td", "th", "title", "tr", "ul"}
)
_UNCLOSED = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
    | {"p", "li", "dt", "dd", "tr", "td", "th", "option"}
)
"""Tags that have no end, or whose end is often left out (HTML Living Standard, 13.1.2)."""

_UNSPACED_SCRIPTS = frozenset({"Hani", "Hira", "Kana", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"})

_JOINERS = {"\u200c": "\u29d8", "\u200d": "\u29d9"}
"""Zero-width joiners and non-joiners, which part and shape words, and signs that no page of news holds."""

_JOINER_ENTITIES = {"&zwnj;": "\u200c", "&#8204;": "\u200c", "&zwj;": "\u200d", "&#8205;": "\u200d"}

_SILENT = frozenset({"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select"})


def from_html(data: bytes, declared: str | None = None) -> Extracted:
    """Return the main text of an HTML page and its metadata, by trafilatura; all text when that finds none.

    Raises:
        PageError: when nothing but tags, scripts and styles is there, or the bytes are no text.
    """
    found = _CHARSET.search(data[:4096])
    html = decode(data, declared or (found.group(1).decode("ascii") if found else None))
    language = _LANG.search(html[:4096])
    extracted = _by_trafilatura(html) or Extracted(text=visible_text(html))
    if not extracted.text.strip():
        raise PageError("holds no text, only tags, scripts or styles")
    return Extracted(
        text=tidy(extracted.text),
        title=extracted.title,
        url=extracted.url,
        outlet=extracted.outlet,
        language=language.group(1) if language else None,
        published=extracted.published,
    )


def _by_trafilatura(html: str) -> Extracted | None:
    """Return what trafilatura finds; None for nothing, or for a page nested too deep to give it."""
    if _nesting(html) > MAX_NESTING:
        return None
    found = trafilatura.bare_extraction(
        _with_joiners_shown(html),
        include_comments=False,
        favor_recall=True,
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if not isinstance(found, trafilatura.settings.Document) or not found.text:
        return None
    return Extracted(
        text=_with_joiners_hidden(found.text),
        title=_with_joiners_hidden(found.title) if found.title else None,
        url=found.url,
        outlet=found.sitename,
        published=found.date,
    )


def _with_joiners_shown(html: str) -> str:
    """Put visible signs for the joiners of Persian and Indic words, which trafilatura drops as control characters."""
    for entity, joiner in _JOINER_ENTITIES.items():
        html = html.replace(entity, joiner)
    return html.translate({ord(joiner): sign for joiner, sign in _JOINERS.items() if sign not in html})


def _with_joiners_hidden(text: str) -> str:
    return text.translate({ord(sign): joiner for joiner, sign in _JOINERS.items()})


def _nesting(html: str) -> int:
    """Return how many tags are open at once at most, roughly: as if no tag closed another."""
    depth = deepest = 0
    for tag in re.finditer(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>", html):
        if tag[2].lower() in _UNCLOSED or tag[3]:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def visible_text(html: str) -> str:
    """Return all text of a page that is not script or style, a block on each line."""
    parser = _TextParser()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _TextParser(HTMLParser):
    """Collects text; does not recurse, so that depth does not matter."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Fall silent in scripts and styles; begin a line with a block."""
        if self._silent is None and tag in _SILENT:
            self._silent = tag
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Speak again after a script or style; end a line with a block."""
        if tag == self._silent or (self._silent == "head" and tag == "head"):
            self._silent = None
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if self._silent is None:
            self.parts.append(data)


def from_pdf(data: bytes) -> Extracted:
    """Return the text of a PDF by pypdf, its lines joined to paragraphs.

    Its dates are not taken: they tell when the file was made, often years after.

    Raises:
        PageError: when it is damaged, locked, or holds pictures of text only.
    """
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PageError("is locked with a password")
        pages = [page.extract_text() for page in reader.pages]
        title = reader.metadata.title if reader.metadata else None
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise PageError(f"is a damaged PDF ({error or type(error).__name__})") from error
    text = tidy("\n\n".join(reflowed(page) for page in pages))
    if not any(c.isalpha() for c in text):
        raise PageError("holds no text, only pictures; recognise its text first (OCR)")
    return Extracted(text=text, title=_printed_title(title, text))


def reflowed(page: str) -> str:
    """Return the text of a PDF page with wrapped lines joined, and words broken at line ends mended."""
    lines = [line.strip() for line in page.split("\n")]
    full = MIN_LINE_SHARE * median([len(line) for line in lines if line] or [0])
    paragraphs: list[str] = []
    previous = ""
    for line in lines:
        if previous and line and len(previous) >= full and not ends_sentence(previous):
            paragraphs[-1] = _joined(paragraphs[-1], line)
        else:
            paragraphs.append(line)
        previous = line
    return "\n".join(paragraphs)


def _joined(text: str, line: str) -> str:
    """Return a text with the line that it goes on in."""
    if text.endswith(("-", "\u00ad")) and line[0].islower():
        return text[:-1] + line
    return text + ("" if _unspaced(text[-1]) and _unspaced(line[0]) else " ") + line


def _unspaced(char: str) -> bool:
    """Whether a character is of a script that writes no spaces between words, or a sign of such a script."""
    return script_of(char) in _UNSPACED_SCRIPTS or (char >= "\u3000" and unicodedata.category(char)[0] == "P")


def _printed_title(title: object, text: str) -> str | None:
    """Return a title from metadata when the document prints it: templates leave wrong ones."""
    if not isinstance(title, str) or not title.strip():
        return None
    return title.strip() if fold_words(title) in fold_words(text[:3000]) else None


def from_docx(data: bytes, max_unpacked: int) -> Extracted:
    """Return the text of a Word document: paragraphs and rows of tables in order.

    Raises:
        PageError: when it is damaged, holds no text, or unpacks to more than a page may.
    """
    try:
        _check_zip(data, max_unpacked)
        document = docx.Document(io.BytesIO(data))
        text = tidy("\n".join(_docx_lines(document)))
        title = document.core_properties.title
    except (OpcError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError) as error:
        raise PageError(f"is a damaged Word document ({error or type(error).__name__})") from error
    if not text.strip():
        raise PageError("holds no text")
    return Extracted(text=text, title=_printed_title(title, text))


def _check_zip(data: bytes, max_unpacked: int) -> None:
    """Refuse a bomb: by the sizes that it declares, then by what its parts really unpack to."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        declared = sum(member.file_size for member in members)
        if len(members) > MAX_ZIP_MEMBERS or declared > max_unpacked:
            raise PageError(
                f"unpacks to {megabytes(declared)}; a document may unpack to {megabytes(max_unpacked)}"
            )
        total = 0
        for member in members:
            with archive.open(member) as part:
                while chunk := part.read(1 << 20):
                    total += len(chunk)
                    if total > max_unpacked:
                        raise PageError(f"unpacks to more than {megabytes(max_unpacked)}")


def _docx_lines(document: Document) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "\t".join(dict.fromkeys(cell.text.replace("\n", " ") for cell in row.cells))
        else:
            yield block.text
