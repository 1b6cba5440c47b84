"""`read` and `prepare`: the commands that load models."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from verbale.cli import codes
from verbale.cli.arguments import Config, Quiet
from verbale.cli.console import bar, note
from verbale.service.wording import plural

if TYPE_CHECKING:
    from verbale.service.reading import ReadReport

SHOWN_REFUSALS = 20
"""Refusals printed after a reading; `verbale info` tells the others."""

Pages = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Files (txt, html, pdf, docx), tables (jsonl, csv, parquet), folders, addresses, or - for JSON "
        "lines on standard input.",
        show_default=False,
    ),
]
Into = Annotated[
    Path, typer.Option("--record", "-r", metavar="FILE", help="The record; it is made if there is none.")
]
Workers = Annotated[int | None, typer.Option("--workers", "-w", min=0, help="Processes; 0 is one a core.")]
Encoder = Annotated[
    str | None,
    typer.Option(
        "--encoder", help="builtin, sentence-transformers:NAME or openai:MODEL@ADDRESS.", show_default=False
    ),
]


def _column(what: str) -> Any:
    return typer.Option(metavar="NAME", help=f"Column of tables that holds the {what}.", show_default=False)


def read(
    paths: Pages,
    record: Into,
    workers: Workers = None,
    encoder: Encoder = None,
    text_column: Annotated[str | None, _column("text")] = None,
    id_column: Annotated[str | None, _column("id of a row")] = None,
    url_column: Annotated[str | None, _column("address")] = None,
    title_column: Annotated[str | None, _column("title")] = None,
    date_column: Annotated[str | None, _column("day of publication")] = None,
    language_column: Annotated[str | None, _column("language (BCP 47)")] = None,
    outlet_column: Annotated[str | None, _column("outlet")] = None,
    side_column: Annotated[str | None, _column("state whose account it is (such as VN)")] = None,
    config: Config = None,
    quiet: Quiet = False,
) -> None:
    """Read pages into a record. Pages that it holds already are not read again."""
    from verbale.service.reading import read_into  # noqa: PLC0415  0.5 s, which other commands need not wait
    from verbale.settings import load_settings  # noqa: PLC0415

    columns = {
        "text": text_column,
        "id": id_column,
        "url": url_column,
        "title": title_column,
        "published": date_column,
        "language": language_column,
        "outlet": outlet_column,
        "side": side_column,
    }
    named = {name: column for name, column in columns.items() if column is not None}
    settings = load_settings(config, workers=workers, encoder=encoder, columns=named or None)
    try:
        with bar(quiet=quiet) as progress:
            report = read_into(record, paths, settings, progress.step if progress else None)
    except KeyboardInterrupt:
        note("stopped; what was read is kept, and the same command goes on from there")
        raise typer.Exit(codes.STOPPED) from None
    _say(report, record, quiet=quiet)
    if report.refused and not report.read and not report.unchanged:
        raise typer.Exit(codes.NOTHING_READ)


def _say(report: "ReadReport", record: Path, *, quiet: bool) -> None:
    for refusal in report.refused[:SHOWN_REFUSALS]:
        note(f"refused  {refusal.path}: {refusal.reason}")
    if len(report.refused) > SHOWN_REFUSALS:
        note(f"refused  {len(report.refused) - SHOWN_REFUSALS} more: verbale info {record} --refused")
    if report.nothing_new:
        note(
            f"nothing new: {plural(report.unchanged, 'page')} read before ({report.seconds:.1f} s)",
            quiet=quiet,
        )
        return
    parts = [f"{plural(report.read, 'page')} read"]
    parts += [f"{report.unchanged:,} read before"] if report.unchanged else []
    parts += [f"{len(report.refused):,} refused"] if report.refused else []
    note(f"{', '.join(parts)} ({report.seconds:.1f} s)", quiet=quiet)
    kinds = ("source", "meeting", "undertaking", "target", "person", "thread")
    held = ", ".join(plural(report.counts.get(kind, 0), kind) for kind in kinds)
    note(f"{record} holds {held}", quiet=quiet)


def prepare(encoder: Encoder = None, config: Config = None, quiet: Quiet = False) -> None:
    """Prepare the models, so that the first reading need not wait for them."""
    from verbale.service.reading import prepare_models  # noqa: PLC0415
    from verbale.settings import load_settings  # noqa: PLC0415

    settings = load_settings(config, encoder=encoder)
    with bar(quiet=quiet) as progress:
        name = prepare_models(settings, progress.share if progress else None)
    note(f"ready: {name}", quiet=quiet)
