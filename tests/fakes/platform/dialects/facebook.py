"""Pages in the Graph API, https://developers.facebook.com/documentation/pages-api (read 2026-11)."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from tests.fakes.platform import facebook_login, graph
from tests.fakes.platform.faults import Call, Fault
from tests.fakes.platform.figures import CLICKS, COMMENTS, LIKES, REACH, REPOSTS, VIEWS
from tests.fakes.platform.graph import error, inside, missing
from tests.fakes.platform.insights import insights
from tests.fakes.platform.messages import Request, Response, Wrong, only
from tests.fakes.platform.network import Member, Network, Visible

HOST = "graph.facebook.com"
UPLOADS = "rupload.facebook.com"
MAX_TEXT = 63_206
MAX_PHOTOS = 10
PIECE = 400
MIMES = {"image/jpeg", "image/png", "image/gif", "image/bmp", "image/tiff"}
SCOPES = frozenset(
    {
        "pages_show_list",
        "pages_read_engagement",
        "pages_manage_posts",
        "pages_manage_engagement",
        "read_insights",
        "business_management",
    }
)
POST_FIELDS = "id,message,created_time,permalink_url,attachments{media_type,target{id},subattachments{target{id}}}"
COMMENT_FIELDS = "id,message,created_time,permalink_url,from"

COUNTED = "shares,comments.summary(true).limit(0),reactions.summary(true).limit(0)"
COUNTS = {
    "post_media_view": {"paid": 200, "organic": VIEWS - 200},
    "post_total_media_view_unique": REACH,
    "post_clicks": CLICKS,
}


def call_of(request: Request) -> Call:
    match request.method, request.path[2:]:
        case "GET", _:
            return Call.FIND
        case "DELETE", _:
            return Call.REMOVE
        case "POST", [_, "feed" | "comments"]:
            return Call.REVEAL
        case "POST", [_, "videos" | "video_reels"] if b"upload_phase=finish" in request.body:
            return Call.REVEAL
        case _:
            return Call.STEP


def open_to_all(network: Network, request: Request) -> Response | None:
    return facebook_login.open_to_all(network, request, SCOPES)


def member_of(network: Network, request: Request) -> Member | None:
    return graph.member_of(network, request, "OAuth" if request.path[0] == UPLOADS else "Bearer")


def refused(network: Network, fault: Fault) -> Response:
    return graph.refused(network, fault)


def serve(network: Network, member: Member, request: Request, late: float = 0.0) -> Response:
    if request.path[:3] == [UPLOADS, "video-upload", graph.VERSION]:
        return _receive_reel(network, member, request)
    match request.method, inside(request, HOST):
        case _ if (told := facebook_login.told(network, member, request, lambda page: page.id)) is not None:
            return told
        case "POST", [page, ("feed" | "photos" | "videos" | "video_reels") as edge]:
            return _edge(network, member, request, edge, late) if page == member.name else missing()
        case "POST", [above, "comments"]:
            return _comment(network, member, request, above, late)
        case "GET", [page, "published_posts"]:
            return _list(network, member, request) if page == member.name else missing()
        case "GET", [above, "comments"]:
            return _comments(network, member, request, above)
        case "GET", [one, "insights"]:
            return insights(request, COUNTS) if _shown(network, member, one) else missing()
        case "GET", [one]:
            return _read(network, member, request, one)
        case "DELETE", [one]:
            return Response(status=200, body={"success": True}) if network.delete(member, one) else missing()
    raise Wrong(f"{request.method} {request.target}")


def _edge(network: Network, member: Member, request: Request, edge: str, late: float) -> Response:
    match edge:
        case "feed":
            return _post(network, member, request, late)
        case "photos":
            return _receive_photo(network, member, request)
        case "videos":
            return _video(network, member, request, late)
        case _:
            return _reel(network, member, request, late)


def _post(network: Network, member: Member, request: Request, late: float) -> Response:
    asked = request.form()
    only(asked, need=set(), may={"message", "link", "attached_media"})
    text, link = asked.get("message", ""), asked.get("link", "")
    attached = json.loads(asked.get("attached_media", "[]"))
    if not (text or link or attached) or len(text) > MAX_TEXT or len(attached) > MAX_PHOTOS or (link and attached):
        return error(100)
    if link and not link.startswith("https://"):
        return error(1609005)
    for one in attached:
        only(one, need={"media_fbid"})
    ids = [one["media_fbid"] for one in attached]
    photos = [member.drawer.get(one) for one in ids]
    if None in photos:
        return missing()
    hashes = tuple(one["sha256"] for one in photos if one)
    newest = _posts(network, member)[-1:]
    if [(one.text, one.media) for one in newest] == [(text, hashes)]:
        return error(506)
    details = {"link": link, "photos": ",".join(ids), "alt": "\n".join(one["alt"] for one in photos if one)}
    return Response(status=200, body={"id": network.post(member, text, hashes, "", "", late, details).id})


def _receive_photo(network: Network, member: Member, request: Request) -> Response:
    pieces = request.multipart()
    only(pieces, need={"source", "published"}, may={"alt_text_custom"})
    if pieces["published"].data != b"false":
        raise Wrong("a picture on its own is brought unseen")
    if not pieces["source"].filename or pieces["source"].mime not in MIMES:
        return error(324, 1366046)
    alt = pieces["alt_text_custom"].data.decode() if "alt_text_custom" in pieces else ""
    number = f"{len(member.drawer) + 1}"
    member.drawer[number] = {"sha256": network.upload(member, pieces["source"].data), "alt": alt}
    return Response(status=200, body={"id": number})


def _video(network: Network, member: Member, request: Request, late: float) -> Response:
    if request.mime == "multipart/form-data":
        return _receive_piece(network, member, request)
    asked = request.form()
    if asked.get("upload_phase") == "start":
        only(asked, need={"upload_phase", "file_size"})
        film = _new_film(member, size=int(asked["file_size"]))
        return Response(status=200, body={"video_id": film["id"], "upload_session_id": f"s{film['id']}", **_due(film)})
    need = {"upload_phase", "upload_session_id", "description"}
    only(asked, need=need, may={"title", "is_ai_generated"})
    kept: dict[str, Any] | None = member.drawer.get(asked["upload_session_id"].removeprefix("s"))
    if asked["upload_phase"] != "finish" or kept is None or len(kept["data"]) != kept["size"]:
        return error(6000, 1363033)
    return _show(network, member, kept, asked, late, kind="video")


def _receive_piece(network: Network, member: Member, request: Request) -> Response:
    pieces = request.multipart()
    only(pieces, need={"upload_phase", "upload_session_id", "start_offset", "video_file_chunk"})
    film = member.drawer.get(pieces["upload_session_id"].data.decode().removeprefix("s"))
    if pieces["upload_phase"].data != b"transfer" or film is None:
        return error(6000, 1363033)
    if int(pieces["start_offset"].data) != len(film["data"]):
        return error(6001, 1363037, data=_due(film))
    film["data"] += pieces["video_file_chunk"].data
    return Response(status=200, body=_due(film))


def _reel(network: Network, member: Member, request: Request, late: float) -> Response:
    asked = request.form()
    if asked.get("upload_phase") == "start":
        only(asked, need={"upload_phase"})
        film = _new_film(member, size=0)
        url = f"http://{request.headers['host']}/{UPLOADS}/video-upload/{graph.VERSION}/{film['id']}"
        return Response(status=200, body={"video_id": film["id"], "upload_url": url})
    need = {"upload_phase", "video_id", "video_state", "description"}
    only(asked, need=need, may={"title", "is_ai_generated"})
    kept: dict[str, Any] | None = member.drawer.get(asked["video_id"])
    if (asked["upload_phase"], asked["video_state"]) != ("finish", "PUBLISHED") or kept is None or not kept["data"]:
        return error(6000, 1363033)
    return _show(network, member, kept, asked, late, kind="reel")


def _receive_reel(network: Network, member: Member, request: Request) -> Response:
    film = member.drawer.get(request.path[3])
    if film is None or request.headers["offset"] != "0" or int(request.headers["file_size"]) != len(request.body):
        debug = {"retriable": False, "type": "OffsetInvalidError", "message": "..."}
        return Response(status=400, body={"debug_info": debug})
    if not request.body.startswith(b"film"):
        debug = {"retriable": False, "type": "ProcessingFailedError", "message": "..."}
        return Response(status=200, body={"debug_info": debug})
    film["data"], film["size"] = bytearray(request.body), len(request.body)
    return Response(status=200, body={"success": True, "message": "Upload successful."})


def _new_film(member: Member, size: int) -> dict[str, Any]:
    film: dict[str, Any] = {"id": f"{len(member.drawer) + 1}", "size": size, "data": bytearray(), "post": ""}
    member.drawer[film["id"]] = film
    return film


def _due(film: dict[str, Any]) -> dict[str, str]:
    """The piece that is asked for next; both offsets are the same when there is none."""
    have = len(film["data"])
    return {"start_offset": str(have), "end_offset": str(min(have + PIECE, film["size"]))}


def _show(
    network: Network, member: Member, film: dict[str, Any], asked: dict[str, str], late: float, kind: str
) -> Response:
    if not film["post"]:
        sha256 = network.upload(member, bytes(film["data"]))
        said = {name: asked.get(name, "") for name in ("title", "is_ai_generated")}
        details = {"kind": kind, "film": film["id"], **said}
        late = max(late, member.processing)
        film["post"] = network.post(member, asked["description"], [sha256], "", "", late, details).id
    return Response(status=200, body={"success": True})


def _comment(network: Network, member: Member, request: Request, above: str, late: float) -> Response:
    asked = request.form()
    only(asked, need={"message"})
    if _shown(network, member, above) is None or not asked["message"]:
        return missing()
    return Response(status=200, body={"id": network.post(member, asked["message"], [], above, "", late).id})


def _list(network: Network, member: Member, request: Request) -> Response:
    asked = request.queries()
    only(asked, need={"fields", "since", "limit"})
    if asked["fields"] != POST_FIELDS:
        raise Wrong(f"fields {asked['fields']}")
    since = float(asked["since"])
    newest = [
        one for one in _posts(network, member)[::-1] if datetime.fromisoformat(one.committed).timestamp() >= since
    ]
    return Response(status=200, body={"data": [_told(one) for one in newest[: int(asked["limit"])]]})


def _comments(network: Network, member: Member, request: Request, above: str) -> Response:
    asked = request.queries()
    only(asked, need={"fields", "order", "limit"})
    if (asked["fields"], asked["order"]) != (COMMENT_FIELDS, "reverse_chronological"):
        raise Wrong(f"fields {asked['fields']}, order {asked['order']}")
    if _shown(network, member, above) is None:
        return missing()
    below = [one for one in network.visible(member)[::-1] if one.parent == above]
    told = [_told(one) | {"from": {"id": member.name, "name": "Page"}} for one in below[: int(asked["limit"])]]
    return Response(status=200, body={"data": told})


def _read(network: Network, member: Member, request: Request, one: str) -> Response:
    asked = request.queries()
    only(asked, need={"fields"})
    film = member.drawer.get(one)
    if film is not None and asked["fields"] == "status,published,post_id,permalink_url":
        return Response(status=200, body=_film_now(network, member, film))
    post = _shown(network, member, one)
    if post is None:
        return missing()
    if asked["fields"] == COUNTED:
        return Response(status=200, body={"id": one, "shares": {"count": REPOSTS}, **_totals()})
    if asked["fields"] not in ("id", "permalink_url"):
        raise Wrong(f"fields {asked['fields']}")
    return Response(status=200, body={"id": one, asked["fields"]: _told(post)[asked["fields"]]})


def _totals() -> dict[str, object]:
    totals = {"comments": COMMENTS, "reactions": LIKES}
    return {name: {"data": [], "summary": {"total_count": total}} for name, total in totals.items()}


def _film_now(network: Network, member: Member, film: dict[str, Any]) -> dict[str, object]:
    shown = _shown(network, member, film["post"])
    if shown:
        return {
            "status": {"video_status": "ready", "publishing_phase": {"status": "complete"}},
            "published": True,
            "post_id": shown.id,
            "permalink_url": f"/{member.name}/videos/{film['id']}/",
            "id": film["id"],
        }
    state = "processing" if film["post"] else "upload_complete"
    return {"status": {"video_status": state}, "published": False, "id": film["id"]}


def _posts(network: Network, member: Member) -> list[Visible]:
    return [one for one in network.visible(member) if not one.parent]


def _shown(network: Network, member: Member, one: str) -> Visible | None:
    return next((post for post in network.visible(member) if post.id == one), None)


def _told(post: Visible) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": post.id,
        "created_time": f"{datetime.fromisoformat(post.committed):%Y-%m-%dT%H:%M:%S+0000}",
        "permalink_url": f"https://www.facebook.com/{post.account}/posts/{post.id}",
    }
    if post.text:
        told["message"] = post.text
    photos = [
        {"media_type": "photo", "target": {"id": one}} for one in post.details.get("photos", "").split(",") if one
    ]
    if len(photos) > 1:
        album = {"id": hashlib.sha256(post.id.encode()).hexdigest()[:9]}
        photos = [{"media_type": "album", "target": album, "subattachments": {"data": photos}}]
    if photos:
        told["attachments"] = {"data": photos}
    return told
