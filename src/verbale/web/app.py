"""The application: pages, API, static files, and the headers that keep hostile text harmless."""

import os
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from verbale.errors import ItemNotFoundError, JudgementError, VerbaleError
from verbale.lexicon.amounts import amount_finder
from verbale.lexicon.data import base_language
from verbale.records.reading import Source
from verbale.service.offices import office_words
from verbale.service.record import Record
from verbale.version import __version__
from verbale.web import api, judging, pages
from verbale.web.render import render

CallNext: TypeAlias = Callable[[Request], Awaitable[Response]]

STATIC = Path(__file__).parent / "static"

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers do not say whence a form of this page comes
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Nothing but what this server itself serves is loaded, and no script or style stands in a page."""

WARMED = 12
"""Languages of which the words are loaded when the server starts: those of most sources."""

NOT_FOUND = 404
METHOD_NOT_ALLOWED = 405
UNPROCESSABLE = 422
SERVER_ERROR = 500

ERROR_WORDS = {
    judging.FORBIDDEN: (
        "That did not come from this page",
        "Nothing was changed. Open the page again at the address that the server gave, and try once more.",
    ),
    judging.TOO_LARGE: ("That is too much", "Nothing was changed."),
    NOT_FOUND: (
        "Not in this record",
        "There is no such page here. The record may have been read anew since.",
    ),
    METHOD_NOT_ALLOWED: ("This page can only be read", "Nothing can be sent to it."),
    UNPROCESSABLE: (
        "That question could not be understood",
        "A part of the address has a value it cannot have.",
    ),
}
SERVER_WORDS = ("Something went wrong here", "The record is unharmed. The console of the server says more.")


def create_app(record_path: str | os.PathLike[str], editing: judging.Editing | None = None) -> FastAPI:
    """Return the application that shows the record at a path.

    Args:
        record_path: the file.
        editing: the permission to judge items; None means that the record can only be read.

    Raises:
        RecordFileError: when it is missing, is no record or was made by a newer version.
    """
    record = Record(record_path)

    @asynccontextmanager
    async def closing(_app: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=_warm, args=(record,), daemon=True).start()
        yield
        record.close()

    app = FastAPI(
        title="Verbale",
        summary="The record of diplomacy as JSON.",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=closing,
    )
    app.state.record = record
    app.state.editing = editing
    app.include_router(pages.router)
    app.include_router(judging.router)
    app.include_router(api.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.middleware("http")(_guard)
    app.add_exception_handler(HTTPException, _on_error)
    app.add_exception_handler(VerbaleError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_error)
    app.add_exception_handler(Exception, _on_error)
    api.describe(app)
    return app


def _warm(record: Record) -> None:
    """Load the words of the languages of a record, which the first page of a meeting would wait for."""
    try:
        languages = record.tally(Source, "language")
    except VerbaleError:
        return  # the page that asks for the record says what is wrong
    for language in sorted(languages, key=lambda code: -languages[code])[:WARMED]:
        office_words("", [language])
        amount_finder(base_language(language))


async def _guard(request: Request, call_next: CallNext) -> Response:
    response = await call_next(request)
    response.headers.update(SECURITY_HEADERS)
    response.headers.setdefault("Cache-Control", "no-cache")
    return response


def _on_error(request: Request, error: Exception) -> Response:
    """Say what is wrong: in JSON to the API, on a page to people."""
    status = _status(error)
    title, text = ERROR_WORDS.get(status, SERVER_WORDS)
    if isinstance(error, JudgementError):
        title, text = "That cannot be judged so", str(error)
    elif isinstance(error, VerbaleError) and status == SERVER_ERROR:
        text = str(error)
    if request.url.path.startswith("/api/"):
        response: Response = JSONResponse({"error": title, "detail": text}, status)
    else:
        response = render(
            request,
            "error.html",
            status_code=status,
            title=title,
            text=text,
            status=status,
            back=_back(request),
        )
    response.headers.update(SECURITY_HEADERS)
    return response


def _back(request: Request) -> str | None:
    """Return the page of this server from which a form was sent."""
    before = urlsplit(request.headers.get("referer", ""))
    if request.method != "POST" or before.netloc.lower() != request.headers.get("host", "").lower():
        return None
    return f"/{before.path.lstrip('/')}"


def _status(error: Exception) -> int:
    if isinstance(error, ItemNotFoundError):
        return NOT_FOUND
    if isinstance(error, RequestValidationError | JudgementError):
        return UNPROCESSABLE
    return error.status_code if isinstance(error, HTTPException) else SERVER_ERROR
