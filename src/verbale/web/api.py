"""The API: the objects of the export, each kind under an address of its own."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response

from verbale.records.items import Alignment as AlignmentItem
from verbale.records.items import (
    AnyItem,
    Instrument,
    Mechanism,
    Meeting,
    Person,
    Project,
    Review,
    SegmentItem,
    Target,
    Thread,
    Undertaking,
)
from verbale.records.judgements import Judgement
from verbale.records.reading import Source
from verbale.service.record import Hit, Record

router = APIRouter(prefix="/api")

DEFAULT_LIMIT = 100
MOST = 1000
"""Objects that one answer may hold; `offset` goes on from there."""

SCHEMAS = "#/components/schemas/{name}"
KINDS: tuple[type, ...] = (
    Source,
    Person,
    Meeting,
    SegmentItem,
    AlignmentItem,
    Undertaking,
    Target,
    Instrument,
    Project,
    Mechanism,
    Thread,
    Review,
    Judgement,
    Hit,
)


def _record(request: Request) -> Record:
    record: Record = request.app.state.record
    return record


RecordOf = Annotated[Record, Depends(_record)]
Limit = Annotated[int, Query(ge=1, le=MOST, description="how many objects at most")]
Offset = Annotated[int, Query(ge=0, description="how many objects to pass over")]
Country = Annotated[str | None, Query(description="ISO 3166-1 alpha-2")]
PersonId = Annotated[str | None, Query(description="id of a person")]
Pillar = Annotated[str | None, Query(description="code or name of a pillar")]
Day = Annotated[str | None, Query(description="ISO date")]


class _Page:
    """Which part of a list is asked for."""

    def __init__(self, limit: Limit = DEFAULT_LIMIT, offset: Offset = 0) -> None:
        self.limit = limit
        self.offset = offset

    def answer(self, items: Sequence[AnyItem | Judgement]) -> Response:
        """Return the part as JSON, with the length of the whole in a header."""
        part = items[self.offset : self.offset + self.limit]
        return _json(part, {"X-Total-Count": str(len(items))})


Part = Annotated[_Page, Depends(_Page)]


def _json(value: object, headers: dict[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json", headers=headers)


def _one(kind: type) -> dict[int | str, dict[str, Any]]:
    """Describe an answer of one object, and the answer when there is none."""
    reference = {"$ref": SCHEMAS.format(name=kind.__name__)}
    return {
        200: {"description": "the object", "content": {"application/json": {"schema": reference}}},
        404: {"description": "no such object in this record"},
    }


def _many(kind: type) -> dict[int | str, dict[str, Any]]:
    """Describe an answer of several objects."""
    array = {"type": "array", "items": {"$ref": SCHEMAS.format(name=kind.__name__)}}
    return {200: {"description": "the objects", "content": {"application/json": {"schema": array}}}}


@router.get("/summary", summary="What the record holds, in figures")
def summary(record: RecordOf) -> Response:
    """Return the figures of the record; the path of its file is not told."""
    figures = msgspec.to_builtins(record.summary())
    return _json({name: value for name, value in figures.items() if name != "path"})


@router.get("/sources", summary="Sources, with their texts", responses=_many(Source))
def sources(record: RecordOf, part: Part) -> Response:
    """Return sources by path."""
    return part.answer(record.sources())


@router.get("/sources/{id}", summary="One source", responses=_one(Source))
def source(record: RecordOf, id: str) -> Response:  # noqa: A002  the name in the contract
    """Return one source."""
    return _json(record.source(id))


@router.get("/people", summary="People", responses=_many(Person))
def people(record: RecordOf, part: Part, country: Country = None) -> Response:
    """Return people by name."""
    return part.answer(record.people(country))


@router.get("/people/{id}", summary="One person", responses=_one(Person))
def person(record: RecordOf, id: str) -> Response:  # noqa: A002
    """Return one person."""
    return _json(record.person(id))


@router.get("/meetings", summary="Meetings", responses=_many(Meeting))
def meetings(
    record: RecordOf,
    part: Part,
    country: Country = None,
    person: PersonId = None,
    pillar: Pillar = None,
    since: Day = None,
    until: Day = None,
) -> Response:
    """Return meetings by date."""
    return part.answer(record.meetings(country, person, pillar, since, until))


@router.get("/meetings/{id}", summary="One meeting", responses=_one(Meeting))
def meeting(record: RecordOf, id: str) -> Response:  # noqa: A002
    """Return one meeting."""
    return _json(record.meeting(id))


@router.get(
    "/meetings/{id}/alignments", summary="What its accounts say alike", responses=_many(AlignmentItem)
)
def alignments(record: RecordOf, part: Part, id: str) -> Response:  # noqa: A002
    """Return the alignments of one meeting."""
    return part.answer(record.alignments(record.meeting(id).id))


@router.get("/undertakings", summary="Undertakings and proposals", responses=_many(Undertaking))
def undertakings(
    record: RecordOf,
    part: Part,
    meeting: Annotated[str | None, Query(description="id of a meeting")] = None,
    person: PersonId = None,
    pillar: Pillar = None,
    thread: Annotated[str | None, Query(description="id of a thread")] = None,
    country: Country = None,
) -> Response:
    """Return undertakings by the date of their meeting."""
    return part.answer(record.undertakings(meeting, person, pillar, thread, country))


@router.get("/undertakings/{id}", summary="One undertaking", responses=_one(Undertaking))
def undertaking(record: RecordOf, id: str) -> Response:  # noqa: A002
    """Return one undertaking."""
    return _json(record.undertaking(id))


@router.get("/targets", summary="Targets and readings", responses=_many(Target))
def targets(
    record: RecordOf,
    part: Part,
    meeting: Annotated[str | None, Query(description="id of a meeting")] = None,
    country: Country = None,
) -> Response:
    """Return targets by the date of their meeting."""
    return part.answer(record.targets(meeting, country))


@router.get("/threads", summary="Threads", responses=_many(Thread))
def threads(record: RecordOf, part: Part, country: Country = None) -> Response:
    """Return threads by the date of their first event."""
    return part.answer(record.threads(country))


@router.get("/threads/{id}", summary="One thread", responses=_one(Thread))
def thread(record: RecordOf, id: str) -> Response:  # noqa: A002
    """Return one thread."""
    return _json(record.thread(id))


@router.get("/reviews", summary="Pairs of items that may be one", responses=_many(Review))
def reviews(record: RecordOf, part: Part) -> Response:
    """Return the pairs that nobody has judged, the likeliest first."""
    return part.answer(record.reviews())


@router.get("/judgements", summary="What people judged", responses=_many(Judgement))
def judgements(record: RecordOf, part: Part) -> Response:
    """Return judgements by time, undone ones too."""
    return part.answer(record.judgements())


@router.get("/instruments", summary="Named agreements, statements and plans", responses=_many(Instrument))
def instruments(record: RecordOf, part: Part) -> Response:
    """Return instruments by name."""
    return part.answer(record.instruments())


@router.get("/projects", summary="Named works", responses=_many(Project))
def projects(record: RecordOf, part: Part) -> Response:
    """Return projects by name."""
    return part.answer(record.projects())


@router.get("/mechanisms", summary="Standing formats", responses=_many(Mechanism))
def mechanisms(record: RecordOf, part: Part) -> Response:
    """Return mechanisms by name."""
    return part.answer(record.mechanisms())


@router.get("/segments", summary="Segments of a source or a meeting", responses=_many(SegmentItem))
def segments(
    record: RecordOf,
    part: Part,
    source: Annotated[str | None, Query(description="id of a source")] = None,
    meeting: Annotated[str | None, Query(description="id of a meeting")] = None,
) -> Response:
    """Return segments, source by source in text order."""
    return part.answer(record.segments(source, meeting))


@router.get("/search", summary="Segments that hold all the words", responses=_many(Hit))
def search(
    record: RecordOf,
    q: Annotated[str, Query(description="words of any language", max_length=300)],
    limit: Limit = DEFAULT_LIMIT,
) -> Response:
    """Return the segments that hold the words, best first."""
    return _json(record.search(q, limit))


def describe(app: FastAPI) -> None:
    """Add the schemas of the objects to the description of the API."""
    plain = app.openapi
    _, components = msgspec.json.schema_components(KINDS, ref_template=SCHEMAS)

    def described() -> dict[str, Any]:
        schema = plain()
        schema.setdefault("components", {}).setdefault("schemas", {}).update(components)
        return schema

    app.openapi = described  # type: ignore[method-assign]
