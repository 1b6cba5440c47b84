"""The built-in encoder."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from verbale.models.e5.cache import cached_file
from verbale.models.e5.layout import BUILDER_VERSION, EMBEDDINGS, LAYER_OUTPUTS, MASK, MEAN, TOKEN_LAYERS
from verbale.models.e5.weights import Weights, weights_path
from verbale.models.protocols import Encoded, TokenVectors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt
    from onnxruntime import InferenceSession

    from verbale.models.e5.tokens import E5Tokenizer, TokenIds
    from verbale.models.protocols import Progress
    from verbale.records.reading import Vectors

PREFIX = "query:"
"""E5 was trained with a prefix; its authors advise this one on both sides for symmetric tasks."""

BATCH_TOKENS = 512
"""Padded tokens in a batch: more is not faster on a CPU (`shared/lab/NOTES.md`) and takes more memory."""

_ERRORS_ONLY = 3  # a severity of onnxruntime


class _Window(NamedTuple):
    """A stretch of a text's tokens that fits the model."""

    text: int
    first: int
    last: int


class _Engine(NamedTuple):
    weights: Weights
    tokenizer: E5Tokenizer
    session: InferenceSession
    prefix: tuple[int, ...]


class E5Encoder:
    """multilingual-e5-small on onnxruntime in float32; an `Encoder` and a `TokenEncoder`.

    The vectors of a text are the same to about 1e-6 whatever texts stand beside it; the same list of texts
    gives the same bits. Threads may share one instance.
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
        self._engine: _Engine | None = None

    @cached_property
    def name(self) -> str:
        """The model, with the first letters of the digest of its weights."""
        return f"multilingual-e5-small-q4-{self._weights.digest[:8]}"

    def prepare(self, progress: Progress | None = None) -> None:
        """Load the model; the first time, write its graph to the cache (seconds).

        Raises:
            EngineError: when the weights are missing or damaged, or the cache cannot be written.
        """
        self._prepared(progress)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, shape (texts, 384). A text without words has the vector of the bare prefix.

        Raises:
            EngineError: as `prepare`.
        """
        engine = self._prepared()
        tokens = engine.tokenizer.tokenize(texts)
        pooled = np.zeros((len(texts), self.dimensions), np.float32)
        for windows, outputs in _run(engine, tokens, [MEAN]):
            _add_means(pooled, windows, outputs[0])
        return _unit_rows(pooled)

    def encode_with_tokens(self, texts: Sequence[str]) -> Encoded:
        """Unit rows, and for each token layers 4, 8 and 12 side by side in float16.

        Raises:
            EngineError: as `prepare`.
        """
        engine = self._prepared()
        tokens = engine.tokenizer.tokenize(texts)
        pooled = np.zeros((len(texts), self.dimensions), np.float32)
        features = [np.empty((len(text.ids), self.token_features), np.float16) for text in tokens]
        before = 1 + len(engine.prefix)
        for windows, (means, *layers) in _run(engine, tokens, [MEAN, *LAYER_OUTPUTS]):
            _add_means(pooled, windows, means)
            for row, (text, first, last) in enumerate(windows):
                stretch = slice(before, before + last - first)
                features[text][first:last] = np.concatenate(
                    [layer[row, stretch] for layer in layers], axis=-1
                )
        return Encoded(_unit_rows(pooled), tuple(map(_visible, tokens, features)))

    @cached_property
    def _weights(self) -> Weights:
        return Weights(weights_path())

    def _prepared(self, progress: Progress | None = None) -> _Engine:
        with self._lock:
            if self._engine is None:
                self._engine = _load(self._weights, self._threads, progress or _say_nothing)
            return self._engine


def graph_path(weights: Weights) -> Path:
    """The cached graph of these weights, written first if it is missing.

    Raises:
        EngineError: when it cannot be written.
    """

    def write(path: Path) -> None:
        import onnx  # noqa: PLC0415  only needed for the first use

        from verbale.models.e5.graph import build_graph  # noqa: PLC0415

        onnx.save(build_graph(weights), path)

    return cached_file(f"e5-{weights.digest[:16]}-{BUILDER_VERSION}.onnx", write)


def _say_nothing(doing: str, done: float) -> None:
    del doing, done


def _load(weights: Weights, threads: int | None, progress: Progress) -> _Engine:
    from verbale.models.e5.tokens import E5Tokenizer  # noqa: PLC0415  loads `tokenizers`

    progress("reading the vocabulary of the encoder", 0.0)
    tokenizer = E5Tokenizer(weights.pieces)
    progress("writing the encoder to the cache", 0.3)
    path = graph_path(weights)
    progress("loading the encoder", 0.8)
    session = _open_session(path, threads)
    progress("the encoder is ready", 1.0)
    return _Engine(weights, tokenizer, session, tuple(tokenizer.tokenize([PREFIX])[0].ids))


def _open_session(path: Path, threads: int | None) -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415  slow to load

    options = SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.inter_op_num_threads = 1
    # Measured: as fast without an arena, with less memory, and kinder to other processes without spinning.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = _ERRORS_ONLY
    return InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _run(
    engine: _Engine, tokens: Sequence[TokenIds], outputs: list[str]
) -> Iterator[tuple[list[_Window], list[npt.NDArray[np.float32]]]]:
    """Run the model on batches of windows; rows of the outputs stand in the order of the windows."""
    pieces = engine.weights.pieces
    frame = len(engine.prefix) + 2
    for windows in _batches(_windows(tokens, engine.weights.sizes.positions - frame), frame):
        width = frame + max(window.last - window.first for window in windows)
        ids = np.full((len(windows), width), pieces.padding, np.int64)
        mask = np.zeros((len(windows), width), np.float32)
        for row, (text, first, last) in enumerate(windows):
            filled = [pieces.begin, *engine.prefix, *tokens[text].ids[first:last], pieces.end]
            ids[row, : len(filled)] = filled
            mask[row, : len(filled)] = 1
        yield windows, engine.session.run(outputs, {EMBEDDINGS: engine.weights.words(ids), MASK: mask})


def _windows(tokens: Sequence[TokenIds], room: int) -> list[_Window]:
    """Each text's tokens in stretches of about the same length, none longer than `room`."""
    windows: list[_Window] = []
    for text, token_ids in enumerate(tokens):
        count = len(token_ids.ids)
        parts = max(1, -(-count // room))
        cuts = [count * part // parts for part in range(parts + 1)]
        windows.extend(_Window(text, *cut) for cut in pairwise(cuts))
    return windows


def _batches(windows: list[_Window], frame: int) -> Iterator[list[_Window]]:
    """Windows of like length together, at most `BATCH_TOKENS` with padding; shortest first."""
    batch: list[_Window] = []
    for window in sorted(windows, key=lambda window: (window.last - window.first, window)):
        if batch and (window.last - window.first + frame) * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def _add_means(pooled: Vectors, windows: list[_Window], means: npt.NDArray[np.float32]) -> None:
    """Add up the means of each text's windows, weighted by their lengths."""
    for row, (text, first, last) in enumerate(windows):
        pooled[text] += means[row] * max(1, last - first)


def _unit_rows(rows: Vectors) -> Vectors:
    lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / lengths


def _visible(tokens: TokenIds, features: npt.NDArray[np.float16]) -> TokenVectors:
    """Leave out tokens that stand for no character but a space."""
    visible = tokens.offsets[:, 1] > tokens.offsets[:, 0]
    return TokenVectors(tokens.offsets[visible], features[visible])
