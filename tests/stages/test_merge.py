from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
import numpy as np

from verbale.records.items import Alignment, Change, Meeting
from verbale.records.reading import (
    AmountMention,
    AnyMention,
    DateMention,
    NamedMention,
    OfficeMention,
    StateMention,
)
from verbale.records.vocabulary import ACTS
from verbale.stages.merge import MeetingMatters, Merged, Statement, merge_meeting, settle

MEETING = Meeting(
    id="m",
    type="talks",
    date_start="2025-12-02",
    date_end="2025-12-02",
    date_precision="day",
    date_from="text",
    place=None,
    place_country=None,
    countries=("LA", "VN"),
    participants=(),
    sources=("a", "b"),
    evidence=(),
)


def statement(name: str, topic: int = 0, **given: Any) -> Statement:
    """A statement of the source that its name begins with, at the place that its name ends with."""
    start = int(name[1:]) * 100
    values: dict[str, Any] = {
        "id": name,
        "source": name[0],
        "start": start,
        "end": start + 50,
        "text": f"text of {name}",
        "language": "en",
        "meeting": "m",
        "act": "undertaking",
        "act_p": 0.9,
        "strength": "agree",
        "pillars": (("economy", 0.8),),
        "performer": "both",
        "country": None,
        "person": None,
        "mentions": (),
        "vector": np.eye(16, dtype=np.float32)[topic],
    }
    values |= given
    rest = (1 - values["act_p"]) / (len(ACTS) - 1)
    values.setdefault("act_ps", tuple(values["act_p"] if act == values["act"] else rest for act in ACTS))
    return Statement(**values)


def same(*names: str) -> Alignment:
    return Alignment(id="-".join(names), meeting="m", segments=names, relation="same")


def amount(segment: str, value: float, unit: str = "USD") -> AmountMention:
    start = int(segment[1:]) * 100 + 10
    return AmountMention(segment=segment, start=start, end=start + 5, text="5 bln", value=value, unit=unit)


def state(segment: str, country: str) -> StateMention:
    start = int(segment[1:]) * 100
    return StateMention(segment=segment, start=start, end=start + 4, text="text", country=country)


def until(segment: str, year: int) -> DateMention:
    start = int(segment[1:]) * 100 + 20
    first, last = date(year, 1, 1), date(year, 12, 31)
    return DateMention(
        segment=segment,
        start=start,
        end=start + 4,
        text=str(year),
        first=first,
        last=last,
        precision="year",
        year_from="text",
    )


def run(statements: list[Statement], *alignments: Alignment) -> Merged:
    return settle([matters_of(statements, alignments)])


def matters_of(
    statements: Sequence[Statement], alignments: Sequence[Alignment], meeting: Meeting = MEETING
) -> MeetingMatters:
    return merge_meeting(meeting, statements, alignments)


def test_aligned_quotes_make_one_undertaking() -> None:
    made = run([statement("a1"), statement("b1", language="vi")], same("a1", "b1")).undertakings
    assert [[e.quote for e in item.evidence] for item in made] == [["text of a1", "text of b1"]]
    assert made[0].by == ("LA", "VN")
    assert made[0].pillars == ("economy",)


def test_an_undertaking_of_one_account_stands_alone() -> None:
    assert len(run([statement("a1"), statement("a2", topic=1)], same("a1")).undertakings) == 2


def test_an_assessment_is_no_undertaking() -> None:
    assert run([statement("a1", act="assessment")]).undertakings == ()
    mixed = [statement("a1", act_p=0.6), statement("b1", act="assessment", act_p=0.9)]
    assert run(mixed, same("a1", "b1")).undertakings == ()


def test_an_account_that_may_undertake_what_another_does_is_quoted_and_one_that_does_not_is_not() -> None:
    unsure = tuple({"position": 0.6, "undertaking": 0.4}.get(act, 0.0) for act in ACTS)
    quotes = [statement("a1"), statement("b1", act="position", strength=None, act_ps=unsure)]
    assert len(run(quotes, same("a1", "b1")).undertakings[0].evidence) == 2
    quotes[1] = statement("b1", act="position", strength=None)
    assert len(run(quotes, same("a1", "b1")).undertakings[0].evidence) == 1


def test_the_strongest_word_counts() -> None:
    quotes = [statement("a1", strength="discuss"), statement("b1", strength="commit")]
    assert run(quotes, same("a1", "b1")).undertakings[0].strength == "commit"


def test_one_side_that_speaks_binds_itself() -> None:
    spoken = statement("a1", act="proposal", performer="one", country="LA", person="person-1")
    item = run([spoken]).undertakings[0]
    assert (item.act, item.by, item.speaker, item.strength) == ("proposal", ("LA",), "person-1", None)
    assert item.label == "Laos proposes to cooperate in the economy"


def test_what_one_side_asks_is_not_what_the_other_side_asks() -> None:
    office = OfficeMention(segment="b1", start=100, end=109, text="President", country="VN")
    asked = [
        statement("a1", act="proposal", performer="one", country="LA", mentions=(state("a1", "LA"),)),
        statement("b1", act="proposal", performer="one", country="VN", mentions=(office,)),
    ]
    assert {item.by for item in run(asked, same("a1", "b1")).undertakings} == {("LA",), ("VN",)}
    asked[1] = statement("b1", act="proposal", performer="one", country="VN", mentions=(state("b1", "LA"),))
    (item,) = run(asked, same("a1", "b1")).undertakings
    assert item.by == ("LA",)


def test_two_subjects_of_one_account_are_two_undertakings_whatever_they_were_aligned_with() -> None:
    trade: dict[str, Any] = {"kind": "trade-raise-volume", "kind_p": 0.9, "pillars": (("economy", 0.9),)}
    terror: dict[str, Any] = {"kind": "counter-terrorism", "kind_p": 0.9, "pillars": (("defence", 0.9),)}
    quotes = [statement("a1", **trade), statement("a2", topic=1, **terror), statement("b1", topic=1)]
    found = run(quotes, same("a1", "a2", "b1")).undertakings
    assert {len(item.evidence) for item in found if "terror" in item.label} == {2}
    assert len(found) == 2


def test_accounts_that_surely_differ_in_strength_are_kept_both() -> None:
    quotes = [
        statement("a1", strength="agree", strength_p=0.95, act_p=0.95),
        statement("b1", strength="consider", strength_p=0.95, act_p=0.95),
    ]
    (item,) = run(quotes, same("a1", "b1")).undertakings
    assert (item.strength, item.strengths) == ("agree", (("a", "agree"), ("b", "consider")))
    quotes[1] = statement("b1", strength="consider", strength_p=0.7)
    assert run(quotes, same("a1", "b1")).undertakings[0].strengths == ()


def test_targets_and_readings_of_one_indicator_are_a_series_over_meetings() -> None:
    later = msgspec.structs.replace(MEETING, id="n", date_start="2027-01-05", date_end="2027-01-05")
    merged = settle(
        [
            matters_of([statement("a1", text="for trade 5 bln", mentions=(amount("a1", 5e9),))], []),
            matters_of(
                [
                    statement("c1", meeting="n", text="for trade 9 bln", mentions=(amount("c1", 9e9),)),
                    statement(
                        "c2", 1, meeting="n", text="for trade 9 bln", mentions=(amount("c2", 9e9, "EUR"),)
                    ),
                ],
                [],
                later,
            ),
        ]
    )
    series = {target.unit: set[str | None]() for target in merged.targets}
    for target in merged.targets:
        series[target.unit].add(target.series)
    assert [len(ids) for ids in series.values()] == [1, 1]
    assert not series["USD"] & series["EUR"]


def test_amounts_become_targets_with_their_dates() -> None:
    mentions: tuple[AnyMention, ...] = (amount("a1", 5e9), until("a1", 2030))
    quotes = [
        statement("a1", text="for trade 5 bln", mentions=mentions),
        statement("b1", text="for trade 5 bln", mentions=(amount("b1", 5e9),)),
    ]
    merged = run(quotes, same("a1", "b1"))
    (target,) = merged.targets
    assert (target.value, target.unit, target.by, target.status) == (5e9, "USD", "2030", "target")
    assert target.countries == ("LA", "VN")
    assert len(target.evidence) == 2
    item = merged.undertakings[0]
    assert (item.target, item.deadline) == (target.id, "2030")
    assert item.label == "Laos and Vietnam agree to bring two-way trade to 5 billion USD by 2030"


def test_a_figure_in_an_assessment_was_reached() -> None:
    merged = run([statement("a1", text="our trade 5 bln", act="assessment", mentions=(amount("a1", 2e9),))])
    assert [target.status for target in merged.targets] == ["reached"]


def test_what_is_hoped_for_is_told_from_what_is_aimed_at_whatever_the_act() -> None:
    texts = ("they agreed: trade of 5 bln", "they hoped: trade of 5 bln", "they saw trade of 5 bln")
    for text, told in zip(texts, [("target", False), ("target", True), ("reached", False)], strict=True):
        act = "background" if "saw" in text else "undertaking"
        (target,) = run([statement("a1", text=text, act=act, mentions=(amount("a1", 5e9),))]).targets
        assert (target.indicator, target.status, target.hoped) == ("two-way trade", *told)


def test_a_loan_is_no_target_even_beside_an_indicator() -> None:
    text = "our loan: 5 bln for trade"
    assert run([statement("a1", text=text, mentions=(amount("a1", 5e9),))]).targets == ()


def test_a_share_beside_a_value_is_its_change() -> None:
    share = AmountMention(segment="a1", start=118, end=121, text="6 %", value=6, unit="percent", way="down")
    text = "our trade 5 bln, -6 %"
    (target,) = run(
        [statement("a1", text=text, act="assessment", mentions=(amount("a1", 5e9), share))]
    ).targets
    assert target.change == Change(value=-6, unit="percent")


def test_counts_and_past_dates_are_no_targets_and_deadlines() -> None:
    merged = run([statement("a1", mentions=(amount("a1", 15, "count"), until("a1", 2024)))])
    assert merged.targets == ()
    assert merged.undertakings[0].deadline is None


def test_a_headline_and_its_sentence_are_one() -> None:
    assert len(run([statement("a0"), statement("a5")]).undertakings) == 1
    figures = [statement("a0", mentions=(amount("a0", 5e9),)), statement("a5", mentions=(amount("a5", 9e9),))]
    assert len(run(figures).undertakings) == 2
    near = np.eye(16, dtype=np.float32)[0] * 0.96 + np.eye(16, dtype=np.float32)[1] * 0.28
    both = (amount("a5", 5e9), amount("a5", 9e9))
    assert len(run([figures[0], statement("a5", vector=near, mentions=both)]).undertakings) == 1
    assert len(run([figures[0], statement("a5", vector=near)]).undertakings) == 2


def test_the_codebook_gives_the_label_and_the_indicator() -> None:
    said = statement("a1", language="cy", mentions=(amount("a1", 5e9),), kind="visits-high-level", kind_p=0.9)
    merged = run([said])
    assert "exchange high-level visits" in merged.undertakings[0].label
    assert merged.targets[0].indicator == "exchange high-level visits"
    assert merged.codes == {
        merged.undertakings[0].id: ("visits-high-level", "exchange high-level visits", 0.9)
    }
    assert run([statement("a1")]).codes == {}


def test_the_order_of_input_does_not_matter() -> None:
    statements = [
        statement(f"{source}{k}", topic=k, language=language)
        for source, language in (("a", "en"), ("b", "vi"))
        for k in range(5)
    ]
    alignments = [same(f"a{k}", f"b{k}") for k in range(4)]
    expected = run(statements, *alignments)
    for seed in range(10):
        rng = np.random.default_rng(seed)
        statements = [statements[k] for k in rng.permutation(len(statements))]
        alignments = [alignments[k] for k in rng.permutation(len(alignments))]
        found = run(statements, *alignments)
        assert found[:5] == expected[:5]
        assert all(np.array_equal(found.vectors[k], v) for k, v in expected.vectors.items())


def test_nothing_gives_nothing() -> None:
    assert run([]).undertakings == ()


def test_what_was_found_in_a_meeting_can_be_stored() -> None:
    quotes = [
        statement("a1", mentions=(amount("a1", 5e9),)),
        statement("a2", topic=1, act="assessment"),
    ]
    matters = matters_of(quotes, [])
    stored = msgspec.msgpack.decode(msgspec.msgpack.encode(matters), type=MeetingMatters)
    assert stored == matters
    assert settle([stored]).undertakings == settle([matters]).undertakings


def _dated(words: str, first: date, last: date, **given: Any) -> Statement:
    """A statement with a period, named by the words that stand between brackets."""
    text = words.replace("[", "").replace("]", "")
    at = 100 + words.index("[")
    mention = DateMention(
        segment="a1",
        start=at,
        end=at + words.index("]") - words.index("[") - 1,
        text="period",
        first=first,
        last=last,
        precision="period",
        year_from="page",
    )
    return statement(
        "a1", text=text, end=100 + len(text), mentions=(mention, *given.pop("beside", ())), **given
    )


YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def test_a_deadline_is_as_exact_as_it_was_told() -> None:
    week = _dated("will meet [next week]", date(2025, 12, 8), date(2025, 12, 14))
    quarter = _dated("will meet in [the first quarter]", date(2026, 1, 1), date(2026, 3, 31))
    year = _dated("will meet [next year]", date(2026, 1, 1), date(2026, 12, 31))
    assert [run([s]).undertakings[0].deadline for s in (week, quarter, year)] == [
        "2025-12-14",
        "2026-03",
        "2026",
    ]


def test_what_is_over_or_stands_in_a_name_or_was_done_sets_no_deadline() -> None:
    assert run([_dated("will meet [this year]", *YEAR)]).undertakings[0].deadline == "2025"
    assert (
        run([_dated("will give what it announced earlier [this year]", *YEAR)]).undertakings[0].deadline
        is None
    )
    done = _dated("met three times [this year]", *YEAR, strength="reported done")
    assert run([done]).undertakings[0].deadline is None
    name = NamedMention(segment="a1", start=105, end=118, text="Strategy 2030", what="instrument")
    named = _dated("join Strategy [2030]", date(2030, 1, 1), date(2030, 12, 31), beside=(name,))
    assert run([named]).undertakings[0].deadline is None
