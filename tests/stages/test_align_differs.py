from datetime import date

import numpy as np
import pytest

from verbale.records.items import Alignment
from verbale.stages.align import Account, Facts, Figure, align


def told(**facts: Facts) -> Alignment:
    """What is said of the first sentence of accounts that all say the same four, each with what was read of it."""
    rows = np.full((4, 16), 0.3, dtype=np.float32) + np.eye(4, 16, dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    accounts = [
        Account(
            "m",
            source,
            tuple(f"{source}{place}" for place in range(4)),
            ("a sentence of some length",) * 4,
            rows,
            (read, Facts(), Facts(), Facts()),
        )
        for source, read in facts.items()
    ]
    (item,) = (item for item in align(accounts) if "a0" in item.segments)
    assert item.segments == ("a0", "b0")
    return item


def kinds(**facts: Facts) -> list[str]:
    return [difference.kind for difference in told(**facts).differs]


def day(number: int) -> tuple[date, date]:
    return date(2025, 12, number), date(2025, 12, number)


YEAR = date(2030, 1, 1), date(2030, 12, 31)


def test_a_figure_of_one_unit_differs_and_says_what_each_account_has() -> None:
    item = told(a=Facts((Figure(5e9, "USD"),)), b=Facts((Figure(10e9, "USD"),)))
    (difference,) = item.differs
    assert [(v.segment, v.value, v.unit) for v in difference.values] == [
        ("a0", 5e9, "USD"),
        ("b0", 10e9, "USD"),
    ]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((Figure(5e9, "USD"),), (Figure(12.0, "percent"),)),
        ((Figure(5e9, "USD"),), ()),
        ((Figure(5e9, "USD"), Figure(10e9, "USD")), (Figure(10e9, "USD"),)),
        ((Figure(5e9, "USD", "more than"),), (Figure(5.2e9, "USD"),)),
    ],
)
def test_other_units_gaps_and_rounding_are_no_difference(
    a: tuple[Figure, ...], b: tuple[Figure, ...]
) -> None:
    assert kinds(a=Facts(a), b=Facts(b)) == []


def test_a_day_is_compared_with_a_day_not_with_a_year() -> None:
    assert kinds(a=Facts(dates=(day(2),)), b=Facts(dates=(day(3),))) == ["date"]
    assert kinds(a=Facts(dates=(day(2),)), b=Facts(dates=(YEAR,))) == []


def test_agreed_here_and_discussed_there_differ_where_both_are_sure() -> None:
    agreed, discussed = Facts(strength="agree", strength_p=0.9), Facts(strength="discuss", strength_p=0.9)
    assert kinds(a=agreed, b=discussed) == ["strength"]
    assert kinds(a=agreed, b=discussed._replace(strength_p=0.4)) == []
    assert kinds(a=agreed, b=Facts(strength="commit", strength_p=0.9)) == []


def test_what_was_not_found_names_the_accounts_that_were_read() -> None:
    rows = np.eye(3, 8, dtype=np.float32)
    a = Account("m", "a", ("a0", "a1"), ("one", "two"), rows[:2])
    b = Account("m", "b", ("b0",), ("three",), rows[2:])
    empty = Account("m", "c", (), (), rows[:0])
    found = {item.segments: item.not_in for item in align([a, b, empty])}
    assert found == {("a0",): ("b",), ("a1",): ("b",), ("b0",): ("a",)}
