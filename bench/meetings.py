"""Meetings once: which accounts are put together, on the example pages, the seeds and a made set.

An item is what one source tells of one meeting. Where a reader finds several meetings in a source, the meetings of the
record are given to them by the people they share, best first; those that fit none are counted in `precision`.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from bench.harness import SHARED, Figures
from bench.records import READOUTS
from bench.scoring import Score, b_cubed, score_pairs
from verbale.settings import Settings
from verbale.stages.assemble import assemble
from verbale.stages.resolve import resolve
from verbale.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from verbale.pipeline.read import ReadSource
    from verbale.records.items import Meeting, Person

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES, EXAMPLES_GOLD = ROOT / "examples" / "pages", ROOT / "examples" / "gold.json"
SEEDS, SEEDS_GOLD = SHARED / "seeds", SHARED / "gold" / "seeds.json"

MADE, MADE_SEED = 2000, 7
"""Made accounts that are measured, and what they are drawn by; the weights are learned from others."""

SAME_PEOPLE = 0.5
"""Jaccard index of the people from which a meeting of the record is the one that a reader finds."""


class Marked(NamedTuple):
    """Readings, with the meetings that a reader finds in them."""

    readings: Sequence[ReadSource]
    gold: Mapping[str, Any]


class Result(NamedTuple):
    """How accounts were put together, and which meetings of the record a reader finds too."""

    accounts: Score
    meetings: Score
    missing: tuple[str, ...]
    extra: tuple[Meeting, ...]


def read_pages(pages: Path) -> list[ReadSource]:
    """Everything read from a folder of pages."""
    from verbale.pipeline import ingest, make_reader  # noqa: PLC0415  models load late
    from verbale.records.reading import Page  # noqa: PLC0415

    settings = Settings()
    reader = make_reader(settings)
    found = ingest([str(pages)], settings.limits, settings.columns)
    return [read for page in found if isinstance(page, Page) for read in reader.read(page)]


@lru_cache(maxsize=1)
def _pages() -> dict[str, ReadSource]:
    """Readings of the pages of examples and seeds (without teasers) and of readouts, by the name of their page."""
    from bench.made_templates import page_readings  # noqa: PLC0415  models load late

    return dict(page_readings())


def examples() -> list[ReadSource]:
    """Readings of the example pages."""
    names = {path.name for path in EXAMPLES.iterdir()}
    return [read for name, read in _pages().items() if name.partition("#")[0] in names]


def readouts() -> list[ReadSource]:
    """Readings of official readouts."""
    names = [json.loads(row)["id"] for row in READOUTS.read_text(encoding="utf-8").splitlines()]
    return [read for name, read in _pages().items() if name in set(names)]


def page_names(readings: Iterable[ReadSource], gold: Mapping[str, Any]) -> dict[str, str]:
    """Name in the gold of each source, by its id; teasers have the name of their page with `-teaser`."""
    sources = [read.reading.source for read in readings]
    named: dict[str, str] = {}
    for source in sources:
        path, _, row = source.path.partition("#")
        for name, page in gold["sources"].items():
            same_row = not page.get("row") or page["row"] == row
            if source.teaser_of is None and path.endswith(page["file"]) and same_row:
                named[source.id] = name
    for source in sources:
        if source.teaser_of in named:
            named[source.id] = named[source.teaser_of] + "-teaser"
    return named


def gold_people(people: Iterable[Person], gold: Mapping[str, Any]) -> dict[str, str]:
    """Name in the gold of each person of the record, where a reader knows the person, by id."""
    known = {fold(name): who for who, person in gold["people"].items() for name in person["names"]}
    found = {}
    for person in people:
        names = [fold(name.text) for name in person.names] + [fold(person.name)]
        who = next((known[name] for name in names if name in known), None)
        if who is not None:
            found[person.id] = who
    return found


def measure_marked(marked: Marked) -> Result:
    """Assemble some readings and compare the meetings with those that a reader finds."""
    readings, gold = marked
    resolution = resolve([read.reading for read in readings])
    vectors = {read.reading.source.id: read.vectors for read in readings}
    assembly = assemble([read.reading for read in readings], resolution.people, resolution.person_of, vectors)
    pages, who = page_names(readings, gold), gold_people(resolution.people, gold)
    held = [meeting for meeting in assembly.meetings if meeting.status == "held"]
    return compared(held, gold["meetings"], pages, who)


def compared(
    meetings: Sequence[Meeting],
    wanted: Sequence[Mapping[str, Any]],
    pages: Mapping[str, str],
    who: Mapping[str, str],
) -> Result:
    """Compare meetings of a record with those of a gold.

    Args:
        pages: name in the gold of each source.
        who: name in the gold of each person that it knows.
    """
    present = {
        meeting.id: {who.get(p.person, p.person) for p in meeting.participants} for meeting in meetings
    }
    told = defaultdict(list)
    for meeting in meetings:
        for source in meeting.sources:
            told[pages.get(source, source)].append(meeting)
    right: dict[Hashable, Hashable] = {}
    found: dict[Hashable, Hashable] = {}
    for name in sorted({name for row in wanted for name in row["sources"]}):
        rows = [row for row in wanted if name in row["sources"]]
        right.update(((name, row["id"]), row["id"]) for row in rows)
        fits = sorted(
            (
                (_share(present[m.id], set(row["participants"])), row["id"], m.id)
                for row in rows
                for m in told[name]
            ),
            key=lambda fit: (-fit[0], fit[1], fit[2]),
        )
        used: set[str] = set()
        for share, row_id, its in fits:
            if share > 0 and its not in used and (name, row_id) not in found:
                used.add(its)
                found[name, row_id] = its
    hits: dict[str, str] = {}
    for row in wanted:
        fitting = [
            (_share(present[m.id], set(row["participants"])), m.id)
            for m in meetings
            if m.date_start == row["date"] and m.id not in hits.values()
        ]
        best = max(fitting, default=(0.0, ""))
        if best[0] >= SAME_PEOPLE:
            hits[row["id"]] = best[1]
    framing = ("visit", "other")
    counted = [m for m in meetings if m.id in hits.values() or m.type not in framing]
    return Result(
        accounts=b_cubed(right, found),
        meetings=Score(len(hits) / max(len(counted), 1), len(hits) / max(len(wanted), 1)),
        missing=tuple(row["id"] for row in wanted if row["id"] not in hits),
        extra=tuple(m for m in counted if m.id not in hits.values()),
    )


def _share(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def measure_made(
    count: int = MADE, seed: int = MADE_SEED, templates: Literal["all", "train", "test"] = "test"
) -> Figures:
    """Made accounts by meeting: B-cubed, pairs of accounts, and the share of meetings left to people."""
    from bench.made import made_accounts  # noqa: PLC0415  models load late

    accounts = list(made_accounts(count, seed, templates=templates))
    readings = [account.read for account in accounts]
    resolution = resolve([read.reading for read in readings])
    vectors = {read.reading.source.id: read.vectors for read in readings}
    assembly = assemble([read.reading for read in readings], resolution.people, resolution.person_of, vectors)
    right: dict[Hashable, Hashable] = {a.read.reading.source.id: a.meeting for a in accounts}
    found: dict[Hashable, Hashable] = {}
    for read in readings:
        told = Counter(m for s in read.reading.segments if (m := assembly.meeting_of.get(s.id)) is not None)
        if told:
            found[read.reading.source.id] = max(sorted(told), key=lambda meeting: told[meeting])
    score = b_cubed(right, found)
    pairs = score_pairs(_pairs(right), _pairs(found))
    return {
        "made accounts, B-cubed F1": score.f1,
        "made accounts, B-cubed precision": score.precision,
        "made accounts, B-cubed recall": score.recall,
        "made accounts, pairs, precision": pairs.precision,
        "made accounts, pairs, recall": pairs.recall,
        "made accounts, meetings left to people": len({i for r in assembly.reviews for i in (r.one, r.other)})
        / max(len(assembly.meetings), 1),
    }


def _pairs(groups: Mapping[Hashable, Hashable]) -> set[tuple[Hashable, Hashable]]:
    """All pairs of items of the same group."""
    members: dict[Hashable, list[Hashable]] = defaultdict(list)
    for item, group in groups.items():
        members[group].append(item)
    return {pair for rows in members.values() for pair in combinations(sorted(rows, key=str), 2)}


def measure() -> Figures:
    """Accounts by meeting (B-cubed F1), and meetings that a reader finds too, of examples and seeds."""
    figures: Figures = {}
    for name, pages, gold in (("examples", EXAMPLES, EXAMPLES_GOLD), ("seeds", SEEDS, SEEDS_GOLD)):
        result = measure_marked(Marked(read_pages(pages), json.loads(gold.read_text(encoding="utf-8"))))
        figures[f"accounts, B-cubed F1, {name}"] = result.accounts.f1
        figures[f"meetings, precision, {name}"] = result.meetings.precision
        figures[f"meetings, recall, {name}"] = result.meetings.recall
    return figures | measure_made()
