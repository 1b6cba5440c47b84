"""Boundaries of sentences and clauses, in scripts with and without spaces and full stops.

Paragraphs in the manner of agencies and communiqués, written for this bench, each as the list of its parts in the
order of the text. A boundary is right when a segment begins at the character at which a part does; the beginning of
the paragraph does not count. Languages with `tuned` false were kept back while the rules were mended.

Usage: python -m bench.segments [--verbose] [--untuned]
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.scoring import Score
from verbale.records.reading import Source
from verbale.stages.segment import segment

if TYPE_CHECKING:
    from bench.harness import Figures

DATA = Path(__file__).parent / "data" / "boundaries.jsonl"


def rows() -> list[dict[str, Any]]:
    """The paragraphs: `language`, `tuned`, `parts`."""
    return [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


def boundaries(row: dict[str, Any]) -> tuple[set[int], set[int]]:
    """Return where the parts of a paragraph begin, and where segments were found to begin; both without its start."""
    text = "".join(row["parts"])
    source = Source(
        id="source",
        path="row",
        url=None,
        outlet=None,
        title=None,
        language=row["language"],
        published=None,
        published_from=None,
        sha256="",
        text=text,
    )
    ends = [len("".join(row["parts"][:count])) for count in range(1, len(row["parts"]))]
    return set(ends), {found.start for found in segment(source) if found.start}


def measured(*, untuned: bool = True, verbose: bool = False) -> Figures:
    """Boundary F1 of all, tuned and untuned languages, and of those that mark no end of a sentence."""
    counts: dict[str, Counter[str]] = {}
    for row in rows():
        if not (row["tuned"] or untuned):
            continue
        gold, found = boundaries(row)
        text = "".join(row["parts"])
        for group in ("all", "tuned" if row["tuned"] else "not tuned", *_unended(row["language"])):
            counted = counts.setdefault(group, Counter())
            counted.update(right=len(gold & found), found=len(found), gold=len(gold))
        if verbose:
            for at in sorted(gold ^ found):
                kind = "missed" if at in gold else "INVENTED"
                print(f"  {row['language']}: {kind} {text[max(0, at - 30) : at]}|{text[at : at + 30]}")
    return {
        f"boundary F1, {group}": Score(
            c["right"] / c["found"] if c["found"] else 0.0, c["right"] / c["gold"] if c["gold"] else 0.0
        ).f1
        for group, c in sorted(counts.items())
    }


def _unended(language: str) -> tuple[str, ...]:
    return ("Thai",) if language == "th" else ()


def measure() -> Figures:
    """Figures of all paragraphs, for the runner."""
    return measured()


def main() -> None:
    """Print the figures and, when asked to, every boundary that was missed or invented."""
    options = {"untuned": "--untuned" in sys.argv, "verbose": "--verbose" in sys.argv}
    for name, value in measured(**options).items():
        print(f"{name:30s} {value:.3f}")


if __name__ == "__main__":
    main()
