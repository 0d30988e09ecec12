"""Another Slack workspace lets us in: the way to Slack's consent page and back.

https://docs.slack.dev/authentication/installing-with-oauth (read 2026-11)
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.slack.errors import in_our_words
from bot.slack.manifest import REDIRECT, SCOPES
from bot.slack.tokens import InstalledTokens
from core.clock import Clock, Ids
from core.errors import Invalid, OutcomeUnknown, Problem
from core.secret import Secret
from core.store import Store
from core.ticket import hashed

log = logging.getLogger(__name__)

LASTS = timedelta(minutes=10)
SECONDS = 15  # for Slack's answer
_PURPOSE = "slack_install"
_AGAIN = "Please begin again at /slack/install."
_WORDS = {
    "access_denied": "Nothing was installed: the request was declined in Slack.",
    "invalid_client_id": "Slack does not know GREENLIGHT_SLACK_CLIENT_ID.",
    "bad_client_secret": "Slack refuses GREENLIGHT_SLACK_CLIENT_SECRET.",
    "bad_redirect_uri": "Slack does not know this address: paste the manifest of `greenlight slack-manifest` again.",
    "invalid_code": "Slack's answer had grown too old.",
    "code_already_used": "Slack's answer was used already.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """A workspace that let us in: its name, and the address that opens us there."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Install:
    """One consent. Its state is good once, for ten minutes, and only in the browser that began it."""

    client_id: str
    client_secret: Secret
    api_url: str
    base_url: str
    tokens: InstalledTokens
    store: Store
    clock: Clock
    ids: Ids
    session: aiohttp.ClientSession

    async def begin(self) -> tuple[str, str]:
        """The address of Slack's consent page, and the state that the browser keeps until it comes back."""
        state = self.ids.token()
        async with self.store.begin() as tx:
            await tx.tickets.add(hashed(state), _PURPOSE, "", self.clock.now() + LASTS)
        asked = {
            "client_id": self.client_id,
            "scope": ",".join(SCOPES),
            "redirect_uri": self._redirect,
            "state": state,
        }
        return f"{self.api_url}/oauth/v2/authorize?{urlencode(asked)}", state

    async def finish(self, query: Mapping[str, str], kept: str) -> Installed:
        """What came back from Slack, and the state that the browser `kept`.

        Raises:
            Invalid: it was declined, is too old, was used already, comes from another browser, or Slack refuses.
            Unavailable, OutcomeUnknown: Slack could not be asked.
        """
        state = query.get("state", "")
        async with self.store.begin() as tx:
            known = await tx.tickets.use(hashed(state), _PURPOSE, self.clock.now())
        if known is None or not hmac.compare_digest(state.encode(), kept.encode()):
            raise _not("This way in was used already, is older than ten minutes, or began in another browser.")
        if "code" not in query:
            raise _not(_WORDS.get(query.get("error", ""), "Slack did not agree."))
        answer = await self._exchange(query["code"])
        team = answer.get("team") or {}
        if answer.get("is_enterprise_install") or not team.get("id"):
            raise _not("A whole organisation cannot be installed at once; choose one of its workspaces.")
        await self.tokens.installed(team["id"], str(team.get("name", "")), Secret(str(answer["access_token"])))
        address = f"{self.api_url}/app_redirect?{urlencode({'app': answer['app_id'], 'team': team['id']})}"
        return Installed(name=str(team.get("name") or team["id"]), address=address)

    @property
    def _redirect(self) -> str:
        return f"{self.base_url}{REDIRECT}"

    async def _exchange(self, code: str) -> dict[str, Any]:
        form = {
            "client_id": self.client_id,
            "client_secret": self.client_secret.reveal(),
            "code": code,
            "redirect_uri": self._redirect,
        }
        limit = aiohttp.ClientTimeout(total=SECONDS)
        with in_our_words(self.clock):
            async with self.session.post(f"{self.api_url}/api/oauth.v2.access", data=form, timeout=limit) as answer:
                try:
                    body = await answer.json()
                except ValueError:
                    body = None
        if not isinstance(body, dict) or ("error" not in body and "access_token" not in body):
            raise OutcomeUnknown("slack_silent")
        if not body.get("ok"):
            log.warning("slack_install_refused code=%s", body["error"])
            raise _not(_WORDS.get(body["error"], f"Slack said no ({body['error']})."))
        return body


def _not(what: str) -> Invalid:
    return Invalid(Problem(field="slack", what=what, fix=_AGAIN))
