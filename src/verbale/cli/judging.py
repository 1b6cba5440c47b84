"""`merge`, `split`, `apart`, `edit`, `confirm`, `reject`, `undo`, `history` and `review`: people correct the record."""

import getpass
from collections.abc import Callable
from inspect import Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from verbale.cli import showing
from verbale.cli.arguments import Config, Quiet, RecordFile
from verbale.cli.console import note, out
from verbale.errors import JudgementError
from verbale.records.items import Review
from verbale.records.judgements import Judgement
from verbale.service.anchors import locate
from verbale.service.history import history_of
from verbale.service.record import DEFAULT_LIMIT, Record
from verbale.service.wording import plural
from verbale.store.filters import Part

if TYPE_CHECKING:
    from verbale.service.judge import Judge

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


def _command(make: Callable[..., Judgement]) -> Callable[..., None]:
    """A command of what makes a judgement: its arguments stand between the file and the options that all share.

    Args:
        make: takes the judge, arguments of its own, and the reason.
    """

    def command(
        file: RecordFile,
        reason: Reason = None,
        author: Author = None,
        config: Config = None,
        quiet: Quiet = False,
        **own: object,
    ) -> None:
        from verbale.service.judge import Judge  # noqa: PLC0415  0.3 s, which commands that look need not wait

        with Judge(file, author_of(author, config)) as judge:
            _done(judge, make(judge, reason=reason, **own), quiet=quiet)

    first, *options, _own = signature(command).parameters.values()
    own = [p.replace(kind=p.KEYWORD_ONLY) for p in list(signature(make).parameters.values())[1:-1]]
    parameters = [first, *own, *(option.replace(kind=option.KEYWORD_ONLY) for option in options)]
    command.__name__, command.__doc__ = make.__name__, make.__doc__
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # what typer asks for
    return command


@_command
def merge(judge: "Judge", items: Items, reason: str | None) -> Judgement:
    """Say that items are one: persons, meetings, undertakings, threads or named things."""
    return judge.merge(items, reason)


@_command
def split(
    judge: "Judge",
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
    reason: str | None,
) -> Judgement:
    """Say that an item is several: some of the words that it rests on are of another one."""
    return judge.split(item, at, reason)


@_command
def apart(judge: "Judge", items: Items, reason: str | None) -> Judgement:
    """Say that items are different ones, so that they are not put together, nor listed for review."""
    return judge.apart(items, reason)


@_command
def edit(
    judge: "Judge",
    item: Item,
    values: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="Fields with their values; nothing after = takes the value away, commas part lists.",
            show_default=False,
        ),
    ],
    reason: str | None,
) -> Judgement:
    """Give fields of an item other values; what was read stays beside them."""
    given = [value.partition("=") for value in values]
    for name, sign, value in given:
        if not name.strip() or not sign:
            raise JudgementError(f"{name}{sign}{value} gives no field a value; write it as place=Vientiane")
    return judge.edit(item, {name.strip(): value for name, _, value in given}, reason)


@_command
def confirm(judge: "Judge", item: Item, reason: str | None) -> Judgement:
    """Say that an item is right as the record shows it."""
    return judge.confirm(item, reason)


@_command
def reject(judge: "Judge", item: Item, reason: str | None) -> Judgement:
    """Say that an item does not belong in the record: lists, briefs and exports leave it out."""
    return judge.reject(item, reason)


@_command
def undo(
    judge: "Judge",
    judgement: Annotated[
        str, typer.Argument(metavar="JUDGEMENT", help="Its id, or the beginning of it.", show_default=False)
    ],
    reason: str | None,
) -> Judgement:
    """Say that a judgement no longer holds; it stays in the history."""
    return judge.undo(judgement, reason)


def review(
    file: RecordFile,
    limit: Annotated[int, typer.Option(min=1, help="Pairs at most.")] = DEFAULT_LIMIT,
) -> None:
    """List pairs that may be one, the likeliest first; `merge` and `apart` settle them."""
    console = out()
    with Record(file) as record:
        held = record.count(Review)
        for pair in record.some(Review, part=Part(limit)):
            console.print(showing.review(pair))
    if not held:
        note("nothing is in doubt")
    if held > limit:
        note(f"the first {limit} of {plural(held, 'pair')}; --limit shows more")


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


def author_of(author: str | None, config: Path | None) -> str:
    """In whose name judgements are made: as given, as set, else as logged in. Raises JudgementError."""
    from verbale.settings import load_settings  # noqa: PLC0415  0.1 s

    return author or load_settings(config).author or _login_name()


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise JudgementError("nobody is logged in here; say who judges with --author") from None


def _done(judge: "Judge", judgement: Judgement, *, quiet: bool) -> None:
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
            note(f"{judgement.item} {item.id}  {showing.called(item)}")
