"""Who we are to the authorization servers of the AT Protocol: an address under which they read about us.

https://atproto.com/specs/oauth#clients (read 2026-11)
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit

PATH = "/oauth/client-metadata.json"
SCOPES = ("atproto", "transition:generic")
_SCOPE = " ".join(SCOPES)


def client_id(redirect: str) -> str:
    """How we are called where people come back to `redirect`; empty where no server may send them there.

    Behind a public https address it is where `document` is served. On this machine the name itself says it all.
    """
    at = urlsplit(redirect)
    if at.scheme == "https" and at.port is None:
        return f"https://{at.hostname}{PATH}"
    if at.scheme == "http" and at.hostname in ("127.0.0.1", "::1"):
        return f"http://localhost?{urlencode({'redirect_uri': redirect, 'scope': _SCOPE}, quote_via=quote)}"
    return ""


def document(redirect: str) -> Mapping[str, object] | None:
    """What servers read there; None where there is no such address."""
    name = client_id(redirect)
    if not name.startswith("https://"):
        return None
    return {
        "client_id": name,
        "client_name": "Greenlight",
        "client_uri": name.removesuffix(PATH),
        "application_type": "web",
        "redirect_uris": [redirect],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "scope": _SCOPE,
        "dpop_bound_access_tokens": True,
        "token_endpoint_auth_method": "none",
    }
