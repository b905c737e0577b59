"""`[tool.assumelint]` of a `pyproject.toml`, or an `.assumelint.toml`, found from the working directory upward."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from assumelint.errors import UsageError
from assumelint.globs import matches
from assumelint.severity import Severity
from assumelint.suggest import did_you_mean

if TYPE_CHECKING:
    from assumelint.issuers.model import Issuer

NAMES = (".assumelint.toml", "pyproject.toml")
KEYS = ("select", "ignore", "fail-on", "exclude", "per-path-ignores", "per-role-ignores", "issuers")
LEVELS = tuple(severity.value for severity in Severity)


class Exemption(NamedTuple):
    """Rules that do not count for some paths or roles, and why. `rules` None means all of them."""

    pattern: str
    rules: frozenset[str] | None
    reason: str


class Config(NamedTuple):
    """The configuration. `select` None means every rule; patterns are relative to `folder`."""

    folder: Path
    file: str = ""
    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()
    fail_on: str = "warning"
    exclude: tuple[str, ...] = ()
    path_exemptions: tuple[Exemption, ...] = ()
    role_exemptions: tuple[Exemption, ...] = ()
    issuers: tuple[Issuer, ...] = ()

    def excluder(self, top: str) -> Callable[[str], bool]:
        """A test for the absolute paths below `top` that are left out.

        A pattern that leaves out `top` itself does not count: it was asked for by name.
        """
        patterns = [pattern for pattern in self.exclude if not matches(pattern, self._relative(top))]
        return lambda path: any(matches(pattern, self._relative(path)) for pattern in patterns)

    def _relative(self, path: str) -> str:
        return os.path.relpath(path, self.folder).replace(os.sep, "/")


def find_config(cwd: Path, given: str | None) -> Config:
    """The configuration of the file that was given, else of the nearest one upward, else the defaults.

    Raises `UsageError` where the file is missing, is no TOML, or says something that is not understood.
    """
    if given is not None:
        path = Path(os.path.abspath(cwd / given))
        if not path.is_file():
            raise UsageError(f"--config {given}: no such file")
        return _load(path, _shown(path, cwd)) or Config(path.parent)
    for folder in (cwd, *cwd.parents):
        for name in NAMES:
            config = _load(folder / name, _shown(folder / name, cwd))
            if config is not None:
                return config
    return Config(cwd)


def _shown(path: Path, cwd: Path) -> str:
    return os.path.relpath(path, cwd).replace(os.sep, "/")


def _load(path: Path, shown: str) -> Config | None:
    """The configuration in a file, or None where the file is missing or has nothing for us."""
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise UsageError(f"{shown}: {error.strerror}") from error
    ours = path.name != "pyproject.toml"
    if not ours and b"assumelint" not in data:
        return None
    import tomllib  # most projects have no configuration of ours

    try:
        table = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{shown}: not valid TOML: {error}") from error
    if not ours:
        tools = table.get("tool", {})
        if "assumelint" not in tools:
            return None
        table = tools["assumelint"]
    return _Reader(shown, data.decode()).config(table, path.parent)


class _Reader(NamedTuple):
    """Checks a table against what is expected and says where it differs."""

    file: str
    text: str

    def config(self, table: Any, folder: Path) -> Config:
        if not isinstance(table, dict):
            raise self.error("assumelint", "expected a table")
        self.known_keys(table, KEYS, "")
        return Config(
            folder=folder,
            file=self.file,
            select=self.rules(table, "select") if "select" in table else None,
            ignore=self.rules(table, "ignore"),
            fail_on=self.level(table),
            exclude=tuple(self.strings(table, "exclude")),
            path_exemptions=tuple(
                self.exemption(entry, "per-path-ignores", "path") for entry in self.tables(table, "per-path-ignores")
            ),
            role_exemptions=tuple(
                self.exemption(entry, "per-role-ignores", "role") for entry in self.tables(table, "per-role-ignores")
            ),
            issuers=self.own_issuers(table),
        )

    def error(self, key: str, message: str) -> UsageError:
        """An error at the line where a key or value stands, as far as it can be found."""
        found = re.search(rf"^[^#\n]*(?<![\w-]){re.escape(key)}(?![\w-])", self.text, re.MULTILINE)
        line = f":{self.text.count(chr(10), 0, found.start()) + 1}" if found else ""
        return UsageError(f"{self.file}{line}: {message}")

    def known_keys(self, table: dict[str, Any], known: tuple[str, ...], where: str) -> None:
        for key in table:
            if key not in known:
                raise self.error(key, f'unknown key "{key}"{where}{did_you_mean(key, known)}')

    def strings(self, table: dict[str, Any], key: str) -> list[str]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(key, f'"{key}" must be a list of strings')
        return value

    def tables(self, table: dict[str, Any], key: str) -> list[dict[str, Any]]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(key, f'"{key}" must be an array of tables ([[…{key}]])')
        return value

    def rules(self, table: dict[str, Any], key: str) -> frozenset[str]:
        ids = [rule_ids([word], partial(self.error, word)) for word in self.strings(table, key)]
        return frozenset().union(*ids)

    def own_issuers(self, table: dict[str, Any]) -> tuple[Issuer, ...]:
        entries = self.tables(table, "issuers")
        if not entries:
            return ()
        from assumelint.issuers import IssuerError, parse_own_issuer

        found = []
        for entry in entries:
            try:
                found.append(parse_own_issuer(entry, "issuers"))
            except IssuerError as error:
                raise self.error(str(entry.get("id", "issuers")), str(error)) from error
        return tuple(found)

    def level(self, table: dict[str, Any]) -> str:
        level = table.get("fail-on", "warning")
        if level not in LEVELS:
            raise self.error("fail-on", f'"fail-on" must be one of {", ".join(LEVELS)}')
        return str(level)

    def exemption(self, entry: dict[str, Any], key: str, what: str) -> Exemption:
        self.known_keys(entry, (what, "rules", "reason"), f' in "{key}"')
        pattern, reason = entry.get(what), entry.get("reason")
        if not isinstance(pattern, str) or not pattern:
            raise self.error(key, f'an entry of "{key}" needs "{what}", a pattern')
        if not isinstance(reason, str) or not reason.strip():
            raise self.error(pattern, f'"{key}" for "{pattern}" needs a "reason"')
        rules = self.rules(entry, "rules") if "rules" in entry else None
        return Exemption(pattern, rules, reason)


def rule_ids(words: Iterable[str], error: Callable[[str], Exception]) -> frozenset[str]:
    """The rules of these ids and groups, which may be joined by commas.

    Raises what `error` makes of a message where there is no such rule.
    """
    names = frozenset(name.strip() for word in words for name in word.split(","))
    if not names:
        return names
    from assumelint.rule import all_rules, by_group  # imports every rule

    groups = {group.id: frozenset(rule.id for rule in rules) for group, rules in by_group().items()}
    known = {**groups, **{rule_id: frozenset((rule_id,)) for rule_id in all_rules()}}
    for name in sorted(names - known.keys()):
        raise error(f'unknown rule "{name}"{did_you_mean(name, known)}')
    return frozenset[str]().union(*(known[name] for name in names))
