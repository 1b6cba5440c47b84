"""Which script a text is written in, by ISO 15924 code."""

import unicodedata
from collections import Counter
from functools import lru_cache

from verbale.text.data import load_yaml

UNKNOWN = "Zzzz"
"""ISO 15924 for a script that is not known, and here for a text without letters."""


def script_of(text: str) -> str:
    """Return the script of most letters of a text.

    Japanese is `Jpan` as soon as kana stand beside Han, Korean `Kore` when Hangul stands beside Han.
    """
    counts = Counter(_script_of_char(c) for c in text if c.isalpha())
    counts.pop(UNKNOWN, None)
    if not counts:
        return UNKNOWN
    kana = counts["Hira"] + counts["Kana"]
    if kana and counts["Hani"]:
        counts["Jpan"] = kana + counts.pop("Hani")
    elif counts["Hang"] and counts["Hani"]:
        counts["Kore"] = counts["Hang"] + counts.pop("Hani")
    return max(counts, key=lambda code: (counts[code], code))


@lru_cache(maxsize=20_000)
def _script_of_char(char: str) -> str:
    first_word = unicodedata.name(char, "").split(" ")[0]
    code: str = load_yaml("identification", "scripts").get(first_word, UNKNOWN)
    return code
