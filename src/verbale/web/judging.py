"""Judgements from the page: only where the server may write, and only from its own forms.

A form carries a token that only pages of this server hold, and its sender's origin and host must be this server's:
so no other site can judge in the name of whoever has it open, not even one whose name leads to this machine.
"""

import hmac
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from verbale.errors import ItemNotFoundError, JudgementError
from verbale.records.judgements import Judgement
from verbale.records.overlays import EDITABLE
from verbale.service.anchors import find_item, locate
from verbale.service.judge import Judge
from verbale.service.reading import Engine
from verbale.store.facets import kind_of
from verbale.web.reader import Reader
from verbale.web.render import render
from verbale.web.views.judged import item_path, judged_view, value_words
from verbale.web.views.review import review_page

Fields: TypeAlias = Mapping[str, list[str]]
"""The values of a form by name."""

LONGEST_FORM = 64 * 1024
"""Bytes of a form."""
MOST_FIELDS = 100
LAST_PAGE = 1_000_000
FORBIDDEN, TOO_LARGE, READ_ONLY = 403, 413, 405
SEE_OTHER = 303

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True)
class Editing:
    """The permission to write.

    Attributes:
        author: in whose name.
        hosts: by which this server is asked, as `Host` has them.
        engine: what builds the items; None means the pipeline.
        token: what forms of this server carry.
        lock: judgements are made one at a time.
    """

    author: str
    hosts: frozenset[str]
    engine: Engine | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    lock: threading.Lock = field(default_factory=threading.Lock)


def editing_of(request: Request) -> Editing | None:
    """Return the permission to write, if this server has it and was asked by its own name."""
    editing: Editing | None = request.app.state.editing
    return editing if editing and request.headers.get("host", "").lower() in editing.hosts else None


def token_of(request: Request) -> str | None:
    """Return what forms carry; None where there are none."""
    editing = editing_of(request)
    return editing.token if editing else None


async def _form(request: Request) -> Fields:
    """Return the fields of a form that came from this server.

    Raises:
        HTTPException: when this server may not write, or the form came from elsewhere.
    """
    if request.app.state.editing is None:
        raise HTTPException(READ_ONLY)
    editing = editing_of(request)
    origin = urlsplit(request.headers.get("origin", ""))
    if (
        editing is None
        or origin.scheme not in ("http", "https")
        or origin.netloc.lower() not in editing.hosts
    ):
        raise HTTPException(FORBIDDEN)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            raise HTTPException(TOO_LARGE)
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise JudgementError("that form could not be understood") from error
    if not hmac.compare_digest(_first(fields, "token").encode(), editing.token.encode()):
        raise HTTPException(FORBIDDEN)
    return fields


FormOf = Annotated[Fields, Depends(_form)]


def _first(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "").strip()


@router.get("/history/{item}")
def history(request: Request, item: str) -> HTMLResponse:
    """Show what was read of an item, and what was judged, by its id or one that it had."""
    return render(
        request,
        "history.html",
        judged=judged_view(Reader(request.app.state.record), item, token_of(request)),
    )


@router.get("/review")
def review(
    request: Request, page: Annotated[int, Query(ge=1, le=LAST_PAGE, description="of the list")] = 1
) -> HTMLResponse:
    """Show the pairs that may be one."""
    view = review_page(Reader(request.app.state.record), page, token_of(request))
    return render(request, "review.html", view=view)


@router.post("/judge/confirm")
async def confirm(request: Request, fields: FormOf) -> RedirectResponse:
    """Confirm an item."""
    return await _judge(request, lambda judge: judge.confirm(_item(fields), _first(fields, "reason")))


@router.post("/judge/reject")
async def reject(request: Request, fields: FormOf) -> RedirectResponse:
    """Reject an item."""
    return await _judge(request, lambda judge: judge.reject(_item(fields), _first(fields, "reason")))


@router.post("/judge/edit")
async def edit(request: Request, fields: FormOf) -> RedirectResponse:
    """Give an item the values that were changed in the form."""
    return await _judge(
        request, lambda judge: judge.edit(_item(fields), _changed(judge, fields), _first(fields, "reason"))
    )


@router.post("/judge/merge")
async def merge(request: Request, fields: FormOf) -> RedirectResponse:
    """Say that two items are one."""
    items = [_item(fields), _named(_first(fields, "other"))]
    return await _judge(request, lambda judge: judge.merge(items, _first(fields, "reason")), _back(fields))


@router.post("/judge/apart")
async def apart(request: Request, fields: FormOf) -> RedirectResponse:
    """Say that two items are different ones."""
    items = [_item(fields), _named(_first(fields, "other"))]
    return await _judge(request, lambda judge: judge.apart(items, _first(fields, "reason")), _back(fields))


@router.post("/judge/split")
async def split(request: Request, fields: FormOf) -> RedirectResponse:
    """Say that an item is several."""
    at = fields.get("at", [])
    return await _judge(request, lambda judge: judge.split(_item(fields), at, _first(fields, "reason")))


@router.post("/judge/undo")
async def undo(request: Request, fields: FormOf) -> RedirectResponse:
    """Take a judgement back."""
    return await _judge(
        request, lambda judge: judge.undo(_first(fields, "judgement"), _first(fields, "reason"))
    )


def _item(fields: Fields) -> str:
    item = _first(fields, "item")
    if not item:
        raise ItemNotFoundError("the form names no item")
    return item


def _back(fields: Fields) -> str | None:
    """Return where a form leads when it is not to the item."""
    return "/review" if _first(fields, "back") == "review" else None


def _named(text: str) -> str:
    """Return the id that a text names: an id, or the address of the page of an item."""
    parts = urlsplit(text)
    named = unquote((parts.fragment or parts.path).rstrip("/").rsplit("/", 1)[-1])
    if not named:
        raise JudgementError("name the other one by its id or by the address of its page")
    return named


def _changed(judge: Judge, fields: Fields) -> dict[str, object]:
    """Return the values of a form that are not those of the item."""
    item = find_item(judge.store, _item(fields))
    given = {
        name: _first(fields, f"field.{name}") for name in EDITABLE[type(item)] if f"field.{name}" in fields
    }
    changed: dict[str, object] = {
        name: value for name, value in given.items() if value != value_words(getattr(item, name)).strip()
    }
    if not changed:
        raise JudgementError("nothing was changed in the form")
    return changed


async def _judge(
    request: Request, act: Callable[[Judge], Judgement], back: str | None = None
) -> RedirectResponse:
    """Make a judgement, bring the record up to date, and lead back, or to what the judgement was about."""
    editing: Editing = request.app.state.editing
    path: Path = request.app.state.record.path
    address = await run_in_threadpool(_made, editing, path, act)
    return RedirectResponse(back or address, SEE_OTHER)


def _made(editing: Editing, path: Path, act: Callable[[Judge], Judgement]) -> str:
    with editing.lock, Judge(path, editing.author, editing.engine) as judge:
        judgement = act(judge)
        judge.build()
        for party in judgement.about:
            item = locate(judge.store, judgement, party)
            if item is not None:
                return f"{item_path(kind_of(type(item)), item.id)}#judged"
    return "/"
