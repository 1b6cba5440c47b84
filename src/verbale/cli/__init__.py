"""The command line."""

import os
import sys

from verbale.cli.codes import FAILED, STOPPED, code_of
from verbale.errors import VerbaleError


def main() -> None:
    """Run the command line: one line for an error, never a traceback for what Verbale can explain."""
    from verbale.cli.app import app  # noqa: PLC0415  errors of the import are not the command's

    try:
        app()
    except VerbaleError as error:
        print(f"verbale: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(code_of(error))
    except KeyboardInterrupt:
        print("verbale: stopped", file=sys.stderr)  # noqa: T201
        sys.exit(STOPPED)
    except BrokenPipeError:
        # Python would say so once more when it flushes what is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
