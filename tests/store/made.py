"""Items made by hand, with only what a test needs."""

from typing import Any

import msgspec

from verbale.records.ids import text_digest
from verbale.records.items import Evidence, Meeting, Participant, Person, SegmentItem, Thread, Undertaking
from verbale.records.reading import Source


def source(id_: str = "source-1", text: str = "Hello there", **more: Any) -> Source:
    made = Source(
        id=id_,
        path=f"{id_}.txt",
        url=None,
        outlet=None,
        title=None,
        language="en",
        published=None,
        published_from=None,
        sha256=text_digest(text),
        text=text,
    )
    return msgspec.structs.replace(made, **more)


def segment(id_: str, text: str, **more: Any) -> SegmentItem:
    made = SegmentItem(
        id=id_,
        source="source-1",
        start=0,
        end=len(text),
        text=text,
        language="en",
        act="position",
        act_p=0.9,
        pillars=(),
        speaker=None,
        meeting=None,
    )
    return msgspec.structs.replace(made, **more)


def meeting(id_: str, day: str | None = "2025-12-02", **more: Any) -> Meeting:
    made = Meeting(
        id=id_,
        type="talks",
        date_start=day,
        date_end=day,
        date_precision="day" if day else None,
        date_from="text" if day else None,
        place=None,
        place_country=None,
        countries=("LA", "VN"),
        participants=(),
        sources=("source-1",),
        evidence=(Evidence("source-1", 0, 5, "Hello"),),
    )
    return msgspec.structs.replace(made, **more)


def undertaking(id_: str, meeting: str | None = None, **more: Any) -> Undertaking:
    made = Undertaking(
        id=id_,
        meeting=meeting,
        act="undertaking",
        by=("LA", "VN"),
        speaker=None,
        pillars=("economy",),
        strength="agree",
        label="trade more",
        deadline=None,
        named=(),
        target=None,
        thread=None,
        text="Hello",
        evidence=(Evidence("source-1", 0, 5, "Hello"),),
    )
    return msgspec.structs.replace(made, **more)


def person(id_: str, name: str, country: str | None = "VN") -> Person:
    return Person(
        id=id_,
        name=name,
        names=(),
        country=country,
        offices=(),
        wikidata=None,
        evidence=(Evidence("source-1", 0, 5, "Hello"),),
    )


def participant(id_: str, name: str = "A") -> Participant:
    return Participant(person=id_, name=name, country="VN", office=None, role="chair")


def thread(id_: str, *undertakings: str) -> Thread:
    return Thread(id=id_, label="trade", pillars=(), countries=("LA",), undertakings=undertakings, events=())
