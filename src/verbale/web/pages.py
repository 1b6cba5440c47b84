"""The pages and their addresses. Each reads the record, makes a view and renders it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from verbale.errors import ItemNotFoundError
from verbale.web.judging import token_of
from verbale.web.reader import Reader
from verbale.web.render import render
from verbale.web.views.accounts import AccountsView, Show
from verbale.web.views.bodies import BodyFilter, bodies_page, body_page
from verbale.web.views.guide import guide_page
from verbale.web.views.judged import judged_view
from verbale.web.views.meeting import meeting_page
from verbale.web.views.meetings import MeetingFilter, meetings_page
from verbale.web.views.named import NamedFilter, named_list_page, named_page
from verbale.web.views.people import people_page, person_page
from verbale.web.views.search import search_page
from verbale.web.views.sources import source_page, sources_page
from verbale.web.views.targets import TargetFilter, target_page, targets_page
from verbale.web.views.threads import thread_page
from verbale.web.views.undertakings import UndertakingFilter, undertaking_page, undertakings_page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

LONGEST_QUERY = 300
"""Characters of a search or filter that are read."""
LAST_PAGE = 1_000_000


def _reader(request: Request) -> Reader:
    return Reader(request.app.state.record)


ReaderOf = Annotated[Reader, Depends(_reader)]
Words = Annotated[str, Query(max_length=LONGEST_QUERY)]
PageNumber = Annotated[int, Query(ge=1, le=LAST_PAGE)]


def _meeting_filter(
    state: Words = "",
    other: Words = "",
    person: Words = "",
    pillar: Words = "",
    since: Words = "",
    until: Words = "",
) -> MeetingFilter:
    return MeetingFilter(state, other, person, pillar, since, until)


def _undertaking_filter(
    state: Words = "", pillar: Words = "", strength: Words = "", status: Words = ""
) -> UndertakingFilter:
    return UndertakingFilter(state, pillar, strength, status)


def _target_filter(state: Words = "", status: Words = "") -> TargetFilter:
    return TargetFilter(state, status)


def _body_filter(kind: Words = "", name: Words = "", state: Words = "") -> BodyFilter:
    return BodyFilter(kind, name, state)


def _named_filter(kind: Words = "", name: Words = "", state: Words = "") -> NamedFilter:
    return NamedFilter(kind, name, state)


def _item(request: Request, reader: Reader, template: str, id_: str, view: Callable[[], object]) -> Response:
    """Show an item with what people judged of it; one that was judged under this id leads to what it is now."""
    try:
        shown = view()
    except ItemNotFoundError:
        now = judged_view(reader, id_).back.href
        if now is None or now == request.url.path:
            raise
        return RedirectResponse(now)
    return render(request, template, judged=judged_view(reader, id_, token_of(request)), view=shown)


@router.get("/")
def meetings(
    request: Request,
    reader: ReaderOf,
    asked: Annotated[MeetingFilter, Depends(_meeting_filter)],
    page: PageNumber = 1,
) -> HTMLResponse:
    """Show the meetings on a timeline."""
    view = meetings_page(reader, asked, page)
    return render(request, "meetings.html", pushed=view.path, view=view)


@router.get("/meetings/{meeting}")
def meeting(
    request: Request, reader: ReaderOf, meeting: str, show: Show = "all", order: Words = ""
) -> Response:
    """Show one meeting."""
    return _item(
        request,
        reader,
        "meeting.html",
        meeting,
        lambda: meeting_page(reader, meeting, AccountsView(show, order)),
    )


@router.get("/undertakings")
def undertakings(
    request: Request,
    reader: ReaderOf,
    asked: Annotated[UndertakingFilter, Depends(_undertaking_filter)],
    page: PageNumber = 1,
) -> HTMLResponse:
    """Show all undertakings."""
    view = undertakings_page(reader, asked, page)
    return render(request, "undertakings.html", pushed=view.path, view=view)


@router.get("/undertakings/{undertaking}")
def undertaking(request: Request, reader: ReaderOf, undertaking: str) -> Response:
    """Show one undertaking."""
    return _item(
        request, reader, "undertaking.html", undertaking, lambda: undertaking_page(reader, undertaking)
    )


@router.get("/threads/{thread}")
def thread(request: Request, reader: ReaderOf, thread: str) -> Response:
    """Show the history of a thread."""
    return _item(request, reader, "thread.html", thread, lambda: thread_page(reader, thread))


@router.get("/targets")
def targets(
    request: Request,
    reader: ReaderOf,
    asked: Annotated[TargetFilter, Depends(_target_filter)],
    page: PageNumber = 1,
) -> HTMLResponse:
    """Show all targets."""
    view = targets_page(reader, asked, page)
    return render(request, "targets.html", pushed=view.path, view=view)


@router.get("/targets/{target}")
def target(request: Request, reader: ReaderOf, target: str) -> Response:
    """Show one target."""
    return _item(request, reader, "target.html", target, lambda: target_page(reader, target))


@router.get("/named")
def named_list(
    request: Request,
    reader: ReaderOf,
    asked: Annotated[NamedFilter, Depends(_named_filter)],
    page: PageNumber = 1,
) -> HTMLResponse:
    """Show instruments, projects or mechanisms."""
    view = named_list_page(reader, asked, page)
    return render(request, "named_list.html", pushed=view.path, view=view)


@router.get("/named/{item}")
def named(request: Request, reader: ReaderOf, item: str, page: PageNumber = 1) -> Response:
    """Show one instrument, project or mechanism."""
    return _item(request, reader, "named.html", item, lambda: named_page(reader, item, page))


@router.get("/people")
def people(
    request: Request, reader: ReaderOf, state: Words = "", name: Words = "", page: PageNumber = 1
) -> HTMLResponse:
    """Show all people."""
    view = people_page(reader, state, name, page)
    return render(request, "people.html", pushed=view.path, view=view)


@router.get("/people/{person}")
def person(request: Request, reader: ReaderOf, person: str) -> Response:
    """Show one person."""
    return _item(request, reader, "person.html", person, lambda: person_page(reader, person))


@router.get("/bodies")
def bodies(
    request: Request,
    reader: ReaderOf,
    asked: Annotated[BodyFilter, Depends(_body_filter)],
    page: PageNumber = 1,
) -> HTMLResponse:
    """Show all organisations."""
    view = bodies_page(reader, asked, page)
    return render(request, "bodies.html", pushed=view.path, view=view)


@router.get("/bodies/{body}")
def body(request: Request, reader: ReaderOf, body: str) -> Response:
    """Show one organisation."""
    return _item(request, reader, "body.html", body, lambda: body_page(reader, body))


@router.get("/sources")
def sources(request: Request, reader: ReaderOf, page: PageNumber = 1) -> HTMLResponse:
    """Show all sources."""
    return render(request, "sources.html", view=sources_page(reader, page))


@router.get("/sources/{source}")
def source(request: Request, reader: ReaderOf, source: str) -> HTMLResponse:
    """Show the text of a source with what rests on it."""
    return render(request, "source.html", view=source_page(reader, source))


@router.get("/search")
def search(request: Request, reader: ReaderOf, q: Words = "") -> HTMLResponse:
    """Show the quotes that hold some words."""
    return render(request, "search.html", view=search_page(reader, q))


@router.get("/api")
def api_guide(request: Request) -> HTMLResponse:
    """Say what the API offers, from its own description."""
    return render(request, "api.html", view=guide_page(request.app.openapi()))
