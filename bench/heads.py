"""Learn what is told of segments from the labelled ones, and measure it on languages left out.

Usage: python -m bench.heads [--write] [--floors [--lower]] [--quick]

Prints macro-F1 of acts, micro-F1 of pillars, accuracy of strengths, performers, meeting types and kinds, and the
expected calibration error of acts. Languages are left out in groups, so that each is told by a network that saw nothing
of it nor of its group: a little harder than leaving them out one by one. `--quick` leaves out the first group only.
`--write` learns on all, writes the package's file and keeps the figures under `bench/results`; `--floors` raises the
floors to what is measured, and without it a figure below its floor is an error. Needs PyTorch, which is not among the
dependencies of the project (`pip install torch==2.13.0`).
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from scipy.optimize import minimize_scalar
from sklearn.metrics import f1_score

from bench.harness import Benchmark, below_floor, set_floors, write_result
from bench.heads_network import Texts, train
from verbale.lexicon.codebook import codebook, codebook_text
from verbale.lexicon.labelled import Labelled, labelled_digest, labelled_segments
from verbale.models.e5 import E5Encoder
from verbale.models.heads import Group, Head, Heads, Stacked, save_heads, softmax
from verbale.models.protocols import TokenVectors
from verbale.records.vocabulary import PILLARS
from verbale.stages.classify.classify import KIND_P, NO_PILLAR, PILLAR_P

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from verbale.models.heads import Network
    from verbale.records.reading import Vectors

OUT = Path(str(files("verbale") / "resources" / "heads" / "segments.npz"))
TOGETHER = (("act", "strength", "performer", "meeting"), ("pillar", "kind"))
"""Heads that one network tells: what a text does, and what it is about. One network for all told acts of left-out
languages worse (macro-F1 .829 against .856)."""

NETWORKS = 2
"""Of each, learned alike; their mean is told."""

GROUPS = 6
"""Of languages that are left out together."""

CODEBOOK_WEIGHT = 0.5
"""How much a text of the codebook counts for pillars beside a labelled segment; best of .5, 1, 2."""

AT_ONCE = 256
"""Texts that are encoded before their vectors are put into half precision."""

MARGIN = 0.015
"""How far under a measured figure its floor is set."""

QUICK = "--quick" in sys.argv

BINS = 15
"""Bins of the expected calibration error, as in Guo et al. 2017."""


BENCHMARK = Benchmark(
    "heads", "what segments do and are about, in languages left out of learning", dict, gated=False
)
"""For its floors and results; the gate cannot run it for want of PyTorch and of time."""


@dataclass(frozen=True)
class Row:
    """A text with what is known of it: labels by task, none for a task of which it says nothing."""

    language: str
    text: str
    labels: dict[str, tuple[str, ...]]
    from_codebook: bool = False


def rows() -> list[Row]:
    """The labelled segments and the texts of the codebook; labels and definitions have the language `en`."""
    return [_labelled_row(s) for s in labelled_segments()] + [
        Row(language, text, {"kind": (k.code,), "pillar": (k.pillar,)}, from_codebook=True)
        for k in codebook().values()
        for language, text in [
            ("en", k.label),
            ("en", k.definition),
            *((e.language, e.text) for e in k.examples),
        ]
    ]


def _labelled_row(labelled: Labelled) -> Row:
    segment = labelled.segment
    single = {
        "act": segment.act,
        "strength": segment.strength,
        "performer": segment.by,
        "meeting": segment.meeting,
        "kind": segment.kind,
    }
    labels = {name: (label,) for name, label in single.items() if label is not None}
    return Row(labelled.language, labelled.text, labels | {"pillar": segment.pillars or (NO_PILLAR,)})


def labels_of(all_rows: Iterable[Row]) -> dict[str, tuple[str, ...]]:
    """The labels of each head that occur; pillars in the order of the vocabulary."""
    found: dict[str, set[str]] = {}
    for row in all_rows:
        for name, labels in row.labels.items():
            found.setdefault(name, set()).update(labels)
    known = {name: tuple(sorted(labels)) for name, labels in found.items()}
    known["pillar"] = (*PILLARS, NO_PILLAR)
    return {name: known[name] for names in TOGETHER for name in names}


def encode(encoder: E5Encoder, all_rows: list[Row]) -> list[TokenVectors]:
    """Token vectors in half precision, as ten thousand texts would need gigabytes."""
    kept: list[TokenVectors] = []
    for start in range(0, len(all_rows), AT_ONCE):
        encoded = encoder.encode_with_tokens([row.text for row in all_rows[start : start + AT_ONCE]])
        kept += [TokenVectors(t.offsets, t.vectors.astype(np.float16)) for t in encoded.tokens]
    return kept


def texts(chosen: list[Row], tokens: list[TokenVectors], labels: dict[str, tuple[str, ...]]) -> Texts:
    """What the networks learn from."""
    targets = {
        name: np.array([shares(row, name, known) for row in chosen], np.float32)
        for name, known in labels.items()
    }
    ones = np.ones(len(chosen), np.float32)
    weights = dict.fromkeys(labels, ones) | {
        "pillar": np.array([CODEBOOK_WEIGHT if row.from_codebook else 1.0 for row in chosen], np.float32)
    }
    return Texts([np.asarray(t.vectors, np.float16) for t in tokens], targets, weights)


def shares(row: Row, name: str, known: tuple[str, ...]) -> list[float]:
    """The share of each label, all zero when the row says nothing of the head."""
    said = row.labels.get(name, ())
    return [float(label in said) / max(len(said), 1) for label in known]


@dataclass(frozen=True)
class Lesson:
    """What one network is to learn: the heads, the languages that are left out, and where it starts."""

    heads: tuple[str, ...]
    left_out: frozenset[str]
    seed: int


@dataclass(frozen=True)
class Learning:
    """All texts with their token vectors, and the labels of each head."""

    rows: list[Row]
    tokens: list[TokenVectors]
    labels: dict[str, tuple[str, ...]]

    def learn(self, lesson: Lesson) -> Network:
        """One network, from the rows that say something of its heads."""
        labels = {name: self.labels[name] for name in lesson.heads}
        says = [
            i
            for i, row in enumerate(self.rows)
            if row.language not in lesson.left_out and not labels.keys().isdisjoint(row.labels)
        ]
        return train(texts([self.rows[i] for i in says], [self.tokens[i] for i in says], labels), lesson.seed)

    def learn_all(self, lessons: list[Lesson]) -> list[Network]:
        """Networks in the order of the lessons, as many at a time as there are cores."""
        global _learning  # noqa: PLW0603  forked processes find the vectors there, which are too large to be sent
        _learning = self
        forked = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(os.cpu_count(), mp_context=forked, initializer=_one_thread) as processes:
            return list(processes.map(_learn, lessons))

    def left_out_scores(self) -> npt.NDArray[np.float32]:
        """Scores of all heads, each row's from networks that saw nothing of its language; NaN where none was."""
        languages = sorted({row.language for row in self.rows})
        groups = [frozenset(languages[number::GROUPS]) for number in range(1 if QUICK else GROUPS)]
        lessons = [Lesson(heads, group, number) for number, group in enumerate(groups) for heads in TOGETHER]
        networks = iter(self.learn_all(lessons))
        scores = np.full((len(self.rows), sum(map(len, self.labels.values()))), np.nan, np.float32)
        for group in groups:
            print("  left out:", " ".join(sorted(group)), flush=True)
            out = [i for i, row in enumerate(self.rows) if row.language in group]
            heard = Stacked.of([self.tokens[i] for i in out])
            scores[out] = np.concatenate([next(networks).scores(heard) for _ in TOGETHER], axis=1)
        return scores


_learning: Learning


def _one_thread() -> None:
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)


def _learn(lesson: Lesson) -> Network:
    return _learning.learn(lesson)


def temperature_of(targets: npt.NDArray[np.float64], scores: Vectors) -> float:
    """The temperature with the least log loss on left-out languages."""

    def loss(log_temperature: float) -> float:
        return -float((targets * np.log(softmax(scores, float(np.exp(log_temperature))) + 1e-12)).sum())

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
    name: str, labels: tuple[str, ...], p: npt.NDArray[np.float32], known: list[Row]
) -> dict[str, float]:
    """Figures for one head on left-out languages; over the labelled segments alone, kinds over the codebook too."""
    if name == "pillar":
        truth = np.array([[label in row.labels[name] for label in PILLARS] for row in known])
        p = p[:, : len(PILLARS)]
        for at_p in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45):
            print(f"  pillars told from p {at_p}: {f1_score(truth, p >= at_p, average='micro'):.3f}")
        for column, pillar in enumerate(PILLARS):
            print(f"  {pillar:12s} F1 {f1_score(truth[:, column], p[:, column] >= PILLAR_P):.3f}")
        return {"pillar micro-F1": float(f1_score(truth, p >= PILLAR_P, average="micro"))}
    said = np.array(labels)[p.argmax(axis=1)]
    truth = np.array([row.labels[name][0] for row in known])
    right = said == truth
    if name == "kind":
        figures = {}
        for among, of in (("", True), (", segments", False)):
            rows_of = np.array([row.from_codebook == of for row in known])
            sure = rows_of & (p.max(axis=1) >= KIND_P)
            figures[f"kind accuracy{among}"] = float(right[rows_of].mean())
            figures[f"kind accuracy where p >= {KIND_P}{among}"] = float(right[sure].mean())
            figures[f"kind share with p >= {KIND_P}{among}"] = float(sure.sum() / rows_of.sum())
        return figures
    at = np.array([row.language for row in known])
    by_language = {
        g: float(f1_score(truth[at == g], said[at == g], average="macro")) for g in sorted(set(at.tolist()))
    }
    figures = {
        f"{name} macro-F1, mean of languages": float(np.mean(list(by_language.values()))),
        f"{name} macro-F1, worst language": min(by_language.values()),
        f"{name} accuracy": float(right.mean()),
    }
    if name == "act":
        print("  acts by language:", " ".join(f"{g} {v:.2f}" for g, v in by_language.items()))
        for label in labels:
            print(f"  {label:12s} F1 {f1_score(truth == label, said == label):.3f}")
        figures["act calibration error"] = calibration_error(p.max(axis=1), right)
    return figures


def measure(learning: Learning) -> tuple[dict[str, float], dict[str, Head]]:
    """Figures on left-out languages, and the heads with their temperatures."""
    scores, all_rows = learning.left_out_scores(), learning.rows
    figures: dict[str, float] = {}
    heads: dict[str, Head] = {}
    at = 0
    for name, known_labels in learning.labels.items():
        told = scores[:, at : at + len(known_labels)]
        at += len(known_labels)
        seen = [
            i
            for i, row in enumerate(all_rows)
            if name in row.labels and not np.isnan(told[i, 0]) and (name == "kind" or not row.from_codebook)
        ]
        targets = np.array([shares(all_rows[i], name, known_labels) for i in seen])
        temperature = temperature_of(targets, told[seen])
        heads[name] = Head(known_labels, temperature)
        figures |= report(name, known_labels, softmax(told[seen], temperature), [all_rows[i] for i in seen])
    return figures, heads


def learned_from() -> str:
    """Digest of everything that the heads are learned from."""
    return hashlib.sha256(labelled_digest().encode() + codebook_text()).hexdigest()


def main() -> int:
    """Measure, print, compare with the floors, and write when asked."""
    all_rows = rows()
    digest = learned_from()
    encoder = E5Encoder()
    learning = Learning(all_rows, encode(encoder, all_rows), labels_of(all_rows))
    segments = [row for row in all_rows if not row.from_codebook]
    print(f"{len(segments)} segments in {len({row.language for row in segments})} languages", flush=True)
    figures, heads = measure(learning)
    figures |= {"segments": float(len(segments)), "languages": float(len({r.language for r in segments}))}
    for name, value in figures.items():
        print(f"{name:42s} {value:.3f}")
    if "--write" in sys.argv[1:]:
        lessons = [Lesson(names, frozenset(), 100 + n) for names in TOGETHER for n in range(NETWORKS)]
        networks = iter(learning.learn_all(lessons))
        groups = tuple(
            Group({name: heads[name] for name in names}, tuple(next(networks) for _ in range(NETWORKS)))
            for names in TOGETHER
        )
        save_heads(Heads(encoder.name, digest, "python -m bench.heads --write", groups), OUT)
        print(f"wrote {OUT.name}, {OUT.stat().st_size // 1024} KiB")
    if QUICK:
        return 0
    if "--write" in sys.argv[1:]:
        write_result(BENCHMARK, figures)
    if "--floors" in sys.argv[1:]:
        problems = set_floors(BENCHMARK, figures, MARGIN, lower="--lower" in sys.argv)
    else:
        problems = below_floor(BENCHMARK, figures)
    print(*problems, sep="\n", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
