"""LinkedIn's versioned API: posts, pictures, films, who somebody is and which pages they manage.

https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api (read 2026-11). Accounts that
do not list their posts have a member's token, which may not look at pictures either. A film that begins with `BROKEN`
cannot be used; whoever says `TWICE` again is told so.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from tests.fakes.platform.consent import Terms, served
from tests.fakes.platform.faults import Call, Fault
from tests.fakes.platform.figures import CLICKS, COMMENTS, LIKES, REACH, REPOSTS, VIEWS
from tests.fakes.platform.messages import Request, Response, Wrong, only
from tests.fakes.platform.network import Member, Network, Visible

BROKEN = b"broken"
TWICE = "as I said before"
PIECE = 4_194_304
MAX_TEXT = 3000
MAX_COMMENT = 1250
VERSION = re.compile(r"20\d{4}")
LIVES = timedelta(days=60)
HOST = "www.linkedin.com"
TERMS = Terms(
    authorize=f"/{HOST}/oauth/v2/authorization",
    token=f"/{HOST}/oauth/v2/accessToken",
    revoke=f"/{HOST}/oauth/v2/revoke",
    scopes=frozenset(
        {
            "openid",
            "profile",
            "w_member_social",
            "w_organization_social",
            "r_organization_social",
            "rw_organization_admin",
        }
    ),
    lives=round(LIVES.total_seconds()),
)
POSTING = {
    "author",
    "commentary",
    "visibility",
    "distribution",
    "lifecycleState",
    "isReshareDisabledByAuthor",
}
_RESERVED = re.compile(r"(?<!\\)[|{}@\[\]()<>*_~]")
_TEMPLATE = re.compile(r"\{hashtag\|\\#\|((?:[^\\}]|\\.)*)\}")


def call_of(request: Request) -> Call:
    match request.method, request.path:
        case "POST", ["rest", "posts"] | ["rest", "socialActions", _, "comments"]:
            return Call.REVEAL
        case "GET", ["rest", "posts" | "organizationalEntityShareStatistics"] | [
            "rest",
            "socialActions",
            _,
            "comments",
        ]:
            return Call.FIND
        case "DELETE", _:
            return Call.REMOVE
        case _:
            return Call.STEP


def open_to_all(network: Network, request: Request) -> Response | None:
    return served(network, request, TERMS)


def member_of(network: Network, request: Request) -> Member | None:
    return network.member(request.bearer)


def refused(network: Network, fault: Fault) -> Response:
    headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
    code, _, message = fault.reason.partition(": ")
    if code == "inputErrors":
        body = {"status": fault.status, "errorDetails": {"inputErrors": [{"code": message}]}}
        return Response(status=fault.status, body=body, headers=headers)
    return _refusal(fault.status, code, message, headers)


def serve(network: Network, member: Member, request: Request, late: float = 0.0) -> Response:
    if request.path[0] == "dms-uploads":
        return _take(network, member, request)
    if request.path == ["v2", "userinfo"]:
        return Response(status=200, body={"sub": member.name, "name": member.name.title(), "locale": "en_US"})
    if not VERSION.fullmatch(request.headers.get("linkedin-version", "")):
        return _refusal(400, "VERSION_MISSING", "A version must be present.")
    if request.headers.get("x-restli-protocol-version") != "2.0.0":
        raise Wrong("X-Restli-Protocol-Version")
    match request.method, request.path:
        case "POST", ["rest", "images" | "videos" as kind]:
            return _begin(network, member, request, kind)
        case "GET", ["rest", "images" | "videos", one]:
            return _status(network, member, request.path[1], unquote(one))
        case "POST", ["rest", "posts"]:
            return _post(network, member, request, late)
        case "GET", ["rest", "posts"]:
            return _list(network, member, request)
        case "POST", ["rest", "socialActions", above, "comments"]:
            return _comment(network, member, request, unquote(above), late)
        case "GET", ["rest", "socialActions", above, "comments"]:
            return _comments(network, member, request, unquote(above))
        case "DELETE", ["rest", "socialActions", above, "comments", number]:
            only(request.queries(), need={"actor"})
            gone = network.delete(member, f"urn:li:comment:({unquote(above)},{number})")
            return Response(status=204) if gone else _refusal(404, "NOT_FOUND", "")
        case "GET", ["rest", "organizationalEntityShareStatistics"]:
            return _counted(network, member, request)
        case "GET", ["rest", "organizationAcls"]:
            return _acls(member, request)
        case "GET", ["rest", "organizations"]:
            return _organizations(request)
        case "DELETE", ["rest", "posts", one]:
            if request.headers.get("x-restli-method") != "DELETE":
                raise Wrong("X-RestLi-Method")
            network.delete(member, unquote(one))
            return Response(status=204)
    raise Wrong(f"{request.method} {request.target}")


def _is(member: Member, urn: str) -> bool:
    """Whether a URN names that account, as a person or as a page."""
    return urn in (f"urn:li:person:{member.name}", f"urn:li:organization:{member.name}")


def _begin(network: Network, member: Member, request: Request, kind: str) -> Response:
    asked = request.json()
    match request.query("action"):
        case "initializeUpload":
            only(asked, need={"initializeUploadRequest"})
            about = asked["initializeUploadRequest"]
        case "finalizeUpload" if kind == "videos":
            only(asked, need={"finalizeUploadRequest"})
            return _finish(network, member, asked["finalizeUploadRequest"])
        case action:
            raise Wrong(f"action {action}")
    film = {"fileSizeBytes", "uploadCaptions", "uploadThumbnail"} if kind == "videos" else set[str]()
    only(about, need={"owner"} | film)
    if not _is(member, about["owner"]):
        return _refusal(403, "ACCESS_DENIED", "Not the owner")
    one = f"urn:li:{kind[:-1]}:D{len(member.drawer) + 1}"
    at = f"http://{request.headers['host']}/dms-uploads/{len(member.drawer) + 1}"
    ends = round((network.now() + timedelta(hours=10)).timestamp() * 1000)
    kept: dict[str, Any] = {"size": about.get("fileSizeBytes", 0), "pieces": {}, "sha256": "", "ready": None}
    member.drawer[one] = kept
    if kind == "images":
        return Response(status=200, body={"value": {"uploadUrl": f"{at}/0", "image": one, "uploadUrlExpiresAt": ends}})
    size = kept["size"]
    pieces = [
        {"uploadUrl": f"{at}/{first}", "firstByte": first, "lastByte": min(first + PIECE, size) - 1}
        for first in range(0, size, PIECE)
    ]
    value = {"video": one, "uploadToken": "t0", "uploadInstructions": pieces, "uploadUrlsExpireAt": ends}
    return Response(status=200, body={"value": value})


def _take(network: Network, member: Member, request: Request) -> Response:
    if request.method != "PUT" or request.mime != "application/octet-stream":
        raise Wrong("an upload that is no PUT of bytes")
    number, first = int(request.path[1]), int(request.path[2])
    one = list(member.drawer)[number - 1]
    kept = member.drawer[one]
    kept["pieces"][first] = request.body
    if one.startswith("urn:li:image:"):
        kept |= {"sha256": network.upload(member, request.body), "ready": network.now()}
    return Response(status=201, headers={"ETag": f'"e{first}"'})


def _finish(network: Network, member: Member, asked: dict[str, Any]) -> Response:
    only(asked, need={"video", "uploadToken", "uploadedPartIds"})
    kept = member.drawer[asked["video"]]
    if asked["uploadedPartIds"] != [f"e{first}" for first in sorted(kept["pieces"])] or asked["uploadToken"] != "t0":
        raise Wrong("the parts")
    data = b"".join(kept["pieces"][first] for first in sorted(kept["pieces"]))
    if len(data) != kept["size"]:
        raise Wrong("the parts do not add up")
    ready = network.now() + timedelta(seconds=member.processing)
    kept |= {"sha256": network.upload(member, data), "ready": ready, "broken": data.startswith(BROKEN)}
    return Response(status=200)


def _status(network: Network, member: Member, kind: str, one: str) -> Response:
    kept = member.drawer.get(one)
    if kept is None:
        return _refusal(404, "NOT_FOUND", "")
    if kind == "images" and not member.lists:
        return _refusal(403, "ACCESS_DENIED", "Not enough permissions to access: GET /images")
    if kept["ready"] is None:
        return Response(status=200, body={"id": one, "status": "WAITING_UPLOAD"})
    if kept.get("broken"):
        return Response(status=200, body={"id": one, "status": "PROCESSING_FAILED"})
    return Response(
        status=200, body={"id": one, "status": "AVAILABLE" if kept["ready"] <= network.now() else "PROCESSING"}
    )


def _post(network: Network, member: Member, request: Request, late: float) -> Response:
    asked = request.json()
    only(asked, need=POSTING, may={"content"})
    if not _is(member, asked["author"]):
        return _refusal(403, "ACCESS_DENIED", "Not the author")
    if asked["lifecycleState"] != "PUBLISHED" or asked["visibility"] not in ("PUBLIC", "CONNECTIONS"):
        return _refusal(400, "INVALID_VALUE_FOR_FIELD", "")
    text = _read(asked["commentary"])
    if len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
        return _refusal(400, "FIELD_LENGTH_TOO_LONG", "")
    each = _media(asked.get("content", {}))
    kept = [member.drawer.get(one["id"]) for one in each]
    if any(one is None or not one["sha256"] for one in kept):
        return _refusal(400, "MEDIA_ASSET_WAITING_UPLOAD", "")
    if any(one and one["ready"] > network.now() for one in kept):
        return _refusal(400, "MEDIA_ASSET_WAITING_UPLOAD", "")
    twin = next((post for post in network.visible(member) if post.text == text), None)
    if TWICE in text and twin:
        return _refusal(422, "UNPROCESSABLE_ENTITY", f"Content is a duplicate of {twin.id}")
    details = {
        "commentary": asked["commentary"],
        "visibility": asked["visibility"],
        "alt": "\n".join(one.get("altText", "") for one in each),
        "media": " ".join(one["id"] for one in each),
        "card": " ".join(asked.get("content", {}).get("article", {}).values()),
    }
    urn, media = f"urn:li:share:{len(network.ledger) + 1}", [one["sha256"] for one in kept if one]
    network.post(member, text, media, "", "", late, details, urn)
    return Response(status=201, headers={"X-RestLi-Id": urn})


def _media(content: dict[str, Any]) -> list[dict[str, str]]:
    match content:
        case {"article": dict(card), **more} if not more:
            only(card, need={"source", "title"})
            return []
        case {"media": dict(one), **more} if not more:
            only(one, need={"id"}, may={"altText", "title"})
            return [one]
        case {"multiImage": {"images": list(each), **inner}, **more} if not more and not inner and 2 <= len(each) <= 20:
            for one in each:
                only(one, need={"id"}, may={"altText"})
            return each
        case {**nothing} if not nothing:
            return []
    raise Wrong(f"content {content}")


def _read(commentary: str) -> str:
    """What people see: a sign that is not escaped cuts the text there, which LinkedIn does without a word."""
    tags = _TEMPLATE.sub(lambda tag: f"\\#{tag[1]}", commentary)
    cut = _RESERVED.search(tags.replace("\\\\", "xx"))
    shown = tags[: cut.start()] if cut else tags
    return re.sub(r"\\(.)", r"\1", shown)


def _list(network: Network, member: Member, request: Request) -> Response:
    asked = request.queries()
    only(asked, need={"author", "q", "count", "sortBy"})
    if request.headers.get("x-restli-method") != "FINDER" or (asked["q"], asked["sortBy"]) != ("author", "CREATED"):
        raise Wrong("finder")
    if not member.lists or asked["author"] != f"urn:li:organization:{member.name}":
        return _refusal(403, "ACCESS_DENIED", "r_member_social")
    newest = [post for post in network.visible(member)[::-1] if not post.parent][: int(asked["count"])]
    return Response(status=200, body={"elements": [_told(member, post) for post in newest]})


def _told(member: Member, post: Visible) -> dict[str, Any]:
    media = [{"id": one} for one in post.details["media"].split()]
    content = {"media": media[0]} if len(media) == 1 else {"multiImage": {"images": media}}
    created = round(datetime.fromisoformat(post.committed).timestamp() * 1000)
    told = {
        "id": post.id,
        "author": f"urn:li:organization:{member.name}",
        "commentary": post.details["commentary"],
        "createdAt": created,
        "lifecycleState": "PUBLISHED",
    }
    return {**told, "content": content} if media else told


def _comment(network: Network, member: Member, request: Request, above: str, late: float) -> Response:
    asked = request.json()
    only(asked, need={"actor", "object", "message"})
    only(asked["message"], need={"text"})
    if not _is(member, asked["actor"]):
        return _refusal(403, "ACCESS_DENIED", "Not the actor")
    if asked["object"] != above or above not in [post.id for post in network.visible(member)]:
        return _refusal(404, "NOT_FOUND", "")
    text = asked["message"]["text"]
    if len(text) > MAX_COMMENT:
        return _refusal(400, "FIELD_LENGTH_TOO_LONG", "")
    urn = f"urn:li:comment:({above},{len(network.ledger) + 1})"
    post = network.post(member, text, [], above, "", late, {"actor": asked["actor"]}, urn)
    return Response(status=201, body=_told_below(post))


def _comments(network: Network, member: Member, request: Request, above: str) -> Response:
    asked = request.queries()
    only(asked, need={"start", "count"})
    if not member.lists:
        return _refusal(403, "ACCESS_DENIED", "r_member_social")
    below = [_told_below(post) for post in network.visible(member) if post.parent == above]
    return Response(status=200, body={"elements": below[: int(asked["count"])], "paging": {"links": []}})


def _told_below(post: Visible) -> dict[str, Any]:
    created = {"actor": post.details["actor"], "time": round(datetime.fromisoformat(post.committed).timestamp() * 1000)}
    number = post.id.removesuffix(")").rpartition(",")[2]
    told = {"actor": post.details["actor"], "commentUrn": post.id, "id": number, "object": post.parent}
    return {**told, "created": created, "message": {"attributes": [], "text": post.text}}


def _counted(network: Network, member: Member, request: Request) -> Response:
    asked = request.queries()
    only(asked, need={"q", "organizationalEntity"}, may={"shares", "ugcPosts"})
    if asked["q"] != "organizationalEntity" or not _is(member, asked["organizationalEntity"]) or not member.lists:
        return _refusal(403, "ACCESS_DENIED", "Not an administrator")
    ids = asked["shares"].removeprefix("List(").removesuffix(")").split(",")
    counts = {
        "impressionCount": VIEWS,
        "uniqueImpressionsCount": REACH,
        "likeCount": LIKES,
        "commentCount": COMMENTS,
        "shareCount": REPOSTS,
        "clickCount": CLICKS,
        "engagement": 0.07,
    }
    there = [one.id for one in network.visible(member) if one.id in ids]
    return Response(status=200, body={"elements": [{"share": one, "totalShareStatistics": counts} for one in there]})


def _acls(member: Member, request: Request) -> Response:
    """Two pages, one on each list, and one more as an editor; "cem" manages none."""
    asked = request.queries()
    only(asked, need={"q", "role", "state", "count", "start"})
    if request.headers.get("x-restli-method") != "FINDER":
        raise Wrong("finder")
    numbers = {"ADMINISTRATOR": (1, 2), "CONTENT_ADMINISTRATOR": (2, 3)}[asked["role"]]
    every = [] if member.name == "cem" else [f"urn:li:organization:page{number}" for number in numbers]
    start = int(asked["start"]) // int(asked["count"])
    links = [{"rel": "next", "href": "/"}] if start + 1 < len(every) else []
    elements = [{"organization": one, "role": asked["role"], "state": "APPROVED"} for one in every[start : start + 1]]
    return Response(status=200, body={"elements": elements, "paging": {"links": links}})


def _organizations(request: Request) -> Response:
    listed = request.query("ids").removeprefix("List(").removesuffix(")").split(",")
    return Response(status=200, body={"results": {one: {"localizedName": f"Name of {one}"} for one in listed}})


def _refusal(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    return Response(status=status, body={"status": status, "code": code, "message": message}, headers=headers or {})
