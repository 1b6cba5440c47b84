"""Fold a text to what its spellings have in common: no case, no accents, one form of each letter."""

import unicodedata

_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"}
)
"""Letters whose stroke or ligature Unicode does not decompose (UAX 15 leaves them alone)."""

_ACCENT_CLASSES = frozenset({1, *range(10, 37), *range(200, 241)})
"""Canonical combining classes of accents (1, 200-240), Hebrew points and Arabic vowel signs (10-36). Virama,
nukta, kana voicing and Thai and Lao tones have other classes: without them words of those scripts change.
"""


def fold(text: str) -> str:
    """Return the text without case, accents, stroke letters and compatibility forms (NFKC).

    The result has another length than the text: offsets into one are not offsets into the other.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in decomposed if unicodedata.combining(c) not in _ACCENT_CLASSES)
    return unicodedata.normalize("NFC", kept).casefold().translate(_LETTERS)


def fold_words(text: str) -> str:
    """Return the folded letters and digits of a text, with one space for everything between them."""
    return " ".join(
        "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in fold(text)).split()
    )
