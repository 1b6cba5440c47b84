"""The whole program, where it fails."""

import sys

import pytest

from verbale.cli import main


def fails(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> tuple[int, str]:
    """Exit code and message of the whole program."""
    monkeypatch.setattr(sys, "argv", ["verbale", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    return int(str(end.value.code)), capsys.readouterr().err
