"""Connects an account on any Mastodon server: we register there first, then the person says yes.

https://docs.joinmastodon.org/methods/apps/ and https://docs.joinmastodon.org/methods/oauth/ (read 2026-11). Tokens do
not expire; the app's own secret stays with the grant, because giving the permission back needs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import httpx

from adapters.http import exchange, fields, refusal
from adapters.judge import Judge
from adapters.publishers.mastodon.rules import RULES
from adapters.publishers.oauth import App, OAuth, Pkce, Provider
from adapters.publishers.servers import server_in
from core.account import Grant, Platform
from core.clock import Clock
from core.connecting import Candidate, Consent, Question
from core.errors import Invalid, PortError, Problem, Reconnect
from core.secret import Secret

SCOPES = ("read:accounts", "read:statuses", "write:statuses", "write:media")


@dataclass(frozen=True, slots=True, kw_only=True)
class MastodonConnector:
    """Implements `core.connecting.Connector`. `website` is shown on the consent page."""

    client: httpx.AsyncClient
    clock: Clock
    judge: Judge
    website: str

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def label(self) -> str:
        return RULES.label

    @property
    def questions(self) -> tuple[Question, ...]:
        return (
            Question(
                name="server", label="Your server", hint="mastodon.social, or your name such as @ana@fosstodon.org"
            ),
        )

    async def begin(self, answers: Mapping[str, str], *, state: str, redirect: str) -> Consent:
        """Register on the server the person named, and lead to its consent page.

        Raises:
            Invalid: that is no Mastodon server, or none we may speak to.
        """
        server = server_of(answers.get("server", ""))
        app = await self._registered(server, redirect)
        consent = self._oauth(server, app).consent(state=state, redirect=redirect)
        mine = {"server": server, "client_id": app.client_id, "client_secret": app.client_secret.reveal()}
        return replace(consent, kept={**consent.kept, **mine})

    async def finish(self, came_back: Mapping[str, str], kept: Mapping[str, str], *, redirect: str) -> Grant:
        """The token, with the server it is for."""
        oauth = self._oauth(kept["server"], _app(kept))
        grant = await oauth.exchange(came_back, kept, redirect=redirect)
        mine = {name: kept[name] for name in ("server", "client_id", "client_secret")}
        return replace(grant, extra=mine)

    async def candidates(self, grant: Grant) -> tuple[Candidate, ...]:
        """The one account that said yes."""
        request = self.client.build_request(
            "GET",
            f"{grant.extra['server']}/api/v1/accounts/verify_credentials",
            headers={"Authorization": f"Bearer {grant.access.reveal()}"},
        )
        me = await self._answer(request)
        host = grant.extra["server"].partition("://")[2]
        number, name = str(me["id"]), f"@{me.get('username') or me['id']}@{host}"
        return (
            Candidate(
                remote_id=f"{number}@{host}",
                name=name,
                grant=replace(grant, extra={**grant.extra, "id": number}),
                details={"server": host, **await self._limits(grant.extra["server"])},
            ),
        )

    async def refresh(self, grant: Grant) -> Grant:
        """Tokens do not expire there; one that is refused has to be given anew."""
        raise Reconnect("token_expired")

    async def revoke(self, grant: Grant) -> bool:
        """Give the token back."""
        return await self._oauth(grant.extra["server"], _app(grant.extra)).revoke(grant)

    def _oauth(self, server: str, app: App) -> OAuth:
        provider = Provider(
            label=f"{RULES.label} ({server.partition('://')[2]})",
            authorize_url=f"{server}/oauth/authorize",
            token_url=f"{server}/oauth/token",
            revoke_url=f"{server}/oauth/revoke",
            scopes=SCOPES,
            needed=("write:statuses", "write:media"),
            pkce=Pkce.S256,
        )
        return OAuth(provider=provider, app=app, client=self.client, clock=self.clock, judge=self.judge)

    async def _registered(self, server: str, redirect: str) -> App:
        asked = {
            "client_name": "Greenlight",
            "redirect_uris": redirect,
            "scopes": " ".join(SCOPES),
            "website": self.website,
        }
        request = self.client.build_request("POST", f"{server}/api/v1/apps", data=asked)
        host = server.partition("://")[2]
        try:
            answer = await self._answer(request)
        except PortError as error:
            raise _not_one(host) from error
        if not answer.get("client_id"):
            raise _not_one(host)
        return App(client_id=str(answer["client_id"]), client_secret=Secret(str(answer["client_secret"])))

    async def _limits(self, server: str) -> dict[str, str]:
        """What this server allows, where it says so (https://docs.joinmastodon.org/methods/instance/#v2)."""
        try:
            answer = await self._answer(self.client.build_request("GET", f"{server}/api/v2/instance"))
            most = int(answer["configuration"]["statuses"]["max_characters"])  # type: ignore[index]
        except (PortError, KeyError, TypeError, ValueError):
            return {}
        return {"max_text": str(most)}

    async def _answer(self, request: httpx.Request) -> dict[str, object]:
        response = await exchange(self.client, await self.judge(request), visible=False)
        refused = refusal(response, visible=False, now=self.clock.now())
        if refused is not None:
            raise refused
        return fields(response, visible=False)


def server_of(written: str) -> str:
    """The address of the server in what a person wrote: a name, an address, or their own name with its server.

    Raises:
        Invalid: there is none in it.
    """
    said = written.strip()
    server = server_in(said)
    if not server:
        what = f"“{said[:60]}” is no server." if said else "Which server is your account on?"
        raise Invalid(Problem(field="server", what=what, fix="Write its name, such as mastodon.social."))
    return server


def _app(kept: Mapping[str, str]) -> App:
    return App(client_id=kept["client_id"], client_secret=Secret(kept["client_secret"]))


def _not_one(host: str) -> Invalid:
    what = f"{host} does not answer as a Mastodon server."
    return Invalid(Problem(field="server", what=what, fix="Look whether the name is right, then try again."))
