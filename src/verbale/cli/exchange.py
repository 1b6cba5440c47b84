"""`export`, `brief` and `serve`: the record for other programs and people."""

import os
import socket
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from verbale.cli.arguments import Config, Out, Quiet, RecordFile
from verbale.cli.console import note
from verbale.cli.judging import Author, author_of
from verbale.errors import SettingsError, VerbaleError
from verbale.service.brief import brief_between
from verbale.service.brief_forms import to_docx, to_html, to_markdown
from verbale.service.export import export_jsonl, jsonl, write_whole
from verbale.service.record import Record

DEFAULT_PORT = 8321
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Addresses that only this machine reaches."""
HTTP_PORT = 80
"""The port that browsers leave out."""


class ExportForm(StrEnum):
    """Forms of an export."""

    JSONL = "jsonl"


class BriefForm(StrEnum):
    """Forms of a brief."""

    MD = "md"
    HTML = "html"
    DOCX = "docx"


def export(
    file: RecordFile,
    to: Annotated[ExportForm, typer.Option("--to", help="The form.")] = ExportForm.JSONL,  # noqa: ARG001  one form so far
    out: Out = None,
    with_rejected: Annotated[
        bool, typer.Option("--with-rejected", help="Items that somebody rejected too.")
    ] = False,
) -> None:
    """Write every item of the record and every judgement, one JSON object a line."""
    with Record(file) as record:
        if out is not None:
            write_whole(out, jsonl(record, rejected=with_rejected))
        else:
            export_jsonl(record, sys.stdout.buffer, rejected=with_rejected)
            sys.stdout.buffer.flush()


def brief(
    file: RecordFile,
    between: Annotated[
        tuple[str, str],
        typer.Option(
            "--between", metavar="A B", help="Two states (VN, or Vietnam) or persons.", show_default=False
        ),
    ],
    to: Annotated[BriefForm, typer.Option("--to", help="The form.")] = BriefForm.MD,
    out: Out = None,
) -> None:
    """Write a brief: what two states or persons agreed, what is outstanding, who holds which office."""
    with Record(file) as record:
        found = brief_between(record, *between)
    if to is BriefForm.DOCX:
        content = to_docx(found)
    else:
        content = (to_html if to is BriefForm.HTML else to_markdown)(found).encode()
    if out is not None:
        write_whole(out, [content])
    elif to is BriefForm.DOCX and sys.stdout.isatty():
        raise VerbaleError("a docx cannot be shown here; name a file with --out")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def serve(
    file: RecordFile,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen at.")] = DEFAULT_PORT,
    edit: Annotated[
        bool, typer.Option("--edit", help="Let whoever sits at this machine correct the record on its pages.")
    ] = False,
    author: Author = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Open the record as a web page, until Ctrl-C."""
    Record(file, write=edit).close()
    if edit and host not in LOOPBACK:
        raise SettingsError(f"--edit serves this machine alone; {host} can be reached from others")
    listening = _listen(host, port)
    port = listening.getsockname()[1]
    import uvicorn  # noqa: PLC0415  slow to import, and no other command needs it

    from verbale.web import Editing, create_app  # noqa: PLC0415

    editing = None
    if edit:
        names = ("127.0.0.1", "localhost", "[::1]")
        own = {f"{name}:{port}" for name in names} | (set(names) if port == HTTP_PORT else set())
        editing = Editing(author_of(author, config), frozenset(own))
    app = create_app(Path(file), editing)
    name = f"[{host}]" if ":" in host else host
    note(f"the record is at http://{name}:{port} (Ctrl-C to stop)", quiet=quiet)
    with listening:
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens at an address. Raises VerbaleError."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        told = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        raise VerbaleError(
            f"cannot listen at {host}, port {port}: {told}; name another one with --host or --port"
        ) from error
