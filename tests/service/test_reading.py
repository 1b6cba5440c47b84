"""Reading pages into a record, with an engine small enough to follow."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from io import BytesIO
from pathlib import Path

import pytest
from tests.service.conftest import ROOT
from tests.service.toy import Toy

import verbale
from verbale.errors import EngineError, RecordFileError, SettingsError
from verbale.pipeline.build import Job
from verbale.service.export import export_jsonl
from verbale.service.reading import BATCH_PAGES, FEW_PAGES, ReadReport, Step, read_into
from verbale.settings import Settings
from verbale.store import Store

TALKS = "MEET 2025-12-02 LA VN Vientiane\nWHO VN Tô Lâm: General Secretary\nAGREE economy to trade more\n"


def pages(folder: Path, texts: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def many(folder: Path, count: int) -> Path:
    return pages(
        folder,
        {
            f"{n:03}-sv.txt": f"MEET 2024-01-{n % 28 + 1:02} SE FI Stockholm\nAGREE health line {n}\n"
            for n in range(count)
        },
    )


def export(path: Path) -> bytes:
    stream = BytesIO()
    with verbale.open(path) as record:
        export_jsonl(record, stream)
    return stream.getvalue()


def read(record: Path, *paths: Path, **more: object) -> ReadReport:
    settings = Settings(
        workers=int(str(more.pop("workers", 1))), page_seconds=float(str(more.pop("seconds", 60)))
    )
    return read_into(record, paths, settings, engine=more.pop("engine", Toy()), **more)  # type: ignore[arg-type]


def test_pages_become_items(tmp_path: Path) -> None:
    report = read(
        tmp_path / "r.db", pages(tmp_path / "in", {"a-sv.txt": TALKS, "b-vi.txt": TALKS + "Only here\n"})
    )
    assert (report.read, report.unchanged, report.sources, report.refused) == (2, 0, 2, ())
    assert report.counts["meeting"] == 1
    with verbale.open(tmp_path / "r.db") as record:
        (meeting,) = record.meetings()
        assert len(meeting.sources) == 2
        assert [p.name for p in meeting.participants] == ["Tô Lâm"]


def test_second_run_does_nothing_and_makes_no_reader(tmp_path: Path) -> None:
    folder, made = pages(tmp_path / "in", {"a.txt": TALKS}), tmp_path / "made"
    read(tmp_path / "r.db", folder, engine=Toy(made=made))
    report = read(tmp_path / "r.db", folder, engine=Toy(made=made))
    assert report.nothing_new
    assert (report.read, report.unchanged) == (0, 1)
    assert made.read_text().count("made") == 1


def test_new_version_reads_again(tmp_path: Path) -> None:
    folder = pages(tmp_path / "in", {"a.txt": TALKS})
    read(tmp_path / "r.db", folder)
    assert read(tmp_path / "r.db", folder, engine=Toy("2")).read == 1
    assert read(tmp_path / "r.db", folder, engine=Toy("2")).nothing_new


def test_order_and_portions_do_not_matter(tmp_path: Path) -> None:
    folder = pages(
        tmp_path / "in",
        {"a-sv.txt": TALKS, "b-sv.txt": TALKS + "More\n", "c-sv.txt": "Alone\n", "d-sv.txt": TALKS},
    )
    read(tmp_path / "once.db", folder)
    for name in ("d", "c", "b", "a"):
        read(tmp_path / "bits.db", folder / f"{name}-sv.txt")
    assert export(tmp_path / "once.db") == export(tmp_path / "bits.db")


def test_processes_give_the_same_bytes(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", FEW_PAGES + 10)
    read(tmp_path / "one.db", folder)
    report = read(tmp_path / "two.db", folder, workers=2)
    assert report.read == FEW_PAGES + 10
    assert export(tmp_path / "one.db") == export(tmp_path / "two.db")


def test_bad_pages_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = pages(tmp_path / "in", {"a.txt": TALKS, "b.txt": "", "c.txt": "REFUSE", "d.txt": "BUG"})
    report = read(tmp_path / "r.db", folder)
    reasons = {Path(refusal.path).name: refusal.reason for refusal in report.refused}
    assert report.read == 1
    assert reasons == {
        "b.txt": "is empty",
        "c.txt": "holds nothing that can be read",
        "d.txt": "reading broke off: ValueError: a fault in a stage",
    }
    with verbale.open(tmp_path / "r.db") as record:
        assert [Path(refusal.path).name for refusal in record.refusals()] == ["b.txt", "c.txt", "d.txt"]


def test_refused_pages_are_told_again_but_not_read_again(tmp_path: Path) -> None:
    folder, made = pages(tmp_path / "in", {"c.txt": "REFUSE"}), tmp_path / "made"
    read(tmp_path / "r.db", folder, engine=Toy(made=made))
    report = read(tmp_path / "r.db", folder, engine=Toy(made=made))
    assert [refusal.reason for refusal in report.refused] == ["holds nothing that can be read"]
    assert made.read_text().count("made") == 1


def test_refusal_is_forgotten_when_the_file_can_be_read(tmp_path: Path) -> None:
    folder = pages(tmp_path / "in", {"a.txt": ""})
    read(tmp_path / "r.db", folder)
    pages(folder, {"a.txt": TALKS})
    read(tmp_path / "r.db", folder)
    with verbale.open(tmp_path / "r.db") as record:
        assert record.refusals() == []


def test_crash_and_hang_lose_only_their_page(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", FEW_PAGES + 6)
    pages(folder, {"crash.txt": "CRASH", "hang.txt": "HANG"})
    report = read(tmp_path / "r.db", folder, workers=2, seconds=2)
    reasons = {Path(refusal.path).name: refusal.reason for refusal in report.refused}
    assert report.read == FEW_PAGES + 6
    assert reasons == {
        "crash.txt": "reading broke off: its process ended (exit code 3)",
        "hang.txt": "reading took too long and was given up",
    }


@pytest.mark.parametrize("workers", [1, 2])
def test_failing_engine_stops_the_reading_and_keeps_what_was_read(tmp_path: Path, workers: int) -> None:
    folder = many(tmp_path / "in", FEW_PAGES + 6)
    pages(folder, {"zz.txt": "ENGINE"})
    with pytest.raises(EngineError, match="encoder is gone"):
        read(tmp_path / "r.db", folder, workers=workers)
    (folder / "zz.txt").unlink()
    assert read(tmp_path / "r.db", folder).unchanged >= FEW_PAGES


def test_same_page_at_two_paths_is_one_source(tmp_path: Path) -> None:
    folder = pages(tmp_path / "in", {"a.txt": TALKS, "b.txt": TALKS})
    report = read(tmp_path / "r.db", folder)
    assert (report.read, report.unchanged) == (1, 1)
    with verbale.open(tmp_path / "r.db") as record:
        assert [Path(source.path).name for source in record.sources()] == ["a.txt"]


def test_progress_counts_every_page(tmp_path: Path) -> None:
    steps: list[Step] = []
    folder = pages(tmp_path / "in", {"a.txt": TALKS, "b.txt": "", "c.txt": "Text\n"})
    read(tmp_path / "r.db", folder, progress=steps.append)
    reading = [step for step in steps if step.doing == "reading"]
    assert (reading[-1].done, reading[-1].total, reading[-1].refused) == (3, 3, 1)
    assert steps[-1].doing == "building"


def test_another_encoder_is_refused(tmp_path: Path) -> None:
    folder = pages(tmp_path / "in", {"a.txt": TALKS})
    read(tmp_path / "r.db", folder)
    other = Settings(encoder="sentence-transformers:x")
    with pytest.raises(SettingsError, match="was read with the encoder builtin"):
        read_into(tmp_path / "r.db", [folder], other, engine=Toy())


def test_stopping_keeps_what_was_read(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 8)

    def stop(step: Step) -> None:
        if step.done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(tmp_path / "r.db", folder, progress=stop)
    with verbale.open(tmp_path / "r.db") as record:
        assert not record.summary().built
    report = read(tmp_path / "r.db", folder)
    assert (report.read, report.unchanged) == (3, 5)
    read(tmp_path / "whole.db", folder)
    assert export(tmp_path / "r.db") == export(tmp_path / "whole.db")


class MeddledToy(Toy):
    """While it builds, another run adds a page."""

    def __init__(self, record: Path, folder: Path) -> None:
        super().__init__()
        page = pages(folder, {"late.txt": "MEET 2024-05-05 SE FI Turku\n"})
        self.other = threading.Thread(target=lambda: read(record, page))

    def build(self, job: Job) -> None:
        self.other.start()
        time.sleep(0.5)
        super().build(job)


def test_two_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    engine = MeddledToy(tmp_path / "r.db", tmp_path / "other")
    read(tmp_path / "r.db", pages(tmp_path / "in", {"a.txt": TALKS}), engine=engine)
    engine.other.join()
    with verbale.open(tmp_path / "r.db") as record:
        assert len(record.meetings()) == 2
        assert record.summary().built


def test_two_writing_processes_make_one_good_record(tmp_path: Path) -> None:
    one, two = many(tmp_path / "one", 30), many(tmp_path / "two", 60)
    running = [start(tmp_path / "r.db", folder) for folder in (one, two)]
    assert [process.wait(60) for process in running] == [0, 0]
    read(tmp_path / "whole.db", one, two)
    assert export(tmp_path / "r.db") == export(tmp_path / "whole.db")


def start(record: Path, folder: Path) -> subprocess.Popen[bytes]:
    script = (
        "import sys; from pathlib import Path; from tests.service.test_reading import read; "
        "read(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", script, str(record), str(folder)], env=environment)


@pytest.mark.slow
def test_killed_at_any_moment_the_record_is_good(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", BATCH_PAGES * 6)
    began = time.monotonic()
    assert start(tmp_path / "whole.db", folder).wait(120) == 0
    whole, seconds = export(tmp_path / "whole.db"), time.monotonic() - began
    chance = random.Random(7)
    record = tmp_path / "killed.db"
    for _attempt in range(8):
        process = start(record, folder)
        time.sleep(chance.uniform(0.3, 1.0) * seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if record.exists():
            with verbale.open(record) as opened:
                opened.summary()
            with Store(record, write=True) as store:
                assert store.integrity() == "ok"
        if chance.random() < 0.4:
            for file in tmp_path.glob("killed.db*"):
                file.unlink()
    assert start(record, folder).wait(120) == 0
    assert export(record) == whole
    assert not list(tmp_path.glob("killed.db-*"))


def test_readable_while_it_is_written(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 3)
    read(tmp_path / "r.db", folder)
    with Store(tmp_path / "r.db", write=True) as store, store._transaction():
        began = time.monotonic()
        with verbale.open(tmp_path / "r.db") as record:
            assert len(record.meetings()) == 3
        assert time.monotonic() - began < 5


def test_a_writer_waits_for_the_other(tmp_path: Path) -> None:
    folder = many(tmp_path / "in", 3)
    read(tmp_path / "r.db", folder / "000-sv.txt")
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with Store(tmp_path / "r.db", write=True) as store, store._transaction():
            held.set()
            time.sleep(0.5)
        done.set()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    assert read(tmp_path / "r.db", folder).read == 2
    assert done.is_set()
    holder.join()


def test_a_writer_that_waits_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = many(tmp_path / "in", 3)
    read(tmp_path / "r.db", folder / "000-sv.txt")
    monkeypatch.setattr("verbale.store.files.BUSY_SECONDS", 0.1)
    with (
        Store(tmp_path / "r.db", write=True) as store,
        store._transaction(),
        pytest.raises(RecordFileError, match="being written by another run"),
    ):
        read(tmp_path / "r.db", folder)
