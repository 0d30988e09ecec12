"""Connects a Bluesky account, or one on any other server of the AT Protocol.

Either by a yes in the browser (`consent.py`) or by an app password (`passwords.py`), as the person likes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from adapters.judge import Judge
from adapters.publishers.bluesky.api import server_of, told
from adapters.publishers.bluesky.client import Ourselves, client_id
from adapters.publishers.bluesky.consent import BrowserConsent
from adapters.publishers.bluesky.dpop import Nonces
from adapters.publishers.bluesky.identity import PLC_URL, WEBSITE, Identities
from adapters.publishers.bluesky.passwords import Sessions
from adapters.publishers.bluesky.rules import RULES
from adapters.publishers.servers import server_in
from core.account import Grant, Platform
from core.clock import Clock
from core.connecting import Candidate, Consent, Question
from core.errors import Invalid, PortError, Problem, Rejected
from core.secret import KeyRing, Secret

HOME = "https://bsky.social"
_APP_PASSWORD = re.compile(r"[a-z0-9]{4}(?:-[a-z0-9]{4}){3}")
_ELSEWHERE = "Such as ana.bsky.social, or your own domain"
_MADE = "made under Settings, Privacy and security, App passwords; not your own password"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlueskyConnector:
    """Implements `core.connecting.Connector`.

    `home` is asked whose a name is, and is where people are taken to live when nothing says otherwise. `plc_url` and
    `website` are as `Identities` has them. `base_url` is where people come back to us, and `keys` prove who we are.
    """

    client: httpx.AsyncClient
    clock: Clock
    judge: Judge
    keys: KeyRing
    base_url: str
    home: str = HOME
    plc_url: str = PLC_URL
    website: str = WEBSITE
    nonces: Nonces = field(default_factory=Nonces, repr=False)

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def label(self) -> str:
        return RULES.label

    @property
    def questions(self) -> tuple[Question, ...]:
        """Without an address that people may be sent back to, an app password has to be given."""
        browser = bool(client_id(self.base_url))
        where = f"Leave it empty to say yes in the browser. Or one {_MADE}" if browser else f"It is {_MADE}"
        return (
            Question(name="handle", label="Your name there", hint=_ELSEWHERE),
            Question(name="password", label="App password", hint=where, secret=True, optional=browser),
        )

    async def begin(self, answers: Mapping[str, str], *, state: str, redirect: str) -> Consent | Grant:
        """Sign in with the app password; without one lead to the page where the account's server asks.

        Raises:
            Invalid: the name is nobody's, the password is none or another's, or that server cannot ask.
        """
        name, _, elsewhere = answers.get("handle", "").strip().removeprefix("@").partition("@")
        password = answers.get("password", "").strip()
        if "." not in name and not name.startswith("did:"):
            what = f"“{name[:60]}” is no name there." if name else "What are you called there?"
            raise _wrong("handle", what, "Write it whole, such as ana.bsky.social.")
        if not _APP_PASSWORD.fullmatch(password) and (password or not client_id(redirect)):
            raise _wrong("password", "That is no app password.", "It looks like abcd-efgh-ijkl-mnop. Make one there.")
        server = server_in(elsewhere)
        if elsewhere and not server:
            what = f"“{elsewhere[:60]}” is no server."
            raise _wrong("handle", what, "Write it such as ana.example@https://pds.example.")
        if password:
            return await self._sessions.begin(name, Secret(password), server or await self._lives(name))
        who = await self._identities.of(name, ask=server or self.home)
        return await self._consent.begin(who, hint=name, state=state, redirect=redirect)

    async def finish(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant:
        """The tokens of the account that was named."""
        return await self._consent.finish(came_back, kept, redirect=redirect)

    async def candidates(self, grant: Grant) -> tuple[Candidate, ...]:
        """The one account that the tokens belong to.

        Raises:
            Rejected: the server says it is another than the tokens were given for.
        """
        server = server_of(grant, client=self.client, clock=self.clock, judge=self.judge, nonces=self.nonces)
        me = await server.get("com.atproto.server.getSession")
        if told(me, "did") != grant.extra["id"]:
            raise Rejected("another_account")
        return (Candidate(remote_id=grant.extra["id"], name=f"@{told(me, 'handle')}", grant=grant),)

    async def refresh(self, grant: Grant) -> Grant:
        """Two newer tokens.

        Raises:
            Reconnect: the permission was taken back.
        """
        return await (self._consent if _by_consent(grant) else self._sessions).refresh(grant)

    async def revoke(self, grant: Grant) -> bool:
        """Give the tokens back, or end the session."""
        if _by_consent(grant):
            return await self._consent.revoke(grant)
        await self._sessions.end(grant)
        return True

    async def _lives(self, name: str) -> str:
        """Where that account lives, as far as it can be found out."""
        try:
            return (await self._identities.of(name, ask=self.home)).server
        except (Invalid, PortError):
            return self.home

    @property
    def _identities(self) -> Identities:
        return Identities(
            client=self.client, clock=self.clock, judge=self.judge, plc_url=self.plc_url, website=self.website
        )

    @property
    def _sessions(self) -> Sessions:
        return Sessions(client=self.client, clock=self.clock, judge=self.judge)

    @property
    def _consent(self) -> BrowserConsent:
        return BrowserConsent(
            client=self.client,
            clock=self.clock,
            judge=self.judge,
            nonces=self.nonces,
            ourselves=Ourselves(keys=self.keys),
        )


def _by_consent(grant: Grant) -> bool:
    return "key" in grant.extra


def _wrong(field_name: str, what: str, fix: str) -> Invalid:
    return Invalid(Problem(field=field_name, what=what, fix=fix))
