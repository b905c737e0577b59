"""Every function that Terraform has is there, and with the parameters that it has."""

from __future__ import annotations

import json
import pkgutil
import shutil
import subprocess
from importlib import import_module

import pytest

from assumelint.sources.terraform.lang import functions
from assumelint.sources.terraform.lang.functions.registry import NAMES, find


def test_every_name_leads_to_a_function() -> None:
    lazy = {"can", "templatefile", "templatestring", "try"}
    assert [name for name in sorted(NAMES - lazy) if find(name) is None] == []
    assert find("nosuch") is None
    assert len([name for name in NAMES if "::" not in name]) == 118


def test_every_function_is_found_by_its_name() -> None:
    written = {
        name
        for module in pkgutil.iter_modules(functions.__path__)
        if (family := getattr(import_module(f"{functions.__name__}.{module.name}"), "FAMILY", None)) is not None
        for name in family.functions
    }
    assert written == NAMES - {"can", "templatefile", "templatestring", "try"}


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")
def test_terraform_has_the_same_functions_and_parameters() -> None:
    done = subprocess.run(["terraform", "metadata", "functions", "-json"], capture_output=True, text=True, check=True)
    signatures = json.loads(done.stdout)["function_signatures"]
    plain = {name: signature for name, signature in signatures.items() if "::" not in name}
    assert plain.keys() == {name for name in NAMES if "::" not in name}
    for name, signature in plain.items():
        if function := find(name):
            names = [parameter["name"] for parameter in signature.get("parameters", ())]
            assert [parameter.name for parameter in function.parameters] == names, name
            variadic = signature.get("variadic_parameter")
            assert (function.variadic.name if function.variadic else None) == (variadic and variadic["name"]), name
