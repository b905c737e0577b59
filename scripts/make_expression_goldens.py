"""Draws Terraform expressions and asks a real `terraform console` for their values.

    python scripts/make_expression_goldens.py > tests/terraform_lang/golden.jsonl

writes some hundred of them with their answers, so that machines without Terraform check the evaluator, too.
The tests draw others by the same grammar.
"""

from __future__ import annotations

import base64
import json
import os
import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Answer = tuple[str, Any]  # ("ok", value), ("error", ""), ("unknown", "")

# `«kind»` is replaced by an expression of that kind, `«kind v»` by one that may use the variable `v`,
# `⟦x¦y⟧` by one of the texts.
GRAMMAR: dict[str, tuple[str, ...]] = {
    "string": (
        "«text»",
        '"⟦a¦repo:¦x y¦é¦%%{¦⟧${«string»}⟦¦/¦:*⟧"',
        '"⟦a¦-¦⟧${«number»}${«bool»}"',
        '"%{ if «bool» }yes⟦¦${«string»}⟧%{ else }no %{ endif ~}  ⟦a¦⟧"',
        '"%{ for v in «list» }${«string v»}-%{ endfor }"',
        "⟦upper¦lower¦title¦trimspace¦chomp¦strrev¦base64encode¦md5¦sha1¦urlencode¦jsonencode¦tostring⟧(«string»)",
        "⟦trim¦trimprefix¦trimsuffix⟧(«string», «string»)",
        "replace(«string», «string», «string»)",
        'replace(«string», "/⟦[a-z]+¦^h¦(.)¦x*¦b$¦(?i)A⟧/", ⟦"<$1>"¦«string»¦"$0$0"⟧)',
        "substr(«string», «number», «number»)",
        "join(«string», «list»)",
        'format("⟦%s¦%5s!¦%v¦%q¦%-4s!%%¦%.2s⟧", «string»)',
        'format("%s-%s", «string», «string»)',
        'format("⟦%d¦%v¦%03d¦%.2f¦%x¦%g¦%e¦%+d¦%6.1f⟧", «number»)',
        'format("%v", «any»)',
        "⟦jsonencode¦yamlencode⟧(«any»)",
        "«bool» ? «string» : «string»",
        "element(«list», «number»)",
        "«list»[«number»]",
        "lookup(«map», «string», «string»)",
        '«map»["⟦a¦b¦key⟧"]',
        "«object».⟦a¦b¦key⟧",
        "coalesce(«string», «string»)",
        "try(«string», «string»)",
        "tostring(⟦«number»¦«bool»¦«string»⟧)",
        "indent(⟦0¦1¦3⟧, «string»)",
        "one([«string»])",
        'formatdate("⟦YYYY-MM-DD¦EEE hh:mm¦ZZZ⟧", "2024-02-⟦29¦01⟧T23:05:00Z")',
        'cidrhost("10.⟦0¦1⟧.0.0/16", «number»)',
    ),
    "number": (
        "⟦0¦1¦2¦3¦-1¦10¦1.5¦0.1¦255¦1e3¦100000000000000000000¦2.50⟧",
        "«number» ⟦+¦-¦*¦/¦%⟧ «number»",
        "-«number»",
        "length(⟦«string»¦«list»¦«map»⟧)",
        "⟦max¦min⟧(«number», «number»)",
        "⟦abs¦ceil¦floor¦signum¦tonumber⟧(«number»)",
        'parseint("⟦ff¦10¦zz¦7⟧", ⟦2¦10¦16¦36⟧)',
        "sum([«number», «number»])",
        "index(«list», «string»)",
        "tonumber(«string»)",
        "«bool» ? «number» : «number»",
        "[«number», «number»][⟦0¦1⟧]",
        "pow(«number», ⟦0¦1¦2¦3⟧)",
    ),
    "bool": (
        "⟦true¦false⟧",
        "«number» ⟦<¦>¦<=¦>=⟧ «number»",
        "«string» ⟦==¦!=⟧ «string»",
        "«any» ⟦==¦!=⟧ «any»",
        "«bool» ⟦&&¦||⟧ «bool»",
        "!«bool»",
        "contains(«list», «string»)",
        "⟦startswith¦endswith¦strcontains⟧(«string», «string»)",
        "⟦alltrue¦anytrue⟧([«bool», «bool»])",
        "can(«any»)",
        "tobool(⟦«string»¦«bool»⟧)",
        "«any» == null",
    ),
    "list": (
        "[]",
        "[«string»]",
        "[«string», «string», «string»]",
        "[«any», «any»]",
        'split("⟦,¦/¦ ¦:⟧", «string»)',
        "⟦keys¦values⟧(«map»)",
        "⟦distinct¦sort¦reverse¦compact¦flatten¦tolist¦toset⟧(«list»)",
        "concat(«list», «list»)",
        "flatten([«list», «any»])",
        "slice(«list», 0, ⟦0¦1¦2⟧)",
        "range(⟦«number»¦-3¦0¦4⟧)",
        "[for ⟦v¦k, v⟧ in ⟦«list»¦«map»⟧ : ⟦«string v»¦«number v»¦«list v»⟧]",
        "[for ⟦v¦k, v⟧ in ⟦«list»¦«map»⟧ : «any v» if «bool v»]",
        "«list»[*]",
        "[«object», «object»][*].⟦a¦b¦key⟧",
        "«any»[*]",
        "⟦setunion¦setintersection¦setsubtract⟧(«list», «list»)",
        'formatlist("%s/%s", «list», ⟦«string»¦«list»⟧)',
        "«bool» ? «list» : «list»",
        "coalescelist(«list», «list»)",
        'regexall("⟦[a-z]+¦(.)(.)⟧", «string»)',
        "chunklist(«list», 2)",
        "setproduct(«list», «list»)",
        "try(«list», «list»)",
        "matchkeys(«list», «list», «list»)",
        "toset([«number», «number»])",
        "tolist([«object»])",
        "⟦jsondecode(jsonencode¦yamldecode(yamlencode⟧(«list»))",
        'lookup({ k = «list» }, "⟦k¦z⟧", «list»)',
    ),
    "map": (
        "«object»",
        "«object»",
        "merge(«map», «map»)",
        "zipmap(«list», «list»)",
        "tomap(«map»)",
        "{ for v in «list» : v => «any v» }",
        "{ for k, v in «map» : ⟦k¦upper(k)¦v⟧ => v⟦¦...⟧ }",
        "{ for i, v in «list» : v => i... }",
        "⟦jsondecode(jsonencode¦yamldecode(yamlencode⟧(«map»))",
        "«bool» ? «map» : «map»",
        "try(«map», «map»)",
        "tomap({ a = «string», b = «string» })",
        "transpose({ a = «list», b = «list» })",
        'regex("(?P<a>.)(?P<b>.*)", «string»)',
    ),
    "object": (
        "{}",
        "{ a = «any» }",
        '{ a ⟦=¦:⟧ «string», "b" = ⟦«list»¦«number»⟧, (⟦"key"¦«string»⟧) = «any» }',
        "{ a = «map», b = «any», a = «string» }",
    ),
    "text": (
        *('"a"', '"b"', '"repo:acme/app:*"', '"https://x.io/"', '""', '"Héllo"', '"a,b,c"', '"10"', '"true"', '"x y"'),
        *('"key"', '"1.5"', '"é"', '"a\\tb\\n"', '"\\u00e9\\"q\\\\"', '"$${x}%%{y}"', '"<&>"', '"a\\nb\\n"'),
    ),
    "any": ("«string»", "«string»", "«number»", "«bool»", "«list»", "«map»", "null"),
}
# What is drawn where it may not go deeper, and how many of its forms.
_SIMPLE = {"string": "text", "map": "object", "any": "text"}
_SHALLOW = {"text": None, "list": 3, "object": 2, "number": 1, "bool": 1}
_SLOT = re.compile(r"⟦([^⟦⟧]*)⟧|«(\w+)( v)?»")


class Drawer:
    """Draws expressions from the grammar; now and then one of another kind, so that faults are met, too."""

    def __init__(self, rng: random.Random, wrong: float = 0.04) -> None:
        self.rng = rng
        self.wrong = wrong

    def draw(self, kind: str = "any", depth: int = 3, *, variable: bool = False) -> str:
        """An expression of a kind, so deep at most; `variable` says that it may use `v`."""
        if self.rng.random() < self.wrong and kind != "text":
            kind = self.rng.choice(("string", "number", "bool", "list", "map"))
        if variable and kind in ("string", "any") and self.rng.random() < 0.5:
            return "v"
        if depth <= 0:
            kind = _SIMPLE.get(kind, kind)
        form = self.rng.choice(GRAMMAR[kind][: None if depth > 0 else _SHALLOW[kind]])
        text = _SLOT.sub(lambda slot: self._fill(slot, depth, variable), form)
        return f"({text})" if self.rng.random() < 0.05 else text

    def _fill(self, slot: re.Match[str], depth: int, variable: bool) -> str:
        if slot[2]:
            return self.draw(slot[2], depth - 1, variable=variable or bool(slot[3]))
        chosen = self.rng.choice(slot[1].split("¦"))
        return _SLOT.sub(lambda inner: self._fill(inner, depth, variable), chosen)


def ask(expressions: Sequence[str]) -> list[Answer]:
    """What `terraform console` makes of each expression: one run for all, more where one stays unknown."""
    values = _run(expressions)
    if values is not None:
        return [("ok", value[0]) if value else ("error", "") for value in values]
    if len(expressions) == 1:
        return [("unknown", "")]
    middle = len(expressions) // 2
    return ask(expressions[:middle]) + ask(expressions[middle:])


def _run(expressions: Sequence[str]) -> list[list[Any]] | None:
    terraform = shutil.which("terraform")
    assert terraform is not None
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "rc")
        config.write_text("")
        lines = "".join(f"  c{index} = try([{expression}], [])\n" for index, expression in enumerate(expressions))
        Path(folder, "main.tf").write_text(f"locals {{\n{lines}}}\n", encoding="utf-8")
        question = ",".join(f"c{index}=local.c{index}" for index in range(len(expressions)))
        done = subprocess.run(
            [terraform, "console", "-no-color"],
            input=f"base64encode(jsonencode({{{question}}}))\n",
            capture_output=True,
            text=True,
            cwd=folder,
            env=os.environ | {"TF_CLI_CONFIG_FILE": str(config), "CHECKPOINT_DISABLE": "1"},
            check=False,
        )
    if done.returncode != 0 or not done.stdout.startswith('"'):
        return None
    # Numbers stay as they are written: a float would lose digits.
    values = json.loads(base64.b64decode(done.stdout.strip()[1:-1]), parse_float=str, parse_int=str)
    return [values[f"c{index}"] for index in range(len(expressions))]


def main() -> None:
    """Prints the golden file: one expression and its answer a line."""
    drawer = Drawer(random.Random(20261123))
    drawn = {drawer.draw() for _ in range(900)}
    expressions = sorted(expression for expression in drawn if 8 < len(expression) < 250)
    for expression, answer in zip(expressions, ask(expressions), strict=True):
        if len(json.dumps(answer)) < 600:
            print(json.dumps([expression, *answer], ensure_ascii=False))


if __name__ == "__main__":
    main()
