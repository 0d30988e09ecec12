"""Finds out who is behind a name and where they live, from the name alone.

https://atproto.com/specs/handle and https://atproto.com/specs/did (read 2026-11). A name is asked of a server that
knows many, then of the name's own website; what it answers counts when the account claims the name in return.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import httpx

from adapters.http import call, fields
from adapters.judge import Judge
from adapters.publishers.bluesky.api import Server
from adapters.publishers.servers import server_in
from core.clock import Clock
from core.errors import Invalid, PortError, Problem, Rejected

PLC_URL = "https://plc.directory"
WEBSITE = "https://{handle}"
_SERVICE = "#atproto_pds"
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HANDLE = re.compile(rf"(?=.{{1,253}}$)(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?")
_PLC = re.compile("did:plc:[a-z0-9]{1,60}")
_WEB = re.compile(r"did:web:(?P<host>localhost%3A\d{1,5}|[a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
_FIX = "Write your name there whole, such as ana.bsky.social."


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An account: the DID that stays, and the server it lives on now."""

    did: str
    server: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """`plc_url` is the directory of accounts, `website` where a name's own website is."""

    client: httpx.AsyncClient
    clock: Clock
    judge: Judge
    plc_url: str = PLC_URL
    website: str = WEBSITE

    async def of(self, name: str, *, ask: str) -> Identity:
        """Who has that handle, or that DID; the server `ask` is asked about it first.

        Raises:
            Invalid: nobody, or the account does not claim it, or lives nowhere.
            Unavailable, Throttled: it cannot be found out now.
        """
        handle = "" if name.startswith("did:") else name.lower()
        did = await self._did(handle, ask) if handle else name
        document = await self._document(did)
        also = document.get("alsoKnownAs")
        claimed = [str(one).lower() for one in also] if isinstance(also, list) else []
        if document.get("id") != did or (handle and f"at://{handle}" not in claimed):
            raise _unknown(f"{name[:60]} does not belong to the account that it names.")
        server = lives_at(document)
        if not server:
            raise _unknown(f"{name[:60]} lives on no server.")
        return Identity(did=did, server=server)

    async def _did(self, handle: str, ask: str) -> str:
        if not _HANDLE.fullmatch(handle):
            raise _unknown(f"“{handle[:60]}” is no name there.")
        asked = Server(client=self.client, clock=self.clock, judge=self.judge, url=ask)
        lost: PortError | None = None
        try:
            did = str((await asked.get("com.atproto.identity.resolveHandle", handle=handle)).get("did") or "")
        except PortError as error:
            did, lost = "", error
        if not did:
            did = await self._told_by(self.website.format(handle=handle))
        if did:
            return did
        if lost is not None and not isinstance(lost, Rejected):
            raise lost
        raise _unknown(f"Nobody is called {handle[:60]} there.")

    async def _told_by(self, website: str) -> str:
        """What a name's own website says; nothing where there is none that does."""
        try:
            response = await self._get(f"{website}/.well-known/atproto-did")
        except PortError:
            return ""
        said = response.content[:300].decode(errors="replace").strip()
        return said if said.startswith("did:") else ""

    async def _document(self, did: str) -> Mapping[str, Any]:
        web = _WEB.fullmatch(did)
        if _PLC.fullmatch(did):
            address = f"{self.plc_url}/{did}"
        elif web is not None:
            host = unquote(web["host"])
            address = f"{'http' if host.startswith('localhost:') else 'https'}://{host}/.well-known/did.json"
        else:
            raise _unknown(f"“{did[:60]}” is nobody.")
        try:
            return fields(await self._get(address), visible=False)
        except Rejected as error:
            raise _unknown(f"“{did[:60]}” is nobody.") from error

    async def _get(self, address: str) -> httpx.Response:
        request = self.client.build_request("GET", address)
        return await call(self.client, await self.judge(request), visible=False, clock=self.clock)


def lives_at(document: object) -> str:
    """The server that an account's document names; empty when it names none, or nothing that can be one."""
    services = document.get("service") if isinstance(document, dict) else None
    for service in services if isinstance(services, list) else ():
        if isinstance(service, dict) and str(service.get("id", "")).endswith(_SERVICE):
            return server_in(str(service.get("serviceEndpoint") or ""))
    return ""


def _unknown(what: str) -> Invalid:
    return Invalid(Problem(field="handle", what=what, fix=_FIX))
