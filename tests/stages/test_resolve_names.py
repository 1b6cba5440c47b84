"""Names of one person and of two, across scripts, spellings and inflection."""

import csv
from itertools import combinations, product
from pathlib import Path

import pytest

from verbale.stages.resolve import Candidate, Decision, compare, spell
from verbale.stages.resolve.blocks import keys, pairs, sought

DATA = Path(__file__).parent / "data"
PAIRS = DATA / "name_pairs.csv"
UNSEEN = DATA / "name_pairs_unseen.csv"

MIN_PAIRS = 250
MIN_SCRIPTS = 12


def decide(left: str, right: str, left_language: str = "en", right_language: str = "en") -> Decision:
    return compare(Candidate(spell(left, (left_language,))), Candidate(spell(right, (right_language,))))


def pairs_of(*tiers: str, path: Path = PAIRS) -> list[tuple[str, str, str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (row["left"], row["right"], row["left_language"], row["right_language"])
        for row in rows
        if row["tier"] in tiers
    ]


def test_the_collection_is_large_and_wide() -> None:
    rows = pairs_of("strong", "medium", "weak", "different")
    scripts = {
        spell(text, (code,)).script
        for left, right, one, other in rows
        for text, code in ((left, one), (right, other))
    }
    assert len(rows) >= MIN_PAIRS
    assert len(scripts) >= MIN_SCRIPTS
    assert len(set(rows)) == len(rows)


def test_no_two_people_are_taken_for_one() -> None:
    rows = pairs_of("different") + pairs_of("different", path=UNSEEN)
    assert [row for row in rows if decide(*row).verdict == "same"] == []


@pytest.mark.parametrize(("tier", "least"), [("strong", 0.96), ("medium", 0.88)])
def test_one_person_is_found(tier: str, least: float) -> None:
    rows = pairs_of(tier)
    assert sum(decide(*row).verdict == "same" for row in rows) >= least * len(rows)


def test_names_that_no_rule_was_made_with_are_found() -> None:
    rows = pairs_of("strong", path=UNSEEN)
    assert sum(decide(*row).verdict == "same" for row in rows) >= 0.9 * len(rows)


def test_blocking_brings_together_what_is_one_person() -> None:
    names = [
        {"left": spell(left, (one,)), "right": spell(right, (other,))}
        for left, right, one, other in pairs_of("strong") + pairs_of("strong", path=UNSEEN)
        if decide(left, right, one, other).verdict == "same"
    ]
    assert sum(len(list(pairs(both))) for both in names) >= 0.99 * len(names)


def test_whether_names_are_compared_depends_on_the_two_alone() -> None:
    rows = pairs_of("strong")[::40] + pairs_of("different")[::40]
    names = {
        f"{at} {text}": spell(text, (code,))
        for at, row in enumerate(rows)
        for text, code in zip(row[:2], row[2:], strict=True)
    }
    together = set(pairs(names))
    alone = {
        (one, other)
        for one, other in combinations(sorted(names), 2)
        if list(pairs({one: names[one], other: names[other]}))
    }
    assert together == alone


def test_each_looks_where_the_other_is_filed() -> None:
    for left, right, one, other in pairs_of("strong", "medium", "different")[::5]:
        a, b = spell(left, (one,)), spell(right, (other,))
        assert bool(keys(a) & sought(b)) == bool(keys(b) & sought(a))


def test_names_of_a_family_are_not_compared_all_with_all() -> None:
    families, middles, given = (
        ("Nguyen", "Tran"),
        ("Van", "Thi", "Minh", "Duc", "Xuan"),
        ("Hung", "Lan", "Phuc", "Giang"),
    )
    made = [" ".join(words) for words in product(families, middles, middles, given)]
    names = {text: spell(text, ("en",)) for text in made}
    assert len(list(pairs(names))) < len(names) ** 2 / 20


@pytest.mark.parametrize(
    ("left", "right", "right_language"),
    [
        ("Tô Lâm", "То Ламом", "ru"),
        ("Thongloun Sisoulith", "Тхонглуном Сисулитом", "ru"),
        ("Thongloun Sisoulith", "ທອງລຸນ ສີສຸລິດ", "lo"),
        ("Badr Abdelatty", "بدر عبد العاطي", "ar"),
        ("Péter Szijjártó", "Szijjártó Péterrel", "hu"),
        ("Mevlüt Çavuşoğlu", "Mevlüt Çavuşoğlu'nun", "tr"),
        ("Gabrielius Landsbergis", "Gabrieliaus Landsbergio", "lt"),
        ("Wang Wentao", "王文涛", "zh"),
        ("Tô Lâm", "苏林", "zh"),
        ("Joe Biden", "拜登", "zh"),
    ],
)
def test_scripts_endings_and_order(left: str, right: str, right_language: str) -> None:
    assert decide(left, right, "en", right_language).verdict == "same"


@pytest.mark.parametrize(
    ("left", "right", "language"),
    [
        ("Saysomphone Phomvihane", "Thongsavanh Phomvihane", "en"),
        ("Phạm Minh Chính", "Phạm Bình Minh", "vi"),
        ("Nguyễn Phú Trọng", "Nguyễn Xuân Phúc", "vi"),
        ("Tô Lâm", "Tô Lãm", "vi"),
        ("To Lam", "Tran Lam", "en"),
        ("To Lam", "Carrie Lam", "en"),
    ],
)
def test_near_names_of_two_people(left: str, right: str, language: str) -> None:
    assert decide(left, right, language, language).verdict == "different"


def test_a_decision_does_not_depend_on_the_side() -> None:
    for left, right, one, other in pairs_of("strong", "different")[::7]:
        assert decide(left, right, one, other) == decide(right, left, other, one)


def test_a_decision_shows_what_was_compared() -> None:
    decision = decide("Phạm Minh Chính", "Phạm Bình Minh", "vi", "vi")
    compared = {(feature.left, feature.right) for feature in decision.features if feature.name == "part"}
    assert any("bình" in pair or "chính" in pair for pair in compared)
    weighed = sum(feature.value * feature.weight for feature in decision.features)
    assert decision.score == pytest.approx(weighed, abs=1e-3)


def test_characters_without_a_sound_are_not_guessed() -> None:
    assert decide("小泉進次郎", "Taro Yamada", "ja", "en").verdict == "unknown"


def test_states_that_differ_keep_names_apart() -> None:
    name = spell("Ali Hassan", ("en",))
    here, there = Candidate(name, frozenset({"TZ"})), Candidate(name, frozenset({"MV"}))
    assert compare(here, there).verdict != "same"


def test_an_office_helps_a_single_name_only_with_the_same_office() -> None:
    korean, latin = spell("수기오노", ("ko",)), spell("Sugiono", ("id",))
    state = frozenset({"ID"})
    minister = frozenset({("foreign_minister", "ID")})
    president = frozenset({("head_of_state", "ID")})
    seen = Candidate(korean, state, minister)
    assert compare(seen, Candidate(latin, state, minister)).verdict == "same"
    assert compare(seen, Candidate(latin, state, president)).verdict != "same"


def test_the_only_office_of_a_state_at_one_time_tells_weakly_alike_names_together() -> None:
    thai, latin = spell("เสงี่ยมพงษ์", ("th",)), spell("Sangiampong", ("en",))
    office = frozenset({("foreign_minister", "TH")})

    def at(month: int) -> frozenset[tuple[str, str, int]]:
        return frozenset({("foreign_minister", "TH", 12 * 2024 + month)})

    seen = Candidate(thai, frozenset({"TH"}), office, at(5))
    near = compare(seen, Candidate(latin, frozenset({"TH"}), office, at(6)))
    far = compare(seen, Candidate(latin, frozenset({"TH"}), office, at(11)))
    assert near.score > far.score
    other = Candidate(spell("Cindy Sirinya", ("en",)), frozenset({"TH"}), office, at(5))
    assert compare(seen, other).verdict == "different"


def test_hostile_text_is_a_name_without_parts_or_a_bounded_one() -> None:
    assert spell("", ()).parts == ()
    assert spell("...—«»", ("en",)).parts == ()
    assert decide("", "Tô Lâm").verdict != "same"
    assert decide("a " * 50, "b " * 50).verdict != "same"


@pytest.mark.parametrize(
    ("left", "right", "language"),
    [
        ("Nguyễn Văn Thắng", "Nguyễn Văn Thành", "vi"),
        ("Wang Min", "Wang Ming", "en"),
        ("Ли Цин", "Ли Цинь", "ru"),
    ],
)
def test_last_sounds_that_one_script_keeps_apart_tell_people_apart(
    left: str, right: str, language: str
) -> None:
    assert decide(left, right, language, language).verdict != "same"
    assert decide("Nguyễn Văn Thắng", "Нгуен Ван Тханг", "vi", "ru").verdict == "same"
