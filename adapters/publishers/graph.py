"""What Meta's platforms share: calls to their Graph API, and what its refusals mean.

The HTTP status of a refusal says little (mostly 400): `code` and `error_subcode` in the body decide.
API: https://developers.facebook.com/docs/graph-api/guides/error-handling (read 2026-11)
"""

from __future__ import annotations

import json
import logging
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import httpx

from adapters.http import LONGEST_PAUSE, SILENCE, body_of, exchange, refusal
from core.clock import Clock
from core.errors import Duplicate, Held, OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable
from core.secret import Secret

log = logging.getLogger(__name__)

VERSION = "v26.0"  # https://developers.facebook.com/docs/graph-api/changelog (read 2026-11)
GLANCE = timedelta(seconds=10)  # ours: reading an address must not outlast the visible call before it
MISSING = "object_missing"
TOKEN = "token"


class Means(StrEnum):
    """What to do about a refusal.

    LOST: nobody knows what happened. NOT_YET: nothing happened, later it will. REPEATED: it is there already.
    GONE: what it was about cannot be read; where that is the account itself, the permission is gone.
    UNSEEN: what it was about is not there, or not yet; nothing happened.
    """

    RECONNECT = "reconnect"
    THROTTLED = "throttled"
    HELD = "held"
    REJECTED = "rejected"
    REPEATED = "repeated"
    LOST = "lost"
    NOT_YET = "not_yet"
    GONE = "gone"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a number means, with our short reason; `wait` is how long a limit lasts that does not say so itself."""

    means: Means
    reason: str
    wait: timedelta = timedelta(hours=1)  # ours


_GONE = Meaning(Means.GONE, MISSING)

_LINK = dict.fromkeys((1609005, 1609008), Meaning(Means.REJECTED, "link"))

# https://developers.facebook.com/docs/graph-api/guides/error-handling (read 2026-11)
CODES: Mapping[int, Meaning] = {
    **dict.fromkeys((-1, 1, 2), Meaning(Means.LOST, "graph_failed")),
    **dict.fromkeys((102, 104, 190), Meaning(Means.RECONNECT, TOKEN)),
    **dict.fromkeys((3, 10, *range(200, 300)), Meaning(Means.RECONNECT, "no_rights")),
    **dict.fromkeys((4, 17, 32, 341, 613, *range(80000, 80015)), Meaning(Means.THROTTLED, "graph_busy")),
    368: Meaning(Means.REJECTED, "blocked"),
    506: Meaning(Means.REPEATED, "duplicate"),
    803: _GONE,
    **_LINK,
}
SUBCODES: Mapping[int, Meaning] = {
    **dict.fromkeys((1404006, 1404078, 1404112, 4854002), Meaning(Means.RECONNECT, "identity_check")),
    1390008: Meaning(Means.THROTTLED, "posting_too_fast", wait=timedelta(hours=3)),  # ours: "hours"
    1366046: Meaning(Means.REJECTED, "picture"),
    1366051: Meaning(Means.REPEATED, "duplicate"),
    **dict.fromkeys((1346003, 1404102), Meaning(Means.REJECTED, "community_standards")),
    **_LINK,
}
"""These are asked first: the same code comes with many of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """One account's way into the Graph API.

    `url` is the host with the version, `account` the id of the page or professional account the token is for,
    `subcodes` what the platform means by them, `words` what by those that stand in a message. All calls raise the
    PortErrors.
    """

    client: httpx.AsyncClient
    clock: Clock
    url: str
    token: Secret
    account: str
    subcodes: Mapping[int, Meaning] = field(default_factory=lambda: SUBCODES, repr=False)
    words: Mapping[str, Meaning] = field(default_factory=dict, repr=False)

    async def get(self, path: str, query: Mapping[str, str], *, within: timedelta = SILENCE) -> dict[str, Any]:
        """Read an object or one of its lists."""
        response = await self.send("GET", self.url + path, within=within, params=dict(query))
        return self.checked(response, visible=False)

    async def post(
        self,
        path: str,
        data: Mapping[str, str],
        *,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        visible: bool = False,
        within: timedelta = SILENCE,
    ) -> dict[str, Any]:
        """Send a form, with `files` as multipart."""
        url = self.url + path
        response = await self.send("POST", url, visible=visible, within=within, data=data, files=files)
        return self.checked(response, visible=visible)

    async def create(self, path: str, data: Mapping[str, str], *, visible: bool = False) -> str:
        """Send a form and answer the id of what came of it."""
        return told(await self.post(path, data, visible=visible), "id", visible=visible)

    async def delete(self, remote_id: str) -> None:
        """Delete an object; one that is gone is fine.

        A missing object and missing rights look the same, so what can still be read was not deleted.
        """
        try:
            self.checked(await self.send("DELETE", f"{self.url}/{remote_id}"), visible=False)
        except Rejected as refused:
            if refused.reason != MISSING or await self._can_be_read(remote_id):
                raise

    async def address(self, remote_id: str, name: str) -> str:
        """Where people see it, from the field of that name; empty when it cannot be told now."""
        try:
            return str((await self.get(f"/{remote_id}", {"fields": name}, within=GLANCE)).get(name) or "")
        except PortError:
            return ""

    async def send(
        self,
        method: str,
        url: str,
        *,
        visible: bool = False,
        within: timedelta = SILENCE,
        scheme: str = "Bearer",
        headers: Mapping[str, str] | None = None,
        **content: Any,
    ) -> httpx.Response:
        """Send once and answer whatever came back."""
        signed = {"Authorization": f"{scheme} {self.token.reveal()}", **(headers or {})}
        request = self.client.build_request(method, url, headers=signed, **content)
        return await exchange(self.client, request, visible=visible, within=within)

    def checked(self, response: httpx.Response, *, visible: bool) -> dict[str, Any]:
        """The body of an answer, unless it is a refusal."""
        body = body_of(response)
        if error := part(body, "error"):
            raise self._refused(error, response, visible=visible)
        refused = refusal(response, visible=visible, now=self.clock.now())
        if refused is not None:
            raise refused
        if not body:
            raise lost("unreadable_answer", visible=visible)
        return body

    def _refused(self, error: dict[str, Any], response: httpx.Response, *, visible: bool) -> PortError:
        code, subcode = number(error.get("code")), number(error.get("error_subcode"))
        log.warning("graph_refused code=%s subcode=%s trace=%r", code, subcode, error.get("fbtrace_id"))
        said = next((self.words[word] for word in self.words if word in str(error.get("message"))), None)
        known = self.subcodes.get(subcode) or said or (_GONE if (code, subcode) == (100, 33) else CODES.get(code))
        if known is None:
            return self._unknown(error, response, code=code, visible=visible)
        match known.means:
            case Means.RECONNECT:
                return Reconnect(known.reason)
            case Means.THROTTLED:
                wait = min(_regained(response) or known.wait, LONGEST_PAUSE)
                return Throttled(known.reason, retry_at=self.clock.now() + wait)
            case Means.HELD:
                return Held(known.reason)
            case Means.REPEATED if visible:
                return Duplicate(known.reason)
            case Means.LOST:
                return lost(known.reason, visible=visible)
            case Means.NOT_YET:
                return Unavailable(known.reason)
            case Means.UNSEEN if visible:
                return Unavailable(known.reason)
            case Means.GONE if self.account in response.request.url.path.split("/"):
                return Reconnect("account_missing")
        return Rejected(known.reason)

    def _unknown(self, error: dict[str, Any], response: httpx.Response, *, code: int, visible: bool) -> PortError:
        """A refusal that stands in no table: it says itself whether it passes, else the status decides."""
        reason = f"graph_{code}"
        refused = refusal(response, visible=visible, now=self.clock.now())
        if error.get("is_transient") is True or refused is None:
            return lost(reason, visible=visible)
        return Rejected(reason) if type(refused) is Rejected else refused

    async def _can_be_read(self, remote_id: str) -> bool:
        try:
            await self.get(f"/{remote_id}", {"fields": "id"})
        except Rejected:
            return False
        return True


def lost(reason: str, *, visible: bool) -> PortError:
    """An answer that does not say what happened."""
    return OutcomeUnknown(reason) if visible else Unavailable(reason)


def told(body: dict[str, Any], name: str, *, visible: bool = False) -> str:
    """A value that the answer must have."""
    value = body.get(name)
    if value in (None, ""):
        raise lost("unreadable_answer", visible=visible)
    return str(value)


def instant(body: dict[str, Any], name: str) -> datetime:
    """A time that the answer must have; the Graph API writes its offset without a colon."""
    try:
        return datetime.fromisoformat(told(body, name))
    except ValueError as error:
        raise Unavailable("unreadable_answer") from error


def part(body: dict[str, Any], name: str) -> dict[str, Any]:
    """An object inside the answer; empty when there is none."""
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def number(value: object) -> int:
    """A number that may have come as text; 0 for anything else."""
    return int(value) if isinstance(value, int | str) and str(value).removeprefix("-").isdecimal() else 0


def listed(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The objects of a list, newest first as the Graph API gives them."""
    data = body.get("data")
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []


def same_text(one: object, other: str) -> bool:
    """Whether two texts read the same; what is missing is empty."""
    return _plain(str(one or "")) == _plain(other)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()


def _regained(response: httpx.Response) -> timedelta:
    """How long the limit lasts that is reached; zero when no header says so.

    API: https://developers.facebook.com/docs/graph-api/overview/rate-limiting (read 2026-11)
    """
    try:
        usage = json.loads(response.headers.get("X-Business-Use-Case-Usage", ""))
    except (ValueError, RecursionError):
        return timedelta(0)
    cases = [case for cases in usage.values() for case in cases] if isinstance(usage, dict) else []
    minutes = (number(case.get("estimated_time_to_regain_access")) for case in cases if isinstance(case, dict))
    return timedelta(minutes=min(max(minutes, default=0), LONGEST_PAUSE / timedelta(minutes=1)))
