from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from verbale.records.items import Evidence, Meeting, Target, Thread, Undertaking
from verbale.stages.thread import thread

DATES = {"m1": "2023-10-19", "m2": "2025-01-09", "m3": "2025-12-02", "other": "2025-12-02"}
MEETINGS = [
    Meeting(
        id=name,
        type="talks",
        date_start=day,
        date_end=day,
        date_precision="day",
        date_from="text",
        place=None,
        place_country=None,
        countries=("FR", "JP") if name == "other" else ("LA", "VN"),
        participants=(),
        sources=(),
        evidence=(),
    )
    for name, day in DATES.items()
]


def undertaking(name: str, meeting: str, **given: Any) -> Undertaking:
    values: dict[str, Any] = {
        "id": name,
        "meeting": meeting,
        "act": "undertaking",
        "by": ("LA", "VN"),
        "speaker": None,
        "pillars": ("economy",),
        "strength": "agree",
        "label": f"label of {name}",
        "deadline": None,
        "named": (),
        "target": None,
        "thread": None,
        "text": "text",
        "evidence": (Evidence(name, 0, 4, "text"),),
    }
    return Undertaking(**(values | given))


def target(of: str, value: float) -> Target:
    return Target(
        id=f"target-{of}",
        indicator="trade",
        value=value,
        unit="USD",
        by=None,
        countries=("LA", "VN"),
        meeting=None,
        status="target",
        evidence=(Evidence(of, 0, 4, "text"),),
    )


def topic(number: int, weight: float = 1.0) -> npt.NDArray[np.float32]:
    row = np.zeros(8, dtype=np.float32)
    row[number] = weight
    return row


def run(
    items: list[Undertaking], topics: dict[str, int], targets: tuple[Target, ...] = ()
) -> tuple[Thread, ...]:
    return thread(items, MEETINGS, {name: topic(k) for name, k in topics.items()}, targets=targets)[1]


def events(threads: tuple[Thread, ...]) -> list[str]:
    assert len(threads) == 1
    return [event.event for event in threads[0].events]


def test_the_same_undertaking_is_followed_over_meetings_in_order_of_dates() -> None:
    items = [undertaking("u3", "m3"), undertaking("u1", "m1"), undertaking("u2", "m2")]
    (found,) = run(items, {"u1": 0, "u2": 0, "u3": 0})
    assert found.undertakings == ("u1", "u2", "u3")
    assert [(e.date, e.event) for e in found.events] == [
        (DATES["m1"], "made"),
        (DATES["m2"], "repeated"),
        (DATES["m3"], "repeated"),
    ]
    assert found.countries == ("LA", "VN")


def test_undertakings_know_their_threads() -> None:
    items = [undertaking("u1", "m1"), undertaking("u2", "m2"), undertaking("x", "m2")]
    vectors = {"u1": topic(0), "u2": topic(0), "x": topic(1)}
    threaded, threads = thread(items, MEETINGS, vectors)
    assert {item.id: item.thread for item in threaded} == {
        "u1": threads[0].id,
        "u2": threads[0].id,
        "x": None,
    }


def test_other_matters_other_states_and_one_meeting_make_no_thread() -> None:
    assert run([undertaking("u1", "m1"), undertaking("u2", "m2")], {"u1": 0, "u2": 1}) == ()
    assert run([undertaking("u1", "m1"), undertaking("u2", "other")], {"u1": 0, "u2": 0}) == ()
    assert run([undertaking("u1", "m1"), undertaking("u2", "m1")], {"u1": 0, "u2": 0}) == ()


@pytest.mark.parametrize(
    ("before", "after", "event"), [(5e9, 10e9, "raised"), (10e9, 5e9, "lowered"), (5e9, 5e9, "repeated")]
)
def test_figures_are_compared(before: float, after: float, event: str) -> None:
    items = [undertaking("u1", "m1"), undertaking("u2", "m2")]
    found = run(items, {"u1": 0, "u2": 0}, (target("u1", before), target("u2", after)))
    assert events(found) == ["made", event]


@pytest.mark.parametrize(
    ("before", "after", "event"),
    [
        ("discuss", "commit", "strengthened"),
        ("agree", "commit", "repeated"),
        ("commit", "consider", "weakened"),
        ("agree", "reported done", "reported done"),
    ],
)
def test_strength_is_compared(before: str, after: str, event: str) -> None:
    items = [undertaking("u1", "m1", strength=before), undertaking("u2", "m2", strength=after)]
    assert events(run(items, {"u1": 0, "u2": 0})) == ["made", event]


def test_a_code_in_common_joins_what_words_alone_would_not() -> None:
    half = np.asarray((topic(0) + 4 * topic(1)) / np.sqrt(17), dtype=np.float32)
    items = [undertaking("u1", "m1", pillars=()), undertaking("u2", "m2", pillars=())]
    vectors = {"u1": topic(0), "u2": half}
    assert thread(items, MEETINGS, vectors)[1] == ()
    assert len(thread(items, MEETINGS, vectors, {"u1": "trade", "u2": "trade"})[1]) == 1
    assert (
        thread(items, MEETINGS, {"u1": topic(0), "u2": topic(0, 0.4)}, {"u1": "trade", "u2": "visa"})[1] == ()
    )


def test_the_order_of_input_does_not_matter() -> None:
    items = [undertaking(f"{meeting}-{k}", meeting) for meeting in ("m1", "m2", "m3") for k in range(4)]
    topics = {item.id: int(item.id[-1]) for item in items}
    expected = thread(items, MEETINGS, {name: topic(k) for name, k in topics.items()})
    assert len(expected[1]) == 4
    for seed in range(10):
        rng = np.random.default_rng(seed)
        shuffled = [items[k] for k in rng.permutation(len(items))]
        meetings = [MEETINGS[k] for k in rng.permutation(len(MEETINGS))]
        assert thread(shuffled, meetings, {name: topic(k) for name, k in topics.items()}) == expected
