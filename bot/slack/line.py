"""Every call we make to Slack, in its turn and in our errors."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.pace import Limits, Pace
from bot.slack.blocks import Json
from bot.slack.errors import in_our_words
from bot.slack.places import Place
from core.clock import Clock
from core.errors import OutcomeUnknown, Rejected, Throttled
from core.secret import Secret

log = logging.getLogger(__name__)

LIMITS = Limits(every=1.0, group=60, all=29)
"""One message a second in a channel (https://docs.slack.dev/apis/web-api/rate-limits, read 2026-11)."""

SECONDS = 15  # for an answer
TRIES = 3  # where Slack asks for silence
LONGEST_WAIT = 60.0  # seconds of it that are waited for here; longer ones are the caller's
LOOKS, BETWEEN = 12, 0.5  # how often, and how many seconds apart, a new file is asked about until it is processed
PIECE = 1024 * 1024  # bytes of a file, read at a time
_FILE_TIME = aiohttp.ClientTimeout(total=3600, sock_read=60)
_T = TypeVar("_T")


class Tokens(Protocol):
    """The bot tokens of the workspaces that have us."""

    async def token_of(self, team: str) -> Secret:
        """The token for that workspace. Raises Reconnect when it has thrown us out."""
        ...

    async def gone(self, team: str) -> None:
        """That workspace has thrown us out."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a message shows: blocks, and the plain text beside them."""

    text: str
    blocks: list[Json]


class Line:
    """Calls to Slack. `session` is the one HTTP client for all workspaces."""

    def __init__(
        self, *, api_url: str, session: aiohttp.ClientSession, tokens: Tokens, clock: Clock, pace: Pace
    ) -> None:
        self._api_url = f"{api_url}/api/"
        self._session = session
        self._tokens = tokens
        self._clock = clock
        self._pace = pace
        self._homes: dict[Place, str] = {}

    async def post(self, place: Place, said: Said) -> str:
        """Send a message and answer its name in the channel. A repeat sends a second one."""
        client = await self._client(place.team)
        answer = await self._call(
            place,
            lambda: client.chat_postMessage(
                channel=place.id, text=said.text, blocks=said.blocks, unfurl_links=False, unfurl_media=False
            ),
        )
        return str(answer["ts"])

    async def whisper(self, place: Place, person: str, said: Said) -> str:
        """Show a message to one person of the channel; it is gone when they come back."""
        client = await self._client(place.team)
        answer = await self._call(
            None,
            lambda: client.chat_postEphemeral(channel=place.id, user=person, text=said.text, blocks=said.blocks),
        )
        return str(answer["message_ts"])

    async def update(self, place: Place, message: str, said: Said, *, wanted: Callable[[], bool]) -> None:
        """Change a message, unless a newer change of it is no longer `wanted` when its turn comes."""
        client = await self._client(place.team)

        async def change() -> Any:
            if wanted():
                await client.chat_update(channel=place.id, ts=message, text=said.text, blocks=said.blocks)

        await self._call(place, change, change=True)

    async def delete(self, place: Place, message: str) -> None:
        """Take a message away."""
        client = await self._client(place.team)
        await self._call(None, lambda: client.chat_delete(channel=place.id, ts=message))

    async def respond(self, url: str, said: Said) -> None:
        """Replace what one person saw, at the address that came with their press."""
        hook = AsyncWebhookClient(url, session=self._session, timeout=SECONDS)
        with in_our_words(self._clock):
            answer = await hook.send(text=said.text, blocks=said.blocks, replace_original=True)
        if answer.status_code >= 400:
            raise Rejected("slack_refused")

    async def open_view(self, team: str, trigger: str, view: Mapping[str, Any]) -> None:
        """Open a modal for whoever acted within the last three seconds. Raises TooLate."""
        client = await self._client(team)
        await self._call(None, lambda: client.views_open(trigger_id=trigger, view=dict(view)))

    async def update_view(self, team: str, view_id: str, seen: str, view: Mapping[str, Any]) -> None:
        """Change an open modal that still looks as it was `seen`. Raises MovedOn."""
        client = await self._client(team)
        await self._call(None, lambda: client.views_update(view_id=view_id, hash=seen, view=dict(view)))

    async def publish(self, person: Place, view: Mapping[str, Any]) -> None:
        """Show this on the App Home of a person."""
        client = await self._client(person.team)
        await self._call(None, lambda: client.views_publish(user_id=person.id, view=dict(view)))

    async def private(self, person: Place) -> Place:
        """The channel with that person alone."""
        if person not in self._homes:
            client = await self._client(person.team)
            answer = await self._call(None, lambda: client.conversations_open(users=person.id))
            self._homes[person] = str(answer["channel"]["id"])
        return Place(person.team, self._homes[person])

    async def title(self, place: Place) -> str:
        """What the channel is called."""
        client = await self._client(place.team)
        answer = await self._call(None, lambda: client.conversations_info(channel=place.id))
        return str(answer["channel"].get("name") or place.id)

    async def upload(self, team: str, name: str, data: bytes, alt: str) -> str:
        """Give Slack a picture and answer its name there, once it can be shown; empty when that takes too long."""
        client = await self._client(team)
        begun = await self._call(
            None,
            lambda: client.files_getUploadURLExternal(filename=name, length=len(data), alt_txt=alt[:1000] or None),
        )
        await self._put(str(begun["upload_url"]), data)
        file = str(begun["file_id"])
        await self._call(None, lambda: client.files_completeUploadExternal(files=[{"id": file, "title": name}]))
        for _ in range(LOOKS):
            seen = await self._call(None, lambda: client.files_info(file=file))
            if seen["file"].get("mimetype"):
                return file
            await self._pace.sleep(BETWEEN)
        log.warning("slack_picture_not_processed file=%s", file)
        return ""

    async def share(self, place: Place, name: str, data: bytes, words: str) -> None:
        """Send a file into a channel."""
        client = await self._client(place.team)
        begun = await self._call(None, lambda: client.files_getUploadURLExternal(filename=name, length=len(data)))
        await self._put(str(begun["upload_url"]), data)
        files: list[dict[str, str | None]] = [{"id": str(begun["file_id"]), "title": name}]
        await self._call(
            place,
            lambda: client.files_completeUploadExternal(files=files, channel_id=place.id, initial_comment=words),
        )

    async def fetch(self, team: str, file: str) -> AsyncIterator[bytes]:
        """Read a file that a person sent, piece by piece."""
        client = await self._client(team)
        seen = await self._call(None, lambda: client.files_info(file=file))
        url = str(seen["file"].get("url_private_download") or seen["file"]["url_private"])
        headers = {"Authorization": f"Bearer {(await self._tokens.token_of(team)).reveal()}"}
        with in_our_words(self._clock):
            async with self._session.get(url, headers=headers, timeout=_FILE_TIME) as answer:
                if answer.status != 200 or answer.content_type == "text/html":
                    raise Rejected("slack_refused")
                async for piece in answer.content.iter_chunked(PIECE):
                    yield piece

    async def _put(self, url: str, data: bytes) -> None:
        with in_our_words(self._clock):
            async with self._session.post(url, data=data, timeout=aiohttp.ClientTimeout(total=120)) as answer:
                await answer.read()
        if answer.status != 200:
            raise OutcomeUnknown("slack_silent")

    async def _client(self, team: str) -> AsyncWebClient:
        token = (await self._tokens.token_of(team)).reveal()
        return AsyncWebClient(  # without the library's retries, which would repeat what may have worked
            token, base_url=self._api_url, session=self._session, timeout=SECONDS, retry_handlers=[]
        )

    async def _call(self, place: Place | None, make: Callable[[], Awaitable[_T]], *, change: bool = False) -> _T:
        """Make the call when it is our turn in that channel; again where Slack asked for a short silence."""
        for left in reversed(range(TRIES)):
            if place is not None:
                await self._pace.turn(place, change=change)
            try:
                with in_our_words(self._clock):
                    return await make()
            except Throttled as error:
                seconds = (error.retry_at - self._clock.now()).total_seconds()
                if not left or seconds > LONGEST_WAIT:
                    raise
                log.info("slack_wants_silence place=%s seconds=%s", place, seconds)
                if place is not None:
                    self._pace.hold(place, seconds)
                else:
                    await self._pace.sleep(seconds)
        raise asyncio.InvalidStateError
