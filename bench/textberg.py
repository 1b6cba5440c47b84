"""Sentence alignment on Text+Berg (Volk et al., 2010): German and French yearbooks of the Swiss Alpine Club.

usage: python -m bench.textberg [--corpus DIR] [--encode-blocks] [FILE…]

Prints strict and lax F1 of each file and their means over the seven test files. `dev` is for tuning.
"""

import argparse
from ast import literal_eval
from pathlib import Path

from bench.scoring import Link, LinkScore, score_links
from verbale.models.e5 import E5Encoder
from verbale.models.parts import load_parts
from verbale.models.protocols import Encoder
from verbale.stages.align import SpanVectors, align_sequences

TESTS = tuple(f"test{number}" for number in range(7))


def read_gold(path: Path) -> list[Link]:
    """Read links written as `[0, 1]:[2]`, one a line."""
    pairs = (line.split(":") for line in path.read_text("utf-8").splitlines() if line.strip())
    return [(tuple(literal_eval(a)), tuple(literal_eval(b))) for a, b in pairs]


def read_sentences(path: Path) -> list[str]:
    """Read one sentence a line."""
    return [line.strip() for line in path.read_text("utf-8").splitlines()]


def joined_spans(texts: list[str], encoder: Encoder) -> SpanVectors:
    """Give vectors of runs of sentences by encoding them joined."""
    return lambda spans: encoder.encode([" ".join(texts[start:end]) for start, end in spans])


def score_file(corpus: Path, name: str, encoder: E5Encoder, *, encode_blocks: bool) -> LinkScore:
    """Align one file and score it."""
    german, french = (read_sentences(corpus / f"{name}.{language}") for language in ("de", "fr"))
    encoded = [encoder.encode_with_tokens(texts) for texts in (german, french)]
    parts = [load_parts().of(side.tokens) for side in encoded]
    found = align_sequences(
        encoded[0].vectors,
        encoded[1].vectors,
        [len(text) for text in german],
        [len(text) for text in french],
        joined_spans(german, encoder) if encode_blocks else None,
        joined_spans(french, encoder) if encode_blocks else None,
        parts=(parts[0], parts[1]) if all(map(all, parts)) else None,
    )
    return score_links(read_gold(corpus / f"{name}.defr"), found)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Sentence alignment on Text+Berg.")
    parser.add_argument("files", nargs="*", default=TESTS)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpora/textberg"))
    parser.add_argument(
        "--encode-blocks", action="store_true", help="encode runs instead of pooling: 9x slower"
    )
    given = parser.parse_args()
    encoder = E5Encoder()
    strict, lax = [], []
    for name in given.files:
        score = score_file(given.corpus, name, encoder, encode_blocks=given.encode_blocks)
        strict.append(score.strict.f1)
        lax.append(score.lax.f1)
        print(f"{name:6s} strict {score.strict.f1:.3f}  lax {score.lax.f1:.3f}", flush=True)
    print(f"{'mean':6s} strict {sum(strict) / len(strict):.3f}  lax {sum(lax) / len(lax):.3f}")


if __name__ == "__main__":
    main()
