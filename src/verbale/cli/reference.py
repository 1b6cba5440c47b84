"""Write the parts of docs/cli.md and docs/settings.md that follow from the code: `python -m verbale.cli.reference`.

With `--check` it changes nothing and fails when a page is behind.
"""

import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import typer

from verbale.cli.app import app
from verbale.cli.codes import EXIT_CODES
from verbale.settings import HELP, SECTIONS, Settings, setting_names

BEGIN = "<!-- from here on written by `python -m verbale.cli.reference` -->"
DOCS = Path(__file__).parents[3] / "docs"

_ATTRIBUTE = re.compile(r"^ {4}(\w+): ((?:.+\n?)(?: {8}.+\n?)*)", re.MULTILINE)
"""An attribute in the docstring of a class of settings, with the lines that go on."""


def cli_reference() -> str:
    """Every command with its arguments and options, then the exit codes."""
    commands: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    parts = [_command(name, command) for name, command in commands.items()]
    codes = ["## Exit codes", "", "| code | means |", "|---|---|"]
    codes += [f"| {code} | {meaning} |" for code, meaning in EXIT_CODES.items()]
    return "\n\n".join([*parts, "\n".join(codes)]) + "\n"


def settings_reference() -> str:
    """Every setting with its variable, its default and what it is for."""
    lines = ["| in `verbale.toml` | in the environment | default | what for |", "|---|---|---|---|"]
    defaults, told = Settings(), dict(_told())
    for name, variable in setting_names().items():
        section, _, key = name.rpartition(".")
        default = getattr(getattr(defaults, section) if section else defaults, key)
        lines.append(f"| `{name}` | `{variable}` | {_default(default)} | {told.get(name, _column(key))} |")
    return "\n".join(lines) + "\n"


def _command(name: str, command: Any) -> str:
    usage = " ".join(filter(None, (_usage(parameter) for parameter in command.params)))
    lines = [f"## {name}", "", f"`verbale {name} {usage}`", "", str(command.help).strip(), ""]
    lines += ["| argument or option | default | what for |", "|---|---|---|"]
    lines += [_parameter(parameter) for parameter in command.params if parameter.name != "help"]
    return "\n".join(lines)


def _is_argument(parameter: Any) -> bool:
    return not parameter.opts[0].startswith("-")


def _usage(parameter: Any) -> str:
    if _is_argument(parameter):
        return str(parameter.metavar)
    if parameter.required:
        return f"{parameter.opts[0]} {parameter.metavar}"
    return ""


def _parameter(parameter: Any) -> str:
    names = [parameter.metavar] if _is_argument(parameter) else parameter.opts
    named = ", ".join(f"`{name}`" for name in names)
    default = "needed" if parameter.required else _default(parameter.default)
    return f"| {named} | {default} | {parameter.help} |"


def _default(value: Any) -> str:
    if value is None or value is False or value == "":
        return ""
    return f"`{value:_}`" if isinstance(value, int) else f"`{value}`"


def _column(what: str) -> str:
    held = {"published": "day of publication", "url": "address", "id": "id of a row"}.get(what, what)
    return f"The column that holds the {held}, where it has an unusual name."


def _told() -> Iterator[tuple[str, str]]:
    """What each setting is for, from the metadata of its field or the docstring of its section."""
    for setting in fields(Settings):
        if setting.name not in SECTIONS:
            yield setting.name, setting.metadata[HELP]
    for section, kind in SECTIONS.items():
        for match in _ATTRIBUTE.finditer(inspect.getdoc(kind) or ""):
            yield f"{section}.{match[1]}", " ".join(match[2].split())


def _pages() -> Iterator[tuple[Path, str]]:
    """Each page with what it should hold."""
    for name, reference in (("cli.md", cli_reference()), ("settings.md", settings_reference())):
        path = DOCS / name
        before = path.read_text("utf-8").partition(BEGIN)[0]
        yield path, f"{before}{BEGIN}\n\n{reference}"


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` say which are behind."""
    behind = [(path, text) for path, text in _pages() if path.read_text("utf-8") != text]
    for path, text in behind:
        if "--check" in arguments:
            sys.stderr.write(f"{path.name} is behind: python -m verbale.cli.reference\n")
        else:
            path.write_text(text, "utf-8")
    return int(bool(behind) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
