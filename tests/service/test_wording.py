"""Targets in words, with no more than what is known."""

import pytest

from verbale.records.items import Change, Target
from verbale.records.vocabulary import Bound
from verbale.service import wording


def trade(
    value: float = 5e9,
    unit: str = "USD",
    by: str | None = None,
    bound: Bound | None = None,
    change: Change | None = None,
) -> Target:
    return Target(
        id="target-1",
        indicator="trade",
        value=value,
        unit=unit,
        by=by,
        countries=("LA", "VN"),
        meeting=None,
        status="target",
        evidence=(),
        bound=bound,
        change=change,
    )


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (trade(), "trade: 5 billion USD"),
        (trade(200, "places", by="2030"), "trade: 200 places by 2030"),
        (trade(by="2026-03-31", bound="at least"), "trade: at least 5 billion USD by 31 March 2026"),
        (trade(change=Change(value=-12.5, unit="percent")), "trade: 5 billion USD, down 12.5 percent"),
        (
            trade(change=Change(value=2, unit="times", start=2.5e9)),
            "trade: 5 billion USD, up 2 times from 2.5 billion USD",
        ),
        (trade(change=Change(start=2.5e9)), "trade: 5 billion USD, from 2.5 billion USD"),
    ],
)
def test_a_target_says_its_bound_its_change_and_its_day(target: Target, words: str) -> None:
    assert wording.target(target) == words
