"""Trains the names tagger and measures it.

    OPENBLAS_NUM_THREADS=1 python -m bench.train_tagger [--write | --left-out [LANGUAGE …]] [--threads N]

Needs PyTorch, which is not among the dependencies of the project (`pip install torch==2.13.0`), and the
corpora under `../shared/corpora`. Prints span F1 (exact bounds and tag) on the test parts of the corpora and on
the segments held out, or, with `--left-out`, on languages of which nothing was in training. With `--write` the
segments that are otherwise held out are in training as well, and their figures mean nothing; test parts never are.
The first run encodes the corpora, which takes a quarter of an hour on one core; training takes about as long.

What is trained is in `bench/tagger_head.py`, what it is trained on in `bench/tagger_data.py`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch  # type: ignore[import-not-found, unused-ignore]
from torch import nn  # type: ignore[import-not-found, unused-ignore]

from bench import tagger_data as data
from bench.spans import Tokens, corpus_tests, read_tokens, score
from bench.tagger_head import Batch, Example, Head, example, form, loss
from verbale.models.e5 import E5Encoder
from verbale.models.tagger.tagger import HEAD_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HEADS = Path(__file__).parents[1] / "src" / "verbale" / "resources" / "heads"

SEED = 0
SENTENCES = {"hr": 1600, "pt": 1600}
"""Of these at most so many: what they teach is learned soon. Of all others `MOST`."""
MOST = 4300
QUICK = 1000  # of each corpus where one is left out
LEARNING_RATE = 1e-3
RARE_RATE = 10.0  # letters turn up too rarely to learn at the common rate
EPOCHS = 5
QUICK_EPOCHS = 2  # where a corpus is left out
BATCH = 32
AVERAGED = 0.995
"""What is kept of the mean of the weights at each step; the mean is what is used (Polyak and Juditsky 1992)."""
LEFT_OUT = (*data.UNER, "id")


def examples(marked: Sequence[data.Marked], tokens: Sequence[Tokens]) -> list[Example]:
    """Examples of texts that have a token."""
    pairs = zip(marked, tokens, strict=True)
    return [example(each, found) for each, found in pairs if len(found)]


def prepare(name: str, marked: Sequence[data.Marked], encoder: E5Encoder) -> list[Example]:
    """Examples of the texts; their vectors are kept in the cache directory, as encoding takes minutes."""
    return examples(marked, read_tokens(name, marked, encoder))


def batches(given: Sequence[Example], random: np.random.Generator) -> Iterator[Batch]:
    """Examples of like length together, in random order."""
    length = np.array([len(each.tokens) for each in given])
    order = np.argsort(length + random.uniform(0, 6, len(given)))
    starts = np.arange(0, len(order), BATCH)
    for start in random.permutation(starts):
        yield Batch([given[index] for index in order[start : start + BATCH]])


def train(given: Sequence[Example], epochs: int) -> Head:
    """A head trained from the fixed seed; the learning rate goes up for a tenth of the way, then down."""
    torch.manual_seed(SEED)
    some = np.concatenate([each.tokens.vectors for each in given[::7]]).astype(np.float32)
    head = Head(torch.from_numpy(some.mean(axis=0)), torch.from_numpy(some.std(axis=0) + 1e-6))
    learn(head, given, epochs, LEARNING_RATE)
    return head


def learn(head: Head, given: Sequence[Example], epochs: int, rate: float) -> None:
    """Go on training; the head ends with the mean of its last weights."""
    random = np.random.default_rng(SEED)
    rare, common = list(head.clues.parameters()), [p for n, p in head.named_parameters() if "clues" not in n]
    rates = [rate, rate * RARE_RATE]
    groups = [{"params": group, "lr": each} for group, each in zip((common, rare), rates, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * -(-len(given) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=steps, pct_start=0.1)
    mean = torch.optim.swa_utils.AveragedModel(
        head, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGED)
    )
    head.train()
    for epoch in range(epochs):
        started, losses = time.time(), []
        for batch in batches(given, random):
            optimizer.zero_grad()
            step_loss = loss(head, batch)
            step_loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            mean.update_parameters(head)
            losses.append(step_loss.item())
        print(f"  epoch {epoch}: loss {np.mean(losses):.3f}, {time.time() - started:.0f} s", flush=True)
    head.load_state_dict(mean.module.state_dict())
    head.eval()


def training_texts(most: Mapping[str, int], otherwise: int) -> dict[str, list[data.Marked]]:
    """Training parts of the corpora by language, at most so many sentences of each."""
    texts = {
        language: data.sample(data.read_uner(language, "train"), most.get(language, otherwise))
        for language in data.UNER_TRAINED
    }
    return texts | {
        "id": data.read_nergrit("train"),
        "ru": data.read_factrueval(held_out=False),
    }


def main() -> None:
    """Train, measure, and write when asked to."""
    parser = argparse.ArgumentParser(description="Train and measure the names tagger.")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    parser.add_argument(
        "--left-out",
        nargs="*",
        metavar="LANGUAGE",
        help="only measure with each of these left out; all if none",
    )
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    encoder = E5Encoder(options.threads)
    labelled = data.labelled_digest()
    texts = training_texts({}, QUICK) if options.left_out is not None else training_texts(SENTENCES, MOST)
    training = {name: prepare(f"{name}-train", marked, encoder) for name, marked in texts.items()}
    own_texts, held_out_texts = (data.read_labelled(held_out=each) for each in (False, True))
    own = prepare("own-train", own_texts, encoder)
    web = prepare("web", data.read_web(), encoder)
    tests = corpus_tests(encoder)
    if options.left_out is not None:
        languages = options.left_out or LEFT_OUT
        scores = {name: left_out(name, training, [*own, *web], tests[name]) for name in languages}
        report("languages of which nothing was in training", scores)
        return
    everything = [each for some in training.values() for each in some] + own + web * 2
    everything += prepare("made-up", data.made_up(texts, own_texts), encoder)
    held_out_tokens = read_tokens("own-held-out", held_out_texts, encoder)
    if options.write:
        everything += examples(held_out_texts, held_out_tokens)
    head = train(everything, EPOCHS)
    measured = report("all corpora in training", corpus_scores(head, tests))
    if options.write:
        write(head, {"encoder": encoder.name, "labelled_sha256": labelled, "scores": {"corpora": measured}})
    else:
        report("held-out segments of the project", own_scores(head, held_out_texts, held_out_tokens))


def corpus_scores(
    head: Head, tests: Mapping[str, tuple[Sequence[data.Marked], Sequence[Tokens]]]
) -> dict[str, dict[str, float]]:
    """Span F1 on each corpus, marked in the manner of the corpora."""
    tagger = head.tagger("corpora")
    return {language: score(tagger, *texts) for language, texts in tests.items()}


def own_scores(
    head: Head, marked: Sequence[data.Marked], tokens: Sequence[Tokens]
) -> dict[str, dict[str, float]]:
    """Span F1 on segments of the project by language, and over all languages."""
    tagger = head.tagger("project")
    scores = {}
    for language in sorted({each.language for each in marked}):
        rows = [row for row, each in enumerate(marked) if each.language == language]
        scores[language] = score(tagger, [marked[row] for row in rows], [tokens[row] for row in rows])
    return scores | {"all": score(tagger, marked, tokens)}


def left_out(
    language: str,
    training: Mapping[str, Sequence[Example]],
    more: Sequence[Example],
    test: tuple[Sequence[data.Marked], Sequence[Tokens]],
) -> dict[str, float]:
    """Span F1 on a language of which nothing was in training."""
    others = [each for name, some in training.items() if name != language for each in some]
    head = train(others + [each for each in more if each.marked.language != language], QUICK_EPOCHS)
    found = score(head.tagger("corpora"), *test)
    print(f"no {language} in training: {found['all']:.3f}", flush=True)
    return found


def report(title: str, scores: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Print scores by language."""
    print(f"\n{title}: span F1")
    for name, each in scores.items():
        print(f"  {name:4}", "  ".join(f"{tag} {value:.3f}" for tag, value in each.items()))
    eight = [each["all"] for name, each in scores.items() if name in LEFT_OUT]
    print(f"  mean of the languages of the corpora {np.mean(eight):.3f}\n", flush=True)
    return scores


def write(head: Head, told: dict[str, Any]) -> None:
    """Write the weights, with what they were trained on and how they did before the last pass."""
    meta = form() | told
    meta |= {
        "corpora": "Universal NER train (da hr pt sk sv zh), NERGrit train (id), FactRuEval devset (ru)",
        "web_sha256": hashlib.sha256(data.WEB.read_bytes()).hexdigest(),
        "command": "python -m " + " ".join(["bench.train_tagger", *sys.argv[1:]]),
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "numpy": np.__version__,
        },
    }
    HEADS.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = head.arrays() | {"meta": np.array(json.dumps(meta))}
    np.savez_compressed(HEADS / HEAD_FILE, **arrays)
    print(f"wrote {HEADS / HEAD_FILE}: {(HEADS / HEAD_FILE).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
