"""Bodies once each: which names are of one, which are kept apart, and which stand for none."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tests.stages.made_bodies import reading
from verbale.records.gazetteer import GazetteerEntry
from verbale.records.judgements import Anchor, Judgement, Judgements, Party
from verbale.records.workspace import MemoryWorkspace
from verbale.stages.resolve import Bodies, SaidBodies, bodies_in
from verbale.stages.resolve.bodies import BodySeen
from verbale.stages.resolve.bodies_known import know_bodies

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from verbale.records.items import Body, Review
    from verbale.records.reading import Reading


class Record:
    """The bodies of a record, as updates leave them."""

    def __init__(self) -> None:
        self.workspace = MemoryWorkspace()
        self.bodies: dict[str, Body] = {}
        self.reviews: dict[str, Review] = {}

    def update(
        self, said: Sequence[SaidBodies], gone: Sequence[str] = (), judged: Sequence[Judgement] = ()
    ) -> None:
        bodies = Bodies(self.workspace, Judgements(judged))
        for one in said:
            bodies.say(one)
        changed = bodies.update(gone)
        for key, body in changed.bodies.items():
            self.bodies.pop(key, None)
            if body is not None:
                self.bodies[key] = body
        for key, review in changed.reviews.items():
            self.reviews.pop(key, None)
            if review is not None:
                self.reviews[key] = review

    def items(self) -> tuple[list[Body], list[Review]]:
        by_id = sorted(self.bodies.values(), key=lambda item: item.id)
        return by_id, sorted(self.reviews.values(), key=lambda item: item.id)


def bodies_of(*readings: Reading) -> list[Body]:
    record = Record()
    record.update([bodies_in(one) for one in readings])
    return record.items()[0]


def names(body: Body) -> set[str]:
    return {name.text for name in body.names}


def test_a_ministry_is_one_in_any_language_and_not_that_of_another_state() -> None:
    found = bodies_of(
        reading("a", "vi", "Bộ Ngoại giao Việt Nam ra thông cáo."),
        reading("b", "ru", "МИД Вьетнама сообщил об этом."),
        reading("c", "en", "Vietnam's Ministry of Foreign Affairs said so; the Lao Foreign Ministry agreed."),
        reading("d", "lo", "ກະຊວງການຕ່າງປະເທດ ລາວ"),
    )
    assert {(body.country, body.type) for body in found} == {("VN", "ministry"), ("LA", "ministry")}
    vietnam = next(body for body in found if body.country == "VN")
    assert vietnam.name == "Ministry of Foreign Affairs of Vietnam"
    assert names(vietnam) == {"Bộ Ngoại giao", "МИД", "Ministry of Foreign Affairs"}
    assert all(proof.quote for proof in vietnam.evidence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("vi", "Bộ Ngoại giao hai nước phối hợp chặt chẽ."),
        ("zh", "两国外交部保持沟通。"),
        ("zh", "两国会谈在北京举行，中国会继续推进。"),
        ("en", "The foreign ministries of Vietnam and Laos agreed; the Ministry of Foreign Trade did not."),
        ("en", "The Ministry of Defence of Kenya and Uganda held talks."),
        ("en", "The ministry of foreign affairs announced the visit."),
        ("en", "[[NATO Summit]] guests and [[the Commission]] met [[Administration]] people."),
    ],
)
def test_no_ministry_without_one_sure_state_and_no_body_of_common_words(language: str, sentence: str) -> None:
    assert [body.name for body in bodies_of(reading("a", language, sentence)) if body.name != "NATO"] == []


def test_a_page_of_a_state_tells_whose_ministry_is_meant_unless_something_speaks_for_another() -> None:
    home = ("Thủ tướng Việt Nam tiếp Thủ tướng Lào.", "Bộ Tài chính trình đề án.")
    (body,) = bodies_of(reading("a", "vi", *home))
    assert (body.name, body.country) == ("Ministry of Finance of Vietnam", "VN")
    elsewhere = (
        "Thủ tướng Việt Nam tiếp Thủ tướng Lào.",
        "Bộ Tài chính Lào có đề án.",
        "Bộ Tài chính trình.",
    )
    (other,) = bodies_of(reading("b", "vi", *elsewhere))
    assert (other.country, len(other.evidence)) == ("LA", 1)


def test_an_abbreviation_given_beside_a_name_stands_for_it_on_other_pages_too() -> None:
    beside = reading("a", "en", "[[Phongsavanh Bank]] (PSVB) opened a branch, and [[PSVB]] hired people.")
    alone = reading("b", "fr", "La banque [[PSVB]] recrute.")
    (body,) = bodies_of(beside, alone)
    assert names(body) == {"Phongsavanh Bank", "PSVB"}
    assert body.name == "Phongsavanh Bank"
    rival = reading("c", "en", "[[Pakse Savings Bank]] (PSVB) closed.")
    assert len(bodies_of(beside, alone, rival)) == 3


def test_names_that_sound_alike_in_two_scripts_are_one_unless_their_states_differ() -> None:
    cyrillic = reading("a", "ru", "Компания [[Узметкомбинат]] подписала договор.")
    latin = reading("b", "en", "The company [[Uzmetkombinat]] signed.")
    (body,) = bodies_of(cyrillic, latin)
    assert body.name == "Uzmetkombinat"
    record = Record()
    short = [
        bodies_in(reading("a", "ru", "Компания [[Алмо]] подписала.")),
        bodies_in(reading("b", "en", "The company [[Almo]] signed.")),
    ]
    record.update(short)
    found, reviews = record.items()
    assert len(found) == 2
    assert [review.about for review in reviews] == ["body"]
    assert set(reviews[0].items) == {one.id for one in found}


@pytest.fixture
def gazetteer() -> Iterator[None]:
    entries = [
        GazetteerEntry("Q901", "Sekong Steel", (("en", "Sekong Steel"), ("lo", "ເຫຼັກເຊກອງ")), "LA", "body"),
        GazetteerEntry(
            "Q902", "Foreign Ministry of Laos", (("en", "Ministry of Foreign Affairs"),), "LA", "body"
        ),
    ]
    know_bodies(entries)
    yield
    know_bodies(())


@pytest.mark.usefixtures("gazetteer")
def test_a_gazetteer_joins_names_and_gives_ids() -> None:
    found = bodies_of(
        reading("a", "en", "[[Sekong Steel]] grew.", "The Ministry of Foreign Affairs of Laos agreed."),
        reading("b", "lo", "ບໍລິສັດ [[ເຫຼັກເຊກອງ]] ເຕີບໂຕ."),
    )
    assert {(body.name, body.wikidata) for body in found} == {
        ("Sekong Steel", "Q901"),
        ("Ministry of Foreign Affairs of Laos", "Q902"),
    }


def _party(body: Body, *places: tuple[str, int, int]) -> Party:
    return Party(id=body.id, name=body.name, anchors=tuple(Anchor(*place, "") for place in places))


def _judgement(action: str, *about: Party) -> Judgement:
    return Judgement(id=f"j-{action}", action=action, item="body", about=about, author="Ida", time="1")  # type: ignore[arg-type]


def test_judgements_join_part_and_reject_and_can_be_taken_back() -> None:
    said = [
        bodies_in(reading("a", "en", "NATO met.")),
        bodies_in(reading("b", "en", "ASEAN met.")),
        bodies_in(reading("c", "en", "NATO agreed.")),
    ]
    record = Record()
    record.update(said)
    asean, nato = sorted(record.items()[0], key=lambda body: body.name)
    merge = _judgement("merge", _party(nato, ("a", 0, 4)), _party(asean, ("b", 0, 5)))
    record.update([], judged=[merge])
    (one,) = record.items()[0]
    assert names(one) == {"NATO", "ASEAN"}
    split = _judgement("split", _party(nato, ("a", 0, 4)), _party(nato, ("c", 0, 4)))
    record.update([], judged=[split])
    assert sorted(body.name for body in record.items()[0]) == ["ASEAN", "NATO", "NATO"]
    reject = _judgement("reject", _party(asean, ("b", 0, 5)))
    record.update([], judged=[reject])
    assert [len(body.judged) for body in sorted(record.items()[0], key=lambda b: b.name)] == [1, 0]
    record.update([])
    assert record.items()[0] == sorted([asean, nato], key=lambda body: body.id)


def _made(rng: random.Random, source: str) -> SaidBodies:
    """A source that names some of few bodies, with abbreviations and sounds in common, in no certain state."""
    rows = []
    for number in range(rng.randrange(1, 5)):
        name, language = rng.choice(NAMES)
        key = f"~{'Cyrl' if language == 'ru' else 'Latn'} {name.casefold()}"
        short = rng.choice([None, None, "~Latn abc", "~Latn xyz"]) if " " in name else None
        country = rng.choice([None, None, "RU", "LA"])
        quote = (number, number + 9, name)
        rows.append(BodySeen(number * 10, key, name, language, country, None, short, quote))
    return SaidBodies(source, rng.choice([None, "2024-01-01", "2024-02-01"]), tuple(rows))


NAMES = [
    ("Alpha Bank", "en"),
    ("Beta Group", "en"),
    ("ABC", "en"),
    ("XYZ", "en"),
    ("Rosmetal", "en"),
    ("Росметал", "ru"),
    ("Росметала", "ru"),
    ("Almo", "en"),
    ("Алмо", "ru"),
]


@pytest.mark.parametrize("seed", range(60))
def test_the_bodies_are_the_same_in_any_order_and_number_of_runs(seed: int) -> None:
    rng = random.Random(seed)
    said = {f"s{number}": _made(rng, f"s{number}") for number in range(rng.randrange(2, 14))}
    whole = Record()
    whole.update(list(said.values()))
    parts = Record()
    order = rng.sample(sorted(said), len(said))
    for source in order:
        if rng.random() < 0.3:
            parts.update([_made(rng, source)])
        parts.update([said[source]])
    gone = rng.sample(order, rng.randrange(len(order)))
    parts.update([], gone=gone)
    parts.update([said[source] for source in gone])
    assert parts.items() == whole.items()
