"""The built-in encoder."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from verbale.models.e5.layout import TOKEN_LAYERS
from verbale.models.e5.weights import Weights, weights_path
from verbale.models.protocols import Encoded, TokenVectors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from verbale.models.e5.engine import Batch, Engine, Outputs
    from verbale.models.e5.tokens import E5Tokenizer, TokenIds
    from verbale.models.protocols import Progress
    from verbale.records.reading import Vectors

PREFIX = "query:"
"""E5 was trained with a prefix; its authors advise this one on both sides for symmetric tasks."""

BATCH_TOKENS = 512
"""Padded tokens in a batch: more is not faster on a CPU and takes more memory."""

WIDTH_STEP = 8
"""Texts are padded to a multiple of this many tokens and batched with those of their width only. What a row gives
depends on its width in the last bits, so the width is a matter of the text alone."""


class _Window(NamedTuple):
    """A stretch of a text's tokens that fits the model."""

    text: int
    first: int
    last: int


class _Loaded(NamedTuple):
    weights: Weights
    tokenizer: E5Tokenizer
    engine: Engine
    prefix: tuple[int, ...]


class E5Encoder:
    """multilingual-e5-small on OpenVINO; an `Encoder` and a `TokenEncoder`.

    In bfloat16 where the processor has it, else in float32: vectors of the two have a cosine of .9999. On one
    machine a text has the same bits whatever texts stand beside it. Threads may share one instance.
    """

    dimensions = 384
    token_features = dimensions * len(TOKEN_LAYERS)

    def __init__(self, threads: int | None = None) -> None:
        """Load nothing yet.

        Args:
            threads: for computing; None is one for each core.
        """
        self._threads = threads
        self._lock = Lock()
        self._loaded: _Loaded | None = None

    @cached_property
    def name(self) -> str:
        """The model, with the first letters of the digest of its weights."""
        return f"multilingual-e5-small-q4-{self._weights.digest[:8]}"

    def prepare(self, progress: Progress | None = None) -> None:
        """Load the model (a second or two).

        Raises:
            EngineError: when the weights are missing or damaged, or the engine cannot run here.
        """
        self._prepared(progress)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, shape (texts, 384). A text without words has the vector of the bare prefix.

        Raises:
            EngineError: as `prepare`.
        """
        loaded = self._prepared()
        return _run(loaded, loaded.tokenizer.tokenize(texts), None)

    def encode_with_tokens(self, texts: Sequence[str]) -> Encoded:
        """Unit rows, and for each token layers 4, 8 and 12 side by side in float16.

        Raises:
            EngineError: as `prepare`.
        """
        loaded = self._prepared()
        tokens = loaded.tokenizer.tokenize(texts)
        features = [np.empty((len(text.ids), self.token_features), np.float16) for text in tokens]
        vectors = _run(loaded, tokens, features)
        return Encoded(vectors, tuple(map(_visible, tokens, features)))

    @cached_property
    def _weights(self) -> Weights:
        return Weights(weights_path())

    def _prepared(self, progress: Progress | None = None) -> _Loaded:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._weights, self._threads, progress or _say_nothing)
            return self._loaded


def _say_nothing(doing: str, done: float) -> None:
    del doing, done


def _load(weights: Weights, threads: int | None, progress: Progress) -> _Loaded:
    # These load `tokenizers` and `openvino`.
    from verbale.models.e5.engine import Engine  # noqa: PLC0415
    from verbale.models.e5.graph import build_graph  # noqa: PLC0415
    from verbale.models.e5.tokens import E5Tokenizer  # noqa: PLC0415

    progress("reading the vocabulary of the encoder", 0.0)
    tokenizer = E5Tokenizer(weights.pieces)
    progress("reading the weights of the encoder", 0.3)
    graph = build_graph(weights)
    progress("fitting the encoder to this machine", 0.6)
    engine = Engine(graph, threads)
    progress("the encoder is ready", 1.0)
    return _Loaded(weights, tokenizer, engine, tuple(tokenizer.tokenize([PREFIX])[0].ids))


def _run(
    loaded: _Loaded, tokens: Sequence[TokenIds], features: list[npt.NDArray[np.float16]] | None
) -> Vectors:
    """Unit rows of each text; `features`, if given, are filled with what its tokens give."""
    frame = len(loaded.prefix) + 2
    windows = _windows(tokens, loaded.weights.sizes.positions - frame)
    batches = list(_batches(windows, frame))
    means = np.zeros((len(windows), E5Encoder.dimensions), np.float32)
    before = 1 + len(loaded.prefix)

    def make(number: int) -> Batch:
        return _batch(loaded, tokens, [windows[place] for place in batches[number]])

    def take(number: int, outputs: Outputs) -> None:
        means[batches[number]] = outputs.means
        if features is not None:
            for row, place in enumerate(batches[number]):
                text, first, last = windows[place]
                features[text][first:last] = outputs.tokens[row, before : before + last - first]

    loaded.engine.run(make, take, len(batches))
    return _unit_rows(_add_means(means, windows, len(tokens)))


def _batch(loaded: _Loaded, tokens: Sequence[TokenIds], windows: list[_Window]) -> Batch:
    from verbale.models.e5.engine import Batch  # noqa: PLC0415

    pieces = loaded.weights.pieces
    frame = len(loaded.prefix) + 2
    width = _width(windows[0], frame)
    ids = np.full((len(windows), width), pieces.padding, np.int64)
    mask = np.zeros((len(windows), width), np.float32)
    for row, (text, first, last) in enumerate(windows):
        filled = [pieces.begin, *loaded.prefix, *tokens[text].ids[first:last], pieces.end]
        ids[row, : len(filled)] = filled
        mask[row, : len(filled)] = 1
    return Batch(loaded.weights.words(ids), mask)


def _windows(tokens: Sequence[TokenIds], room: int) -> list[_Window]:
    """Each text's tokens in stretches of about the same length, none longer than `room`."""
    windows: list[_Window] = []
    for text, token_ids in enumerate(tokens):
        count = len(token_ids.ids)
        parts = max(1, -(-count // room))
        cuts = [count * part // parts for part in range(parts + 1)]
        windows.extend(_Window(text, *cut) for cut in pairwise(cuts))
    return windows


def _width(window: _Window, frame: int) -> int:
    """Tokens of a window with its frame, rounded up."""
    return -(-(window.last - window.first + frame) // WIDTH_STEP) * WIDTH_STEP


def _batches(windows: list[_Window], frame: int) -> Iterator[list[int]]:
    """Places of windows of one width together, at most `BATCH_TOKENS`; widest first, so that threads end together."""
    widths = [_width(window, frame) for window in windows]
    batch: list[int] = []
    for place in sorted(range(len(windows)), key=lambda place: (-widths[place], place)):
        width = widths[place]
        if batch and (width != widths[batch[0]] or width * (len(batch) + 1) > BATCH_TOKENS):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _add_means(means: Vectors, windows: list[_Window], texts: int) -> Vectors:
    """Add up the means of each text's windows, weighted by their lengths."""
    pooled = np.zeros((texts, means.shape[1]), np.float32)
    for mean, (text, first, last) in zip(means, windows, strict=True):
        pooled[text] += mean * max(1, last - first)
    return pooled


def _unit_rows(rows: Vectors) -> Vectors:
    lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / lengths


def _visible(tokens: TokenIds, features: npt.NDArray[np.float16]) -> TokenVectors:
    """Leave out tokens that stand for no character but a space."""
    visible = tokens.offsets[:, 1] > tokens.offsets[:, 0]
    return TokenVectors(tokens.offsets[visible], features[visible])
