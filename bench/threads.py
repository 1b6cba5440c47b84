"""Threads on made accounts of state pairs over years: which undertakings are one, and what became of them.

Each meeting of a pair is read as one page of its sentences, in its language; the meetings themselves are given, as they
are measured elsewhere. A thread and an event are right as written with the accounts in `bench/data/threads.jsonl`:
weights are learned on the pairs marked `tune` and not on those marked `kept`.

Usage: python -m bench threads; python -m bench.threads [--verbose] for what is wrong in the tuned pairs.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import msgspec

from bench.scoring import b_cubed, score_pairs
from verbale.models.e5 import E5Encoder
from verbale.pipeline import PageReader
from verbale.pipeline.accounts import statements
from verbale.pipeline.threads import threads_of
from verbale.records.items import Evidence, Meeting, Thread, Undertaking
from verbale.records.reading import Page
from verbale.records.vocabulary import ThreadEvent
from verbale.stages.merge import MeetingMatters, merge_meeting, settle
from verbale.stages.resolve import SourceMap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bench.harness import Figures
    from verbale.pipeline.read import ReadSource
    from verbale.stages.merge import Merged

DATA = Path(__file__).parent / "data" / "threads.jsonl"

Part: TypeAlias = Literal["tune", "kept"]


class Account(msgspec.Struct, frozen=True):
    """One meeting: what is said there, as thread, event and words."""

    date: str
    language: str
    says: tuple[tuple[str, ThreadEvent, str], ...]


class Pair(msgspec.Struct, frozen=True):
    """The meetings of two states; `later` has events that no account tells of: thread, event, date."""

    countries: tuple[str, str]
    part: Part
    meetings: tuple[Account, ...]
    later: tuple[tuple[str, ThreadEvent, str], ...]

    @property
    def name(self) -> str:
        """The two states."""
        return "-".join(self.countries)


class Place(NamedTuple):
    """A sentence: the number of its meeting and of itself there."""

    meeting: int
    sentence: int


class Read(NamedTuple):
    """A pair as it was read.

    Attributes:
        sentence_of: by undertaking. meeting_of: number of the meeting, by source.
    """

    pair: Pair
    meetings: list[Meeting]
    merged: Merged
    sentence_of: dict[str, Place]
    meeting_of: dict[str, int]

    def gold(self, undertaking: str) -> str:
        """The right thread of an undertaking."""
        at = self.sentence_of[undertaking]
        return self.pair.meetings[at.meeting].says[at.sentence][0]


def pairs(part: Part | None = None) -> list[Pair]:
    """The pairs of one part, or all."""
    rows = [msgspec.json.decode(line, type=Pair) for line in DATA.read_bytes().splitlines()]
    return [row for row in rows if part is None or row.part == part]


@cache
def _reader() -> PageReader:
    return PageReader(E5Encoder())


def read_pair(pair: Pair, reader: PageReader | None = None) -> Read:
    """Read the accounts of a pair and merge those of each meeting."""
    meetings, matters, sentence_of, meeting_of = [], [], {}, {}
    for number, account in enumerate(pair.meetings):
        meeting = _meeting(pair, number)
        (read,) = (reader or _reader()).read(_page(pair, account))
        found = _matters(meeting, read)
        meeting_of[read.reading.source.id] = number
        for draft in found.drafts:
            start = draft.undertaking.evidence[0].start
            sentence_of[draft.undertaking.id] = Place(number, _sentence(account, start))
        meetings.append(meeting)
        matters.append(found)
    return Read(pair, meetings, settle(matters), sentence_of, meeting_of)


def _place(read: Read, words: Evidence) -> Place:
    number = read.meeting_of[words.source]
    return Place(number, _sentence(read.pair.meetings[number], words.start))


def _page(pair: Pair, account: Account) -> Page:
    return Page(
        text="\n\n".join(words for _, _, words in account.says),
        path=f"{pair.name}-{account.date}",
        language=account.language,
        published=account.date,
        published_from="given",
    )


def _sentence(account: Account, start: int) -> int:
    """The number of the sentence in which a character stands."""
    at = 0
    for number, (_, _, words) in enumerate(account.says):
        at += len(words) + 2
        if start < at:
            return number
    raise ValueError(start)


def _meeting(pair: Pair, number: int) -> Meeting:
    date = pair.meetings[number].date
    return Meeting(
        id=f"{pair.name}-{number}",
        type="talks",
        date_start=date,
        date_end=date,
        date_precision="day",
        date_from="given",
        place=None,
        place_country=None,
        countries=pair.countries,
        participants=(),
        sources=(),
        evidence=(),
    )


def _matters(meeting: Meeting, read: ReadSource) -> MeetingMatters:
    meeting_of = {segment.id: meeting.id for segment in read.reading.segments}
    told = list(statements(read, SourceMap(), meeting_of))
    said = [s for s in told if s.act != "background"]
    return merge_meeting(meeting, said, (), [s for s in told if s.act == "background"])


class Answer(NamedTuple):
    """Threads of one pair beside the right ones.

    Attributes:
        gold, found: the thread of each sentence that was read as an undertaking.
        events: of sentences in threads of two or more: the right event, and the one that was found.
        later: events that no account tells of, right and found, by the first sentence of their thread.
    """

    gold: dict[tuple[str, Place], tuple[str, str]]
    found: dict[tuple[str, Place], str]
    events: list[tuple[ThreadEvent, ThreadEvent | None, str]]
    later: tuple[set[tuple[str, str, str]], set[tuple[str, str, str]]]


def answer(read: Read) -> Answer:
    """Thread what was read of a pair, and lay it beside what is right."""
    undertakings, threads = threads_of(read.merged, read.meetings)
    return compare(read, undertakings, threads)


def compare(read: Read, undertakings: Sequence[Undertaking], threads: Sequence[Thread]) -> Answer:
    """Lay threads beside the right ones."""
    pair, place = read.pair, read.sentence_of
    key = {at: pair.meetings[at.meeting].says[at.sentence][0] for at in place.values()}
    gold = {(pair.name, at): (pair.name, name) for at, name in key.items()}
    found = {(pair.name, place[u.id]): u.thread for u in undertakings if u.thread}
    told: dict[Place, ThreadEvent] = {}
    later: set[tuple[str, str, str]] = set()
    for thread in threads:
        for event in thread.events:
            if event.event in ("overdue", "silent"):
                later.add((pair.name, key[place[event.undertaking]], event.event))
            else:
                told |= {_place(read, words): event.event for words in event.evidence}
    return Answer(
        gold, found, list(_events(pair, told)), ({(pair.name, k, e) for k, e, _ in pair.later}, later)
    )


def _events(
    pair: Pair, told: dict[Place, ThreadEvent]
) -> Iterator[tuple[ThreadEvent, ThreadEvent | None, str]]:
    sizes = Counter(name for account in pair.meetings for name, _, _ in account.says)
    for number, account in enumerate(pair.meetings):
        for k, (name, event, words) in enumerate(account.says):
            if sizes[name] > 1:
                yield event, told.get(Place(number, k)), f"{pair.name} {account.date} {words}"


def figures_of(answers: Sequence[Answer]) -> Figures:
    """Pairwise F1 and B-cubed F1 of threads, accuracy of events, F1 of what no account tells of."""
    gold = {at: name for one in answers for at, name in one.gold.items()}
    found = {at: name for one in answers for at, name in one.found.items()}
    linked = score_pairs(_linked(gold), _linked(found))
    events = [event for one in answers for event in one.events]
    turns = score_pairs(
        _turns((words, right) for right, _, words in events), _turns((w, f) for _, f, w in events)
    )
    later = score_pairs(
        {e for one in answers for e in one.later[0]}, {e for one in answers for e in one.later[1]}
    )
    return {
        "pairs of undertakings, F1": linked.f1,
        "pairs of undertakings, precision": linked.precision,
        "threads, B-cubed F1": b_cubed(dict(gold), dict(found)).f1,
        "events": _share(events),
        "events other than made and repeated, F1": turns.f1,
        "overdue and silent, F1": later.f1,
    }


def _linked(cluster: Mapping[tuple[str, Place], object]) -> set[object]:
    members: dict[object, list[tuple[str, Place]]] = defaultdict(list)
    for at, name in sorted(cluster.items()):
        members[name].append(at)
    return {pair for group in members.values() for pair in combinations(group, 2)}


def _turns(events: Iterable[tuple[str, ThreadEvent | None]]) -> set[tuple[str, ThreadEvent]]:
    return {(words, event) for words, event in events if event and event not in ("made", "repeated")}


def _share(events: Sequence[tuple[ThreadEvent, ThreadEvent | None, str]]) -> float:
    return sum(right == found for right, found, _ in events) / len(events) if events else 0.0


def measure() -> Figures:
    """All figures, of the pairs that weights are learned on and of those kept from it."""
    found: Figures = {}
    for part in ("tune", "kept"):
        answers = [answer(read_pair(pair)) for pair in pairs(part)]
        found |= {f"{name}, {part}": value for name, value in figures_of(answers).items()}
    return found


def show(answers: Iterable[Answer]) -> None:
    """Print what is wrong."""
    for one in answers:
        for pair in sorted(_linked(dict(one.gold)) ^ _linked(dict(one.found)), key=str):
            print("link", pair)
        for right, found, words in one.events:
            if right != found:
                print(f"event {right}, found {found}: {words}")
        print("later", one.later[0] ^ one.later[1]) if one.later[0] != one.later[1] else None


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
    if "--verbose" in sys.argv:
        show(answer(read_pair(pair)) for pair in pairs("tune"))
