"""What the exit codes of the command line mean."""

from verbale.errors import (
    EngineError,
    ItemNotFoundError,
    JudgementError,
    RecordFileError,
    SettingsError,
    VerbaleError,
)

FAILED, USAGE, NOTHING_READ, NO_RECORD, NO_ENGINE, NOT_FOUND, STOPPED = 1, 2, 3, 4, 5, 6, 130

EXIT_CODES = {
    0: "done; for `read`: at least one page was read or was there already",
    FAILED: "something failed, such as writing a file; or the reader of a pipe went away",
    USAGE: "the command, a setting or a value was wrong",
    NOTHING_READ: "`read`: every page was refused",
    NO_RECORD: "the file is missing, is no record, or another run is writing it",
    NO_ENGINE: "the encoder could not be prepared or failed",
    NOT_FOUND: "the record holds nothing of that name",
    STOPPED: "stopped with Ctrl-C; what was read is kept",
}

_CODE_OF = {
    SettingsError: USAGE,
    JudgementError: USAGE,
    RecordFileError: NO_RECORD,
    EngineError: NO_ENGINE,
    ItemNotFoundError: NOT_FOUND,
}


def code_of(error: VerbaleError) -> int:
    """The exit code for an error."""
    return next((code for kind, code in _CODE_OF.items() if isinstance(error, kind)), FAILED)
