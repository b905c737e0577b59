"""`assumelint explain`: decide calls as AWS STS would, and explain the decision."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from assumelint.commands import options

PROVIDER_HELP = "ARN of the identity provider, or its host (default: what iss leads to)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `explain`."""
    policy = parser.add_argument_group("the trust policy").add_mutually_exclusive_group()
    policy.add_argument("--policy", metavar="FILE", help="a trust policy in JSON (- for standard input)")
    policy.add_argument("--role", metavar="ADDRESS", help="a role in the code under PATH")
    token = parser.add_argument_group("the token").add_mutually_exclusive_group()
    token.add_argument("--claims", metavar="FILE", help="its claims, a JSON object")
    token.add_argument("--token", metavar="FILE", help="the token itself (- for standard input); nothing is verified")
    token.add_argument("--event", metavar="FILE", help="the CloudTrail record of the call")
    token.add_argument("--cases", metavar="FILE", help="JSON lines, each with its own policy and request")
    call = parser.add_argument_group("the call")
    call.add_argument("--provider", metavar="ARN|HOST", help=PROVIDER_HELP)
    call.add_argument("--role-account", metavar="ID", help="the account of the role")
    call.add_argument("--role-arn", metavar="ARN", help="the ARN of the role")
    call.add_argument("--session-name", metavar="NAME", help="RoleSessionName")
    call.add_argument("--client-id", action="append", metavar="ID", help="an audience that the provider lists")
    call.add_argument(
        "--context", action="append", default=[], metavar="KEY=VALUE", help="a key from outside the token"
    )
    call.add_argument("--at", metavar="TIME", help="when: an ISO 8601 time, or seconds since 1970")
    parser.add_argument("--output-format", choices=("full", "json"), default="full", help="default: full")
    options.add_inputs(parser)


def run(arguments: argparse.Namespace) -> int:
    """Answer one question, or with `--cases` one per line; return the exit code. Raises `UsageError`."""
    from assumelint.config import find_config
    from assumelint.report import explain as report
    from assumelint.report.style import inert_json, wants_colour

    config = find_config(Path.cwd(), arguments.config)
    if arguments.cases is not None:
        from assumelint.commands.explain.cases import answer_cases

        return answer_cases(arguments.cases, config.issuers)
    from assumelint.commands.explain.question import read_question
    from assumelint.explain import explain

    answer = explain(read_question(arguments, config))
    if arguments.output_format == "json":
        sys.stdout.write(inert_json(json.dumps(report.as_plain(answer), indent=2)) + "\n")
    else:
        plain = not _can_write(sys.stdout.encoding)
        sys.stdout.write(report.render(answer, colour=wants_colour(sys.stdout), ascii_only=plain))
    return 0


def _can_write(encoding: str | None) -> bool:
    """Return whether the marks of the checklist exist in an encoding."""
    try:
        "✓✗→".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
