import re
from dataclasses import dataclass
from datetime import date

import pytest

from verbale.lexicon import Lexicon
from verbale.records.reading import (
    AnyMention,
    DateMention,
    NamedMention,
    OfficeMention,
    PersonMention,
    PlaceMention,
    Segment,
    Source,
    StateMention,
)
from verbale.stages.extract import extract

_SPAN = re.compile(r"\[\[([A-Z]{3})\|(.*?)\]\]")
_LEXICON = Lexicon.load()
_PREFIX = "Lead. "


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    tag: str
    p: float = 0.9


def _parsed(marked: str) -> tuple[str, list[Span]]:
    text, spans, last = "", [], 0
    for match in _SPAN.finditer(marked):
        text += marked[last : match.start()]
        spans.append(Span(len(text), len(text) + len(match[2]), match[1]))
        text, last = text + match[2], match.end()
    return text + marked[last:], spans


def read_segment(marked: str, language: str) -> tuple[Source, Segment, tuple[AnyMention, ...]]:
    """Extract from a segment that does not stand at the start of its source."""
    text, spans = _parsed(marked)
    source = Source(
        id="s", path="p", url=None, outlet=None, title=None, language=language, published=None,
        published_from=None, sha256="", text=_PREFIX + text,
    )  # fmt: skip
    start = len(_PREFIX)
    segment = Segment(
        id="g", source="s", start=start, end=start + len(text), text=text, language=language, paragraph=0
    )
    mentions = extract(source, [segment], [spans], _LEXICON, date(2025, 12, 3))
    assert all(source.text[mention.start : mention.end] == mention.text for mention in mentions)
    return source, segment, mentions


def _read(marked: str, language: str) -> tuple[AnyMention, ...]:
    return read_segment(marked, language)[2]


def _people(marked: str, language: str) -> dict[str, list[tuple[str | None, str | None, bool]]]:
    return {
        mention.text: [(office.kind, office.country, office.former) for office in mention.offices]
        for mention in _read(marked, language)
        if isinstance(mention, PersonMention)
    }


PARTY, STATE, GOVERNMENT = "party_general_secretary", "head_of_state", "head_of_government"


@pytest.mark.parametrize(
    ("language", "marked", "expected"),
    [
        (
            "vi",
            "Tổng Bí thư, Chủ tịch nước Lào [[PER|Thongloun Sisoulith]]",
            {"Thongloun Sisoulith": [(PARTY, "LA", False), (STATE, "LA", False)]},
        ),
        (
            "sv",
            "generalsekreterare [[PER|To Lam]] och hans fru [[PER|Ngo Phuong Ly]]",
            {"To Lam": [(PARTY, None, False)], "Ngo Phuong Ly": []},
        ),
        (
            "sv",
            "den tidigare generalsekreteraren och tidigare presidenten i Laos [[PER|Choummaly Sayasone]]",
            {"Choummaly Sayasone": [(PARTY, "LA", True), (STATE, "LA", True)]},
        ),
        (
            "ru",
            "[[OFF|премьер-министр]] [[LOC|Лаоса]] [[PER|Сонексай Сипхандон]]",
            {"Сонексай Сипхандон": [(GOVERNMENT, "LA", False)]},
        ),
        (
            "en",
            "[[PER|Ann Lee]], Minister of Foreign Affairs of Canada, met Laos’s prime minister [[PER|Bo Chan]].",
            {"Ann Lee": [("foreign_minister", "CA", False)], "Bo Chan": [(GOVERNMENT, "LA", False)]},
        ),
        (
            "en",
            "Prime Minister [[PER|Ann Lee]], Foreign Minister [[PER|Bo Chan]]",
            {"Ann Lee": [(GOVERNMENT, None, False)], "Bo Chan": [("foreign_minister", None, False)]},
        ),
        ("en", "President [[PER|Ann Lee]] of France", {"Ann Lee": [(STATE, "FR", False)]}),
        ("en", "the wife of the Prime Minister, [[PER|Jane Roe]], spoke", {"Jane Roe": []}),
        ("en", "Ambassador to Laos [[PER|Ann Lee]]", {"Ann Lee": [("ambassador", None, False)]}),
        ("zh", "会见老挝国家主席[[PER|通伦]]", {"通伦": [(STATE, "LA", False)]}),
        ("ja", "韓国の[[PER|李在明]]大統領と会談", {"李在明": [(STATE, "KR", False)]}),
        ("hu", "[[PER|Orbán Viktor]] miniszterelnök", {"Orbán Viktor": [(GOVERNMENT, None, False)]}),
        ("en", "thanked [[PER|H.E. Mr. Jon Doe’s]] team", {"Jon Doe": []}),
        ("en", "the [[PER|leaders]] met [[PER|Jordan]]", {}),
        ("en", "[[PER|Amir Karim Bin Saleh]] of Qatar", {"Karim Bin Saleh": [("monarch", "QA", False)]}),
        ("en", "[[OFF|Mr.]] [[PER|Ann Lee]]", {"Ann Lee": []}),
        ("en", "the Vice President and President [[PER|Bo Chan]]", {"Bo Chan": [(STATE, None, False)]}),
        (
            "en",
            "President [[PER|Ann Lee]] of the European Council",
            {"Ann Lee": [("organisation_official", None, False)]},
        ),
        (
            "en",
            "European Council President [[PER|Ann Lee]]",
            {"Ann Lee": [("organisation_official", None, False)]},
        ),
        (
            "en",
            "President of the European Council [[PER|Ann Lee]]",
            {"Ann Lee": [("organisation_official", None, False)]},
        ),
        (
            "vi",
            "bà [[PER|Ann Lee]] - [[OFF|Tham tán]] phụ trách hợp tác, [[ORG|Đại sứ quán Canada]] tại Việt Nam",
            {"Ann Lee": [("counsellor", "CA", False)]},
        ),
        (
            "en",
            "National Security Advisor to the Vice President [[PER|Ann Lee]]",
            {"Ann Lee": [("national_security_adviser", None, False)]},
        ),
        ("vi", "[[OFF|cố Tổng thống]] [[PER|Ann Lee]]", {"Ann Lee": [(STATE, None, True)]}),
        ("ar", "[[PER|سمير عادل]] وزير الخارجية", {"سمير عادل": [("foreign_minister", None, False)]}),
    ],
)
def test_people_hold_the_offices_beside_them(
    language: str, marked: str, expected: dict[str, list[tuple[str | None, str | None, bool]]]
) -> None:
    assert _people(marked, language) == expected


def test_a_name_that_the_tagger_missed_is_recovered_after_an_office() -> None:
    people = [
        mention
        for mention in _read("Prime Minister Kishida of Japan spoke", "en")
        if isinstance(mention, PersonMention)
    ]
    assert [(person.text, person.country) for person in people] == [("Kishida", "JP")]
    assert people[0].p < 0.9


def test_a_counterpart_is_no_office_but_has_a_state() -> None:
    mentions = _read("met her Thai counterpart, [[PER|Bo Chan]], and his Lao counterpart", "en")
    (person,) = [m for m in mentions if isinstance(m, PersonMention)]
    assert (person.country, person.offices) == ("TH", ())
    assert not [m for m in mentions if isinstance(m, OfficeMention)]


def test_a_name_inside_what_was_tagged_as_an_office_is_a_name() -> None:
    marked = "[[OFF|Prime Minister Rowan]] met [[OFF|Mr. Chan]]; [[PER|Rowan]] and [[PER|Chan]] agreed"
    people = [m for m in _read(marked, "en") if isinstance(m, PersonMention)]
    assert [(m.text, [o.title for o in m.offices]) for m in people] == [
        ("Rowan", ["Prime Minister"]), ("Chan", []), ("Rowan", []), ("Chan", []),
    ]  # fmt: skip


def test_a_word_for_a_spouse_alone_is_nobody() -> None:
    for marked, language in (("[[PER|Phu nhân]] dự lễ", "vi"), ("[[PER|Madame]] est arrivée", "fr")):
        assert not [m for m in _read(marked, language) if isinstance(m, PersonMention)]


def test_titles_are_without_words_of_courtesy_and_links() -> None:
    marked = (
        "[[OFF|National Security Advisor Dr.]] [[PER|Ann Lee]], [[OFF|H.E. Foreign Minister]] [[PER|Bo Chan]]"
    )
    people = [m for m in _read(marked, "en") if isinstance(m, PersonMention)]
    assert [o.title for m in people for o in m.offices] == ["National Security Advisor", "Foreign Minister"]


def test_offices_without_a_name_stand_alone() -> None:
    (office,) = [m for m in _read("The Lao President spoke.", "en") if isinstance(m, OfficeMention)]
    assert (office.text, office.kind, office.country) == ("President", STATE, "LA")


def test_the_state_of_a_currency_is_nobody_at_the_table() -> None:
    for text, language in (
        ("kim ngạch 5 tỷ đô la Mỹ", "vi"), ("senilai 30 miliar dolar AS", "id"), ("5 млрд долларов США", "ru"),
    ):  # fmt: skip
        assert not [m for m in _read(text, language) if isinstance(m, StateMention)], text


def test_other_mentions() -> None:
    marked = "In [[LOC|Savannakhet]], [[LOC|Laos]], [[EVT|the forum]] on 2 December adopted [[INS|the plan]]."
    mentions = _read(marked, "en")
    places = [(m.text, m.country) for m in mentions if isinstance(m, PlaceMention)]
    assert places == [("Savannakhet", "LA")]
    assert [m.country for m in mentions if isinstance(m, StateMention)] == ["LA"]
    assert [m.what for m in mentions if isinstance(m, NamedMention)] == ["event", "instrument"]
    assert [m.first for m in mentions if isinstance(m, DateMention)] == [date(2025, 12, 2)]
