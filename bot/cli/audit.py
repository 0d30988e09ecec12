"""greenlight audit verify: is the log of deeds as it was written?"""

from __future__ import annotations

import argparse
import asyncio

from bot.cli.shell import NOT_WELL, WELL, complain
from bot.cli.start import must_be_current, settled
from bot.settings import Settings
from bot.wiring.build import build
from core.audit import AuditEntry, first_broken
from core.ids import WorkspaceId, encode
from core.store import Transaction
from core.workspace import Workspace


def main(_wanted: argparse.Namespace) -> int:
    """Check the chain of every workspace; status 1 when one is broken.

    Entries cut off at the very end cannot be noticed: keep the number and seal printed here to compare.
    """
    return asyncio.run(_verify(settled()))


async def _verify(settings: Settings) -> int:
    await must_be_current(settings)
    status = WELL
    async with build(settings) as app, app.store.read() as tx:
        for workspace in await tx.workspaces.all():
            chain = await _chain(tx, workspace.id)
            broken = first_broken(chain)
            if broken is None:
                print(_well(workspace, chain))
            else:
                complain(_broken(workspace, broken))
                status = NOT_WELL
    return status


async def _chain(tx: Transaction, workspace_id: WorkspaceId) -> tuple[AuditEntry, ...]:
    entries: list[AuditEntry] = []
    while page := await tx.audit.of(workspace_id, after=entries[-1].number if entries else 0):
        entries.extend(page)
    return tuple(entries)


def _well(workspace: Workspace, chain: tuple[AuditEntry, ...]) -> str:
    last = f"; the last is number {chain[-1].number}, sealed {chain[-1].seal[:16]}" if chain else ""
    return f"{workspace.name} ({encode(workspace.id)}): {len(chain)} entries, all in order{last}."


def _broken(workspace: Workspace, entry: AuditEntry) -> str:
    return (
        f"{workspace.name} ({encode(workspace.id)}): entry {entry.number} of {entry.deed.at:%Y-%m-%d %H:%M} UTC "
        "was altered or moved, or entries before it are missing."
    )
