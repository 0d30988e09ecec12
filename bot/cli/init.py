"""greenlight init: a `.env` with every setting explained, nothing switched on."""

from __future__ import annotations

import argparse
import os
import textwrap
from pathlib import Path

from bot.cli.shell import WELL
from bot.settings import Settings, variable
from core.errors import Invalid, Problem

_HEAD = """\
# Greenlight runs without any of these. Take the # away where you want another value, and start again;
# `greenlight doctor` says what came of it. The environment has precedence over .env.
#
# With docker compose, GREENLIGHT_DATABASE_PASSWORD gives the database a password of your own.
"""


def example() -> str:
    """Every setting with its explanation and default, each switched off by a #."""
    blocks = [_HEAD]
    for name, field in Settings.model_fields.items():
        lines = textwrap.wrap(field.description or "", 110, initial_indent="# ", subsequent_indent="# ")
        default = (
            {True: "on", False: "off"}.get(field.default, field.default) if field.annotation is bool else field.default
        )
        blocks.append("\n".join((*lines, f"#{variable(name)}={default or ''}", "")))
    return "\n".join(blocks)


def main(_wanted: argparse.Namespace) -> int:
    """Write `.env` into this folder, readable by its owner only. One that exists is never touched."""
    path = Path(".env").absolute()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        fix = "Edit it, or move it away first; `greenlight doctor` says what is in it."
        raise Invalid(Problem(field=".env", what=f"{path} exists already.", fix=fix)) from None
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(example())
    print(f"{path} explains every setting. Nothing in it is switched on yet.")
    return WELL
