"""A tiny engine: a line is a segment, and its first word says what it is.

`MEET 2025-12-02 LA VN Vientiane`, `WHO VN Tô Lâm: General Secretary`, `AGREE economy to trade more`,
`TARGET 5e9 USD trade`; CRASH, HANG, BUG and REFUSE do to the reader what they say.
"""

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from verbale.errors import EngineError, PageError
from verbale.pipeline.build import Job
from verbale.records.ids import content_id, text_digest
from verbale.records.items import (
    Alignment,
    AnyItem,
    Evidence,
    Meeting,
    Name,
    Office,
    Participant,
    Person,
    SegmentItem,
    Target,
    Undertaking,
)
from verbale.records.overlays import JudgedItem, overlay
from verbale.records.reading import Page, Reading, Refusal, Segment, Source
from verbale.service.workers import Reader
from verbale.settings import Settings
from verbale.store.pages import StoredReading

DIMENSIONS = 4
HANG_SECONDS = 60.0


class ToyReader:
    """Reads a page line by line."""

    def read(self, page: Page) -> list[StoredReading]:
        """One source with a segment a line."""
        _misbehave(page.text)
        source = Source(
            id=content_id("source", page.text, page.row),
            path=page.path,
            url=page.url,
            outlet=None,
            title=None,
            language=Path(page.path).stem.rpartition("-")[2][:2] or "und",
            published=None,
            published_from=None,
            sha256=text_digest(page.text),
            text=page.text,
        )
        segments = tuple(_segments(source))
        vectors = np.arange(len(segments) * DIMENSIONS, dtype=np.float32).reshape(-1, DIMENSIONS)
        return [StoredReading(Reading(source=source, segments=segments), vectors)]


def _misbehave(text: str) -> None:
    if "CRASH" in text:
        os._exit(3)
    if "HANG" in text:
        time.sleep(HANG_SECONDS)
    if "BUG" in text:
        raise ValueError("a fault in a stage")
    if "REFUSE" in text:
        raise PageError("holds nothing that can be read")
    if "ENGINE" in text:
        raise EngineError("the encoder is gone")


def _segments(source: Source) -> Iterator[Segment]:
    start = 0
    for number, line in enumerate(source.text.splitlines(keepends=True)):
        words = line.strip()
        if words:
            yield Segment(
                id=content_id("segment", source.id, start),
                source=source.id,
                start=start,
                end=start + len(words),
                text=words,
                language=source.language,
                paragraph=number,
            )
        start += len(line)


def make_reader(_settings: Settings, counter: str | None) -> ToyReader:
    """What every process calls once; the counter file says how often that was."""
    if counter:
        with Path(counter).open("a") as file:
            file.write("made\n")
    return ToyReader()


class Toy:
    """The engine. `made` is a file with a line for each reader that was made."""

    def __init__(self, version: str = "1", made: Path | None = None) -> None:
        self.version = self.build_version = version
        self.made = str(made) if made else None

    def ingest(self, paths: Iterable[str], _settings: Settings) -> Iterator[Page | Refusal]:
        """Text files, in folders too."""
        for path in paths:
            for file in sorted(Path(path).rglob("*")) if Path(path).is_dir() else [Path(path)]:
                text = file.read_text("utf-8")
                yield Page(text=text, path=str(file)) if text else Refusal(str(file), "is empty")

    def maker(self, settings: Settings) -> Callable[[], Reader]:
        """A picklable factory."""
        return partial(make_reader, settings, self.made)

    def build(self, job: Job) -> None:
        """Meetings of the same day and countries are one; judgements on single items are laid over."""
        readings = list(job.shelf.whole(sorted(job.marks())))
        items: dict[str, AnyItem] = {reading.source.id: reading.source for reading, _vectors in readings}
        told: dict[tuple[str, ...], list[Reading]] = defaultdict(list)
        for reading, _vectors in sorted(readings, key=lambda stored: stored.reading.source.id):
            told[_meeting_key(reading)].append(reading)
        for key, accounts in told.items():
            items |= {item.id: item for item in _items(key, accounts)}
        judged = overlay([item for item in items.values() if isinstance(item, JudgedItem)], job.judgements)
        job.put("all", job.seal(list((items | {item.id: item for item in judged}).values()), ()))


def _meeting_key(reading: Reading) -> tuple[str, ...]:
    return next((tuple(s.text.split()[1:]) for s in reading.segments if s.text.startswith("MEET")), ())


def _proof(segment: Segment) -> tuple[Evidence, ...]:
    return (Evidence(segment.source, segment.start, segment.end, segment.text),)


def _items(key: tuple[str, ...], accounts: list[Reading]) -> Iterator[AnyItem]:
    id_ = content_id("meeting", *key) if key else None
    texts: dict[str, list[Segment]] = defaultdict(list)
    participants: dict[str, Participant] = {}
    for reading in accounts:
        for segment in reading.segments:
            texts[segment.text].append(segment)
            yield _segment_item(segment, id_)
            for item in _said(segment, key, id_):
                if isinstance(item, Person):
                    participants[item.id] = Participant(
                        person=item.id,
                        name=item.name,
                        country=item.country,
                        office=item.offices[0].title,
                        role="chair",
                    )
                yield item
    if id_ is None:
        return
    for text, segments in texts.items():
        if not text.startswith(("MEET", "WHO")):
            yield Alignment(
                id=content_id("alignment", id_, text),
                meeting=id_,
                segments=tuple(s.id for s in segments),
                relation="same" if len(segments) > 1 else "only",
            )
    yield _meeting(key, id_, accounts, tuple(sorted(participants.values(), key=lambda p: p.person)))


def _segment_item(segment: Segment, meeting: str | None) -> SegmentItem:
    return SegmentItem(
        id=segment.id,
        source=segment.source,
        start=segment.start,
        end=segment.end,
        text=segment.text,
        language=segment.language,
        act="undertaking" if segment.text.startswith("AGREE") else "position",
        act_p=0.9,
        pillars=(),
        speaker=None,
        meeting=meeting,
    )


def _said(segment: Segment, key: tuple[str, ...], meeting: str | None) -> Iterator[AnyItem]:
    word, _, rest = segment.text.partition(" ")
    if word == "WHO":
        country, _, named = rest.partition(" ")
        name, _, title = named.partition(": ")
        office = Office(
            title=title,
            body=None,
            country=country,
            first_seen=key[0],
            last_seen=key[0],
            evidence=_proof(segment),
        )
        yield Person(
            id=content_id("person", name),
            name=name,
            names=(Name(name, segment.language, "Latn"),),
            country=country,
            offices=(office,),
            wikidata=None,
            evidence=_proof(segment),
        )
    elif word == "AGREE":
        pillar, _, label = rest.partition(" ")
        yield Undertaking(
            id=content_id("undertaking", meeting, rest),
            meeting=meeting,
            act="undertaking",
            by=key[1:3],
            speaker=None,
            pillars=(pillar,),
            strength="agree",
            label=label,
            deadline=None,
            named=(),
            target=None,
            thread=None,
            text=segment.text,
            evidence=_proof(segment),
        )
    elif word == "TARGET":
        value, unit, indicator = rest.split(" ", 2)
        yield Target(
            id=content_id("target", meeting, rest),
            indicator=indicator,
            value=float(value),
            unit=unit,
            by=None,
            countries=key[1:3],
            meeting=meeting,
            status="target",
            evidence=_proof(segment),
        )


def _meeting(
    key: tuple[str, ...], id_: str, accounts: list[Reading], participants: tuple[Participant, ...]
) -> Meeting:
    first = next(s for s in accounts[0].segments if s.text.startswith("MEET"))
    return Meeting(
        id=id_,
        type="talks",
        date_start=key[0],
        date_end=key[0],
        date_precision="day",
        date_from="text",
        place=key[3],
        place_country=key[1],
        countries=key[1:3],
        participants=participants,
        sources=tuple(sorted(reading.source.id for reading in accounts)),
        evidence=_proof(first),
    )
