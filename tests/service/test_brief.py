"""What a brief gathers, and how its forms treat hostile text."""

import io
from pathlib import Path

import docx
import msgspec
import pytest
from tests.store import made

from verbale.errors import ItemNotFoundError
from verbale.records.items import Event, Evidence, Level, Office, Person
from verbale.service.brief import brief_between
from verbale.service.brief_forms import to_docx, to_html, to_markdown
from verbale.service.brief_parts import Brief
from verbale.service.record import Record
from verbale.store import Store

HOSTILE = "<script>alert(1)</script> # *stars* | [link](javascript:x) `code` & \x0b end"
PROOF = (Evidence("source-1", 0, len(HOSTILE), HOSTILE),)


def office(title: str, last: str, *, former: bool = False) -> Office:
    return Office(
        title=title,
        body=None,
        country="VN",
        first_seen="2020-01-01",
        last_seen=last,
        evidence=PROOF,
        former=former,
    )


def brief_of(folder: Path, first: str = "VN", second: str = "LA") -> Brief:
    lam = msgspec.structs.replace(
        made.person("person-1", "Tô Lâm"),
        offices=(
            office("Minister", "2021-01-01"),
            office("President", "2024-05-22"),
            office("Deputy", "2025-01-01", former=True),
        ),
    )
    done = made.thread("thread-1", "undertaking-2")
    done = msgspec.structs.replace(
        done,
        label="road",
        events=(
            Event(date="2024-01-01", event="made", undertaking="undertaking-2"),
            Event(date="2025-01-01", event="reported done", undertaking="undertaking-2"),
        ),
    )
    mentioned = msgspec.structs.replace(made.participant("person-1"), role="mentioned")
    with Store(folder / "r.db", write=True, create=True) as store:
        store.replace_items(
            [
                made.source(text=HOSTILE, outlet="a|b", published="2024-01-02"),
                made.meeting(
                    "meeting-1", "2024-01-01", participants=(made.participant("person-1", "Tô Lâm"),)
                ),
                made.meeting("meeting-2", "2023-01-01", countries=("VN", "SE"), participants=(mentioned,)),
                made.undertaking(
                    "undertaking-1", "meeting-1", label=HOSTILE, evidence=PROOF, pillars=("health",)
                ),
                made.undertaking("undertaking-2", "meeting-1", label="build a road", thread="thread-1"),
                made.undertaking(
                    "undertaking-3", "meeting-1", label="lift the ban", act="proposal", strength=None
                ),
                made.undertaking("undertaking-4", "meeting-2", label="fish less"),
                lam,
                made.person("person-2", "Somebody", "LA"),
                done,
            ]
        )
    with Record(folder / "r.db") as record:
        return brief_between(record, first, second)


def test_only_meetings_of_both_sides(tmp_path: Path) -> None:
    found = brief_of(tmp_path)
    assert [meeting.id for meeting in found.meetings] == ["meeting-1"]
    assert (found.title, found.first) == ("Vietnam and Laos", "2024-01-01")


def test_undertakings_stand_under_pillars_in_their_order(tmp_path: Path) -> None:
    found = brief_of(tmp_path)
    assert [(pillar, [p.label for p in items]) for pillar, items in found.undertakings] == [
        ("economy", ["build a road", "lift the ban"]),
        ("health", [HOSTILE]),
    ]


def test_outstanding_is_what_binds_and_is_not_done(tmp_path: Path) -> None:
    assert [promise.label for promise in brief_of(tmp_path).outstanding] == [HOSTILE]


def test_outstanding_names_a_thread_once_and_what_is_overdue_first(tmp_path: Path) -> None:
    thread = msgspec.structs.replace(
        made.thread("thread-1", "first"),
        undertakings=("first", "again"),
        events=(
            Event(date="2023-01-01", event="made", undertaking="first"),
            Event(
                date="2024-01-01",
                event="raised",
                undertaking="again",
                before=Level(5e9, "USD"),
                after=Level(1e10, "USD"),
            ),
            Event(date="2024-12-31", event="overdue", undertaking="again", before=Level("2024")),
        ),
    )
    with Store(tmp_path / "r.db", write=True, create=True) as store:
        store.replace_items(
            [
                made.source(text=HOSTILE, outlet="a", published="2024-01-02"),
                made.meeting("meeting-1", "2023-01-01"),
                made.meeting("meeting-2", "2024-01-01"),
                made.undertaking("first", "meeting-1", label="trade 5", thread="thread-1"),
                made.undertaking("open", "meeting-1", label="open a school"),
                made.undertaking("again", "meeting-2", label="trade 10", thread="thread-1"),
                thread,
            ]
        )
    with Record(tmp_path / "r.db") as record:
        found = brief_between(record, "VN", "LA")
    assert [(promise.label, promise.status) for promise in found.outstanding] == [
        ("trade 10", "overdue 31 December 2024"),
        ("open a school", ""),
    ]
    (history,) = found.threads
    assert history.events[1:] == (
        "1 January 2024: raised from 5 billion USD to 10 billion USD",
        "31 December 2024: overdue (due by 2024)",
    )


def test_threads_with_more_than_one_event_are_told(tmp_path: Path) -> None:
    (history,) = brief_of(tmp_path).threads
    assert history.events == ("1 January 2024: made", "1 January 2025: reported done")


def test_office_is_the_last_seen_that_is_not_former(tmp_path: Path) -> None:
    (holder,) = brief_of(tmp_path).holders
    assert (holder.name, holder.office, holder.seen) == ("Tô Lâm", "President", "22 May 2024")


def test_who_held_an_office_before_stands_beside_who_was_seen_in_it_last(tmp_path: Path) -> None:
    def seen(id_: str, name: str, day: str) -> Person:
        held = msgspec.structs.replace(office("Chủ tịch nước", day), code="head_of_state", first_seen=day)
        return msgspec.structs.replace(made.person(id_, name), offices=(held,))

    both = (made.participant("person-1", "Võ"), made.participant("person-2", "Lương"))
    with Store(tmp_path / "r.db", write=True, create=True) as store:
        store.replace_items(
            [
                made.source(text=HOSTILE),
                made.meeting("meeting-1", "2024-01-01", participants=both),
                seen("person-1", "Võ", "2023-10-19"),
                seen("person-2", "Lương", "2024-11-09"),
            ]
        )
    with Record(tmp_path / "r.db") as record:
        (holder,) = brief_between(record, "VN", "LA").holders
    assert (holder.name, holder.earlier) == ("Lương", "Võ (19 October 2023)")
    assert holder.office == "head of state (Chủ tịch nước)"


def test_follow_up_names_what_several_statements_say_alike_once(tmp_path: Path) -> None:
    with Store(tmp_path / "r.db", write=True, create=True) as store:
        store.replace_items(
            [
                made.source(text=HOSTILE),
                made.meeting("meeting-1", "2024-01-01"),
                *(made.undertaking(f"undertaking-{n}", "meeting-1", label="trade more") for n in range(3)),
            ]
        )
    with Record(tmp_path / "r.db") as record:
        text = to_markdown(brief_between(record, "VN", "LA"))
    assert "| trade more (3 statements) | Laos and Vietnam | 1 January 2024 |  | agree |" in text


def test_a_person_is_found_by_any_spelling_and_must_take_part(tmp_path: Path) -> None:
    assert [meeting.id for meeting in brief_of(tmp_path, "to lam", "Laos").meetings] == ["meeting-1"]
    assert brief_of(tmp_path, "to lam", "SE").meetings == ()


def test_side_that_nobody_knows(tmp_path: Path) -> None:
    with pytest.raises(ItemNotFoundError, match="its states are LA, SE, VN"):
        brief_of(tmp_path, "VN", "XX")


def test_html_shows_hostile_text_as_text(tmp_path: Path) -> None:
    page = to_html(brief_of(tmp_path))
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "http" not in page.replace("http-equiv", "")


def test_markdown_shows_hostile_text_as_text(tmp_path: Path) -> None:
    text = to_markdown(brief_of(tmp_path))
    assert r"\<script\>alert(1)\</script\> \# \*stars\* \| \[link\](javascript:x) \`code\` &amp; end" in text
    assert "<script>" not in text


def test_docx_opens_and_holds_the_text(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(to_docx(brief_of(tmp_path))))
    told = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "<script>alert(1)</script>" in told
    offices = document.tables[-1]
    assert [cell.text for cell in offices.rows[1].cells][:3] == ["Vietnam", "President", "Tô Lâm"]


def test_forms_of_nothing(tmp_path: Path) -> None:
    empty = brief_of(tmp_path, "LA", "SE")
    for text in (to_markdown(empty), to_html(empty)):
        assert "None that the record holds." in text
    assert to_docx(empty)
