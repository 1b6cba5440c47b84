"""Clauses that were cut off from their verb bind nobody."""

from __future__ import annotations

import pytest

from tests.stages.made import Line, reading
from verbale.pipeline.clauses import with_broken_clauses

WHOLE = Line("The two leaders met officials of the ministries;", act="encounter", act_p=0.95)
LONG = "and will further widen their cooperation in trade, transport and the training of officials"


def _acts(*lines: Line) -> list[str]:
    page = reading(list(lines))
    return [act.act for act in with_broken_clauses(page.segments, page.classified)]


@pytest.mark.parametrize(
    ("text", "p", "act"),
    [
        ("guests of the provinces;", 0.45, "position"),
        ("agreed on a ferry.", 0.9, "undertaking"),
        (LONG, 0.55, "undertaking"),
        (LONG, 0.4, "position"),
    ],
)
def test_a_clause_that_only_seems_to_bind(text: str, p: float, act: str) -> None:
    clause = Line(text, act="undertaking", act_p=p, lead=WHOLE.text)
    found = _acts(WHOLE, clause)[1]
    assert (found == "undertaking") == (act == "undertaking")


def test_a_short_sentence_of_its_own_may_bind_though_it_is_unsure() -> None:
    assert _acts(Line("A ferry is to come.", act="undertaking", act_p=0.45)) == ["undertaking"]
