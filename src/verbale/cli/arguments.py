"""Arguments that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

RecordFile = Annotated[Path, typer.Argument(metavar="FILE", help="The record.", show_default=False)]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="Write to this file, which appears whole, not to standard output."),
]
Config = Annotated[
    Path | None,
    typer.Option("--config", help="Settings in TOML; else verbale.toml here, if there is one."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
