"""The tagger that comes with Verbale, on texts that it was not trained on."""

from __future__ import annotations

from itertools import pairwise

import pytest

from verbale.models.e5 import E5Encoder
from verbale.models.tagger import Tagger

pytestmark = pytest.mark.slow

CASES = {
    "Prime Minister Keir Starmer received Foreign Minister Hakan Fidan in London on Monday.": {
        ("Prime Minister", "OFF"),
        ("Keir Starmer", "PER"),
        ("Foreign Minister", "OFF"),
        ("Hakan Fidan", "PER"),
        ("London", "LOC"),
    },
    "Sáng 5/11, Thủ tướng Phạm Minh Chính tiếp Bộ trưởng Quốc phòng Pháp Sébastien Lecornu.": {
        ("Thủ tướng", "OFF"),
        ("Phạm Minh Chính", "PER"),
        ("Sébastien Lecornu", "PER"),
    },
    "Президент Касым-Жомарт Токаев встретился с премьер-министром Индии Нарендрой Моди.": {
        ("Президент", "OFF"),
        ("Касым-Жомарт Токаев", "PER"),
        ("премьер-министром", "OFF"),
        ("Индии", "LOC"),
        ("Нарендрой Моди", "PER"),
    },
    "外交部长王毅在北京会见马来西亚总理安瓦尔。": {("王毅", "PER"), ("北京", "LOC"), ("安瓦尔", "PER")},
    "Utrikesminister Maria Malmer Stenergard träffade sin kollega i Oslo.": {
        ("Utrikesminister", "OFF"),
        ("Maria Malmer Stenergard", "PER"),
        ("Oslo", "LOC"),
    },
}


@pytest.fixture(scope="module")
def encoder() -> E5Encoder:
    return E5Encoder(threads=1)


@pytest.mark.parametrize("text", CASES)
def test_names_and_offices_in_many_languages(encoder: E5Encoder, text: str) -> None:
    spans = Tagger.load().tag(encoder.encode_with_tokens([text]).tokens[0], text)
    assert {(text[span.start : span.end], span.tag) for span in spans} >= CASES[text]
    assert all(0 < span.p <= 1 for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
