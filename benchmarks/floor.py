"""The floor of a run on a tree, as a program: `python floor.py FOLDER` reads what a run may read, and searches it."""

from __future__ import annotations

import os
import sys

READ = (".tf", ".tofu", ".tfvars", ".hcl", ".json", ".yaml", ".yml", ".template", ".tpl", ".tftpl", ".tmpl")
LEFT_OUT = {".git", ".terraform", "node_modules"}
WANTED = (b"AssumeRole", b"openid_connect", b"OIDCProvider")


def main() -> None:
    """Every file is read whole and searched once: less than that no linter can do."""
    found = 0
    for folder, below, names in os.walk(sys.argv[1]):
        below[:] = sorted(set(below) - LEFT_OUT)
        for name in sorted(names):
            path = os.path.join(folder, name)
            if name.endswith(READ) and os.path.isfile(path):  # not a link to nothing
                with open(path, "rb") as stream:
                    read = stream.read()
                found += any(word in read for word in WANTED)
    print(found)


if __name__ == "__main__":
    main()
