"""The bot tokens of the workspaces that have let us in: kept sealed, and the one a setting may give."""

from __future__ import annotations

import logging

from bot.slack.names import NAME
from core.account import Grant
from core.actions.enter import Enter
from core.clock import Clock
from core.errors import Reconnect
from core.installation import Installation, row_of
from core.ports import Vault
from core.secret import Secret
from core.store import Store

log = logging.getLogger(__name__)

FRESH = 60.0  # seconds


class InstalledTokens:
    """Implements `bot.slack.line.Tokens`. A token is read anew each minute: others may have got a newer one."""

    def __init__(self, *, store: Store, vault: Vault, clock: Clock, enter: Enter, own: Secret, again: str) -> None:
        """`own` is the token from the settings, for every workspace that has not installed us itself.

        `again` is the page where one that has thrown us out can let us in again, if there is one.
        """
        self._store = store
        self._vault = vault
        self._clock = clock
        self._enter = enter
        self._own = own
        self._again = again
        self._known: dict[str, tuple[Secret, float]] = {}

    async def token_of(self, team: str) -> Secret:
        """The token for that workspace.

        Raises:
            Reconnect: it has not let us in, or the key that opens its token is gone.
        """
        known, read = self._known.get(team, (Secret(""), 0.0))
        if known and self._clock.elapsed() - read < FRESH:
            return known
        async with self._store.read() as tx:
            found = await tx.installations.get(NAME, team)
        token = self._vault.open(found.sealed, found.row).access if found else self._own
        if not token:
            raise Reconnect("slack_not_installed")
        self._known[team] = (token, self._clock.elapsed())
        return token

    async def installed(self, team: str, name: str, token: Secret) -> None:
        """That workspace has let us in, again or for the first time."""
        sealed = self._vault.seal(Grant(access=token), row_of(NAME, team))
        installation = Installation(front_end=NAME, team=team, name=name, sealed=sealed, at=self._clock.now())
        async with self._store.begin() as tx:
            await tx.installations.save(installation)
        self._known.pop(team, None)
        log.info("slack_installed team=%s", team)

    async def gone(self, team: str) -> None:
        """That workspace has thrown us out: forget its token and its channels, and tell people where they still are."""
        log.warning("slack_thrown_out team=%s", team)
        async with self._store.begin() as tx:
            found = await tx.installations.get(NAME, team)
            await tx.installations.remove(NAME, team)
        self._known.pop(team, None)
        await self._enter.thrown_out(NAME, f"{team}:", title=found.name if found else "Slack", again=self._again)
