"""TikTok's Content Posting API, https://developers.tiktok.com/doc/content-posting-api-get-started (read 2026-11).

A film that begins with `FAILS` and a reason fails for it. `processing` is how long the moderation takes.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.platform.consent import Terms, served
from tests.fakes.platform.faults import Call, Fault
from tests.fakes.platform.fetching import fetched
from tests.fakes.platform.figures import COMMENTS, LIKES, REPOSTS, VIEWS
from tests.fakes.platform.messages import Request, Response, Wrong, only
from tests.fakes.platform.network import Member, Network, Visible

FAILS = b"fails:"
MEGABYTE = 1_000_000
LONGEST_FILM = 600
UPLOAD_LIFE = timedelta(hours=1)
OPTIONS = ["PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"]
TOGGLES = {"disable_comment", "brand_content_toggle", "brand_organic_toggle"}
OF_A_FILM = {"title", "video_cover_timestamp_ms", "disable_duet", "disable_stitch", "is_aigc"} | TOGGLES
OF_PHOTOS = {"title", "description", "auto_add_music"} | TOGGLES
WORDS = {"title", "description", "privacy_level", "video_cover_timestamp_ms"}
CODES = {401: "access_token_invalid", 429: "rate_limit_exceeded", 500: "internal_error", 502: "internal_error"}
LISTED = {"id", "create_time", "video_description", "title", "share_url"}
LIVES, ENDS = timedelta(days=1), timedelta(days=180)
TERMS = Terms(
    authorize="/www.tiktok.com/v2/auth/authorize",
    token="/v2/oauth/token",
    revoke="/v2/oauth/revoke",
    scopes=frozenset({"user.info.basic", "video.publish", "video.upload", "video.list"}),
    joiner=",",
    id_name="client_key",
    lives=round(LIVES.total_seconds()),
    refreshes=True,
    refresh_lives=round(ENDS.total_seconds()),
    refresh_lives_as="refresh_expires_in",
    rotates=True,
)
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


def call_of(request: Request) -> Call:
    """The last piece of a film makes it visible, and so does the one call that names the photos."""
    match request.method, request.path:
        case "PUT", _:
            _, end, total = _range(request)
            return Call.REVEAL if end == total else Call.STEP
        case _, ["v2", "post", "publish", "content", "init"]:
            return Call.REVEAL
        case _, ["v2", "post", "publish", "status", "fetch"] | ["v2", "video", "list" | "query"]:
            return Call.FIND
        case _:
            return Call.STEP


def open_to_all(network: Network, request: Request) -> Response | None:
    answer = served(network, request, TERMS)
    if answer is not None and answer.status == 200 and answer.body:
        answer.body["open_id"] = f"open-{network.members[answer.body['access_token']].name}"
    return answer


def member_of(network: Network, request: Request) -> Member | None:
    """By the token, and where films go by the address alone."""
    if request.method == "PUT":
        return next((one for one in network.members.values() if request.query("upload_id") in one.drawer), None)
    return network.member(request.bearer)


def refused(network: Network, fault: Fault) -> Response:
    """The code in the body decides."""
    headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
    return _refusal(fault.status, fault.reason or CODES.get(fault.status, "invalid_params"), headers)


def serve(network: Network, member: Member, request: Request, late: float = 0.0) -> Response:
    if request.method == "PUT":
        return _take(network, member, request, late)
    if (request.method, request.path) == ("GET", ["v2", "user", "info"]):
        if request.queries() != {"fields": "open_id,display_name"}:
            raise Wrong("user info")
        return _ok({"user": {"open_id": f"open-{member.name}", "display_name": member.name}})
    if request.method != "POST" or not request.target.partition("?")[0].endswith("/"):
        raise Wrong(f"{request.method} {request.target}")
    if request.headers.get("content-type") != "application/json; charset=UTF-8":
        raise Wrong("content type")
    match request.path:
        case ["v2", "post", "publish", "creator_info", "query"] if not request.body:
            return _ok({**_creator(member), "max_video_post_duration_sec": LONGEST_FILM})
        case ["v2", "post", "publish", "video", "init"]:
            return _begin(network, member, request)
        case ["v2", "post", "publish", "inbox", "video", "init"]:
            return _begin(network, member, request, inbox=True)
        case ["v2", "post", "publish", "content", "init"]:
            return _pull(network, member, request, late)
        case ["v2", "post", "publish", "status", "fetch"]:
            asked = request.json()
            only(asked, need={"publish_id"})
            kept = member.drawer.get(asked["publish_id"])
            return _ok(_status(network, member, kept)) if kept else _refusal(400, "invalid_publish_id")
        case ["v2", "video", "list"]:
            return _list(network, member, request)
        case ["v2", "video", "query"]:
            return _counted(network, member, request)
    raise Wrong(f"{request.method} {request.target}")


def _creator(member: Member) -> dict[str, Any]:
    names = {"creator_username": member.name, "creator_nickname": "Padaria", "creator_avatar_url": "https://p.example/"}
    closed = {"comment_disabled": False, "duet_disabled": False, "stitch_disabled": False}
    return {**names, **closed, "privacy_level_options": OPTIONS}


def _begin(network: Network, member: Member, request: Request, *, inbox: bool = False) -> Response:
    """A film for everybody, or without any words for the creator's inbox."""
    asked = request.json()
    only(asked, need={"source_info"} if inbox else {"post_info", "source_info"})
    source = asked["source_info"]
    only(source, need={"source", "video_size", "chunk_size", "total_chunk_count"})
    size, each, count = source["video_size"], source["chunk_size"], source["total_chunk_count"]
    fits = 5 * MEGABYTE <= each <= 64 * MEGABYTE and count == size // each <= 1000
    if source["source"] != "FILE_UPLOAD" or not (fits or (count == 1 and each == size < 5 * MEGABYTE)):
        return _refusal(400, "invalid_params")
    info = {"title": "", "inbox": True} if inbox else asked["post_info"]
    if not inbox and (code := _problem(info, OF_A_FILM, {"title": 2200})):
        return _refusal(403, code)
    name = f"v_pub_file~{member.name}.{len(member.drawer) + 1}"
    expires = network.now() + UPLOAD_LIFE
    kept = {"info": info, "size": size, "each": each, "count": count, "data": b"", "expires": expires}
    member.drawer[name] = {**kept, "post": None, "failed": ""}
    url = f"http://{request.headers['host']}/video/?upload_id={name}&upload_token=t0"
    return _ok({"publish_id": name, "upload_url": url})


def _take(network: Network, member: Member, request: Request, late: float) -> Response:
    """A piece of a film: bare statuses, and nobody's token."""
    kept = member.drawer[request.query("upload_id")]
    begin, end, total = _range(request)
    if "authorization" in request.headers or not request.mime.startswith("video/") or total != kept["size"]:
        raise Wrong("a piece with a token, of another film or without its type")
    if kept["expires"] <= network.now():
        return Response(status=403, body=b"")
    if begin != len(kept["data"]):
        return Response(status=416, body=b"")
    last = end > kept["each"] * (kept["count"] - 1)
    if end - begin != len(request.body) or (end != total if last else end % kept["each"]):
        raise Wrong("a piece that does not end where it should")
    kept["data"] += request.body
    if end < total:
        return Response(status=206, body=b"")
    if kept["data"].startswith(FAILS):
        kept["failed"] = kept["data"].decode().split(":")[1]
    else:
        media = [network.upload(member, kept["data"])]
        kept["post"] = _show(network, member, kept["info"]["title"], media, kept["info"], late)
    return Response(status=201, body=b"")


def _pull(network: Network, member: Member, request: Request, late: float) -> Response:
    asked = request.json()
    only(asked, need={"media_type", "post_mode", "post_info", "source_info"})
    source, info = asked["source_info"], asked["post_info"]
    only(source, need={"source", "photo_images", "photo_cover_index"})
    if (asked["media_type"], asked["post_mode"], source["source"]) != ("PHOTO", "DIRECT_POST", "PULL_FROM_URL"):
        raise Wrong("media_type, post_mode or source")
    if not 1 <= len(source["photo_images"]) <= 35 or not 0 <= source["photo_cover_index"] < len(source["photo_images"]):
        return _refusal(400, "invalid_params")
    if code := _problem(info, OF_PHOTOS, {"title": 90, "description": 4000}):
        return _refusal(403, code)
    name = f"p_pub_url~{member.name}.{len(member.drawer) + 1}"
    pictures = [one for one in map(fetched, source["photo_images"]) if one]
    kept: dict[str, Any] = {"info": info, "size": 0, "data": b"", "post": None, "failed": ""}
    if len(pictures) < len(source["photo_images"]):
        kept["failed"] = "photo_pull_failed"
    elif not all(mime in ("image/jpeg", "image/webp") for _, mime in pictures):
        kept["failed"] = "file_format_check_failed"
    else:
        media = [network.upload(member, data) for data, _ in pictures]
        kept["post"] = _show(network, member, info["description"], media, info, late)
    member.drawer[name] = kept
    return _ok({"publish_id": name})


def _problem(info: dict[str, Any], may: set[str], longest: dict[str, int]) -> str:
    only(info, need={"privacy_level"}, may=may)
    if not all(isinstance(value, bool) for name, value in info.items() if name not in WORDS):
        raise Wrong("a choice that is neither true nor false")
    if any(len(info.get(name, "").encode("utf-16-le")) > 2 * most for name, most in longest.items()):
        return "invalid_params"
    return "" if info["privacy_level"] in OPTIONS else "privacy_level_option_mismatch"


def _show(network: Network, member: Member, text: str, media: list[str], info: dict[str, Any], late: float) -> Visible:
    details = {name: str(value) for name, value in info.items() if name != "description"}
    return network.post(member, text, media, "", "", late, details)


def _status(network: Network, member: Member, kept: dict[str, Any]) -> dict[str, Any]:
    if kept["failed"]:
        return {"status": "FAILED", "fail_reason": kept["failed"]}
    post = kept["post"]
    if post is None:
        return {"status": "PROCESSING_UPLOAD", "uploaded_bytes": len(kept["data"])}
    if post not in network.visible(member):
        return {"status": "PROCESSING_DOWNLOAD", "downloaded_bytes": len(kept["data"])}
    if "inbox" in post.details:
        return {"status": "SEND_TO_USER_INBOX"}
    passed = datetime.fromisoformat(post.committed) + timedelta(seconds=member.processing) <= network.now()
    public = post.details["privacy_level"] == "PUBLIC_TO_EVERYONE"
    return {"status": "PUBLISH_COMPLETE", **({"publicaly_available_post_id": [post.id]} if passed and public else {})}


def _counted(network: Network, member: Member, request: Request) -> Response:
    if request.queries() != {"fields": "id,view_count,like_count,comment_count,share_count"}:
        raise Wrong("fields")
    asked = request.json()
    only(asked, need={"filters"})
    only(asked["filters"], need={"video_ids"})
    counts = {"view_count": VIEWS, "like_count": LIKES, "comment_count": COMMENTS, "share_count": REPOSTS}
    public = [one.id for one in network.visible(member) if one.details["privacy_level"] == "PUBLIC_TO_EVERYONE"]
    return _ok({"videos": [{"id": one, **counts} for one in asked["filters"]["video_ids"] if one in public]})


def _list(network: Network, member: Member, request: Request) -> Response:
    if not set(request.queries()["fields"].split(",")) <= LISTED or set(request.queries()) != {"fields"}:
        raise Wrong("fields")
    asked = request.json()
    only(asked, need=set(), may={"cursor", "max_count"})
    if not 1 <= asked.get("max_count", 10) <= 20:
        return _refusal(400, "invalid_params")
    public = [one for one in network.visible(member) if one.details.get("privacy_level") == "PUBLIC_TO_EVERYONE"]
    videos = [
        {
            "id": one.id,
            "create_time": int(datetime.fromisoformat(one.committed).timestamp()),
            "video_description": one.text,
            "title": one.details.get("title", ""),
        }
        for one in public[::-1][: asked.get("max_count", 10)]
    ]
    return _ok({"videos": videos, "cursor": 0, "has_more": False})


def _range(request: Request) -> tuple[int, int, int]:
    """Where the piece begins and where it has ended, and the size of the whole."""
    found = _RANGE.fullmatch(request.headers.get("content-range", ""))
    if found is None:
        raise Wrong("Content-Range")
    return int(found[1]), int(found[2]) + 1, int(found[3])


def _ok(data: dict[str, Any]) -> Response:
    return Response(status=200, body={"data": data, "error": {"code": "ok", "message": "", "log_id": "1"}})


def _refusal(status: int, code: str, headers: dict[str, str] | None = None) -> Response:
    body = {"data": {}, "error": {"code": code, "message": "words", "log_id": "1"}}
    return Response(status=status, body=body, headers=headers or {})
