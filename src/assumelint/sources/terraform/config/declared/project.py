"""What one run over Terraform configurations gathers, and the directories it has read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from assumelint.cause import Cause
from assumelint.model import Note, Problem
from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform.config.declared.assumptions import Assumptions, Open, Unit
from assumelint.sources.terraform.config.declared.declarations import Declarations
from assumelint.sources.terraform.config.declared.load import load_directory
from assumelint.sources.terraform.config.declared.syntax_problem import syntax_problem
from assumelint.sources.terraform.lang import EvalError
from assumelint.sources.terraform.syntax import HclError
from assumelint.text import Span, Text
from assumelint.text.document import Mapping
from assumelint.text.tree import Tree

# A reference that leads through more others than this is not followed: the interpreter's stack is finite.
MAX_DEPTH = 150
# More instances in one root module than an account holds roles; what lies beyond is not looked at.
MAX_INSTANCES = 2_000


# A problem is told by its cause and its place.
ProblemKey: TypeAlias = "tuple[Cause, Span]"


class Project(Struct, eq=False):
    """The state of a run. `role` is the address whose policy is being worked out.

    `has_fetched` says that `terraform init` has put modules somewhere.
    `open` says which assumptions are not made, `assumptions` what was taken for granted so far.
    `certain` are the problems that rest on no assumption, `doubtful` the declarations that others were found in.
    """

    tree: Tree
    inputs: Inputs
    role: str = ""
    open: Open = Open.NONE
    assumptions: Assumptions = field(default_factory=Assumptions)
    has_fetched: bool = False
    depth: int = 0
    instances: int = 0
    problems: dict[ProblemKey, Problem] = field(default_factory=dict)
    certain: set[ProblemKey] = field(default_factory=set)
    doubtful: dict[ProblemKey, set[Unit]] = field(default_factory=dict)
    notes: dict[tuple[str, Span], Note] = field(default_factory=dict)
    duplicates: dict[Span, dict[Span, tuple[Text, Text]]] = field(default_factory=dict)
    _documents: dict[int, tuple[Text, Mapping]] = field(default_factory=dict)
    _directories: dict[Path, Declarations] = field(default_factory=dict)

    def declarations(self, directory: Path) -> Declarations:
        """What a directory declares; its own problems are reported once."""
        key = Path(os.path.normpath(directory))
        if key not in self._directories:
            self._directories[key] = load_directory(key, self.tree)
            for problem in self._directories[key].problems:
                self.problems.setdefault((problem.cause, problem.span), problem)
                self.certain.add((problem.cause, problem.span))
        return self._directories[key]

    def opened(self, assumptions: Open) -> Project:
        """The same project before anything was found, with some assumptions left open."""
        return replace(
            self,
            open=assumptions,
            assumptions=Assumptions(),
            instances=0,
            problems={},
            certain=set(),
            doubtful={},
            notes={},
            duplicates={},
        )

    def report(self, problem: Problem) -> None:
        """Keep a problem; the same at the same place counts once."""
        key = (problem.cause, problem.span)
        self.problems.setdefault(key, problem)
        if self.assumptions.current:
            self.doubtful.setdefault(key, set()).add(self.assumptions.unit)
        else:
            self.certain.add(key)

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

    def keep_document(self, text: Text, document: Mapping) -> None:
        """Keep the document that a text was written from."""
        self._documents[id(text)] = text, document

    def document_of(self, text: Text) -> Mapping | None:
        """The document that this very text was written from, None where it was not written here."""
        _, document = self._documents.get(id(text), (None, None))
        return document

    def count_instance(self, span: Span) -> bool:
        """Whether one more instance may be looked at."""
        self.instances += 1
        if self.instances > MAX_INSTANCES:
            self.note(f"more than {MAX_INSTANCES:,} instances: the rest is not checked", span)
        return self.instances <= MAX_INSTANCES
