"""The process that extracts hostile formats: `python -m verbale.stages.ingest.worker MEMORY`.

Reads jobs from standard input and answers on standard output, in frames. Its owner kills it when a job takes
too long; the system refuses it memory beyond its bound.
"""

import contextlib
import importlib
import sys
from typing import IO

import msgspec

from verbale.errors import PageError
from verbale.stages.ingest.content import Extracted
from verbale.stages.ingest.extractors import from_docx, from_html, from_pdf
from verbale.stages.ingest.frames import Answer, Job, read_frame, write_frame


def extract(job: Job) -> Extracted:
    """Return what a document says.

    Raises:
        PageError: when nothing can be read from it.
    """
    if job.format == "pdf":
        return from_pdf(job.data)
    if job.format == "docx":
        return from_docx(job.data, job.max_unpacked)
    return from_html(job.data, job.declared)


def answer(job: Job) -> Answer:
    """Return the answer to a job; whatever its libraries raise is a refusal."""
    try:
        return Answer(extracted=extract(job))
    except PageError as error:
        return Answer(refused=str(error))
    except MemoryError:
        return Answer(refused="needs more memory than a page may have")
    except Exception as error:  # noqa: BLE001  # hostile input breaks libraries in ways nobody has listed
        return Answer(refused=f"could not be read ({type(error).__name__}: {str(error)[:200]})")


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Say that the worker is ready with an empty frame, then answer jobs until the source ends."""
    write_frame(sink, b"")
    while (frame := read_frame(source)) is not None:
        write_frame(sink, msgspec.msgpack.encode(answer(msgspec.msgpack.decode(frame, type=Job))))


def bound_memory(limit: int) -> None:
    """Bound the address space of this process, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        resource = importlib.import_module("resource")  # POSIX only
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def main() -> None:
    """Run the worker; what libraries print goes to standard error."""
    bound_memory(int(sys.argv[1]))
    sink = sys.stdout.buffer
    sys.stdout = sys.stderr
    serve(sys.stdin.buffer, sink)


if __name__ == "__main__":
    main()
