"""Learn what undertakings are threaded by, from the made pairs marked `tune` and the examples of the codebook.

Usage: python -m bench.train_threads [--write]

The projection makes examples of one kind in different languages lie close: it divides by their covariance within kinds
(the first half of Fisher's linear discriminant analysis, with a ridge), and drops the directions in which kinds differ
least. The weights are a logistic regression with a penalty, drawn towards a prior where the pairs say next to nothing.
Prints average precision and F1 of pairs of undertakings, of the pairs learned from and of those kept.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np
import yaml

from bench.threads import Part, Read, pairs, read_pair
from verbale.lexicon.codebook import codebook
from verbale.models.centres import load_centres
from verbale.models.e5 import E5Encoder
from verbale.stages.thread.groups import by_meeting
from verbale.stages.thread.likeness import BACK, Table, across, within
from verbale.stages.thread.model import FEATURES, MARGINS, OF_VECTORS, SHIPPED, Model, Weights, save_model
from verbale.stages.thread.types import Matter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from verbale.records.aspect import Aspect
    from verbale.stages.thread.types import Floats, Vector

RIDGE = 1.0
"""Share of the mean variance that is added to all directions; level from .3 to 3 in pairs kept."""

DIMENSIONS = 192
"""Directions that are kept."""

PENALTY = 1.0
"""Half the inverse variance of standardised weights around their prior."""

COPIES = 8
"""Times that the tuned pairs are learned from again, with undertakings blurred."""

BLUR = 0.5
"""The largest share of another undertaking in a blurred one. Real sentences are longer than the made ones and name one
matter among others; average precision of pairs kept was .9762 without, .9773 with."""

PRIOR = {"same place": 0.5, "same named thing": 1.5, "other side": -1.0}
"""Weights that were argued, for what the made pairs hold too few cases of."""

HELD = 200.0
"""Times the penalty by which weights with a prior are held to it: a name such as that of a standing committee stands in
many undertakings of a pair of states."""


class Cases(NamedTuple):
    """Pairs of undertakings: features of shape (pairs, features), and which are one."""

    features: Floats
    one: Floats


def examples() -> tuple[list[str], Vector]:
    """Codes and centred unit vectors of the examples of the codebook, shape (examples, dimensions)."""
    given = [(kind.code, text.language, text.text) for kind in codebook().values() for text in kind.examples]
    centres = load_centres()
    encoded = E5Encoder().encode([text for _, _, text in given])
    rows = [centres.centred(row, language) for row, (_, language, _) in zip(encoded, given, strict=True)]
    table = np.stack(rows)
    return [code for code, _, _ in given], np.asarray(
        table / np.linalg.norm(table, axis=1, keepdims=True), np.float32
    )


def projection_of(codes: Sequence[str], rows: Vector) -> Vector:
    """A projection of shape (dimensions, fewer) in which examples of one kind lie close."""
    members = {code: [k for k, other in enumerate(codes) if other == code] for code in set(codes)}
    means = {code: rows[at].mean(axis=0) for code, at in members.items()}
    around = np.stack([row - means[code] for row, code in zip(rows, codes, strict=True)]).astype(np.float64)
    spread = around.T @ around / len(around)
    spread *= len(spread) / np.trace(spread)
    values, vectors = np.linalg.eigh(spread + RIDGE * np.eye(len(spread)))
    white = vectors / np.sqrt(values)
    centre = np.stack([means[code] for code in sorted(means)]).astype(np.float64) @ white
    kept = np.linalg.svd(centre - centre.mean(axis=0), full_matrices=False)[2][:DIMENSIONS]
    return np.asarray(white @ kept.T, np.float32)


def cases(read: Read, model: Model) -> tuple[Cases, Cases]:
    """Pairs of undertakings of two meetings, and those of one meeting."""
    merged = read.merged
    number = {meeting.id: at for at, meeting in enumerate(read.meetings)}
    matters = [Matter(u, merged.aspects[u.id], merged.vectors[u.id]) for u in merged.undertakings]
    ordered = sorted(matters, key=lambda m: (number[m.undertaking.meeting or ""], m.undertaking.id))
    name = [read.gold(matter.undertaking.id) for matter in ordered]
    table, groups = Table(ordered, model), by_meeting(ordered)
    between = [across(table, now, groups[max(0, at - BACK) : at]) for at, now in enumerate(groups) if at]
    inside = [within(table, now) for now in groups if len(now) > 1]
    found = []
    for some in (between, inside):
        one = [
            float(name[a] == name[b]) for p in some for a, b in zip(p.a.tolist(), p.b.tolist(), strict=True)
        ]
        features = np.concatenate([p.features for p in some]) if some else np.zeros((0, len(FEATURES)))
        found.append(Cases(features, np.array(one)))
    return found[0], found[1]


def blurred(read: Read, others: Sequence[tuple[Aspect, Vector]], seed: int) -> Read:
    """A pair in which half of the undertakings have something of others in them."""
    rng = np.random.default_rng(seed)
    aspects, vectors = {}, {}
    for item in read.merged.undertakings:
        aspect, vector = read.merged.aspects[item.id], read.merged.vectors[item.id]
        if rng.random() < 0.5:
            other, of_other = others[int(rng.integers(len(others)))]
            share = rng.random() * BLUR
            aspect = msgspec.structs.replace(
                aspect,
                kinds=_mixed(aspect.kinds, other.kinds, share)[:8],
                pillars=_mixed(aspect.pillars, other.pillars, share)[:3],
            )
            mixed = (1 - share) * vector + share * of_other
            vector = np.asarray(mixed / np.linalg.norm(mixed), np.float32)
        aspects[item.id], vectors[item.id] = aspect, vector
    return read._replace(merged=read.merged._replace(aspects=aspects, vectors=vectors))


def _mixed(
    a: Iterable[tuple[str, float]], b: Iterable[tuple[str, float]], share: float
) -> tuple[tuple[str, float], ...]:
    total: dict[str, float] = defaultdict(float)
    for row, weight in ((a, 1 - share), (b, share)):
        for code, p in row:
            total[code] += weight * p
    return tuple(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))


def joined(parts: Iterable[Cases]) -> Cases:
    """Cases of several pairs of states."""
    given = list(parts)
    return Cases(np.concatenate([c.features for c in given]), np.concatenate([c.one for c in given]))


def learn(found: Cases, without: Sequence[str]) -> Weights:
    """Weights of a logistic regression by Newton's method, features left out having none."""
    names = [name for name in FEATURES if name not in without]
    columns = [FEATURES.index(name) for name in names]
    rows = found.features[:, columns]
    scale = rows.std(axis=0) + 0.05
    table = np.column_stack([(rows - rows.mean(axis=0)) / scale, np.ones(len(rows))])
    prior = np.array([PRIOR.get(name, 0.0) for name in names]) * scale
    prior, penalty = (
        np.append(prior, 0.0),
        np.append([PENALTY * (HELD if name in PRIOR else 1) for name in names], 1e-6),
    )
    weights = prior.copy()
    for _ in range(50):
        p = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (p - found.one) + penalty * (weights - prior)
        bend = (table * (p * (1 - p))[:, None]).T @ table + np.diag(penalty)
        weights = weights - np.linalg.solve(bend, slope)
    of = weights[:-1] / scale
    bias = float(weights[-1] - of @ rows.mean(axis=0))
    return Weights(round(bias, 4), {n: round(float(w), 4) for n, w in zip(names, of, strict=True)})


def average_precision(odds: Floats, one: Floats) -> float:
    """Mean precision at each pair that is one, from the likeliest down."""
    hits = one[np.argsort(-odds, kind="stable")]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits == 1].mean())


def f1(odds: Floats, one: Floats) -> float:
    """F1 of pairs that are told as one from even odds on."""
    right = float(((odds > 0) & (one == 1)).sum())
    return 2 * right / max(1.0, float((odds > 0).sum() + one.sum()))


def train(read: dict[Part, list[Read]]) -> Model:
    """Learn the projection, then all sets of weights from the tuned pairs."""
    model = Model({}, projection_of(*examples()))
    weights = {}
    others = [
        (r.merged.aspects[u.id], r.merged.vectors[u.id]) for r in read["tune"] for u in r.merged.undertakings
    ]
    some = read["tune"] + [
        blurred(one, others, copy * len(read["tune"]) + at)
        for copy in range(COPIES)
        for at, one in enumerate(read["tune"])
    ]
    for vectors in (True, False):
        shown = model if vectors else Model({}, np.zeros((1, 1), np.float32))
        told = [cases(one, shown) for one in some]
        across_meetings, within_meetings = joined(c for c, _ in told), joined(c for _, c in told)
        suffix, without = ("", ()) if vectors else (", other vectors", OF_VECTORS)
        weights["rivals" + suffix] = learn(across_meetings, without)
        weights["plain" + suffix] = learn(joined([across_meetings, within_meetings]), (*without, *MARGINS))
    return Model(weights, model.projection)


def report(model: Model, read: dict[Part, list[Read]]) -> None:
    """Print how well pairs of undertakings are told."""
    for part, some in read.items():
        for vectors in (True, False):
            shown = model if vectors else Model(model.weights, np.zeros((1, 1), np.float32))
            found = joined(c for c, _ in (cases(one, shown) for one in some))
            for rivals in (True, False):
                odds = shown.log_odds(found.features, rivals=rivals, vectors=vectors)
                print(
                    f"{part}: vectors {vectors}, rivals {rivals}: AP {average_precision(odds, found.one):.4f}, "
                    f"F1 {f1(odds, found.one):.4f}"
                )


def main() -> None:
    """Learn, report, and write when told to."""
    read: dict[Part, list[Read]] = {
        part: [read_pair(pair) for pair in pairs(part)] for part in ("tune", "kept")
    }
    model = train(read)
    report(model, read)
    print(
        yaml.safe_dump({name: {"bias": w.bias} | w.of for name, w in model.weights.items()}, sort_keys=False)
    )
    if "--write" in sys.argv:
        save_model(model, SHIPPED, "bench/data/threads.jsonl (tune), resources/codebook.yaml")


if __name__ == "__main__":
    main()
