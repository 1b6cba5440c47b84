"""What can be set: in `verbale.toml`, by environment variables (VERBALE_…), or on the command line.

The last of these wins. Every setting has a default that needs no network and no key.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import msgspec

from verbale.errors import SettingsError
from verbale.stages.ingest.columns import ColumnMap
from verbale.stages.ingest.limits import Limits

FILE_NAME = "verbale.toml"
PREFIX = "VERBALE_"
HELP = "help"
_CONFIG = "VERBALE_CONFIG"
SECTIONS: dict[str, type[msgspec.Struct]] = {"limits": Limits, "columns": ColumnMap}
"""Tables of the TOML file, with what each holds."""


def _setting(default: Any, text: str) -> Any:
    return field(default=default, metadata={HELP: text})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set; the metadata of each field says what it is for."""

    encoder: str = _setting(
        "builtin",
        "What turns text into vectors: `builtin`, `sentence-transformers:NAME` (or a path), or "
        "`openai:MODEL@ADDRESS`. A record is read with one encoder.",
    )
    encoder_key: str = _setting("", "Key for the address of the encoder; better set by the environment.")
    encoder_prefix: str = _setting("", "Put before each text for encoders that ask for it.")
    cache: str = _setting("", "Directory for fetched models; empty means where their library keeps them.")
    gazetteer: str = _setting(
        "", "File of the gazetteer, which `verbale gazetteer` writes; empty means one with the user's data."
    )
    workers: int = _setting(0, "Processes that read pages; 0 means one a core.")
    threads: int = _setting(
        0, "Threads of the built-in encoder in one process; 0 means as the workers leave."
    )
    author: str = _setting("", "In whose name judgements are made; empty means the login name.")
    page_seconds: float = _setting(600.0, "Seconds after which the reading of one page is given up.")
    limits: Limits = field(default_factory=Limits, metadata={HELP: "What one page may ask of the machine."})
    columns: ColumnMap = field(
        default_factory=ColumnMap,
        metadata={HELP: "Names of the columns of tables, where they have unusual ones."},
    )

    def __post_init__(self) -> None:
        """Check what types cannot say."""
        for name in ("workers", "threads"):
            if getattr(self, name) < 0:
                raise SettingsError(f"{name} is {getattr(self, name)}; it must be 0 or more")
        if self.page_seconds <= 0:
            raise SettingsError(f"page_seconds is {self.page_seconds:g}; it must be more than 0")
        for name in Limits.__struct_fields__:
            if getattr(self.limits, name) < 0:
                raise SettingsError(f"limits.{name} is {getattr(self.limits, name)}; it must be 0 or more")


def load_settings(
    file: Path | None = None, environment: Mapping[str, str] | None = None, **given: Any
) -> Settings:
    """Put together the settings of the file, the environment and the caller.

    Args:
        file: a TOML file; None means the one that VERBALE_CONFIG names, else `verbale.toml` here, if any.
        environment: None means the one of this process.
        given: settings by name that win over all; None means not given.

    Raises:
        SettingsError: when the file cannot be read, a name is not known or a value has the wrong form.
    """
    environment = os.environ if environment is None else environment
    path, values = _from_file(file, environment)
    settings = _convert(values, str(path), strict=True)
    settings = _with(settings, _from_environment(environment), "the environment")
    chosen = {name: value for name, value in given.items() if value is not None}
    return _with(settings, chosen, "the command line")


def setting_names() -> dict[str, str]:
    """Every setting as a TOML file writes it, with the environment variable that stands for it."""
    names = [f.name for f in fields(Settings) if f.name not in SECTIONS]
    names += [f"{section}.{name}" for section, kind in SECTIONS.items() for name in kind.__struct_fields__]
    return {name: PREFIX + name.replace(".", "_").upper() for name in names}


def _from_file(file: Path | None, environment: Mapping[str, str]) -> tuple[Path, dict[str, Any]]:
    named = file or (Path(environment[_CONFIG]) if environment.get(_CONFIG) else None)
    path = named or Path(FILE_NAME)
    if named is None and not path.is_file():
        return path, {}
    try:
        return path, tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SettingsError(f"cannot read the settings {path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not a TOML file: {error}") from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, variable in setting_names().items():
        if variable not in environment:
            continue
        section, _, key = name.rpartition(".")
        target = values.setdefault(section, {}) if section else values
        target[key] = environment[variable]
    return values


def _with(settings: Settings, values: dict[str, Any], where: str) -> Settings:
    """The settings with some values changed."""
    if not values:
        return settings
    checked = _convert(values, where, strict=False)
    changed: dict[str, Any] = {}
    for name, value in values.items():
        fresh = getattr(checked, name)
        if name in SECTIONS:
            chosen = {key: getattr(fresh, key) for key in value}
            fresh = msgspec.structs.replace(getattr(settings, name), **chosen)
        changed[name] = fresh
    return replace(settings, **changed)


def _convert(values: dict[str, Any], where: str, *, strict: bool) -> Settings:
    unknown = sorted(_unknown(values))
    if unknown:
        raise SettingsError(f"{where} sets {unknown[0]}, which is no setting; docs/settings.md lists them")
    try:
        return msgspec.convert(values, Settings, strict=strict)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{where} has a value of the wrong form: {error}") from error


def _unknown(values: dict[str, Any]) -> Iterator[str]:
    known = {f.name for f in fields(Settings)}
    for name, value in values.items():
        if name not in known:
            yield name
        elif name in SECTIONS and isinstance(value, dict):
            yield from (f"{name}.{key}" for key in value if key not in SECTIONS[name].__struct_fields__)
