"""The same accounts in languages with resource files and in three without any: how much is lost for want of a file.

`data/parallel/gold.jsonl` says of each account, sentence by sentence and for every language at once, what is done, by
whom and about what, and who met where and when; `data/parallel/<language>.jsonl` holds the sentences in that language.
The accounts were written for this project. `python -m bench.parallel [LANGUAGE …]` prints every error.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

import msgspec

from bench.harness import ROOT, Figures
from bench.parallel_files import entries_of
from bench.scoring import score_pairs
from verbale.pipeline.build import build
from verbale.pipeline.read import make_reader
from verbale.records.items import Meeting, Person
from verbale.records.reading import OfficeMention, Page, PersonMention, Reading
from verbale.records.vocabulary import Act, MeetingType
from verbale.settings import Settings
from verbale.text.fold import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from verbale.pipeline.read import PageReader, ReadSource
    from verbale.records.reading import Segment

FOLDER = ROOT / "bench" / "data" / "parallel"

RESOURCED = ("en", "es", "ru")
"""Languages with files of every kind."""

UNSEEN = ("cy", "ml", "tg")
"""Languages without any file of ours: Welsh (Celtic, Latin), Malayalam (Dravidian, its own script) and Tajik (Iranian,
Cyrillic), which is not among the languages that XLM-R was trained on either."""

MEETING_OVERLAP = 0.5
"""Share of participants in common from which a meeting is the one told of."""

PARTS = ("acts", "pillars", "speakers", "people", "meetings", "furniture")

Part = Literal["acts", "pillars", "speakers", "people", "meetings", "furniture"]


class Row(msgspec.Struct, frozen=True):
    """What one sentence does, who does it (a key of `people`, `both` or `none`), the pillars that are right."""

    act: Act
    by: str
    pillars: tuple[str, ...]


class Side(msgspec.Struct, frozen=True):
    """A person at the meeting: the state, and the office as the lexicon codes it."""

    country: str
    office: str


class Held(msgspec.Struct, frozen=True):
    """The meeting: its day (ISO), the state in which it was held (None for a call), keys of who took part."""

    type: MeetingType
    date: str
    country: str | None
    participants: tuple[str, ...]


class Gold(msgspec.Struct, frozen=True):
    """What an account says in any language; `paragraphs` are numbers of sentences."""

    id: str
    published: str
    people: dict[str, Side]
    meeting: Held
    paragraphs: tuple[int, ...]
    rows: tuple[Row, ...]


class Told(msgspec.Struct, frozen=True):
    """An account in one language: `names` are the forms of each person's name, the full one first."""

    id: str
    title: str
    names: dict[str, tuple[str, ...]]
    sentences: tuple[str, ...]


class Error(msgspec.Struct, frozen=True):
    """One thing read wrong."""

    language: str
    account: str
    part: Part
    told: str
    right: str
    read: str


class Tally(msgspec.Struct):
    """How many of each part are right in one language, of how many, and the errors."""

    right: dict[str, float] = {}
    total: dict[str, float] = {}
    errors: list[Error] = []
    people: set[tuple[str, str, str | None]] = set()
    people_read: set[tuple[str, str, str | None]] = set()

    def shares(self) -> Figures:
        """The share right of each part; for people the F1 over (account, person, state)."""
        told = {part: self.right.get(part, 0.0) / max(self.total.get(part, 0.0), 1.0) for part in PARTS}
        return told | {"people": score_pairs(self.people, self.people_read).f1}


def golds() -> list[Gold]:
    """What the accounts say.

    Raises:
        msgspec.ValidationError: when a line has another form.
    """
    lines = (FOLDER / "gold.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Gold) for line in lines]


def accounts(language: str) -> list[Told]:
    """The accounts in one language, in the order of `golds`.

    Raises:
        msgspec.ValidationError: when a line has another form.
    """
    lines = (FOLDER / f"{language}.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Told) for line in lines]


def page_of(gold: Gold, told: Told) -> tuple[Page, list[tuple[int, int]]]:
    """The page as ingest would give it, without its language, and where each sentence stands in its text."""
    text, places, rest = "", [], iter(told.sentences)
    for count in gold.paragraphs:
        text += "\n\n" if text else ""
        for at in range(count):
            text += " " if at else ""
            sentence = next(rest)
            places.append((len(text), len(text) + len(sentence)))
            text += sentence
    page = Page(text=text, path=told.id, title=told.title, published=gold.published, published_from="given")
    return page, places


def is_form(read: str, forms: Iterable[str]) -> bool:
    """Whether words are one of the forms of a name, with any endings after at least all but one of their letters."""
    words = fold_words(read).split()
    return any(_inflects(words, fold_words(form).split()) for form in forms)


def _inflects(words: Sequence[str], form: Sequence[str]) -> bool:
    if len(words) != len(form):
        return False
    pairs = zip(words, form, strict=True)
    return all(word.startswith(plain[: max(2, len(plain) - 1)]) for word, plain in pairs)


def _key_of(told: Told, names: Iterable[str]) -> str | None:
    """The key of the person who is called so."""
    called = list(names)
    return next(
        (key for key, forms in told.names.items() if any(is_form(name, forms) for name in called)), None
    )


def judge(language: str, gold: Gold, told: Told, reader: PageReader, tally: Tally) -> None:
    """Read one account and count what is right."""
    page, places = page_of(gold, told)
    read = reader.read(page)[0]
    for row, sentence, place in zip(gold.rows, told.sentences, places, strict=True):
        for part, right, found in _judged(gold, told, row, read.reading, place):
            tally.right[part] = tally.right.get(part, 0.0) + (found in right)
            tally.total[part] = tally.total.get(part, 0.0) + 1
            if found not in right:
                tally.errors.append(Error(language, gold.id, part, sentence, "/".join(right), found))
    _judge_record(language, gold, told, read, tally)


def _judged(
    gold: Gold, told: Told, row: Row, reading: Reading, place: tuple[int, int]
) -> Iterator[tuple[Part, tuple[str, ...], str]]:
    """The parts that a sentence is judged by: what would be right, and what was read."""
    at = _row_at(reading.segments, place)
    if row.act == "furniture":
        yield "furniture", ("dropped",), "dropped" if at is None else f"kept as {reading.classified[at].act}"
        return
    yield "acts", (row.act,), "dropped" if at is None else reading.classified[at].act
    if row.act in ("undertaking", "proposal"):
        told_pillars = () if at is None else reading.classified[at].pillars
        yield "pillars", row.pillars, told_pillars[0][0] if told_pillars else "none told"
    if row.by != "none":
        yield "speakers", (row.by,), "dropped" if at is None else _speaker(gold, told, reading, at)


def _row_at(segments: Sequence[Segment], place: tuple[int, int]) -> int | None:
    """The segment that holds most of a sentence, of several the first; None when most of it was dropped."""
    shared = [min(place[1], s.end) - max(place[0], s.start) for s in segments]
    kept = sum(count for count in shared if count > 0)
    if 2 * kept < place[1] - place[0]:
        return None
    return max(range(len(shared)), key=lambda row: (shared[row], -row))


def _speaker(gold: Gold, told: Told, reading: Reading, row: int) -> str:
    """Who was read to perform the act of a segment: a key, `both`, `none`, or words for somebody else."""
    speaker = reading.speakers[row]
    if speaker.performer != "one":
        return speaker.performer
    named = (m for m in reading.mentions if isinstance(m, PersonMention | OfficeMention))
    mention = next((m for m in named if m.start == speaker.at), None)
    key = _key_of(told, [mention.text]) if mention else None
    country = speaker.country or (mention.country if mention else None)
    by_country = next((key for key, side in gold.people.items() if side.country == country), None)
    return key or by_country or f"one: {mention.text if mention else None} ({country})"


def _judge_record(language: str, gold: Gold, told: Told, read: ReadSource, tally: Tally) -> None:
    """Compare the people and the meeting of a record of this one account."""
    items = build([read])
    persons = {item.id: item for item in items if isinstance(item, Person)}
    keys = {id_: _key_of(told, [name.text for name in p.names]) or p.name for id_, p in persons.items()}
    right = {(gold.id, key, side.country) for key, side in gold.people.items()}
    found = {(gold.id, keys[id_], person.country) for id_, person in persons.items()}
    tally.people |= right
    tally.people_read |= found
    if right != found:
        tally.errors.append(
            Error(language, gold.id, "people", told.title, str(sorted(right - found)), str(found - right))
        )
    meetings = [item for item in items if isinstance(item, Meeting)]
    met = any(_is_held(gold.meeting, meeting, keys) for meeting in meetings)
    tally.right["meetings"] = tally.right.get("meetings", 0.0) + met
    tally.total["meetings"] = tally.total.get("meetings", 0.0) + 1
    if not met:
        words = [f"{m.type} {m.date_start} {[keys[p.person] for p in m.participants]}" for m in meetings]
        tally.errors.append(
            Error(language, gold.id, "meetings", told.title, gold.meeting.date, "; ".join(words))
        )


def _is_held(held: Held, meeting: Meeting, keys: Mapping[str, str]) -> bool:
    present = {keys[p.person] for p in meeting.participants if p.role != "mentioned"}
    shared = len(present & set(held.participants)) / max(len(present | set(held.participants)), 1)
    return meeting.date_start == held.date and shared >= MEETING_OVERLAP


def tallies(languages: Iterable[str] = RESOURCED + UNSEEN) -> dict[str, Tally]:
    """Read the accounts of some languages and count."""
    reader = make_reader(Settings())
    found = {}
    for language in languages:
        tally = found[language] = Tally()
        for gold, told in zip(golds(), accounts(language), strict=True):
            judge(language, gold, told, reader, tally)
    return found


def measure() -> Figures:
    """`reading` of a language is the mean of its parts; how much less the three unseen languages have than the others.

    `without a file` counts the languages of `UNSEEN` for which that still holds; the figures mean nothing below three.
    """
    kept = {language: entries_of(language) for language in UNSEEN}
    for language, files in kept.items():
        print(f"{language}: " + (f"HAS {', '.join(files)}; choose another" if files else "no file of ours"))
    shares = {language: tally.shares() for language, tally in tallies().items()}
    reading = {language: sum(parts.values()) / len(parts) for language, parts in shares.items()}
    others = sum(reading[language] for language in RESOURCED) / len(RESOURCED)
    unseen = [reading[language] for language in UNSEEN]
    figures: Figures = {
        "without a file": float(sum(not files for files in kept.values())),
        "reading, languages with files": others,
        "reading, unseen languages": sum(unseen) / len(unseen),
        "points less": 100 * (others - sum(unseen) / len(unseen)),
        "points less, worst": 100 * (others - min(unseen)),
    }
    for language in (*RESOURCED, *UNSEEN):
        figures |= {f"{language}, reading": reading[language]}
        figures |= {f"{language}, {part}": share for part, share in shares[language].items()}
    return figures


def main() -> None:
    """Print every error of the languages named, of the unseen ones when none is."""
    for language, tally in tallies(sys.argv[1:] or UNSEEN).items():
        for error in sorted(tally.errors, key=lambda e: (PARTS.index(e.part), e.account)):
            print(f"{language} {error.part:9s} {error.account} {error.right} <- {error.read} | {error.told}")
        print(language, {part: round(share, 3) for part, share in tally.shares().items()})


if __name__ == "__main__":
    main()
