"""The commands together. Each one says what it does in its help; the work is done in `verbale.service`."""

from typing import Annotated

import typer

from verbale.cli import exchange, gazetteer, judging, looking, reading
from verbale.version import __version__

app = typer.Typer(
    name="verbale",
    epilog="Begin with: verbale read PAGES --record my.db   then: verbale show my.db",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"verbale {__version__}")
        raise typer.Exit


@app.callback()
def verbale(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Keep the record of diplomacy: who met whom, what was undertaken, and what became of it.

    Reads public coverage in any language. Every line of the record rests on words that it can show.
    """


for command in (
    reading.read,
    looking.show,
    looking.search,
    looking.people,
    looking.bodies,
    looking.compare,
    looking.info,
    exchange.export,
    exchange.brief,
    exchange.serve,
    judging.merge,
    judging.split,
    judging.apart,
    judging.edit,
    judging.confirm,
    judging.reject,
    judging.undo,
    judging.history,
    judging.review,
    gazetteer.gazetteer,
    reading.prepare,
):
    app.command()(command)
