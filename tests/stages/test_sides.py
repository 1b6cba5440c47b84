"""Who met: organisations of several states as sides, who was there, and who was only spoken of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from tests.stages.made import Line, reading
from tests.stages.test_merge import MEETING, matters_of, statement
from verbale.records.items import Participant, Person
from verbale.records.reading import BodyMention, OfficeHeld, PersonMention
from verbale.stages.assemble import assemble
from verbale.stages.merge import settle

if TYPE_CHECKING:
    from verbale.records.items import Meeting
    from verbale.records.reading import Reading

PEOPLE = {
    "Ann Ek": "SE",
    "Bo Ro": "RO",
    "Cy Ro": "RO",
    "Val Ny": None,
    "Di Ek": "SE",
    "Ed No": "NO",
    "Fa Da": "DK",
    "Pia Re": None,
}
MAY_2 = date(2024, 5, 2)


def met(page: Reading, offices: dict[str, OfficeHeld] | None = None) -> tuple[Meeting, ...]:
    """The meetings that a page tells of, when these people hold these offices."""
    held = offices or {}
    mentions = tuple(
        msgspec.structs.replace(m, offices=(held[m.text],), country=None)
        if isinstance(m, PersonMention) and m.text in held
        else m
        for m in page.mentions
    )
    people = [
        Person(id=n, name=n, names=(), country=c, offices=(), wikidata=None, evidence=())
        for n, c in PEOPLE.items()
    ]
    person_of = {(page.source.id, m.start): m.text for m in mentions if isinstance(m, PersonMention)}
    rows = np.eye(max(len(page.segments), 1), 16, dtype=np.float32)[: len(page.segments)]
    made = msgspec.structs.replace(page, mentions=mentions)
    return assemble([made], people, person_of, {page.source.id: rows}).meetings


def office(title: str, kind: str) -> OfficeHeld:
    return OfficeHeld(title=title, start=0, end=0, kind=kind)


def encounter(text: str, *people: str, **given: object) -> Line:
    line = Line(text, act="encounter", meeting="talks", people={p: PEOPLE[p] for p in people}, day=MAY_2)
    for name, value in given.items():
        setattr(line, name, value)
    return line


AGREED = Line("The two sides agreed to build a ferry.", act="undertaking", performer="both")


def test_an_official_of_an_organisation_of_states_makes_it_a_side() -> None:
    page = reading([encounter("Ann Ek met Val Ny in Iasi.", "Ann Ek", "Val Ny"), AGREED])
    (meeting,) = met(page, {"Val Ny": office("Commissioner of the European Union", "organisation_official")})
    assert (meeting.countries, meeting.bodies) == (("SE",), ("European Union",))
    assert [p.body for p in meeting.participants] == [None, "European Union"]


def test_a_person_of_no_known_state_without_such_an_office_is_no_side() -> None:
    page = reading([encounter("Ann Ek met Val Ny in Iasi.", "Ann Ek", "Val Ny"), AGREED])
    (meeting,) = met(page, {"Val Ny": office("chairman", "chairman")})
    assert meeting.bodies == ()


def test_whoever_reports_takes_no_part() -> None:
    page = reading([encounter("(Pia Re) Ann Ek met Bo Ro in Iasi.", "Pia Re", "Ann Ek", "Bo Ro"), AGREED])
    (meeting,) = met(page, {"Pia Re": office("reporter", "correspondent")})
    assert {p.name for p in meeting.participants} == {"Ann Ek", "Bo Ro"}


def test_all_who_attended_are_there() -> None:
    lines = [encounter("Ann Ek met Bo Ro in Iasi.", "Ann Ek", "Bo Ro")]
    lines.append(
        encounter("Also in the meeting were Ed No, Cy Ro and Fa Da.", "Ed No", "Cy Ro", "Fa Da", day=None)
    )
    (meeting,) = met(reading([*lines, AGREED]))
    assert len(meeting.participants) == 5


def test_those_of_whom_both_sides_speak_did_not_meet() -> None:
    talk = encounter(
        "The leaders discussed their calls with Ed No and Fa Da.", "Ed No", "Fa Da", performer="both"
    )
    page = reading([encounter("Ann Ek met Bo Ro in Iasi.", "Ann Ek", "Bo Ro"), AGREED, talk])
    speakers = (*page.speakers[:2], msgspec.structs.replace(page.speakers[2], performer="both", at=None))
    (meeting,) = met(msgspec.structs.replace(page, speakers=speakers))
    assert meeting.countries == ("RO", "SE")


def test_a_call_is_made_from_a_city_named_before_who_speaks_and_not_from_what_is_spoken_of() -> None:
    called = encounter(
        "From Oslo Ann Ek called Bo Ro.", "Ann Ek", "Bo Ro", meeting="call", places={"Oslo": "NO"}
    )
    spoke = encounter(
        "Ann Ek called Bo Ro on Oslo.", "Ann Ek", "Bo Ro", meeting="call", places={"Oslo": "NO"}
    )
    assert [meeting.place for line in (called, spoke) for meeting in met(reading([line, AGREED]))] == [
        "Oslo",
        None,
    ]


COMMISSIONER = Participant(
    person="p", name="Val Ny", country=None, office=None, role="participant", body="European Union"
)
WITH_EU = msgspec.structs.replace(
    MEETING, countries=("CN",), bodies=("European Union",), participants=(COMMISSIONER,)
)


def test_both_sides_bind_themselves_where_one_is_an_organisation() -> None:
    (item,) = settle([matters_of([statement("a1")], [], WITH_EU)]).undertakings
    assert (item.by, item.bodies, item.speaker) == (("CN",), ("European Union",), None)
    assert item.label.startswith("China and the European Union agree to")


def test_an_organisation_binds_itself_through_its_official_or_by_name() -> None:
    body = BodyMention(segment="a2", start=200, end=202, text="EU", of_states=True)
    said = [
        statement("a1", performer="one", person="p", person_name="Val Ny"),
        statement("a2", topic=1, performer="one", mentions=(body,)),
    ]
    made = settle([matters_of(said, [], WITH_EU)]).undertakings
    assert [item.bodies for item in made] == [("European Union",)] * 2
    assert all(item.label.startswith("The European Union agrees to") for item in made)


def test_meetings_with_an_organisation_are_settled_with_each_other() -> None:
    alone = msgspec.structs.replace(WITH_EU, bodies=())
    assert matters_of([], [], WITH_EU).block == ("CN", "European Union")
    assert matters_of([], [], alone).block == ("", "m")


def test_whoever_else_speaks_of_one_side_was_not_there_and_counterparts_were() -> None:
    lines = [encounter("Ann Ek met Bo Ro in Iasi.", "Ann Ek", "Bo Ro"), AGREED]
    of_one = Line("Cy Ro told reporters more.", people={"Cy Ro": "RO"})
    of_other = Line("Di Ek stressed trade.", people={"Di Ek": "SE"})
    (meeting,) = met(reading([*lines, of_one]))
    assert {p.name for p in meeting.participants} == {"Ann Ek", "Bo Ro"}
    (meeting,) = met(reading([*lines, of_one, of_other]))
    assert len(meeting.participants) == 4
