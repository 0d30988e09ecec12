"""What the server knows: workspaces, people, channels, messages, views, files, tokens and what was handed out once."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack_api.checks import Refused
from tests.fakes.slack_api.records import Channel, Code, File, Hook, Message, Team, Token, Trigger, User, View

APP, CLIENT_ID, CLIENT_SECRET = "A0GREEN", "7001.8001", "client-secret-of-our-own"
SIGNING_SECRET = "signing-secret-of-our-own"
APP_TOKEN = "xapp-1-A0GREEN-TEST"
TEAM = "T0ONE"
SCOPES = frozenset(
    {
        *("chat:write", "commands", "im:write", "im:history", "files:write", "files:read", "users:read", "pins:write"),
        *("users:read.email", "app_mentions:read", "channels:read", "groups:read", "im:read"),
    }
)
TRIGGER_LIVES = 3.0  # seconds; https://docs.slack.dev/interactivity/handling-user-interaction (read 2026-11)
HOOK_LIVES, HOOK_USES = 30 * 60.0, 5  # https://docs.slack.dev/interactivity/handling-user-interaction (read 2026-11)


@dataclass(slots=True)
class World:
    """Everything, in the server's memory. `looks` is how often a new file must be asked about until it is processed."""

    teams: dict[str, Team] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    hooks: dict[str, Hook] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    looks: int = 0
    counted: int = 0

    def next(self, letter: str = "") -> str:
        """A name that was never given before."""
        self.counted += 1
        return f"{letter}{self.counted:08}"

    def team(self, id: str = TEAM, name: str = "One") -> Team:
        """A workspace, made known with its bot if it is new."""
        if id not in self.teams:
            self.teams[id] = found = Team(id, name)
            self.users[found.bot_user] = User(found.bot_user, id, "greenlight", is_bot=True)
        return self.teams[id]

    def installed(self, team: str = TEAM, scopes: frozenset[str] = SCOPES) -> str:
        """A fresh bot token for the workspace."""
        self.team(team)
        token = f"xoxb-{self.next()}-TEST"
        self.tokens[token] = Token(team, "bot", scopes)
        return token

    def person(self, id: str, name: str, team: str = TEAM) -> User:
        """A person, made known if they are new."""
        self.team(team)
        return self.users.setdefault(id, User(id, team, name, email=f"{name.lower()}@example.com"))

    def channel(self, name: str, *members: str, team: str = TEAM, kind: str = "channel") -> Channel:
        """A new channel with these people; the bot is none of them until it is invited."""
        letter = {"channel": "C", "private": "G", "im": "D"}[kind]
        made = Channel(self.next(letter), team, kind, name, set(members))
        self.channels[made.id] = made
        return made

    def dm(self, user: str) -> Channel:
        """The conversation of a person with the bot."""
        team = self.teams[self.users[user].team]
        pair = {user, team.bot_user}
        found = next((one for one in self.channels.values() if one.kind == "im" and one.members == pair), None)
        return found or self.channel(user, *pair, team=team.id, kind="im")

    def hang(self, channel: Channel, sender: str, now: float, data: Mapping[str, Any], **more: Any) -> Message:
        """A new message in the channel."""
        self.counted += 1
        ts = f"{int(now)}.{self.counted:06}"
        team = self.teams[channel.team]
        said = {"type": "message", "user": sender, "ts": ts, "team": team.id, **copy.deepcopy(dict(data))}
        if sender == team.bot_user:
            said |= {"bot_id": team.bot_id, "app_id": APP}
        said["blocks"] = self.named(said.get("blocks", []))
        if not said["blocks"]:
            del said["blocks"]
        message = Message(channel.id, ts, sender, said, **more)
        channel.messages[ts] = message
        return message

    def named(self, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Blocks with the ids Slack gives to what has none."""
        blocks = copy.deepcopy(blocks)
        for block in blocks:
            block.setdefault("block_id", self.next("b"))
            inner = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
            if block["type"] in ("actions", "section", "input"):
                for one in inner:
                    if one and one["type"] != "image":
                        one.setdefault("action_id", self.next("a"))
        return blocks

    def named_people(self, text: str) -> str:
        """The text with names in place of ids."""
        return re.sub(r"@(U\w+)", lambda found: f"@{self._name(found[1])}", text)

    def _name(self, id: str) -> str:
        return self.users[id].name if id in self.users else id

    def trigger(self, user: str, now: float, *, inside: bool = False) -> str:
        """Something the app may open one modal with."""
        name = f"{self.next()}.{self.next()}.{self.next('t')}"
        self.triggers[name] = Trigger(user, now, inside)
        return name

    def pull(self, name: str, now: float) -> Trigger:
        """The trigger, used up. Raises Refused."""
        trigger = self.triggers.get(name)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if now - trigger.at > TRIGGER_LIVES:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger

    def hook(self, user: str, channel: Channel, now: float, ts: str = "") -> str:
        """The name of a new response_url."""
        name = self.next("h")
        self.hooks[name] = Hook(channel.team, channel.id, user, ts, now)
        return name

    def seen(self, channel: Channel, user: str) -> Iterator[Message]:
        """What a person sees in a channel, oldest first."""
        for one in channel.messages.values():
            if one.only in ("", user) and (user in channel.members or channel.kind == "channel"):
                yield one

    def view(self, id: str = "", external_id: str = "") -> View | None:
        """The modal of that id that somebody has open, or a home."""
        for user in self.users.values():
            for one in (*user.stack, *([user.home] if user.home else [])):
                if id == one.id or (external_id and external_id == one.data["external_id"]):
                    return one
        return None
