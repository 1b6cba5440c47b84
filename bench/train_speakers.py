"""Learn the weights by which speakers are told, from the marked accounts of the development languages.

Usage: python -m bench.train_speakers [--write]

Each marked segment is one case of a log-linear model: the probability of all candidates that are right, under the
marks, against all others (a latent choice, as several phrases may name one speaker). Weights are drawn towards a prior
that was argued before anything was learned (`prior` in `resources/lexicon/speaker_weights.yaml`). Pages are walked
with the speakers as marked, where marked. Prints accuracy on each development language learned from the others.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bench.speakers import DEVELOPMENT, FOLDER, Account, accounts, is_right, judge, row_of
from verbale.lexicon.data import table
from verbale.pipeline.read import make_reader
from verbale.settings import Settings
from verbale.stages.attribute.attribute import Walk, attribute, best

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from verbale.records.reading import Reading

Read: TypeAlias = tuple[Account, "Reading"]
Floats: TypeAlias = npt.NDArray[np.float64]

OUT = Path(str(files("verbale"))) / "resources" / "lexicon" / "speaker_weights.yaml"

PENALTY = 0.15
"""Half the inverse variance of the weights around their prior; best of .05, .15, .5 with each language left out."""

SURE = 0.9
"""An unmarked segment that surely reports an encounter, or is background, is a case of nobody's act."""

ROUNDS = 3
"""Times that pages are walked anew with the weights learned so far: what is not marked is carried as read."""


@dataclass(frozen=True)
class Case:
    """One segment: features of its candidates, shape (candidates, features), and which are right."""

    features: Floats
    right: npt.NDArray[np.bool_]


def read_pages(languages: Iterable[str]) -> dict[str, list[Read]]:
    """The accounts of some languages with their readings."""
    reader = make_reader(Settings())
    return {
        code: [
            (account, reader.read(account.page)[0].reading) for account in accounts(FOLDER / f"{code}.jsonl")
        ]
        for code in languages
    }


def cases(pages: Sequence[Read], weights: Mapping[str, float], names: Sequence[str]) -> list[Case]:
    """The cases of some pages, walked with the marked speakers, or else with those that the weights choose."""
    found = []
    column = {name: at for at, name in enumerate(names)}
    for account, reading in pages:
        marks = {row_of(reading, mark.quote): mark for mark in account.marks}
        walk = Walk(reading.segments, reading.classified, reading.mentions)
        for row, step in enumerate(walk):
            chosen = best(step.candidates, weights)
            mark, act = marks.get(row), reading.classified[row]
            right = np.zeros(len(step.candidates), bool)
            if mark is not None:
                for at, candidate in enumerate(step.candidates):
                    speaker = candidate.referent.speaker(candidate.at, carried=False)
                    right[at] = is_right(account, mark, reading, speaker)
            elif act.act in ("encounter", "background") and act.act_p >= SURE:
                right = np.array([c.referent.what == "none" for c in step.candidates])
            if right.any():
                matrix = np.zeros((len(step.candidates), len(names)))
                for at, candidate in enumerate(step.candidates):
                    for name, value in candidate.features.items():
                        if name in column:
                            matrix[at, column[name]] = value
                found.append(Case(matrix, right))
                chosen = best([c for c, kept in zip(step.candidates, right, strict=True) if kept], weights)
            walk.settle(chosen.referent)
    return found


def learn(pages: Sequence[Read], prior: Mapping[str, float]) -> dict[str, float]:
    """Weights that make the marks of some pages likely without leaving the prior for nothing."""
    names = sorted(prior)
    start = np.array([prior[name] for name in names])
    # What was argued to speak for somebody must not come to speak against: a few languages say little of all.
    bounds = [(0.0, None) if v > 0 else (None, 0.0) if v < 0 else (None, None) for v in start]
    weights = start
    for _ in range(ROUNDS):
        told = cases(pages, dict(zip(names, weights.tolist(), strict=True)), names)
        fitted = minimize(_loss, weights, args=(told, start), jac=True, method="L-BFGS-B", bounds=bounds)
        weights = np.asarray(fitted.x)
    return dict(zip(names, weights.tolist(), strict=True))


def _loss(weights: Floats, told: Sequence[Case], prior: Floats) -> tuple[float, Floats]:
    """Negative log likelihood with the penalty, and its gradient."""
    away = weights - prior
    loss, slope = PENALTY * float(away @ away), 2 * PENALTY * away
    for case in told:
        scores = case.features @ weights
        p_all = _softmax(scores)
        p_right = np.zeros_like(p_all)
        p_right[case.right] = _softmax(scores[case.right])
        loss -= float(np.log(max(p_all[case.right].sum(), 1e-12)))
        slope += case.features.T @ (p_all - p_right)
    return loss, slope


def _softmax(scores: Floats) -> Floats:
    grown = np.exp(scores - scores.max())
    return np.asarray(grown / grown.sum())


def right_of(pages: Sequence[Read], weights: Mapping[str, float]) -> tuple[int, int]:
    """Marks that are read right with some weights, and all marks."""
    right = total = 0
    for account, reading in pages:
        speakers = attribute(reading.segments, reading.classified, reading.mentions, weights)
        rows = list(judge(account, msgspec.structs.replace(reading, speakers=speakers)))
        right, total = right + sum(row.right for row in rows), total + len(rows)
    return right, total


def main() -> None:
    """Print accuracies; with `--write`, put the weights into the package."""
    prior: dict[str, float] = table("speaker_weights")["prior"]
    pages = read_pages(DEVELOPMENT)
    every = [page for rows in pages.values() for page in rows]
    print(f"prior alone: {right_of(every, prior)}")
    left = [
        right_of(rows, learn([p for other, kept in pages.items() if other != code for p in kept], prior))
        for code, rows in pages.items()
    ]
    print(f"each language learned from the others: {dict(zip(pages, left, strict=True))}")
    print(f"  together: {sum(right for right, _ in left) / sum(total for _, total in left):.3f}")
    weights = learn(every, prior)
    print(f"learned from all: {right_of(every, weights)}")
    if "--write" in sys.argv:
        head = OUT.read_text(encoding="utf-8").split("weights:\n")[0]
        rows = [f"  {name}: {weights[name]:.3f}" for name in prior]
        OUT.write_text(head + "weights:\n" + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
