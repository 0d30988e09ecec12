"""How every command begins and ends: what went wrong is one sentence each, and a status."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable

from core.errors import GreenlightError, Invalid

log = logging.getLogger(__name__)

WELL, NOT_WELL, INTERRUPTED = 0, 1, 130


def run_command(body: Callable[[argparse.Namespace], int], wanted: argparse.Namespace) -> int:
    """Run the body and answer the status of the process."""
    try:
        return body(wanted)
    except Invalid as error:
        for problem in error.problems:
            complain(problem.sentence())
    except GreenlightError as error:
        complain(f"That did not work: {str(error) or type(error).__name__}.")
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the outermost place of a command: said once, without secrets
        _explain(error)
    return NOT_WELL


def complain(sentence: str) -> None:
    """Say what is wrong, where it does not mix with answers."""
    print(sentence, file=sys.stderr)


def _explain(error: Exception) -> None:
    """Show where it happened without a secret in it."""
    from bot.logs import start_logging

    start_logging(form="console", level="warning")
    log.error("stopped", exc_info=error)
    complain(f"Greenlight stopped because of a {type(error).__name__}. `greenlight doctor` may know more.")
