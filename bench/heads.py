"""Learn the heads from the labelled segments, and measure them on languages left out.

Usage: python -m bench.heads [--write]

Prints macro-F1 of acts, micro-F1 of pillars, accuracy of strengths, performers and meeting types, each language
left out in turn, and the expected calibration error of acts. `--write` learns on all and writes the package's file.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from verbale.lexicon.labelled import Labelled, labelled_digest, labelled_segments
from verbale.models.e5 import E5Encoder
from verbale.models.heads import Head, Heads, pool, save_heads
from verbale.records.vocabulary import PILLARS

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from verbale.records.reading import Vectors

OUT = Path(str(files("verbale") / "resources" / "heads" / "segments.npz"))
REGULARISATION = {"act": 0.01, "strength": 0.01, "performer": 0.01, "meeting": 0.01, "pillar": 0.01}
"""Inverse strength of the L2 penalty on standardised features; best of .003, .01, .03 on left-out languages."""

BINS = 15
"""Bins of the expected calibration error, as in Guo et al. 2017."""

Scores = "npt.NDArray[np.float64]"


@dataclass(frozen=True)
class Task:
    """One head: which segments it learns from and what it should say of them."""

    name: str
    labels: tuple[str, ...]
    kind: Literal["one", "many"]
    truth: Callable[[Labelled], str | tuple[str, ...] | None]


def tasks(segments: list[Labelled]) -> list[Task]:
    """The heads, with the labels that occur."""

    def single(name: str, truth: Callable[[Labelled], str | None]) -> Task:
        return Task(name, tuple(sorted({v for s in segments if (v := truth(s))})), "one", truth)

    return [
        single("act", lambda s: s.segment.act),
        single("strength", lambda s: s.segment.strength),
        single("performer", lambda s: s.segment.by),
        single("meeting", lambda s: s.segment.meeting),
        Task("pillar", tuple(PILLARS), "many", lambda s: s.segment.pillars),
    ]


def fit(task: Task, features: Vectors, truths: list[str | tuple[str, ...]]) -> Head:
    """Learn one head; the scaling of the features is folded into its weights."""
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-6
    scaled = (features - mean) / scale
    columns, biases = [], []
    if task.kind == "one":
        model = LogisticRegression(C=REGULARISATION[task.name], max_iter=500, class_weight="balanced")
        model.fit(scaled, [task.labels.index(str(t)) for t in truths])
        if len(task.labels) != len(model.classes_):
            raise ValueError(f"{task.name}: a label has no example")
        columns, biases = list(model.coef_), list(model.intercept_)
    else:
        for label in task.labels:
            model = LogisticRegression(C=REGULARISATION[task.name], max_iter=500)
            model.fit(scaled, [label in t for t in truths])
            columns.append(model.coef_[0])
            biases.append(model.intercept_[0])
    weights = (np.stack(columns, axis=1) / scale[:, None]).astype(np.float32)
    bias = (np.array(biases) - mean @ weights).astype(np.float32)
    return Head(labels=task.labels, weights=weights, bias=bias, temperature=1.0, kind=task.kind)


def left_out_scores(
    task: Task, features: Vectors, truths: list[str | tuple[str, ...]], groups: list[str]
) -> Vectors:
    """Scores before temperature, each row from a head that saw nothing of its language."""
    scores = np.zeros((len(truths), len(task.labels)), np.float32)
    at = np.array(groups)
    for group in sorted(set(groups)):
        rest = np.flatnonzero(at != group)
        head = fit(task, features[rest], [truths[i] for i in rest])
        out = np.flatnonzero(at == group)
        scores[out] = features[out] @ head.weights + head.bias
    return scores


def _targets(task: Task, truths: list[str | tuple[str, ...]]) -> npt.NDArray[np.float64]:
    if task.kind == "one":
        return np.array([[float(label == t) for label in task.labels] for t in truths])
    return np.array([[float(label in t) for label in task.labels] for t in truths])


def temperature_of(task: Task, scores: Vectors, truths: list[str | tuple[str, ...]]) -> float:
    """The temperature with the least log loss on left-out languages."""
    targets = _targets(task, truths)

    def loss(log_temperature: float) -> float:
        z = scores / np.exp(log_temperature)
        if task.kind == "one":
            z = z - z.max(axis=1, keepdims=True)
            return float(-(targets * (z - np.log(np.exp(z).sum(axis=1, keepdims=True)))).sum())
        return float((np.logaddexp(0, z) - targets * z).sum())

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 3), method="bounded").x))


def calibration_error(p: npt.NDArray[np.float32], right: npt.NDArray[np.bool_]) -> float:
    """Expected calibration error of the probability of the chosen label."""
    bins = np.minimum((p * BINS).astype(int), BINS - 1)
    return float(
        sum(
            abs(p[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
            for b in set(bins.tolist())
        )
    )


def report(
    task: Task, scores: Vectors, truths: list[str | tuple[str, ...]], groups: list[str]
) -> dict[str, float]:
    """Figures for one head on left-out languages."""
    at = np.array(groups)
    if task.kind == "many":
        chosen = scores > 0
        return {f"{task.name} micro-F1": float(f1_score(_targets(task, truths) > 0, chosen, average="micro"))}
    said = np.array(task.labels)[scores.argmax(axis=1)]
    truth = np.array([str(t) for t in truths])
    by_language = {
        g: float(f1_score(truth[at == g], said[at == g], average="macro")) for g in sorted(set(groups))
    }
    figures = {
        f"{task.name} macro-F1, mean of languages": float(np.mean(list(by_language.values()))),
        f"{task.name} macro-F1, worst language": min(by_language.values()),
        f"{task.name} accuracy": float((said == truth).mean()),
    }
    if task.name == "act":
        print("  acts by language:", " ".join(f"{g} {v:.2f}" for g, v in by_language.items()))
        for label in task.labels:
            print(f"  {label:12s} F1 {f1_score(truth == label, said == label):.3f}")
    return figures


def measure_and_fit(segments: list[Labelled], features: Vectors) -> tuple[dict[str, float], dict[str, Head]]:
    """Figures on left-out languages, and heads learned on all."""
    figures: dict[str, float] = {}
    heads: dict[str, Head] = {}
    for task in tasks(segments):
        rows = [i for i, s in enumerate(segments) if task.truth(s) is not None]
        truths = [t for i in rows if (t := task.truth(segments[i])) is not None]
        groups = [segments[i].language for i in rows]
        scores = left_out_scores(task, features[rows], truths, groups)
        figures |= report(task, scores, truths, groups)
        temperature = temperature_of(task, scores, truths)
        whole = fit(task, features[rows], truths)
        heads[task.name] = Head(whole.labels, whole.weights, whole.bias, temperature, whole.kind)
        if task.name == "act":
            z = scores / temperature
            p = np.exp(z - z.max(axis=1, keepdims=True))
            p /= p.sum(axis=1, keepdims=True)
            right = np.array([task.labels[k] == t for k, t in zip(p.argmax(axis=1), truths, strict=True)])
            figures["act calibration error"] = calibration_error(p.max(axis=1), right)
    return figures, heads


def main() -> None:
    """Measure, print, and write when asked."""
    segments = list(labelled_segments())
    encoder = E5Encoder()
    encoded = encoder.encode_with_tokens([s.text for s in segments])
    features = pool(encoded.tokens, encoder.token_features)
    print(f"{len(segments)} segments in {len({s.language for s in segments})} languages")
    figures, heads = measure_and_fit(segments, features)
    for name, value in figures.items():
        print(f"{name:42s} {value:.3f}")
    if "--write" in sys.argv[1:]:
        OUT.parent.mkdir(parents=True, exist_ok=True)
        save_heads(Heads(encoder.name, labelled_digest(), "python -m bench.heads --write", heads), OUT)
        print(f"wrote {OUT.name}, {OUT.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
