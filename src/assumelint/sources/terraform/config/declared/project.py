"""The state of one run over Terraform configurations: its findings so far and the directories it has read."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from assumelint.cause import Cause
from assumelint.model import Note, Problem, Unfollowed
from assumelint.sources.inputs import Inputs
from assumelint.sources.terraform.config.declared.assumptions import ANY_DEFAULT, Assumptions, Open, Unit
from assumelint.sources.terraform.config.declared.backends import Backends
from assumelint.sources.terraform.config.declared.declarations import Declarations, speaks
from assumelint.sources.terraform.config.declared.load import load_directory, load_model
from assumelint.sources.terraform.config.declared.outcomes import ANY, Outcome, Questions, Unsettled
from assumelint.sources.terraform.config.declared.suppositions import DEFAULTS, World
from assumelint.sources.terraform.config.declared.syntax_problem import syntax_problem
from assumelint.sources.terraform.lang import Answer, EvalError, Reply
from assumelint.sources.terraform.syntax import HclError
from assumelint.text import Hole, Span, Text
from assumelint.text.document import Mapping
from assumelint.text.tree import Tree

if TYPE_CHECKING:
    from assumelint.sources.terraform.config.expanded.module import Module

# The longest chain of references that is followed: evaluation is recursive, and Python's stack is finite.
MAX_DEPTH = 150
# The most instances checked in one root module: more than the number of roles an account can hold.
MAX_INSTANCES = 2_000


# Problems with the same cause and span are one problem.
ProblemKey: TypeAlias = "tuple[Cause, Span]"


class Project(Struct, eq=False):
    """The state of a run.

    `role` is the address of the resource being evaluated. `has_fetched`: `terraform init` has installed modules.
    `has_spoken`: a file that is no code, and that was read, speaks of web identities. `speaking` tells of directories
    whether a file below them does.
    `open` says which assumptions are dropped; `assumptions` records which ones results depend on; `supposed` replaces
    some defaults of root variables.
    `deployed` makes the root module of a run where another tool than `terraform` deploys it.
    `outcome` settles some unknown values, and `questions` are those that results depend on.
    `certain` are the problems that depend on no assumption; `doubtful` maps the others to the declarations in which
    they were found.
    """

    tree: Tree
    inputs: Inputs
    role: str = ""
    open: Open = Open.NONE
    supposed: World = DEFAULTS
    assumptions: Assumptions = field(default_factory=Assumptions)
    outcome: Outcome = ANY
    questions: Questions = field(default_factory=Questions)
    has_fetched: bool = False
    deployed: Callable[[Project], Module] | None = None
    depth: int = 0
    instances: int = 0
    has_spoken: bool = False
    speaking: dict[Path, bool] = field(default_factory=dict)
    problems: dict[ProblemKey, Problem] = field(default_factory=dict)
    certain: set[ProblemKey] = field(default_factory=set)
    doubtful: dict[ProblemKey, set[Unit]] = field(default_factory=dict)
    notes: dict[tuple[str, Span], Note] = field(default_factory=dict)
    unfollowed: dict[Span, Unfollowed] = field(default_factory=dict)
    duplicates: dict[Span, dict[Span, tuple[Text, Text]]] = field(default_factory=dict)
    _backends: Backends | None = None
    _documents: dict[int, tuple[Text, Mapping]] = field(default_factory=dict)
    _directories: dict[Path, Declarations] = field(default_factory=dict)
    _models: dict[tuple[str, Span], Declarations] = field(default_factory=dict)

    def declarations(self, directory: Path) -> Declarations:
        """What a directory declares, loaded once. Its problems are reported as certain."""
        key = Path(os.path.normpath(directory))
        if key not in self._directories:
            self._directories[key] = load_directory(key, self.tree)
            for problem in self._directories[key].problems:
                self.problems.setdefault((problem.cause, problem.span), problem)
                self.certain.add((problem.cause, problem.span))
        return self._directories[key]

    def model(self, text: str, call: Span) -> Declarations:
        """What the model of a module declares for one call of it, loaded once."""
        if (text, call) not in self._models:
            self._models[text, call] = load_model(text, call)
        return self._models[text, call]

    @property
    def backends(self) -> Backends:
        """Where the root modules of the tree keep their state."""
        if self._backends is None:
            self._backends = Backends(self.tree)
        return self._backends

    def start_root(self) -> None:
        """Prepare for the next root module: no result depends on anything yet."""
        self.assumptions = Assumptions()
        self.questions = Questions(bits=self.assumptions.bits)
        self.instances = 0
        self.has_spoken = False

    def listen(self, contents: bytes) -> None:
        """Take note of a file that values come from, beside the code."""
        self.has_spoken = self.has_spoken or speaks(contents.decode("utf-8", "replace"))

    def opened(self, assumptions: Open, supposed: World = DEFAULTS, outcome: Outcome = ANY) -> Project:
        """The same project without findings, for a run without the given assumptions.

        It is the run with these suppositions, in this outcome.
        """
        dropped = assumptions.dropped | self.questions.settled(outcome)
        for each in supposed ^ self.supposed:
            dropped |= self.assumptions.default_of(each.variable)
        return replace(
            self,
            open=assumptions,
            supposed=supposed,
            outcome=outcome,
            assumptions=Assumptions(bits=self.assumptions.bits, dropped=dropped),
            instances=0,
            problems={},
            certain=set(),
            doubtful={},
            notes={},
            unfollowed={},
        )

    def report(self, problem: Problem) -> None:
        """Record a problem, once for each cause and span."""
        key = (problem.cause, problem.span)
        self.problems.setdefault(key, problem)
        if self.assumptions.current & ANY_DEFAULT:
            self.doubtful.setdefault(key, set()).add(self.assumptions.unit)
        else:
            self.certain.add(key)

    def ask(self, hole: Hole, answers: Sequence[Answer], *, repeated: bool) -> Answer | Reply:
        """Which of some answers an unknown value is in this outcome. Records that the result depends on it."""
        asked = Unsettled.of(hole)
        if asked in self.outcome.answers:
            return self.outcome.answers[asked]
        left = self.outcome.open_answers(asked, answers)
        if not left and asked in self.outcome.excluded:
            return Reply.NEITHER
        if not repeated or hole.identity in self.questions.named:
            self.assumptions.add(self.questions.about(asked, left))
        return Reply.OPEN

    def note(self, message: str, span: Span) -> None:
        """Record a note about something that could not be followed."""
        self.notes.setdefault((message, span), Note(span, message))

    def unfollow(self, module: Unfollowed) -> None:
        """Record a module that may hold roles and could not be read, once for each call."""
        self.unfollowed.setdefault(module.span, module)

    def fault(self, error: HclError | EvalError) -> None:
        """Report code that Terraform fails to parse or to evaluate."""
        if isinstance(error, HclError):
            self.report(syntax_problem(error, self.role))
        else:
            self.report(Problem(Cause.INVALID_CONFIGURATION, error.span, error.message, role=self.role))

    def duplicate_key(self, lost: Text, winning: Text) -> None:
        """Record a key that an object expression defines twice: a problem if the object ends up in a policy."""
        self.duplicates.setdefault(winning.span, {})[lost.span] = (lost, winning)

    def keep_document(self, text: Text, document: Mapping) -> None:
        """Remember the document that was rendered to this text."""
        self._documents[id(text)] = text, document

    def document_of(self, text: Text) -> Mapping | None:
        """The document that was rendered to this text object, None if `keep_document` was not called for it."""
        _, document = self._documents.get(id(text), (None, None))
        return document

    def count_instance(self, span: Span) -> bool:
        """Count one more instance. False once the limit is exceeded."""
        self.instances += 1
        if self.instances > MAX_INSTANCES:
            self.note(f"more than {MAX_INSTANCES:,} instances: the rest is not checked", span)
        return self.instances <= MAX_INSTANCES
