"""How Slack reaches an app: what is promised of either way, and signed requests.

https://docs.slack.dev/authentication/verifying-requests-from-slack and https://docs.slack.dev/apis/events-api
(read 2026-11)
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

import httpx

from adapters.clock import SystemClock
from tests.fakes.slack_api.world import SIGNING_SECRET

PATIENCE = 3.0
RETRIES = (0.0, 60.0, 300.0)

Kind = Literal["events_api", "interactive", "slash_commands"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: `why` says what was wrong with an acknowledgement that did not come."""

    body: Any = None
    why: str = ""
    final: bool = False

    @property
    def acknowledged(self) -> bool:
        return not self.why


class Line(Protocol):
    """A way to the app; `patience` is how many seconds Slack waits for an acknowledgement."""

    patience: float

    async def deliver(self, kind: Kind, payload: Mapping[str, Any], attempt: int = 0, why: str = "") -> Answer:
        """Hand it over and wait for the acknowledgement."""
        ...


async def tell(line: Line, payload: Mapping[str, Any], wait: Callable[[float], Awaitable[object]]) -> list[Answer]:
    """An event, again at once, after a minute and after five when it is not acknowledged."""
    answers = [await line.deliver("events_api", payload)]
    for attempt, pause in enumerate(RETRIES, start=1):
        if answers[-1].acknowledged or answers[-1].final:
            break
        await wait(pause)
        answers.append(await line.deliver("events_api", payload, attempt, answers[-1].why))
    return answers


@dataclass(slots=True)
class Signed:
    """Requests to an address, signed. `stamp` is the time they claim."""

    client: httpx.AsyncClient
    url: str
    secret: str = SIGNING_SECRET
    patience: float = PATIENCE
    stamp: Callable[[], float] = field(default=lambda: SystemClock().now().timestamp())

    async def deliver(self, kind: Kind, payload: Mapping[str, Any], attempt: int = 0, why: str = "") -> Answer:
        if kind == "events_api":
            body, content = json.dumps(payload), "application/json"
        else:
            form = {"payload": json.dumps(payload)} if kind == "interactive" else payload
            body, content = urlencode(form), "application/x-www-form-urlencoded"
        headers = {"content-type": content, **self.signature(body)}
        if attempt:
            headers |= {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": why}
        try:
            async with asyncio.timeout(self.patience):
                answer = await self.client.post(self.url, content=body, headers=headers, timeout=None)
        except TimeoutError:
            return Answer(why="http_timeout")
        except httpx.TransportError:
            return Answer(why="connection_failed")
        final = answer.headers.get("x-slack-no-retry") == "1"
        if not answer.is_success:
            return Answer(why="http_error", final=final)
        if "json" in answer.headers.get("content-type", "") and answer.content:
            return Answer(body=answer.json())
        return Answer(body={"text": answer.text} if answer.text else None)

    def signature(self, body: str) -> dict[str, str]:
        """The headers that prove where a body comes from."""
        stamp = str(int(self.stamp()))
        digest = hmac.new(self.secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        return {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}
