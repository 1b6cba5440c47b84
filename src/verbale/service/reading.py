"""Read pages into a record: what is new is read, the rest is left, and then the items are built again."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from threadpoolctl import ThreadpoolController

from verbale.errors import SettingsError
from verbale.records.ids import content_id
from verbale.records.reading import Page, Refusal
from verbale.service.building import StoredJob
from verbale.service.gazetteer import use_file, use_user_gazetteer
from verbale.service.workers import Outcome, Reader, read_apart, read_here
from verbale.settings import Settings
from verbale.store.pages import PageRow, StoredReading
from verbale.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from verbale.pipeline.build import Job

BATCH_PAGES = 32
"""Pages written in one transaction: what being killed may cost."""

BATCH_SECONDS = 10.0
"""Written sooner when this much time has passed."""

FEW_PAGES = 16
"""Up to this many new pages, starting further processes (each loads its model) costs more than it gains."""

_ENCODER = "encoder"


@dataclass(frozen=True, slots=True)
class Step:
    """How far a reading has come.

    Attributes:
        doing: `reading` or `building`.
        done: pages that are through.
        total: pages that are known of; it grows while tables and folders are being gone through.
        refused: of those done.
        unchanged: pages that the record holds already.
    """

    doing: str
    done: int = 0
    total: int = 0
    refused: int = 0
    unchanged: int = 0


Progress: TypeAlias = "Callable[[Step], None]"


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What a reading did.

    Attributes:
        read: pages that were read now.
        unchanged: pages that the record held already.
        refused: files and pages that could not be read, with the reason.
        sources: sources that the pages read now gave (teasers are sources of their own).
        counts: items of each kind that the record holds now.
        built: whether the items were built again.
        seconds: that it took.
    """

    read: int
    unchanged: int
    refused: tuple[Refusal, ...]
    sources: int
    counts: dict[str, int]
    built: bool
    seconds: float

    @property
    def nothing_new(self) -> bool:
        """Whether the record is what it was before."""
        return not self.read and not self.built


class Engine(Protocol):
    """What reads pages and builds items; the pipeline, or something small in tests."""

    @property
    def version(self) -> str:
        """Changes when a reading of the same page could change."""
        ...

    @property
    def build_version(self) -> str:
        """Changes when the items of the same readings could change."""
        ...

    def ingest(self, paths: Iterable[str], settings: Settings) -> Iterator[Page | Refusal]:
        """Pages, or the reason for having none, for everything that the paths name."""
        ...

    def maker(self, settings: Settings) -> Callable[[], Reader]:
        """What makes a reader, here or in another process: it can be pickled."""
        ...

    def build(self, job: Job) -> None:
        """Bring the items of a record up to date: the same whatever the order in which pages were read."""
        ...


@runtime_checkable
class Prepares(Protocol):
    """An encoder that is prepared once before its first use."""

    def prepare(self, progress: Callable[[str, float], None] | None = None) -> None:
        """Prepare it, telling how far it has come."""
        ...


class Pipeline:
    """The real engine; nothing heavy is loaded before the first page is read."""

    @property
    def version(self) -> str:
        """The version of the pipeline."""
        from verbale.pipeline import PIPELINE_VERSION  # noqa: PLC0415  models load late

        return PIPELINE_VERSION

    @property
    def build_version(self) -> str:
        """The versions of what reads and of what builds."""
        from verbale.pipeline import BUILD_VERSION, PIPELINE_VERSION  # noqa: PLC0415  models load late

        return f"{PIPELINE_VERSION}.{BUILD_VERSION}"

    def ingest(self, paths: Iterable[str], settings: Settings) -> Iterator[Page | Refusal]:
        """Pages and refusals, lazily."""
        from verbale.pipeline import ingest  # noqa: PLC0415

        return ingest(paths, settings.limits, settings.columns)

    def maker(self, settings: Settings) -> Callable[[], Reader]:
        """The factory of readers with these settings."""
        from verbale.pipeline import make_reader  # noqa: PLC0415

        return partial(make_reader, settings)

    def build(self, job: Job) -> None:
        """Bring the items of a record up to date."""
        from verbale.pipeline import update  # noqa: PLC0415

        with ThreadpoolController().limit(limits=1, user_api="blas"):
            update(job)


def page_key(page: Page) -> str:
    """What a page is known by: its text, address, row and stated date, wherever it was found."""
    given = () if page.side is None else (page.side,)
    return content_id("page", page.text, page.url, page.row, page.published, *given)


def read_into(
    record: str | os.PathLike[str],
    paths: Iterable[str | os.PathLike[str]],
    settings: Settings | None = None,
    progress: Progress | None = None,
    engine: Engine | None = None,
) -> ReadReport:
    """Read pages into a record, which is made if there is none.

    Pages that the record holds, read by the same version, are skipped. Pages are written in batches, then
    the items are replaced in one transaction: a reading that is broken off at any moment leaves a good
    record, and the next one goes on where it stopped.

    Args:
        record: the file.
        paths: files, folders, addresses, or `-` for JSON lines on standard input.
        settings: None means the defaults.
        progress: called with how far it has come.
        engine: None means the pipeline.

    Raises:
        RecordFileError: when the file is no record, or another run is writing it.
        EngineError: when the encoder fails.
        SettingsError: when the record was read with another encoder.
    """
    settings, engine = settings or Settings(), engine or Pipeline()
    _use_cache(settings)
    with Store(Path(record), write=True, create=True) as store:
        _check_encoder(store, settings)
        run = _Run(store, settings, engine, progress or _say_nothing)
        return run.report([os.fspath(path) for path in paths])


def prepare_models(
    settings: Settings | None = None, progress: Callable[[str, float], None] | None = None
) -> str:
    """Prepare the encoder of the settings, and return its name.

    Args:
        settings: None means the defaults.
        progress: called with what is being done and how much of it is done, from 0 to 1.

    Raises:
        EngineError: when it cannot be prepared.
    """
    from verbale.models.factory import make_encoder  # noqa: PLC0415

    settings = settings or Settings()
    _use_cache(settings)
    encoder = make_encoder(settings.encoder, key=settings.encoder_key or None, prefix=settings.encoder_prefix)
    if isinstance(encoder, Prepares):
        encoder.prepare(progress)
    encoder.encode(["ready"])
    return encoder.name


def _use_cache(settings: Settings) -> None:
    """Tell this process and those that it starts where fetched models and the gazetteer are kept."""
    if settings.cache:
        os.environ["VERBALE_CACHE"] = settings.cache
    use_file(settings.gazetteer)


def _say_nothing(_step: Step) -> None:
    pass


def _check_encoder(store: Store, settings: Settings) -> None:
    used = store.fact(_ENCODER)
    if used is None:
        store.set_fact(_ENCODER, settings.encoder)
    elif used != settings.encoder:
        raise SettingsError(
            f"{store.path} was read with the encoder {used}, whose vectors cannot be compared with those of "
            f"{settings.encoder}; set encoder to {used}, or read into another record"
        )


@dataclass(slots=True)
class _Run:
    """One reading, with what it has counted so far."""

    store: Store
    settings: Settings
    engine: Engine
    progress: Progress
    read: int = 0
    unchanged: int = 0
    sources: int = 0
    files: int = 0
    found: int = 0
    refused: list[Refusal] = field(default_factory=list)
    batch: list[PageRow] = field(default_factory=list)
    broken: list[Refusal] = field(default_factory=list)
    again: list[tuple[str, str]] = field(default_factory=list)
    written: float = field(default_factory=time.monotonic)

    def report(self, paths: list[str]) -> ReadReport:
        started = time.monotonic()
        self.files = _count_files(paths)
        try:
            for outcome in self._outcomes(self._new_pages(paths)):
                self._take(outcome)
        finally:
            self._write()
            self.store.add_paths(self.again)
        built = self._build()
        return ReadReport(
            read=self.read,
            unchanged=self.unchanged,
            refused=tuple(sorted(self.refused, key=lambda refusal: (refusal.path, refusal.reason))),
            sources=self.sources,
            counts=self.store.counts(),
            built=built,
            seconds=time.monotonic() - started,
        )

    def _new_pages(self, paths: list[str]) -> Iterator[Page]:
        """Pages that have not been read; what is known is counted, what is refused is kept."""
        known = self.store.pages()
        taken: set[str] = set()
        for page in self.engine.ingest(paths, self.settings):
            self.found += 1
            if isinstance(page, Refusal):
                self._refuse(page)
                continue
            key = page_key(page)
            row = known.get(key)
            if row is not None and row.version == self.engine.version:
                self._skip(row, page)
            elif key in taken:
                self.again.append((key, page.path))
                self.unchanged += 1
            else:
                taken.add(key)
                yield page

    def _skip(self, row: PageRow, page: Page) -> None:
        if page.path not in row.paths:
            self.again.append((row.key, page.path))
        if row.reason is None:
            self.unchanged += 1
        else:
            self.refused.append(Refusal(page.path, row.reason))
        self._tell()

    def _refuse(self, refusal: Refusal) -> None:
        self.refused.append(refusal)
        self.broken.append(refusal)
        self._tell()

    def _outcomes(self, pages: Iterator[Page]) -> Iterator[Outcome]:
        """Read the pages here when they are few, else in processes of their own."""
        workers = self.settings.workers or os.cpu_count() or 1
        first = list(islice(pages, FEW_PAGES + 1))
        if not first:
            return iter(())
        if workers == 1 or len(first) <= FEW_PAGES:
            return read_here(self.engine.maker(self.settings), chain(first, pages))
        shared = replace(self.settings, threads=self.settings.threads or _threads_each(workers))
        return read_apart(self.engine.maker(shared), chain(first, pages), workers, self.settings.page_seconds)

    def _take(self, outcome: Outcome) -> None:
        """Count what became of a page and put it with those to be written."""
        page, reason = outcome.page, outcome.reason
        if reason is not None:
            self.refused.append(Refusal(page.path, reason))
        else:
            self.read += 1
            self.sources += len(outcome.readings)
        if outcome.lasting:
            readings = tuple(StoredReading(*reading) for reading in outcome.readings)
            row = PageRow(page_key(page), (page.path,), self.engine.version, reason, readings)
            self.batch.append(row)
        elif reason is not None:
            self.broken.append(Refusal(page.path, reason))
        self._tell()
        if len(self.batch) >= BATCH_PAGES or time.monotonic() - self.written > BATCH_SECONDS:
            self._write()

    def _write(self) -> None:
        if self.batch:
            self.store.add_pages(self.batch)
        self.store.add_refusals(self.broken)
        self.batch, self.broken, self.written = [], [], time.monotonic()

    def _build(self) -> bool:
        """Build the items, if anything has changed."""
        workers = self.settings.workers or os.cpu_count() or 1
        return build_items(self.store, self.engine, lambda: self._tell("building"), workers)

    def _tell(self, doing: str = "reading") -> None:
        done = self.read + self.unchanged + len(self.refused)
        total = max(self.files, self.found, done)
        self.progress(Step(doing, done, total, len(self.refused), self.unchanged))


def build_items(
    store: Store, engine: Engine, before: Callable[[], None] | None = None, workers: int = 1
) -> bool:
    """Bring the items of a record up to date with its pages and judgements; returns whether there was need to.

    Args:
        store: open for writing.
        engine: what builds.
        before: called before they are built, if they are.
        workers: processes that work on a large record.

    Raises:
        EngineError: when one of them ends.
        GazetteerError: when the user's gazetteer cannot be read.
    """
    gazetteer = use_user_gazetteer()
    version = f"{engine.build_version} {gazetteer}" if gazetteer else engine.build_version
    if store.is_built(version):
        return False
    if before:
        before()
    with store.rebuild(version) as rebuild, StoredJob(store.path, rebuild, workers) as job:
        engine.build(job)
    return True


def _threads_each(workers: int) -> int:
    return max(1, (os.cpu_count() or 1) // workers)


def _count_files(paths: Iterable[str]) -> int:
    """Files under the paths, as a first guess at the number of pages; a table holds more than one."""
    return sum(
        sum(len(names) for _folder, _below, names in os.walk(path)) if Path(path).is_dir() else 1
        for path in paths
    )
