"""Make the centres of languages that vectors are compared by (`verbale.models.centres`).

Usage: python -m bench.centres [--write]; without it, prints how far the languages lie apart.
"""

from __future__ import annotations

import sys
from collections import defaultdict

import numpy as np

from verbale.lexicon.data import base_language
from verbale.lexicon.labelled import labelled_segments
from verbale.models.centres import SHIPPED
from verbale.models.e5 import E5Encoder

SHRINK = 20
"""Segments that the mean of all languages counts for in the mean of one."""

NOT_SAID = ("background", "furniture")
"""Acts left out: vectors that are compared are of what people say."""


def main() -> None:
    """Compute the centres, and write them when asked."""
    texts: dict[str, list[str]] = defaultdict(list)
    for row in labelled_segments():
        if row.segment.act not in NOT_SAID:
            texts[base_language(row.language)].append(row.text)
    encoder = E5Encoder()
    vectors = {language: encoder.encode(said).astype(np.float64) for language, said in sorted(texts.items())}
    everything = np.mean([rows.mean(axis=0) for rows in vectors.values()], axis=0)
    centres = {
        language: (rows.sum(axis=0) + SHRINK * everything) / (len(rows) + SHRINK)
        for language, rows in vectors.items()
    }
    apart = [float(np.linalg.norm(centre - everything)) for centre in centres.values()]
    print(
        f"{len(centres)} languages, mean distance {np.mean(apart):.3f}, length {np.linalg.norm(everything):.3f}"
    )
    if "--write" in sys.argv[1:]:
        rows = np.stack(list(centres.values())).astype(np.float16)
        np.savez_compressed(
            SHIPPED, languages=np.array(list(centres)), centres=rows, encoder=np.array(encoder.name)
        )
        print(f"wrote {SHIPPED.name}, {SHIPPED.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
