"""One call of a method: what it may use, and how its arguments are read."""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack_api.checks import Check, Refused, problem
from tests.fakes.slack_api.records import Channel, Team, Token
from tests.fakes.slack_api.world import World

# Calls a minute by tier; https://docs.slack.dev/apis/web-api/rate-limits (read 2026-11)
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}


@dataclass(slots=True)
class Rates:
    """One message a second in a channel, and the tiers of the methods for each workspace."""

    now: Callable[[], float]
    on: bool = False
    _made: dict[object, deque[float]] = field(default_factory=lambda: defaultdict(lambda: deque(maxlen=200)))

    def count(self, lane: object, most: int, seconds: float) -> None:
        """Raises Refused (429) with the seconds to wait when it is too much."""
        if not self.on:
            return
        now = self.now()
        recent = [at for at in self._made[lane] if at > now - seconds]
        if len(recent) >= most:
            raise Refused("ratelimited", status=429, seconds=max(1, round(recent[0] + seconds - now + 0.49)))
        self._made[lane].append(now)


@dataclass(frozen=True, slots=True)
class Call:
    """What a method has in hand."""

    world: World
    rates: Rates
    url: str
    given: Mapping[str, Any]
    token: Token

    @property
    def now(self) -> float:
        return self.rates.now()

    @property
    def team(self) -> Team:
        return self.world.teams[self.token.team]

    def channel(self, id: str) -> Channel:
        """The channel of that id. Raises Refused for what the bot cannot know."""
        found = self.world.channels.get(id)
        if found is None or found.team != self.token.team:
            raise Refused("channel_not_found")
        if found.kind != "channel" and self.team.bot_user not in found.members:
            raise Refused("channel_not_found")
        return found


Run = Callable[[Call], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Method:
    """What a method takes, needs and does. `token` is bot, app or none."""

    run: Run
    parameters: Mapping[str, Check]
    required: frozenset[str]
    scope: str
    tier: int
    token: str

    def read(self, given: Mapping[str, Any], *, form: bool) -> dict[str, Any]:
        """The values by their types. Raises Refused for what is unknown, missing or of another type."""
        found = [problem(f"unknown argument: {name}", f"/{name}") for name in given if name not in self.parameters]
        found += [problem(f"missing required field: {name}", "") for name in self.required if name not in given]
        values = {}
        for name, check in self.parameters.items():
            if name in given:
                values[name], wrong = _decoded(given[name], check, f"/{name}", form=form)
                found += wrong
        if found:
            raise Refused("invalid_arguments", broken=found, response_metadata={"messages": found})
        return values


def method(run: Run, parameters: Mapping[str, Check], *, scope: str = "", tier: int = 0, token: str = "bot") -> Method:
    """A method; a parameter that ends with an underscore is required, tier 0 has a limit of its own or none."""
    return Method(
        run,
        {name.removesuffix("_"): check for name, check in parameters.items()},
        frozenset(name[:-1] for name in parameters if name.endswith("_")),
        scope,
        tier,
        token,
    )


def _decoded(value: Any, check: Check, at: str, *, form: bool) -> tuple[Any, list[str]]:
    """A form carries strings only: numbers and objects in it are JSON, and 1 stands for true."""
    readings = [value]
    if form:
        readings += [{"1": True, "0": False}[value]] if value in ("0", "1") else []
        with contextlib.suppress(ValueError):
            readings.append(json.loads(value))
    wrong = [list(check(one, at)) for one in readings]
    best = min(range(len(readings)), key=lambda number: len(wrong[number]))
    return readings[best], wrong[best]
