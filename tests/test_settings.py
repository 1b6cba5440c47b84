"""Settings from a file, the environment and the caller."""

from pathlib import Path

import pytest

from verbale.errors import SettingsError
from verbale.settings import Settings, load_settings, setting_names


def write(folder: Path, text: str) -> Path:
    path = folder / "verbale.toml"
    path.write_text(text)
    return path


def test_defaults_need_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(environment={}) == Settings()


def test_file_here_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "workers = 3\n[limits]\nmax_bytes = 5\n[columns]\ntext = 'body'\n")
    monkeypatch.chdir(tmp_path)
    settings = load_settings(environment={})
    assert (settings.workers, settings.limits.max_bytes, settings.columns.text) == (3, 5, "body")
    assert settings.limits.max_chars == Settings().limits.max_chars


def test_the_last_wins(tmp_path: Path) -> None:
    file = write(tmp_path, "workers = 1\nthreads = 1\ncache = 'a'\n[limits]\nmax_bytes = 1\nseconds = 1\n")
    environment = {"VERBALE_THREADS": "2", "VERBALE_CACHE": "b", "VERBALE_LIMITS_SECONDS": "2.5"}
    settings = load_settings(file, environment, cache="c", encoder=None)
    assert (settings.workers, settings.threads, settings.cache) == (1, 2, "c")
    assert (settings.limits.max_bytes, settings.limits.seconds) == (1, 2.5)
    assert settings.encoder == "builtin"


def test_file_named_by_the_environment(tmp_path: Path) -> None:
    file = write(tmp_path, "workers = 7\n")
    assert load_settings(environment={"VERBALE_CONFIG": str(file)}).workers == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wrokers = 1", "sets wrokers, which is no setting"),
        ("[limits]\nmax_bites = 1", r"sets limits.max_bites, which is no setting"),
        ("workers = 'many'", "wrong form: Expected `int`"),
        ("limits = 3", "wrong form"),
        ("workers = -1", "workers is -1; it must be 0 or more"),
        ("page_seconds = 0", "page_seconds is 0; it must be more than 0"),
        ("[limits]\nmax_bytes = -1", "limits.max_bytes is -1"),
        ("workers = ", "is not a TOML file"),
        ("workers = '\xff", "is not a TOML file"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load_settings(write(tmp_path, text), {})


def test_environment_is_checked_too() -> None:
    with pytest.raises(SettingsError, match="the environment has a value of the wrong form"):
        load_settings(environment={"VERBALE_WORKERS": "many"})


def test_names_of_variables() -> None:
    assert setting_names()["limits.max_bytes"] == "VERBALE_LIMITS_MAX_BYTES"
    assert setting_names()["cache"] == "VERBALE_CACHE"
