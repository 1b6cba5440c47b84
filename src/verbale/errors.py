"""The errors that Verbale raises: one small tree.

A message says what was wrong, where, and what to do about it.
"""


class VerbaleError(Exception):
    """Anything that Verbale can explain to its user."""


class PageError(VerbaleError):
    """One page could not be read; the pages beside it are not affected."""


class RecordFileError(VerbaleError):
    """A record file is missing, is not a record, or was made by a newer version."""


class ItemNotFoundError(VerbaleError):
    """A record holds no item of the given kind and id."""


class EngineError(VerbaleError):
    """An encoder, classifier or translator could not be prepared or gave an answer of the wrong form."""


class SettingsError(VerbaleError):
    """A setting has a value that cannot be used."""


class GazetteerError(VerbaleError):
    """A gazetteer cannot be read or written, or a file holds nothing that can be taken into one."""


class JudgementError(VerbaleError):
    """A judgement cannot be made as it was asked for: a value has the wrong form, items do not go together."""
