"""Publishes into a Telegram channel in which the installation's bot is an admin.

https://core.telegram.org/bots/api (read 2026-11). A bot cannot read a channel back, so a lost answer is for a person
to settle. The token stands in the address of every call: no error ever quotes one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from adapters.http import body_of, exchange, fields, refusal
from adapters.publishers.composing import composed
from adapters.publishers.telegram.rules import RULES
from core.account import Account, Grant, Platform
from core.clock import Clock
from core.errors import OutcomeUnknown, PortError, Reconnect, Rejected, Throttled
from core.metrics import Metrics
from core.payload import Checkpoint, Live, Media, Payload, Ready, Unknown
from core.ports import Blobs
from core.post import Post
from core.rules import Rules
from core.secret import Secret

UPLOAD = timedelta(seconds=120)
_NO_CHANNEL = ("chat not found",)
_NO_RIGHTS = ("rights", "chat_write_forbidden", "not a member", "was kicked")
_GONE = ("message to delete not found",)


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramPublisher:
    """One bot for all channels; an account's `remote_id` is the channel's number. Needs no grant of its own."""

    client: httpx.AsyncClient
    token: Secret
    api_url: str
    blobs: Blobs
    clock: Clock

    @property
    def platform(self) -> Platform:
        return RULES.platform

    @property
    def rules(self) -> Rules:
        return RULES

    def compose(self, post: Post, account: Account) -> tuple[Payload, ...]:
        """Words, hashtags and link as one text with the media; each further Part answers the one before it."""
        return composed(post.content, RULES, fields=(("chat", account.remote_id),))

    async def step(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Ready:
        """Nothing is prepared: make sure that every picture is still here.

        Raises:
            Rejected: one is gone, or of a kind that is not taken.
        """
        for medium in payload.media:
            if medium.mime not in RULES.media_types:
                raise Rejected("media_type")
            await self.blobs.get(medium.sha256)
        return Ready(checkpoint=checkpoint)

    async def reveal(self, payload: Payload, checkpoint: Checkpoint, grant: Grant) -> Live:
        """Send the message. Raises as the port says; which refusal means what is in `_refused`."""
        chat = dict(payload.fields)["chat"]
        media = payload.media
        match len(media):
            case 0:
                preview = json.dumps({"is_disabled": False})
                data = {"chat_id": chat, "text": payload.text, "link_preview_options": preview}
                if checkpoint.parents:
                    number = int(checkpoint.parents[-1].partition("/")[2])
                    data["reply_parameters"] = json.dumps({"message_id": number, "allow_sending_without_reply": True})
                sent = await self._ask("sendMessage", data)
            case 1:
                name = "video" if media[0].mime.startswith("video/") else "photo"
                files = {name: await self._file(media[0])}
                sent = await self._ask(f"send{name.title()}", {"chat_id": chat, "caption": payload.text}, files)
            case _:
                files = {f"file{number}": await self._file(one) for number, one in enumerate(media)}
                sent = await self._ask("sendMediaGroup", {"chat_id": chat, "media": _album(payload)}, files)
        return _live(sent[0] if isinstance(sent, list) else sent)

    async def find(self, payload: Payload, checkpoint: Checkpoint, since: datetime, grant: Grant) -> Unknown:
        """A bot sees nothing of what stands in a channel."""
        return Unknown(reason="cannot_look", for_good=True)

    async def metrics(self, remote_ids: Sequence[str], grant: Grant) -> Mapping[str, Metrics]:
        """Nothing is counted there."""
        return {}

    async def remove(self, remote_id: str, grant: Grant) -> None:
        """Delete the message; Telegram allows it for 48 hours (https://core.telegram.org/bots/api#deletemessage).

        Raises:
            Rejected: it is too old.
        """
        chat, _, message = remote_id.partition("/")
        request = self._request("deleteMessage", {"chat_id": chat, "message_id": message})
        response = await exchange(self.client, request, visible=False)
        if response.status_code == 400 and _says(response, _GONE):
            return
        refused = self._refused(response, visible=False)
        if refused is not None:
            raise refused

    async def _ask(self, method: str, data: dict[str, str], files: dict[str, Any] | None = None) -> Any:
        request = self._request(method, data, files)
        response = await exchange(self.client, request, visible=True, within=UPLOAD if files else RULES.timeout)
        refused = self._refused(response, visible=True)
        if refused is not None:
            raise refused
        answer = fields(response, visible=True)
        if answer.get("ok") is not True or "result" not in answer:
            raise OutcomeUnknown("unreadable_answer")
        return answer["result"]

    def _request(self, method: str, data: dict[str, str], files: dict[str, Any] | None = None) -> httpx.Request:
        return self.client.build_request(
            "POST", f"{self.api_url}/bot{self.token.reveal()}/{method}", data=data, files=files
        )

    def _refused(self, response: httpx.Response, *, visible: bool) -> PortError | None:
        status, now = response.status_code, self.clock.now()
        if status == 429:
            parameters = body_of(response).get("parameters")
            seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
            wait = timedelta(seconds=seconds if isinstance(seconds, int) else 60)
            return Throttled("telegram_busy", retry_at=now + min(wait, timedelta(days=1)))
        if status in (401, 404):
            return Reconnect("telegram_token")
        if status == 403 or (status == 400 and _says(response, _NO_RIGHTS)):
            return Reconnect("no_rights")
        if status == 400 and _says(response, _NO_CHANNEL):
            return Reconnect("chat_not_found")
        if status in (400, 413):
            return Rejected("telegram_refused")
        return refusal(response, visible=visible, now=now)

    async def _file(self, medium: Media) -> tuple[str, bytes, str]:
        data = await self.blobs.get(medium.sha256)
        return (f"{medium.sha256[:12]}.{medium.mime.partition('/')[2]}", data, medium.mime)


def _album(payload: Payload) -> str:
    """Only the first caption is shown below the whole."""
    return json.dumps(
        [
            {
                "type": "video" if one.mime.startswith("video/") else "photo",
                "media": f"attach://file{number}",
                **({"caption": payload.text} if number == 0 and payload.text else {}),
            }
            for number, one in enumerate(payload.media)
        ]
    )


def _live(message: dict[str, Any]) -> Live:
    """The receipt: the message and its address, which in a private channel only members can open."""
    chat, number = message["chat"], message["message_id"]
    place = chat.get("username") or f"c/{str(chat['id']).removeprefix('-100')}"
    return Live(remote_id=f"{chat['id']}/{number}", url=f"https://t.me/{place}/{number}")


def _says(response: httpx.Response, texts: tuple[str, ...]) -> bool:
    said = str(body_of(response).get("description", "")).casefold()
    return any(text in said for text in texts)
