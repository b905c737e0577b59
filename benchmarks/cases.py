"""What is measured, with the floor beside it and the ratio that may not be passed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import cloudformation_tree, terraform_tree
from benchmarks.cpu import Command
from benchmarks.files import write

CHECKOV = ("-d", ".", "-c", "CKV_AWS_358", "--framework", "terraform", "--quiet", "--compact", "--soft-fail")
CFN_LINT_FINE = range(0, 16, 2)  # a bit a severity that was found; an odd code is a failure


@dataclass(frozen=True)
class Floor:
    """What cannot be undercut; a run may cost `limit` times as much."""

    name: str
    words: tuple[str, ...]
    limit: float


@dataclass(frozen=True)
class Peer:
    """Another linter on the same files, which must cost `least` times as much as a run."""

    name: str
    command: Command
    least: float


@dataclass(frozen=True)
class Case:
    """One folder to check."""

    name: str
    folder: Path
    floor: Floor
    peers: tuple[Peer, ...] = ()


@dataclass(frozen=True)
class Linters:
    """The commands of other linters; empty where there is none."""

    checkov: tuple[str, ...]
    cfn_lint: tuple[str, ...]


def bare(limit: float) -> Floor:
    """The start of Python: the floor of small runs."""
    return Floor("bare Python", (sys.executable, "-c", "pass"), limit)


def loop(limit: float) -> Floor:
    """Python that reads and searches the same bytes: the floor of trees."""
    program = Path(__file__).with_name("floor.py").resolve()
    return Floor("reading loop", (sys.executable, str(program), "."), limit)


def made_cases(home: Path, linters: Linters) -> Iterator[Case]:
    """The cases that are the same on every machine, written below `home`."""
    yield Case("one file", write(home / "one", terraform_tree.one_role()), bare(11))
    yield Case("nothing relevant", write(home / "nothing", terraform_tree.nothing_relevant()), bare(4))
    folder = write(home / "terraform", terraform_tree.tree(500))
    yield Case("500 Terraform files", folder, loop(25), checkov(linters, folder, 100))
    templates = cloudformation_tree.templates(200)
    folder = write(home / "cloudformation", templates)
    yield Case("200 templates", folder, loop(27), cfn_lint(linters, folder, sorted(templates), 35))


def tree_case(folder: Path, linters: Linters) -> Case:
    """A folder of the user's, a public repository say."""
    return Case(folder.resolve().name, folder, loop(45), checkov(linters, folder, 100))


def checkov(linters: Linters, folder: Path, least: float) -> tuple[Peer, ...]:
    """checkov with its one check of such policies, where it is there."""
    if not linters.checkov:
        return ()
    return (Peer("checkov", Command((*linters.checkov, *CHECKOV), folder), least),)


def cfn_lint(linters: Linters, folder: Path, names: list[str], least: float) -> tuple[Peer, ...]:
    """cfn-lint with its own rules, where it is there."""
    if not linters.cfn_lint:
        return ()
    return (Peer("cfn-lint", Command((*linters.cfn_lint, "--", *names), folder, CFN_LINT_FINE), least),)
