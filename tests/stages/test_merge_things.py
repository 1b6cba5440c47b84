"""Named things: what is a name, which names are of one thing, numbered sessions, signing."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.stages.test_merge import MEETING, matters_of, same, statement
from verbale.records.items import Meeting, Session
from verbale.records.reading import AnyMention, DateMention, NamedMention, OrdinalMention, PlaceMention
from verbale.stages.merge import Merged, Statement, settle
from verbale.stages.merge.sessions import missing, next_due

if TYPE_CHECKING:
    from verbale.records.items import Alignment
    from verbale.records.vocabulary import Act

MARK = re.compile(
    r"\[(?P<what>instrument|project|mechanism|place|nth|year)(?::(?P<p>[\d.]+))? (?P<words>[^\]]+)\]"
)


def saying(
    name: str, text: str, language: str = "en", act: Act = "undertaking", meeting: str = "m"
) -> Statement:
    """A statement in which `[mechanism Joint Committee]`, `[nth 48th]`, `[year 2022]` and `[place Hanoi]` are read."""
    start = int(name[1:]) * 1000
    plain, at = "", 0
    marks: list[tuple[int, int, re.Match[str]]] = []
    for match in MARK.finditer(text):
        plain += text[at : match.start()]
        marks.append((start + len(plain), start + len(plain) + len(match["words"]), match))
        plain, at = plain + match["words"], match.end()
    plain += text[at:]
    return statement(
        name,
        topic=int(name[1:]),
        start=start,
        end=start + len(plain),
        text=plain,
        language=language,
        act=act,
        meeting=meeting,
        strength="agree" if act == "undertaking" else None,
        mentions=tuple(_mention(name, *mark) for mark in marks),
    )


def _mention(segment: str, start: int, end: int, match: re.Match[str]) -> AnyMention:
    what, words = match["what"], match["words"]
    if what == "nth":
        number = int(re.sub(r"\D", "", words))
        return OrdinalMention(segment=segment, start=start, end=end, text=words, number=number)
    if what == "place":
        return PlaceMention(segment=segment, start=start, end=end, text=words, name=words)
    if what == "year":
        return DateMention(
            segment=segment,
            start=start,
            end=end,
            text=words,
            first=date(int(words), 1, 1),
            last=date(int(words), 12, 31),
            precision="year",
            year_from="text",
        )
    return NamedMention(
        segment=segment, start=start, end=end, text=words, what=what, p=float(match["p"] or 0.9)
    )


def run(*said: Statement, aligned: tuple[Alignment, ...] = ()) -> Merged:
    return settle([matters_of(said, aligned)])


def names(merged: Merged) -> list[set[str]]:
    items = (*merged.instruments, *merged.projects, *merged.mechanisms)
    return sorted(({name.text for name in item.names} for item in items), key=sorted)


def test_names_at_one_place_in_aligned_statements_are_one_thing() -> None:
    quotes = [
        saying("a1", "to finish the [project Golden Gate expressway] and the [project Salt Harbour]"),
        saying("b1", "hoàn thành [project cao tốc Cổng Vàng]", "vi"),
    ]
    merged = run(*quotes, aligned=(same("a1", "b1"),))
    assert names(merged) == [{"Golden Gate expressway", "cao tốc Cổng Vàng"}, {"Salt Harbour"}]
    vietnamese = next(u for u in merged.undertakings if len(u.named) == 2)
    assert set(vietnamese.named) == {item.id for item in merged.projects}


def test_names_with_the_same_words_or_acronym_are_one_thing_in_any_script_and_meeting() -> None:
    merged = run(
        saying("a1", "on the [project Agarak-Kajaran road]"),
        saying("b1", "о [project дороге Агарак - Каджаран]", "ru"),
        saying("a2", "on the [instrument free trade agreement (VKFTA)]"),
        saying("b2", "về [instrument:0.3 Hiệp định Thương mại tự do] (VKFTA)", "vi"),
    )
    assert [len(found) for found in names(merged)] == [2, 2]


def test_a_number_or_a_year_tells_two_things_apart() -> None:
    quotes = [
        saying("a1", "to build [project Metro Line 1] and the [instrument 1968 agreement on movement]"),
        saying("b1", "to build [project Metro Line 4] and the [instrument 2001 agreement on movement]"),
    ]
    assert len(names(run(*quotes, aligned=(same("a1", "b1"),)))) == 4


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("to sign [instrument:0.6 cooperation agreements]", "en"),
        ("that a [mechanism joint committee] look into it", "en"),
        ("о [instrument:0.6 новых соглашениях]", "ru"),
        ("ký [instrument:0.6 các thỏa thuận hợp tác]", "vi"),
        ("رفع العلاقات إلى مستوى [mechanism الشراكة الاستراتيجية]", "ar"),
    ],
)
def test_words_for_a_kind_of_thing_are_no_name(text: str, language: str) -> None:
    assert names(run(saying("a1", text, language))) == []


def test_a_place_beside_a_word_for_a_work_is_one_where_something_is_undertaken() -> None:
    text = "to widen the [place Oran] tunnel"
    assert names(run(saying("a1", text))) == [{"Oran tunnel"}]
    assert names(run(saying("a1", text, act="encounter"))) == []


def test_a_session_is_the_meeting_or_only_spoken_of() -> None:
    held = saying(
        "a1", "They chaired the [nth 47th] session of the [mechanism Joint Committee].", act="encounter"
    )
    later = saying(
        "a2",
        "to hold the [nth 49th] session of the [mechanism Joint Committee] in [place Hue] in [year 2027]",
    )
    (committee,) = run(held, later).mechanisms
    told = [(s.number, s.meeting, s.date, s.place) for s in committee.sessions]
    assert told == [(47, "m", "2025-12-02", None), (49, None, "2027", "Hue")]
    assert (committee.missing, committee.next_due) == ((48,), None)
    assert [e.quote for e in committee.mentions] == [held.text, later.text]


def test_the_meeting_with_the_number_is_the_session() -> None:
    spoken = saying("a1", "after the [nth 47th] session of the [mechanism Joint Committee]")
    numbered: Meeting = msgspec.structs.replace(MEETING, type="session", session=47)
    (committee,) = settle([matters_of([spoken], [], numbered)]).mechanisms
    assert committee.sessions[0].meeting == "m"


def test_the_next_session_is_due_by_the_habit_of_three() -> None:
    dates = ["2022-01-10", "2023-01-12", "2024-03", "2025-03"]
    sessions = [Session(number=n, date=when) for n, when in enumerate(dates, 5)]
    assert next_due(sessions) == "2026-03"
    assert next_due(sessions[:2]) is None
    assert next_due([*sessions, Session(number=9, date="2020-01")]) is None
    assert missing([Session(number=3), Session(number=7)]) == (4, 5, 6)


def test_an_instrument_was_signed_when_the_words_beside_it_say() -> None:
    before = saying("a1", "to ratify the [instrument trade agreement] signed in [year 2022]", act="proposal")
    now = saying("a2", "The ministers signed the [instrument visa agreement].", act="encounter")
    future = saying("a3", "to have the [instrument tax agreement] signed in [year 2027]")
    signed = {item.name: item.signed for item in run(before, now, future).instruments}
    assert signed == {"trade agreement": "2022", "visa agreement": "2025-12-02", "tax agreement": None}


def test_the_order_of_meetings_and_statements_does_not_matter() -> None:
    later = msgspec.structs.replace(MEETING, id="n", date_start="2026-05-04", date_end="2026-05-04")
    first = [
        saying("a1", "to build [project Metro Line 1] and [project Oran tunnel]"),
        saying("b1", "to build [project Metro Line 1] with the [nth 4th] [mechanism Joint Committee]"),
        saying("b2", "on the [instrument free trade agreement (VKFTA)]"),
    ]
    second = [
        saying(
            "c1",
            "о [project туннеле Оран] и [nth 5-е] заседание [mechanism Совместной комиссии]",
            "ru",
            meeting="n",
        ),
        saying("c2", "về [instrument Hiệp định thương mại] (VKFTA)", "vi", meeting="n"),
    ]
    expected = settle([matters_of(first, [same("a1", "b1")]), matters_of(second, [], later)])
    assert len(names(expected)) == 4
    found = settle(
        [matters_of(second[::-1], [], later), matters_of([first[1], first[2], first[0]], [same("a1", "b1")])]
    )
    assert found[:5] == expected[:5]
