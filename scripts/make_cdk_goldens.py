"""Makes the assemblies that tests/cloudformation/test_cdk.py reads: what `cdk synth` makes of the apps beside them.

    npm install aws-cdk-lib constructs @aws-cdk/lambda-layer-kubectl-v31
    NODE_PATH=node_modules python scripts/make_cdk_goldens.py [NAME…]

Each app of tests/cloudformation/cdk/apps is run with node, and its templates are written without what no trust policy
depends on: an assembly of the clusters' handlers and networks is large, and changes with each version of the CDK.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

CDK = Path(__file__).parents[1] / "tests" / "cloudformation" / "cdk"
# What the command line of the CDK tells the app: `cdk synth` writes this metadata unless it is asked not to.
_CONTEXT = {"aws:cdk:enable-path-metadata": True, "aws:cdk:enable-asset-metadata": True}
_PACKAGE = "require.resolve('aws-cdk-lib'); require.resolve('@aws-cdk/lambda-layer-kubectl-v31')"
# The properties that are kept, by the type of the resource. Of other resources only the type stays.
_KEPT = {
    "AWS::CloudFormation::Stack": ("Parameters", "TemplateURL"),
    "AWS::IAM::OIDCProvider": ("ClientIdList", "Url"),
    "AWS::IAM::Role": ("AssumeRolePolicyDocument", "RoleName"),
    "Custom::AWSCDKCfnJson": ("Value",),
    "Custom::AWSCDKOpenIdConnectProvider": ("ClientIDList", "Url"),
}
_METADATA = ("aws:asset:path", "aws:asset:property", "aws:cdk:path")
_SECTIONS = ("Conditions", "Mappings", "Outputs", "Parameters")


def main() -> None:
    """Make the assemblies of the named apps, or of all."""
    if not is_available():
        raise SystemExit("node does not find the CDK: install its packages, and name their folder in NODE_PATH")
    for app in sorted((CDK / "apps").glob("*.js")):
        if not sys.argv[1:] or app.stem in sys.argv[1:]:
            target = CDK / "assemblies" / app.stem
            shutil.rmtree(target, ignore_errors=True)
            print(app.stem, synthesize(app, target), "templates")


def is_available() -> bool:
    """Return whether node and the packages of the CDK are here."""
    node = shutil.which("node")
    return node is not None and subprocess.run([node, "-e", _PACKAGE], capture_output=True, check=False).returncode == 0


def synthesize(app: Path, target: Path) -> int:
    """Write the reduced assembly of an app; return the number of its templates."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = os.environ | {"CDK_OUTDIR": scratch, "CDK_CONTEXT_JSON": json.dumps(_CONTEXT)}
        subprocess.run(["node", str(app)], env=environment, capture_output=True, check=True)
        made = sorted(Path(scratch).rglob("*.json"))
        templates = [path for path in made if path.name.endswith(".template.json")]
        for path in templates:
            _write(target / path.relative_to(scratch), reduced(json.loads(path.read_bytes())))
        for path in made:
            if path.name == "manifest.json" and "asset." not in str(path):
                _write(target / path.relative_to(scratch), {"version": json.loads(path.read_bytes())["version"]})
    return len(templates)


def reduced(template: dict[str, Any]) -> dict[str, Any]:
    """Return a template without what no trust policy depends on."""
    sections = {name: template[name] for name in _SECTIONS if name in template}
    return {"Resources": {name: _reduced(body) for name, body in template["Resources"].items()}, **sections}


def _reduced(resource: dict[str, Any]) -> dict[str, Any]:
    kept = _KEPT.get(resource["Type"], ())
    found: dict[str, Any] = {"Type": resource["Type"]}
    properties = {name: value for name, value in resource.get("Properties", {}).items() if name in kept}
    metadata = {name: value for name, value in resource.get("Metadata", {}).items() if name in _METADATA}
    if properties:
        found["Properties"] = properties
    if kept and metadata:
        found["Metadata"] = metadata
    return found


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
