"""Bytes of unknown encoding to text."""

import codecs
import re

from charset_normalizer import from_bytes

from verbale.errors import PageError

SAMPLE_BYTES = 200_000
"""What the guess of an encoding looks at: it takes 0.1 s, and more text does not change the answer."""

MAX_CONTROL_SHARE = 0.02
"""More control bytes than this and the bytes are not text: prose has none, terminal logs under 0.01."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1b\x1a"))
_UNPRINTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"\x1f\x8b": "a gzip archive",
    b"SQLite format 3": "a SQLite database",
}


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text that bytes hold, with line feeds as line ends and without control characters.

    Tried in turn: a byte order mark, UTF-8, the declared encoding, UTF-16 without a mark, and the best guess
    of charset-normalizer. Letters are kept as they are coded: no Unicode normalisation.

    Args:
        data: the whole file.
        declared: an encoding that a header or tag names; a name that Python does not know is ignored.

    Raises:
        PageError: when the bytes are not text, or are text in no encoding that fits.
    """
    return tidy(_decoded(data, declared))


def tidy(text: str) -> str:
    """Return the text with line feeds as line ends, and without control characters or lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNPRINTED.sub("", text).removeprefix("\ufeff")
    return text.encode("utf-8", "replace").decode("utf-8")


def _decoded(data: bytes, declared: str | None) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise PageError(f"holds {what}, not text")
    wide = _utf16_without_mark(data)
    if wide:
        return data.decode(wide, "replace")
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    if controls > MAX_CONTROL_SHARE * len(data):
        raise PageError("holds binary data, not text")
    for candidate in ("utf-8", declared):
        text = _try(data, candidate)
        if text is not None:
            return text
    return _guess(data)


def _try(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _utf16_without_mark(data: bytes) -> str | None:
    """Return the byte order when nearly every second byte of a sample is zero, as in UTF-16 of Latin text."""
    sample = data[:2000]
    half = len(sample) // 2
    if half < 2 or len(data) % 2:
        return None
    for encoding, first in (("utf-16-be", 0), ("utf-16-le", 1)):
        if sample[first::2].count(0) > 0.7 * half and sample[1 - first :: 2].count(0) == 0:
            return encoding
    return None


def _guess(data: bytes) -> str:
    """Mostly UTF-8 with a few broken bytes stays UTF-8; else charset-normalizer decides."""
    broken = data.decode("utf-8", "replace")
    marks = broken.count("\ufffd")
    beyond_ascii = sum(c > "\x7f" for c in broken)
    if marks * 10 < beyond_ascii:
        return broken
    best = from_bytes(data[:SAMPLE_BYTES]).best()
    if best is None:
        raise PageError("is in no encoding that could be told; save it as UTF-8")
    return data.decode(best.encoding, "replace")
