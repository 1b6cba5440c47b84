"""The whole way on the example pages, with the real encoder: what a newcomer's first run shows."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from verbale.pipeline import ReadSource, build, ingest, make_reader
from verbale.pipeline.build import kind_of
from verbale.records.items import Alignment, Evidence, Meeting, Person, Undertaking
from verbale.records.reading import Page, Source
from verbale.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from verbale.records.items import AnyItem

PAGES = Path(__file__).parents[2] / "examples" / "pages"

T = TypeVar("T")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def readings() -> list[ReadSource]:
    reader = make_reader(Settings())
    pages = [page for page in ingest([PAGES]) if isinstance(page, Page)]
    return [read for page in pages for read in reader.read(page)]


@pytest.fixture(scope="module")
def items(readings: list[ReadSource]) -> list[AnyItem]:
    return build(readings)


def of_kind(items: Sequence[AnyItem], kind: type[T]) -> list[T]:
    return [item for item in items if isinstance(item, kind)]


def sources_of(items: Sequence[AnyItem], stem: str) -> set[str]:
    """Ids of the pages whose path names something."""
    return {source.id for source in of_kind(items, Source) if stem in source.path and not source.teaser_of}


def test_every_quote_is_the_words_of_its_source(items: list[AnyItem]) -> None:
    texts = {source.id: source.text for source in of_kind(items, Source)}
    quotes = [e for item in items for e in getattr(item, "evidence", ()) if isinstance(e, Evidence)]
    assert len(quotes) > 100
    assert all(texts[e.source][e.start : e.end] == e.quote for e in quotes)


def test_everything_that_was_read_has_evidence(items: list[AnyItem]) -> None:
    for item in items:
        if hasattr(item, "evidence"):
            assert item.evidence, item.id


def test_three_accounts_in_three_languages_are_one_meeting(items: list[AnyItem]) -> None:
    accounts = sources_of(items, "kenya-tanzania-2022-10")
    assert len(accounts) == 3
    assert max(len(accounts & set(meeting.sources)) for meeting in of_kind(items, Meeting)) == 3


def test_meetings_of_the_same_pair_on_other_days_stay_apart(items: list[AnyItem]) -> None:
    days = {
        meeting.date_start
        for meeting in of_kind(items, Meeting)
        if {"EG", "IN"} <= set(meeting.countries) and meeting.type not in ("visit", "reception")
    }
    assert {"2023-01-25", "2023-06-25"} <= days


def test_people_are_once_across_scripts(items: list[AnyItem]) -> None:
    spellings = Counter(
        person.id for person in of_kind(items, Person) for name in person.names if "Modi" in name.text
    )
    assert len(spellings) == 1
    (modi,) = [p for p in of_kind(items, Person) if p.id in spellings]
    assert {"Latn", "Deva", "Arab"} <= {name.script for name in modi.names}


def test_undertakings_of_several_accounts_keep_the_quotes_of_each(items: list[AnyItem]) -> None:
    merged = [u for u in of_kind(items, Undertaking) if len({e.source for e in u.evidence}) > 1]
    assert merged


def test_what_one_account_says_alone_is_marked(items: list[AnyItem]) -> None:
    relations = Counter(alignment.relation for alignment in of_kind(items, Alignment))
    assert relations["same"] > 5
    assert relations["only"] > 5


def test_ids_are_unique_and_what_an_item_names_is_there(items: list[AnyItem]) -> None:
    ids = {item.id for item in items}
    assert len(ids) == len(items)
    for undertaking in of_kind(items, Undertaking):
        named = {undertaking.meeting, undertaking.speaker, undertaking.target, undertaking.thread} - {None}
        assert named <= ids, undertaking.id


def test_the_order_of_the_pages_changes_nothing(readings: list[ReadSource], items: list[AnyItem]) -> None:
    for seed in range(3):
        shuffled = readings[:]
        random.Random(seed).shuffle(shuffled)
        assert build(shuffled) == items


def test_every_kind_of_item_is_made(items: list[AnyItem]) -> None:
    made = {kind_of(item) for item in items}
    assert {"source", "person", "meeting", "segment", "alignment", "undertaking", "target", "thread"} <= made


def test_a_page_in_a_language_that_nobody_prepared_is_read() -> None:
    """Icelandic: no labelled segments, no resource file; written for this test."""
    text = (
        "Forseti Íslands, Halla Tómasdóttir, hitti forseta Finnlands, Alexander Stubb, í Reykjavík 8. október 2024.\n\n"
        "Forsetarnir ræddu samstarf landanna á norðurslóðum og ástandið í Úkraínu.\n\n"
        "Ríkin samþykktu að auka viðskipti upp í 500 milljónir evra fyrir árið 2030.\n"
    )
    (read,) = make_reader(Settings()).read(Page(text=text, path="is.txt"))
    assert read.reading.source.language == "is"
    acts = [act.act for act in read.reading.classified]
    assert acts[0] == "encounter"
    assert acts[-1] == "undertaking"
    meetings = of_kind(build([read]), Meeting)
    assert [(m.date_start, m.countries) for m in meetings] == [("2024-10-08", ("FI", "IS"))]
