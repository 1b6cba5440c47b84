"""The same record, byte for byte, whatever the order of the pages, the batches, the runs and the workers."""

from __future__ import annotations

import hashlib
import pickle
import random
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bench.made import made_accounts
from bench.made_templates import EXAMPLES, load_groups

import verbale
from verbale.pipeline import ReadSource, ingest, make_reader
from verbale.records.reading import Page
from verbale.service import building, reading
from verbale.service.export import jsonl
from verbale.service.reading import Pipeline, read_into
from verbale.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from verbale.records.reading import Refusal
    from verbale.service.workers import Reader, Readings

pytestmark = pytest.mark.slow

ACCOUNTS = 30
SHUFFLES = 20
WORKERS = {0: 2, 7: 4, 13: 2}
"""Shuffles in which the pages are read by processes of their own; one process reads them in all others."""

STEMS = ("kenya-tanzania", "ukraine-turkey")


class MadeReader:
    """Gives the readings that a file keeps, by the path of the page."""

    def __init__(self, file: Path) -> None:
        self._readings: dict[str, ReadSource] = pickle.loads(file.read_bytes())  # noqa: S301  this test wrote it

    def read(self, page: Page) -> Readings:
        return [self._readings[page.path]]


class Made(Pipeline):
    """The real pipeline, but for the models: pages are read already."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._readings: dict[str, ReadSource] = pickle.loads(file.read_bytes())  # noqa: S301  this test wrote it

    @property
    def paths(self) -> list[str]:
        return sorted(self._readings)

    def ingest(self, paths: Iterable[str], _settings: Settings) -> Iterator[Page | Refusal]:
        for path in paths:
            source = self._readings[path].reading.source
            yield Page(text=source.text, path=path, url=source.url, published=source.published)

    def maker(self, _settings: Settings) -> Callable[[], Reader]:
        return partial(MadeReader, self._file)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Accounts of many meetings, made from those of a few example pages."""
    reader = make_reader(Settings())
    pages = [str(page) for stem in STEMS for page in sorted(EXAMPLES.glob(f"{stem}*"))]
    read = [(Path(p.path).name, reader.read(p)[0]) for p in ingest(pages) if isinstance(p, Page)]
    made = made_accounts(ACCOUNTS, pairs=5, groups=load_groups(read))
    file = tmp_path_factory.mktemp("made") / "readings.pickle"
    file.write_bytes(pickle.dumps({account.read.reading.source.path: account.read for account in made}))
    return Made(file)


def exported(record: Path) -> str:
    """Digest of the export of a record."""
    with verbale.open(record) as opened:
        return hashlib.sha256(b"".join(jsonl(opened))).hexdigest()


def parts(paths: Sequence[str], rng: random.Random, most: int) -> Iterator[list[str]]:
    """The paths in another order, in several runs."""
    shuffled = rng.sample(paths, len(paths))
    cuts = sorted(rng.sample(range(1, len(paths)), rng.randrange(most)))
    yield from (shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(paths)], strict=True))


@pytest.fixture(scope="module")
def at_once(engine: Made, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The export of the record read in one run."""
    record = tmp_path_factory.mktemp("once") / "record.db"
    report = read_into(record, engine.paths, Settings(workers=1), engine=engine)
    assert report.read == ACCOUNTS
    assert report.counts["meeting"] > ACCOUNTS / 6
    assert report.counts["thread"] > 0
    assert report.counts["body"] > 0
    return exported(record)


@pytest.mark.parametrize("shuffle", range(SHUFFLES))
def test_the_export_is_the_same_bytes(
    engine: Made, at_once: str, shuffle: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(shuffle)
    monkeypatch.setattr(reading, "BATCH_PAGES", rng.choice((1, 5, 32)))
    monkeypatch.setattr(reading, "FEW_PAGES", 0)
    monkeypatch.setattr(building, "FEW_PARTS", dict.fromkeys(building.FEW_PARTS, 0))
    record = tmp_path / "record.db"
    settings = Settings(workers=WORKERS.get(shuffle, 1))
    for paths in parts(engine.paths, rng, most=4 if settings.workers == 1 else 1):
        read_into(record, paths, settings, engine=engine)
    assert exported(record) == at_once
