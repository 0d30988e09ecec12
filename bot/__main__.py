"""The command line. Reading it imports next to nothing; each command loads what it needs when it is chosen."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

_DESCRIPTION = "Drafts a week of social posts, asks you, and publishes what you approved, once."
_EPILOG = "Settings come from the environment and from .env in this folder; .env.example explains each of them."


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and answer the status of the process: 0 is well, 1 is not, 2 is a command we do not know."""
    wanted = _parser().parse_args(words)
    from bot.cli.shell import run_command

    return run_command(import_module(wanted.body).main, wanted)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="greenlight", description=_DESCRIPTION, epilog=_EPILOG, allow_abbrev=False)
    parser.add_argument("--version", action=_Version, nargs=0, help="say which version this is")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    _command(commands, "run", "start Greenlight; it ends on SIGTERM or Ctrl+C")
    _command(commands, "init", "write a .env that explains every setting; one that exists is never touched")
    _command(commands, "migrate", "bring the database up to date; repeating changes nothing")
    doctor = _command(commands, "doctor", "look whether everything is well, and say how to fix what is not")
    doctor.add_argument("--production", action="store_true", help="also ask what others should be able to rely on")
    doctor.add_argument("--json", action="store_true", help="answer as JSON")
    due = _command(commands, "run-due", "publish what is due now, look after what is unclear, and end")
    due.add_argument("--json", action="store_true", help="answer as JSON")
    backup = _command(commands, "backup", "write database, pictures and feeds into one file, also while running")
    backup.add_argument("path", metavar="PATH", help="the file to write (.tar.gz), or a folder to put it in")
    restore = _command(commands, "restore", "bring a backup back; what was due since then waits for a person")
    restore.add_argument("path", metavar="PATH", help="the file that backup wrote")
    restore.add_argument("--force", action="store_true", help="move what is there now aside first")
    link = _command(commands, "link", "print a fresh one-time way into the web chat, Telegram or Slack")
    chats = ("web", "telegram", "slack")
    link.add_argument("to", metavar="CHAT", nargs="?", choices=chats, default="web", help="web, telegram or slack")
    _command(commands, "slack-manifest", "print what a Slack app is made from, with this installation's address")
    audit = _command(commands, "audit", "the log of who did what").add_subparsers(metavar="WHAT", required=True)
    _command(audit, "verify", "make sure that nothing in it was altered, moved or taken out", body="audit")
    keys = _command(commands, "keys", "the keys that seal tokens").add_subparsers(metavar="WHAT", required=True)
    _command(keys, "rotate", "take a fresh key and seal everything anew with it", body="keys")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, promise: str, *, body: str = ""
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=promise, description=f"{promise[0].upper()}{promise[1:]}.")
    parser.set_defaults(body=f"bot.cli.{body or name.replace('-', '_')}")
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"greenlight {version('greenlight')}")
        parser.exit()


if __name__ == "__main__":
    sys.exit(main())
