"""Where the commands print: results on standard output, everything else on standard error."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verbale.service.reading import Step

PIPE_WIDTH = 100
"""Width of the text when standard output is no terminal and says no width."""


def out() -> Console:
    """The console for results; it keeps to NO_COLOR and writes plain text into a file."""
    console = Console(highlight=False, emoji=False, markup=False, soft_wrap=False)
    if not console.is_terminal and "COLUMNS" not in console._environ:  # noqa: SLF001
        console = Console(highlight=False, emoji=False, markup=False, width=PIPE_WIDTH)
    return console


def note(text: str, *, quiet: bool = False) -> None:
    """Say something beside the result."""
    if not quiet:
        print(text, file=sys.stderr)  # noqa: T201


class Bar:
    """A progress bar that follows the steps of a reading."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("looking", total=None, beside="")

    def step(self, step: Step) -> None:
        """Show how far it has come."""
        beside = [f"{step.refused} refused"] if step.refused else []
        beside += [f"{step.unchanged} unchanged"] if step.unchanged else []
        self._progress.update(
            self._task,
            description=step.doing,
            completed=step.done,
            total=step.total or None,
            beside=", ".join(beside),
        )

    def share(self, doing: str, done: float) -> None:
        """Show a share between 0 and 1, in hundredths."""
        self._progress.update(self._task, description=doing, completed=round(done * 100), total=100)


@contextmanager
def bar(*, quiet: bool) -> Iterator[Bar | None]:
    """A bar on standard error while the block runs; None when nobody would see it."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[beside]}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bar(progress)
