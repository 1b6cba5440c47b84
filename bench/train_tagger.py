"""Trains the names tagger and measures it.

    OPENBLAS_NUM_THREADS=1 python -m bench.train_tagger [--write | --left-out] [--threads N]

Needs PyTorch, which is not among the dependencies of the project (`pip install torch==2.13.0`), and the
corpora under `../shared/corpora`. Prints span F1 (exact bounds and tag) on the test parts of the corpora and on
the segments held out, or, with `--left-out`, on languages of which nothing was in training. `--write` trains
once more, with the segments that were held out but without any test part, and writes the weights. Each takes
about ten minutes on one core, after the first run, which encodes the corpora.

The head is a conditional random field over scores from frozen token vectors. Where a corpus does not mark a
tag, all labellings that agree with what it does mark count as right (partial labels: Tsuboi et al. 2008,
"Training Conditional Random Fields Using Incomplete Annotations").
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch  # type: ignore[import-not-found, unused-ignore]
from torch import Tensor, nn  # type: ignore[import-not-found, unused-ignore]

from bench import tagger_data as data
from verbale.models.e5 import E5Encoder
from verbale.models.e5.cache import cache_directory
from verbale.models.protocols import TokenVectors
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
from verbale.models.tagger.tagger import HEAD_FILE, Tagger
from verbale.models.tagger.units import CLUES, Units, cut_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

HEADS = Path(__file__).parents[1] / "src" / "verbale" / "resources" / "heads"
RESULTS = Path(__file__).parent / "results"

SEED = 0
SENTENCES = 1600  # of each corpus in training; more takes longer
TEST_SENTENCES = 600  # of each corpus
HIDDEN = 256
LAYERS_AROUND = 2
PART = 64  # hidden layer of the corrections inside tokens
DROPOUT = 0.3
LEARNING_RATE = 1e-3
TINY = 1e-30  # keeps the logarithm of an impossible sum finite
RARE_RATE = 10.0  # letters turn up too rarely to learn at the common rate
EPOCHS = 5
QUICK_EPOCHS = 3  # where a corpus is left out
BATCH = 32
OWN_WEIGHT = 3.0  # a segment of the project counts as three sentences of a corpus
LEFT_OUT = ("sv", "zh", "id", "hr")


@dataclass(frozen=True, slots=True)
class Example:
    """A marked text with its token vectors, its units, and for each unit the labels that agree with its marks."""

    marked: data.Marked
    tokens: TokenVectors
    units: Units
    allowed: npt.NDArray[np.bool_]


def prepare(name: str, marked: Sequence[data.Marked], encoder: E5Encoder) -> list[Example]:
    """Token vectors of the texts; corpora are kept in the cache directory, as encoding takes minutes."""
    key = hashlib.sha256("\n".join([encoder.name, *(each.text for each in marked)]).encode()).hexdigest()[:16]
    path = cache_directory() / "train_tagger" / f"{name}-{key}.npz"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        started = time.time()
        tokens = encoder.encode_with_tokens([each.text for each in marked]).tokens
        np.savez(
            path,
            lengths=[len(each) for each in tokens],
            offsets=np.concatenate([each.offsets for each in tokens]),
            vectors=np.concatenate([each.vectors for each in tokens]),
        )
        print(f"encoded {name}: {len(marked)} texts in {time.time() - started:.0f} s", flush=True)
    with np.load(path) as kept:
        cuts = np.cumsum(kept["lengths"])[:-1]
        parts = zip(np.split(kept["offsets"], cuts), np.split(kept["vectors"], cuts), strict=True)
        return [
            _example(each, TokenVectors(offsets, vectors))
            for each, (offsets, vectors) in zip(marked, parts, strict=True)
        ]


def _example(marked: data.Marked, tokens: TokenVectors) -> Example:
    units = cut_units(marked.text, tokens.offsets)
    return Example(marked, tokens, units, _allowed(marked, units))


def _allowed(marked: data.Marked, units: Units) -> npt.NDArray[np.bool_]:
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
        self.around = nn.ModuleList(nn.Conv1d(HIDDEN, HIDDEN, 3, padding=1) for _ in range(LAYERS_AROUND))
        self.out = nn.Linear(HIDDEN, LABELS)
        self.part = nn.Linear(HIDDEN, PART)
        self.clues = nn.EmbeddingBag(CLUES, PART, mode="sum")
        nn.init.normal_(self.clues.weight, std=0.1)  # PyTorch's own start of 1 drowns what the token says
        self.part_out = nn.Linear(PART, LABELS, bias=False)
        self.transitions = nn.Parameter(torch.zeros(LABELS, LABELS))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, batch: Batch) -> Tensor:
        """Scores of units, one text after the other: (units, labels)."""
        vectors, real, own = batch.vectors, batch.real, batch.own
        # One mask for all tokens of a text (Gal and Ghahramani 2016), which also costs less to draw.
        mask = self.drop(torch.ones(len(vectors), 1, vectors.shape[2]))
        scaled = (vectors - self.mean) * (mask / self.deviation)
        hidden = torch.relu(self.into(scaled) + own[:, None, None] * self.manner) * real[..., None]
        for layer in self.around:
            looked = torch.relu(layer(hidden.transpose(1, 2)).transpose(1, 2))
            hidden = (hidden + looked) * real[..., None]
        hidden = self.drop(hidden)[batch.texts, batch.tokens]
        scores: Tensor = self.out(hidden)
        clue = self.clues(batch.clues[batch.cut])
        correction = self.part_out(self.drop(torch.relu(self.part(hidden[batch.cut]) + clue)))
        return scores.index_put((batch.cut,), correction, accumulate=True)

    def arrays(self, *, own: bool) -> dict[str, npt.NDArray[np.float16] | npt.NDArray[np.float32]]:
        """Weights as `Tagger.from_arrays` takes them, for texts marked in one of the two manners."""
        with torch.no_grad():
            weights = self.into.weight / self.deviation
            bias = self.into.bias - weights @ self.mean + (self.manner if own else 0)
            made = {"into": weights.T.numpy().astype(np.float16), "into_bias": bias.numpy()}
            for number, layer in enumerate(self.around):
                assert isinstance(layer, nn.Conv1d)
                assert layer.bias is not None
                made[f"around{number}"] = layer.weight.permute(2, 1, 0).numpy().astype(np.float16)
                made[f"around{number}_bias"] = layer.bias.numpy()
            made["part"] = self.part.weight.T.numpy().astype(np.float16)
            made["part_bias"] = self.part.bias.numpy()
            made["clues"] = self.clues.weight.numpy().astype(np.float16)
            made["part_out"] = self.part_out.weight.T.numpy().astype(np.float16)
            made["out"] = self.out.weight.T.numpy().astype(np.float16)
            made["out_bias"] = self.out.bias.numpy()
            made["transitions"] = self.transitions.numpy()
        return {name: np.array(value) for name, value in made.items()}

    def tagger(self, *, own: bool, meta: dict[str, Any] | None = None) -> Tagger:
        """The trained tagger as it will run."""
        return Tagger.from_arrays(self.arrays(own=own) | {"meta": np.array(json.dumps(meta or _form()))})


def _form() -> dict[str, Any]:
    return {"tags": TAGS, "layers_around": LAYERS_AROUND}


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


def batches(examples: Sequence[Example], random: np.random.Generator) -> Iterator[Batch]:
    """Examples of like length together, in random order."""
    length = np.array([len(example.tokens) for example in examples])
    order = np.argsort(length + random.uniform(0, 6, len(examples)))
    starts = np.arange(0, len(order), BATCH)
    for start in random.permutation(starts):
        yield Batch([examples[index] for index in order[start : start + BATCH]])


def train(examples: Sequence[Example], epochs: int) -> Head:
    """A head trained from the fixed seed; the learning rate goes up for a tenth of the way, then down."""
    torch.manual_seed(SEED)
    random = np.random.default_rng(SEED)
    examples = [example for example in examples if len(example.tokens)]
    some = np.concatenate([example.tokens.vectors for example in examples[::7]]).astype(np.float32)
    head = Head(torch.from_numpy(some.mean(axis=0)), torch.from_numpy(some.std(axis=0) + 1e-6))
    rare, common = list(head.clues.parameters()), [p for n, p in head.named_parameters() if "clues" not in n]
    rates = [LEARNING_RATE, LEARNING_RATE * RARE_RATE]
    groups = [{"params": group, "lr": rate} for group, rate in zip((common, rare), rates, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=steps, pct_start=0.1)
    for epoch in range(epochs):
        started, losses = time.time(), []
        for batch in batches(examples, random):
            optimizer.zero_grad()
            step_loss = loss(head, batch)
            step_loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            losses.append(step_loss.item())
        print(f"  epoch {epoch}: loss {np.mean(losses):.3f}, {time.time() - started:.0f} s", flush=True)
    head.eval()
    return head


def measure(
    tagger: Tagger, examples: Sequence[Example], tags: Sequence[str] | None = None
) -> dict[str, float]:
    """Span F1 of each tag that occurs, and of all together (`all`)."""
    right, found, true = Counter[str](), Counter[str](), Counter[str]()
    for example in examples:
        wanted = tags or example.marked.known
        said = {
            (span.start, span.end, span.tag)
            for span in tagger.tag(example.tokens, example.marked.text)
            if span.tag in wanted
        }
        is_so = {span for span in example.marked.spans if span[2] in wanted}
        for counter, spans in ((right, said & is_so), (found, said), (true, is_so)):
            counter.update(span[2] for span in spans)
            counter["all"] += len(spans)
    return {
        tag: round(2 * right[tag] / (found[tag] + count), 3) for tag, count in sorted(true.items()) if count
    }


def main() -> None:
    """Train, measure, and write when asked to."""
    parser = argparse.ArgumentParser(description="Train and measure the names tagger.")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    parser.add_argument("--left-out", action="store_true", help="only measure with one language left out")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    encoder = E5Encoder(options.threads)
    labelled = data.labelled_digest()
    training, tests = corpora(encoder)
    own = prepare("own-train", data.read_labelled(held_out=False), encoder)
    held_out = prepare("own-held-out", data.read_labelled(held_out=True), encoder)
    if options.left_out:
        for language in LEFT_OUT:
            report(f"no {language} in training", {language: left_out(language, training, own, tests)})
        return
    everything = [example for examples in training.values() for example in examples]
    head = train(everything + own, EPOCHS)
    measured = {
        "corpora": report("all corpora in training", corpus_scores(head, tests)),
        "held_out": report("held-out segments of the project", own_scores(head, held_out)),
    }
    if options.write:
        write(
            train(everything + own + held_out, EPOCHS),
            {"encoder": encoder.name, "labelled_sha256": labelled, "scores": measured},
        )


def corpora(encoder: E5Encoder) -> tuple[dict[str, list[Example]], dict[str, list[Example]]]:
    """Training and test parts by language."""
    training = {
        language: prepare(
            f"{language}-train", data.sample(data.read_uner(language, "train"), SENTENCES), encoder
        )
        for language in data.UNER_TRAINED
    }
    training["id"] = prepare("id-train", data.sample(data.read_nergrit("train"), SENTENCES), encoder)
    training["ru"] = prepare("ru-train", data.read_factrueval(held_out=False), encoder)
    tests = {
        language: prepare(f"{language}-test", data.read_uner(language, "test")[:TEST_SENTENCES], encoder)
        for language in data.UNER
    }
    tests["id"] = prepare("id-test", data.read_nergrit("test")[:TEST_SENTENCES], encoder)
    tests["ru"] = prepare("ru-test", data.read_factrueval(held_out=True), encoder)
    return training, tests


def corpus_scores(head: Head, tests: dict[str, list[Example]]) -> dict[str, dict[str, float]]:
    """Span F1 on each corpus, marked in the manner of the corpora."""
    tagger = head.tagger(own=False)
    return {language: measure(tagger, examples) for language, examples in tests.items()}


def own_scores(head: Head, examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Span F1 on segments of the project by language, and over all languages."""
    tagger = head.tagger(own=True)
    languages = sorted({example.marked.language for example in examples})
    scores = {
        language: measure(tagger, [example for example in examples if example.marked.language == language])
        for language in languages
    }
    return scores | {"all": measure(tagger, examples)}


def left_out(
    language: str, training: dict[str, list[Example]], own: Sequence[Example], tests: dict[str, list[Example]]
) -> dict[str, float]:
    """Span F1 on a language of which nothing was in training."""
    others = [example for name, examples in training.items() if name != language for example in examples]
    own_others = [example for example in own if example.marked.language != language]
    head = train(others + own_others, QUICK_EPOCHS)
    return measure(head.tagger(own=False), tests[language])


def report(title: str, scores: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Print scores by language."""
    print(f"\n{title}: span F1")
    for name, each in scores.items():
        print(f"  {name:4}", "  ".join(f"{tag} {score:.3f}" for tag, score in each.items()))
    print(f"  mean of languages {np.mean([each['all'] for each in scores.values()]):.3f}\n", flush=True)
    return scores


def write(head: Head, told: dict[str, Any]) -> None:
    """Write the weights, with what they were trained on and how a head trained without the held-out did."""
    meta = _form() | told
    meta |= {
        "corpora": "Universal NER train (da hr pt sk sv zh), NERGrit train (id), FactRuEval devset (ru)",
        "command": "python -m " + " ".join(["bench.train_tagger", *sys.argv[1:]]),
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "numpy": np.__version__,
        },
    }
    HEADS.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = head.arrays(own=True) | {"meta": np.array(json.dumps(meta))}
    np.savez_compressed(HEADS / HEAD_FILE, **arrays)
    print(f"wrote {HEADS / HEAD_FILE}: {(HEADS / HEAD_FILE).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
