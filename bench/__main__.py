"""Run the benchmarks: `python -m bench [NAME …] [--gate] [--write] [--floors [--lower]]`."""

from __future__ import annotations

import argparse
import sys

from bench import accuracy
from bench.harness import Benchmark, below_floor, set_floors, write_result

MARGIN = 0.01
"""How far under a measured figure its floor is set: figures move a little with versions and processors."""


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Verbale.")
    parser.add_argument("names", nargs="*", help=f"which to run; all when none is named: {names()}")
    parser.add_argument("--gate", action="store_true", help="run what has floors, and fail below one")
    parser.add_argument("--write", action="store_true", help="keep the figures under bench/results")
    parser.add_argument("--floors", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--lower", action="store_true", help="with --floors: let floors fall too")
    return parser.parse_args()


def names() -> str:
    """The benchmarks, to be named on the command line."""
    return ", ".join(benchmark.name for benchmark in accuracy.BENCHMARKS)


def chosen(given: argparse.Namespace) -> list[Benchmark]:
    """The benchmarks to run; says which cannot be for want of data."""
    known = {benchmark.name: benchmark for benchmark in accuracy.BENCHMARKS}
    unknown = sorted(set(given.names) - set(known))
    if unknown:
        sys.exit(f"no benchmark is called {', '.join(unknown)}; there are {names()}")
    picked = [known[name] for name in given.names] or list(accuracy.BENCHMARKS)
    if given.gate:
        picked = [benchmark for benchmark in picked if benchmark.gated]
    for benchmark in picked:
        if benchmark.missing:
            print(f"{benchmark.name}: left out, {benchmark.missing[0].name} is not here")
    return [benchmark for benchmark in picked if not benchmark.missing]


def main() -> int:
    """Run, print, keep, and compare with the floors."""
    given = arguments()
    problems = []
    for benchmark in chosen(given):
        print(f"\n{benchmark.name}: {benchmark.about}", flush=True)
        figures = benchmark.measure()
        for name, value in figures.items():
            print(f"  {name:42s} {value:.3f}")
        if given.write:
            write_result(benchmark, figures)
        if given.floors:
            problems += set_floors(benchmark, figures, MARGIN, lower=given.lower)
        elif given.gate:
            problems += below_floor(benchmark, figures)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
