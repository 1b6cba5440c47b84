"""The docs name every command, option and setting."""

from pathlib import Path

import pytest
import typer
from tests.cli.conftest import ROOT
from tests.service.toy import Toy

from verbale.cli.app import app
from verbale.cli.reference import main
from verbale.service import reading
from verbale.service.record import Record
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


def test_example_in_python_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = (DOCS / "python.md").read_text("utf-8").partition("```python\n")[2].partition("```")[0]
    monkeypatch.setattr(reading, "Pipeline", Toy)
    monkeypatch.setenv("VERBALE_WORKERS", "1")
    monkeypatch.chdir(tmp_path)
    pages = tmp_path / "examples" / "pages"
    pages.mkdir(parents=True)
    (pages / "a-ar.txt").write_text(
        "MEET 2023-06-25 EG IN القاهرة\nWHO IN Narendra Modi: Prime Minister\nAGREE economy trade more\n",
        "utf-8",
    )
    exec(code, {"__name__": "__main__"})  # noqa: S102  the docs are ours
    told = capsys.readouterr().out
    assert "1 pages read" in told
    assert "Narendra Modi Prime Minister" in told
    assert "[القاهرة]" in told


def test_every_method_of_the_record_is_in_the_docs() -> None:
    text = (DOCS / "python.md").read_text("utf-8")
    for name, method in vars(Record).items():
        if callable(method) and not name.startswith("_") and name != "close":
            assert f"`{name}(" in text, name
