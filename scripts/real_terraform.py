"""Runs the real Terraform with a moto server in place of AWS, for the scripts that make goldens."""

from __future__ import annotations

import os
import subprocess
import urllib.request
from pathlib import Path


class RefusedError(SystemExit):
    """Terraform refuses a configuration. Ends a script that expects none to be refused."""


class RealTerraform:
    """Terraform with a provider mirror (`plugins`) and a running moto server (`endpoint`)."""

    def __init__(self, plugins: str, endpoint: str) -> None:
        self.plugins = plugins
        self.endpoint = endpoint

    def forget(self) -> None:
        """Empty the server's account."""
        urllib.request.urlopen(urllib.request.Request(f"{self.endpoint}/moto-api/reset", method="POST")).read()

    def init(self, folder: Path) -> None:
        """Prepare a folder for the other commands."""
        self.run(folder, "init", f"-plugin-dir={self.plugins}", "-backend=false", "-input=false", "-no-color")

    def run(self, folder: Path, *arguments: str) -> str:
        """Return what a command prints. Raises `RefusedError` with Terraform's message if the command fails."""
        command = ["terraform", *arguments]
        done = subprocess.run(command, cwd=folder, env=self._environment(), capture_output=True, text=True, check=False)
        if done.returncode:
            raise RefusedError(f"{folder}: {done.stdout}{done.stderr}")
        return done.stdout

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "TF_CLI_CONFIG_FILE": os.devnull,
            "CHECKPOINT_DISABLE": "1",
            "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "example",
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": self.endpoint,
        }
