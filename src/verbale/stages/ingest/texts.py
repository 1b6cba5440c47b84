"""Plain text files and raw bytes to pages."""

from pathlib import Path

from verbale.errors import PageError
from verbale.records.reading import Page
from verbale.stages.ingest.limits import Limits, megabytes
from verbale.text.decode import decode


def read_bytes(path: Path, limits: Limits) -> bytes:
    """Return the content of a file.

    Raises:
        PageError: when it is larger than a page may be, empty, or cannot be opened.
    """
    try:
        size = path.stat().st_size
        if size > limits.max_bytes:
            raise PageError(f"has {megabytes(size)}; a page may have {megabytes(limits.max_bytes)}")
        data = path.read_bytes()
    except OSError as error:
        raise PageError(f"cannot be opened: {error.strerror or error}") from error
    if not data:
        raise PageError("is empty")
    return data


def text_page(path: Path, limits: Limits) -> Page:
    """Return a text file as a page; its text is what the file holds, decoded.

    Raises:
        PageError: when it is too large, empty or no text.
    """
    return Page(text=checked(decode(read_bytes(path, limits)), limits), path=str(path))


def checked(text: str, limits: Limits) -> str:
    """Return the text when it is one that can be read.

    Raises:
        PageError: when it is too long, or holds no letter.
    """
    if len(text) > limits.max_chars:
        raise PageError(f"holds {len(text):,} characters; a page may hold {limits.max_chars:,}")
    if not any(c.isalpha() for c in text):
        raise PageError("holds no text")
    return text
