"""The API of X, https://docs.x.com/x-api (read 2026-11): posts, one-shot and chunked uploads, the account's own posts.

A film that begins with `BROKEN` cannot be used; one account that says `TWICE` again is told so, and a post that says
`KEPT` is not taken away.
"""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.platform.consent import Terms, served
from tests.fakes.platform.faults import Call, Fault
from tests.fakes.platform.figures import COMMENTS, LIKES, QUOTES, REPOSTS, SAVES, VIEWS
from tests.fakes.platform.messages import Request, Response, Wrong, only
from tests.fakes.platform.network import Member, Network, Visible

BROKEN = b"broken"
TWICE = "as I said before"
KEPT = "for ever"
MAX_TEXT, LINK = 280, 23
PICTURES = {"image/jpeg", "image/png", "image/webp"}
MEDIA_LIFE = timedelta(days=1)
LIVES, ENDS = timedelta(hours=2), timedelta(days=180)
TERMS = Terms(
    authorize="/x.com/i/oauth2/authorize",
    token="/2/oauth2/token",
    revoke="/2/oauth2/revoke",
    scopes=frozenset({"tweet.read", "tweet.write", "users.read", "media.write", "offline.access"}),
    pkce=True,
    basic=True,
    lives=round(LIVES.total_seconds()),
    refreshes=True,
    refresh_lives=round(ENDS.total_seconds()),
    rotates=True,
)
FIELDS = {"created_at", "text", "entities", "referenced_tweets", "attachments", "note_tweet"}
AUDIENCES = {"following", "mentionedUsers", "subscribers", "verified"}
_LINK = re.compile(r"https?://\S+")


def call_of(request: Request) -> Call:
    match request.method, request.path:
        case "POST", ["2", "tweets"]:
            return Call.REVEAL
        case "GET", ["2", "users", _, "tweets"] | ["2", "tweets"]:
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
    """A problem of RFC 9457; `reason` is its detail, and after a colon the end of its type."""
    headers = {}
    if fault.retry_after:
        ends = network.now() + timedelta(seconds=float(fault.retry_after))
        headers = {
            "x-rate-limit-limit": "100",
            "x-rate-limit-remaining": "0",
            "x-rate-limit-reset": f"{ends.timestamp():.0f}",
        }
    detail, _, kind = fault.reason.partition(":")
    if kind == "errors":
        return Response(status=fault.status, body={"errors": [{"message": detail}]}, headers=headers)
    return _problem(fault.status, detail, kind, headers)


def serve(network: Network, member: Member, request: Request, late: float = 0.0) -> Response:
    match request.method, request.path:
        case "GET", ["2", "users", "me"]:
            return Response(
                status=200, body={"data": {"id": member.name, "name": "Ana", "username": f"{member.name}_x"}}
            )
        case "POST", ["2", "media", "upload"]:
            return _upload(network, member, request)
        case "POST", ["2", "media", "metadata"]:
            return _describe(member, request)
        case "POST", ["2", "media", "upload", "initialize"]:
            return _begin(network, member, request)
        case "POST", ["2", "media", "upload", one, "append"]:
            return _append(member, request, one)
        case "POST", ["2", "media", "upload", one, "finalize"]:
            return _finish(network, member, one)
        case "GET", ["2", "media", "upload"]:
            return _status(network, member, request)
        case "POST", ["2", "tweets"]:
            return _post(network, member, request, late)
        case "GET", ["2", "tweets"]:
            return _counted(network, member, request)
        case "GET", ["2", "users", name, "tweets"] if name == member.name:
            return _list(network, member, request)
        case "DELETE", ["2", "tweets", one]:
            if any(post.id == one and KEPT in post.text for post in network.visible(member)):
                return Response(status=200, body={"data": {"deleted": False}})
            gone = network.delete(member, one)
            return Response(status=200, body={"data": {"deleted": True}}) if gone else _missing()
    raise Wrong(f"{request.method} {request.target}")


def _upload(network: Network, member: Member, request: Request) -> Response:
    pieces = request.multipart()
    only(pieces, need={"media", "media_category"})
    if pieces["media_category"].data != b"tweet_image" or pieces["media"].mime not in PICTURES:
        return _problem(400, "media type unrecognized", "invalid-request")
    kept = {"sha256": network.upload(member, pieces["media"].data), "ready": network.now()}
    return _kept(network, member, kept)


def _describe(member: Member, request: Request) -> Response:
    asked = request.json()
    only(asked, need={"id", "metadata"})
    only(asked["metadata"], need={"alt_text"})
    text = asked["metadata"]["alt_text"]["text"]
    if asked["id"] not in member.drawer or not 1 <= len(text) <= 1000:
        return _problem(400, "alt_text", "invalid-request")
    member.drawer[asked["id"]]["alt"] = text
    return Response(status=200, body={"data": {"id": asked["id"], "associated_metadata": asked["metadata"]}})


def _begin(network: Network, member: Member, request: Request) -> Response:
    asked = request.json()
    only(asked, need={"media_type", "total_bytes", "media_category"})
    if (asked["media_type"], asked["media_category"]) != ("video/mp4", "tweet_video"):
        return _problem(400, "media_type", "invalid-request")
    return _kept(network, member, {"total": asked["total_bytes"], "pieces": {}, "sha256": "", "ready": None})


def _append(member: Member, request: Request, one: str) -> Response:
    pieces = request.multipart()
    only(pieces, need={"media", "segment_index"})
    number, kept = int(pieces["segment_index"].data), member.drawer.get(one)
    if kept is None or "pieces" not in kept or not 0 <= number <= 999 or len(pieces["media"].data) > 5 << 20:
        return _problem(400, "segment", "invalid-request")
    kept["pieces"][number] = pieces["media"].data
    return Response(status=200, body={"data": {"expires_at": 0}})


def _finish(network: Network, member: Member, one: str) -> Response:
    kept = member.drawer.get(one)
    if kept is None:
        return _missing()
    if kept["ready"] is not None:
        return _problem(400, "the upload was finalized before", "invalid-request")
    data = b"".join(kept["pieces"][number] for number in sorted(kept["pieces"]))
    if len(data) != kept["total"]:
        return _problem(400, "the segments do not add up", "invalid-request")
    kept |= {
        "sha256": network.upload(member, data),
        "ready": network.now() + timedelta(seconds=member.processing),
        "broken": data.startswith(BROKEN),
    }
    return Response(status=200, body={"data": {**_told_of(one), **_work(network, kept)}})


def _status(network: Network, member: Member, request: Request) -> Response:
    asked = request.queries()
    only(asked, need={"command", "media_id"})
    kept = member.drawer.get(asked["media_id"])
    if asked["command"] != "STATUS" or kept is None:
        return _missing()
    if kept["ready"] is None:
        return _problem(400, "the upload is not finalized", "invalid-request")
    return Response(status=200, body={"data": {**_told_of(asked["media_id"]), **_work(network, kept)}})


def _work(network: Network, kept: dict[str, Any]) -> dict[str, Any]:
    if kept["broken"]:
        return {"processing_info": {"state": "failed", "error": {"message": "InvalidMedia"}}}
    if kept["ready"] > network.now():
        return {"processing_info": {"state": "in_progress", "check_after_secs": 5, "progress_percent": 8}}
    return {}


def _kept(network: Network, member: Member, kept: dict[str, Any]) -> Response:
    one = str(7000 + len(member.drawer))
    member.drawer[one] = {**kept, "alt": "", "broken": False, "until": network.now() + MEDIA_LIFE}
    return Response(status=200, body={"data": _told_of(one)})


def _told_of(one: str) -> dict[str, Any]:
    return {"id": one, "media_key": f"3_{one}", "expires_after_secs": round(MEDIA_LIFE.total_seconds())}


def _post(network: Network, member: Member, request: Request, late: float) -> Response:
    asked = request.json()
    only(asked, need={"text"}, may={"media", "reply", "reply_settings"})
    text, ids, above = asked["text"], [], ""
    if "media" in asked:
        only(asked["media"], need={"media_ids"})
        ids = asked["media"]["media_ids"]
    if "reply" in asked:
        only(asked["reply"], need={"in_reply_to_tweet_id"})
        above = asked["reply"]["in_reply_to_tweet_id"]
    if asked.get("reply_settings", "following") not in AUDIENCES:
        raise Wrong("reply_settings")
    kept = [member.drawer.get(one) for one in ids]
    usable = [one for one in kept if one and one["sha256"] and one["until"] > network.now() and not one["broken"]]
    films = [one for one in usable if "pieces" in one]
    if len(usable) < len(ids) or len(ids) > 4 or (films and len(ids) > 1):
        return _problem(400, "Your media IDs are invalid.", "invalid-request")
    if any(one["ready"] > network.now() for one in usable):
        return _problem(400, "Your media is not ready.", "invalid-request")
    if _weight(text) > MAX_TEXT or not (text.strip() or ids):
        return _problem(400, "Your Tweet text is too long.", "invalid-request")
    before = network.visible(member)
    if above and above not in {post.id for post in before}:
        return _problem(403, "You attempted to reply to a Tweet that is deleted or not visible to you.", "")
    if TWICE in text and any(post.text == text for post in before):
        return _problem(403, "You are not allowed to create a Tweet with duplicate content.", "")
    details = {"alt": "\n".join(one["alt"] for one in usable), "reply_settings": asked.get("reply_settings", "")}
    post = network.post(member, text, [one["sha256"] for one in usable], above, "", late, details)
    return Response(status=201, body={"data": {"id": post.id, "text": _told(post)["text"]}})


def _list(network: Network, member: Member, request: Request) -> Response:
    """Newest first; a page is cut before answers are left out, so that it may be short and not the last."""
    asked = request.queries()
    only(asked, need={"max_results", "start_time", "exclude", "tweet.fields"}, may={"pagination_token"})
    left_out = set(asked["exclude"].split(","))
    if not 5 <= int(asked["max_results"]) <= 100 or not left_out <= {"replies", "retweets"}:
        raise Wrong("max_results or exclude")
    if strange := set(asked["tweet.fields"].split(",")) - FIELDS:
        raise Wrong(f"fields {sorted(strange)}")
    begin = datetime.fromisoformat(asked["start_time"])
    after, most = int(asked.get("pagination_token", "0")), int(asked["max_results"])
    newest = [post for post in network.visible(member)[::-1] if datetime.fromisoformat(post.committed) >= begin]
    page = [post for post in newest[after : after + most] if not (post.parent and "replies" in left_out)]
    told = [_told(post) for post in page]
    meta: dict[str, Any] = {"result_count": len(told)}
    if len(newest) > after + most:
        meta["next_token"] = str(after + most)
    return Response(status=200, body={"data": told, "meta": meta} if told else {"meta": meta})


def _counted(network: Network, member: Member, request: Request) -> Response:
    asked = request.queries()
    only(asked, need={"ids", "tweet.fields"})
    ids = asked["ids"].split(",")
    if asked["tweet.fields"] != "public_metrics" or not 1 <= len(ids) <= 100:
        raise Wrong("ids or tweet.fields")
    counts = {
        "impression_count": VIEWS,
        "like_count": LIKES,
        "reply_count": COMMENTS,
        "retweet_count": REPOSTS,
        "quote_count": QUOTES,
        "bookmark_count": SAVES,
    }
    there = [one.id for one in network.visible(member) if one.id in ids]
    missing = [{"resource_id": one, "title": "Not Found Error"} for one in ids if one not in there]
    data = {"data": [{"id": one, "text": "", "public_metrics": counts} for one in there]} if there else {}
    return Response(status=200, body={**data, **({"errors": missing} if missing else {})})


def _told(post: Visible) -> dict[str, Any]:
    """Links are shortened, three characters escaped, and media stand at the end as a link too."""
    urls: list[dict[str, str]] = []

    def shorter(meant: str) -> str:
        urls.append({"url": f"https://t.co/{post.id}x{len(urls)}y", "expanded_url": meant})
        return urls[-1]["url"]

    text = html.escape(_LINK.sub(lambda found: shorter(found[0]), post.text), quote=False)
    told: dict[str, Any] = {"id": post.id, "created_at": post.committed.replace("+00:00", "Z")}
    if post.media:
        text = f"{text} {shorter(f'https://x.com/{post.account}/status/{post.id}/photo/1')}"
        told["attachments"] = {"media_keys": [f"3_{sha256[:9]}" for sha256 in post.media]}
    if post.parent:
        told["referenced_tweets"] = [{"type": "replied_to", "id": post.parent}]
    return {**told, "text": text, "entities": {"urls": urls}}


def _weight(text: str) -> int:
    """What counts towards the limit: 23 for a link, two for a wide character."""
    short = _LINK.sub("." * LINK, text)
    return sum(1 if ord(one) <= 4351 or 8192 <= ord(one) <= 8247 else 2 for one in short)


def _missing() -> Response:
    return _problem(404, "Not Found", "resource-not-found")


def _problem(status: int, detail: str, kind: str, headers: dict[str, str] | None = None) -> Response:
    name = f"https://api.x.com/2/problems/{kind}" if kind else "about:blank"
    body = {"type": name, "title": "Problem", "detail": detail, "status": status}
    return Response(status=status, body=body, headers=headers or {})
