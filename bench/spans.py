"""Names as spans: F1 (exact bounds and tag) of the tagger that comes with Verbale, on the test parts of corpora.

Run: `python -m bench spans`. Needs no PyTorch. The corpora mark PER, ORG and LOC, and adjectives of nationality
not at all, so the tagger is asked to mark in their manner. Nothing of a test part was in training.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bench import tagger_data as data
from verbale.models.cache import cache_directory
from verbale.models.e5 import E5Encoder
from verbale.models.protocols import TokenVectors
from verbale.models.tagger import Tagger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.harness import Figures

Tokens: TypeAlias = TokenVectors


def read_tokens(name: str, marked: Sequence[data.Marked], encoder: E5Encoder) -> list[Tokens]:
    """Token vectors of the texts, from the cache directory or encoded and kept there."""
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
        return [TokenVectors(offsets, vectors) for offsets, vectors in parts]


def corpus_tests(encoder: E5Encoder) -> dict[str, tuple[list[data.Marked], list[Tokens]]]:
    """Whole test parts by language, with their token vectors."""
    texts = {language: data.read_uner(language, "test") for language in data.UNER}
    texts["id"] = data.read_nergrit("test")
    return {name: (marked, read_tokens(f"{name}-test", marked, encoder)) for name, marked in texts.items()}


def score(tagger: Tagger, marked: Sequence[data.Marked], tokens: Sequence[Tokens]) -> dict[str, float]:
    """Span F1 of each tag that occurs, and of all together (`all`)."""
    right, found, true = Counter[str](), Counter[str](), Counter[str]()
    for each, vectors in zip(marked, tokens, strict=True):
        said = {
            (span.start, span.end, span.tag)
            for span in tagger.tag(vectors, each.text)
            if span.tag in each.known
        }
        for counter, spans in ((right, said & set(each.spans)), (found, said), (true, set(each.spans))):
            counter.update(tag for _, _, tag in spans)
            counter["all"] += len(spans)
    return {
        tag: round(2 * right[tag] / (found[tag] + count), 3) for tag, count in sorted(true.items()) if count
    }


def measure() -> Figures:
    """Span F1 by language, and the mean of languages."""
    tagger = Tagger.load("corpora")
    scores = {
        language: score(tagger, marked, tokens)["all"]
        for language, (marked, tokens) in corpus_tests(E5Encoder()).items()
    }
    named = {f"span F1, {language}": value for language, value in scores.items()}
    return {"span F1, mean of languages": float(np.mean(list(scores.values())))} | named
