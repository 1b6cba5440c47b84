"""Agreement of two labellers, against worked examples that were published."""

from __future__ import annotations

import pytest

from bench import agreement


def test_alpha_gives_what_krippendorff_works_out() -> None:
    """Example B of "Computing Krippendorff's Alpha-Reliability" (2011): two observers, five values."""
    units = list(zip("aabbdcccedda", "babbbccceddd", strict=True))
    assert agreement.alpha(units) == pytest.approx(0.692, abs=5e-4)


def test_alpha_takes_any_number_of_labels_and_leaves_out_what_one_observer_alone_saw() -> None:
    """Example C of the same paper: up to four observers, twelve units, the last seen by one observer only."""
    units = ["111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3"]
    assert agreement.alpha(units) == pytest.approx(0.743, abs=5e-4)
    with pytest.raises(ValueError, match="two labels"):
        agreement.alpha(["1", "2"])


def test_sets_that_contain_each_other_are_nearer_than_sets_that_overlap() -> None:
    a, b, c = frozenset({"x"}), frozenset({"x", "y"}), frozenset({"y", "z"})
    assert agreement.masi(a, b) == pytest.approx(2 / 3)
    assert agreement.masi(b, c) == pytest.approx(1 - 1 / 9)
    assert agreement.masi(a, frozenset()) == 1
    assert agreement.masi(frozenset(), frozenset()) == 0


def test_the_second_labels_are_of_segments_that_exist_and_name_known_pillars() -> None:
    found = agreement.pairs()
    assert len(found) >= 300
    known = {pillar for pair in found for pillar in pair.first.pillars}
    assert {pillar for pair in found for pillar in pair.second.pillars} <= known
