"""Takes the policies that a plan does not know from the code that the plan was made of, where it lies in the tree."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from assumelint.model import Role
from assumelint.sources.terraform.config.collected.planned import PlannedRoots, RootBlocks
from assumelint.sources.terraform.lang.values import Value, from_node
from assumelint.sources.terraform.plan.nodes import mapping, mappings, plain
from assumelint.text.document import Mapping
from assumelint.text.tree import Tree


class Beside:
    """The code of a plan. It is looked for and evaluated when the first role is asked for."""

    def __init__(self, content: Mapping, path: Path, tree: Tree) -> None:
        self._content = content
        self._path = tree.cwd / path
        self._tree = tree

    def role(self, address: str) -> Role | None:
        """The role with this address in the code, None if the code is not here or does not tell its policy."""
        found = self._roles.get(address)
        if found is None or found.policy is None:
            return None
        for file in {statement.span.file for statement in found.policy.statements}:
            self._tree.read(Path(file))  # from now on, the file's comments count
        return found

    @cached_property
    def _roles(self) -> dict[str, Role]:
        # What is read on the search is no part of the run: only a file with a policy is.
        roots = PlannedRoots(Tree(self._tree.root, self._tree.cwd))
        directory = self._directory(roots)
        if directory is None:
            return {}
        return {role.address: role for role in roots.roles(directory, self._argument)}

    def _argument(self, name: str) -> Value | None:
        variable = mapping(self._content, "variables", name)
        value = None if variable is None else variable.get("value")
        return None if value is None else from_node(value)

    def _directory(self, roots: PlannedRoots) -> Path | None:
        """The directory that declares what the plan was made of: the nearest above the plan, or the only one read."""
        wanted = self._blocks()
        above = next((each for each in self._above() if roots.declares(each, wanted)), None)
        if above is not None:
            return above
        found = [each for each in self._read() if roots.declares(each, wanted)]
        return found[0] if len(found) == 1 else None

    def _blocks(self) -> RootBlocks:
        root = mapping(self._content, "configuration", "root_module")
        calls = mapping(root, "module_calls")
        return RootBlocks(
            frozenset(plain(resource, "address") for resource in mappings(root, "resources")),
            frozenset(str(name) for name, _ in calls.entries) if calls is not None else frozenset(),
        )

    def _above(self) -> Iterator[Path]:
        for directory in self._path.parents:
            if not self._tree.holds(directory):
                return
            yield directory

    def _read(self) -> list[Path]:
        """The directories of which code was read before the plan."""
        files = (file for file in self._tree.loaded() if file.name.endswith((".tf", ".tf.json", ".tofu", ".tofu.json")))
        return list(dict.fromkeys(file.parent for file in files))
