"""Terraform that grows in one direction: each function makes a configuration of size `count`."""

from __future__ import annotations

from benchmarks.files import Files
from benchmarks.policies import allow, compact, policy
from benchmarks.terraform_tree import BUCKET, ROLE

BRANCHES = 'locals {\n  repository = "shop"\n  branches   = ["main", "release"]\n}\n'


def files(count: int) -> Files:
    """Folders of one file with one role each."""
    return {f"stack{number:04}/main.tf": BRANCHES + ROLE.format(number=number) for number in range(count)}


def roles(count: int) -> Files:
    """One file of many roles."""
    return {"main.tf": BRANCHES + "".join(ROLE.format(number=number) for number in range(count))}


def other_blocks(count: int) -> Files:
    """One role among blocks that have nothing to do with it."""
    return {"main.tf": BRANCHES + ROLE.format(number=0) + "".join(BUCKET.format(number=n) for n in range(count))}


def other_files(count: int) -> Files:
    """One role in a folder of files that have nothing to do with it."""
    others = {f"bucket{number:04}.tf": BUCKET.format(number=number) for number in range(count)}
    return {"main.tf": BRANCHES + ROLE.format(number=0), **others}


def instances(count: int) -> Files:
    """One resource with `for_each`."""
    names = ", ".join(f'"app{number}"' for number in range(count))
    return {"main.tf": f"locals {{\n  apps = toset([{names}])\n}}\n{role('${each.value}', 'for_each = local.apps')}"}


def module_calls(count: int) -> Files:
    """One module, called many times."""
    calls = "".join(call(f"app{n}", "./role", repository=f'"app{n}"') for n in range(count))
    return {"main.tf": calls, "role/main.tf": variable("repository") + role("${var.repository}")}


def module_depth(count: int) -> Files:
    """A chain of modules, the last of which has the role."""
    made = {"main.tf": call("next", "./level0", repository='"shop"')}
    for level in range(count):
        deeper = call("next", f"../level{level + 1}", repository="var.repository")
        last = level == count - 1
        made[f"level{level}/main.tf"] = variable("repository") + (role("${var.repository}") if last else deeper)
    return made


def module_tree(count: int) -> Files:
    """Modules that call the next one twice: `count` leaves, a power of two."""
    depth = count.bit_length() - 1
    made = {}
    for level in range(depth):
        below = f"./level{level + 1}" if level == 0 else f"../level{level + 1}"
        twice = "".join(call(side, below, path=f'"{side}${{var.path}}"') for side in ("l", "r"))
        made["main.tf" if level == 0 else f"level{level}/main.tf"] = variable("path", '"x"') + twice
    return {**made, f"level{depth}/main.tf": variable("path") + role("${var.path}")}


def locals_chain(count: int) -> Files:
    """Locals that each are the one before, with the role at the end."""
    chain = "".join(f"  step{number} = local.step{number - 1}\n" for number in range(1, count))
    return {"main.tf": f'locals {{\n  step0 = "shop"\n{chain}}}\n{role(f"${{local.step{count - 1}}}")}'}


def role(repository: str, argument: str = "") -> str:
    """A role for one repository, which is an expression in a template."""
    document = compact(policy(allow(f"repo:acme/{repository}:ref:refs/heads/main", "StringEquals")))
    return (
        f'resource "aws_iam_role" "this" {{\n  {argument}\n  assume_role_policy = <<-EOF\n    {document}\n  EOF\n}}\n'
    )


def call(name: str, source: str, **arguments: str) -> str:
    """A module call."""
    given = "".join(f"  {argument} = {value}\n" for argument, value in arguments.items())
    return f'module "{name}" {{\n  source = "{source}"\n{given}}}\n'


def variable(name: str, default: str = "") -> str:
    """A variable, with a default or without."""
    return f'variable "{name}" {{\n  type = string\n{f"  default = {default}" if default else ""}\n}}\n'
