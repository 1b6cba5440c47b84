"""Learn the weights by which two tellings are taken for one meeting.

Usage: python -m bench.train_meetings [--write]

Each case is a pair of tellings that a record compares: of the example pages (whose gold says which are one), of
readouts (each of which is a meeting of its own, unless the same people are named) and of made accounts from half of the
templates. The weights are those of a logistic regression, drawn towards a prior that was argued before anything was
learned (`prior` in the resource); the sign of each is bounded by what was argued for it (`SIGNS`). Prints how well
pairs made from the other half are told.
"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bench.made import made_accounts
from bench.made_templates import load_groups
from bench.meetings import EXAMPLES_GOLD, gold_people, page_names
from bench.meetings import examples as example_pages
from bench.meetings import readouts as readout_pages
from verbale.lexicon.data import table
from verbale.stages.assemble import tellings
from verbale.stages.assemble.compare import JOIN, SIGNS, UNSURE, content_features, contradict, features
from verbale.stages.assemble.match import keys
from verbale.stages.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from verbale.pipeline import ReadSource
    from verbale.records.items import Person
    from verbale.stages.assemble import Told

Floats: TypeAlias = npt.NDArray[np.float64]

OUT = Path(str(files("verbale"))) / "resources" / "lexicon" / "meeting_weights.yaml"

MADE, SEED, OTHER_SEED = 2500, 21, 31
"""Made accounts to learn from and to measure on, and their seeds; the benchmark has another."""

REAL_WEIGHT = 10.0
"""What a pair of real pages counts in pairs of made ones."""

PENALTY = 3.0
"""What a weight costs that is one away from its prior, in pairs."""

FIRM = (
    "day:next",
    "people:head",
    "people:more",
    "sides:rival",
    "type:apart",
    "figures:none",
    "content:same",
    "undated:content",
)
"""Features in which made accounts are not like real ones, so that their weights are held to the prior.

A page of the next day is most often of another meeting, rival heads do not occur, figures seldom differ by outlet.
"""

HELD = 100.0
"""How much more their weights cost."""

NAMES = tuple(SIGNS)

HEADER = """\
# Weights of the features by which two tellings are taken for one meeting (stages/assemble), in log odds; learned by
# bench/train_meetings.py from pairs of accounts: the example pages, readouts, and accounts made from half of them.
# `prior` is what was argued before anything was learned.
"""


class Case(NamedTuple):
    """A pair of tellings: what it is compared by, whether it is one meeting, and what it counts."""

    features: Mapping[str, float]
    same: bool
    weight: float


def told_of(readings: Sequence[ReadSource]) -> tuple[list[Told], dict[str, Person]]:
    """All tellings of some readings and the people in them."""
    resolution = resolve([read.reading for read in readings])
    people = {person.id: person for person in resolution.people}
    told = [t for read in readings for t in tellings(read.reading, people, resolution.person_of)]
    return told, people


def pairs(told: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Pairs that a record compares: of two sources, found by their keys, and not against each other."""
    posted: dict[str, list[int]] = {}
    for at, telling in enumerate(told):
        for key in keys(telling).posted:
            posted.setdefault(key, []).append(at)
    found = {
        (min(at, other), max(at, other))
        for at, telling in enumerate(told)
        for key in keys(telling).asked
        for other in posted.get(key, ())
        if told[at].source != told[other].source
    }
    for a, b in sorted(found):
        if not contradict(told[a], told[b]):
            yield told[a], told[b]


def cases(
    told: Sequence[Told],
    readings: Iterable[ReadSource],
    meeting_of: Mapping[tuple[str, int], str],
    weight: float,
) -> Iterator[Case]:
    """The pairs of which both tellings are known.

    Args:
        meeting_of: meeting by the key of a telling.
    """
    vectors = {read.reading.source.id: read.vectors for read in readings}
    for x, y in pairs([t for t in told if t.key in meeting_of]):
        values = features(x, y) | content_features(x, y, vectors[x.source], vectors[y.source])
        yield Case(values, meeting_of[x.key] == meeting_of[y.key], weight)


def examples() -> list[Case]:
    """Pairs of the example pages: a telling is of the meeting whose people it shares most with."""
    readings = example_pages()
    gold = json.loads(EXAMPLES_GOLD.read_text(encoding="utf-8"))
    told, people = told_of(readings)
    who, pages = gold_people(people.values(), gold), page_names(readings, gold)
    meeting_of: dict[tuple[str, int], str] = {}
    for t in told:
        present = {who.get(person, person) for person in t.people}
        rows = [row for row in gold["meetings"] if pages.get(t.source) in row["sources"]]
        shares = [
            (len(present & set(row["participants"])) / len(present), row["id"]) for row in rows if present
        ]
        best = max(shares, default=(0.0, ""))
        if t.status == "held":
            meeting_of[t.key] = best[1] if best[0] > 0 else f"{t.key}"
    return list(cases(told, readings, meeting_of, REAL_WEIGHT))


def readouts() -> list[Case]:
    """Pairs of readouts that name others: all are of different meetings."""
    readings = readout_pages()
    told, _ = told_of(readings)
    known = {t.key: t.source for t in told if t.main}
    found = cases(told, readings, known, REAL_WEIGHT / 2)
    return [case for case in found if "people:pair" not in case.features]


def made(half: Literal["train", "test"], seed: int, count: int = MADE) -> list[Case]:
    """Pairs of made accounts from one half of the templates, none of them a seed."""
    seeds = {"high-level-2025-12-02", "to-lam-sonexay-2025-12-01", "thuong-thongloun-2023-10-19"}
    groups = [group for group in load_groups() if group.name not in seeds]
    accounts = list(made_accounts(count, seed, templates=half, groups=groups))
    readings = [account.read for account in accounts]
    told, _ = told_of(readings)
    meeting_of = {account.read.reading.source.id: account.meeting for account in accounts}
    known = {t.key: meeting_of[t.source] for t in told if t.main}
    return list(cases(told, readings, known, 1.0))


def learned(rows: Sequence[Case]) -> dict[str, float]:
    """The weights that fit the cases best."""
    x, y, weight = _arrays(rows)
    bounds = [{1: (0.0, None), -1: (None, 0.0), 0: (None, None)}[SIGNS[name]] for name in NAMES]
    cost = np.array([PENALTY * (HELD if name in FIRM else 1.0) for name in NAMES])
    prior = np.array([table("meeting_weights")["prior"][name] for name in NAMES])

    def loss(w: Floats) -> tuple[float, Floats]:
        z = x @ w
        p = 1 / (1 + np.exp(-z))
        value = float(np.sum(weight * (np.logaddexp(0, z) - y * z)) + np.sum(cost * (w - prior) ** 2))
        return value, x.T @ (weight * (p - y)) + 2 * cost * (w - prior)

    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds)
    return {name: round(float(value), 3) for name, value in zip(NAMES, found.x, strict=True)}


def _arrays(rows: Sequence[Case]) -> tuple[Floats, Floats, Floats]:
    x = np.array([[case.features.get(name, 0.0) for name in NAMES] for case in rows])
    return x, np.array([float(case.same) for case in rows]), np.array([case.weight for case in rows])


def told_apart(rows: Sequence[Case], weights: Mapping[str, float]) -> str:
    """How pairs are told with some weights, in words."""
    x, y, _ = _arrays(rows)
    p = 1 / (1 + np.exp(-x @ np.array([weights[name] for name in NAMES])))
    joined, same = p >= JOIN, y > 0
    precision = (joined & same).sum() / max(joined.sum(), 1)
    recall = (joined & same).sum() / max(same.sum(), 1)
    unsure = ((p >= UNSURE) & ~joined).mean()
    return f"{len(rows)} pairs, {same.sum()} same: precision {precision:.3f}, recall {recall:.3f}, unsure {unsure:.3f}"


def main() -> None:
    """Learn, print, and write if asked."""
    real, made_up = [*examples(), *readouts()], made("train", SEED)
    weights = learned([*real, *made_up])
    for name, value in weights.items():
        print(f"{name:26s} {value:7.3f}")
    print("real    ", told_apart(real, weights))
    print("made    ", told_apart(made_up, weights))
    print("others  ", told_apart(made("test", OTHER_SEED), weights))
    if "--write" in sys.argv:
        parts = [("prior", table("meeting_weights")["prior"]), ("weights", weights)]
        rows = [f"{part}:\n" + "".join(f"  {n}: {v}\n" for n, v in values.items()) for part, values in parts]
        OUT.write_text(HEADER + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
