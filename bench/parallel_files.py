"""Which resource files of ours know a language; extracts of CLDR, which come for every language, do not count."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import yaml

from bench.harness import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RESOURCES = ROOT / "src" / "verbale" / "resources"


def entries_of(language: str, folder: Path = RESOURCES) -> list[str]:
    """Files named after a language (`cy.yaml`, `cy.jsonl`), or with a key or a list of languages that holds its code.

    Args:
        language: BCP 47 primary code.
        folder: where to look, `cldr` below it left out.
    """
    return sorted(path for path, codes in _codes(folder).items() if language in codes)


@cache
def _codes(folder: Path) -> dict[str, frozenset[str]]:
    """Words by file that may be codes of languages."""
    known = frozenset(path.stem for path in (RESOURCES / "cldr").glob("*.json"))
    found = {}
    for path in folder.rglob("*.*"):
        name = path.relative_to(folder)
        if name.parts[0] == "cldr":
            continue
        codes = {path.stem}
        if path.suffix == ".yaml":
            codes.update(_named(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader), known))
        found[name.as_posix()] = frozenset(codes)
    return found


def _named(value: object, known: frozenset[str]) -> Iterator[str]:
    """Every key, and every member of a list that holds codes of languages only."""
    if isinstance(value, dict):
        yield from (str(key) for key in value)
        for below in value.values():
            yield from _named(below, known)
    elif isinstance(value, list):
        if all(isinstance(item, str) and item in known for item in value):
            yield from value
        for item in value:
            yield from _named(item, known)
