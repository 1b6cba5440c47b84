"""Read pages in processes of their own: a page that brings one down is lost alone."""

from __future__ import annotations

import multiprocessing
import signal
import time
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from verbale.errors import EngineError, PageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.process import BaseProcess

    from verbale.records.reading import Page, Reading, Vectors

Readings: TypeAlias = "Sequence[tuple[Reading, Vectors]]"

_LOOK_EVERY = 1.0
"""Seconds between looks at workers that have not answered."""

_GUARD = "a script that reads many pages must call verbale.read under `if __name__ == '__main__':`"

_START_WITHIN = 600.0
"""Seconds that a worker has to load its models, and to prepare them if it is the first."""

_STOP_WITHIN = 5.0
"""Seconds that a worker has to end by itself."""


class Reader(Protocol):
    """Reads pages; heavy to make, so each process makes one."""

    def read(self, page: Page) -> Readings:
        """What each source of a page says. Raises PageError."""
        ...


class Outcome(NamedTuple):
    """What became of a page.

    Attributes:
        page: as it was handed in.
        readings: one a source; empty when there is a reason.
        reason: why it could not be read.
        lasting: whether reading it again would end the same way.
    """

    page: Page
    readings: Readings = ()
    reason: str | None = None
    lasting: bool = True


def read_page(reader: Reader, page: Page) -> Outcome:
    """Read a page; whatever goes wrong with it becomes its reason.

    Raises:
        EngineError: when the engine fails, which every other page would meet too.
    """
    try:
        return Outcome(page, reader.read(page))
    except PageError as error:
        return Outcome(page, reason=str(error))
    except EngineError:
        raise
    except Exception as error:  # noqa: BLE001  a fault on one page must not lose the pages beside it
        reason = f"reading broke off: {type(error).__name__}: {error}"
        return Outcome(page, reason=reason, lasting=False)


def read_here(make: Callable[[], Reader], pages: Iterable[Page]) -> Iterator[Outcome]:
    """Read pages in this process, one after the other."""
    reader = make()
    for page in pages:
        yield read_page(reader, page)


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    page: Page
    until: float
    ready: bool = False


def read_apart(
    make: Callable[[], Reader], pages: Iterator[Page], workers: int, seconds: float
) -> Iterator[Outcome]:
    """Read pages in several processes; outcomes come as they are ready.

    Args:
        make: makes the reader of a process; it is pickled.
        pages: taken one by one, as workers are free.
        workers: how many.
        seconds: after which a page is given up and its worker ended.

    Raises:
        EngineError: when the engine of a worker fails, or a worker cannot start.
    """
    busy: list[_Worker] = []
    try:
        busy.extend(_start(make, page) for page in islice(pages, workers))
        while busy:
            for worker in _due(busy):
                outcome = _outcome(worker, seconds)
                if outcome is None:
                    continue
                yield outcome
                following = next(pages, None)
                if following is None:
                    busy.remove(worker)
                    _end(worker)
                elif not _hand_over(worker, following, seconds):
                    _end(worker)
                    busy[busy.index(worker)] = _start(make, following)
    finally:
        for worker in busy:
            _end(worker)


def _start(make: Callable[[], Reader], page: Page) -> _Worker:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(make, there), daemon=True)
    process.start()
    there.close()
    worker = _Worker(process, here, page, 0.0)
    _hand_over(worker, page, _START_WITHIN)
    return worker


def _hand_over(worker: _Worker, page: Page, seconds: float) -> bool:
    """Hand a page to a worker; False when it is gone."""
    worker.page, worker.until = page, time.monotonic() + seconds
    try:
        worker.pipe.send(page)
    except OSError:
        return False
    return True


def _due(busy: list[_Worker]) -> list[_Worker]:
    """Workers that have answered, have died or are over their time."""
    answered = wait([worker.pipe for worker in busy], timeout=_LOOK_EVERY)
    now = time.monotonic()
    return [worker for worker in busy if worker.pipe in answered or now > worker.until]


def _outcome(worker: _Worker, seconds: float) -> Outcome | None:
    """What became of the page of a worker; None when it has only said that it is ready."""
    if not worker.pipe.poll():
        _end(worker)
        return Outcome(worker.page, reason="reading took too long and was given up", lasting=False)
    try:
        answer = worker.pipe.recv()
    except (EOFError, OSError) as error:
        _end(worker)
        how = _how(worker.process)
        if not worker.ready:
            raise EngineError(f"a process that reads pages could not start ({how}); {_GUARD}") from error
        return Outcome(worker.page, reason=f"reading broke off: its process ended ({how})", lasting=False)
    if isinstance(answer, str):
        raise EngineError(answer)
    if answer is None:
        worker.ready, worker.until = True, time.monotonic() + seconds
        return None
    readings, reason, lasting = answer
    return Outcome(worker.page, readings, reason, lasting)


def _how(process: BaseProcess) -> str:
    code = process.exitcode
    if code is not None and code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"


def _end(worker: _Worker) -> None:
    if not worker.pipe.closed:
        worker.pipe.close()
    if worker.process.is_alive():
        worker.process.terminate()
    worker.process.join(_STOP_WITHIN)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


def _serve(make: Callable[[], Reader], pipe: Connection) -> None:
    """What a worker does: read pages until the pipe closes. Ctrl-C is left to the process that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        reader = make()
        pipe.send(None)
        while True:
            outcome = read_page(reader, pipe.recv())
            pipe.send((outcome.readings, outcome.reason, outcome.lasting))
    except EngineError as error:
        pipe.send(str(error))
    except (EOFError, BrokenPipeError):
        return
