"""Bodies once each: names of organisations in sentences of many languages, each with the body that is meant.

`bodies.jsonl` is what rules and tables were made with; nothing was changed after looking at `bodies_unseen.jsonl`. Each
line is a sentence in which `[[...]]` marks a name, as a tagger would; finding names without a tagger is not measured.
Precision and recall are over pairs of names; of a name that stands for no body, all its pairs are missed. B-cubed is
over the names that stand for one. Run: `python -m bench bodies`, or `python -m bench.bodies --misses`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from verbale.lexicon import Lexicon
from verbale.records.reading import Reading, Segment, Source
from verbale.records.workspace import MemoryWorkspace
from verbale.stages.extract import extract
from verbale.stages.resolve import Bodies, bodies_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

DATA = Path(__file__).with_name("data")
FILES = (DATA / "bodies.jsonl", DATA / "bodies_unseen.jsonl")

_NAME = re.compile(r"\[\[(.+?)\]\]")


class Tagged(NamedTuple):
    """A name as a tagger gives it."""

    start: int
    end: int
    tag: str = "ORG"
    p: float = 0.95


class Row(NamedTuple):
    """A name with the body that is meant, and the one that was found."""

    body: str
    language: str
    text: str
    found: str | None


def found_in(path: Path) -> list[Row]:
    """Read the sentences of a file as pages of their own, and find the bodies of all."""
    lexicon = Lexicon.load()
    bodies = Bodies(MemoryWorkspace())
    meant: dict[str, tuple[str, str, list[tuple[int, str]]]] = {}
    keys: dict[str, list[tuple[int, int, str]]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        reading, names = _reading(f"source-{number}", row["language"], row["text"], lexicon)
        said = bodies_in(reading)
        bodies.say(said)
        keys[said.source] = [(seen.start, seen.start + len(seen.name), seen.key) for seen in said.seen]
        meant[said.source] = (row["body"], row["language"], names)
    bodies.update()
    rows = []
    for source, (body, language, names) in meant.items():
        for start, text in names:
            end = start + len(text)
            key = next((key for left, right, key in keys[source] if left < end and start < right), None)
            rows.append(Row(body, language, text, bodies.first_key(key) if key else None))
    return rows


def _reading(
    source: str, language: str, marked: str, lexicon: Lexicon
) -> tuple[Reading, list[tuple[int, str]]]:
    """Make the reading of one sentence."""
    text, spans, names = "", [], []
    at = 0
    for match in _NAME.finditer(marked):
        text += marked[at : match.start()]
        spans.append(Tagged(len(text), len(text) + len(match[1])))
        names.append((len(text), match[1]))
        text += match[1]
        at = match.end()
    text += marked[at:]
    segment = Segment(
        id=f"segment-{source}",
        source=source,
        start=0,
        end=len(text),
        text=text,
        language=language,
        paragraph=0,
    )
    page = Source(
        id=source,
        path=source,
        url=None,
        outlet=None,
        title=None,
        language=language,
        published=None,
        published_from=None,
        sha256="",
        text=text,
    )
    mentions = extract(page, [segment], [spans], lexicon)
    return Reading(source=page, segments=(segment,), mentions=mentions), names


def pair_figures(rows: Sequence[Row]) -> tuple[float, float]:
    """Return precision and recall over pairs of names."""
    right = wrong = missed = 0
    for one, other in combinations(rows, 2):
        same = one.found is not None and one.found == other.found
        right += same and one.body == other.body
        wrong += same and one.body != other.body
        missed += not same and one.body == other.body
    return right / max(1, right + wrong), right / max(1, right + missed)


def b_cubed(rows: Iterable[Row]) -> float:
    """Return the B-cubed F1 over the names that stand for a body."""
    told = [row for row in rows if row.found is not None]
    meant, found = Counter(row.body for row in told), Counter(row.found for row in told)
    both = Counter((row.body, row.found) for row in told)
    precision = sum(both[row.body, row.found] / found[row.found] for row in told) / len(told)
    recall = sum(both[row.body, row.found] / meant[row.body] for row in told) / len(told)
    return 2 * precision * recall / (precision + recall)


def measure() -> dict[str, float]:
    """Figures of both files."""
    figures = {}
    for path in FILES:
        rows = found_in(path)
        precision, recall = pair_figures(rows)
        figures[f"{path.stem}: pairs, precision"] = precision
        figures[f"{path.stem}: pairs, recall"] = recall
        figures[f"{path.stem}: B-cubed F1"] = b_cubed(rows)
        figures[f"{path.stem}: names told"] = sum(row.found is not None for row in rows) / len(rows)
    return figures


def misses(rows: Sequence[Row]) -> Iterator[str]:
    """Yield names that stand for no body, for another one, or apart from the others of theirs."""
    by_found: Mapping[str | None, set[str]] = defaultdict(set)
    for row in rows:
        by_found[row.found].add(row.body)
    usual = {
        body: Counter(row.found for row in rows if row.body == body).most_common(1)[0][0]
        for body in {row.body for row in rows}
    }
    for row in rows:
        if row.found is None or row.found != usual[row.body] or len(by_found[row.found]) > 1:
            yield f"{row.body} {row.language} {row.text}: {row.found} (usual {usual[row.body]})"


def main() -> None:
    """Print the figures, and with `--misses` each name that was not told as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--file", type=Path, default=FILES[0])
    options = parser.parse_args()
    for name, value in measure().items():
        print(f"{name}: {value:.3f}")
    if options.misses:
        for line in misses(found_in(options.file)):
            print(line)


if __name__ == "__main__":
    main()
