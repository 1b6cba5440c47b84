"""Encounters with several people, and who presides: from the words of one sentence to the meetings of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.stages.made import Line, classified
from tests.stages.test_extract import read_segment
from verbale.records.reading import Reading, Speaker
from verbale.stages.assemble import assemble
from verbale.stages.resolve import resolve

if TYPE_CHECKING:
    from verbale.records.items import Meeting
    from verbale.records.vocabulary import MeetingType


def _meetings(marked: str, language: str, kind: MeetingType) -> tuple[Meeting, ...]:
    """The meetings of a page of one sentence, in the order of its words."""
    source, segment, mentions = read_segment(marked, language)
    reading = Reading(
        source=source,
        segments=(segment,),
        classified=(classified(Line(segment.text, act="encounter", meeting=kind)),),
        speakers=(Speaker(performer="none"),),
        mentions=mentions,
    )
    found = resolve([reading])
    vectors = {source.id: np.full((1, 4), 0.5, np.float32)}
    meetings = assemble([reading], found.people, found.person_of, vectors).meetings
    return tuple(sorted(meetings, key=lambda meeting: meeting.evidence[0].end))


def _names(meeting: Meeting) -> set[str]:
    return {participant.name for participant in meeting.participants}


ONE, TWO = {"Ann Ek", "Bo Ro"}, {"Ann Ek", "Cy Ro"}


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("en", "[[LOC|Swedish]] [[OFF|President]] [[PER|Ann Ek]] visited [[LOC|Lao]] [[OFF|President]] [[PER|Bo Ro]] "
               "and former [[LOC|Lao]] [[OFF|President]] [[PER|Cy Ro]]."),
        ("sv", "[[LOC|Sveriges]] [[OFF|president]] [[PER|Ann Ek]] besökte den tidigare "
               "[[OFF|presidenten]] i [[LOC|Laos]] [[PER|Bo Ro]] och "
               "[[OFF|presidenten]] i [[LOC|Laos]] [[PER|Cy Ro]]."),
        ("vi", "[[OFF|Tổng thống]] [[LOC|Thụy Điển]] [[PER|Ann Ek]] đến thăm nguyên [[OFF|Chủ tịch nước]] "
               "[[LOC|Lào]] [[PER|Bo Ro]] và nguyên [[OFF|Thủ tướng]] [[LOC|Lào]] [[PER|Cy Ro]]."),
        ("fr", "Le [[OFF|président]] de la [[LOC|Suède]] [[PER|Ann Ek]] a rendu visite au [[OFF|président]] du "
               "[[LOC|Laos]] [[PER|Bo Ro]] et à l'ancien [[OFF|président]] du [[LOC|Laos]] [[PER|Cy Ro]]."),
        ("id", "[[OFF|Presiden]] [[LOC|Swedia]] [[PER|Ann Ek]] mengunjungi mantan [[OFF|Presiden]] [[LOC|Laos]] "
               "[[PER|Bo Ro]] dan mantan [[OFF|Perdana Menteri]] [[LOC|Laos]] [[PER|Cy Ro]]."),
        ("es", "El [[OFF|presidente]] de [[LOC|Suecia]], [[PER|Ann Ek]], visitó al [[OFF|presidente]] de "
               "[[LOC|Laos]], [[PER|Bo Ro]], y al [[OFF|primer ministro]] de [[LOC|Laos]], [[PER|Cy Ro]]."),
    ],
)  # fmt: skip
def test_a_visit_to_two_people_of_a_state_is_two_meetings(language: str, marked: str) -> None:
    first, second = _meetings(marked, language, "visit")
    assert (_names(first), _names(second)) == (ONE, TWO)
    assert first.countries == second.countries == ("LA", "SE")
    assert second.evidence[0].quote.endswith("Cy Ro")


SEPARATELY = [
    ("en", "[[LOC|Swedish]] [[OFF|President]] [[PER|Ann Ek]] met separately with [[LOC|Lao]] [[OFF|President]] "
           "[[PER|Bo Ro]] and [[LOC|Thai]] [[OFF|Prime Minister]] [[PER|Cy Ro]]."),
    ("ru", "[[OFF|Президент]] [[LOC|Швеции]] [[PER|Ann Ek]] отдельно встретилась с [[OFF|президентом]] [[LOC|Лаоса]] "
           "[[PER|Bo Ro]] и [[OFF|премьер-министром]] [[LOC|Таиланда]] [[PER|Cy Ro]]."),
    ("vi", "[[OFF|Tổng thống]] [[LOC|Thụy Điển]] [[PER|Ann Ek]] lần lượt hội kiến [[OFF|Chủ tịch nước]] [[LOC|Lào]] "
           "[[PER|Bo Ro]] và [[OFF|Thủ tướng]] [[LOC|Thái Lan]] [[PER|Cy Ro]]."),
    ("zh", "[[LOC|瑞典]][[OFF|总统]][[PER|Ann Ek]]分别会见[[LOC|老挝]][[OFF|国家主席]]"
           "[[PER|Bo Ro]]和[[LOC|泰国]][[OFF|总理]][[PER|Cy Ro]]。"),
    ("de", "[[OFF|Präsidentin]] [[PER|Ann Ek]] aus [[LOC|Schweden]] traf getrennt den [[LOC|laotischen]] "
           "[[OFF|Präsidenten]] [[PER|Bo Ro]] und den [[LOC|thailändischen]] [[OFF|Premierminister]] [[PER|Cy Ro]]."),
    ("tr", "[[LOC|İsveç]] [[OFF|Cumhurbaşkanı]] [[PER|Ann Ek]], [[LOC|Laos]] [[OFF|Cumhurbaşkanı]] [[PER|Bo Ro]] ve "
           "[[LOC|Tayland]] [[OFF|Başbakanı]] [[PER|Cy Ro]] ile ayrı ayrı görüştü."),
    ("ar", "التقت [[OFF|رئيسة]] [[LOC|السويد]] [[PER|Ann Ek]] [[OFF|رئيس]] [[LOC|لاوس]] "
           "[[PER|Bo Ro]] و[[OFF|رئيس وزراء]] [[LOC|تايلاند]] [[PER|Cy Ro]] كلا على حدة."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "marked"), SEPARATELY)
def test_talks_held_separately_are_several_meetings(language: str, marked: str) -> None:
    meetings = _meetings(marked, language, "talks")
    assert [_names(meeting) for meeting in meetings] == [ONE, TWO]
    assert [meeting.countries for meeting in meetings] == [("LA", "SE"), ("SE", "TH")]


def test_talks_with_two_people_together_are_one_meeting() -> None:
    (meeting,) = _meetings(SEPARATELY[0][1].replace(" separately", ""), "en", "talks")
    assert _names(meeting) == ONE | TWO


def test_whoever_comes_along_on_a_visit_is_not_visited() -> None:
    marked = (
        "[[LOC|Swedish]] [[OFF|President]] [[PER|Ann Ek]] and [[LOC|Swedish]] [[OFF|Foreign Minister]] [[PER|Di Ek]] "
        "visited [[LOC|Lao]] [[OFF|President]] [[PER|Bo Ro]]."
    )
    (meeting,) = _meetings(marked, "en", "visit")
    assert _names(meeting) == {"Ann Ek", "Di Ek", "Bo Ro"}


CHAIRED = (
    "[[LOC|Swedish]] [[OFF|Foreign Minister]] [[PER|Ann Ek]] and [[LOC|Lao]] [[OFF|Foreign Minister]] [[PER|Bo Ro]] "
    "co-chaired the third session."
)


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("en", CHAIRED),
        ("en", "[[LOC|Swedish]] [[OFF|Minister]] [[PER|Ann Ek]] and the "
               "[[OFF|Minister of Foreign Affairs]] and Trade of the Kingdom "
               "of [[LOC|Thailand]], [[PER|Bo Ro]], co-chaired the talks."),
        ("sv", "[[LOC|Sveriges]] [[OFF|utrikesminister]] [[PER|Ann Ek]] och [[LOC|Laos]] [[OFF|utrikesminister]] "
               "[[PER|Bo Ro]] ledde gemensamt mötet."),
        ("vi", "[[OFF|Bộ trưởng Ngoại giao]] [[LOC|Thụy Điển]] [[PER|Ann Ek]] và "
               "[[OFF|Bộ trưởng Ngoại giao]] [[LOC|Lào]] [[PER|Bo Ro]] đồng chủ trì kỳ họp."),
        ("es", "La sesión fue presidida por la [[OFF|canciller]] de [[LOC|Suecia]], [[PER|Ann Ek]], y el "
               "[[OFF|canciller]] de [[LOC|Laos]], [[PER|Bo Ro]]."),
    ],
)  # fmt: skip
def test_those_who_preside_are_chairs_of_the_meeting(language: str, marked: str) -> None:
    (meeting,) = _meetings(marked, language, "session")
    assert {(p.name, p.role) for p in meeting.participants} == {("Ann Ek", "chair"), ("Bo Ro", "chair")}


def test_nobody_presides_over_a_visit() -> None:
    (meeting,) = _meetings(CHAIRED, "en", "visit")
    assert {p.role for p in meeting.participants} == {"participant"}


@pytest.mark.parametrize(
    ("language", "marked", "countries"),
    [
        ("en", "On 2 December [[LOC|Swedish]] [[OFF|Foreign Minister]] [[PER|Ann Ek]] met the [[LOC|Lao]] "
               "[[OFF|Foreign Minister]].", ("LA", "SE")),
        ("en", "On 2 December [[LOC|Swedish]] [[OFF|Foreign Minister]] [[PER|Ann Ek]] met a delegation of the "
               "[[ORG|World Bank]].", ("SE",)),
        ("fr", "Le 2 décembre, la [[OFF|ministre]] de la [[LOC|Suède]] [[PER|Ann Ek]] a reçu une délégation de "
               "l'[[ORG|Union africaine]].", ("SE",)),
    ],
)  # fmt: skip
def test_a_counterpart_need_not_be_named(language: str, marked: str, countries: tuple[str, ...]) -> None:
    (meeting,) = _meetings(marked, language, "talks")
    assert _names(meeting) == {"Ann Ek"}
    assert (meeting.date_start, meeting.countries) == ("2025-12-02", countries)


@pytest.mark.parametrize(
    "marked",
    [
        "On 2 December [[LOC|Swedish]] [[OFF|Foreign Minister]] [[PER|Ann Ek]] met staff of [[ORG|Acme]].",
        "[[LOC|Swedish]] [[OFF|Foreign Minister]] [[PER|Ann Ek]] met the former [[LOC|Lao]] [[OFF|Foreign Minister]].",
        "[[LOC|Swedish]] [[OFF|President]] [[PER|Ann Ek]] met [[LOC|Swedish]] [[OFF|Minister]] [[PER|Di Ek]].",
    ],
)
def test_an_encounter_of_one_side_is_left_out(marked: str) -> None:
    assert _meetings(marked, "en", "talks") == ()
