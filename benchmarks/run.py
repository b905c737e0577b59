"""Compare the cost of a run: `python -m benchmarks.run --help`. The exit code says whether every limit was kept."""

from __future__ import annotations

import argparse
import shlex
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.cases import Case, Linters, made_cases, tree_case
from benchmarks.cpu import Command, cpu, interleaved

CHECK = ("check", "--exit-zero")
SECONDS_A_CASE = 12


def main() -> int:
    """Measure and print every case."""
    arguments = parse()
    linters = Linters(command(arguments.checkov), command(arguments.cfn_lint))
    tree_linters = linters if arguments.peers_on_trees else Linters((), ())
    with tempfile.TemporaryDirectory() as home:
        cases = [*made_cases(Path(home), linters), *(tree_case(folder, tree_linters) for folder in arguments.tree)]
        kept = [measure(case, arguments) for case in cases]
    print("every limit kept" if all(kept) else "a limit was not kept")
    return int(not all(kept))


def parse() -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(description=__doc__)
    beside = Path(sys.executable).with_name
    parser.add_argument("--command", default=str(beside("assumelint")), help="what is measured: an assumelint")
    parser.add_argument("--before", default="", metavar="COMMAND", help="an earlier assumelint, in turns with it")
    parser.add_argument("--checkov", default=shutil.which("checkov") or "", metavar="COMMAND")
    parser.add_argument("--cfn-lint", default=shutil.which("cfn-lint") or "", metavar="COMMAND")
    parser.add_argument("--tree", action="append", default=[], type=Path, help="a folder to measure as well")
    parser.add_argument("--peers-on-trees", action="store_true", help="let checkov read each --tree: takes minutes")
    parser.add_argument("--rounds", type=int, default=9, help="of which the least counts")
    return parser.parse_args()


def command(text: str) -> tuple[str, ...]:
    """A command of an option, which runs in other folders: a relative path would not be found there."""
    words = shlex.split(text)
    found = shutil.which(words[0]) if words else None
    return (str(Path(found).absolute()), *words[1:]) if found else tuple(words)


def measure(case: Case, arguments: argparse.Namespace) -> bool:
    """Measure and print one case; whether its limits were kept."""
    runs = {"floor": Command(case.floor.words, case.folder), "now": check(arguments.command, case.folder)}
    if arguments.before:
        runs["before"] = check(arguments.before, case.folder)
    times = interleaved(runs, arguments.rounds, SECONDS_A_CASE)
    now = times["now"]
    print(f"{case.name}: {seconds(now)}")
    kept = [line(f"{case.floor.name} {seconds(times['floor'])}", now / times["floor"], most=case.floor.limit)]
    if arguments.before:
        line(f"before {seconds(times['before'])}", times["before"] / now)
    for peer in case.peers:
        theirs = cpu(peer.command)
        kept.append(line(f"{peer.name} {seconds(theirs)}", theirs / now, least=peer.least))
    return all(kept)


def check(text: str, folder: Path) -> Command:
    """A check of a folder."""
    return Command((*command(text), *CHECK), folder)


def seconds(time: float) -> str:
    """A time for people."""
    return f"{time * 1000:.0f} ms" if time < 1 else f"{time:.2f} s"


def line(what: str, ratio: float, most: float | None = None, least: float | None = None) -> bool:
    """Print a ratio with its limit; whether that was kept."""
    kept = (most is None or ratio <= most) and (least is None or ratio >= least)
    limit = f"at most {most}" if most else f"at least {least}" if least else ""
    print(f"  {what:26} x {ratio:6.2f}  {limit}{'' if kept else '  NOT KEPT'}", flush=True)
    return kept


if __name__ == "__main__":
    sys.exit(main())
