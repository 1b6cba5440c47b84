"""A record of many made accounts: how long it takes to build, how much memory, and what a hundred more cost.

Reading is not measured: made readings are put into the store as they are. Then the items are built as `verbale read`
does when it has read all pages, in a process of its own, watched with all its children. `python -m bench scale` builds
100,000; `python -m bench.scale --accounts 2000` fewer, with `--keep FILE` the record stays.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench.made import made_accounts
from verbale.pipeline import PIPELINE_VERSION
from verbale.records.reading import Page
from verbale.service.reading import page_key, read_into
from verbale.settings import Settings
from verbale.store.pages import PageRow, StoredReading
from verbale.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bench.harness import Figures
    from bench.made import MadeAccount

ACCOUNTS = 100_000
MORE = 100
SEED = 7

_BATCH = 1000
"""Accounts put into the store in one transaction."""

_LOOK_EVERY = 0.2
"""Seconds between two looks at the memory of the build."""

_MEBIBYTE = 1 << 20


class Cost(NamedTuple):
    """What a build took: seconds, seconds of all processors, and the most bytes that its processes held together."""

    seconds: float
    processor: float
    memory: int


def measure() -> Figures:
    """Figures of a record of 100,000 accounts."""
    with tempfile.TemporaryDirectory() as folder:
        return measured(Path(folder) / "record.db", ACCOUNTS)


def measured(record: Path, accounts: int) -> Figures:
    """Seconds and memory of building a record of so many accounts, and of building it again with a hundred more."""
    made = made_accounts(accounts + MORE, SEED)
    begun = time.perf_counter()
    put(record, islice(made, accounts))
    putting = time.perf_counter() - begun
    whole = built(record)
    size = record.stat().st_size
    put(record, made)
    more = built(record)
    nothing = built(record)
    with Store(record) as store:
        counts = store.counts()
    return {
        "accounts": accounts,
        "putting in, s": putting,
        "building, s": whole.seconds,
        "building, s of processors": whole.processor,
        "building, ms an account": whole.seconds / accounts * 1000,
        "memory, MiB": whole.memory / _MEBIBYTE,
        "record, MiB": size / _MEBIBYTE,
        f"{MORE} more, s": more.seconds,
        f"{MORE} more, s of processors": more.processor,
        f"{MORE} more, memory, MiB": more.memory / _MEBIBYTE,
        "nothing new, s": nothing.seconds,
        **{f"items, {kind}": count for kind, count in sorted(counts.items())},
    }


def put(record: Path, accounts: Iterable[MadeAccount]) -> None:
    """Put made readings into a record, which is made if there is none; nothing is built."""
    waiting = iter(accounts)
    with Store(record, write=True, create=True) as store:
        while rows := [_row(account) for account in islice(waiting, _BATCH)]:
            store.add_pages(rows)


def _row(account: MadeAccount) -> PageRow:
    source = account.read.reading.source
    page = Page(text=source.text, path=source.path, url=source.url, published=source.published)
    return PageRow(page_key(page), (source.path,), PIPELINE_VERSION, readings=(StoredReading(*account.read),))


def built(record: Path) -> Cost:
    """Build the items of a record in a process of its own.

    Raises:
        subprocess.CalledProcessError: when it fails.
    """
    begun, worked = time.perf_counter(), _processor()
    command = [sys.executable, "-m", "bench.scale", "--build", str(record)]
    most = 0
    with subprocess.Popen(command) as process:
        while process.poll() is None:
            most = max(most, sum(_resident(pid) for pid in _family(process.pid)))
            time.sleep(_LOOK_EVERY)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(time.perf_counter() - begun, _processor() - worked, most)


def _processor() -> float:
    """Seconds that processes which this one started, and has waited for, have had of processors."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _resident(pid: int) -> int:
    """Bytes of memory that a process holds; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")), 0)


def main() -> None:
    """Build a record of as many accounts as are asked for, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--accounts", type=int, default=ACCOUNTS)
    parser.add_argument("--keep", type=Path, help="where the record is to stay")
    parser.add_argument("--build", type=Path, help="only build the items of this record")
    given = parser.parse_args()
    if given.build is not None:
        read_into(given.build, [], Settings())
        return
    with tempfile.TemporaryDirectory() as folder:
        record = given.keep or Path(folder) / "record.db"
        for name, value in measured(record, given.accounts).items():
            print(f"  {name:42s} {value:.3f}")


if __name__ == "__main__":
    main()
