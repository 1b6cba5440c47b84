"""Bring the items of a record up to date with its readings, in as many processes as are asked for."""

from __future__ import annotations

import gc
import multiprocessing
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Self

from threadpoolctl import ThreadpoolController

from verbale.errors import EngineError
from verbale.records.judgements import Judgements
from verbale.store.sealed import Sealed, seal
from verbale.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from verbale.pipeline import ReadSource
    from verbale.pipeline.work import Step, Workshop
    from verbale.records.judgements import Judgement
    from verbale.records.reading import Reading, Vectors
    from verbale.store.blocks import StoredWorkspace
    from verbale.store.rebuild import Rebuild

AT_ONCE: Mapping[Step, int] = {"tell": 64, "make": 16, "settle": 2}
"""Units of work that a process is handed together."""

AHEAD = 3
"""Parts that are handed out to each process before one of them is waited for."""

FEW_PARTS: Mapping[Step, int] = {"tell": 8, "make": 8, "settle": 32}
"""Up to so many parts of a step, starting processes costs more than it gains: some seconds of theirs."""


class StoredShelf:
    """The readings of a record, for those who build; opened when first asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._store: Store | None = None

    def trimmed(self, sources: Sequence[str]) -> Iterable[Reading]:
        """Readings cut down to what names people, by id of the source."""
        return self._open().people_of(sources)

    def whole(self, sources: Sequence[str]) -> Iterable[ReadSource]:
        """Readings with their vectors, by id of the source."""
        from verbale.pipeline import ReadSource  # noqa: PLC0415  models load late

        return [ReadSource(*stored) for stored in self._open().readings_of(sources)]

    def vectors(self, sources: Sequence[str]) -> Mapping[str, Vectors]:
        """The vectors of the segments of each source."""
        return self._open().vectors_of(sources)

    def close(self) -> None:
        """Let go of the file."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def _open(self) -> Store:
        if self._store is None:
            self._store = Store(self._path)
        return self._store


SELDOM = (100_000, 50, 20)
"""When garbage is collected while a record is built (`gc.set_threshold`): readings make many small objects and no
cycles, and looking through them all as often as Python does costs more than decoding them."""


class StoredJob:
    """A record that is brought up to date: what `pipeline.update` asks for. Use it as a context manager."""

    def __init__(self, path: Path, rebuild: Rebuild, workers: int) -> None:
        """Take the record within a transaction.

        Args:
            workers: processes that do the work beside this one; with 1 it is done here.
        """
        self.judgements = Judgements(rebuild.judgements())
        self.shelf = StoredShelf(path)
        self._path = path
        self._rebuild = rebuild
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._collecting = gc.get_threshold()

    @property
    def workspace(self) -> StoredWorkspace:
        """What the last build kept."""
        return self._rebuild.workspace

    @staticmethod
    def seal(items: Sequence[Any], beside: Sequence[Any]) -> list[Sealed]:
        """What the record keeps of items."""
        return seal(items, beside)

    def marks(self) -> Mapping[str, str]:
        """For each source of the record, what changes when its reading does."""
        return self._rebuild.marks()

    def put(self, owner: str, items: Sequence[Sealed] | None) -> None:
        """Make sealed items those of an owner."""
        self._rebuild.put(owner, items)

    def run(self, step: Step, works: Iterable[Any]) -> Iterator[Any]:
        """Have units of work done; what is done comes in the order of the work.

        Raises:
            EngineError: when a process that works ends.
        """
        parts = _parts(works, AT_ONCE[step])
        first = list(islice(parts, FEW_PARTS[step] + 1))
        if self._workers <= 1 or len(first) <= FEW_PARTS[step]:
            yield from self._run_here(step, chain(first, parts))
        else:
            yield from self._run_apart(step, chain(first, parts))

    def _run_here(self, step: Step, parts: Iterable[Sequence[Any]]) -> Iterator[Any]:
        from verbale.pipeline.work import Workshop  # noqa: PLC0415  stages load late

        workshop = Workshop(self.shelf, self.judgements, seal)
        for part in parts:
            yield from workshop.do(step, part)

    def _run_apart(self, step: Step, parts: Iterator[Sequence[Any]]) -> Iterator[Any]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._workers,
                multiprocessing.get_context("spawn"),
                _open_workshop,
                (self._path, self.judgements.rows),
            )
        waiting: deque[Future[list[Any]]] = deque()
        try:
            for part in parts:
                waiting.append(self._pool.submit(_do, step, part))
                if len(waiting) > AHEAD * self._workers:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            raise EngineError(
                "a process that builds the record ended; a script that reads many pages must call verbale.read under "
                "`if __name__ == '__main__':`, and with `workers = 1` no further processes are started"
            ) from error

    def __enter__(self) -> Self:
        gc.set_threshold(*SELDOM)
        return self

    def __exit__(self, *_error: object) -> None:
        gc.set_threshold(*self._collecting)
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self.shelf.close()


def _parts(works: Iterable[Any], size: int) -> Iterator[Sequence[Any]]:
    rest = iter(works)
    while part := list(islice(rest, size)):
        yield part


_workshops: list[Workshop] = []
"""The workshop of a process that works, made when it starts."""


def _open_workshop(path: Path, judgements: Sequence[Judgement]) -> None:
    from verbale.pipeline.work import Workshop  # noqa: PLC0415  stages load late

    gc.set_threshold(*SELDOM)
    ThreadpoolController().limit(limits=1, user_api="blas")
    _workshops[:] = [Workshop(StoredShelf(path), Judgements(judgements), seal)]


def _do(step: Step, part: Sequence[Any]) -> list[Any]:
    return _workshops[0].do(step, part)
