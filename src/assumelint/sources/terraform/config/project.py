"""What one run over Terraform configurations gathers, and the directories it has read."""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from assumelint.cause import Cause
from assumelint.model import Note, Problem
from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform.config.declarations import Declarations
from assumelint.sources.terraform.config.loader import load_directory
from assumelint.sources.terraform.config.syntax_problem import syntax_problem
from assumelint.sources.terraform.lang.scope import EvalError
from assumelint.sources.terraform.syntax.errors import HclError
from assumelint.text import Span, Text
from assumelint.text.tree import Tree

# A reference that leads through more others than this is not followed: the interpreter's stack is finite.
MAX_DEPTH = 150
# More instances in one root module than an account holds roles; what lies beyond is not looked at.
MAX_INSTANCES = 2_000


class Open(Enum):
    """Which defaults of a root module's variables say nothing: whoever deploys may give another value."""

    NONE = "none"  # what an apply without any arguments makes
    EMPTY = "empty"  # the ones that only fill the place: null, "", [], {}
    ALL = "all"  # and the workspace, and files that are not there


class Project(Struct, eq=False):
    """The state of a run. `role` is the address whose policy is being worked out.

    `has_fetched` says that `terraform init` has put modules somewhere.
    `open` are the defaults that are taken for unknown; `met_empty` says that an empty one was taken at its word.
    """

    tree: Tree
    inputs: Inputs
    role: str = ""
    open: Open = Open.NONE
    met_empty: bool = False
    has_fetched: bool = False
    depth: int = 0
    instances: int = 0
    problems: dict[tuple[Cause, Span], Problem] = field(default_factory=dict)
    notes: dict[tuple[str, Span], Note] = field(default_factory=dict)
    duplicates: dict[Span, dict[Span, tuple[Text, Text]]] = field(default_factory=dict)
    _declared_problems: dict[tuple[Cause, Span], Problem] = field(default_factory=dict)
    _directories: dict[Path, Declarations] = field(default_factory=dict)

    def declarations(self, directory: Path) -> Declarations:
        """What a directory declares; its own problems are reported once."""
        key = Path(os.path.normpath(directory))
        if key not in self._directories:
            self._directories[key] = load_directory(key, self.tree)
            for problem in self._directories[key].problems:
                self.report(problem)
                self._declared_problems[problem.cause, problem.span] = problem
        return self._directories[key]

    def opened(self, defaults: Open) -> Project:
        """The same project before anything was found, with some defaults of root modules left open."""
        return replace(self, open=defaults, instances=0, problems={**self._declared_problems}, notes={}, duplicates={})

    def report(self, problem: Problem) -> None:
        """Keep a problem; the same at the same place counts once."""
        self.problems.setdefault((problem.cause, problem.span), problem)

    def note(self, message: str, span: Span) -> None:
        """Keep a note about something that could not be followed."""
        self.notes.setdefault((message, span), Note(span, message))

    def fault(self, error: HclError | EvalError) -> None:
        """Report code that Terraform refuses: to read, or to work out."""
        if isinstance(error, HclError):
            self.report(syntax_problem(error, self.role))
        else:
            self.report(Problem(Cause.INVALID_CONFIGURATION, error.span, error.message, role=self.role))

    def duplicate_key(self, lost: Text, winning: Text) -> None:
        """Keep a key that is written twice in one object: a fault where the object becomes part of a policy."""
        self.duplicates.setdefault(winning.span, {})[lost.span] = (lost, winning)

    def count_instance(self, span: Span) -> bool:
        """Whether one more instance may be looked at."""
        self.instances += 1
        if self.instances > MAX_INSTANCES:
            self.note(f"more than {MAX_INSTANCES:,} instances: the rest is not checked", span)
        return self.instances <= MAX_INSTANCES
