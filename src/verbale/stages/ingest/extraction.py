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

STARTUP_SECONDS = 60.0
"""For the worker to import its libraries: 1.5 s on the reference machine, many times that on a busy one."""


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
        worker = self._worker or self._start()
        content, late = _exchange(worker, frame, self._limits.seconds)
        if content is None:
            self._end()
            if late:
                raise PageError(f"took longer than {self._limits.seconds:g} s to read")
            raise PageError("needs more memory than a page may have, or broke the program that reads it")
        return msgspec.msgpack.decode(content, type=Answer)

    def _start(self) -> subprocess.Popen[bytes]:
        """Start the worker and wait until it says that it is ready."""
        command = [sys.executable, "-m", "verbale.stages.ingest.worker", str(self._limits.max_memory)]
        worker = self._worker = subprocess.Popen(  # noqa: S603  # our own module, no shell
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        if _exchange(worker, None, STARTUP_SECONDS)[0] is None:
            self._end()
            raise PageError("cannot be read: the program that reads such documents does not start")
        return worker

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            for pipe in (worker.stdin, worker.stdout):
                with contextlib.suppress(OSError):
                    if pipe is not None:
                        pipe.close()
            worker.wait()


def _exchange(
    worker: subprocess.Popen[bytes], frame: bytes | None, seconds: float
) -> tuple[bytes | None, bool]:
    """Return the worker's answer to a frame, or its next frame; None when it has ended instead.

    The second value says whether it was ended because its time was over.
    """
    late = threading.Event()

    def stop() -> None:
        late.set()
        worker.kill()

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        if worker.stdin is None or worker.stdout is None:
            return None, False
        if frame is not None:
            write_frame(worker.stdin, frame)
        return read_frame(worker.stdout), late.is_set()
    except OSError:
        return None, late.is_set()
    finally:
        timer.cancel()
