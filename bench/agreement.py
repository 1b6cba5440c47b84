"""How far two labellers agree on the labelled segments: Krippendorff's alpha.

usage: python -m bench.agreement [--differences FIELD]

`bench/data/second_labels.jsonl` holds labels of about a tenth of the segments, given by docs/labelling.md alone without
sight of the first ones. A segment is found again by its language and the digest of its text without span marks.

Method: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011 (nominal data, coincidences of values).
Pillars are sets; their distance is MASI: R. Passonneau, "Measuring Agreement on Set-valued Items (MASI) for Semantic
and Pragmatic Annotation", LREC 2006. Strength is compared where both labellers see an undertaking and meeting where
both see an encounter, since elsewhere both are null and would only swell the figure.

What the figures do not say: most segments were written with a label in mind, and both labellers are of one school, so
this is how clear the guide is on such sentences; on found text, and among strangers, expect less.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from itertools import combinations, permutations
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec

from bench.harness import ROOT, Figures
from verbale.lexicon.labelled import LabelledSegment, labelled_segments
from verbale.records.vocabulary import Act, MeetingType, Performer, Strength

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

SECOND = ROOT / "bench" / "data" / "second_labels.jsonl"

FIELDS = ("act", "strength", "by", "pillars", "meeting")

Value = TypeVar("Value", bound="Hashable")


class SecondLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Labels of one segment by the second labeller.

    Attributes:
        line: where the segment stood, counted from 1, when it was drawn; a help to readers, not a key.
        sha256: first 16 hexadecimal digits of the SHA-256 of the text without span marks, in UTF-8.
    """

    language: str
    line: int
    sha256: str
    act: Act
    strength: Strength | None
    by: Performer
    pillars: tuple[str, ...]
    meeting: MeetingType | None


class Pair(NamedTuple):
    """One segment labelled twice."""

    text: str
    first: LabelledSegment
    second: SecondLabel


def differ(first: object, second: object) -> float:
    """Nominal distance: 0 when the same, else 1."""
    return float(first != second)


def masi(first: frozenset[str], second: frozenset[str]) -> float:
    """Distance of two sets, 0 to 1: one minus Jaccard's index times how one stands to the other (Passonneau, 2006)."""
    if first == second:
        return 0.0
    common = first & second
    if not common:
        return 1.0
    monotonic = 2 / 3 if first < second or second < first else 1 / 3
    return 1 - len(common) / len(first | second) * monotonic


def alpha(units: Iterable[Sequence[Value]], distance: Callable[[Value, Value], float] = differ) -> float:
    """Krippendorff's alpha, for any number of labels a unit.

    Args:
        units: the labels given to each unit; a unit with fewer than two labels says nothing and is left out.
        distance: 0 for the same, larger for what is further apart.

    Returns:
        1 for full agreement, 0 for what chance gives; 1 when every label is the same, for then nothing disagrees.

    Raises:
        ValueError: when no unit has two labels.
    """
    paired = [unit for unit in units if len(unit) > 1]
    if not paired:
        raise ValueError("alpha needs at least one unit with two labels")
    counts = Counter(label for unit in paired for label in unit)
    total = counts.total()
    observed = sum(sum(distance(a, b) for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in paired)
    expected = 2 * sum(counts[a] * counts[b] * distance(a, b) for a, b in combinations(counts, 2))
    return 1 - (total - 1) * observed / expected if expected else 1.0


def pairs() -> list[Pair]:
    """The segments labelled twice, in the order of the second labels; those whose text is gone are left out."""
    first = {(s.language, digest(s.text)): s for s in labelled_segments()}
    found = []
    for line in SECOND.read_bytes().splitlines():
        label = msgspec.json.decode(line, type=SecondLabel)
        segment = first.get((label.language, label.sha256))
        if segment is not None:
            found.append(Pair(segment.text, segment.segment, label))
    return found


def digest(text: str) -> str:
    """How a segment is named without its text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def compared(both: Iterable[Pair], field: str) -> list[Pair]:
    """The pairs on which a field is compared."""
    only = {"strength": "undertaking", "meeting": "encounter"}.get(field)
    return [pair for pair in both if only is None or pair.first.act == pair.second.act == only]


def field_alpha(both: Iterable[Pair], field: str) -> float:
    """Alpha of one of `FIELDS`."""
    chosen = compared(both, field)
    if field == "pillars":
        return alpha([(frozenset(p.first.pillars), frozenset(p.second.pillars)) for p in chosen], masi)
    return alpha([(str(getattr(p.first, field)), str(getattr(p.second, field))) for p in chosen])


def measure() -> Figures:
    """Alpha of each field, and on how many segments and what part of all labelled segments."""
    both = pairs()
    figures = {f"alpha {field}": field_alpha(both, field) for field in FIELDS}
    every = sum(1 for _ in labelled_segments())
    return figures | {"segments": float(len(both)), "part of all": len(both) / every}


def show(both: Iterable[Pair], field: str) -> None:
    """Print where the two differ on a field."""
    for pair in compared(both, field):
        first, second = getattr(pair.first, field), getattr(pair.second, field)
        if (set(first) != set(second)) if field == "pillars" else first != second:
            print(f"{pair.second.language}:{pair.second.line}\t{first} | {second}\t{pair.text}")


def main() -> None:
    """Print the figures, or where the labellers differ."""
    parser = argparse.ArgumentParser(description="Agreement of two labellers.")
    parser.add_argument("--differences", choices=FIELDS, help="print where they differ on a field")
    given = parser.parse_args()
    if given.differences:
        show(pairs(), given.differences)
        return
    for name, value in measure().items():
        print(f"{name:20s} {value:.3f}")


if __name__ == "__main__":
    main()
