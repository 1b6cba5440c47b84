"""Where offices are held, and the part that words give people."""

import pytest

from tests.stages.test_extract import _read
from verbale.lexicon import Lexicon
from verbale.records.reading import PersonMention


def _person(marked: str, language: str, name: str) -> PersonMention:
    return next(m for m in _read(marked, language) if isinstance(m, PersonMention) and m.text == name)


@pytest.mark.parametrize(
    ("marked", "language", "title", "body", "country"),
    [
        ("[[OFF|директор]] [[ORG|Института права]] [[PER|Иван Петров]]", "ru", "директор", "Института права", None),
        ("координатор движения «[[ORG|Север]]» [[PER|Иван Петров]]", "ru", "координатор", "движения «Север", None),
        ("[[OFF|глава]] [[LOC|японского]] [[ORG|МИДа]] [[PER|Таро Ито]]", "ru", "глава", "японского МИДа", "JP"),
        ("[[PER|Ann Lee]], editor of the weekly [[ORG|Harbour Post]],", "en", "editor", "weekly Harbour Post", None),
        ("[[ORG|Acme]] [[OFF|chief executive officer]] [[PER|Ann Lee]]", "en", "chief executive officer", "Acme", None),
        ("[[OFF|head of the Planning Committee]] [[PER|Ann Lee]]", "en", "head of the Planning Committee",
         "Planning Committee", None),
        ("[[OFF|president]] of [[ORG|Acme]], [[PER|Ann Lee]]", "en", "president", "Acme", None),
        ("[[OFF|governor]] of the [[ORG|Bank of Japan]] [[PER|Taro Ito]]", "en", "governor", "Bank of Japan", "JP"),
        ("[[OFF|directeur]] de l'[[ORG|Institut Curie]], [[PER|Anne Roy]]", "fr", "directeur", "Institut Curie", None),
    ],
)  # fmt: skip
def test_an_office_is_held_in_a_body(
    marked: str, language: str, title: str, body: str | None, country: str | None
) -> None:
    name = marked.rsplit("[[PER|", 1)[1].split("]]", maxsplit=1)[0]
    (office,) = _person(marked, language, name).offices
    assert (office.title, office.body, office.country) == (title, body, country)


def test_the_president_of_a_company_is_no_head_of_state() -> None:
    (office,) = _person("[[OFF|президент]] [[ORG|ФИФА]] [[PER|Иван Петров]]", "ru", "Иван Петров").offices
    assert office.kind == "chairman"


def test_a_verb_between_an_office_and_a_body_parts_them() -> None:
    person = _person("[[OFF|President]] [[PER|Ann Lee]] visited [[ORG|Acme]]", "en", "Ann Lee")
    assert [office.body for office in person.offices] == [None]


def test_an_aide_is_of_the_state_of_the_one_served() -> None:
    marked = "[[OFF|помощник госсекретаря]] [[LOC|США]] [[PER|Иван Петров]]"
    (office,) = _person(marked, "ru", "Иван Петров").offices
    assert (office.title, office.country) == ("помощник госсекретаря", "US")


@pytest.mark.parametrize(
    ("marked", "language"),
    [
        ("co-chaired by [[OFF|Minister]] [[PER|Jon Doe]] and [[OFF|Minister]] [[PER|Ann Lee]].", "en"),
        ("[[PER|Jon Doe]] och [[PER|Ann Lee]] ledde gemensamt mötet.", "sv"),
        ("[[OFF|Thủ tướng]] [[PER|Jon Doe]] và [[OFF|Thủ tướng]] [[PER|Ann Lee]] đồng chủ trì.", "vi"),
        ("под председательством [[OFF|министров]] [[PER|Jon Doe]] и [[PER|Ann Lee]]", "ru"),
    ],
)
def test_words_say_who_presides(marked: str, language: str) -> None:
    assert [_person(marked, language, name).chairs for name in ("Jon Doe", "Ann Lee")] == [True, True]


@pytest.mark.parametrize(
    ("marked", "language"),
    [
        ("[[PER|Ann Lee]] at the mausoleum of [[OFF|President]] [[PER|Jon Doe]]", "en"),
        ("[[PER|Ann Lee]] и памяти [[PER|Jon Doe]]", "ru"),
        ("[[PER|Ann Lee]] dự lễ 100 năm Ngày sinh [[OFF|Chủ tịch]] [[PER|Jon Doe]]", "vi"),
    ],
)
def test_who_is_remembered_takes_no_part(marked: str, language: str) -> None:
    assert [_person(marked, language, name).late for name in ("Ann Lee", "Jon Doe")] == [False, True]


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("Израиль", "ru", "IL"), ("Израиля", "ru", "IL"), ("laotisk", "sv", "LA"), ("Лаоса", "ru", "LA"),
        ("vietnamesiska", "sv", "VN"), ("越南", "zh", "VN"), ("فيتنام", "ar", "VN"),
    ],
)  # fmt: skip
def test_states_are_found_in_every_form(text: str, language: str, country: str) -> None:
    assert [state.country for state in Lexicon.load().find_states(text, language)] == [country]


@pytest.mark.parametrize(
    ("marked", "language", "title"),
    [
        ("[[LOC|Lao]] [[OFF|President]]-elect [[PER|Ann Lee]]", "en", "President-elect"),
        ("el [[OFF|presidente]] electo de [[LOC|Laos]], [[PER|Ann Lee]]", "es", "presidente electo"),
        ("le [[OFF|président]] élu du [[LOC|Laos]], [[PER|Ann Lee]]", "fr", "président élu"),
        ("[[OFF|Tổng thống]] đắc cử [[LOC|Lào]] [[PER|Ann Lee]]", "vi", "Tổng thống đắc cử"),
        ("[[OFF|الرئيس]] المنتخب [[LOC|لاوس]] [[PER|Ann Lee]]", "ar", "الرئيس المنتخب"),
    ],
)
def test_who_is_only_elected_does_not_hold_the_office(marked: str, language: str, title: str) -> None:
    (office,) = _person(marked, language, "Ann Lee").offices
    assert (office.title, office.country, office.kind) == (title, "LA", "elect_head_of_state")


def test_who_acts_in_an_office_holds_it_and_the_title_says_so() -> None:
    (office,) = _person("[[LOC|Lao]] acting [[OFF|President]] [[PER|Ann Lee]]", "en", "Ann Lee").offices
    assert (office.title, office.kind) == ("acting President", "head_of_state")
