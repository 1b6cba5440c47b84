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
    accents = {ord(c): None for c in set(decomposed) if unicodedata.combining(c) in _ACCENT_CLASSES}
    kept = decomposed.translate(accents)
    return unicodedata.normalize("NFC", kept).casefold().translate(_LETTERS)


def fold_words(text: str) -> str:
    """Return the folded letters and digits of a text, with one space for everything between them."""
    folded = fold(text)
    signs = {ord(c): " " for c in set(folded) if not c.isalnum() and unicodedata.category(c)[0] != "M"}
    return " ".join(folded.translate(signs).split())
