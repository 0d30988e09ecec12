"""How what a person does reaches the app, and what becomes of the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack_api import payloads
from tests.fakes.slack_api.checks import Refused
from tests.fakes.slack_api.lines import Answer, Kind, Line, tell
from tests.fakes.slack_api.records import User
from tests.fakes.slack_api.server import SlackApi


@dataclass(slots=True)
class Reach:
    """A line to the app for one person. `trouble` is what Slack warns them of, `told` the answers to the last event."""

    api: SlackApi
    line: Line
    handled: Callable[[], Awaitable[None]]
    trouble: list[str] = field(default_factory=list)
    told: list[Answer] = field(default_factory=list)

    async def acts(self, user: User, payload: dict[str, Any], *, inside: bool = False) -> Answer:
        """An interaction with a trigger of its own; `inside` a modal it can push another."""
        payload["trigger_id"] = self.api.world.trigger(user.id, self.api.now, inside=inside)
        return await self.delivers("interactive", payload)

    async def delivers(self, kind: Kind, payload: dict[str, Any]) -> Answer:
        """Something that is never repeated: without an acknowledgement the person is warned."""
        answer = await self.line.deliver(kind, payload)
        if not answer.acknowledged:
            self.trouble.append(answer.why)
        await self.handled()
        return answer

    async def tells(self, user: User, inner: dict[str, Any]) -> None:
        """An event, repeated until it is acknowledged."""
        event = payloads.event(self.api.world, user, self.api.now, {"event_ts": self.stamp(), **inner})
        self.told = await tell(self.line, event, self.api.wait)
        await self.handled()

    def takes(self, what: Callable[[], None]) -> None:
        """What the app said in its acknowledgement, if Slack can take it."""
        try:
            what()
        except Refused as refused:
            self.api.violations += [f"acknowledgement: {one}" for one in refused.broken]
            self.trouble.append(refused.error)

    def address(self, hook: str) -> str:
        """The response_url of that name."""
        return f"{self.api.url}/hooks/{hook}"

    def stamp(self) -> str:
        """A moment, as unique as Slack's."""
        return f"{self.api.now:.0f}.{self.api.world.next()[-6:]}"
