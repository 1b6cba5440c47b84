"""The parallel accounts say the same in every language, and the check for resource files finds every kind of entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bench.parallel import RESOURCED, UNSEEN, accounts, golds, is_form, page_of
from bench.parallel_files import entries_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("language", RESOURCED + UNSEEN)
def test_every_language_tells_each_account_sentence_by_sentence(language: str) -> None:
    right = golds()
    assert len(right) >= 8
    for gold, told in zip(right, accounts(language), strict=True):
        assert told.id == gold.id
        assert len(told.sentences) == len(gold.rows) == sum(gold.paragraphs)
        assert {row.by for row in gold.rows} <= {"both", "none", *gold.people}
        page, places = page_of(gold, told)
        assert [page.text[start:end] for start, end in places] == list(told.sentences)
        assert told.names.keys() == gold.people.keys()
        for forms in told.names.values():
            missing = [word for word in forms[0].split() if word[:-1] not in page.text]
            assert not missing, (language, forms)


def test_a_name_is_known_with_an_ending_and_not_with_words_around_it() -> None:
    assert is_form("Левана Гелашвили", ["Леван Гелашвили"])
    assert is_form("ഏറോ ലാഹ്തിനനുമായി", ["ഏറോ ലാഹ്തിനൻ", "ലാഹ്തിനൻ"])
    assert not is_form("Minister Levan Gelashvili", ["Levan Gelashvili", "Gelashvili"])
    assert not is_form("Lev", ["Levan"])


def test_entries_are_found_by_file_name_by_key_and_in_lists_of_codes(tmp_path: Path) -> None:
    (tmp_path / "cldr").mkdir()
    (tmp_path / "cldr" / "cy.json").write_text("{}", encoding="utf-8")
    (tmp_path / "words.yaml").write_text("short: [cy, word]", encoding="utf-8")
    assert entries_of("cy", tmp_path) == []

    other = tmp_path / "other"
    (other / "labelled").mkdir(parents=True)
    (other / "labelled" / "cy.jsonl").write_text("", encoding="utf-8")
    (other / "offices.yaml").write_text("minister:\n  cy: [gweinidog]", encoding="utf-8")
    (other / "languages.yaml").write_text("uninflected: [en, cy]", encoding="utf-8")
    assert entries_of("cy", other) == ["labelled/cy.jsonl", "languages.yaml", "offices.yaml"]
