"""The same document in another language: NTREX's 123 documents in 8 languages, shuffled, put together again.

usage: python -m bench.documents [--corpus DIR] [--documents N]

Nothing was learned from these texts; the one threshold was set on documents 62 to 123.
"""

import argparse
import random
from pathlib import Path

from bench.align_data import LANGUAGES
from bench.ntrex import SEED, read_documents
from bench.scoring import Score, b_cubed
from verbale.models.e5 import E5Encoder
from verbale.models.protocols import Encoder
from verbale.stages.align import group_documents


def score_documents(corpus: Path, encoder: Encoder, count: int | None = None) -> Score:
    """B-cubed of the groups found among the first documents of all languages."""
    keys, texts = [], []
    for language in LANGUAGES:
        for number, lines in enumerate(read_documents(corpus, language)[:count]):
            keys.append((language, number))
            texts.append(lines)
    order = random.Random(SEED).sample(range(len(keys)), len(keys))  # noqa: S311 - a fixed seed is the point
    groups = group_documents([encoder.encode(texts[at]) for at in order])
    found = {keys[order[place]]: number for number, group in enumerate(groups) for place in group}
    return b_cubed({key: key[1] for key in keys}, dict(found))


def main() -> None:
    """Print precision, recall and F1."""
    parser = argparse.ArgumentParser(description="The same document in another language.")
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpora/ntrex"))
    parser.add_argument("--documents", type=int, help="only the first so many")
    given = parser.parse_args()
    score = score_documents(given.corpus, E5Encoder(), given.documents)
    print(f"B-cubed precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f1:.3f}")


if __name__ == "__main__":
    main()
