"""The owner of the worker: sends it one document at a time, and ends it when it takes too long."""

import contextlib
import subprocess
import sys
import threading
from types import TracebackType
from typing import Self

import msgspec

from verbale.errors import PageError
from verbale.stages.ingest.content import Extracted, Format, plain
from verbale.stages.ingest.frames import Answer, Job, read_frame, write_frame
from verbale.stages.ingest.limits import Limits

STARTUP_SECONDS = 30.0
"""On top of the first document's time: the worker imports its libraries, 1.5 s on the reference machine."""


class Extraction:
    """Extracts documents within limits. A context manager: the worker starts when a document needs it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def extract(self, form: Format, data: bytes, declared: str | None = None) -> Extracted:
        """Return what a document says.

        Args:
            form: its format.
            data: all of it.
            declared: the encoding that the header of an answer names.

        Raises:
            PageError: when it cannot be read, or takes more time or memory than the limits give.
        """
        if form == "text":
            return plain(data, declared)
        job = Job(form, data, declared, self._limits.max_unpacked_bytes)
        reply = self._ask(msgspec.msgpack.encode(job))
        if reply.extracted is None:
            raise PageError(reply.refused or "could not be read")
        return reply.extracted

    def _ask(self, frame: bytes) -> Answer:
        fresh = self._worker is None
        worker = self._worker = self._worker or self._start()
        seconds = self._limits.seconds + (STARTUP_SECONDS if fresh else 0.0)
        late = threading.Event()

        def stop() -> None:
            late.set()
            worker.kill()

        timer = threading.Timer(seconds, stop)
        timer.start()
        try:
            content = _exchange(worker, frame)
        finally:
            timer.cancel()
        if content is None:
            self._end()
            if late.is_set():
                raise PageError(f"took longer than {self._limits.seconds:g} s to read")
            raise PageError("needs more memory than a page may have, or broke the program that reads it")
        return msgspec.msgpack.decode(content, type=Answer)

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "verbale.stages.ingest.worker", str(self._limits.max_memory)]
        return subprocess.Popen(  # noqa: S603  # our own module, no shell
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            for pipe in (worker.stdin, worker.stdout):
                with contextlib.suppress(OSError):
                    if pipe is not None:
                        pipe.close()
            worker.wait()


def _exchange(worker: subprocess.Popen[bytes], frame: bytes) -> bytes | None:
    """Return the worker's answer to a frame; None when it has ended instead."""
    if worker.stdin is None or worker.stdout is None:
        return None
    try:
        write_frame(worker.stdin, frame)
        return read_frame(worker.stdout)
    except OSError:
        return None
