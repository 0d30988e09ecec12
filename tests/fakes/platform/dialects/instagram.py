"""What Instagram takes, https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11)."""

from __future__ import annotations

from datetime import datetime

from tests.fakes.platform import facebook_login, graph, instagram_login
from tests.fakes.platform.containers import keep, state_of
from tests.fakes.platform.faults import Call, Fault
from tests.fakes.platform.fetching import fetched
from tests.fakes.platform.figures import COMMENTS, LIKES, REACH, REPOSTS, SAVES, VIEWS
from tests.fakes.platform.graph import error, inside, missing
from tests.fakes.platform.insights import insights
from tests.fakes.platform.messages import Request, Response, Wrong, only
from tests.fakes.platform.network import Member, Network, Visible

OWN = "graph.instagram.com"
FACEBOOK = "graph.facebook.com"
MAX_TEXT = 2200
MAX_ALT = 1000
CHILDREN = range(2, 11)
FILMS = {"video/mp4", "video/quicktime"}
SCOPES = frozenset(
    {
        "instagram_basic",
        "instagram_content_publish",
        "instagram_manage_comments",
        "instagram_manage_contents",
        "instagram_manage_insights",
        "pages_show_list",
        "pages_read_engagement",
        "business_management",
    }
)
MEDIA_FIELDS = "id,caption,timestamp,permalink,media_product_type"

COUNTS = {"views": VIEWS, "reach": REACH, "likes": LIKES, "comments": COMMENTS, "shares": REPOSTS, "saved": SAVES}


def call_of(request: Request) -> Call:
    match request.method, request.path[2:]:
        case "GET", _:
            return Call.FIND
        case "DELETE", _:
            return Call.REMOVE
        case "POST", [_, "media_publish" | "comments"]:
            return Call.REVEAL
        case _:
            return Call.STEP


def open_to_all(network: Network, request: Request) -> Response | None:
    own = instagram_login.open_to_all(network, request)
    return facebook_login.open_to_all(network, request, SCOPES) if own is None else own


def member_of(network: Network, request: Request) -> Member | None:
    return graph.member_of(network, request)


def refused(network: Network, fault: Fault) -> Response:
    return graph.refused(network, fault)


def serve(network: Network, member: Member, request: Request, late: float = 0.0) -> Response:
    match request.method, inside(request, OWN, FACEBOOK):
        case _ if (told := facebook_login.told(network, member, request, lambda page: page.instagram)) is not None:
            return told
        case "GET", ["me"] if request.path[0] == OWN:
            return instagram_login.told(member, request)
        case "POST", [name, "media"]:
            return _prepare(network, member, request.form()) if name == member.name else missing()
        case "POST", [name, "media_publish"]:
            return _publish(network, member, request.form(), late) if name == member.name else missing()
        case "POST", [above, "comments"]:
            return _comment(network, member, request.form(), above, late)
        case "GET", [name, "media"]:
            return _list(network, member, request.queries()) if name == member.name else missing()
        case "GET", [above, "comments"]:
            return _comments(network, member, request.queries(), above)
        case "GET", [one, "insights"]:
            return insights(request, COUNTS) if _shown(network, member, one) else missing()
        case "GET", [one]:
            return _read(network, member, request.queries(), one)
        case "DELETE", [one] if request.path[0] == FACEBOOK:
            return Response(status=200, body={"success": True}) if network.delete(member, one) else missing()
    raise Wrong(f"{request.method} {request.target}")


def _prepare(network: Network, member: Member, asked: dict[str, str]) -> Response:
    if len(asked.get("caption", "")) > MAX_TEXT:
        return error(36004, 2207010)
    if "thumb_offset" in asked and not asked["thumb_offset"].isdecimal():
        return error(1, 2207057)
    if asked.get("media_type") == "CAROUSEL":
        return _gather(network, member, asked)
    return _fetch(network, member, asked)


def _fetch(network: Network, member: Member, asked: dict[str, str]) -> Response:
    """A container with one medium, alone or as a child."""
    child = asked.get("is_carousel_item") == "true"
    match asked.get("media_type"), child:
        case None, True:
            only(asked, need={"image_url", "is_carousel_item"}, may={"alt_text"})
        case None, False:
            only(asked, need={"image_url"}, may={"caption", "alt_text", "is_ai_generated"})
        case "VIDEO", True:
            only(asked, need={"media_type", "video_url", "is_carousel_item"})
        case "REELS", False:
            may = {"caption", "share_to_feed", "thumb_offset", "is_ai_generated"}
            only(asked, need={"media_type", "video_url"}, may=may)
        case kind, _:
            raise Wrong(f"media_type {kind}, child {child}")
    found = fetched(asked.get("image_url") or asked["video_url"])
    if found is None:
        return error(9004, 2207052)
    data, mime = found
    if mime not in (FILMS if "media_type" in asked else {"image/jpeg"}):
        return error(352, 2207026) if "media_type" in asked else error(36001, 2207005)
    if len(asked.get("alt_text", "")) > MAX_ALT:
        return error(100)
    return _kept(network, member, asked, [network.upload(member, data)], [asked.get("alt_text", "")])


def _gather(network: Network, member: Member, asked: dict[str, str]) -> Response:
    only(asked, need={"media_type", "children"}, may={"caption", "is_ai_generated"})
    children = [member.drawer.get(one) for one in asked["children"].split(",")]
    if len(children) not in CHILDREN or any(one is None or not one["child"] for one in children):
        return error(100, 2207028)
    known = [one for one in children if one]
    if any(state_of(network, member, one) != "FINISHED" for one in known):
        return error(9007, 2207027)
    media = [sha256 for one in known for sha256 in one["media"]]
    return _kept(network, member, asked, media, [alt for one in known for alt in one["alts"]])


def _kept(network: Network, member: Member, asked: dict[str, str], media: list[str], alts: list[str]) -> Response:
    said = {name: asked.get(name, "") for name in ("share_to_feed", "thumb_offset", "is_ai_generated")}
    details = {"type": asked.get("media_type", ""), **said}
    child = "is_carousel_item" in asked
    number = keep(network, member, text=asked.get("caption", ""), media=media, alts=alts, child=child, details=details)
    return Response(status=200, body={"id": number})


def _publish(network: Network, member: Member, asked: dict[str, str], late: float) -> Response:
    only(asked, need={"creation_id"})
    container = member.drawer.get(asked["creation_id"])
    if container is None or (state := state_of(network, member, container)) == "EXPIRED":
        return error(24, 2207008)
    if container["child"]:
        raise Wrong("a child is published with the others")
    if container["post"]:
        return error(100)
    if state != "FINISHED":
        return error(9007, 2207027)
    details = container["details"]
    post = network.post(member, container["text"], container["media"], "", "", late, details)
    container["post"] = post.id
    return Response(status=200, body={"id": post.id})


def _comment(network: Network, member: Member, asked: dict[str, str], above: str, late: float) -> Response:
    only(asked, need={"message"})
    if _shown(network, member, above) is None or not asked["message"]:
        return missing()
    return Response(status=200, body={"id": network.post(member, asked["message"], [], above, "", late).id})


def _list(network: Network, member: Member, asked: dict[str, str]) -> Response:
    only(asked, need={"fields", "limit"})
    if asked["fields"] != MEDIA_FIELDS:
        raise Wrong(f"fields {asked['fields']}")
    newest = [_told(one) for one in network.visible(member)[::-1] if not one.parent]
    return Response(status=200, body={"data": newest[: int(asked["limit"])]})


def _comments(network: Network, member: Member, asked: dict[str, str], above: str) -> Response:
    only(asked, need={"fields"})
    if asked["fields"] != "id,text,timestamp":
        raise Wrong(f"fields {asked['fields']}")
    if _shown(network, member, above) is None:
        return missing()
    below = [one for one in network.visible(member)[::-1] if one.parent == above]
    told = [{"id": one.id, "text": one.text, "timestamp": _written(one)} for one in below]
    return Response(status=200, body={"data": told})


def _read(network: Network, member: Member, asked: dict[str, str], one: str) -> Response:
    only(asked, need={"fields"})
    container = member.drawer.get(one)
    if container is not None and asked["fields"] == "status_code,status":
        state = state_of(network, member, container)
        why = f": Media upload has failed with error code {container['failed']}" if state == "ERROR" else ""
        return Response(status=200, body={"status_code": state, "status": f"{state.title()}{why}", "id": one})
    post = _shown(network, member, one)
    if post is None:
        return missing()
    if asked["fields"] == "like_count,comments_count":
        return Response(status=200, body={"id": one, "like_count": LIKES, "comments_count": COMMENTS})
    if asked["fields"] not in ("id", "permalink"):
        raise Wrong(f"fields {asked['fields']}")
    return Response(status=200, body={"id": one, asked["fields"]: _told(post)[asked["fields"]]})


def _shown(network: Network, member: Member, one: str) -> Visible | None:
    return next((post for post in network.visible(member) if post.id == one), None)


def _told(post: Visible) -> dict[str, str]:
    kind = "REELS" if post.details["type"] == "REELS" else "FEED"
    permalink = f"https://www.instagram.com/p/{post.id}/"
    told = {"id": post.id, "timestamp": _written(post), "permalink": permalink, "media_product_type": kind}
    return told | ({"caption": post.text} if post.text else {})


def _written(post: Visible) -> str:
    return f"{datetime.fromisoformat(post.committed):%Y-%m-%dT%H:%M:%S+0000}"
