"""Furniture on pages, by characters, and what a page says of itself: title, date, outlet, language.

Forty pages written for this bench, in 37 languages, as they come when a page is saved or copied: 32 as text, 8 in
HTML; five of them are minutes and statements with next to no furniture whose lines look like it. Half of them, in
languages of their own, were kept back while the rules were mended (`tuned` false): when they were first read, precision
was .963 and recall .946 (lines of one page whose zero-width joiners the extraction of HTML had dropped counted as lost;
they are kept now). Furniture words of their languages were written after that, so their figures since are no longer
those of pages that nobody had seen; Georgian, Armenian and Tamil still have no words. With the seeds, lines that are
furniture were marked by reading them.

A character of furniture counts as found when it is dropped, was left out by the extraction of HTML, or went into a
teaser, a small source of its own. Two figures stand beside each other: what clean alone drops, and what is left out
after the act head has had its say.

Usage: python -m bench.furniture [--verbose] [--untuned]
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.harness import SHARED, Figures
from bench.scoring import Score
from verbale.lexicon import Lexicon
from verbale.models.e5 import E5Encoder
from verbale.pipeline.read import PageReader
from verbale.records.reading import Page, Source
from verbale.stages.clean import clean
from verbale.stages.ingest.extractors import from_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FOLDER = Path(__file__).parent / "data" / "furniture"
SEEDS = SHARED / "seeds"
SEEDS_GOLD = SHARED / "gold" / "seeds.json"

NOT_OF_THE_ACCOUNT = frozenset({"furniture", "teaser"})
PAGE_FIELDS = ("title", "published", "outlet", "url", "language")


@dataclass(frozen=True)
class Marked:
    """A page and what each of its lines is: (mark, text), marks `title`, `body`, `furniture`, `teaser`."""

    id: str
    group: str
    page: Page
    lines: Sequence[tuple[str, str]]
    says: dict[str, str] = field(default_factory=dict)


@dataclass
class Count:
    """Characters of furniture and of the account, dropped and in all."""

    right: int = 0
    wrong: int = 0
    furniture: int = 0

    def add(self, other: Count) -> None:
        """Take the characters of another count in."""
        self.right += other.right
        self.wrong += other.wrong
        self.furniture += other.furniture

    @property
    def score(self) -> Score:
        """Precision and recall of dropping."""
        dropped = self.right + self.wrong
        return Score(
            self.right / dropped if dropped else 1.0, self.right / self.furniture if self.furniture else 1.0
        )


def own_pages() -> Iterator[Marked]:
    """The pages written for this bench."""
    for line in (FOLDER / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        says = {name: row[name] for name in PAGE_FIELDS if name in row}
        says["title"] = next(text for mark, text in row["lines"] if mark == "title")
        lines = [(mark, text) for mark, text in row["lines"] if mark != "blank"]
        if row["format"] == "html":
            page = from_html(row["html"].encode()).page(f"{row['id']}.html")
        else:
            page = Page(text="\n".join(text for _, text in row["lines"]), path=f"{row['id']}.txt")
        yield Marked(row["id"], "tuned" if row["tuned"] else "not tuned", page, lines, says)


def seed_pages() -> Iterator[Marked]:
    """The five real pages, with the lines of furniture that a reader marked."""
    gold = json.loads((FOLDER / "seeds.json").read_text(encoding="utf-8"))
    read = json.loads(SEEDS_GOLD.read_text(encoding="utf-8"))["sources"]
    for name, numbers in gold["lines"].items():
        text = next(SEEDS.glob(f"{name}_*.txt")).read_text(encoding="utf-8").replace("\0", "")
        lines = []
        for number, line in enumerate(text.split("\n"), start=1):
            stamp = gold["stamps"].get(name, 0) if number == 1 else 0
            if stamp:
                lines.append(("furniture", line[:stamp].strip()))
            if line[stamp:].strip():
                lines.append(("furniture" if number in numbers else "body", line[stamp:].strip()))
        says = {key: read[name][key] for key in PAGE_FIELDS if key in read[name]}
        yield Marked(name, "seeds", Page(text=text, path=f"{name}.txt"), lines, says)


def lost(source: Source) -> set[int]:
    """The places of the characters of a source that are dropped."""
    return {at for dropped in source.dropped for at in range(dropped.start, dropped.end)}


def count(marked: Marked, source: Source, *, verbose: bool = False) -> Count:
    """Compare what is left of a page with what is furniture on it, line by line, spaces at the ends left out."""
    gone = lost(source)
    found = Count()
    at = 0
    for mark, text in marked.lines:
        if mark == "title" and source.title == text:
            continue
        start = source.text.find(text, at)
        if start < 0:
            dropped = len(text)
        else:
            at = start + len(text)
            dropped = sum(1 for place in range(start, at) if place in gone)
        if mark in NOT_OF_THE_ACCOUNT:
            found.furniture += len(text)
            found.right += dropped
            if verbose and dropped < len(text):
                print(f"  {marked.id}: kept  {text[:110]}")
        else:
            found.wrong += dropped
            if verbose and dropped:
                print(f"  {marked.id}: LOST  {text[:110]}")
    return found


def right_fields(marked: Marked, source: Source, *, verbose: bool = False) -> dict[str, bool]:
    """Which of the things that a page says of itself were read exactly; a date that it does not say is wrong."""
    found = {}
    for name in PAGE_FIELDS:
        value = getattr(source, name)
        if name in marked.says or (name == "published" and value):
            found[name] = value == marked.says.get(name)
            if verbose and not found[name]:
                print(f"  {marked.id}: {name} {value!r}, not {marked.says.get(name)!r}")
    return found


def _scores(name: str, counted: Count) -> Figures:
    return {f"precision, {name}": counted.score.precision, f"recall, {name}": counted.score.recall}


def measured(pages: Iterable[Marked], *, verbose: bool = False) -> Figures:
    """Precision and recall of clean alone and of the whole reading, by group; fields exact, by group."""
    lexicon = Lexicon.load()
    reader = PageReader(E5Encoder())
    counts: dict[str, Count] = {}
    fields: dict[str, list[bool]] = {}
    for marked in pages:
        cleaned = clean(marked.page, lexicon)[0]
        whole = reader.account(cleaned).source
        by_clean = count(marked, cleaned)
        by_all = count(marked, whole, verbose=verbose)
        own = ["own pages"] if marked.group != "seeds" else []
        for group in (marked.group, "all", *own):
            counts.setdefault(f"{group}, clean alone", Count()).add(by_clean)
            counts.setdefault(group, Count()).add(by_all)
        for name, right in right_fields(marked, whole, verbose=verbose).items():
            for group in (name, f"{name}, {marked.group}"):
                fields.setdefault(group, []).append(right)
    figures: Figures = {}
    for name in sorted(counts):
        figures |= _scores(name, counts[name])
    return figures | {f"{name} exact": sum(values) / len(values) for name, values in sorted(fields.items())}


def measure() -> Figures:
    """Figures of all pages, for the runner."""
    return measured([*own_pages(), *seed_pages()])


def main() -> None:
    """Print the figures and, when asked to, every line that was kept or lost by mistake."""
    verbose = "--verbose" in sys.argv
    pages = [*own_pages(), *seed_pages()]
    if "--untuned" not in sys.argv:
        pages = [marked for marked in pages if marked.group != "not tuned"]
    for name, value in measured(pages, verbose=verbose).items():
        print(f"{name:42s} {value:.3f}")


if __name__ == "__main__":
    main()
