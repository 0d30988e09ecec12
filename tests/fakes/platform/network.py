"""The social network itself: accounts, containers, posts, and the ledger that alone judges "twice". No sockets."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.fakes.platform.consents import Consents
from tests.fakes.platform.faults import Call, Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Visible:
    """One line of the ledger: something people could see. Times are ISO 8601.

    `committed` is when it was taken, `seen_from` when readers begin to see it. `key` is the idempotency key,
    `container` the handle it was published from, `details` whatever else the platform shows with it.
    """

    id: str
    account: str
    text: str
    media: tuple[str, ...]
    parent: str
    key: str
    container: str
    committed: str
    seen_from: str
    details: dict[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Member:
    """An account of the network and its manners.

    `processing` is how many seconds a container takes and `container_life` how long it is kept, `late` how long a
    post stays unseen, `key_window` how long an idempotency key is remembered. With `accepts` a reveal is only
    acknowledged; `lists` says that own posts can be listed; `revoked` makes the token worthless. `drawer` is where a
    dialect keeps what only it knows.
    """

    name: str
    processing: float = 0.0
    container_life: float = 86_400.0
    late: float = 0.0
    key_window: float = 0.0
    accepts: bool = False
    lists: bool = True
    revoked: bool = False
    faults: list[Fault] = field(default_factory=list)
    drawer: dict[str, Any] = field(default_factory=dict)

    def next_fault(self, call: Call) -> Fault | None:
        """Take the first fault planned for such a call."""
        fault = next((one for one in self.faults if one.call is call), None)
        if fault is not None:
            self.faults.remove(fault)
        return fault


@dataclass(kw_only=True)
class Container:
    """A post that is prepared and not visible."""

    id: str
    account: str
    text: str
    media: tuple[str, ...]
    parent: str
    ready_at: datetime
    expires: datetime
    post: str = ""
    details: dict[str, str] = field(default_factory=dict)


class Network:
    """All state of the far side. `now` is its clock; with `ledger` every visible post is also appended there.

    `drawer` is where a dialect keeps what only it knows.
    """

    def __init__(self, now: Callable[[], datetime], ledger: Path | None = None) -> None:
        self.now = now
        self.members: dict[str, Member] = {}
        self.ends: dict[str, datetime] = {}
        self.media: dict[str, bytes] = {}
        self.ledger: list[Visible] = []
        self._by_account: defaultdict[str, list[Visible]] = defaultdict(list)
        self.writes: Counter[str] = Counter()
        self._containers: dict[str, Container] = {}
        self._shown: dict[str, Visible] = {}
        self._deleted: set[str] = set()
        self._keys: dict[tuple[str, str], tuple[str, datetime]] = {}
        self._file = ledger
        self.wrongs: list[str] = []
        self.consents = Consents()
        self.drawer: dict[str, Any] = {}

    def join(self, token: str, member: Member) -> None:
        """Let an account in under that token; joining again changes its manners."""
        self.members[token] = member

    def grant(self, token: str, account: str, lives: timedelta | None) -> None:
        """Another token for an account that is known, or for a new one; it is worthless when its life is over."""
        known = next((one for one in self.members.values() if one.name == account), None)
        self.members[token] = known or Member(name=account)
        if lives is not None:
            self.ends[token] = self.now() + lives

    def member(self, token: str) -> Member | None:
        """The account whose token this is; None where it is worthless."""
        found = self.members.get(token)
        over = token in self.ends and self.ends[token] <= self.now()
        return None if found is None or found.revoked or over else found

    def upload(self, member: Member, data: bytes) -> str:
        """Keep bytes that nobody sees yet; their id is their hash."""
        sha256 = hashlib.sha256(data).hexdigest()
        self.media[sha256] = data
        return sha256

    def prepare(
        self, member: Member, text: str, media: Iterable[str], parent: str, details: dict[str, str] | None = None
    ) -> Container:
        """Make a container."""
        container = Container(
            id=f"c{len(self._containers) + 1}",
            account=member.name,
            text=text,
            media=tuple(media),
            parent=parent,
            ready_at=self.now() + timedelta(seconds=member.processing),
            expires=self.now() + timedelta(seconds=member.container_life),
            details=details or {},
        )
        self._containers[container.id] = container
        return container

    def container(self, member: Member, container_id: str) -> Container | None:
        """A container of that account; one that was never shown is forgotten in time."""
        found = self._containers.get(container_id)
        if found is None or found.account != member.name:
            return None
        return found if found.post or self.now() < found.expires else None

    def publish(self, member: Member, container: Container, late: float = 0.0) -> Visible:
        """Show a container; showing it again is the same post."""
        if container.post:
            return self._shown[container.post]
        post = self._commit(
            member, container.text, container.media, container.parent, "", container.id, late, container.details
        )
        container.post = post.id
        return post

    def post(
        self,
        member: Member,
        text: str,
        media: Iterable[str],
        parent: str,
        key: str,
        late: float = 0.0,
        details: dict[str, str] | None = None,
        name: str = "",
    ) -> Visible:
        """Show something at once. A key is honoured inside the account's window, and means nothing after it.

        `name` is its id where the sender chooses it.
        """
        known = self._keys.get((member.name, key))
        if key and known and self.now() - known[1] <= timedelta(seconds=member.key_window):
            return self._shown[known[0]]
        post = self._commit(member, text, tuple(media), parent, key, "", late, details or {}, name)
        if key:
            self._keys[member.name, key] = (post.id, self.now())
        return post

    def visible(self, member: Member) -> list[Visible]:
        """What readers of that account see now, oldest first."""
        now = self.now()
        return [
            post
            for post in self._by_account[member.name]
            if post.id not in self._deleted and datetime.fromisoformat(post.seen_from) <= now
        ]

    def delete(self, member: Member, post_id: str) -> bool:
        """Take a post away; False when the account has no such post."""
        post = self._shown.get(post_id)
        if post is None or post.account != member.name or post_id in self._deleted:
            return False
        self._deleted.add(post_id)
        return True

    def _commit(
        self,
        member: Member,
        text: str,
        media: tuple[str, ...],
        parent: str,
        key: str,
        container: str,
        late: float,
        details: dict[str, str],
        name: str = "",
    ) -> Visible:
        now = self.now()
        post = Visible(
            id=name or f"p{len(self.ledger) + 1}",
            account=member.name,
            text=text,
            media=media,
            parent=parent,
            key=key,
            container=container,
            committed=now.isoformat(),
            seen_from=(now + timedelta(seconds=max(late, member.late))).isoformat(),
            details=details,
        )
        self.ledger.append(post)
        self._shown[post.id] = post
        self._by_account[member.name].append(post)
        if self._file is not None:
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(post)) + "\n")
        return post
