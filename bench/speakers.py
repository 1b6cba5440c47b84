"""Who performs each act: marks in accounts written for this project, against what the reading pipeline tells.

A line of `data/speakers/<language>.jsonl` is an account with the people of its sides and marks: exact words of the
text with who performs them. The speakers were developed on the languages of `DEVELOPMENT`, causes of errors
looked for in those of `READ` too; the others measure.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import msgspec

from bench.harness import ROOT, Figures
from verbale.lexicon.words import is_unspaced
from verbale.pipeline.read import make_reader
from verbale.records.reading import OfficeMention, Page, PersonMention, Reading, Speaker
from verbale.settings import Settings
from verbale.text.fold import fold_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

FOLDER = ROOT / "bench" / "data" / "speakers"

DEVELOPMENT = ("en", "es", "ru", "vi", "zh")
"""Languages whose accounts the weights were learned on and whose errors were read."""

READ = ("ar", "de", "fr", "id", "ja", "ka", "sw")
"""Languages whose errors were read to find causes, though nothing was learned on them; nothing was seen of the rest."""


class Named(msgspec.Struct, frozen=True):
    """A person of one of the sides: the forms of the name that occur in the text, and the side."""

    names: tuple[str, ...]
    country: str


class Mark(msgspec.Struct, frozen=True):
    """Exact words of the text and who performs them: a key of `people`, `side:XX`, `both`, `third:…` or `none`."""

    quote: str
    speaker: str

    @property
    def kind(self) -> str:
        """`person`, `side`, `both`, `third` or `none`."""
        word = self.speaker.split(":")[0]
        return word if word in ("side", "both", "third", "none") else "person"


class Account(msgspec.Struct, frozen=True):
    """One account with its marks."""

    id: str
    title: str
    published: str
    outlet: str
    text: str
    people: dict[str, Named]
    marks: tuple[Mark, ...]

    @property
    def page(self) -> Page:
        """The account as ingest would give it."""
        return Page(
            text=self.text,
            path=self.id,
            title=self.title,
            outlet=self.outlet,
            published=self.published,
            published_from="given",
        )


class Judged(msgspec.Struct, frozen=True):
    """A mark with the speaker that was read, in words, and whether that is right."""

    account: str
    mark: Mark
    read: str
    right: bool


def accounts(file: Path) -> list[Account]:
    """The accounts of one language.

    Raises:
        msgspec.ValidationError: when a line has another form.
    """
    return [msgspec.json.decode(line, type=Account) for line in file.read_bytes().splitlines()]


def judge(account: Account, reading: Reading) -> Iterator[Judged]:
    """Compare the speaker of the segment that covers each mark with the one marked."""
    for mark in account.marks:
        row = row_of(reading, mark.quote)
        if row is None:
            yield Judged(account.id, mark, "no segment", False)
            continue
        speaker = reading.speakers[row]
        told = f"{speaker.performer} {_name(reading, speaker)} {speaker.country}"
        yield Judged(account.id, mark, told, is_right(account, mark, reading, speaker))


def row_of(reading: Reading, quote: str) -> int | None:
    """The segment that holds most of the words, of several the first."""
    start = reading.source.text.find(quote)
    if start < 0:
        return None
    end = start + len(quote)
    shared = [min(end, s.end) - max(start, s.start) for s in reading.segments]
    best = max(range(len(shared)), key=lambda row: (shared[row], -row), default=None)
    return best if best is not None and shared[best] > 0 else None


def _name(reading: Reading, speaker: Speaker) -> str | None:
    """The words that name the speaker."""
    named = (m for m in reading.mentions if isinstance(m, PersonMention | OfficeMention))
    return next((m.text for m in named if m.start == speaker.at), None)


def is_right(account: Account, mark: Mark, reading: Reading, speaker: Speaker) -> bool:
    """Whether a speaker that was read is the one marked."""
    people, name = account.people, _name(reading, speaker)
    found = None if name is None else next((k for k, p in people.items() if _is_named(p, name)), None)
    if mark.kind == "person":
        return speaker.performer == "one" and found == mark.speaker
    if mark.kind == "side":
        country = people[found].country if found else speaker.country
        return speaker.performer == "one" and country == mark.speaker.split(":")[1]
    if mark.kind == "third":
        sides = {person.country for person in people.values()}
        known = found is not None or (name is None and speaker.country in sides)
        return speaker.performer == "none" or (speaker.performer == "one" and not known)
    return speaker.performer == mark.kind


def _is_named(person: Named, words: str) -> bool:
    """Whether words are a form of a person's name, or hold one, as with a title that stands inside.

    Where nothing parts words, as in `石橋総理`, a title stands right at the name.
    """
    read = f" {fold_words(words)} "
    for name in person.names:
        form = f" {fold_words(name)} "
        if form in read or read in form or (is_unspaced(form.strip()) and form.strip() in read):
            return True
    return False


def judged(languages: Sequence[str] | None = None) -> dict[str, list[Judged]]:
    """Read the accounts of some languages, or of all, and judge every mark."""
    reader = make_reader(Settings())
    found: dict[str, list[Judged]] = {}
    for file in sorted(FOLDER.glob("*.jsonl")):
        if languages is not None and file.stem not in languages:
            continue
        found[file.stem] = [
            row
            for account in accounts(file)
            for row in judge(account, next(r.reading for r in reader.read(account.page)))
        ]
    return found


def measure() -> Figures:
    """Share of marks whose speaker is read right: over all, by kind, in development and in other languages."""
    return figures(judged())


def figures(by_language: dict[str, list[Judged]]) -> Figures:
    """Shares of right marks, as `measure` gives them."""
    every = [row for rows in by_language.values() for row in rows]
    held = {code: rows for code, rows in by_language.items() if code not in DEVELOPMENT}
    told: Figures = {"marks": float(len(every)), "accuracy": _share(every)}
    for name, codes in (("languages read", READ), ("languages not read", set(held) - set(READ))):
        if kept := [row for code, rows in held.items() if code in codes for row in rows]:
            told[name] = _share(kept)
    for name, kept in _parts(by_language).items():
        told[name] = _share(kept)
    if held:
        told["worst other language"] = min(_share(rows) for rows in held.values())
    return told


def _parts(by_language: dict[str, list[Judged]]) -> dict[str, list[Judged]]:
    parts: dict[str, list[Judged]] = defaultdict(list)
    belongs: Callable[[str], str] = lambda code: "development" if code in DEVELOPMENT else "other languages"  # noqa: E731
    for code, rows in sorted(by_language.items()):
        for row in rows:
            for name in (belongs(code), f"{belongs(code)}, {row.mark.kind}", row.mark.kind):
                parts[name].append(row)
    return dict(sorted(parts.items()))


def _share(rows: Sequence[Judged]) -> float:
    return sum(row.right for row in rows) / len(rows) if rows else 0.0
