"""Reads the data files that ship with the package."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C, ten times as fast, where PyYAML was built with it."""


@cache
def load_yaml(folder: str, name: str) -> Any:
    """Return the content of `resources/<folder>/<name>.yaml`; callers must not change it."""
    text = (files("verbale") / "resources" / folder / f"{name}.yaml").read_text("utf-8")
    return yaml.load(text, Loader=_SAFE_LOADER)  # noqa: S506  # it is safe


@cache
def names_in(folder: str) -> tuple[str, ...]:
    """Return the names, without suffix, of the YAML files in `resources/<folder>`, sorted."""
    found = (files("verbale") / "resources" / folder).iterdir()
    return tuple(sorted(f.name.removesuffix(".yaml") for f in found if f.name.endswith(".yaml")))
