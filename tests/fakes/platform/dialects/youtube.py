"""YouTube's Data API, https://developers.google.com/youtube/v3/docs (read 2026-11): resumable uploads, lists, deletion.

A description that contains `TWIN` makes YouTube say that it has the film already.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from tests.fakes.platform.consent import Terms, served
from tests.fakes.platform.faults import Call, Fault
from tests.fakes.platform.figures import COMMENTS, LIKES, VIEWS
from tests.fakes.platform.messages import Request, Response, Wrong, only
from tests.fakes.platform.network import Member, Network, Visible

QUANTUM = 262_144
TWIN = "as uploaded before"
SNIPPET = {"title", "description", "tags", "categoryId", "defaultLanguage"}
STATUS = {"privacyStatus", "selfDeclaredMadeForKids", "containsSyntheticMedia"}
UPLOADING = {"uploadType", "part", "notifySubscribers"}
REASONS = {401: "authError", 403: "forbidden", 404: "videoNotFound", 429: "rateLimitExceeded", 500: "backendError"}
UPLOADS = ["upload", "youtube", "v3", "videos"]
_SCOPE = "https://www.googleapis.com/auth/youtube"
LIVES, ENDS = timedelta(seconds=3599), timedelta(days=7)
TERMS = Terms(
    authorize="/accounts.google.com/o/oauth2/v2/auth",
    token="/oauth2.googleapis.com/token",
    revoke="/oauth2.googleapis.com/revoke",
    revoke_by_token=True,
    scopes=frozenset({f"{_SCOPE}.upload", f"{_SCOPE}.readonly", f"{_SCOPE}.force-ssl"}),
    pkce=True,
    lives=round(LIVES.total_seconds()),
    refreshes=True,
    refresh_lives=round(ENDS.total_seconds()),
    may=frozenset({"access_type", "prompt"}),
)
_RANGE = re.compile(r"bytes (?:\*|(\d+)-(\d+))/(\d+)")


def call_of(request: Request) -> Call:
    """The piece that ends a film makes it visible; asking a session what it has changes nothing."""
    match request.method, request.path:
        case "PUT", _:
            begin, end, total = _range(request)
            return Call.FIND if begin < 0 else Call.REVEAL if end == total else Call.STEP
        case "GET", _:
            return Call.FIND
        case "DELETE", _:
            return Call.REMOVE
        case _:
            return Call.STEP


def open_to_all(network: Network, request: Request) -> Response | None:
    offline = (request.query("access_type"), request.query("prompt")) == ("offline", "consent")
    if request.target.startswith(TERMS.authorize) and not offline:
        raise Wrong("no refresh token would come along")
    return served(network, request, TERMS)


def member_of(network: Network, request: Request) -> Member | None:
    return network.member(request.bearer)


def refused(network: Network, fault: Fault) -> Response:
    """The reason of the first error decides."""
    headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
    return _refusal(fault.status, fault.reason or REASONS.get(fault.status, ""), headers)


def serve(network: Network, member: Member, request: Request, late: float = 0.0) -> Response:
    match request.method, request.path:
        case "POST", path if path == UPLOADS:
            return _open(network, member, request)
        case "PUT", path if path == UPLOADS:
            return _take(network, member, request, late)
        case "DELETE", ["youtube", "v3", "videos"]:
            gone = network.delete(member, request.queries()["id"])
            return Response(status=204) if gone else _refusal(404, "videoNotFound")
        case "GET", ["youtube", "v3", "videos"]:
            return _counted(network, member, request)
        case "GET", ["youtube", "v3", "channels"]:
            return _channels(member, request)
        case "GET", ["youtube", "v3", "playlistItems"]:
            return _list(network, member, request)
    raise Wrong(f"{request.method} {request.target}")


def _channels(member: Member, request: Request) -> Response:
    """Whose token this is; "cem" has no channel."""
    channel: dict[str, object] = {"kind": "youtube#channel", "id": f"UC{member.name}"}
    match request.queries():
        case {"part": "contentDetails", "mine": "true", **more} if not more:
            channel["contentDetails"] = {"relatedPlaylists": {"uploads": f"UU{member.name}"}}
        case {"part": "snippet", "mine": "true", **more} if not more:
            channel["snippet"] = {"title": f"Channel of {member.name}"}
        case asked:
            raise Wrong(f"channels {asked}")
    return Response(status=200, body={"items": [channel]} if member.name != "cem" else {})


def _open(network: Network, member: Member, request: Request) -> Response:
    asked = request.queries()
    only(asked, need=UPLOADING)
    if (asked["uploadType"], asked["part"]) != ("resumable", "snippet,status"):
        raise Wrong("uploadType or part")
    if not request.headers.get("x-upload-content-type", "").startswith("video/"):
        raise Wrong("X-Upload-Content-Type")
    resource = request.json()
    only(resource, need={"snippet", "status"})
    if reason := _problem(resource["snippet"], resource["status"]):
        return _refusal(400, reason)
    name = f"u{len(member.drawer) + 1}"
    member.drawer[name] = {
        "resource": resource,
        "total": int(request.headers["x-upload-content-length"]),
        "data": b"",
        "film": None,
        "expires": network.now() + timedelta(seconds=member.container_life),
    }
    address = f"http://{request.headers['host']}{'/'.join(['', *UPLOADS])}?uploadType=resumable&upload_id={name}"
    return Response(status=200, body=b"", headers={"Location": address})


def _problem(snippet: dict[str, Any], status: dict[str, Any]) -> str:
    only(snippet, need={"title", "description", "categoryId"}, may=SNIPPET)
    only(status, need={"privacyStatus", "selfDeclaredMadeForKids"}, may=STATUS)
    if not all(isinstance(value, bool) for name, value in status.items() if name != "privacyStatus"):
        raise Wrong("a choice that is neither true nor false")
    title, description = snippet["title"], snippet["description"]
    if not title.strip() or len(title) > 100 or set(title) & set("<>"):
        return "invalidTitle"
    if len(description.encode()) > 5000 or set(description) & set("<>"):
        return "invalidDescription"
    if len(",".join(snippet.get("tags", []))) > 500:
        return "invalidTags"
    if not snippet["categoryId"].isdigit():
        return "invalidCategoryId"
    return "" if status["privacyStatus"] in ("public", "unlisted", "private") else "forbiddenPrivacySetting"


def _take(network: Network, member: Member, request: Request, late: float) -> Response:
    asked = request.queries()
    only(asked, need={"uploadType", "upload_id"})
    kept = member.drawer.get(asked["upload_id"])
    if kept is None or kept["expires"] <= network.now():
        return Response(status=404, body=b"Not Found")
    begin, end, total = _range(request)
    if total != kept["total"]:
        raise Wrong("another total")
    if begin >= 0:
        _keep(kept, request, begin, end)
    if len(kept["data"]) == total and kept["film"] is None:
        kept["film"] = _show(network, member, kept, late)
    if kept["film"]:
        return Response(status=200 if begin < 0 else 201, body=_told(kept["film"]))
    stored = len(kept["data"])
    return Response(status=308, body=b"", headers={"Range": f"bytes=0-{stored - 1}"} if stored else {})


def _keep(kept: dict[str, Any], request: Request, begin: int, end: int) -> None:
    if kept["film"] or begin != len(kept["data"]) or end - begin != len(request.body):
        raise Wrong("a piece that does not go on where the last one ended")
    if end != kept["total"] and end % QUANTUM:
        raise Wrong(f"a piece that ends at {end}")
    if not request.mime.startswith("video/"):
        raise Wrong("content type")
    kept["data"] += request.body


def _show(network: Network, member: Member, kept: dict[str, Any], late: float) -> Visible:
    snippet, status = kept["resource"]["snippet"], kept["resource"]["status"]
    details = {**snippet, **status, "tags": ",".join(snippet.get("tags", []))}
    shown = {name: str(value) for name, value in details.items() if name != "description"}
    media = [network.upload(member, kept["data"])]
    return network.post(member, snippet["description"], media, "", "", late, shown)


def _list(network: Network, member: Member, request: Request) -> Response:
    asked = request.queries()
    only(asked, need={"part", "playlistId"}, may={"maxResults"})
    if asked["playlistId"] != f"UU{member.name}":
        return _refusal(404, "playlistNotFound")
    newest = network.visible(member)[::-1][: int(asked.get("maxResults", "5"))]
    items = [
        {
            "snippet": {"title": one.details["title"], "publishedAt": one.committed.replace("+00:00", "Z")},
            "contentDetails": {"videoId": one.id},
        }
        for one in newest
    ]
    return Response(status=200, body={"items": items})


def _range(request: Request) -> tuple[int, int, int]:
    """Where the piece begins and where it has ended, and the size of the whole; -1 for a mere question."""
    found = _RANGE.fullmatch(request.headers.get("content-range", ""))
    if found is None:
        raise Wrong("Content-Range")
    return (int(found[1]), int(found[2]) + 1, int(found[3])) if found[1] else (-1, -1, int(found[3]))


def _counted(network: Network, member: Member, request: Request) -> Response:
    asked = request.queries()
    only(asked, need={"part", "id"})
    ids = asked["id"].split(",")
    if asked["part"] != "statistics" or len(ids) > 50:
        raise Wrong("part or id")
    counts = {"viewCount": str(VIEWS), "likeCount": str(LIKES), "commentCount": str(COMMENTS), "favoriteCount": "0"}
    there = [one.id for one in network.visible(member) if one.id in ids]
    items = [{"kind": "youtube#video", "id": one, "statistics": counts} for one in there]
    return Response(status=200, body={"items": items})


def _told(post: Visible) -> dict[str, Any]:
    status: dict[str, str] = {"uploadStatus": "uploaded", "privacyStatus": post.details["privacyStatus"]}
    if TWIN in post.text:
        status |= {"uploadStatus": "rejected", "rejectionReason": "duplicate"}
    return {"kind": "youtube#video", "id": post.id, "snippet": {"title": post.details["title"]}, "status": status}


def _refusal(status: int, reason: str, headers: dict[str, str] | None = None) -> Response:
    error = {"domain": "youtube", "reason": reason, "message": "translated"}
    body = {"error": {"code": status, "message": "translated", "errors": [error]}}
    return Response(status=status, body=body, headers=headers or {})
