"""Offices in English, beside the words of the accounts."""

import msgspec
import pytest
from tests.store import made

from verbale.service.offices import office_words, participant_words


@pytest.mark.parametrize(
    ("title", "languages", "said"),
    [
        ("Thủ tướng", ["sv", "vi"], "head of government (Thủ tướng)"),
        (
            "generalsekreterare, president",
            ["sv"],
            "party general secretary, head of state (generalsekreterare, president)",
        ),
        ("Foreign Secretary", ["hi", "en"], "Foreign Secretary"),
        ("gardener-in-chief", ["en"], "gardener-in-chief"),
        ("садовник", ["ru"], "садовник"),
    ],
)
def test_an_office_of_a_known_kind_is_told_in_english(title: str, languages: list[str], said: str) -> None:
    assert office_words(title, languages) == said


def test_a_participant_without_an_office_is_a_name() -> None:
    person = made.participant("person-1", "Tô Lâm")
    assert participant_words(person, ["vi"]) == "Tô Lâm"
    held = msgspec.structs.replace(person, office="Chủ tịch nước")
    assert participant_words(held, ["vi"]) == "Tô Lâm (head of state: Chủ tịch nước)"
