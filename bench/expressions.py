"""Accuracy of dates and amounts on sentences written for this bench, by language.

A sentence is right when the dates and the amounts found are exactly those expected, none missing and none invented.
Every sentence is read with the same day of the page, `REFERENCE`.

Usage: python bench/expressions.py [--verbose]
"""

import json
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

from verbale.lexicon import Lexicon

DATA = Path(__file__).parent / "data" / "expressions.jsonl"
REFERENCE = date(2025, 12, 10)

UNPREPARED = frozenset({"eu", "af", "mr", "gu", "te", "cy", "lb", "mt"})
"""Languages without words of their own in `resources/lexicon`, read with CLDR alone."""

UNTUNED = UNPREPARED | {
    *("is", "et", "sl", "sq", "ka", "hy", "kk", "uz", "sw", "fil", "ta"),
    *("bg", "he", "ur", "ne", "ms", "gl", "sk", "az", "be"),
}
"""Languages whose words were written before any of their sentences was read. The first run had 34 of 45 of their
sentences right; rules for inflected months, joined prepositions and years before days were then mended with them."""


def read(lexicon: Lexicon, row: dict[str, object]) -> tuple[bool, str]:
    """Return whether a sentence was read exactly, and what was found."""
    text, language = str(row["text"]), str(row["language"])
    days = lexicon.find_dates(text, language, REFERENCE)
    dates = [[found.first.isoformat(), found.last.isoformat()] for found in days]
    amounts = [[found.value, found.unit] for found in lexicon.find_amounts(text, language)]
    right = dates == row["dates"] and amounts == row["amounts"]
    return right, f"{dates} {amounts}"


def measure() -> dict[str, float]:
    """Share of sentences whose dates and amounts are all exact, for all and for languages that were not tuned."""
    lexicon = Lexicon.load()
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    right = [(read(lexicon, row)[0], row["language"] in UNTUNED) for row in rows]
    untuned = [value for value, is_untuned in right if is_untuned]
    return {"exact": sum(v for v, _ in right) / len(right), "exact, not tuned": sum(untuned) / len(untuned)}


def main() -> None:
    """Print accuracy for all, tuned and untuned languages, and for each language with an error."""
    lexicon = Lexicon.load()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in DATA.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        right, found = read(lexicon, row)
        group = "untuned" if row["language"] in UNTUNED else "tuned"
        for key in ("all", group, row["language"]):
            counts[key][0] += right
            counts[key][1] += 1
        if not right and "--verbose" in sys.argv:
            print(row["language"], row["text"], "->", found)
    for key, (right_count, total) in counts.items():
        if key in ("all", "tuned", "untuned") or right_count < total:
            print(f"{key:8s} {right_count / total:.3f} ({right_count} of {total})")


if __name__ == "__main__":
    main()
