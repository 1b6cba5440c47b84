"""`merge`, `split`, `apart`, `edit`, `confirm`, `reject`, `undo`, `history` and `review`: people correct the record."""

import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from verbale.cli import showing
from verbale.cli.arguments import Config, Quiet, RecordFile
from verbale.cli.console import note, out
from verbale.errors import JudgementError
from verbale.records.judgements import Judgement
from verbale.records.overlays import name_of
from verbale.service.anchors import locate
from verbale.service.history import history_of
from verbale.service.judge import Judge
from verbale.service.record import DEFAULT_LIMIT, Record
from verbale.service.wording import plural
from verbale.settings import load_settings

Item = Annotated[
    str, typer.Argument(metavar="ITEM", help="Its id, or the beginning of it.", show_default=False)
]
Items = Annotated[
    list[str],
    typer.Argument(metavar="ITEM...", help="Ids, or beginnings of them; two or more.", show_default=False),
]
Reason = Annotated[str | None, typer.Option("--reason", "-m", help="Why; it is kept and shown.")]
Author = Annotated[
    str | None,
    typer.Option(
        "--author", help="Who judges; else the setting `author`, else the login name.", show_default=False
    ),
]


def merge(
    file: RecordFile,
    items: Items,
    reason: Reason = None,
    author: Author = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Say that items are one: persons, meetings, undertakings, threads or named things."""
    with _judge(file, author, config) as judge:
        _done(judge, judge.merge(items, reason), quiet=quiet)


def split(
    file: RecordFile,
    item: Item,
    at: Annotated[
        list[str],
        typer.Option(
            "--at",
            metavar="WORDS",
            help="What is of another one: a source, a segment, SOURCE:START, or an undertaking of a thread; "
            "may be given several times.",
            show_default=False,
        ),
    ],
    reason: Reason = None,
    author: Author = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Say that an item is several: some of the words that it rests on are of another one."""
    with _judge(file, author, config) as judge:
        _done(judge, judge.split(item, at, reason), quiet=quiet)


def apart(
    file: RecordFile,
    items: Items,
    reason: Reason = None,
    author: Author = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Say that items are different ones, so that they are not put together, nor listed for review."""
    with _judge(file, author, config) as judge:
        _done(judge, judge.apart(items, reason), quiet=quiet)


def edit(
    file: RecordFile,
    item: Item,
    values: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="Fields with their values; nothing after = takes the value away, commas part lists.",
            show_default=False,
        ),
    ],
    reason: Reason = None,
    author: Author = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Give fields of an item other values; what was read stays beside them."""
    given = [value.partition("=") for value in values]
    wrong = next(
        (value for value, (name, sign, _) in zip(values, given, strict=True) if not name or not sign), None
    )
    if wrong is not None:
        raise JudgementError(f"{wrong} gives no field a value; write it as place=Vientiane")
    with _judge(file, author, config) as judge:
        edits = {name.strip(): value for name, _, value in given}
        _done(judge, judge.edit(item, edits, reason), quiet=quiet)


def confirm(
    file: RecordFile,
    item: Item,
    reason: Reason = None,
    author: Author = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Say that an item is right as the record shows it."""
    with _judge(file, author, config) as judge:
        _done(judge, judge.confirm(item, reason), quiet=quiet)


def reject(
    file: RecordFile,
    item: Item,
    reason: Reason = None,
    author: Author = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Say that an item does not belong in the record: lists, briefs and exports leave it out."""
    with _judge(file, author, config) as judge:
        _done(judge, judge.reject(item, reason), quiet=quiet)


def undo(
    file: RecordFile,
    judgement: Annotated[
        str, typer.Argument(metavar="JUDGEMENT", help="Its id, or the beginning of it.", show_default=False)
    ],
    reason: Reason = None,
    author: Author = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Say that a judgement no longer holds; it stays in the history."""
    with _judge(file, author, config) as judge:
        _done(judge, judge.undo(judgement, reason), quiet=quiet)


def review(
    file: RecordFile,
    limit: Annotated[int, typer.Option(min=1, help="Pairs at most.")] = DEFAULT_LIMIT,
) -> None:
    """List pairs that may be one, the likeliest first; `merge` and `apart` settle them."""
    console = out()
    with Record(file) as record:
        found = record.reviews()
    for pair in found[:limit]:
        console.print(showing.review(pair))
    if len(found) > limit:
        note(f"the first {limit} of {plural(len(found), 'pair')}; --limit shows more")


def history(
    file: RecordFile,
    item: Annotated[
        str,
        typer.Argument(
            metavar="ITEM",
            help="Its id, the beginning of it, or an id that it had before it was judged.",
            show_default=False,
        ),
    ],
) -> None:
    """Tell what was read of an item, where and when, and every judgement on it."""
    console = out()
    with Record(file) as record:
        for line in showing.history(history_of(record.store, item)):
            console.print(line)


def _judge(file: Path, author: str | None, config: Path | None) -> Judge:
    return Judge(file, author_of(author, config))


def author_of(author: str | None, config: Path | None) -> str:
    """In whose name judgements are made: as given, as set, else as logged in. Raises JudgementError."""
    return author or load_settings(config).author or _login_name()


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise JudgementError("nobody is logged in here; say who judges with --author") from None


def _done(judge: Judge, judgement: Judgement, *, quiet: bool) -> None:
    """Bring the record up to date, and print the judgement with the items that bear it."""
    judge.build(lambda: note("bringing the record up to date", quiet=quiet))
    console = out()
    console.print(Text(judgement.id))
    if quiet:
        return
    told: set[str] = set()
    for party in judgement.about:
        item = locate(judge.store, judgement, party)
        if item is not None and item.id not in told:
            told.add(item.id)
            note(f"{judgement.item} {item.id}  {name_of(item)}")
