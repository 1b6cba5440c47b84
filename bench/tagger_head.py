"""The trainable form of the names tagger, in PyTorch, and its loss.

The head is a conditional random field over scores from frozen token vectors. Where a corpus does not mark a
tag, all labellings that agree with what it does mark count as right (partial labels: Tsuboi et al. 2008,
"Training Conditional Random Fields Using Incomplete Annotations").
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch  # type: ignore[import-not-found, unused-ignore]
from torch import Tensor, nn  # type: ignore[import-not-found, unused-ignore]
from torch.nn import functional  # type: ignore[import-not-found, unused-ignore]

from verbale.models.tagger.decode import IMPOSSIBLE
from verbale.models.tagger.labels import (
    FREE,
    LABELS,
    NO_BEGIN,
    NO_END,
    OUTSIDE,
    TAGS,
    allowed_transitions,
    begins,
    inside,
)
from verbale.models.tagger.tagger import Manner, Tagger
from verbale.models.tagger.units import CLUES, Units, cut_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from bench.tagger_data import Marked
    from verbale.models.protocols import TokenVectors

HIDDEN = 256
REACH = (1, 2)
"""How far each layer looks before and behind a token."""
PART = 64  # hidden layer of the corrections inside tokens
DROPOUT = 0.3
OUTSIDE_MORE = 1.0
"""Added to the score of no name in the manner of the corpora: sentences with names were sampled three times as often
as others for training, so names are expected where there are none. Set on the dev parts (mean +.008)."""
TINY = 1e-30  # keeps the logarithm of an impossible sum finite
OWN_WEIGHT = 2.0  # a segment of the project counts as two sentences of a corpus


@dataclass(frozen=True, slots=True)
class Example:
    """A marked text with its token vectors, its units, and for each unit the labels that agree with its marks."""

    marked: Marked
    tokens: TokenVectors
    units: Units
    allowed: npt.NDArray[np.bool_]


def example(marked: Marked, tokens: TokenVectors) -> Example:
    """An example for training or measuring."""
    units = cut_units(marked.text, tokens.offsets)
    return Example(marked, tokens, units, _allowed(marked, units))


def _allowed(marked: Marked, units: Units) -> npt.NDArray[np.bool_]:
    allowed = np.zeros((len(units.offsets), LABELS), np.bool_)
    unknown = [OUTSIDE]
    for number, tag in enumerate(TAGS):
        if tag not in marked.known:
            unknown += [begins(number), inside(number)]
    before = -1
    for row, ((start, end), boundary) in enumerate(zip(units.offsets, units.boundaries, strict=True)):
        middle = (start + end - 1) // 2
        owner = next((i for i, (a, b, _) in enumerate(marked.spans) if a <= middle < b), -1)
        if owner != before and before >= 0 and boundary & NO_END:
            owner = before
        elif owner != before and boundary & NO_BEGIN:
            owner = -1
        if owner < 0:
            allowed[row, unknown] = True
        else:
            number = TAGS.index(marked.spans[owner][2])
            allowed[row, inside(number) if owner == before else begins(number)] = True
        before = owner
    return allowed


class Head(nn.Module):  # type: ignore[misc, unused-ignore]
    """What `verbale.models.tagger.network` computes, and the transitions."""

    def __init__(self, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        self.mean, self.deviation = mean, deviation
        self.into = nn.Linear(len(mean), HIDDEN)
        self.manner = nn.Parameter(torch.zeros(HIDDEN))
        self.around = nn.ModuleList(nn.Linear(3 * HIDDEN, HIDDEN) for _ in REACH)
        self.out = nn.Linear(HIDDEN, LABELS)
        self.part = nn.Linear(HIDDEN, PART)
        self.clues = nn.EmbeddingBag(CLUES, PART, mode="sum")
        nn.init.normal_(self.clues.weight, std=0.1)  # PyTorch's own start of 1 drowns what the token says
        self.part_out = nn.Linear(PART, LABELS, bias=False)
        self.transitions = nn.Parameter(torch.zeros(LABELS, LABELS))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, batch: Batch) -> Tensor:
        """Scores of units, one text after the other: (units, labels)."""
        centred, own = batch.vectors - self.mean, batch.own
        if self.training:
            # One mask for all tokens of a text (Gal and Ghahramani 2016), which also costs less to draw.
            centred = centred * self.drop(torch.ones(len(centred), 1, centred.shape[2]))
        hidden = _product(centred, self.into.weight / self.deviation) + self.into.bias
        hidden = torch.relu(hidden + own[:, None, None] * self.manner) * batch.real[..., None]
        for layer, reach in zip(self.around, REACH, strict=True):
            wide = functional.pad(hidden, (0, 0, reach, reach))
            three = torch.cat([wide[:, : -2 * reach], hidden, wide[:, 2 * reach :]], dim=-1)
            looked = torch.relu(_product(three, layer.weight) + layer.bias)
            hidden = (hidden + looked) * batch.real[..., None]
        hidden = self.drop(hidden)[batch.texts, batch.tokens]
        scores: Tensor = self.out(hidden)
        clue = self.clues(batch.clues[batch.cut])
        correction = self.part_out(self.drop(torch.relu(self.part(hidden[batch.cut]) + clue)))
        return scores.index_put((batch.cut,), correction, accumulate=True)

    def arrays(self) -> dict[str, npt.NDArray[np.float16] | npt.NDArray[np.float32]]:
        """Weights as `Tagger.from_arrays` takes them."""
        with torch.no_grad():
            weights = self.into.weight / self.deviation
            bias = self.into.bias - weights @ self.mean + self.manner
            made = {"into": weights.T.numpy().astype(np.float16), "into_bias": bias.numpy()}
            made["corpora_bias"] = -self.manner.numpy()
            made["corpora_out_bias"] = np.eye(LABELS, dtype=np.float32)[OUTSIDE] * OUTSIDE_MORE
            for number, layer in enumerate(self.around):
                three = layer.weight.T.reshape(3, HIDDEN, HIDDEN)
                made[f"around{number}"] = three.numpy().astype(np.float16)
                made[f"around{number}_bias"] = layer.bias.numpy()
            made["part"] = self.part.weight.T.numpy().astype(np.float16)
            made["part_bias"] = self.part.bias.numpy()
            made["clues"] = self.clues.weight.numpy().astype(np.float16)
            made["part_out"] = self.part_out.weight.T.numpy().astype(np.float16)
            made["out"] = self.out.weight.T.numpy().astype(np.float16)
            made["out_bias"] = self.out.bias.numpy()
            made["transitions"] = self.transitions.numpy()
        return {name: np.array(value) for name, value in made.items()}

    def tagger(self, manner: Manner) -> Tagger:
        """The trained tagger as it will run."""
        return Tagger.from_arrays(self.arrays() | {"meta": np.array(json.dumps(form()))}, manner)


def form() -> dict[str, Any]:
    """What the weights are for, and their shape."""
    return {"tags": TAGS, "layers_around": len(REACH), "reach": REACH}


def _product(values: Tensor, weights: Tensor) -> Tensor:
    """Product with transposed weights in bfloat16: half the time where the processor knows it."""
    return functional.linear(values.to(torch.bfloat16), weights.to(torch.bfloat16)).float()


class Batch:
    """Examples together: vectors padded to one length, units one text after the other."""

    def __init__(self, examples: Sequence[Example]) -> None:
        length = max(len(example.tokens) for example in examples)
        vectors = np.zeros((len(examples), length, examples[0].tokens.vectors.shape[1]), np.float32)
        real = np.zeros((len(examples), length), np.float32)
        for row, example in enumerate(examples):
            vectors[row, : len(example.tokens)] = example.tokens.vectors
            real[row, : len(example.tokens)] = 1
        self.vectors, self.real = torch.from_numpy(vectors), torch.from_numpy(real)
        self.own = torch.tensor([float(example.marked.own) for example in examples])
        units = [example.units for example in examples]
        self.lengths = [len(each.offsets) for each in units]
        self.texts = torch.repeat_interleave(torch.arange(len(units)), torch.tensor(self.lengths))
        self.tokens = torch.from_numpy(np.concatenate([each.tokens for each in units]))
        self.clues = torch.from_numpy(np.concatenate([each.clues for each in units]))
        self.cut = torch.from_numpy(np.concatenate([each.cut for each in units]).nonzero()[0])
        self.boundaries = self.padded([torch.from_numpy(each.boundaries) for each in units])
        self.allowed = self.padded([torch.from_numpy(example.allowed) for example in examples])

    @staticmethod
    def padded(parts: Sequence[Tensor]) -> Tensor:
        """Parts of different length as one tensor (parts, longest, …), padded with zeros."""
        return nn.utils.rnn.pad_sequence(list(parts), batch_first=True)


def loss(head: Head, batch: Batch) -> Tensor:
    """Mean over texts of -log P(a labelling that agrees with the marks), own segments weighted up."""
    scores = batch.padded(head(batch).split(batch.lengths))
    real = batch.padded([torch.ones(length) for length in batch.lengths])
    possible = torch.from_numpy(allowed_transitions())
    impossible = float(IMPOSSIBLE)
    steps = head.transitions.masked_fill(~possible, impossible).exp()
    start = torch.zeros(LABELS).masked_fill(~possible[FREE, OUTSIDE], impossible)
    # Both sums in one pass: all labellings, and those that agree.
    both = torch.cat([scores, scores.masked_fill(~batch.allowed, impossible)])
    boundaries, real = batch.boundaries.repeat(2, 1), real.repeat(2, 1)
    total = start + both[:, 0]
    for column in range(1, both.shape[1]):
        highest = total.max(dim=1, keepdim=True).values.detach()
        weights = torch.exp(total - highest)
        summed = torch.einsum("ti,tij->tj", weights, steps[boundaries[:, column]])
        moved = torch.log(summed + TINY) + highest + both[:, column]
        total = torch.where(real[:, column, None] > 0, moved, total)
    everything, agreeing = torch.logsumexp(total, dim=1).chunk(2)
    weight = 1 + (OWN_WEIGHT - 1) * batch.own
    return ((everything - agreeing) * weight).sum() / weight.sum()
