"""States and names in two lists of one order."""

from __future__ import annotations

import pytest

from verbale.lexicon import PeopleWords, StateSpan
from verbale.lexicon.people import people_words
from verbale.stages.extract.gaps import Gaps
from verbale.stages.extract.links import Holder
from verbale.stages.extract.phrases import Office
from verbale.stages.extract.shared import shared_out
from verbale.stages.extract.spans import Person

STATES = {"Ukrainian": "UA", "Russian": "RU", "French": "FR", "Peru": "PE", "Chile": "CL", "Bolivia": "BO"}
NAMES = ("Ann Ek", "Bo Ro", "Cy Ro")


def told(text: str, title: str, beside: bool) -> list[str | None]:
    """The states of the people of a text in which an office stands, beside the first of them or not."""
    words: PeopleWords = people_words("en")
    states = sorted(
        StateSpan(at, at + len(s), c, True) for s, c in STATES.items() if (at := text.find(s)) >= 0
    )
    people = [Person(at, at + len(name), 1.0) for name in NAMES if (at := text.find(name)) >= 0]
    start = text.find(title)
    office = Office(start, start + len(title), start, start + len(title), "FR", "minister", False, True)
    holders = [Holder(person, (0,) if beside and not at else (), "FR") for at, person in enumerate(people)]
    return [
        holder.country if holder.listed else "as before"
        for holder in shared_out(Gaps(text, words), holders, [office], states)
    ]


@pytest.mark.parametrize(
    ("text", "title", "beside", "states"),
    [
        (
            "his Ukrainian, Russian and French colleagues, Ann Ek, Bo Ro and Cy Ro",
            "colleagues",
            True,
            ["UA", "RU", "FR"],
        ),
        ("the foreign ministers of Peru and Chile, Ann Ek and Bo Ro", "ministers", False, ["PE", "CL"]),
        (
            "the foreign ministers of Peru, Chile and Bolivia, Ann Ek and Bo Ro",
            "ministers",
            False,
            [None, None],
        ),
        ("relations of Peru and Chile, Ann Ek and Bo Ro", "Ann", False, ["as before", "as before"]),
        ("the French minister Ann Ek and Bo Ro", "minister", True, ["as before", "as before"]),
    ],
)
def test_people_of_a_list_are_of_the_states_of_the_list_before_it(
    text: str, title: str, beside: bool, states: list[str | None]
) -> None:
    assert told(text, title, beside) == states
