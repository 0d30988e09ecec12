"""What is remembered of a conversation: where cards hang and which questions wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from core.ids import DeliveryId, FormId, MemberId, WorkspaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A card that hangs in a chat. `kind` and `subject` name what it shows ("post", "batch", "status", …).

    `messages` are the front-end's ids, the one with the buttons last. `version` is the version it shows,
    `tab` the destination whose preview is open, or empty.
    """

    id: DeliveryId
    front_end: str
    chat: str
    kind: str
    subject: int
    messages: tuple[str, ...]
    version: int
    tab: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForm:
    """A form one person is filling in. `name` says which, `target` what it is about (an id on the wire or empty).

    `step` is the index of the question that waits, in front-ends that ask one at a time; `values` hold what
    was answered so far, by field name.
    """

    id: FormId
    workspace_id: WorkspaceId
    member_id: MemberId
    front_end: str
    chat: str
    name: str
    target: str
    opened_at: datetime
    step: int = 0
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something a person did, as its front-end received it. `body` is the front-end's own text form of it."""

    front_end: str
    event_id: str
    body: str
    at: datetime
