"""Tellings that hang together: the same whatever came when, also where a day is so full that few are compared."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from verbale.pipeline.encounters import Encounters
from verbale.records.items import Evidence
from verbale.records.judgements import NONE
from verbale.records.workspace import MemoryWorkspace
from verbale.stages.assemble import Told, match
from verbale.stages.assemble.compare import compare, content
from verbale.stages.assemble.types import When

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from verbale.records.reading import Vectors

LEADERS, DAYS, ACCOUNTS = 5, 2, 60


def _made(seed: int) -> tuple[dict[str, list[Told]], dict[str, Vectors]]:
    """Accounts of a busy summit: few people, few days, several accounts of each meeting."""
    chance, numbers = random.Random(seed), np.random.default_rng(seed)
    meetings: list[tuple[int, int, date]] = []
    for _ in range(ACCOUNTS // 6):
        one, other = chance.sample(range(LEADERS), 2)
        meetings.append((one, other, date(2024, 9, 20) + timedelta(days=chance.randrange(DAYS))))
    said = [numbers.normal(size=(6, 32)) for _ in meetings]
    told: dict[str, list[Told]] = {}
    vectors: dict[str, Vectors] = {}
    for at in range(ACCOUNTS):
        one, other, day = meetings[at % len(meetings)]
        source = f"source-{chance.getrandbits(40):010x}"
        rows = said[at % len(meetings)] + numbers.normal(size=(6, 32)) * 0.6
        vectors[source] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        told[source] = [
            Told(
                source=source,
                anchors=(0,),
                account=tuple(range(6)),
                type="talks",
                people=(f"person-{one}", f"person-{other}"),
                offices=(None, None),
                countries=(f"A{one}", f"B{other}"),
                when=When(day, day, "day", "text"),
                place=None,
                place_country=None,
                evidence=(Evidence(source, 0, 4, "They"),),
                states=(f"A{one}", f"A{other}"),
                kinds=(None, None),
            )
        ]
    return told, vectors


@pytest.mark.parametrize("seed", range(3))
def test_of_two_tellings_it_does_not_matter_which_is_compared_with_which(seed: int) -> None:
    told, vectors = _made(seed)
    ordered = [one for some in told.values() for one in some]
    for x, y in pairwise(ordered):
        one = msgspec.structs.replace(x, when=None)
        pair = compare(one, y, vectors[x.source], vectors[y.source])
        assert pair == compare(y, one, vectors[y.source], vectors[x.source])


def test_of_two_accounts_equally_long_each_is_looked_for_in_the_other() -> None:
    numbers = np.random.default_rng(1)
    rows = numbers.normal(size=(2, 6, 32))
    one, other = (rows / np.linalg.norm(rows, axis=2, keepdims=True)).astype(np.float32)
    other[:3] = one[0]
    assert content(one, other) == content(other, one)


class _Record:
    """Keeps what hangs together as updates tell it."""

    def __init__(self, vectors: Mapping[str, Vectors]) -> None:
        self.components: dict[str, tuple[str, ...]] = {}
        self._encounters = Encounters(
            MemoryWorkspace(), lambda sources: {name: vectors[name] for name in sources}, NONE
        )

    def update(self, told: Mapping[str, list[Told]], gone: Iterable[str] = ()) -> None:
        changed = self._encounters.update(list(told.items()), gone)
        for name in changed.gone:
            del self.components[name]
        self.components |= {component.key: tuple(component.members) for component in changed.made}


def _parted(names: Sequence[str], parts: int) -> list[Sequence[str]]:
    return [names[at::parts] for at in range(parts)]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("hubs", [2, 5, 1000])
def test_what_hangs_together_does_not_depend_on_what_came_when(
    seed: int, hubs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(match, "HUBS", hubs)
    told, vectors = _made(seed)
    whole = _Record(vectors)
    whole.update(told)
    names = sorted(told)
    random.Random(seed).shuffle(names)
    parts = _Record(vectors)
    for part in _parted(names, 7):
        parts.update({name: told[name] for name in part})
    assert parts.components == whole.components
    left = names[: len(names) // 3]
    parts.update({}, gone=names[len(names) // 3 :])
    fewer = _Record(vectors)
    fewer.update({name: told[name] for name in left})
    assert parts.components == fewer.components


def test_a_meeting_of_which_very_many_tell_is_one_though_few_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(match, "HUBS", 6)
    told, vectors = _made(9)
    ordered = sorted((one for tellings in told.values() for one in tellings), key=lambda one: one.key)
    limited = match.clusters(ordered, vectors).groups
    monkeypatch.setattr(match, "HUBS", 1000)
    assert limited == match.clusters(ordered, vectors).groups
