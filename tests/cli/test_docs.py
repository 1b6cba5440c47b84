"""The docs name every command, option and setting."""

from pathlib import Path

import typer
from tests.cli.conftest import ROOT

from verbale.cli.app import app
from verbale.cli.reference import main
from verbale.settings import setting_names

DOCS = Path(ROOT) / "docs"


def test_docs_are_as_the_code_says() -> None:
    assert main(["--check"]) == 0, "run: python -m verbale.cli.reference"


def test_every_command_and_option_is_in_the_docs() -> None:
    text = (DOCS / "cli.md").read_text("utf-8")
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        assert f"## {name}\n" in text
        for parameter in command.params:
            if parameter.name != "help":
                assert f"`{parameter.metavar if parameter.opts[0][0] != '-' else parameter.opts[0]}`" in text
                assert parameter.help


def test_every_setting_is_in_the_docs() -> None:
    text = (DOCS / "settings.md").read_text("utf-8")
    for name, variable in setting_names().items():
        assert f"`{name}`" in text
        assert f"`{variable}`" in text
