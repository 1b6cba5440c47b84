from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from verbale.records.aspect import Aspect
from verbale.records.items import Event, Evidence, Level, Meeting, Target, Thread, Undertaking
from verbale.records.vocabulary import STRENGTHS, Strength
from verbale.stages.thread import Report, thread
from verbale.stages.thread.dates import last_day, occasions

DATES = {
    "m1": "2019-10-19",
    "m2": "2021-01-09",
    "m3": "2022-12-02",
    "m4": "2023-06-30",
    "m5": "2024-06-30",
    "other": "2022-12-02",
}
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
KINDS = ("trade-raise", "visa-ease", "railway-build", "scholarships", "police-cooperate", "farm-market")
HALF: npt.NDArray[np.float32] = np.full(8, 8**-0.5, dtype=np.float32)


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


def about(kind: int, p: float = 0.95, strength: Strength | None = None) -> Aspect:
    strengths = tuple(float(name == strength) for name in STRENGTHS) if strength else ()
    return Aspect(kinds=((KINDS[kind], p),), pillars=(("economy", 0.9),), strengths=strengths)


def run(
    items: list[Undertaking],
    kinds: dict[str, int],
    targets: tuple[Target, ...] = (),
    reports: tuple[Report, ...] = (),
    meetings: list[Meeting] = MEETINGS,
) -> tuple[Thread, ...]:
    """Threads of undertakings whose vectors tell nothing, each of one kind."""
    aspects = {item.id: about(kinds[item.id], strength=item.strength) for item in items}
    vectors = dict.fromkeys(kinds, HALF)
    return thread(items, meetings, vectors, aspects, targets, reports)[1]


def upto(last: str) -> list[Meeting]:
    return [meeting for meeting in MEETINGS if (meeting.date_start or "") <= DATES[last]]


def events(threads: tuple[Thread, ...]) -> list[str]:
    assert len(threads) == 1
    return [event.event for event in threads[0].events]


def long_accounts(*meetings: str) -> tuple[list[Undertaking], dict[str, int]]:
    """Three undertakings of each meeting, of kinds that go on from one to the next."""
    items = [undertaking(f"long-{meeting}-{k}", meeting) for meeting in meetings for k in (1, 2, 3)]
    return items, {item.id: int(item.id[-1]) for item in items}


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
    assert found.label == "label of u3"
    assert [event.evidence for event in found.events] == [
        item.evidence for item in (items[1], items[2], items[0])
    ]


def test_an_undertaking_may_skip_meetings() -> None:
    items = [undertaking("u1", "m1"), undertaking("x", "m2"), undertaking("y", "m3"), undertaking("u4", "m4")]
    (found,) = run(items, {"u1": 0, "x": 1, "y": 2, "u4": 0})
    assert found.undertakings == ("u1", "u4")


def test_undertakings_know_their_threads() -> None:
    items = [undertaking("u1", "m1"), undertaking("u2", "m2"), undertaking("x", "m2")]
    aspects = {"u1": about(0), "u2": about(0), "x": about(1)}
    threaded, threads = thread(items, MEETINGS, dict.fromkeys(aspects, HALF), aspects)
    assert {item.id: item.thread for item in threaded} == {
        "u1": threads[0].id,
        "u2": threads[0].id,
        "x": None,
    }


def test_other_matters_other_states_and_one_meeting_make_no_thread() -> None:
    assert run([undertaking("u1", "m1"), undertaking("u2", "m2")], {"u1": 0, "u2": 1}) == ()
    assert run([undertaking("u1", "m1"), undertaking("u2", "other")], {"u1": 0, "u2": 0}) == ()


def test_each_meeting_gives_a_thread_the_undertaking_that_is_most_alike() -> None:
    items = [undertaking("u1", "m1"), undertaking("u2", "m2"), undertaking("near", "m2")]
    aspects = {"u1": about(0), "u2": about(0), "near": about(0, p=0.15)}
    (found,) = thread(items, MEETINGS, dict.fromkeys(aspects, HALF), aspects)[1]
    assert found.undertakings == ("u1", "u2")


@pytest.mark.parametrize(
    ("before", "after", "event"), [(5e9, 10e9, "raised"), (10e9, 5e9, "lowered"), (5e9, 5e9, "repeated")]
)
def test_figures_are_compared(before: float, after: float, event: str) -> None:
    items = [undertaking("u1", "m1"), undertaking("u2", "m2")]
    (found,) = run(items, {"u1": 0, "u2": 0}, (target("u1", before), target("u2", after)))
    assert [e.event for e in found.events] == ["made", event]
    if event != "repeated":
        assert (found.events[1].before, found.events[1].after) == (Level(before, "USD"), Level(after, "USD"))


@pytest.mark.parametrize(
    ("before", "after", "event"),
    [
        ("discuss", "commit", "strengthened"),
        ("agree", "signed", "strengthened"),
        ("agree", "commit", "repeated"),
        ("intend", "agree", "repeated"),
        ("signed", "agree", "repeated"),
        ("commit", "consider", "weakened"),
        ("agree", "reported done", "reported done"),
    ],
)
def test_strength_is_compared(before: str, after: str, event: str) -> None:
    items = [undertaking("u1", "m1", strength=before), undertaking("u2", "m2", strength=after)]
    assert events(run(items, {"u1": 0, "u2": 0})) == ["made", event]


def test_an_undertaking_is_overdue_when_its_date_passes_before_the_last_account() -> None:
    items = [undertaking("u1", "m1", deadline="2020-06")]
    (found,) = run(items, {"u1": 0})
    assert found.events[1] == Event(
        date="2020-06-30",
        event="overdue",
        undertaking="u1",
        before=Level("2020-06"),
        evidence=items[0].evidence,
    )
    assert run(items, {"u1": 0}, meetings=upto("m1")) == ()


def test_a_date_that_is_set_anew_in_time_takes_the_place_of_the_old_one() -> None:
    early = undertaking("u1", "m1", deadline="2022")
    anew = undertaking("u2", "m2", deadline="2023")
    late = undertaking("u2", "m4", deadline="2030")
    (moved,) = run([early, anew], {"u1": 0, "u2": 0}, meetings=upto("m4"))
    assert [event.event for event in moved.events] == ["made", "repeated"]
    assert (moved.events[1].before, moved.events[1].after) == (Level("2022"), Level("2023"))
    assert events(run([early, late], {"u1": 0, "u2": 0})) == ["made", "overdue", "repeated"]


def test_what_is_done_or_only_proposed_is_not_overdue() -> None:
    done = [undertaking("u1", "m1", deadline="2020"), undertaking("u2", "m3", strength="reported done")]
    assert events(run(done, {"u1": 0, "u2": 0})) == ["made", "reported done"]
    assert run([undertaking("u1", "m1", deadline="2020", act="proposal", strength=None)], {"u1": 0}) == ()


def test_a_date_before_its_meeting_is_none_to_keep() -> None:
    assert run([undertaking("u1", "m3", deadline="2020")], {"u1": 0}) == ()


def test_silence_is_told_after_three_meetings_with_long_accounts() -> None:
    others, kinds = long_accounts("m2", "m3", "m4")
    found = run([undertaking("u1", "m1"), *others], {"u1": 0} | kinds)
    (silent,) = [item for item in found if "u1" in item.undertakings]
    assert [(e.date, e.event) for e in silent.events] == [(DATES["m1"], "made"), (DATES["m4"], "silent")]
    others, kinds = long_accounts("m2", "m3")
    short = [undertaking("short", "m4")]
    found = run([undertaking("u1", "m1"), *others, *short], {"u1": 0, "short": 4} | kinds)
    assert not any("u1" in item.undertakings for item in found)


def test_another_statement_reports_an_undertaking_as_done_and_ends_silence() -> None:
    others, kinds = long_accounts("m2", "m3", "m4")
    words = Evidence("page", 0, 4, "done")
    report = Report("m3", words, 0.9, about(0), HALF)
    found = run([undertaking("u1", "m1", deadline="2020"), *others], {"u1": 0} | kinds, reports=(report,))
    (ended,) = [item for item in found if "u1" in item.undertakings]
    assert [(e.date, e.event) for e in ended.events] == [
        (DATES["m1"], "made"),
        (DATES["m3"], "reported done"),
    ]
    assert ended.events[1].evidence == (words,)
    other = Report("m3", words, 0.9, about(5), HALF)
    assert run([undertaking("u1", "m1")], {"u1": 0}, reports=(other,)) == ()


def test_an_announced_meeting_makes_nothing_overdue() -> None:
    announced = Meeting(
        id="to come",
        type="visit",
        date_start="2031-01-01",
        date_end="2031-01-01",
        date_precision="day",
        date_from="text",
        place=None,
        place_country=None,
        countries=("LA", "VN"),
        participants=(),
        sources=(),
        evidence=(),
        status="announced",
    )
    items = [undertaking("u1", "m1", deadline="2030")]
    assert run(items, {"u1": 0}, meetings=[*MEETINGS, announced]) == ()


def test_the_order_of_input_does_not_matter() -> None:
    items = [undertaking(f"{meeting}-{k}", meeting) for meeting in ("m1", "m2", "m3") for k in range(4)]
    aspects = {item.id: about(int(item.id[-1])) for item in items}
    vectors = dict.fromkeys(aspects, HALF)
    expected = thread(items, MEETINGS, vectors, aspects)
    assert len(expected[1]) == 4
    for seed in range(10):
        rng = np.random.default_rng(seed)
        shuffled = [items[k] for k in rng.permutation(len(items))]
        meetings = [MEETINGS[k] for k in rng.permutation(len(MEETINGS))]
        assert thread(shuffled, meetings, vectors, aspects) == expected


def test_states_are_followed_by_themselves() -> None:
    ours = [undertaking("u1", "m1", deadline="2020"), undertaking("u2", "m3")]
    others = [undertaking("v", "other", by=("FR", "JP"), deadline="2030")]
    kinds = {"u1": 0, "u2": 0, "v": 0}
    together = run([*ours, *others], kinds)
    apart = [meeting for meeting in MEETINGS if meeting.countries == ("LA", "VN")]
    assert together == run(ours, {"u1": 0, "u2": 0}, meetings=apart)


def test_days_of_one_visit_are_one_occasion() -> None:
    assert occasions(["2024-02-29", "2023-01-01", "2024-02-28", "2024-03-20"]) == [
        ["2023-01-01"],
        ["2024-02-28", "2024-02-29"],
        ["2024-03-20"],
    ]
    assert [last_day(when) for when in ("2024", "2024-02", "2024-02-03")] == [
        "2024-12-31",
        "2024-02-29",
        "2024-02-03",
    ]
