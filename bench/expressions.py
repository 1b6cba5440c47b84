"""Accuracy of dates and amounts on sentences written for this bench, by language.

A sentence is right when the dates and the amounts found are exactly those expected, none missing and none invented;
the sentences of later batches also say which ordinals they hold.
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


FRESH = "second"
"""The batch that was written after all rules and words, and scored once before anything was mended with it. Of the
batch `first` (192 sentences in 71 languages) 15 were exact before weekdays, words for numbers and parts of years were
read at all."""


def is_untuned(row: dict[str, object]) -> bool:
    """Tell whether nothing was tuned on a sentence: its language, or its whole batch, was kept apart."""
    batch = row.get("batch")
    return batch == FRESH or (batch is None and row["language"] in UNTUNED)


def read(lexicon: Lexicon, row: dict[str, object]) -> tuple[bool, str]:
    """Return whether a sentence was read exactly, and what was found."""
    text, language = str(row["text"]), str(row["language"])
    days = lexicon.find_dates(text, language, REFERENCE)
    dates = [[found.first.isoformat(), found.last.isoformat()] for found in days]
    amounts = [[found.value, found.unit] for found in lexicon.find_amounts(text, language)]
    ordinals = [
        found.number
        for found in lexicon.find_ordinals(text, language)
        if not any(found.start < day.end and day.start < found.end for day in days)
    ]
    right = dates == row["dates"] and amounts == row["amounts"]
    return right and ordinals == row.get("ordinals", ordinals), f"{dates} {amounts} {ordinals}"


def measure() -> dict[str, float]:
    """Share of sentences whose dates and amounts are all exact, for all and for languages that were not tuned."""
    lexicon = Lexicon.load()
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    right = [(read(lexicon, row)[0], is_untuned(row)) for row in rows]
    untuned = [value for value, apart in right if apart]
    return {"exact": sum(v for v, _ in right) / len(right), "exact, not tuned": sum(untuned) / len(untuned)}


def main() -> None:
    """Print accuracy for all, tuned and untuned languages, and for each language with an error."""
    lexicon = Lexicon.load()
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in DATA.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        right, found = read(lexicon, row)
        group = "untuned" if is_untuned(row) else "tuned"
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
