"""Makes the answers that tests/terraform/test_models.py holds the models of published modules against.

    python scripts/make_model_goldens.py PLUGIN_DIR ENDPOINT CLONES [NAME…]

PLUGIN_DIR and ENDPOINT are those of make_terraform_goldens.py. CLONES is a folder with clones of the modules'
repositories, each at OWNER+NAME/repo. Each folder of tests/terraform/models is applied with the real modules, each at
the version that its call names; `expected.json` gets the policies and names of the roles. A folder for which a clone is
missing is skipped, and said to be.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from make_terraform_goldens import applied

MODELS = Path(__file__).parents[1] / "tests" / "terraform" / "models"
_CALL = re.compile(r'(?P<head>\n  source\s*= )"(?P<source>[^"]+)"(?:\n  version\s*= "(?P<version>[^"]+)")?')


class MissingCloneError(Exception):
    """A repository is not among the clones. The message names it."""


def main() -> None:
    """Make the answers of the named folders, or of all."""
    plugins, endpoint, clones, *names = sys.argv[1:]
    for folder in sorted(MODELS.iterdir()):
        if folder.is_dir() and (not names or folder.name in names):
            with tempfile.TemporaryDirectory() as scratch:
                try:
                    answer = applied(_with_modules(folder, Path(scratch), Path(clones)), plugins, endpoint)
                except MissingCloneError as error:
                    print(f"{folder.name}: SKIPPED, no clone of {error}")
                    continue
            kept = {key: answer[key] for key in ("roles", "providers")}
            (folder / "expected.json").write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
            print(folder.name, len(kept["roles"]), "roles")


def _with_modules(folder: Path, scratch: Path, clones: Path) -> Path:
    """A copy of a folder that calls local copies of the modules."""
    copy = scratch / folder.name
    copy.mkdir()

    def local(call: re.Match[str]) -> str:
        repository, path, version = _origin(call["source"], call["version"])
        target = copy / "modules" / f"{repository}-{version}"
        if not target.exists():
            _extract(clones / repository / "repo", version, target, repository)
        return f'{call["head"]}"./{(target / path).relative_to(copy)}"'

    (copy / "main.tf").write_text(_CALL.sub(local, (folder / "main.tf").read_text()))
    return copy


def _origin(source: str, version: str | None) -> tuple[str, str, str]:
    """The clone, the path in it and the tag that a call names."""
    from assumelint.sources.terraform.registry.address import published, repository

    found = repository(source)
    if found is not None:
        return f"{found.owner}+{found.name}", found.folder, str(found.ref)
    named = published(source)
    assert named is not None, source
    place, _, path = named.name.partition("//")
    owner, name, provider = place.split("/")
    return f"{owner}+terraform-{provider}-{name}", path, f"v{version}"


def _extract(clone: Path, tag: str, target: Path, name: str) -> None:
    if not clone.exists():
        raise MissingCloneError(name)
    target.mkdir(parents=True)
    archive = ["git", "-c", "safe.directory=*", "--git-dir", str(clone), "archive", tag]
    data = subprocess.run(archive, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", str(target)], input=data, check=True)
    for unused in ("examples", "wrappers", "tests", "test"):
        shutil.rmtree(target / unused, ignore_errors=True)
    for versions in target.rglob("versions.tf"):
        versions.unlink()  # the one provider in the mirror is used with modules of all versions


if __name__ == "__main__":
    main()
