"""How much one page may ask of the machine."""

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits per page. A page over one of them is refused with the figure; the others are read.

    Attributes:
        max_bytes: of a document, of one row of a table, and of what an address answers.
        max_chars: of the text of a page, after extraction.
        max_unpacked_bytes: of what a packed document (docx) holds.
        seconds: for extracting one document, and for an address to answer in full.
        max_memory: address space in bytes of the process that extracts, where the system can bound it.
        max_redirects: that an address may go through.
    """

    max_bytes: int = 20_000_000
    max_chars: int = 5_000_000
    max_unpacked_bytes: int = 100_000_000
    seconds: float = 20.0
    max_memory: int = 2 * 1024**3
    max_redirects: int = 5


def megabytes(size: int) -> str:
    """Return a size in bytes as people write it."""
    return f"{size / 1e6:.1f} MB"
