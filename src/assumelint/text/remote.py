"""The GitHub repository that a work tree was cloned from, read from git's files, without running git or the network."""

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
    """Return owner and repository of the remote `origin` (or of the only remote) if it is on github.com, else None."""
    config = _config(root)
    if config is None:
        return None
    urls = _urls(config)
    url = urls.get("origin") or (next(iter(urls.values())) if len(urls) == 1 else "")
    return github_repository(url)


def github_repository(url: str) -> tuple[str, str] | None:
    """Return owner and repository of the URL of a repository if it is on github.com, else None."""
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
    """Return the text of the repository's configuration."""
    git = git_folder(root)
    try:
        return None if git is None else (git / "config").read_text(encoding="utf-8", errors="replace")
    except OSError:  # treated like a repository without a remote
        return None


def git_folder(root: Path) -> Path | None:
    """Return the folder of a work tree's repository. For a linked work tree, it is in the main repository."""
    git = root / ".git"
    try:
        if git.is_file():
            git = root / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
            common = git / "commondir"
            if common.is_file():
                git = git / common.read_text(encoding="utf-8").strip()
        return git
    except (OSError, UnicodeDecodeError):
        return None
