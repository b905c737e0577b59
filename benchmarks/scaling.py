"""How the cost grows: `python -m benchmarks.scaling [WORD…]` measures the dimensions with such a word in their name.

The cost of a size is the CPU time above that of the least file of its kind. The exponent is that of the last step: 1
is twice the cost for twice the size. The exit code says whether every limit was kept.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping
from math import log
from pathlib import Path

from benchmarks.cpu import Command, interleaved
from benchmarks.dimensions import DIMENSIONS, Dimension
from benchmarks.files import Files, write
from benchmarks.policy_dimensions import characters
from benchmarks.run import CHECK, command

MOST_EXPONENT = 1.1
FLAT = 0.04  # seconds: a growth below that is lost in what a start varies by
LEAST = 0.005
QUOTA = 8192  # characters: AWS takes no longer trust policy
MOST_SECONDS_A_POLICY = 0.5
ROUNDS = 5
SECONDS_A_DIMENSION = 2
START = 0  # the size of no dimension


def main() -> int:
    """Measure and print every dimension."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--command", default=str(Path(sys.executable).with_name("assumelint")))
    arguments = parser.parse_args()
    chosen = [each for each in DIMENSIONS if not arguments.words or any(word in each.name for word in arguments.words)]
    kept = [measure(dimension, (*command(arguments.command), *CHECK)) for dimension in chosen]
    print("every limit kept" if all(kept) else "a limit was not kept")
    return int(not all(kept))


def measure(dimension: Dimension, check: tuple[str, ...]) -> bool:
    """Measure and print one dimension; whether its limits were kept."""
    made = {size: dimension.make(size) for size in dimension.sizes}
    costs = cost(dimension.start, made, check)
    if faults(made, costs):  # what a busy moment added does not come twice
        again = cost(dimension.start, made, check)
        costs = {size: min(seconds, again[size]) for size, seconds in costs.items()}
    grown = exponent(costs)
    shown = ", ".join(f"{size}: {seconds * 1000:.0f}" for size, seconds in costs.items())
    found = faults(made, costs)
    print(
        f"{dimension.name:30} {f'{grown:.2f}' if grown else 'flat':>5} {unit(costs):7.2f} ms each  ({shown})"
        f"{'  NOT KEPT: ' + ', '.join(found) if found else ''}",
        flush=True,
    )
    return not found


def cost(start: Files, made: Mapping[int, Files], check: tuple[str, ...]) -> dict[int, float]:
    """The seconds that each size takes above the start."""
    with tempfile.TemporaryDirectory() as name:
        runs = {size: Command(check, write(Path(name, str(size)), files)) for size, files in made.items()}
        runs[START] = Command(check, write(Path(name, "start"), start))
        times = interleaved(runs, ROUNDS, SECONDS_A_DIMENSION)
    return {size: times[size] - times[START] for size in made}


def faults(made: Mapping[int, Files], costs: dict[int, float]) -> list[str]:
    """The limits that were not kept."""
    slow = [
        f"{size} take {costs[size]:.2f} s"
        for size, files in made.items()
        if 0 < characters(files) <= QUOTA and costs[size] > MOST_SECONDS_A_POLICY
    ]
    return [*(["grows too fast"] if exponent(costs) > MOST_EXPONENT else []), *slow]


def exponent(costs: dict[int, float]) -> float:
    """That of the last step; 0 where there is no growth to speak of."""
    (small, before), (large, last) = list(costs.items())[-2:]
    if last - before < FLAT:
        return 0
    return log(last / max(before, LEAST)) / log(large / small)


def unit(costs: dict[int, float]) -> float:
    """Milliseconds that one more costs, over the last step."""
    (small, before), (large, last) = list(costs.items())[-2:]
    return (last - before) / (large - small) * 1000


if __name__ == "__main__":
    sys.exit(main())
