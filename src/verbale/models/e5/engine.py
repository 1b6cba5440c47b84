"""Runs the graph on batches, several at a time, one thread each.

Processors with bfloat16 instructions multiply in bfloat16, others in float32. Every batch is run by one thread,
and rows of one width go through the same steps whatever stands beside them: a row's numbers are the same bits
alone and in any batch of its width, with any number of threads (measured; the encoder's tests hold it).
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

from verbale.errors import EngineError
from verbale.models.e5.layout import MEAN, TOKENS

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt
    from openvino import CompiledModel, InferRequest, Model

    from verbale.records.reading import Vectors

_DEVICE = "CPU"
_PRECISION, _BFLOAT16, _FLOAT32 = "INFERENCE_PRECISION_HINT", "bf16", "f32"


class Batch(NamedTuple):
    """Rows of one width.

    Attributes:
        embeddings: (rows, width, hidden).
        mask: (rows, width) ones and, at the end of each row, zeros.
    """

    embeddings: Vectors
    mask: Vectors


class Outputs(NamedTuple):
    """What the graph gives for a batch, in memory of the engine: copy what is to be kept.

    Attributes:
        means: (rows, hidden).
        tokens: (rows, width, features).
    """

    means: Vectors
    tokens: npt.NDArray[np.float16]


class Engine:
    """A compiled graph, ready to run on a number of threads."""

    def __init__(self, graph: Model, threads: int | None) -> None:
        """Compile.

        Args:
            threads: batches run at a time; None is one for each core that this process may use.

        Raises:
            EngineError: when the graph cannot be compiled here.
        """
        count = threads or usable_cores()
        try:
            compiled = _compile(graph, count)
            self._requests: SimpleQueue[InferRequest] = SimpleQueue()
            for _ in range(count):
                self._requests.put(compiled.create_infer_request())
        except RuntimeError as error:
            raise EngineError(f"the built-in encoder cannot run on this machine: {error}") from error
        self._threads = ThreadPoolExecutor(count, "encoder")

    def run(self, make: Callable[[int], Batch], take: Callable[[int, Outputs], None], count: int) -> None:
        """Make batches 0 to `count`, run them and hand over what they give; both are called in several threads.

        Raises:
            EngineError: when a batch cannot be run.
        """

        def run_one(number: int) -> None:
            batch = make(number)
            request = self._requests.get()
            try:
                # Shared: inputs are not copied. OpenVINO 2026.4 was seen to damage memory where it copies inputs
                # whose shape changes.
                request.infer({0: batch.embeddings, 1: batch.mask}, share_inputs=True)
                outputs = (request.get_output_tensor(place).data for place in (MEAN, TOKENS))
                take(number, Outputs(*outputs))
            except RuntimeError as error:
                raise EngineError(f"the built-in encoder failed: {error}") from error
            finally:
                self._requests.put(request)

        for done in [self._threads.submit(run_one, number) for number in range(count)]:
            done.result()


def _compile(graph: Model, count: int) -> CompiledModel:
    from openvino import Core  # noqa: PLC0415  slow to load

    core = Core()
    settings = {
        "NUM_STREAMS": count,
        "INFERENCE_NUM_THREADS": count,
        # Several processes that read would all be tied to the same first cores.
        "ENABLE_CPU_PINNING": False,
    }
    if _BFLOAT16.upper() in core.get_property(_DEVICE, "OPTIMIZATION_CAPABILITIES"):
        try:
            return core.compile_model(graph, _DEVICE, settings | {_PRECISION: _BFLOAT16})
        except RuntimeError:  # a virtual machine may name instructions that it does not let through
            pass
    return core.compile_model(graph, _DEVICE, settings | {_PRECISION: _FLOAT32})


def usable_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
