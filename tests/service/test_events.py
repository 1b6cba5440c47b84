import msgspec
from tests.store import made

from verbale.records.items import Event, Evidence, Level
from verbale.records.vocabulary import ThreadEvent
from verbale.service import events


def test_how_a_thread_stands_is_what_followed_its_last_naming() -> None:
    thread = msgspec.structs.replace(
        made.thread("thread-1", "u1"),
        events=(
            Event(date="2020-01-01", event="made", undertaking="u1"),
            Event(date="2020-12-31", event="overdue", undertaking="u1", before=Level("2020")),
            Event(date="2021-01-01", event="repeated", undertaking="u2"),
            Event(date="2022-12-31", event="overdue", undertaking="u2", before=Level("2022")),
            Event(date="2024-05-01", event="silent", undertaking="u2"),
        ),
    )
    assert [event.event for event in events.standing(thread)] == ["overdue", "silent"]
    going_on = msgspec.structs.replace(thread, events=thread.events[:3])
    assert events.standing(going_on) == ()


def test_an_event_is_told_with_what_it_leads_from_and_to() -> None:
    steps: tuple[tuple[ThreadEvent, Level | None, Level | None], ...] = (
        ("raised", Level(5e9, "USD"), Level(1e10, "USD")),
        ("strengthened", Level("discuss"), Level("signed")),
        ("repeated", Level("2028"), Level("2030-06")),
        ("repeated", None, None),
        ("overdue", Level("2024-12"), None),
    )
    told = [
        events.event_words(Event(date=None, event=event, undertaking="u", before=before, after=after))
        for event, before, after in steps
    ]
    assert told == [
        "raised from 5 billion USD to 10 billion USD",
        "strengthened from discussed to signed",
        "repeated from 2028 to June 2030",
        "repeated",
        "overdue (due by December 2024)",
    ]


def test_an_undertaking_shares_the_event_of_its_meeting() -> None:
    words = Evidence("s", 0, 4, "word")
    event = Event(date="2020-01-01", event="made", undertaking="u1", evidence=(words,))
    thread = msgspec.structs.replace(made.thread("thread-1", "u1"), events=(event,))
    beside = made.undertaking("u2", "m1", evidence=(words,))
    assert events.event_of(thread, beside) == event
    assert events.event_of(thread, made.undertaking("u3", "m1")) is None
