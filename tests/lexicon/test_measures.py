import pytest

from verbale.lexicon.indicators import find_indicators
from verbale.lexicon.measures import Marks, measure_finder
from verbale.stages.extract.quantities import amounts


def marks(text: str, language: str) -> list[tuple[float, str, Marks]]:
    return [(a.value, a.unit, a.marks) for a in amounts(text, language, ())]


@pytest.mark.parametrize(
    ("language", "text", "bound"),
    [
        ("en", "exports of at least 40 million dollars", "at least"),
        ("vi", "xuất khẩu gần 40 triệu USD", "nearly"),
        ("ru", "экспорт превысил 40 млн долларов", "more than"),
        ("ja", "輸出は4000万ドル以上", "at least"),
        ("pt", "exportar 40 milhões de dólares até 2029", None),
    ],
)
def test_bounds_stand_before_or_after_an_amount(language: str, text: str, bound: str | None) -> None:
    assert [said.bound for _, _, said in marks(text, language)] == [bound]


def test_the_second_of_two_numbers_says_what_it_starts_from_with_or_without_a_unit() -> None:
    assert marks("raise the number of weekly flights from 7 to 14", "en") == [
        (7.0, "count", Marks(bound="from")),
        (14.0, "count", Marks(since=7.0)),
    ]
    assert marks("с 2 млрд до 3 млрд долларов", "ru")[1][2] == Marks(since=2e9)


def test_a_bare_number_is_an_amount_only_beside_what_it_counts() -> None:
    assert [row[0] for row in marks("41,000 Malaysian tourists came", "en")] == [41000.0]
    assert marks("Resolution 2231 was recalled by the ministers", "en") == []


def test_a_share_says_which_way_it_went() -> None:
    assert [said.way for _, _, said in marks("出口下降4%，为28亿美元", "zh")] == ["down", None]


def test_words_of_hope_and_indicators_are_found_inflected_and_joined() -> None:
    assert [m.value for m in find_indicators("رفع حجم الاستثمارات", "ar")] == ["investment"]
    assert [m.value for m in measure_finder("uk").stances("висловив сподівання")] == ["hope"]
