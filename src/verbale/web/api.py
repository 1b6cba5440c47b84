"""The API: the objects of the export, each kind under an address of its own."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response

from verbale.records.items import Alignment as AlignmentItem
from verbale.records.items import (
    AnyItem,
    Body,
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
from verbale.store.filters import ANY, Filter, Part

router = APIRouter(prefix="/api")

DEFAULT_LIMIT = 100
MOST = 1000
"""Objects that one answer may hold; `offset` goes on from there."""

SCHEMAS = "#/components/schemas/{name}"
KINDS: tuple[type, ...] = (
    Source,
    Person,
    Body,
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

    def of(self, record: Record, kind: type[AnyItem], only: Filter = ANY) -> Response:
        """Return the part of the items that have something in common, with the number of all in a header."""
        found = record.encoded(kind, only, Part(self.limit, self.offset))
        return _counted(f"[{','.join(found)}]".encode(), record.count(kind, only))

    def among(self, items: Sequence[AnyItem | Judgement]) -> Response:
        """Return the part of some objects, with the number of all in a header."""
        return _counted(msgspec.json.encode(items[self.offset : self.offset + self.limit]), len(items))


def _counted(body: bytes, count: int) -> Response:
    return Response(body, media_type="application/json", headers={"X-Total-Count": str(count)})


PartOf = Annotated[_Page, Depends(_Page)]


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")


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
def sources(record: RecordOf, part: PartOf) -> Response:
    """Return sources by path."""
    return part.of(record, Source)


@router.get("/sources/{id}", summary="One source", responses=_one(Source))
def source(record: RecordOf, id: str) -> Response:  # noqa: A002  the name in the contract
    """Return one source."""
    return _json(record.source(id))


@router.get("/people", summary="People", responses=_many(Person))
def people(record: RecordOf, part: PartOf, country: Country = None) -> Response:
    """Return people by name."""
    return part.of(record, Person, Filter(country=country))


@router.get("/people/{id}", summary="One person", responses=_one(Person))
def person(record: RecordOf, id: str) -> Response:  # noqa: A002
    """Return one person."""
    return _json(record.person(id))


@router.get("/bodies", summary="Organisations", responses=_many(Body))
def bodies(record: RecordOf, part: PartOf, country: Country = None) -> Response:
    """Return organisations by name."""
    return part.of(record, Body, Filter(country=country))


@router.get("/bodies/{id}", summary="One organisation", responses=_one(Body))
def body(record: RecordOf, id: str) -> Response:  # noqa: A002
    """Return one organisation."""
    return _json(record.body(id))


@router.get("/meetings", summary="Meetings", responses=_many(Meeting))
def meetings(
    record: RecordOf,
    part: PartOf,
    country: Country = None,
    person: PersonId = None,
    pillar: Pillar = None,
    since: Day = None,
    until: Day = None,
) -> Response:
    """Return meetings by date."""
    return part.of(
        record,
        Meeting,
        Filter(country=country, person=person, pillar=pillar, since=since, until=until),
    )


@router.get("/meetings/{id}", summary="One meeting", responses=_one(Meeting))
def meeting(record: RecordOf, id: str) -> Response:  # noqa: A002
    """Return one meeting."""
    return _json(record.meeting(id))


@router.get(
    "/meetings/{id}/alignments", summary="What its accounts say alike", responses=_many(AlignmentItem)
)
def alignments(record: RecordOf, part: PartOf, id: str) -> Response:  # noqa: A002
    """Return the alignments of one meeting."""
    return part.of(record, AlignmentItem, Filter(meeting=record.meeting(id).id))


@router.get("/undertakings", summary="Undertakings and proposals", responses=_many(Undertaking))
def undertakings(
    record: RecordOf,
    part: PartOf,
    meeting: Annotated[str | None, Query(description="id of a meeting")] = None,
    person: PersonId = None,
    pillar: Pillar = None,
    thread: Annotated[str | None, Query(description="id of a thread")] = None,
    country: Country = None,
) -> Response:
    """Return undertakings by the date of their meeting."""
    return part.of(
        record,
        Undertaking,
        Filter(meeting=meeting, person=person, pillar=pillar, thread=thread, country=country),
    )


@router.get("/undertakings/{id}", summary="One undertaking", responses=_one(Undertaking))
def undertaking(record: RecordOf, id: str) -> Response:  # noqa: A002
    """Return one undertaking."""
    return _json(record.undertaking(id))


@router.get("/targets", summary="Targets and readings", responses=_many(Target))
def targets(
    record: RecordOf,
    part: PartOf,
    meeting: Annotated[str | None, Query(description="id of a meeting")] = None,
    country: Country = None,
) -> Response:
    """Return targets by the date of their meeting."""
    return part.of(record, Target, Filter(meeting=meeting, country=country))


@router.get("/targets/{id}", summary="One target", responses=_one(Target))
def target(record: RecordOf, id: str) -> Response:  # noqa: A002
    """Return one target."""
    return _json(record.target(id))


@router.get("/threads", summary="Threads", responses=_many(Thread))
def threads(record: RecordOf, part: PartOf, country: Country = None) -> Response:
    """Return threads by the date of their first event."""
    return part.of(record, Thread, Filter(country=country))


@router.get("/threads/{id}", summary="One thread", responses=_one(Thread))
def thread(record: RecordOf, id: str) -> Response:  # noqa: A002
    """Return one thread."""
    return _json(record.thread(id))


@router.get("/reviews", summary="Pairs of items that may be one", responses=_many(Review))
def reviews(record: RecordOf, part: PartOf) -> Response:
    """Return the pairs that nobody has judged, the likeliest first."""
    return part.of(record, Review)


@router.get("/judgements", summary="What people judged", responses=_many(Judgement))
def judgements(record: RecordOf, part: PartOf) -> Response:
    """Return judgements by time, undone ones too."""
    return part.among(record.judgements())


@router.get("/instruments", summary="Named agreements, statements and plans", responses=_many(Instrument))
def instruments(record: RecordOf, part: PartOf, country: Country = None) -> Response:
    """Return instruments by name."""
    return part.of(record, Instrument, Filter(country=country))


@router.get("/instruments/{id}", summary="One instrument", responses=_one(Instrument))
def instrument(record: RecordOf, id: str) -> Response:  # noqa: A002
    """Return one instrument."""
    return _json(record.one(Instrument, id))


@router.get("/projects", summary="Named works", responses=_many(Project))
def projects(record: RecordOf, part: PartOf, country: Country = None) -> Response:
    """Return projects by name."""
    return part.of(record, Project, Filter(country=country))


@router.get("/projects/{id}", summary="One project", responses=_one(Project))
def project(record: RecordOf, id: str) -> Response:  # noqa: A002
    """Return one project."""
    return _json(record.one(Project, id))


@router.get("/mechanisms", summary="Standing formats", responses=_many(Mechanism))
def mechanisms(record: RecordOf, part: PartOf, country: Country = None) -> Response:
    """Return mechanisms by name."""
    return part.of(record, Mechanism, Filter(country=country))


@router.get("/mechanisms/{id}", summary="One mechanism", responses=_one(Mechanism))
def mechanism(record: RecordOf, id: str) -> Response:  # noqa: A002
    """Return one mechanism."""
    return _json(record.one(Mechanism, id))


@router.get("/segments", summary="Segments of a source or a meeting", responses=_many(SegmentItem))
def segments(
    record: RecordOf,
    part: PartOf,
    source: Annotated[str | None, Query(description="id of a source")] = None,
    meeting: Annotated[str | None, Query(description="id of a meeting")] = None,
) -> Response:
    """Return segments, source by source in text order."""
    return part.of(record, SegmentItem, Filter(source=source, meeting=meeting))


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
