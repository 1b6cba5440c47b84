"""Names in scripts that do not tell sounds letter by letter, and systems by which languages write others' names."""

import csv
from itertools import product
from pathlib import Path

import pytest

from verbale.stages.resolve import Candidate, compare, spell
from verbale.stages.resolve.blocks import keys, pairs, places, sought
from verbale.stages.resolve.compare import clearly_differ
from verbale.stages.resolve.romanise import romans

DATA = Path(__file__).parent / "data"
LATER = ("name_pairs_fresh.csv", "name_pairs_further.csv", "name_pairs_kept.csv", "name_pairs_last.csv")


def verdict(left: str, right: str, left_language: str, right_language: str) -> str:
    return compare(
        Candidate(spell(left, (left_language,))), Candidate(spell(right, (right_language,)))
    ).verdict


@pytest.mark.parametrize("name", LATER)
def test_pairs_collected_later_are_found_and_none_is_taken_for_another(name: str) -> None:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = [
            (row["tier"], verdict(row["left"], row["right"], row["left_language"], row["right_language"]))
            for row in csv.DictReader(file)
        ]
    strong = [found == "same" for tier, found in rows if tier == "strong"]
    assert sum(strong) >= 0.95 * len(strong)
    assert [row for row in rows if row == ("different", "same")] == []


@pytest.mark.parametrize(
    ("word", "letters"),
    [
        ("မြင့်", "myind"),  # a rhyme and a creaky tone
        ("सिंह", "sinh"),  # a sign for n, and no vowel at the end
        ("කුමාර", "kumara"),
        ("ขวัญ", "khwan"),  # what is written ny is n at the end
        ("เสถียร", "sthiar"),  # a vowel around two consonants
        ("معمر", "mamr"),  # two of a consonant have a vowel between
        ("Μπακού", "baku"),
    ],
)
def test_rules_of_a_script_tell_what_letters_do_not(word: str, letters: str) -> None:
    assert romans(word)[0] == letters


def test_silent_letters_are_spoken_in_one_form_and_silent_in_another() -> None:
    assert {"yuth", "yuthth"} <= set(romans("ยุทธ์"))


def test_a_word_without_letters_has_no_sound() -> None:
    assert romans("") == ("",)
    assert romans("123") == ("",)


@pytest.mark.parametrize(
    ("left", "right", "left_language", "right_language"),
    [
        ("Wang Qishan", "温家祥", "en", "zh"),  # Pinyin is written alike or is another name
        ("Nguyễn Mạnh Cầm", "Нгуен Минь Кам", "vi", "ru"),
        ("Than Swe", "သန်းရွှေ", "en", "my"),
        ("Han Seung-joo", "한승수", "en", "ko"),
        ("Heng Samrin", "ហេង សំអន", "en", "km"),
        ("Muhammad Karim", "Mohammad Karim Azad", "en", "en"),
    ],
)
def test_near_names_are_not_taken_for_one(
    left: str, right: str, left_language: str, right_language: str
) -> None:
    assert verdict(left, right, left_language, right_language) != "same"


def test_vietnamese_names_and_chinese_characters_are_not_compared_by_sound() -> None:
    assert verdict("Lê Minh Hải", "黎明海", "vi", "zh") == "unknown"
    assert verdict("Li Minghai", "黎明海", "en", "zh") == "same"


def test_characters_of_china_taiwan_and_japan_are_one() -> None:
    assert verdict("黃錦濤", "黄锦涛", "zh", "zh") == "same"
    names = {"left": spell("黃錦濤", ("ja",)), "right": spell("黄锦涛", ("zh",))}
    assert list(pairs(names)) == [("left", "right")]


def test_a_word_of_courtesy_in_one_language_is_a_name_in_another() -> None:
    assert [part.text for part in spell("Пан Ги Мун", ("ru",)).parts] == ["пан", "ги", "мун"]
    assert [part.text for part in spell("пан Ги Мун", ("uk",)).parts] == ["ги", "мун"]


def test_languages_that_respell_names_are_compared_by_sound() -> None:
    assert verdict("Tonijs Blērs", "Tony Blair", "lv", "en") == "same"
    assert verdict("Tonijs Blērs", "Tony Blair", "en", "en") != "same"


def test_where_a_name_is_filed_and_sought_is_told_at_once() -> None:
    name = spell("Thongloun Sisoulith", ("en",))
    assert places(name) == (keys(name), sought(name))


def test_names_of_two_states_are_told_apart_without_a_look_at_their_letters() -> None:
    names = [spell("Ali Hassan", ("en",)), spell("علي حسن", ("ar",))]
    states = [frozenset({"TZ"}), frozenset({"MV"}), frozenset[str]()]
    offices = [frozenset({("foreign_minister", None)}), frozenset[tuple[str, str | None]]()]
    made = [Candidate(*known) for known in product(names, states, offices)]
    quickly = [(one, other) for one, other in product(made, made) if clearly_differ(one, other)]
    assert quickly
    assert {compare(one, other).verdict for one, other in quickly} == {"different"}


def test_common_names_do_not_meet_all_others() -> None:
    chinese = [
        f"{a} {b}{c}" for a, b, c in product(("Wang", "Li"), ("Jian", "Guo", "Xiao"), ("hua", "min", "ping"))
    ]
    arabic = [f"{a} {b}" for a, b in product(("محمد", "أحمد", "علي"), ("سالم", "ناصر", "خالد", "حمدان"))]
    indian = [
        f"{a} {b}" for a, b in product(("Amit", "Harpreet", "Vijay", "Sunil"), ("Singh", "Kumar", "Yadav"))
    ]
    names = {text: spell(text, ("ar" if text in arabic else "en",)) for text in (*chinese, *arabic, *indian)}
    found = {frozenset((names[a].script, names[b].script)): 0 for a, b in product(names, names)}
    for a, b in pairs(names):
        found[frozenset((names[a].script, names[b].script))] += 1
    assert sum(found.values()) < len(names) ** 2 / 12
