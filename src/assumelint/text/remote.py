"""Which GitHub repository a work tree is a clone of, read from git's own files. No git is run, no network asked."""

from __future__ import annotations

import re
from pathlib import Path

_SECTION = re.compile(r'^\s*\[remote\s+"((?:[^"\\]|\\.)*)"\]\s*$')
_URL = re.compile(r"^\s*url\s*=\s*(\S+)\s*$")
_GITHUB = re.compile(
    r"(?:https?://(?:[^@/\s]*@)?|ssh://(?:[^@/\s]*@)?|git://|[^@/\s]*@)?(?:www\.)?github\.com(?::\d+)?[:/]/?"
    r"(?P<owner>[\w.-]+)/(?P<repository>[\w.-]+?)(?:\.git)?/?"
)


def github_remote(root: Path) -> tuple[str, str] | None:
    """Owner and repository of the remote `origin` (else of the only remote), where it is on github.com."""
    config = _config(root)
    if config is None:
        return None
    urls = _urls(config)
    url = urls.get("origin") or (next(iter(urls.values())) if len(urls) == 1 else "")
    found = _GITHUB.fullmatch(url)
    return (found["owner"], found["repository"]) if found else None


def _urls(config: str) -> dict[str, str]:
    urls: dict[str, str] = {}
    name = None
    for line in config.splitlines():
        if section := _SECTION.match(line):
            name = section[1]
        elif line.lstrip().startswith("["):
            name = None
        elif name is not None and (url := _URL.match(line)):
            urls.setdefault(name, url[1])
    return urls


def _config(root: Path) -> str | None:
    """The text of the repository's configuration; a linked work tree has it in the main one."""
    git = root / ".git"
    try:
        if git.is_file():
            git = root / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
            common = git / "commondir"
            if common.is_file():
                git = git / common.read_text(encoding="utf-8").strip()
        return (git / "config").read_text(encoding="utf-8", errors="replace")
    except (OSError, UnicodeDecodeError):  # no remote is as good an answer
        return None
