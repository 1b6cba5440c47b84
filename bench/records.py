"""Benchmarks of whole records: read pages, export, and let a scorer compare the export with what a reader finds."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import verbale
from bench.harness import SHARED, Figures
from verbale.service.export import jsonl, write_whole
from verbale.service.reading import read_into

if TYPE_CHECKING:
    from collections.abc import Sequence

SEEDS = SHARED / "seeds"
SEEDS_GOLD = SHARED / "gold" / "seeds.json"
SEEDS_SCORER = SHARED / "gold" / "score.py"
READOUTS = SHARED / "corpora" / "wh_readouts_2021_2022.jsonl"
READOUTS_SCORER = SHARED / "gold" / "score_readouts.py"


def exported(pages: Path, folder: Path) -> Path:
    """Read pages into a new record in a folder and export it."""
    record, export = folder / "record.db", folder / "export.jsonl"
    read_into(record, [pages])
    with verbale.open(record) as opened:
        write_whole(export, jsonl(opened))
    return export


def scored(scorer: Path, arguments: Sequence[Path]) -> Figures:
    """Run a scorer that prints a name and a value a line."""
    command = [sys.executable, str(scorer), *map(str, arguments)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    figures: Figures = {}
    for line in printed.splitlines():
        name, _, rest = line.partition("  ")
        if rest.split():
            figures[name.strip()] = float(rest.split()[0])
    return figures


def seeds() -> Figures:
    """The five real pages against what a careful reader finds in them."""
    with tempfile.TemporaryDirectory() as folder:
        return scored(SEEDS_SCORER, [exported(SEEDS, Path(folder))])


def readouts() -> Figures:
    """Official readouts, whose titles, kept away from the reader, say who met whom."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = folder / READOUTS.name
        with READOUTS.open(encoding="utf-8") as rows, pages.open("w", encoding="utf-8") as out:
            for row in map(json.loads, rows):
                given = {"id": row["id"], "text": row["text"], "published": row["date"]}
                out.write(json.dumps(given, ensure_ascii=False) + "\n")
        return scored(READOUTS_SCORER, [exported(pages, folder), READOUTS])
