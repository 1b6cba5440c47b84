"""`gazetteer`: people with their ids in Wikidata, for all records of the user."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from verbale.cli.arguments import Config, Quiet
from verbale.cli.console import note
from verbale.errors import GazetteerError
from verbale.service.gazetteer import (
    gazetteer_path,
    import_gazetteer,
    load_gazetteer,
    remove_from_gazetteer,
    use_file,
)
from verbale.service.wording import plural

SHOWN_ROWS = 20
"""Rows left out that are told."""


class Action(StrEnum):
    """What to do with the gazetteer."""

    import_ = "import"
    list_ = "list"
    remove = "remove"


def gazetteer(
    action: Annotated[
        Action, typer.Argument(metavar="ACTION", help="import, list or remove.", show_default=False)
    ],
    items: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WHAT...",
            help="import: files (CSV, or Wikidata JSON, also packed by gzip). list, remove: ids such as Q42; "
            "without any, all.",
            show_default=False,
        ),
    ] = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Know people by name and Wikidata id beforehand: import them, list them, remove them.

    Records are built again with them by their next `verbale read`.
    """
    from verbale.settings import load_settings  # noqa: PLC0415  0.1 s

    use_file(load_settings(config).gazetteer)
    named = items or []
    if action is Action.import_:
        if not named:
            raise GazetteerError("name a file to import")
        for name in named:
            _import(Path(name), quiet=quiet)
    elif action is Action.list_:
        for entry in load_gazetteer():
            if not named or entry.wikidata in named:
                names = plural(len(entry.names), "name")
                typer.echo("\t".join([entry.wikidata, entry.kind, entry.country or "-", entry.name, names]))
    else:
        gone = remove_from_gazetteer(named)
        note(f"removed {plural(gone, 'entry')} from {gazetteer_path()}", quiet=quiet)


def _import(path: Path, *, quiet: bool) -> None:
    done = import_gazetteer(path)
    for row in done.bad[:SHOWN_ROWS]:
        note(f"{path}, line {row.line}: {row.reason}; left out")
    if done.left_out > SHOWN_ROWS:
        note(f"{path}: {done.left_out - SHOWN_ROWS} further rows left out")
    note(
        f"imported {plural(done.taken, 'entry')}, {done.new} of them new, into {gazetteer_path()}",
        quiet=quiet,
    )
