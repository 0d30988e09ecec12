"""Pinterest's API, https://github.com/pinterest/api-description/blob/main/v5/openapi.json: pins, boards, media.

Films go to a store of its own, at an address without a token. A film that begins with `BROKEN` cannot be used.
"""

from __future__ import annotations

import base64
import zlib
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.platform.consent import Terms, served
from tests.fakes.platform.faults import Call, Fault
from tests.fakes.platform.figures import CLICKS, COMMENTS, LIKES, SAVES, VIEWS
from tests.fakes.platform.messages import Request, Response, Wrong, only
from tests.fakes.platform.network import Member, Network, Visible

BOARD = "5001"
SECTION = "77"
BROKEN = b"broken"
LONGEST = {"title": 100, "description": 800, "alt_text": 500, "link": 2048}
PICTURES = {"image/jpeg", "image/png"}
COVERS = ({"cover_image_url"}, {"cover_image_content_type", "cover_image_data"}, {"cover_image_key_frame_time"})
LIVES, ENDS = timedelta(days=30), timedelta(days=60)
TERMS = Terms(
    authorize="/www.pinterest.com/oauth",
    token="/v5/oauth/token",
    scopes=frozenset({"user_accounts:read", "boards:read", "boards:write", "pins:read", "pins:write"}),
    joiner=",",
    basic=True,
    lives=round(LIVES.total_seconds()),
    refreshes=True,
    refresh_lives=round(ENDS.total_seconds()),
    refresh_lives_as="refresh_token_expires_in",
    rotates=True,
)
BOARDS = [{"id": BOARD, "name": "Bread", "privacy": "PUBLIC"}, {"id": "5002", "name": "Cakes", "privacy": "PUBLIC"}]
MANY = "librarian"
CODES = {400: 1, 401: 2, 403: 29, 404: 50, 429: 8}


def call_of(request: Request) -> Call:
    match request.method, request.path:
        case "POST", ["v5", "pins"]:
            return Call.REVEAL
        case "GET", ["v5", "boards", _, "pins"] | ["v5", "pins", _]:
            return Call.FIND
        case "DELETE", _:
            return Call.REMOVE
        case _:
            return Call.STEP


def open_to_all(network: Network, request: Request) -> Response | None:
    return served(network, request, TERMS)


def member_of(network: Network, request: Request) -> Member | None:
    """By the token, and in the store for films by the address alone."""
    if request.path[0] == "upload":
        return next(one for one in network.members.values() if one.name == request.path[1])
    return network.member(request.bearer)


def refused(network: Network, fault: Fault) -> Response:
    """A number and a text; when a limit ends is told in seconds."""
    limits = {"X-RateLimit-Limit": "1000", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": fault.retry_after}
    return _refusal(fault.status, fault.reason, headers=limits if fault.retry_after else {})


def serve(network: Network, member: Member, request: Request, late: float = 0.0) -> Response:
    match request.method, request.path:
        case "POST", ["v5", "pins"]:
            return _post(network, member, request, late)
        case "DELETE", ["v5", "pins", one]:
            return Response(status=204) if network.delete(member, one) else _refusal(404, "Pin not found")
        case "GET", ["v5", "pins", one]:
            return _counted(network, member, request, one)
        case "GET", ["v5", "boards", board, "pins"]:
            return _list(network, member, request, board)
        case "GET", ["v5", "user_account"]:
            told = {"id": f"9{zlib.crc32(member.name.encode())}", "username": member.name, "account_type": "BUSINESS"}
            return Response(status=200, body=told)
        case "GET", ["v5", "boards"]:
            return _boards(member, request)
        case "POST", ["v5", "media"]:
            return _register(member, request)
        case "POST", ["upload", _, one]:
            return _take(network, member, request, one)
        case "GET", ["v5", "media", one]:
            status = _status(network, member, one)
            told = {"media_id": one, "media_type": "video", "status": status}
            return Response(status=200, body=told) if status else _refusal(404, "Media not found")
    raise Wrong(f"{request.method} {request.target}")


def _boards(member: Member, request: Request) -> Response:
    """One board on the first page, so that the next is asked for; whoever is called MANY has many."""
    asked = request.queries()
    only(asked, need={"page_size"}, may={"bookmark"})
    if "bookmark" in asked:
        shelves = [{"id": str(number), "name": f"Shelf {number}", "privacy": "PUBLIC"} for number in range(6003, 6046)]
        more = shelves if member.name == MANY else []
        return Response(status=200, body={"items": [*BOARDS[1:], *more], "bookmark": None})
    return Response(status=200, body={"items": BOARDS[:1], "bookmark": "next"})


def _post(network: Network, member: Member, request: Request, late: float) -> Response:
    asked = request.json()
    only(asked, need={"board_id", "media_source"}, may={"board_section_id", *LONGEST})
    if any(not text or len(text) > LONGEST[name] for name, text in asked.items() if name in LONGEST):
        return _refusal(400, "a text is too long")
    if not asked["board_id"].isdigit():
        return _refusal(400, f"'{asked['board_id']}' does not match '^\\\\d+$'")
    if asked["board_id"] != BOARD or asked.get("board_section_id", SECTION) != SECTION:
        return _refusal(404, "Board not found", code=40)
    media = _media(network, member, asked["media_source"])
    if not media:
        return _refusal(400, "the media cannot be used")
    details = {name: str(value) for name, value in asked.items() if name not in ("media_source", "description")}
    post = network.post(member, asked.get("description", ""), media, "", "", late, details)
    return Response(status=201, body=_told(post))


def _media(network: Network, member: Member, source: dict[str, Any]) -> list[str]:
    """The hashes of what a pin shows; empty when it cannot be used."""
    match source.get("source_type"):
        case "image_base64":
            return [_picture(network, member, {name: source[name] for name in source if name != "source_type"})]
        case "multiple_image_base64":
            only(source, need={"source_type", "items"}, may={"index"})
            items = source["items"]
            return [_picture(network, member, one) for one in items] if 2 <= len(items) <= 5 else []
        case "video_id":
            given = set(source) - {"source_type", "media_id"}
            if given not in COVERS or _status(network, member, source["media_id"]) != "succeeded":
                return []
            return [member.drawer[source["media_id"]]["sha256"]]
    raise Wrong(f"source_type {source.get('source_type')!r}")


def _picture(network: Network, member: Member, given: dict[str, Any]) -> str:
    only(given, need={"content_type", "data"}, may={"title", "description", "link"})
    if given["content_type"] not in PICTURES:
        raise Wrong(f"a picture of {given['content_type']}")
    return network.upload(member, base64.b64decode(given["data"], validate=True))


def _register(member: Member, request: Request) -> Response:
    asked = request.json()
    only(asked, need={"media_type"})
    if asked["media_type"] != "video":
        raise Wrong("media_type")
    number = str(9000 + len(member.drawer))
    form = {
        "key": f"uploads/{number}",
        "policy": "cG9saWN5",
        "x-amz-algorithm": "AWS4",
        "Content-Type": "multipart/form-data",
    }
    member.drawer[number] = {"form": form, "sha256": "", "ready": None}
    url = f"http://{request.headers['host']}/upload/{member.name}/{number}"
    told = {"media_id": number, "media_type": "video", "upload_url": url, "upload_parameters": form}
    return Response(status=201, body=told)


def _take(network: Network, member: Member, request: Request, one: str) -> Response:
    """The store: the form as it was given, then the file, and nobody's token."""
    pieces, kept = request.multipart(), member.drawer[one]
    if "authorization" in request.headers or list(pieces)[-1] != "file":
        raise Wrong("a token came along, or the file does not stand last")
    file = pieces.pop("file")
    if {name: piece.data.decode() for name, piece in pieces.items()} != kept["form"]:
        raise Wrong("the form is not the one that was given")
    kept["sha256"] = network.upload(member, file.data)
    kept["ready"] = network.now() + timedelta(seconds=member.processing)
    return Response(status=204)


def _status(network: Network, member: Member, one: str) -> str:
    kept = member.drawer.get(one)
    if kept is None:
        return ""
    if not kept["sha256"]:
        return "registered"
    if kept["ready"] > network.now():
        return "processing"
    return "failed" if network.media[kept["sha256"]].startswith(BROKEN) else "succeeded"


def _list(network: Network, member: Member, request: Request, board: str) -> Response:
    asked = request.queries()
    only(asked, need=set(), may={"page_size", "bookmark"})
    size, start = int(asked.get("page_size", "25")), int(asked.get("bookmark", "0"))
    if not 1 <= size <= 250:
        raise Wrong("page_size")
    if board != BOARD:
        return _refusal(404, "Board not found", code=40)
    newest = network.visible(member)[::-1]
    more = str(start + size) if len(newest) > start + size else None
    return Response(status=200, body={"items": [_told(one) for one in newest[start : start + size]], "bookmark": more})


def _counted(network: Network, member: Member, request: Request, one: str) -> Response:
    if request.queries() != {"pin_metrics": "true"}:
        raise Wrong("pin_metrics")
    post = next((post for post in network.visible(member) if post.id == one), None)
    if post is None:
        return _refusal(404, "Pin not found")
    counts = {"impression": VIEWS, "reaction": LIKES, "comment": COMMENTS, "save": SAVES, "pin_click": CLICKS}
    return Response(
        status=200, body={**_told(post), "pin_metrics": {"lifetime_metrics": {**counts, "clickthrough": 1}}}
    )


def _told(post: Visible) -> dict[str, object]:
    """A pin; its time is UTC and does not say so."""
    return {
        "id": post.id,
        "created_at": datetime.fromisoformat(post.committed).replace(tzinfo=None).isoformat(),
        "board_id": post.details["board_id"],
        "description": post.text or None,
        **{name: post.details.get(name) for name in ("title", "link", "alt_text")},
    }


def _refusal(status: int, text: str, *, code: int = 0, headers: dict[str, str] | None = None) -> Response:
    body = {"code": code or CODES.get(status, 0), "message": text}
    return Response(status=status, body=body, headers=headers or {})
