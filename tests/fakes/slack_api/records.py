"""The things a world is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.fakes.slack_api.mrkdwn import Effect, effect, read, read_blocks


@dataclass(slots=True)
class Team:
    """A workspace, with the bot it has or would have."""

    id: str
    name: str

    @property
    def domain(self) -> str:
        return self.name.lower()

    @property
    def bot_user(self) -> str:
        return f"U{self.id[1:]}BOT"

    @property
    def bot_id(self) -> str:
        return f"B{self.id[1:]}"


@dataclass(slots=True)
class User:
    """A member of a workspace; `home` is what their App Home shows."""

    id: str
    team: str
    name: str
    tz: str = "Europe/Berlin"
    tz_offset: int = 3600
    locale: str = "en-GB"
    email: str = ""
    deleted: bool = False
    is_bot: bool = False
    is_admin: bool = False
    home: View | None = None
    stack: list[View] = field(default_factory=list)


@dataclass(slots=True)
class Message:
    """One message. `data` is how it looks on the wire, `only` the person who alone sees it, `before` how it looked.

    `typed` is what each person has put into its inputs, by block and action.
    """

    channel: str
    ts: str
    sender: str
    data: dict[str, Any]
    only: str = ""
    parse: bool = False
    before: list[dict[str, Any]] = field(default_factory=list)
    typed: dict[str, dict[tuple[str, str], dict[str, Any]]] = field(default_factory=dict)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return list(self.data.get("blocks", ()))

    @property
    def text(self) -> str:
        """What a person reads."""
        return read_blocks(self.blocks) or read(self.data.get("text", ""))

    @property
    def does(self) -> Effect:
        """Whom it pings and where it leads."""
        return effect(self.data.get("text", ""), self.blocks, parse=self.parse)

    @property
    def pictures(self) -> int:
        files = [one for one in self.data.get("files", ()) if one["mimetype"].startswith("image/")]
        return len(files) + len([one for one in self.blocks if one["type"] == "image"])


@dataclass(slots=True)
class Channel:
    """A conversation: `kind` is channel, private or im. What was deleted can still be pressed by who looks at it."""

    id: str
    team: str
    kind: str
    name: str
    members: set[str] = field(default_factory=set)
    archived: bool = False
    messages: dict[str, Message] = field(default_factory=dict)
    deleted: dict[str, Message] = field(default_factory=dict)
    pinned: list[str] = field(default_factory=list)


@dataclass(slots=True)
class View:
    """A modal or a home; `typed` is what the person has put in, by block and action."""

    data: dict[str, Any]
    user: str
    typed: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.data["id"])


@dataclass(slots=True)
class Token:
    """Lets an app in; `kind` is bot or app."""

    team: str
    kind: str
    scopes: frozenset[str]
    revoked: bool = False


@dataclass(slots=True)
class Trigger:
    """Lets an app open one modal, soon. `inside` says that it came out of a modal."""

    user: str
    at: float
    inside: bool
    used: bool = False


@dataclass(slots=True)
class Hook:
    """A response_url: where it speaks, to whom, about which message."""

    team: str
    channel: str
    user: str
    ts: str
    at: float
    uses: int = 0


@dataclass(slots=True)
class File:
    """A file; it is processed when it has been looked at `looks` times more."""

    id: str
    team: str
    name: str
    length: int
    owner: str
    looks: int
    data: bytes = b""
    title: str = ""
    alt: str = ""
    uploaded: bool = False
    complete: bool = False
    channels: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Code:
    """What comes back from the consent page."""

    team: str
    user: str
    scopes: frozenset[str]
    redirect_uri: str
    used: bool = False
