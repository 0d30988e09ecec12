"""Slack put together: one app of slack_bolt, reached over a socket or by signed requests, and what becomes of it all.

What a person did is kept before it is acknowledged, which takes a few milliseconds of the three seconds Slack gives.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.cards.card import Card
from bot.front_end import ChatGone
from bot.lanes import Conversation, Lanes
from bot.pace import Pace, Pacing
from bot.slack import receive
from bot.slack.errors import MovedOn, in_our_words
from bot.slack.front_end import SlackFrontEnd
from bot.slack.home import home
from bot.slack.install import Install
from bot.slack.line import LIMITS, Line, Tokens
from bot.slack.manifest import MAKE_POST, NEW_POST, PATH
from bot.slack.modal import FORM, Measure, counted
from bot.slack.places import Place
from bot.slack.shown import Shown
from core.clock import Clock
from core.errors import GreenlightError, PortError, Reconnect
from core.ports import Blobs
from core.secret import Secret

log = logging.getLogger(__name__)

PATIENCE = 2.4  # seconds a modal may wait for its verdict; Slack gives three
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0
_ALL = re.compile(".*", re.DOTALL)
_OLD = "That button is from an older version. Please use the newest card."

Body = dict[str, Any]
Dashboard = Callable[[str], Awaitable[tuple[Card, ...]]]
"""The cards of the App Home of a person; nothing for strangers."""


class Slack:
    """One app. With an app token it is reached over a socket; else Slack brings everything to our own pages."""

    def __init__(
        self,
        *,
        tokens: Tokens,
        session: aiohttp.ClientSession,
        install: Install | None,
        app_token: Secret,
        signing_secret: Secret,
        api_url: str,
        blobs: Blobs,
        clock: Clock,
        pace: Pacing = Pace,
    ) -> None:
        self._tokens = tokens
        self._app_token = app_token
        self._clock = clock
        self._api_url = api_url
        self._session = session
        self.install = install
        self._shown = Shown()
        self._bot_users: dict[str, str] = {}
        self.line = Line(api_url=api_url, session=self._session, tokens=tokens, clock=clock, pace=pace(clock, LIMITS))
        self.front_end = SlackFrontEnd(line=self.line, blobs=blobs, shown=self._shown)
        self._dashboard: Dashboard | None = None
        self._measure: Measure = lambda text, names: {}
        self._lanes: Lanes | None = None

        async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
            return await self._authorize(enterprise_id, team_id or "")

        self.app = AsyncApp(
            name="greenlight",
            client=AsyncWebClient(base_url=f"{api_url}/api/", session=self._session, retry_handlers=[]),
            signing_secret=signing_secret.reveal() or "never used over a socket",
            authorize=authorize,  # type: ignore[arg-type]  # nobody's answer is None, which its type forgets
            process_before_response=True,
            attaching_conversation_kwargs_enabled=False,
            attaching_function_token_enabled=False,
            ssl_check_enabled=False,
        )
        self._listen()

    def connect(self, conversation: Conversation, dashboard: Dashboard, measure: Measure) -> None:
        """Say who answers what arrives, what a person's App Home shows, and how long a text is to whom."""
        self._measure = measure
        self._lanes = Lanes(conversation, self.front_end)
        self._dashboard = dashboard

    @property
    def lanes(self) -> Lanes:
        """Where events are handled; there once `connect` was called."""
        assert self._lanes is not None
        return self._lanes

    def page(self) -> Route | None:
        """The page that takes signed requests, where Slack brings them to us."""
        if self._app_token:
            return None
        handler = AsyncSlackRequestHandler(self.app)

        async def events(request: Request) -> Response:
            """Whatever Slack has to tell."""
            return await handler.handle(request)

        return Route(PATH, events, methods=["POST"])

    async def run(self, stop: asyncio.Event) -> None:
        """Take what Slack tells until `stop` is set, however often the line is cut."""
        if not self._app_token:
            await stop.wait()
        else:
            handler = AsyncSocketModeHandler(self.app, self._app_token.reveal(), web_client=self.app.client)
            try:
                await self._until_connected(handler, stop)
                await stop.wait()
            finally:
                await handler.close_async()  # type: ignore[no-untyped-call]  # slack_bolt has no types here
        await self.lanes.close()

    async def _until_connected(self, handler: AsyncSocketModeHandler, stop: asyncio.Event) -> None:
        pause = FIRST_PAUSE
        while not stop.is_set():
            try:
                with in_our_words(self._clock):
                    await handler.connect_async()  # type: ignore[no-untyped-call]  # slack_bolt has no types here
            except (GreenlightError, ChatGone) as error:
                log.warning("slack_not_reached cause=%s", error)
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                log.info("slack_connected")
                return

    async def _authorize(self, enterprise_id: str | None, team_id: str) -> AuthorizeResult | None:
        """Let in who has installed us."""
        try:
            token = await self._tokens.token_of(team_id)
        except Reconnect:
            return None
        with suppress(Reconnect):  # what is about to say that it threw us out may still be said
            await self._bot_user(team_id, token)
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=self._bot_users.get(team_id, ""),
            bot_token=token.reveal(),
        )

    async def _bot_user(self, team: str, token: Secret) -> None:
        """Ask once who we are there. Raises the PortErrors."""
        if team not in self._bot_users:
            client = AsyncWebClient(
                token.reveal(), base_url=f"{self._api_url}/api/", session=self._session, retry_handlers=[]
            )
            with in_our_words(self._clock):
                self._bot_users[team] = str((await client.auth_test())["user_id"])

    def _listen(self) -> None:
        app = self.app
        app.command(_ALL)(self._command)
        app.action(_ALL)(self._action)
        app.view(FORM)(self._submitted)
        app.shortcut(MAKE_POST)(self._made_a_post)
        app.shortcut(NEW_POST)(self._new_post)
        app.event(_ALL)(self._event)

    async def _command(self, ack: AsyncAck, body: Body) -> None:
        heard = receive.command(body)
        self._shown.acted(heard.where.event_id, body["trigger_id"])
        await self.lanes.keep([heard])
        await ack()

    async def _action(self, ack: AsyncAck, body: Body) -> None:
        if body.get("view", {}).get("type") == "modal":
            await ack()
            await self._count(body)
            return
        private = None
        if "channel" not in body and body.get("view", {}).get("type") == "home":
            private = await self.line.private(Place(body["team"]["id"], body["user"]["id"]))
        try:
            heard = receive.press(body, private)
        except ValueError:
            await ack()
            await self._remark(body, _OLD)
            return
        if heard is not None:
            where = heard.where
            self._shown.acted(where.event_id, body["trigger_id"])
            if body.get("response_url"):
                self._shown.answers_at(where.message, body["response_url"])
            await self.lanes.keep([heard])
        await ack()

    async def _count(self, body: Body) -> None:
        """Somebody types in a modal: show how long it has become."""
        view = body["view"]
        changed = counted(view, body["actions"][0]["action_id"], self._measure)
        if changed is not None:
            with suppress(PortError, ChatGone, MovedOn):  # the next letter asks again
                await self.line.update_view(body["team"]["id"], view["id"], view["hash"], changed)

    async def _submitted(self, ack: AsyncAck, body: Body) -> None:
        """A modal stays open until its verdict, or until Slack's patience is over."""
        heard = receive.submission(body)
        verdict = self._shown.waits(heard.where.event_id)
        await self.lanes.keep([heard])
        with suppress(TimeoutError):
            await asyncio.wait_for(verdict.settled.wait(), PATIENCE)
        if verdict.problems:
            blocks = {one["block_id"] for one in body["view"]["blocks"]}
            first = next(iter(body["view"]["state"]["values"]), "")
            errors = {(name if name in blocks else first): said for name, said in verdict.problems.items()}
            await ack(response_action="errors", errors=errors)
        else:
            self._shown.verdict(heard.where.event_id)
            await ack()

    async def _made_a_post(self, ack: AsyncAck, body: Body) -> None:
        await self.lanes.keep([receive.made_a_post(body)])
        await ack()

    async def _new_post(self, ack: AsyncAck, body: Body) -> None:
        person = Place(body["team"]["id"], body["user"]["id"])
        heard = receive.new_post(body, await self.line.private(person))
        self._shown.acted(heard.where.event_id, body["trigger_id"])
        await self.lanes.keep([heard])
        await ack()

    async def _event(self, body: Body) -> None:
        inner, team = body["event"], str(body["team_id"])
        if inner["type"] == "app_uninstalled" or (inner["type"] == "tokens_revoked" and inner["tokens"].get("bot")):
            self._bot_users.pop(team, None)
            await self._tokens.gone(team)
            return
        if inner["type"] == "tokens_revoked":
            return
        if inner["type"] == "app_home_opened":
            await self._show_home(Place(team, inner["user"]), str(inner.get("tab", "home")))
            return
        heard = receive.event(body, self._bot_users.get(team, ""))
        if heard is not None:
            await self.lanes.keep([heard])

    async def _show_home(self, person: Place, tab: str) -> None:
        if tab != "home" or self._dashboard is None:
            return
        try:
            cards = await self._dashboard(str(person))
            await self.line.publish(person, home(cards, {}))
            if files := await self.front_end.files(person.team, *(one for card in cards for one in card.pictures)):
                await self.line.publish(person, home(cards, files))
        except (PortError, ChatGone, MovedOn) as error:
            log.warning("slack_home_not_shown person=%s cause=%s", person, error)

    async def _remark(self, body: Mapping[str, Any], text: str) -> None:
        where = receive.at(body)
        if where is not None:
            with suppress(PortError, ChatGone):
                await self.front_end.toast(where, text)
