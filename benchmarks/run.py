"""How long it takes, beside what everybody knows: a bare Python, grep, and (where it is installed) checkov.

    python benchmarks/run.py [--checkov COMMAND] [--runs N]

Wall times are the best of several runs on the same machine; the ratios are what counts.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tree import write_tree

ONE_FILE = """\
resource "aws_iam_role" "deploy" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:acme/shop:environment:production"
        }
      }
    }]
  })
}
"""


def main() -> int:
    """Measure and print; the exit code says whether every limit was kept."""
    arguments = parse()
    check = [sys.executable, "-I", "-m", "assumelint", "check", "--exit-zero"]
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        for folder in ("nothing", "one", "many"):
            (home / folder).mkdir()
        (home / "nothing/main.tf").write_text('resource "aws_s3_bucket" "x" {}\n', encoding="utf-8")
        (home / "one/main.tf").write_text(ONE_FILE, encoding="utf-8")
        write_tree(home / "many", files=500)
        bare = best([sys.executable, "-I", "-c", "pass"], home, arguments.runs)
        nothing = best(check, home / "nothing", arguments.runs)
        one = best(check, home / "one", arguments.runs)
        many = best(check, home / "many", arguments.runs)
        grep = best(["grep", "-rl", "AssumeRole", "."], home / "many", arguments.runs)
        kept = [
            say("bare Python", bare),
            say("nothing relevant", nothing, bare, limit=5),
            say("one file", one, bare, limit=25),
            say("500 files", many, bare),
            say("grep -rl AssumeRole on them", grep),
            many < 1.0,
        ]
        print(f"  500 files take {many / grep:.0f} times as long as grep (limit: under 1 s, whatever grep takes)")
        kept.append(compare_with_checkov(arguments.checkov, home / "many", many))
        kept.append(growth(check, home, arguments.runs))
    return int(not all(kept))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkov", default=shutil.which("checkov") or "", help="the command that runs checkov")
    parser.add_argument("--runs", type=int, default=7)
    return parser.parse_args()


def best(command: list[str], folder: Path, runs: int, fine: tuple[int, ...] = (0,)) -> float:
    """The shortest wall time of several runs, in seconds, after one that warms the caches."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "PYTHON"))}
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
        if done.returncode not in fine:
            raise SystemExit(f"{shlex.join(command)}: exit {done.returncode}\n{done.stderr.decode()}")
    return min(times[1:])


def say(what: str, seconds: float, bare: float | None = None, limit: float | None = None) -> bool:
    """Print a line; whether the limit was kept."""
    ratio = "" if bare is None else f"{seconds / bare:8.1f}x bare Python"
    bound = "" if limit is None else f" (limit {limit})"
    print(f"{what:30} {seconds * 1000:8.0f} ms{ratio}{bound}")
    return limit is None or bare is None or seconds < limit * bare


def compare_with_checkov(command: str, folder: Path, ours: float) -> bool:
    if not command:
        print("checkov                        not installed (--checkov COMMAND)")
        return True
    words = [
        *shlex.split(command),
        "-d",
        ".",
        "-c",
        "CKV_AWS_358",
        "--framework",
        "terraform",
        "--quiet",
        "--compact",
        "--soft-fail",
    ]
    theirs = best(words, folder, 1)
    say("checkov -c CKV_AWS_358", theirs)
    print(f"  {theirs / ours:.0f} times as long (limit 20 or more)")
    return theirs >= 20 * ours


def growth(check: list[str], home: Path, runs: int) -> bool:
    """Trees of 1, 4 and 16 times the size: the time above the start may not grow faster than they do."""
    start = best(check, home / "nothing", runs)
    times = []
    for factor in (1, 4, 16):
        folder = home / f"growth{factor}"
        folder.mkdir()
        write_tree(folder, files=125 * factor)
        times.append(best(check, folder, max(2, runs // 2)) - start)
        print(f"{125 * factor:5} files {times[-1] * 1000:8.0f} ms above the start")
    ratio = times[2] / times[0]
    print(f"  16 times the files take {ratio:.1f} times as long (limit 20)")
    return ratio < 20


if __name__ == "__main__":
    sys.exit(main())
