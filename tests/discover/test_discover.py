"""Which files are read: by name, by their bytes, and by what git ignores."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from assumelint.sources.registry.cloudformation import CloudFormation
from assumelint.sources.registry.discover import NoSuchPathError, discover, tree_root
from assumelint.sources.registry.plan import Plans
from assumelint.sources.registry.policy_json import PolicyFiles
from assumelint.sources.registry.source import Source
from assumelint.sources.registry.terraform import Terraform

ROLE = 'resource "aws_iam_role" "x" {}\n'
TEMPLATE = "Resources:\n  X:\n    Type: AWS::IAM::Role\n"
POLICY = '{"Statement": {"Action": "sts:AssumeRoleWithWebIdentity"}}'


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a file, its folders first."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


class Found:
    """What is to be read, by source: of Terraform the folders."""

    def __init__(self, files: dict[Source, tuple[Path, ...]], unknown: tuple[Path, ...]) -> None:
        by_source = {type(source): paths for source, paths in files.items()}
        self.directories = tuple(dict.fromkeys(path.parent for path in by_source.get(Terraform, ())))
        self.templates = by_source.get(CloudFormation, ())
        self.policies = by_source.get(PolicyFiles, ())
        self.plans = by_source.get(Plans, ())
        self.unknown = unknown

    def __bool__(self) -> bool:
        return bool(self.directories or self.templates or self.policies or self.plans)


def find(root: Path, *paths: str, exclude: Callable[[str], bool] = lambda path: False) -> Found:
    found = discover([Path(path) for path in paths or (".",)], root, root, lambda top: exclude)
    return Found(found.files, found.unknown)


def names(paths: tuple[Path, ...] | frozenset[Path], root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in paths)


def test_each_kind_goes_its_way(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put("tf/main.tf", ROLE)
    put("json/main.tf.json", '{"resource": {"aws_iam_role": {}}}')
    put("tofu/main.tofu", ROLE)
    put("cfn/t.yaml", TEMPLATE)
    put("cfn/t.json", '{"Resources": {"X": {"Type": "AWS::IAM::Role"}}}')
    put("cfn/x.template", TEMPLATE)
    put("trust.json", POLICY)
    put("plan.json", '{"format_version": "1.2", "planned_values": {}}')
    found = find(tmp_path)
    assert names(found.directories, tmp_path) == ["json", "tf", "tofu"]
    assert names(found.templates, tmp_path) == ["cfn/t.json", "cfn/t.yaml", "cfn/x.template"]
    assert names(found.policies, tmp_path) == ["trust.json"]
    assert names(found.plans, tmp_path) == ["plan.json"]


def test_what_cannot_matter_is_left_alone(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put("main.tf", 'resource "aws_s3_bucket" "x" {}\n')
    put("compose.yaml", "services: {}\n")
    put("package.json", '{"name": "x"}')
    put("binary.yaml", "AWS::IAM::Role\0")
    put("README.md", "aws_iam_role")
    put(".hidden.tf", ROLE)
    assert not find(tmp_path)


def test_a_resource_that_a_bucket_policy_names_is_no_source(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put("a/main.tf", 'locals {\n  policy = { Resource = "${aws_s3_bucket.x.arn}/*" }\n}\n')
    put("b/main.tf", 'locals {\n  policy = { Resource = "arn:aws:s3:::roles" }\n}\n')
    put("c/main.tf.json", '{"locals": {"Resource": "${aws_s3_bucket.x.arn}"}}')
    put("d/main.tf.json", '{"module": {"a": {"source": "../e"}}}')
    put("e/main.tf", ROLE)
    assert names(find(tmp_path).directories, tmp_path) == ["d", "e"]


@pytest.mark.parametrize("folder", ["node_modules/x", ".terraform/modules/x", "vendor", "a/.venv/lib"])
def test_folders_that_others_wrote_are_not_entered(
    folder: str, tmp_path: Path, put: Callable[[str, str], Path]
) -> None:
    put(f"{folder}/main.tf", ROLE)
    put(f"{folder}/t.yaml", TEMPLATE)
    assert not find(tmp_path)
    assert find(tmp_path, folder)


def test_a_caller_matters_where_its_module_does(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put("live/prod/main.tf", 'module "a" { source = "../../modules/a" }\n')
    put("modules/a/main.tf", 'module "b" {\n  source = "./b"\n}\n')
    put("modules/a/b/main.tf", ROLE)
    put("other/main.tf", 'module "c" { source = "../modules/c" }\n')
    put("modules/c/main.tf", 'module "other" { source = "../../other" }\n')
    found = find(tmp_path)
    assert names(found.directories, tmp_path) == ["live/prod", "modules/a", "modules/a/b"]
    assert names(find(tmp_path, "live").directories, tmp_path) == ["live/prod"]


def test_a_module_outside_the_tree_is_not_looked_at(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put("outside/main.tf", ROLE)
    put("tree/main.tf", 'module "a" { source = "../outside" }\n')
    assert not find(tmp_path / "tree")


def test_modules_from_elsewhere_may_hold_roles(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put("a/main.tf", 'module "a" { source = "terraform-aws-modules/iam/aws//modules/iam-role" }\n')
    put("b/main.tf", 'module "b" { source = "git::https://example.com/x" }\n')
    put("b/.terraform/modules/modules.json", "{}")
    put("c/main.tf", 'module "c" { source = "git::https://example.com/x" }\n')
    put("d/main.tf", 'module "d" { source = "terraform-aws-modules/vpc/aws" }\n')
    put("e/main.tf", 'terraform { required_providers { aws = { source = "registry.terraform.io/hashicorp/aws" } } }\n')
    assert names(find(tmp_path).directories, tmp_path) == ["a", "b", "c"]


def test_examples_and_tests_of_a_module_are_not_deployed(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    for name in ("main.tf", "examples/a/main.tf", "tests/main.tf", "modules/b/main.tf", "other/examples/main.tf"):
        put(name, ROLE)
    put("examples/t.yaml", TEMPLATE)
    found = find(tmp_path)
    assert names(found.directories, tmp_path) == [".", "modules/b", "other/examples"]
    assert names(found.templates, tmp_path) == ["examples/t.yaml"]
    assert names(find(tmp_path, "examples").directories, tmp_path) == ["examples/a"]
    assert names(find(tmp_path, ".", "examples/a").directories, tmp_path)[:2] == [".", "examples/a"]


def test_a_terragrunt_file_is_terraform(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put("live/terragrunt.hcl", 'terraform {\n  source = "../modules//a"\n}\n')
    put("modules/a/main.tf", ROLE)
    put("far/terragrunt.hcl", 'terraform {\n  source = "${get_repo_root()}/modules/a"\n}\n')
    put("included/terragrunt.hcl", 'include "root" {\n  path = find_in_parent_folders("root.hcl")\n}\n')
    put("stack/terragrunt.stack.hcl", 'unit "a" {\n  source = "./units/a"\n  path = "a"\n}\n')
    put("other/terragrunt.hcl", 'terraform {\n  source = "../modules/other"\n}\n')
    put("modules/other/main.tf", "")
    expected = ["far", "included", "live", "modules/a", "stack"]
    assert names(find(tmp_path).directories, tmp_path) == expected


@pytest.mark.parametrize("suffix", ["tfcomponent.hcl", "tfstack.hcl"])
def test_a_stack_of_hcp_terraform_is_terraform(tmp_path: Path, put: Callable[[str, str], Path], suffix: str) -> None:
    put(f"stack/main.{suffix}", 'component "a" {\n  source = "../modules/a"\n}\n')
    put("stack/x.tfdeploy.hcl", 'deployment "d" {\n  inputs = {}\n}\n')
    put(f"other/main.{suffix}", 'component "a" {\n  source = "../modules/other"\n}\n')
    put("modules/a/main.tf", ROLE)
    put("modules/other/main.tf", "")
    assert names(find(tmp_path).directories, tmp_path) == ["modules/a", "stack"]


def test_a_module_whose_source_is_computed_may_be_any(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put("template/main.tf", 'module "a" {\n  source = "${local.modules}/a"\n}\n')
    put("name/main.tf", 'module "a" {\n  source = var.a\n}\n')
    put("object/main.tf", 'resource "aws_s3_object" "o" {\n  source = var.a\n}\n')
    assert names(find(tmp_path).directories, tmp_path) == ["name", "template"]


def test_a_service_of_files_is_read(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put("a/serverless.yml", "service: a\nresources: ${file(roles.yml)}\n")
    put("b/serverless.yml", "service: b\nfunctions: {}\n")
    put("c/other.yml", "resources: ${file(roles.yml)}\n")
    assert names(find(tmp_path).templates, tmp_path) == ["a/serverless.yml"]


def test_a_named_file_is_always_read(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put("node_modules/main.tf", "")
    put("t.yaml", "Resources: {}\n")
    put("p.json", "{}")
    put("t.json", '{"Resources": {}}')
    put("x.tftpl", "{}")
    put("v.tfvars", "")
    put("notes.txt", "hello")
    found = find(tmp_path, "node_modules/main.tf", "t.yaml", "p.json", "t.json", "x.tftpl", "v.tfvars", "notes.txt")
    assert names(found.directories, tmp_path) == [".", "node_modules"]
    assert names(found.templates, tmp_path) == ["t.json", "t.yaml"]
    assert names(found.policies, tmp_path) == ["p.json", "x.tftpl"]
    assert names(found.unknown, tmp_path) == ["notes.txt"]


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoSuchPathError, match="no such file or folder: nope"):
        find(tmp_path, "nope")


def test_excluded_paths_are_not_walked(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put("old/main.tf", ROLE)
    put("new/main.tf", ROLE)
    found = find(tmp_path, exclude=lambda path: path.endswith("/old"))
    assert names(found.directories, tmp_path) == ["new"]


def test_links_out_of_the_tree_are_not_followed(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    outside = put("outside/t.yaml", TEMPLATE)
    inside = put("tree/real.yaml", TEMPLATE)
    os.symlink(outside, tmp_path / "tree/out.yaml")
    os.symlink(inside, tmp_path / "tree/again.yaml")
    os.symlink(tmp_path / "outside", tmp_path / "tree/folder")
    os.symlink(tmp_path / "tree", tmp_path / "tree/loop")
    os.symlink("gone.yaml", tmp_path / "tree/dangling.yaml")
    assert len(find(tmp_path / "tree").templates) == 1


def test_git_says_what_is_ignored(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put(".gitignore", "build/\n*.local.yaml\nkept.yaml\n")
    for name in ("build/main.tf", "a/main.tf"):
        put(name, ROLE)
    for name in ("t.yaml", "t.local.yaml", "kept.yaml"):
        put(name, TEMPLATE)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-f", "kept.yaml")
    found = find(tmp_path)
    assert names(found.directories, tmp_path) == ["a"]
    assert names(found.templates, tmp_path) == ["kept.yaml", "t.yaml"]
    assert names(find(tmp_path, "t.local.yaml").templates, tmp_path) == ["t.local.yaml"]


def test_a_repository_within_the_repository_is_asked_for_itself(
    tmp_path: Path, put: Callable[[str, str], Path]
) -> None:
    put("sub/.gitignore", "out/\n")
    put("sub/out/t.yaml", TEMPLATE)
    put("sub/t.yaml", TEMPLATE)
    git(tmp_path, "init", "-q")
    git(tmp_path / "sub", "init", "-q")
    assert names(find(tmp_path).templates, tmp_path) == ["sub/t.yaml"]


def test_a_hook_of_git_changes_nothing(
    tmp_path: Path, put: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(".gitignore", "t.local.yaml\n")
    put("t.yaml", TEMPLATE)
    put("t.local.yaml", TEMPLATE)
    git(tmp_path, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "elsewhere/index"))
    assert names(find(tmp_path).templates, tmp_path) == ["t.yaml"]


def test_without_git_nothing_is_ignored(
    tmp_path: Path, put: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(".gitignore", "t.yaml\n")
    put("t.yaml", TEMPLATE)
    git(tmp_path, "init", "-q")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert names(find(tmp_path).templates, tmp_path) == ["t.yaml"]


def test_no_program_of_the_repository_is_run(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put("t.yaml", TEMPLATE)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "t.yaml")
    spy = put("spy.sh", f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    spy.chmod(0o755)
    git(tmp_path, "config", "core.fsmonitor", str(spy))
    assert find(tmp_path)
    assert not (tmp_path / "ran").exists()


def test_the_tree_is_the_git_work_tree_else_the_working_directory(tmp_path: Path) -> None:
    (tmp_path / "repo/.git").mkdir(parents=True)
    (tmp_path / "repo/a/b").mkdir(parents=True)
    (tmp_path / "plain/a").mkdir(parents=True)
    (tmp_path / "plain/t.yaml").touch()
    assert tree_root(Path("a/b"), tmp_path / "repo") == tmp_path / "repo"
    assert tree_root(Path("../repo/a"), tmp_path / "plain") == tmp_path / "repo"
    assert tree_root(Path("a"), tmp_path / "plain") == tmp_path / "plain"
    assert tree_root(tmp_path / "plain", tmp_path / "repo") == tmp_path / "plain"
    assert tree_root(tmp_path / "plain/t.yaml", tmp_path / "repo") == tmp_path / "plain"


def test_a_folder_that_cannot_be_listed_is_passed_over(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put("t.yaml", TEMPLATE)
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0)
    try:
        assert names(find(tmp_path).templates, tmp_path) == ["t.yaml"]
    finally:
        locked.chmod(0o755)


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def test_a_module_that_is_not_there_makes_nothing_relevant(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put("main.tf", 'module "a" { source = "./gone" }\n')
    assert not find(tmp_path)


def test_modules_that_call_each_other_end(tmp_path: Path, put: Callable[[str, str], Path]) -> None:
    put("a/main.tf", 'module "b" { source = "../b" }\n')
    put("b/main.tf", 'module "a" { source = "../a" }\nmodule "c" { source = "../c" }\n')
    put("c/main.tf", ROLE)
    assert names(find(tmp_path, "a").directories, tmp_path) == ["a"]


def test_what_is_too_large_for_code_or_no_file_is_not_read(
    tmp_path: Path, put: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    put("t.yaml", TEMPLATE)
    os.mkfifo(tmp_path / "pipe.yaml")
    monkeypatch.setattr("assumelint.sources.registry.source.MAX_BYTES", 3)
    assert not find(tmp_path)
    assert names(find(tmp_path, "t.yaml", "pipe.yaml").unknown, tmp_path) == ["pipe.yaml", "t.yaml"]


def test_a_file_that_vanishes_is_not_relevant(
    tmp_path: Path, put: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    put("t.yaml", TEMPLATE)

    def vanish(path: str) -> int:
        raise FileNotFoundError(path)

    monkeypatch.setattr(os.path, "getsize", vanish)
    assert not find(tmp_path)


def test_a_folder_that_vanishes_is_passed_over(
    tmp_path: Path, put: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    put("t.yaml", TEMPLATE)

    def vanish(path: str) -> int:
        raise FileNotFoundError(path)

    monkeypatch.setattr(os, "scandir", vanish)
    assert not find(tmp_path)


def test_states_are_read_like_plans_and_raw_ones_where_they_are_named(
    tmp_path: Path, put: Callable[[str, str], Path]
) -> None:
    raw = '{"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x", "resources": []}'
    put("shown.json", '{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{}}}')
    put("terraform.tfstate", raw)
    put("copy.json", raw)
    put("other.json", '{"format_version": "1.0", "values": {}}')
    assert names(find(tmp_path).plans, tmp_path) == ["shown.json"]
    asked = find(tmp_path, "terraform.tfstate", "copy.json")
    assert names(asked.plans, tmp_path) == ["copy.json", "terraform.tfstate"]
    assert not asked.unknown
