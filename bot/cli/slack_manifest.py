"""greenlight slack-manifest: what a Slack app is made from, filled with this installation's address."""

from __future__ import annotations

import argparse

from bot.cli.shell import WELL
from bot.cli.start import settled
from bot.commands import COMMANDS
from bot.slack.manifest import as_text, manifest


def main(wanted: argparse.Namespace) -> int:
    """Print the manifest."""
    print(as_text(manifest(settled().public_url, {one.name: one.help for one in COMMANDS.values()})), end="")
    return WELL
