"""Whatever is judged and read, in whatever order: the record kept up to date is the one that is built at once."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import msgspec
import pytest
from tests.service.written import Written, read, talks, write
from tests.stages.made import Line

from verbale.errors import ItemNotFoundError, JudgementError
from verbale.pipeline import ReadSource, build
from verbale.records.judgements import Judgements
from verbale.records.reading import Source
from verbale.service.judge import Judge
from verbale.store.store import Store

NAMES = ("Ann Ek", "Zoe Lind", "Ulla Berg")
STEPS = 12


def page(folder: Path, chance: random.Random, number: int) -> Path:
    """An account of one of few meetings, so that some come together."""
    promised = Line(
        f"The two sides agreed to mend bridge {chance.randrange(3)}.", act="undertaking", performer="both"
    )
    own = Line(f"That was account {number}.", act="background", performer="none")
    day = date(2024, 5, chance.choice((2, 9, 16)))
    return write(folder, f"page{number}", talks(chance.choice(NAMES), "Bo Ro", day, promised, own))


def items(record: Path) -> dict[str, list[str]]:
    with Store(record) as store:
        found: dict[str, list[str]] = {}
        for kind, body in store.bodies(rejected=True):
            found.setdefault(kind, []).append(msgspec.json.decode(body)["id"])
        return found


def judge_something(judge: Judge, chance: random.Random, held: dict[str, list[str]]) -> None:
    """One judgement of any kind; what does not go together is refused, which is right too."""
    kind = chance.choice(("person", "meeting", "undertaking", "thread"))
    some = held.get(kind, [])
    done = [row.id for row in judge.store.judgements() if not row.undone_by]
    action = chance.choice(("merge", "merge", "split", "edit", "reject", "confirm", "undo"))
    try:
        if action == "undo":
            judge.undo(chance.choice(done))
        elif action == "merge":
            judge.merge(chance.sample(some, 2))
        elif action == "split":
            judge.split(chance.choice(some), [chance.choice(held["source"])])
        elif action == "edit":
            judge.edit(
                chance.choice(held["meeting"]),
                {"place": chance.choice(("Cluj", "Iasi", "")), "countries": "RO,SE"},
            )
        else:
            getattr(judge, action)(chance.choice(some))
    except (JudgementError, ItemNotFoundError, ValueError, IndexError):
        return


def at_once(record: Path) -> list[bytes]:
    """All items, built anew from what was read and judged."""
    with Store(record) as store:
        readings = store.readings_of([source.id for source in store.select(Source)])
        built = build([ReadSource(*stored) for stored in readings], Judgements(store.judgements()))
        return sorted(msgspec.json.encode(item) for item in built)


def kept(record: Path) -> list[bytes]:
    with Store(record) as store:
        return sorted(body.encode() for _kind, body in store.bodies(rejected=True))


@pytest.mark.parametrize("seed", range(3))
def test_kept_up_to_date_is_built_at_once_and_all_can_be_undone(tmp_path: Path, seed: int) -> None:
    chance, record = random.Random(seed), tmp_path / "r.db"
    pages = [page(tmp_path, chance, number) for number in range(6)]
    read(record, *pages[:3])
    for step in range(STEPS):
        if step % 4 == 3:
            read(record, pages[3 + step // 4])
        with Judge(record, "Ida", Written()) as judge:
            judge_something(judge, chance, items(record))
        assert kept(record) == at_once(record), f"after step {step}"
    with Judge(record, "Ida", Written()) as judge:
        for row in chance.sample(
            rows := [r for r in judge.store.judgements() if r.action != "undo"], len(rows)
        ):
            if row.id not in {r.id for r in judge.store.judgements() if r.undone_by}:
                judge.undo(row.id)
    plain = tmp_path / "plain.db"
    read(plain, *reversed(pages))
    assert kept(record) == kept(plain)
