"""Makes the plans and states that tests/terraform/test_real_plans.py reads.

    python scripts/make_plan_goldens.py PLUGIN_DIR ENDPOINT [NAME…]

PLUGIN_DIR is a provider mirror with hashicorp/aws, ENDPOINT a running moto server in place of AWS (`moto_server`).
For each configuration in tests/terraform/plans, the folder gets its first plan, the plan after an apply, and the state
in both forms. What stands in `elsewhere` is applied before, with a state of its own; what stands in `earlier` is
applied before, with the same state.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from real_terraform import RealTerraform

PLANS = Path(__file__).parents[1] / "tests" / "terraform" / "plans"
_APPLY = ("apply", "-auto-approve", "-input=false", "-no-color")
_PLAN = ("plan", "-out=saved", "-input=false", "-no-color")


def main() -> None:
    """Make the files of the named folders, or of all."""
    plugins, endpoint, *names = sys.argv[1:]
    terraform = RealTerraform(plugins, endpoint)
    for folder in sorted(PLANS.iterdir()):
        if folder.is_dir() and (not names or folder.name in names):
            for name, content in made(terraform, folder):
                (folder / name).write_text(content)
            print(folder.name)


def made(terraform: RealTerraform, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and content of each file."""
    terraform.forget()
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "configuration"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.json", "*.tfstate"))
        if (copy / "elsewhere").is_dir():
            terraform.init(copy / "elsewhere")
            terraform.run(copy / "elsewhere", *_APPLY)
        if (copy / "earlier").is_dir():
            terraform.init(copy / "earlier")
            terraform.run(copy / "earlier", *_APPLY)
            shutil.copy(copy / "earlier" / "terraform.tfstate", copy)
        terraform.init(copy)
        yield "first.json", planned(terraform, copy)
        terraform.run(copy, *_APPLY)
        yield "state.json", terraform.run(copy, "show", "-json")
        yield "terraform.tfstate", (copy / "terraform.tfstate").read_text()
        yield "second.json", planned(terraform, copy)


def planned(terraform: RealTerraform, folder: Path) -> str:
    """Return the JSON of a plan, without its time."""
    terraform.run(folder, *_PLAN)
    plan = json.loads(terraform.run(folder, "show", "-json", "saved"))
    return json.dumps({**plan, "timestamp": "2026-01-01T00:00:00Z"}, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    main()
