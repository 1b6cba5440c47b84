from datetime import date

import pytest

from verbale.lexicon import Lexicon

WEDNESDAY = date(2025, 12, 10)


def _days(text: str, language: str, reference: date | None = WEDNESDAY) -> list[tuple[str, str]]:
    found = Lexicon.load().find_dates(text, language, reference)
    return [(row.first.isoformat(), row.last.isoformat()) for row in found]


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "They met on Wednesday.", "2025-12-10"),
        ("en", "They met on Thursday.", "2025-12-04"),
        ("en", "They meet next Thursday.", "2025-12-11"),
        ("en", "They meet on Monday next week.", "2025-12-15"),
        ("vi", "Họp sáng thứ Hai.", "2025-12-08"),
        ("zh", "下周一会谈", "2025-12-15"),
        ("pl", "Spotkali się w środę.", "2025-12-10"),
    ],
)
def test_a_weekday_is_the_nearest_past_unless_words_say_which(language: str, text: str, day: str) -> None:
    assert _days(text, language) == [(day, day)]


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "They will meet in Paris on Friday.", "2025-12-12"),
        ("en", "On Friday they said that they will meet again.", "2025-12-05"),
        ("de", "Am Freitag wird er den Präsidenten treffen.", "2025-12-12"),
        ("ru", "Министр посетит Лаос в пятницу.", "2025-12-12"),
        ("ru", "Министр посетил Лаос в пятницу.", "2025-12-05"),
        ("ja", "外相は金曜日に会談する予定だ。", "2025-12-12"),
        ("ko", "장관은 금요일에 라오스를 방문할 예정이다.", "2025-12-12"),
        ("tr", "Bakan cuma günü mevkidaşı ile görüştü.", "2025-12-05"),
    ],
)
def test_a_weekday_of_what_is_to_come_is_the_next_one(language: str, text: str, day: str) -> None:
    assert _days(text, language) == [(day, day)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "họp lần thứ hai"),
        ("en", "They meet every Monday."),
        ("es", "Plácido Domingo cantó."),
        ("zh", "每周一次"),
    ],
)
def test_what_only_looks_like_a_weekday_is_left(language: str, text: str) -> None:
    assert _days(text, language) == []


def test_a_printed_day_beside_a_weekday_stands_for_both() -> None:
    assert _days("on Monday, 1 December", "en") == [("2025-12-01", "2025-12-01")]


def test_without_a_page_day_nothing_is_counted_from_it() -> None:
    assert _days("on Monday, next year, in the third quarter", "en", None) == []


def test_parts_of_a_year_have_their_precision_and_origin() -> None:
    lexicon = Lexicon.load()
    (printed,) = lexicon.find_dates("in the third quarter of 2024", "en", WEDNESDAY)
    assert (printed.precision, printed.year_from, printed.last) == ("quarter", "text", date(2024, 9, 30))
    (counted,) = lexicon.find_dates("next year's spring", "en", WEDNESDAY)
    assert (counted.precision, counted.year_from, counted.first) == ("season", "page", date(2026, 3, 1))
    assert lexicon.find_dates("the first half was hard", "en", WEDNESDAY) == []


def test_two_days_that_a_stretch_joins_are_one_period() -> None:
    assert _days("from 28 December to 3 January 2026", "en") == [("2025-12-28", "2026-01-03")]
    assert len(_days("on 3 March and on 5 April 2026", "en")) == 2


@pytest.mark.parametrize("text", ["3 May " * 4000, "Monday " * 4000, "1 " * 20000, "2 billion " * 3000])
def test_hostile_repetition_ends(text: str) -> None:
    lexicon = Lexicon.load()
    lexicon.find_dates(text, "en", WEDNESDAY)
    assert len(lexicon.find_amounts(text, "en")) <= len(text) / 8


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "two and a half billion dollars", [(2.5e9, "USD")]),
        ("fr", "deux milliards et demi d'euros", [(2.5e9, "EUR")]),
        ("zh", "二十五万吨", [(250_000.0, "tonnes")]),
        ("ar", "مليوني دولار", [(2e6, "USD")]),
        ("en", "two people in one room signed a paper", []),
        ("en", "an agreement on avoiding double taxation", []),
    ],
)
def test_numbers_in_words(language: str, text: str, expected: list[tuple[float, str]]) -> None:
    found = Lexicon.load().find_amounts(text, language)
    assert [(row.value, row.unit) for row in found] == expected
