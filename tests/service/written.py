"""An engine that reads what is written down of a page (a list of `Line` in JSON), and builds with the real stages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
from tests.stages.made import Line, reading

from verbale.pipeline import update
from verbale.pipeline.build import Job
from verbale.records.reading import Page, Refusal
from verbale.service.reading import read_into
from verbale.service.workers import Reader
from verbale.settings import Settings
from verbale.store.pages import StoredReading

DIMENSIONS = 384


class WrittenReader:
    """Gives the reading that the lines of a page say."""

    def read(self, page: Page) -> list[StoredReading]:
        """One source, whose id is the name of the file."""
        lines = msgspec.json.decode(page.text, type=list[Line])
        vectors = np.stack([_vector(line.text) for line in lines])
        return [StoredReading(reading(lines, Path(page.path).stem, page.published), vectors)]


def _vector(text: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """A unit vector: the same for the same words, at right angles or nearly so for others."""
    seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
    row = np.random.default_rng(seed).normal(size=DIMENSIONS)
    return np.asarray(row / np.linalg.norm(row), np.float32)


class Written:
    """The engine."""

    def __init__(self, version: str = "1") -> None:
        self.version = self.build_version = version

    def ingest(self, paths: Iterable[str], _settings: Settings) -> Iterator[Page | Refusal]:
        """JSON files."""
        for path in paths:
            yield Page(text=Path(path).read_text("utf-8"), path=path)

    def maker(self, _settings: Settings) -> Callable[[], Reader]:
        """What makes a reader."""
        return WrittenReader

    def build(self, job: Job) -> None:
        """Bring the items of a record up to date as the pipeline does."""
        update(job)


def write(folder: Path, name: str, lines: list[Line]) -> Path:
    """Write a page."""
    path = folder / f"{name}.json"
    path.write_bytes(msgspec.json.encode([asdict(line) for line in lines]))
    return path


def read(record: Path, *pages: Path, version: str = "1") -> None:
    """Read pages into a record."""
    read_into(record, pages, Settings(workers=1), engine=Written(version))


def talks(one: str, other: str, day: date, *more: Line) -> list[Line]:
    """An account of talks between a person of Sweden and one of Romania."""
    return [
        Line(
            f"{one} met {other} in Iasi.",
            act="encounter",
            meeting="talks",
            people={one: "SE", other: "RO"},
            places={"Iasi": "RO"},
            day=day,
        ),
        Line(f"{one} stressed trade.", people={one: "SE"}),
        Line(f"{other} was thankful.", act="courtesy", people={other: "RO"}),
        Line("The two sides agreed to build a ferry.", act="undertaking", performer="both"),
        *more,
    ]
