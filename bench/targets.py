"""Targets and readings on sentences written for this bench: reached, aimed at or hoped for, of what and by when.

Each sentence is read as a small account: one sentence that says who met, then the sentence itself. What is asked of
a target or reading counts as wrong when the target is not found at all; a target that no reader would find is false.

Usage: python -m bench targets; python bench/targets.py [--verbose] for what is wrong in the tuned languages.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from verbale.models.e5 import E5Encoder
from verbale.pipeline import PageReader, build
from verbale.records.items import Target
from verbale.records.reading import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.harness import Figures

DATA = Path(__file__).parent / "data" / "targets.jsonl"

UNTUNED = "untuned"
"""The batch of languages whose mistakes were not looked at while words and rules were made."""

STATUSES = {("target", False): "aim", ("target", True): "hope", ("reached", False): "reached"}


def rows() -> list[dict[str, Any]]:
    """The sentences with what a reader finds in them."""
    return [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]


@cache
def _reader() -> PageReader:
    return PageReader(E5Encoder())


def found_in(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The targets and readings that a record of this one small account holds."""
    text = f"{row['lead']}\n\n{row['text']}\n"
    page = Page(
        text=text,
        path="account",
        language=row["language"],
        published=row["published"],
        published_from="given",
    )
    items = build(_reader().read(page))
    return [msgspec.to_builtins(item) for item in items if isinstance(item, Target)]


def answers(gold: dict[str, Any], target: dict[str, Any] | None) -> Iterator[tuple[str, bool]]:
    """What is asked of one target, and whether it was answered as a reader would."""
    found = target or {}
    change = found.get("change") or {}
    status = STATUSES.get((found.get("status", ""), bool(found.get("hoped"))))
    by = found.get("by") if gold["status"] != "reached" else None
    given = [change["value"], change["unit"]] if change.get("value") is not None else None
    yield "value and unit", target is not None
    yield "status", status == gold["status"]
    yield "indicator", gold["indicator"] in str(found.get("indicator", "")).split()
    yield "by when", target is not None and (by or None) == gold["by"]
    yield "between whom", sorted(found.get("countries", ())) == gold["between"]
    yield "bound", target is not None and found.get("bound") == gold["bound"]
    yield "change", target is not None and (given, change.get("start")) == (gold["change"], gold["from"])


def score(
    found: Sequence[tuple[dict[str, Any], list[dict[str, Any]]]], *, verbose: bool = False
) -> tuple[Counter[str], Counter[str]]:
    """Right answers and questions, by what is asked; `false` counts targets that should not be there."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for row, targets in found:
        left = list(targets)
        wrong = []
        for gold in row["targets"]:
            match = next((t for t in left if (t["value"], t["unit"]) == (gold["value"], gold["unit"])), None)
            if match:
                left.remove(match)
            for name, is_right in answers(gold, match):
                right[name] += is_right
                asked[name] += 1
                wrong += [] if is_right else [name]
        asked["found"] += len(targets)
        right["false"] += len(left)
        if verbose and (wrong or left):
            shown = [{k: v for k, v in t.items() if k not in ("evidence", "id", "kind")} for t in targets]
            print(row["language"], row["text"], wrong, "false" if left else "", *shown, sep="\n   ")
    return right, asked


def measure() -> Figures:
    """Share of right answers by question, share of false targets, and status in languages kept apart."""
    found = [(row, found_in(row)) for row in rows()]
    right, asked = score(found)
    figures = {name: right[name] / asked[name] for name in asked if name != "found"}
    figures["not false"] = 1 - right["false"] / max(1, asked["found"])
    right, asked = score([pair for pair in found if pair[0].get("batch") == UNTUNED])
    for name in ("value and unit", "status", "indicator"):
        figures[f"{name}, not tuned"] = right[name] / asked[name]
    figures["not false, not tuned"] = 1 - right["false"] / max(1, asked["found"])
    return figures


def main() -> None:
    """Print figures, and with `--verbose` what is wrong in the tuned languages."""
    if "--verbose" in sys.argv:
        score([(row, found_in(row)) for row in rows() if row.get("batch") != UNTUNED], verbose=True)
    for name, value in measure().items():
        print(f"{name:30s} {value:.3f}")


if __name__ == "__main__":
    main()
