"""Which request this is, and whether one of our own pages sent it."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import HTTPException, Request

REQUEST_ID = "request_id"
_FOREIGN = "That came from another page. Open Greenlight itself and try again."


def request_id_of(request: Request) -> str:
    """The id under which the log knows this request."""
    return str(getattr(request.state, REQUEST_ID, ""))


async def from_our_page(request: Request) -> None:
    """Let a POST through that one of our own pages sent.

    Raises:
        HTTPException: 403, it came from another site or from no page at all.
    """
    origin = request.headers.get("origin", "")
    ours = urlsplit(request.app.state.parts.base_url)
    if origin == f"{ours.scheme}://{ours.netloc}":
        return
    if origin and urlsplit(origin).netloc == request.headers.get("host"):
        return
    raise HTTPException(403, _FOREIGN)


async def from_our_script(request: Request) -> None:
    """Let a request through unless it writes and was not sent by our own script.

    Raises:
        HTTPException: 403.
    """
    if request.method in ("GET", "HEAD"):
        return
    await from_our_page(request)
    if request.headers.get("x-greenlight") != "1":
        raise HTTPException(403, _FOREIGN)
