"""Publishing to Threads, https://developers.facebook.com/documentation/threads/posts (read 2026-11)."""

from __future__ import annotations

from datetime import datetime, timedelta

import regex

from tests.fakes.platform import graph
from tests.fakes.platform.consent import Terms, served
from tests.fakes.platform.containers import keep, state_of
from tests.fakes.platform.faults import Call, Fault
from tests.fakes.platform.fetching import fetched
from tests.fakes.platform.figures import COMMENTS, LIKES, QUOTES, REPOSTS, VIEWS
from tests.fakes.platform.graph import error, inside
from tests.fakes.platform.insights import insights
from tests.fakes.platform.long_token import SHORT, served_longer
from tests.fakes.platform.messages import Request, Response, Wrong, only
from tests.fakes.platform.network import Member, Network, Visible

HOST = "graph.threads.net"
TERMS = Terms(
    authorize="/threads.net/oauth/authorize",
    token=f"/{HOST}/oauth/access_token",
    scopes=frozenset(
        {
            "threads_basic",
            "threads_content_publish",
            "threads_read_replies",
            "threads_manage_replies",
            "threads_delete",
            "threads_manage_insights",
        }
    ),
    joiner=",",
    tells_scope=False,
    lives=round(SHORT.total_seconds()),
)
MAX_TEXT = 500
MAX_ALT = 1000
MAX_LINKS = 5
CHILDREN = range(2, 21)
TYPES = {"IMAGE": {"image/jpeg", "image/png"}, "VIDEO": {"video/mp4", "video/quicktime"}}
AUDIENCES = {"everyone", "accounts_you_follow", "mentioned_only", "parent_post_author_only", "followers_only"}
SAID = {"text", "reply_to_id", "reply_control", "topic_tag"}
QUOTA = 50
"""Posts in 24 hours; a real profile has 250."""

COUNTS = {"views": VIEWS, "likes": LIKES, "replies": COMMENTS, "reposts": REPOSTS, "quotes": QUOTES, "shares": 1}


def call_of(request: Request) -> Call:
    match request.method, request.path[2:]:
        case "GET", _:
            return Call.FIND
        case "DELETE", _:
            return Call.REMOVE
        case "POST", [_, "threads_publish"]:
            return Call.REVEAL
        case _:
            return Call.STEP


def open_to_all(network: Network, request: Request) -> Response | None:
    return served_longer(network, request, HOST, "th") or served(network, request, TERMS)


def member_of(network: Network, request: Request) -> Member | None:
    return graph.member_of(network, request)


def refused(network: Network, fault: Fault) -> Response:
    return graph.refused(network, fault)


def serve(network: Network, member: Member, request: Request, late: float = 0.0) -> Response:
    match request.method, inside(request, HOST, api="v1.0"):
        case "POST", [name, "threads"] if name == member.name:
            return _prepare(network, member, request.form())
        case "POST", [name, "threads_publish"] if name == member.name:
            return _publish(network, member, request.form(), late)
        case "GET", [name, "threads"] if name == member.name:
            return _list(network, member, request.queries())
        case "GET", ["debug_token"]:
            only(asked := request.queries(), need={"input_token", "access_token"})
            scopes = [*network.consents.granted.get(asked["input_token"], ())]
            return Response(status=200, body={"data": {"is_valid": True, "user_id": member.name, "scopes": scopes}})
        case "GET", ["me"]:
            if request.queries() != {"fields": "id,username"}:
                raise Wrong("me")
            return Response(status=200, body={"id": member.name, "username": f"{member.name}.bakes"})
        case "GET", ["me", "replies"]:
            return _replies(network, member, request.queries())
        case "GET", [name, "threads_publishing_limit"] if name == member.name:
            return _limit(network, member, request.queries())
        case "GET", [one, "insights"]:
            return insights(request, COUNTS) if _shown(network, member, one) else _missing()
        case "GET", [one]:
            return _read(network, member, request.queries(), one)
        case "DELETE", [one]:
            gone = network.delete(member, one)
            return Response(status=200, body={"success": True, "deleted_id": one}) if gone else _missing()
    raise Wrong(f"{request.method} {request.target}")


def _prepare(network: Network, member: Member, asked: dict[str, str]) -> Response:
    if _length(asked.get("text", "")) > MAX_TEXT or len(asked.get("alt_text", "")) > MAX_ALT:
        return error(100)
    links = {*regex.findall(r"https?://\S+", asked.get("text", "")), asked.get("link_attachment", "")} - {""}
    if len(links) > MAX_LINKS:
        return error(100, words="Param text: THREADS_API__LINK_LIMIT_EXCEEDED")
    if asked.get("reply_control", "everyone") not in AUDIENCES or not 1 <= len(asked.get("topic_tag", "x")) <= 50:
        return error(100)
    if "reply_to_id" in asked and _shown(network, member, asked["reply_to_id"]) is None:
        return _missing()
    match asked.get("media_type"), asked.get("is_carousel_item"):
        case "TEXT", None:
            only(asked, need={"media_type", "text"}, may=SAID | {"link_attachment"})
            return _kept(network, member, asked, [], [])
        case "CAROUSEL", None:
            only(asked, need={"media_type", "children"}, may=SAID)
            return _gather(network, member, asked)
        case ("IMAGE" | "VIDEO") as kind, child if child in (None, "true"):
            url = f"{kind.lower()}_url"
            only(asked, need={"media_type", url}, may={"alt_text"} | ({"is_carousel_item"} if child else SAID))
            return _fetch(network, member, asked, asked[url])
    raise Wrong(f"media_type {asked.get('media_type')}, child {asked.get('is_carousel_item')}")


def _fetch(network: Network, member: Member, asked: dict[str, str], url: str) -> Response:
    found = fetched(url)
    if found is None:
        return error(100, 2207052)
    data, mime = found
    if mime not in TYPES[asked["media_type"]]:
        return error(100)
    return _kept(network, member, asked, [network.upload(member, data)], [asked.get("alt_text", "")])


def _gather(network: Network, member: Member, asked: dict[str, str]) -> Response:
    known = [member.drawer.get(one, {}) for one in asked["children"].split(",")]
    if len(known) not in CHILDREN or not all(one.get("child") for one in known):
        return error(100)
    if any(state_of(network, member, one) != "FINISHED" for one in known):
        raise Wrong("a carousel of what is not finished")
    media = [sha256 for one in known for sha256 in one["media"]]
    return _kept(network, member, asked, media, [alt for one in known for alt in one["alts"]])


def _kept(network: Network, member: Member, asked: dict[str, str], media: list[str], alts: list[str]) -> Response:
    said = {name: asked.get(name, "") for name in ("media_type", "reply_control", "topic_tag", "link_attachment")}
    number = keep(
        network,
        member,
        text=asked.get("text", ""),
        media=media,
        alts=alts,
        child="is_carousel_item" in asked,
        details=said,
        parent=asked.get("reply_to_id", ""),
    )
    return Response(status=200, body={"id": number})


def _publish(network: Network, member: Member, asked: dict[str, str], late: float) -> Response:
    only(asked, need={"creation_id"})
    container = member.drawer.get(asked["creation_id"])
    if container is None or (state := state_of(network, member, container)) == "EXPIRED":
        return _missing()
    if container["child"]:
        raise Wrong("a child is published with the others")
    if container["post"] or _used(network, member) >= QUOTA:
        return error(100)
    if state != "FINISHED":
        return _missing()
    post = network.post(
        member, container["text"], container["media"], container["parent"], "", late, container["details"]
    )
    container["post"] = post.id
    return Response(status=200, body={"id": post.id})


def _list(network: Network, member: Member, asked: dict[str, str]) -> Response:
    only(asked, need={"fields", "since", "limit"})
    if asked["fields"] != "id,text,timestamp,permalink,media_type":
        raise Wrong(f"fields {asked['fields']}")
    since = int(asked["since"])
    newest = [one for one in network.visible(member)[::-1] if not one.parent]
    told = [_told(one) for one in newest if datetime.fromisoformat(one.committed).timestamp() >= since]
    return Response(status=200, body={"data": told[: int(asked["limit"])]})


def _replies(network: Network, member: Member, asked: dict[str, str]) -> Response:
    only(asked, need={"fields", "limit"})
    if asked["fields"] != "id,text,timestamp,replied_to,root_post":
        raise Wrong(f"fields {asked['fields']}")
    newest = [one for one in network.visible(member)[::-1] if one.parent]
    told = [{**_told(one), "replied_to": {"id": one.parent}, "root_post": {"id": one.parent}} for one in newest]
    return Response(status=200, body={"data": told[: int(asked["limit"])]})


def _limit(network: Network, member: Member, asked: dict[str, str]) -> Response:
    only(asked, need={"fields"})
    if asked["fields"] != "quota_usage,config":
        raise Wrong(f"fields {asked['fields']}")
    config = {"quota_total": QUOTA, "quota_duration": 86400}
    return Response(status=200, body={"data": [{"quota_usage": _used(network, member), "config": config}]})


def _used(network: Network, member: Member) -> int:
    since = (network.now() - timedelta(days=1)).isoformat()
    return sum(post.account == member.name and post.committed > since for post in network.ledger)


def _read(network: Network, member: Member, asked: dict[str, str], one: str) -> Response:
    only(asked, need={"fields"})
    container = member.drawer.get(one)
    if container is not None and asked["fields"] == "status,error_message":
        state = state_of(network, member, container)
        why = {"error_message": container["failed"]} if state == "ERROR" else {}
        return Response(status=200, body={"status": state, "id": one, **why})
    post = _shown(network, member, one)
    if post is None:
        return _missing()
    if asked["fields"] not in ("id", "permalink"):
        raise Wrong(f"fields {asked['fields']}")
    return Response(status=200, body={"id": one, asked["fields"]: _told(post)[asked["fields"]]})


def _shown(network: Network, member: Member, one: str) -> Visible | None:
    return next((post for post in network.visible(member) if post.id == one), None)


def _told(post: Visible) -> dict[str, str]:
    written = f"{datetime.fromisoformat(post.committed):%Y-%m-%dT%H:%M:%S+0000}"
    permalink = f"https://www.threads.net/@{post.account}/post/{post.id}"
    kind = post.details["media_type"]
    told = {"id": post.id, "timestamp": written, "permalink": permalink, "media_type": kind}
    return told | ({"text": post.text} if post.text else {})


def _length(text: str) -> int:
    """An emoji counts as its bytes."""
    shown = regex.findall(r"\X", text)
    emoji = [one for one in shown if not one.isascii() and regex.search(r"\p{Extended_Pictographic}", one)]
    return len(text) + sum(len(one.encode()) - len(one) for one in emoji)


def _missing() -> Response:
    """What is not there, or not there yet."""
    return error(24, 4279009)
