"""Folding keeps what spellings of one word have in common, and keeps words of other scripts apart."""

import pytest

from verbale.text.fold import fold, fold_words


@pytest.mark.parametrize(
    ("spelling", "folded"),
    [
        ("Đại sứ", "dai su"),
        ("ÅLESUND", "alesund"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Сергей Лавров", "сергеи лавров"),
        ("١٢ ﻣﺼﺮ", "١٢ مصر"),
        ("ＡＳＥＡＮ", "asean"),
    ],
)
def test_case_accents_and_forms_fall_away(spelling: str, folded: str) -> None:
    assert fold(spelling) == folded


@pytest.mark.parametrize(("one", "other"), [("ป่า", "ป้า"), ("के", "का"), ("か", "が"), ("가", "각")])
def test_signs_that_make_another_word_stay(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_words_lose_the_signs_between_them() -> None:
    assert fold_words("  Comments (3) — «Réagir»! ") == "comments 3 reagir"
    assert fold_words("यह भी पढ़ें") == fold_words("यह भी पढ़ें:")
