"""Who is who: names, the directory of accounts, and names' own websites.

https://atproto.com/specs/handle and https://atproto.com/specs/did (read 2026-11). The account `ana` is called
ana.bsky.social and, by a website of its own, ana.bakery.example; liar.bakery.example names an account not its own, and
shop.bakery.example has one page for everything.
"""

from __future__ import annotations

from typing import Any

from tests.fakes.platform.bluesky_record import HANDLES
from tests.fakes.platform.messages import Request, Response, Wrong, only

HOME, OWN = ".bsky.social", ".bakery.example"


def answered(request: Request, here: str) -> Response | None:
    """The answer where somebody asks who is who."""
    match request.method, request.path:
        case "GET", ["xrpc", "com.atproto.identity.resolveHandle"]:
            only(asked := request.queries(), need={"handle"})
            did = HANDLES.get(asked["handle"]) or _did_of(asked["handle"], HOME)
            if not did:
                return Response(status=400, body={"error": "InvalidRequest", "message": "Unable to resolve handle"})
            return Response(status=200, body={"did": did})
        case "GET", ["sites", "shop.bakery.example", *_]:
            return Response(
                status=200, body=b"<!doctype html>Whatever you look for", headers={"Content-Type": "text/html"}
            )
        case "GET", ["sites", handle, ".well-known", "atproto-did"]:
            did = "did:plc:ana" if handle == f"liar{OWN}" else _did_of(handle, OWN)
            if not did:
                return Response(status=404, body=b"Nothing here")
            return Response(status=200, body=f"{did}\n".encode(), headers={"Content-Type": "text/plain"})
        case "GET", [did] if did.startswith("did:plc:"):
            return Response(status=200, body=_document(did, here))
        case "GET", [".well-known", "did.json"]:
            host = here.removeprefix("http://").replace(":", "%3A")
            return Response(status=200, body=_document(f"did:web:{host}", here))
    return None


def _did_of(handle: str, below: str) -> str:
    if handle != handle.lower():
        raise Wrong(f"the handle {handle} in capitals")
    name = handle.removesuffix(below)
    return "" if name == handle or name == "nobody" else f"did:plc:{name}"


def _document(did: str, here: str) -> dict[str, Any]:
    name = did.removeprefix("did:plc:")
    service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": here}
    return {"id": did, "alsoKnownAs": [f"at://{name}{HOME}", f"at://{name}{OWN}"], "service": [service]}
