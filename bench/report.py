"""Write the figures in `bench/results/` into docs/accuracy.md: `python -m bench.report`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bench.harness import RESULTS, ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGE = ROOT / "docs" / "accuracy.md"
BEGIN, END = "<!-- figures: python -m bench.report -->", "<!-- end of figures -->"


def section(path: Path) -> str:
    """One result file as a heading, a line on where it was measured, and a table."""
    result = json.loads(path.read_text(encoding="utf-8"))
    machine = result["machine"]
    engine = next(name for name in ("openvino", "onnxruntime") if name in machine)
    rows = "\n".join(f"| {name} | {value:.3f} |" for name, value in result["figures"].items())
    return (
        f"## {result['benchmark']}\n\n{result['about'][0].upper()}{result['about'][1:]}. "
        f"`{result['command']}`, {machine['cpu']}, {machine['cores']} cores, Python {machine['python']}, "
        f"{engine} {machine[engine]}.\n\n| figure | value |\n|---|---|\n{rows}\n"
    )


def written(page: str) -> str:
    """The page with its figures made anew."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    sections = "\n".join(section(path) for path in sorted(RESULTS.glob("*.json")))
    return f"{before}{BEGIN}\n\n{sections}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
