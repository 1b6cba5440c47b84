"""Scripts by ISO 15924 code."""

import pytest

from verbale.text.scripts import script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Chủ tịch nước Lào", "Latn"),
        ("Президент ASEAN в Ханое", "Cyrl"),
        ("首相はASEANで会談した", "Jpan"),
        ("国家主席会见了总理", "Hani"),
        ("대통령", "Hang"),
        ("北韓은 韓國", "Kore"),
        ("นายกรัฐมนตรี", "Thai"),
        ("ນາຍົກລັດຖະມົນຕີ", "Laoo"),
        ("رئيس الوزراء", "Arab"),
        ("प्रधानमंत्री", "Deva"),
        ("ጠቅላይ ሚኒስትር", "Ethi"),
        ("2025 — 12!", "Zzzz"),
        ("", "Zzzz"),
    ],
)
def test_the_script_of_most_letters(text: str, script: str) -> None:
    assert script_of(text) == script
