"""The network's HTTP interface: what each request of an account means. No sockets.

Containers: POST /containers, GET /containers/<id>, POST /containers/<id>/publish, GET /containers/<id>/post.
At once: POST /posts (with or without Idempotency-Key), GET /posts?since=<ISO 8601>.
Both: POST /media, DELETE /posts/<id>.
"""

from __future__ import annotations

import json
from datetime import datetime

from tests.fakes.platform.faults import Call, Fault
from tests.fakes.platform.messages import Request, Response
from tests.fakes.platform.network import Container, Member, Network, Visible

MAX_TEXT = 280


def call_of(request: Request) -> Call:
    """Which of a publisher's calls a request belongs to."""
    match request.method, request.path:
        case "POST", ["posts"] | ["containers", _, "publish"]:
            return Call.REVEAL
        case "GET", ["posts"] | ["containers", _, "post"]:
            return Call.FIND
        case "DELETE", _:
            return Call.REMOVE
        case _:
            return Call.STEP


def member_of(network: Network, request: Request) -> Member | None:
    """The account whose token came along."""
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    member = network.members.get(token)
    return None if member is None or member.revoked else member


def open_to_all(network: Network, request: Request) -> Response | None:
    """Nothing here is served without a token."""
    return None


def refused(network: Network, fault: Fault) -> Response:
    """A refusal in this platform's form."""
    headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
    return Response(status=fault.status, body={"error": fault.reason}, headers=headers)


def serve(network: Network, member: Member, request: Request, late: float = 0.0) -> Response:
    """Do what the request asks; what it shows appears `late` seconds later."""
    match request.method, request.path:
        case "POST", ["media"]:
            return Response(status=201, body={"id": network.upload(member, request.body)})
        case "POST", ["containers"]:
            return _prepare(network, member, request)
        case "GET", ["containers", one]:
            container = network.container(member, one)
            return _gone() if container is None else Response(status=200, body=_state(container))
        case "POST", ["containers", one, "publish"]:
            return _publish(network, member, one, late)
        case "GET", ["containers", one, "post"]:
            return _post_of(network, member, one)
        case "POST", ["posts"]:
            return _post(network, member, request, late)
        case "GET", ["posts"] if member.lists:
            return _list(network, member, request)
        case "DELETE", ["posts", one]:
            return Response(status=204) if network.delete(member, one) else _missing()
        case _:
            return _missing()


def _prepare(network: Network, member: Member, request: Request) -> Response:
    asked = json.loads(request.body)
    problem = _problem(network, asked)
    if problem:
        return Response(status=422, body={"error": problem})
    container = network.prepare(member, asked["text"], asked["media"], asked["parent"])
    return Response(status=201, body=_state(container))


def _publish(network: Network, member: Member, container_id: str, late: float) -> Response:
    container = network.container(member, container_id)
    if container is None:
        return _gone()
    if container.ready_at > network.now():
        return Response(status=409, body={"error": "not_ready"})
    return _shown(member, network.publish(member, container, late))


def _post_of(network: Network, member: Member, container_id: str) -> Response:
    container = network.container(member, container_id)
    if container is None:
        return Response(status=200, body={"posts": []})
    posts = [_told(post) for post in network.visible(member) if post.id == container.post]
    return Response(status=200, body={"posts": posts})


def _post(network: Network, member: Member, request: Request, late: float) -> Response:
    asked = json.loads(request.body)
    problem = _problem(network, asked)
    if problem:
        return Response(status=422, body={"error": problem})
    key = request.headers.get("idempotency-key", "") if member.key_window else ""
    return _shown(member, network.post(member, asked["text"], asked["media"], asked["parent"], key, late))


def _list(network: Network, member: Member, request: Request) -> Response:
    since = datetime.fromisoformat(request.query("since"))
    posts = [_told(post) for post in network.visible(member) if datetime.fromisoformat(post.committed) >= since]
    return Response(status=200, body={"posts": posts})


def _problem(network: Network, asked: dict[str, object]) -> str:
    media = asked["media"]
    if len(str(asked["text"])) > MAX_TEXT:
        return "text_too_long"
    if not isinstance(media, list) or any(one not in network.media for one in media):
        return "no_such_media"
    return ""


def _shown(member: Member, post: Visible) -> Response:
    if member.accepts:
        return Response(status=202)
    return Response(status=201, body=_told(post))


def _told(post: Visible) -> dict[str, object]:
    return {
        "id": post.id,
        "url": f"https://social.example/{post.account}/{post.id}",
        "text": post.text,
        "media": list(post.media),
        "parent": post.parent,
    }


def _state(container: Container) -> dict[str, object]:
    return {
        "id": container.id,
        "ready_at": container.ready_at.isoformat(),
        "expires": container.expires.isoformat(),
    }


def _gone() -> Response:
    return Response(status=410, body={"error": "container_expired"})


def _missing() -> Response:
    return Response(status=404, body={"error": "not_found"})
