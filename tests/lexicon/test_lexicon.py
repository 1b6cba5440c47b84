import importlib.util
import json
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from verbale.lexicon import DateHints, Lexicon

ROOT = Path(__file__).resolve().parents[2]
PAGE_DAY = date(2025, 12, 20)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("sv", "laotiska och vietnamesiska ledare i Kambodja", ["LA", "VN", "KH"]),
        ("ru", "премьер Лаоса, вьетнамских предприятий, с Китаем", ["LA", "VN", "CN"]),
        ("vi", "quan hệ Việt-Lào ở tỉnh Lào Cai", ["VN", "LA"]),
        ("en", "the U.S.-UAE talks told us nothing", ["US", "AE"]),
        ("en", "it was Michael Jordan of New Mexico", []),
        ("en", "the King of Jordan and Côte d’Ivoire", ["JO", "CI"]),
        ("zh", "中美关系与老挝", ["CN", "US", "LA"]),
        ("ja", "タイのタイトル", ["TH"]),
        ("ar", "ولاوس وفيتنام", ["LA", "VN"]),
        ("fi", "Venäjän ja Ruotsissa, oman maansa", ["RU", "SE"]),
        ("xx", "Vietnam ja ລາວ", ["VN", "LA"]),
    ],
)
def test_states_are_found_in_any_form(
    lexicon: Lexicon, language: str, text: str, expected: list[str]
) -> None:
    assert [span.country for span in lexicon.find_states(text, language)] == expected


def test_a_polity_word_belongs_to_the_name(lexicon: Lexicon) -> None:
    text = "the Republic of Ecuador"
    (span,) = lexicon.find_states(text, "en")
    assert text[span.start : span.end] == "Republic of Ecuador"


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("vi", "sáng 19/10", "2025-10-19", "2025-10-19"),
        ("th", "2 ธันวาคม 2568", "2025-12-02", "2025-12-02"),
        ("ar", "٢ ديسمبر ٢٠٢٥", "2025-12-02", "2025-12-02"),
        ("zh", "12月2日至4日", "2025-12-02", "2025-12-04"),
        ("vi", "tháng 9/2023", "2023-09-01", "2023-09-30"),
        ("vi", "giai đoạn 2021-2030", "2021-01-01", "2030-12-31"),
        ("fa", "۱۱ آذر ۱۴۰۴", "2025-12-02", "2025-12-02"),
        ("fa", "۱ فروردین ۱۴۰۰", "2021-03-21", "2021-03-21"),
        ("ja", "令和7年12月2日", "2025-12-02", "2025-12-02"),
        ("zh", "民國114年12月2日", "2025-12-02", "2025-12-02"),
    ],
)
def test_dates_are_resolved(lexicon: Lexicon, language: str, text: str, first: str, last: str) -> None:
    (found,) = lexicon.find_dates(text, language, PAGE_DAY)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "bidrar till fred 5 och 6"),
        ("en", "they may 2 or 3 times win 3-2 on page 12 for $2025"),
        ("vi", "1/3 số dân, nghị định số 12/2023/NĐ-CP"),
        ("en", "on 30 February 2025"),
    ],
)
def test_dates_are_not_invented(lexicon: Lexicon, language: str, text: str) -> None:
    assert not [found for found in lexicon.find_dates(text, language, PAGE_DAY) if found.precision != "year"]


def test_a_day_without_a_year_needs_something_to_count_from(lexicon: Lexicon) -> None:
    assert lexicon.find_dates("sáng 19/10", "vi") == []
    hints = lexicon.date_hints("chuyến thăm vào tháng 9/2023", "vi")
    (found,) = lexicon.find_dates("sáng 19/10", "vi", hints=hints)
    assert (found.first, found.year_from) == (date(2023, 10, 19), "2023-09-01")
    (inferred,) = lexicon.find_dates("1 декабря", "ru", hints=DateHints(years=(2025, 2025)))
    assert (inferred.first, inferred.year_from) == (date(2025, 12, 1), "2025")
    assert lexicon.find_dates("1 декабря", "ru", hints=DateHints(years=(2024, 2025))) == []


def test_an_english_numeric_date_of_unsure_order_is_read_near_the_page_only(lexicon: Lexicon) -> None:
    (found,) = lexicon.find_dates("12/2/2025", "en", PAGE_DAY)
    assert found.first == date(2025, 12, 2)
    assert lexicon.find_dates("12/2/2025", "en") == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("vi", "5 tỷ USD", [(5e9, "USD")]),
        ("id", "5 M dan 5 miliar dolar AS", [(5e9, "USD")]),
        ("en", "5 M USD", [(5e6, "USD")]),
        ("en", "1,500 crore rupees", [(15e9, "INR")]),
        ("zh", "35亿美元", [(3.5e9, "USD")]),
        ("ko", "3조 5천억 원", [(3.5e12, "KRW")]),
        ("ru", "от 5 до 10 млрд долларов", [(5e9, "USD"), (1e10, "USD")]),
        ("vi", "2,6 tỷ", [(2.6e9, "count")]),
        ("en", "they won 3 of 12 and 5,000 more at COP26", []),
        ("en", "COP26 raised USD5m", [(5e6, "USD")]),
    ],
)
def test_amounts(lexicon: Lexicon, language: str, text: str, expected: list[tuple[float, str]]) -> None:
    assert [(found.value, found.unit) for found in lexicon.find_amounts(text, language)] == expected


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("vi", "Kỳ họp lần thứ 48", 48),
        ("ru", "XII съезд", 12),
        ("en", "the 28th session", 28),
        ("zh", "第48届联大", 48),
    ],
)
def test_ordinals_of_sessions(lexicon: Lexicon, language: str, text: str, number: int) -> None:
    assert [found.number for found in lexicon.find_ordinals(text, language)] == [number]


@pytest.mark.parametrize(
    ("language", "title", "kind"),
    [
        ("en", "Minister of Foreign Affairs", "foreign_minister"),
        ("en", "Deputy Prime Minister", "deputy_head_of_government"),
        ("vi", "Bộ trưởng Bộ Quốc phòng", "defence_minister"),
        ("ru", "премьер-министром", "head_of_government"),
        ("zh", "副总理", "deputy_head_of_government"),
        ("sv", "presidentvalet", None),
    ],
)
def test_offices_have_codes(lexicon: Lexicon, language: str, title: str, kind: str | None) -> None:
    assert lexicon.office_of(title, language) == kind


def test_places_have_states(lexicon: Lexicon) -> None:
    assert lexicon.place("thủ đô Viêng Chăn", "vi") == "LA"
    assert lexicon.place("в Москве", "ru") == "RU"
    assert lexicon.place("Nowhere", "en") is None


def _compiler() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compile_cldr", ROOT / "scripts" / "compile_cldr.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["vi", "lo", "en"])
def test_the_cldr_extract_is_what_the_script_makes(language: str) -> None:
    compiler = _compiler()
    stored = ROOT / "src" / "verbale" / "resources" / "cldr" / f"{language}.json"
    compiled = compiler.compile_language(compiler.languages()[language])
    assert json.loads(stored.read_text(encoding="utf-8")) == json.loads(compiler.encode(compiled))


def test_months_beside_a_day_need_no_capital_where_small_letters_are_no_other_word() -> None:
    lexicon, page = Lexicon.load(), date(2024, 5, 15)
    assert [found.first for found in lexicon.find_dates("рӯзи 14 май дар Найробӣ", "tg", page)] == [
        date(2024, 5, 14)
    ]
    assert lexicon.find_dates("of the 14 may stay", "en", page) == []


def test_signs_that_join_letters_may_be_left_out_of_months() -> None:
    found = Lexicon.load().find_dates("ഒക്ടോബർ 2-ന്", "ml", date(2024, 10, 3))
    assert [row.first for row in found] == [date(2024, 10, 2)]
