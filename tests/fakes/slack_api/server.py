"""The server on its socket: `/api/<method>`, uploads, downloads, response_urls, consent and Socket Mode."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from adapters.clock import SystemClock
from tests.fakes.bot_api.world import Bell
from tests.fakes.slack_api import responses
from tests.fakes.slack_api.call import TIERS, Call, Method, Rates
from tests.fakes.slack_api.checks import Refused
from tests.fakes.slack_api.consent import consent
from tests.fakes.slack_api.methods import METHODS
from tests.fakes.slack_api.records import Token
from tests.fakes.slack_api.sockets import Sockets
from tests.fakes.slack_api.world import APP_TOKEN, World

MOST_BYTES = 256 * 1024 * 1024


@dataclass(slots=True, kw_only=True)
class Fault:
    """What goes wrong with the next calls of a method, or with `upload`, `download` or `response_url`.

    An `error` is answered as Slack answers errors, a `status` from 400 on with a page; 429 asks for silence of
    `seconds`, and status 0 cuts the line. `done` says that the call took effect all the same. `hold` makes it wait.
    """

    method: str
    error: str = ""
    status: int = 200
    done: bool = False
    seconds: int = 1
    times: int = 1
    hold: asyncio.Event | None = None


class SlackApi:
    """The server as its tests see it. What breaks a rule stands in `violations` and fails the test at the end."""

    def __init__(
        self,
        *,
        now: Callable[[], float] = lambda: SystemClock().now().timestamp(),
        wait: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.world = World()
        self.world.tokens[APP_TOKEN] = Token("", "app", frozenset({"connections:write"}))
        self.token = self.world.installed()
        self.rates = Rates(now)
        self.wait = wait
        self.bell = Bell()
        self.faults: list[Fault] = []
        self.violations: list[str] = []
        self.sockets = Sockets(self)
        self.url = ""

    @property
    def now(self) -> float:
        """Seconds since 1970, by the server's own clock."""
        return self.rates.now()

    def forgiven(self) -> list[str]:
        """What was broken so far, and forget it: for a test that breaks rules on purpose."""
        broken = list(self.violations)
        self.violations.clear()
        return broken

    async def _called(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        return await self._answer(request, name, lambda: self._run(name, request))

    async def _run(self, name: str, request: web.Request) -> web.StreamResponse:
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", broken=[f"unknown method: {name}"])
        given, form = await _read(request)
        token = self._token(method, given, request)
        asked = given.pop("team_id", token.team)  # slack_bolt sends it with every call
        if token.team and asked != token.team:
            raise Refused("team_access_not_granted", broken=["team_id is another workspace than the token's"])
        values = method.read(given, form=form)
        self.world.calls.append((name, values))
        if method.tier:
            self.rates.count((name, token.team), TIERS[method.tier], 60.0)
        result = method.run(Call(self.world, self.rates, self.url, values, token))
        headers = {"x-oauth-scopes": ",".join(sorted(token.scopes))} if method.token == "bot" else {}
        return web.json_response({"ok": True, **result}, headers=headers)

    def _token(self, method: Method, given: dict[str, Any], request: web.Request) -> Token:
        header = request.headers.get("authorization", "")
        if method.token == "none":
            if header.startswith("Basic "):
                id, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
                given |= {"client_id": id, "client_secret": secret}
            return Token("", "none", frozenset())
        value = str(given.pop("token", "")) or header.removeprefix("Bearer ")
        if not value:
            raise Refused("not_authed")
        token = self.world.tokens.get(value)
        if token is None:
            raise Refused("invalid_auth")
        if token.revoked:
            raise Refused("token_revoked")
        if token.kind != method.token:
            raise Refused("not_allowed_token_type")
        if method.scope and method.scope not in token.scopes:
            raise Refused("missing_scope", needed=method.scope, provided=",".join(sorted(token.scopes)))
        return token

    async def _uploaded(self, request: web.Request) -> web.StreamResponse:
        async def run() -> web.StreamResponse:
            file = self.world.files.get(request.match_info["file"])
            if file is None or file.complete:
                raise Refused("not_found", status=404)
            data = await request.read()
            if request.content_type.startswith("multipart/"):
                raise Refused("unsupported", status=400, broken=["this server takes uploads as plain bytes"])
            if len(data) != file.length:
                raise Refused("length", status=400, broken=[f"{file.length} bytes announced, {len(data)} sent"])
            file.data, file.uploaded = data, True
            return web.Response(text=f"OK - {len(data)}")

        return await self._answer(request, "upload", run)

    async def _downloaded(self, request: web.Request) -> web.StreamResponse:
        async def run() -> web.StreamResponse:
            token = self.world.tokens.get(request.headers.get("authorization", "").removeprefix("Bearer "))
            file = self.world.files.get(request.match_info["file"])
            if file is None or token is None or token.revoked or token.team != file.team:
                return web.Response(text="<html>Sign in to Slack</html>", content_type="text/html")
            return web.Response(body=file.data, content_type="application/octet-stream")

        return await self._answer(request, "download", run)

    async def _responded(self, request: web.Request) -> web.StreamResponse:
        async def run() -> web.StreamResponse:
            responses.take(self.world, request.match_info["hook"], await request.json(), self.now)
            return web.Response(text="ok")

        return await self._answer(request, "response_url", run)

    async def _consented(self, request: web.Request) -> web.StreamResponse:
        person = next(one for one in self.world.users.values() if not one.is_bot)
        raise web.HTTPFound(consent(self.world, person, str(request.url)))

    async def _answer(
        self, request: web.Request, name: str, run: Callable[[], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Run it, unless something was to go wrong before; then let go wrong what was to go wrong after."""
        fault = next((one for one in self.faults if one.method == name), None)
        if fault is not None:
            fault.times -= 1
            if not fault.times:
                self.faults.remove(fault)
            await self.bell.ring()
        if fault is not None and not fault.done:
            if fault.hold is not None:
                await fault.hold.wait()
            if (broken := _broken(fault, request)) is not None:
                return broken
        try:
            answer = await run()
        except Refused as refused:
            self.violations += [f"{name}: {one}" for one in refused.broken]
            answer = _refused(refused)
        await self.bell.ring()
        if fault is not None and fault.done:
            if fault.hold is not None:
                await fault.hold.wait()
            return _broken(fault, request) or answer
        return answer

    def app(self) -> web.Application:
        """The routes."""
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_route("*", "/api/{method}", self._called)
        app.router.add_post("/upload/v1/{file}", self._uploaded)
        app.router.add_get("/files-pri/{team}/{file}/{name}", self._downloaded)
        app.router.add_post("/hooks/{hook}", self._responded)
        app.router.add_get("/oauth/v2/authorize", self._consented)
        app.router.add_get("/link/", self.sockets.serve)
        return app


async def _read(request: web.Request) -> tuple[dict[str, Any], bool]:
    if request.content_type == "application/json":
        body = await request.json()
        if not isinstance(body, dict):
            raise Refused("invalid_json", broken=["an object was expected"])
        return {**body, **request.query}, False
    given: dict[str, Any] = dict(request.query)
    given |= {name: str(value) for name, value in (await request.post()).items()}
    return given, True


def _refused(refused: Refused) -> web.Response:
    headers = {"retry-after": str(refused.seconds)} if refused.seconds else {}
    body = {"ok": False, "error": refused.error, **refused.more}
    return web.json_response(body, status=refused.status, headers=headers)


def _broken(fault: Fault, request: web.Request) -> web.StreamResponse | None:
    if fault.status == 0:
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    if fault.status == 429:
        return _refused(Refused("ratelimited", status=429, seconds=fault.seconds))
    if fault.error:
        return _refused(Refused(fault.error))
    if fault.status >= 400:
        return web.Response(status=fault.status, text="<html>Server Error</html>", content_type="text/html")
    return None


@asynccontextmanager
async def slack_api(api: SlackApi | None = None, *, port: int = 0) -> AsyncIterator[SlackApi]:
    """Serve until the block ends; the same world can be served again.

    Raises AssertionError at the end if a rule was broken and not forgiven.
    """
    api = api or SlackApi()
    api.bell = Bell()
    runner = web.AppRunner(api.app(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    api.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield api
    finally:
        api.url = ""
        await api.sockets.close()
        await runner.cleanup()
    assert not api.violations, "\n".join(["Slack's rules were broken:", *api.violations])
