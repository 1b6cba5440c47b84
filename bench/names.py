"""Precision and recall of name comparison, by tier, on the hand-collected pairs. No model, no network.

Run: `python -m bench.names [--misses]`. A pair counts as found when the verdict is `same`; `unsure` pairs are given
for review and merge nothing. Pairs in which the table of aliases has a name are also counted apart: the others show
what sounds and endings do alone.

Which tier a pair is in holds for all files alike:

- strong: both names have the same parts, in any order, each written as is usual in its language, inflected or with
  words of courtesy, and letters tell the sound;
- medium: one name lacks a part, has an initial, a short form or another spelling than the usual one, or is read in
  another way by one language (Chinese characters read as in Vietnamese or Cantonese);
- weak: nothing but knowing the person tells; different: two people, mostly with a part in common.

Rules and weights were made with `name_pairs.csv`. The other files were written before their errors were seen; what
their first figures were (recall of the strong tier, precision) tells what new names get:

| file | first | errors looked at |
|---|---|---|
| `name_pairs_unseen.csv` | not kept | yes |
| `name_pairs_fresh.csv` | .911, .981 | yes |
| `name_pairs_further.csv` | .780, .996 | yes |
| `name_pairs_kept.csv` | .863, .980 (.756, .977 with the rules of before) | yes |
| `name_pairs_last.csv` | .887, 1.0 (.792, 1.0 with the rules of before) | yes |
"""

import argparse
import csv
import platform
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from verbale.stages.resolve import Candidate, Decision, Spelling, compare, spell
from verbale.stages.resolve.aliases import alias_of
from verbale.stages.resolve.blocks import pairs as candidate_pairs

DATA = Path(__file__).parent.parent / "tests" / "stages" / "data"
FILES = tuple(
    DATA / f"name_pairs{which}.csv" for which in ("", "_unseen", "_fresh", "_further", "_kept", "_last")
)

DIFFERENT = "different"
"""The tier of pairs that are two people."""


class Pair(NamedTuple):
    """A pair of names with its tier and what was decided."""

    tier: str
    left: Spelling
    right: Spelling
    decision: Decision

    @property
    def by_alias(self) -> bool:
        """Whether the table of aliases has one of the names."""
        return alias_of(self.left) is not None or alias_of(self.right) is not None


def decided(path: Path) -> list[Pair]:
    """Read the pairs and decide on each by its names alone."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_decided(row) for row in csv.DictReader(file)]


def _decided(row: dict[str, str]) -> Pair:
    left = spell(row["left"], (row["left_language"],))
    right = spell(row["right"], (row["right_language"],))
    return Pair(row["tier"], left, right, compare(Candidate(left), Candidate(right)))


def precision(pairs: Sequence[Pair]) -> float:
    """Return the share of pairs found to be the same person that are."""
    found = [pair for pair in pairs if pair.decision.verdict == "same"]
    return sum(pair.tier != DIFFERENT for pair in found) / len(found) if found else 1.0


def recall(pairs: Sequence[Pair]) -> float:
    """Return the share of pairs of one person that were found."""
    same = [pair for pair in pairs if pair.tier != DIFFERENT]
    return sum(pair.decision.verdict == "same" for pair in same) / len(same) if same else 1.0


def compared(pairs: Sequence[Pair]) -> float:
    """Return the share of the pairs found to be the same that blocking brings together."""
    found = [{"left": pair.left, "right": pair.right} for pair in pairs if pair.decision.verdict == "same"]
    return sum(bool(list(candidate_pairs(names))) for names in found) / len(found) if found else 1.0


def measure() -> dict[str, float]:
    """Precision, and recall by tier, on the pairs that rules were set on and on those that no rule has seen."""
    figures = {}
    for path in FILES:
        pairs = decided(path)
        figures[f"{path.stem}: precision"] = precision(pairs)
        for tier in ("strong", "medium"):
            if any(pair.tier == tier for pair in pairs):
                figures[f"{path.stem}: recall, {tier}"] = recall([p for p in pairs if p.tier == tier])
    return figures


def report(pairs: Sequence[Pair]) -> None:
    """Print a row for each tier, and the figures of all."""
    print("tier       pairs  same  unsure  different  unknown")
    for tier in dict.fromkeys(pair.tier for pair in pairs):
        verdicts = Counter(pair.decision.verdict for pair in pairs if pair.tier == tier)
        row = [verdicts[verdict] for verdict in ("same", "unsure", "different", "unknown")]
        print(f"{tier:10} {sum(row):5} {row[0]:5} {row[1]:7} {row[2]:10} {row[3]:8}")
    for name, some in (
        ("all", pairs),
        ("without the alias table", [pair for pair in pairs if not pair.by_alias]),
    ):
        tiers = {tier: recall([p for p in some if p.tier == tier]) for tier in ("strong", "medium", "weak")}
        shown = "  ".join(f"{tier} {value:.3f}" for tier, value in tiers.items())
        print(f"{name}: precision {precision(some):.3f}  recall {recall(some):.3f}  ({shown})")
    print(f"brought together by blocking: {compared(pairs):.3f}")


def main() -> None:
    """Print the figures, and with `--misses` each pair that was not decided as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}: {' '.join(sys.argv)}")
    for path in FILES:
        start = time.perf_counter()
        pairs = decided(path)
        seconds = time.perf_counter() - start
        scripts = {spelling.script for pair in pairs for spelling in (pair.left, pair.right)}
        print(
            f"\n{path.name}: {len(pairs)} pairs in {len(scripts)} scripts, {len(pairs) / seconds:.0f} pairs/s"
        )
        report(pairs)
        if options.misses:
            print_misses(pairs)


def print_misses(pairs: Sequence[Pair]) -> None:
    """Print each pair that was not decided as it should be."""
    for pair in pairs:
        if (pair.decision.verdict == "same") != (pair.tier != DIFFERENT):
            print(f"{pair.tier}: {pair.left.text} | {pair.right.text}: {pair.decision}")


if __name__ == "__main__":
    main()
