"""Meetings out of what several sources tell."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from tests.stages.made import Line, reading
from verbale.records.items import Person
from verbale.records.reading import PersonMention
from verbale.stages.assemble import Assembly, assemble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verbale.records.reading import Reading, Vectors

PEOPLE = {"Ann Ek": "SE", "Bo Ro": "RO", "Cy Ro": "RO", "Di Ek": "SE"}
MAY_2, MAY_3 = date(2024, 5, 2), date(2024, 5, 3)


def person(name: str) -> Person:
    """A person whose id is the name."""
    return Person(id=name, name=name, names=(), country=PEOPLE[name], offices=(), wikidata=None, evidence=())


def assembled(readings: Sequence[Reading], alike: float = 1.0) -> Assembly:
    """Assemble readings whose names are resolved by their words; `alike` scales how alike their lines are."""
    person_of = {
        (r.source.id, m.start): m.text for r in readings for m in r.mentions if isinstance(m, PersonMention)
    }
    return assemble(
        readings,
        [person(name) for name in PEOPLE],
        person_of,
        {r.source.id: vectors(len(r.segments), alike) for r in readings},
    )


def vectors(count: int, alike: float) -> Vectors:
    """Unit rows: the same in every source where `alike` is 1."""
    made = np.eye(max(count, 1), 16, dtype=np.float32)[:count] * alike + 0.2
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def talks(day: date | None = MAY_2, one: str = "Ann Ek", other: str = "Bo Ro") -> list[Line]:
    """An account that reports talks and what was said."""
    return [
        Line(
            f"{one} met {other} in Iasi.",
            act="encounter",
            meeting="talks",
            people={one: PEOPLE[one], other: PEOPLE[other]},
            places={"Iasi": "RO"},
            day=day,
        ),
        Line(f"{one} stressed trade.", people={one: PEOPLE[one]}),
        Line(f"{other} thanked her.", act="courtesy", people={other: PEOPLE[other]}),
        Line("The two sides agreed to build a ferry.", act="undertaking", performer="both"),
    ]


def test_a_report_of_talks_becomes_a_meeting_with_who_when_and_where() -> None:
    (meeting,) = assembled([reading(talks())]).meetings
    assert meeting.type == "talks"
    assert (meeting.date_start, meeting.date_from) == ("2024-05-02", "text")
    assert (meeting.place, meeting.place_country) == ("Iasi", "RO")
    assert meeting.countries == ("RO", "SE")
    assert [(p.name, p.office) for p in meeting.participants] == [
        ("Ann Ek", "president"),
        ("Bo Ro", "president"),
    ]


def test_all_that_was_said_belongs_to_the_meeting() -> None:
    account = reading(talks())
    told = assembled([account])
    assert {told.meeting_of.get(s.id) for s in account.segments} == {told.meetings[0].id}


def test_two_accounts_of_one_day_and_the_same_people_are_one_meeting() -> None:
    told = assembled([reading(talks(), "a"), reading(talks(), "b")])
    assert len(told.meetings) == 1
    assert len(told.meetings[0].sources) == 2


def test_the_same_people_on_another_day_meet_again() -> None:
    told = assembled([reading(talks(MAY_2), "a"), reading(talks(MAY_3), "b")])
    assert [m.date_start for m in told.meetings] == ["2024-05-02", "2024-05-03"]


def test_other_people_of_the_same_states_on_the_same_day_are_another_meeting() -> None:
    told = assembled([reading(talks(), "a"), reading(talks(one="Di Ek", other="Cy Ro"), "b")])
    assert len(told.meetings) == 2


def test_an_account_without_a_date_joins_one_that_says_the_same() -> None:
    told = assembled([reading(talks(), "a"), reading(talks(None), "b")])
    assert len(told.meetings) == 1
    assert told.meetings[0].date_start == "2024-05-02"


def test_a_call_is_not_the_talks_of_the_same_day_when_other_things_are_said() -> None:
    call = talks()
    call[0].meeting = "call"
    assert len(assembled([reading(talks(), "a"), reading(call, "b")], alike=0.0).meetings) == 2


def test_a_page_that_starts_with_what_was_said_implies_its_meeting() -> None:
    (meeting,) = assembled([reading(talks()[1:], published="2024-05-02")]).meetings
    assert [p.name for p in meeting.participants] == ["Ann Ek", "Bo Ro"]
    assert (meeting.date_start, meeting.date_from) == ("2024-05-02", "metadata")


def test_a_day_that_no_word_tells_is_left_open() -> None:
    (meeting,) = assembled([reading(talks(None))]).meetings
    assert (meeting.date_start, meeting.date_precision, meeting.date_from) == (None, None, None)


def test_a_ceremony_on_the_same_page_stays_apart_from_the_talks() -> None:
    ceremony = Line(
        "Ann Ek and Bo Ro opened a park.",
        act="encounter",
        meeting="ceremony",
        people={"Ann Ek": "SE", "Bo Ro": "RO"},
    )
    told = assembled([reading([*talks(), ceremony])])
    assert sorted(m.type for m in told.meetings) == ["ceremony", "talks"]


LATER = date(2024, 6, 1)


def told_of(words: str, day: date | None) -> Line:
    """A report of talks of the two with other words."""
    return Line(words, act="encounter", meeting="talks", people={"Ann Ek": "SE", "Bo Ro": "RO"}, day=day)


def test_a_meeting_to_come_is_announced_and_one_that_was_put_off_or_called_off_is_told_so() -> None:
    pages = {
        "announced": "Ann Ek will meet Bo Ro.",
        "postponed": "The meeting of Ann Ek and Bo Ro was postponed.",
        "cancelled": "The meeting of Ann Ek and Bo Ro was cancelled.",
    }
    for status, words in pages.items():
        (meeting,) = assembled([reading([told_of(words, LATER)], published="2024-05-02")]).meetings
        assert (meeting.status, meeting.date_start) == (status, "2024-06-01")


def test_an_announcement_joins_the_meeting_that_was_held() -> None:
    announced = reading([told_of("Ann Ek will meet Bo Ro.", LATER)], "a", "2024-05-02")
    held = reading(talks(LATER), "b", "2024-06-01")
    (meeting,) = assembled([announced, held]).meetings
    assert (meeting.status, len(meeting.evidence)) == ("held", 2)


def test_what_was_put_off_is_not_what_was_held() -> None:
    off = reading([told_of("The talks of Ann Ek and Bo Ro were postponed.", LATER)], "a", "2024-05-02")
    held = reading(talks(LATER), "b", "2024-06-01")
    assert {m.status for m in assembled([off, held]).meetings} == {"postponed", "held"}


def test_an_earlier_meeting_that_an_account_recalls_is_no_account_of_it() -> None:
    recall = told_of("Ann Ek and Bo Ro had met in spring.", date(2023, 6, 1))
    account = reading([*talks(), recall], "a", "2024-05-02")
    alone = assembled([account])
    assert {m.status: m.date_start for m in alone.meetings} == {
        "held": "2024-05-02",
        "recalled": "2023-06-01",
    }
    earlier = reading(talks(date(2023, 6, 1)), "b", "2023-06-01")
    both = assembled([account, earlier])
    first = both.meetings[0]
    assert (first.status, first.sources, len(first.evidence)) == ("held", (earlier.source.id,), 2)


def test_an_encounter_of_one_person_with_nobody_is_left_out() -> None:
    alone = Line("Ann Ek arrived.", act="encounter", meeting="visit", people={"Ann Ek": "SE"})
    assert assembled([reading([alone])]).meetings == ()


def test_the_order_of_the_readings_changes_nothing() -> None:
    readings = [
        reading(talks(), "a"),
        reading(talks(None), "b"),
        reading(talks(MAY_3), "c"),
        reading(talks(one="Di Ek", other="Cy Ro"), "d"),
    ]
    first = assembled(readings)
    for seed in range(5):
        random.Random(seed).shuffle(readings)
        assert assembled(readings) == first


def test_evidence_is_the_words_of_the_page() -> None:
    account = reading(talks())
    for evidence in assembled([account]).meetings[0].evidence:
        assert account.source.text[evidence.start : evidence.end] == evidence.quote


def arrival(day: date) -> Line:
    """A report of a journey that names nobody of the other side."""
    return Line(
        "Ann Ek arrived in Iasi.",
        act="encounter",
        meeting="visit",
        people={"Ann Ek": "SE"},
        places={"Iasi": "RO"},
        day=day,
    )


def test_what_is_held_during_a_visit_is_part_of_it() -> None:
    told = assembled([reading([arrival(MAY_2)], "a"), reading(talks(MAY_3), "b"), reading(talks(LATER), "c")])
    visit, during, later = told.meetings
    assert (visit.type, visit.date_start, visit.date_end) == ("visit", "2024-05-02", "2024-05-03")
    assert (during.part_of, later.part_of) == (visit.id, None)


def test_a_reception_by_somebody_else_of_the_same_state_is_another_meeting() -> None:
    reception = told_of("Cy Ro received Ann Ek.", None)
    reception.people = {"Cy Ro": "RO", "Ann Ek": "SE"}
    told = assembled([reading([*talks(), reception])])
    parties = {frozenset(p.name for p in meeting.participants) for meeting in told.meetings}
    assert parties == {frozenset({"Ann Ek", "Bo Ro"}), frozenset({"Ann Ek", "Cy Ro"})}


def test_ministers_who_sign_after_the_talks_take_part_in_them() -> None:
    signing = told_of("After the talks Di Ek and Cy Ro signed a pact.", None)
    signing.people, signing.meeting = {"Di Ek": "SE", "Cy Ro": "RO"}, "signing"
    (meeting,) = assembled([reading([*talks(), signing])]).meetings
    assert {p.name for p in meeting.participants} == set(PEOPLE)


def test_two_meetings_of_two_people_that_may_be_one_are_left_for_review() -> None:
    call = talks()
    call[0].meeting, call[0].text = "call", "From Iasi Ann Ek called Bo Ro."
    told = assembled([reading(talks(), "a"), reading(call, "b")], alike=0.0)
    (review,) = told.reviews
    assert {review.one, review.other} == {meeting.id for meeting in told.meetings}
    assert 0 < review.p < 1
    assert "type:call" in review.features
