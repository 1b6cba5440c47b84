"""Floors are kept, and the page of figures says what the result files say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bench.harness import Benchmark

from bench import harness, report

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def floors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Floors of their own for each test."""
    path = tmp_path / "floors.json"
    monkeypatch.setattr(harness, "FLOORS", path)
    return path


@pytest.fixture
def benchmark_(tmp_path: Path) -> Benchmark:
    data = tmp_path / "data.txt"
    data.write_text("one", encoding="utf-8")
    return Benchmark("made", "a made one", lambda: {"f1": 0.9}, (data,))


def test_a_figure_below_its_floor_is_a_problem(benchmark_: Benchmark) -> None:
    harness.set_floors(benchmark_, {"f1": 0.9}, margin=0.01, lower=False)
    assert harness.below_floor(benchmark_, {"f1": 0.895}) == []
    (problem,) = harness.below_floor(benchmark_, {"f1": 0.88})
    assert "below its floor 0.890" in problem


def test_a_figure_that_is_gone_is_a_problem(benchmark_: Benchmark) -> None:
    harness.set_floors(benchmark_, {"f1": 0.9}, margin=0.01, lower=False)
    assert harness.below_floor(benchmark_, {}) == ["made: f1 was not measured"]


def test_floors_hold_for_the_data_they_were_set_on(benchmark_: Benchmark) -> None:
    harness.set_floors(benchmark_, {"f1": 0.9}, margin=0.01, lower=False)
    benchmark_.needs[0].write_text("two", encoding="utf-8")
    assert "not what the floors were set on" in harness.below_floor(benchmark_, {"f1": 0.9})[0]


def test_a_floor_is_not_lowered_unless_told_to(benchmark_: Benchmark) -> None:
    harness.set_floors(benchmark_, {"f1": 0.9}, margin=0.01, lower=False)
    assert "say --lower" in harness.set_floors(benchmark_, {"f1": 0.5}, margin=0.01, lower=False)[0]
    assert harness.below_floor(benchmark_, {"f1": 0.5})
    assert harness.set_floors(benchmark_, {"f1": 0.5}, margin=0.01, lower=True) == []
    assert harness.below_floor(benchmark_, {"f1": 0.5}) == []


def test_data_that_is_not_here_is_told(tmp_path: Path) -> None:
    assert Benchmark("made", "", dict, (tmp_path / "none",)).missing == (tmp_path / "none",)


def test_the_page_of_figures_is_current() -> None:
    page = report.PAGE.read_text(encoding="utf-8")
    assert page == report.written(page), "run python -m bench.report"
