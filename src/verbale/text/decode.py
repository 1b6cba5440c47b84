"""Bytes of unknown encoding to text."""

import codecs
import re

from charset_normalizer import from_bytes

from verbale.errors import PageError
from verbale.text.data import load_yaml
from verbale.text.language import identify

SAMPLE_BYTES = 200_000
"""What the guess of an encoding looks at: it takes 0.1 s, and more text does not change the answer."""

MAX_CONTROL_SHARE = 0.02
"""More control bytes than this and the bytes are not text: prose has none, terminal logs under 0.01."""

MAX_BROKEN_SHARE = 0.1
"""Of the characters beyond ASCII, what may be broken in UTF-8: of another encoding nearly all are."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WEB_ENCODINGS = (
    *("cp1252", "cp1251", "cp1250", "cp1256", "cp1253", "cp1254", "cp1255", "cp1257", "cp1258", "iso8859_2"),
    *("iso8859_5", "iso8859_7", "iso8859_6", "iso8859_15", "koi8_r", "koi8_u", "cp874", "gb18030", "big5"),
    *("shift_jis", "euc_jp", "euc_kr", "cp949", "iso2022_jp", "utf_16"),
)
"""Encodings that web pages use (WHATWG Encoding Standard, as Python names them); with those of old Macs and DOS
among the candidates short texts are read as these."""

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
    return tidy(data.decode(encoding_of(data, declared), "replace"))


def encoding_of(data: bytes, declared: str | None = None) -> str:
    """Return the encoding of a text, or of its beginning, as `decode` tells it.

    Raises:
        PageError: when the bytes are not text, or are text in no encoding that fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise PageError(f"holds {what}, not text")
    wide = _utf16_without_mark(data)
    if wide:
        return wide
    controls = len(data) - len(data.translate(None, _CONTROL_BYTES))
    if controls > MAX_CONTROL_SHARE * len(data):
        raise PageError("holds binary data, not text")
    fitting = (name for name in ("utf-8", declared) if name and _fits(data, name))
    return next(fitting, None) or _guess(data)


def tidy(text: str) -> str:
    """Return the text with line feeds as line ends, and without control characters or lone surrogates."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNPRINTED.sub("", text).removeprefix("\ufeff")
    return text.encode("utf-8", "replace").decode("utf-8")


def _fits(data: bytes, encoding: str) -> bool:
    """Whether bytes are text in an encoding; a character cut off at the end does no harm."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(data)
    except (UnicodeError, LookupError):
        return False
    return True


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
    """Return UTF-8 for UTF-8 with a few broken bytes; else what charset-normalizer finds."""
    broken = data.decode("utf-8", "replace")
    beyond_ascii = sum(c > "\x7f" for c in broken)
    if broken.count("\ufffd") < MAX_BROKEN_SHARE * beyond_ascii:
        return "utf-8"
    best = from_bytes(data[:SAMPLE_BYTES], cp_isolation=list(_WEB_ENCODINGS)).best()
    if best is None:
        raise PageError("is in no encoding that could be told; save it as UTF-8")
    latin = load_yaml("identification", "encodings")
    return _latin(data[:SAMPLE_BYTES], latin) if best.encoding in latin else best.encoding


def _latin(data: bytes, candidates: dict[str, list[str]]) -> str:
    """Return the encoding whose text is most surely in a language that is written in it."""

    def fit(encoding: str) -> tuple[bool, float]:
        language, p = identify(data.decode(encoding, "replace"))
        return language in candidates[encoding], p

    return max(candidates, key=fit)
