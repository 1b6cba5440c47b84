"""Named instruments, projects and mechanisms: found, nothing else taken for one, one item for each across languages.

`data/things.jsonl` holds small accounts written for this bench, several of one meeting in different languages. Names
are marked `[[kind:thing|words]]`; `#5` after the thing says that it is told of its fifth session. Phrases that only
sound like a name ("working groups", "new agreements") are left unmarked and must not become items.

Usage: python -m bench things; python -m bench.things [--kept] for everything that is wrong in the accounts that rules
were made with, or in those kept apart.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.scoring import Score, score_pairs
from verbale.models.e5 import E5Encoder
from verbale.pipeline import PageReader, build
from verbale.records.items import Evidence, Instrument, Mechanism, Project
from verbale.records.reading import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bench.harness import Figures
    from verbale.pipeline.read import ReadSource

DATA = Path(__file__).parent / "data" / "things.jsonl"

KEPT = "kept"
"""The part whose mistakes were not looked at while rules and words were made."""

OVERLAP = 0.5
"""Share of a marked name that the words of an item must cover, and of the words that the name must fill."""

KINDS = {"ins": "instrument", "prj": "project", "mec": "mechanism"}

_MARK = re.compile(r"\[\[(?P<id>[^|\]]+)\|(?P<words>[^\]]+)\]\]")


class Mark(NamedTuple):
    """A marked name: where it stands and the thing that it names, with its kind and the number of its session."""

    path: str
    start: int
    end: int
    thing: str
    kind: str
    number: int | None


class Found(NamedTuple):
    """What a record holds of a marked name: the item, if any."""

    mark: Mark
    item: Instrument | Project | Mechanism | None


class Outcome(NamedTuple):
    """One record against its marks; `noise` are quotes of items that no mark stands on."""

    found: list[Found]
    noise: list[tuple[Instrument | Project | Mechanism, Evidence]]


def rows(part: str) -> dict[str, list[dict[str, str]]]:
    """The accounts of one part, by record."""
    records: dict[str, list[dict[str, str]]] = defaultdict(list)
    for line in DATA.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["part"] == part:
            records[row["record"]].append(row)
    return records


def marked(row: dict[str, str]) -> tuple[str, list[Mark]]:
    """The text without its marks, and where they stood."""
    plain, marks, at = "", [], 0
    for match in _MARK.finditer(row["text"]):
        plain += row["text"][at : match.start()]
        thing, _, number = match["id"].partition("#")
        start, plain = len(plain), plain + match["words"]
        kind = KINDS[thing.split(":")[0]]
        marks.append(Mark(path_of(row), start, len(plain), thing, kind, int(number) if number else None))
        at = match.end()
    return plain + row["text"][at:], marks


def path_of(row: dict[str, str]) -> str:
    """What the account is called in its record."""
    return f"{row['record']}-{row['language']}"


@cache
def _reader() -> PageReader:
    return PageReader(E5Encoder())


def read(row: dict[str, str]) -> Sequence[ReadSource]:
    """What is read of one account."""
    text, _ = marked(row)
    page = Page(
        text=f"{text}\n",
        path=path_of(row),
        language=row["language"],
        published=row["published"],
        published_from="given",
    )
    return _reader().read(page)


def outcome(accounts: Sequence[dict[str, str]], readings: Iterable[ReadSource]) -> Outcome:
    """Compare the named items of a record with its marks."""
    given = list(readings)
    paths = {reading.reading.source.id: reading.reading.source.path for reading in given}
    items = [i for i in build(given) if isinstance(i, Instrument | Project | Mechanism)]
    quotes = [(item, quote) for item in items for quote in item.evidence]
    marks = [mark for row in accounts for mark in marked(row)[1]]
    found = [
        Found(mark, next((item for item, quote in quotes if _is(mark, quote, paths)), None)) for mark in marks
    ]
    noise = [(item, quote) for item, quote in quotes if not any(_is(mark, quote, paths) for mark in marks)]
    return Outcome(found, noise)


def _is(mark: Mark, quote: Evidence, paths: dict[str, str]) -> bool:
    shared = min(mark.end, quote.end) - max(mark.start, quote.start)
    return paths[quote.source] == mark.path and shared >= OVERLAP * max(
        mark.end - mark.start, quote.end - quote.start
    )


def once(outcomes: Iterable[Outcome]) -> Score:
    """Pairs of marked names that are found: those of one thing against those in one item."""
    gold, told = set(), set()
    for found, _ in outcomes:
        for a, b in combinations([f for f in found if f.item], 2):
            pair = (a.mark, b.mark)
            if a.mark.thing == b.mark.thing:
                gold.add(pair)
            if a.item is b.item:
                told.add(pair)
    return score_pairs(gold, told)


def sessions(outcomes: Iterable[Outcome]) -> Iterator[tuple[Found, bool]]:
    """Every mark with the number of a session, and whether its item tells of that session."""
    for found, _ in outcomes:
        for one in found:
            if one.mark.number is not None:
                known = {s.number for s in one.item.sessions} if isinstance(one.item, Mechanism) else set()
                yield one, one.mark.number in known


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Names found and right, their kinds, whether each thing is one item, session numbers."""
    found = [one for outcome in outcomes for one in outcome.found]
    held = [one for one in found if one.item]
    noise = sum(len(outcome.noise) for outcome in outcomes)
    pairs = once(outcomes)
    numbers = [right for _, right in sessions(outcomes)]
    return {
        "names found": len(held) / len(found),
        "names right": len(held) / max(1, len(held) + noise),
        "kind": sum(_kind(one) == one.mark.kind for one in held) / max(1, len(held)),
        "one item a thing, precision": pairs.precision,
        "one item a thing, recall": pairs.recall,
        "session numbers": sum(numbers) / max(1, len(numbers)),
    }


def _kind(found: Found) -> str:
    return str(found.item.__struct_config__.tag) if found.item else ""


def measure() -> Figures:
    """Figures of the accounts kept apart, and of the others."""
    told: Figures = {}
    for part, suffix in (("tune", ""), (KEPT, ", not tuned")):
        outcomes = [outcome(row, (s for a in row for s in read(a))) for row in rows(part).values()]
        told |= {name + suffix: value for name, value in figures(outcomes).items()}
    return told


def show(name: str, one: Outcome) -> None:
    """Print what is wrong in one record."""
    print(f"## {name}")
    for mark, item in one.found:
        print(f"   {mark.thing:12s} {mark.path[-2:]} {item.id[-5:] + ' ' + item.name if item else '--'}")
    for item, quote in one.noise:
        print(f"   noise {item.__struct_config__.tag} {quote.quote}")


def main() -> None:
    """Print every record of a part, and its figures."""
    chosen = rows(KEPT if "--kept" in sys.argv else "tune")
    outcomes = {name: outcome(row, (s for a in row for s in read(a))) for name, row in chosen.items()}
    for name, one in outcomes.items():
        show(name, one)
    for name, value in figures(list(outcomes.values())).items():
        print(f"{name:30s} {value:.3f}")


if __name__ == "__main__":
    main()
