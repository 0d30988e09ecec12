"""Mastodon's API, https://docs.joinmastodon.org/methods/ (read 2026-11): statuses, media, instance."""

from __future__ import annotations

import html
from datetime import timedelta

from tests.fakes.platform.consent import Terms, served
from tests.fakes.platform.faults import Call, Fault
from tests.fakes.platform.figures import COMMENTS, LIKES, REPOSTS
from tests.fakes.platform.messages import Request, Response, Wrong, only
from tests.fakes.platform.network import Member, Network, Visible

MAX_TEXT = 500
MAX_MEDIA = 4
POSTING = {"media_ids", "in_reply_to_id", "visibility", "language", "spoiler_text", "sensitive"}
VISIBILITIES = {"public", "unlisted", "private", "direct"}
TERMS = Terms(
    authorize="/oauth/authorize",
    token="/oauth/token",
    revoke="/oauth/revoke",
    scopes=frozenset({"read:accounts", "read:statuses", "write:statuses", "write:media"}),
    pkce=True,
)
MIMES = {"image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4"}


def call_of(request: Request) -> Call:
    match request.method, request.path:
        case "POST", ["api", "v1", "statuses"]:
            return Call.REVEAL
        case "GET", ["api", "v1", "accounts", _, "statuses"] | ["api", "v1", "statuses", _, *_]:
            return Call.FIND
        case "DELETE", _:
            return Call.REMOVE
        case _:
            return Call.STEP


def open_to_all(network: Network, request: Request) -> Response | None:
    """Registering an app, the way through consent, and what the server says of itself."""
    match request.method, request.path:
        case "POST", ["api", "v1", "apps"]:
            return _register(network, request)
        case "GET", ["api", "v2", "instance"]:
            return Response(status=200, body={"configuration": {"statuses": {"max_characters": MAX_TEXT}}})
    return served(network, request, TERMS)


def _register(network: Network, request: Request) -> Response:
    asked = request.form()
    only(asked, need={"client_name", "redirect_uris"}, may={"scopes", "website"})
    number = f"app-{len(network.consents.clients)}"
    network.consents.clients[number] = (f"secret-of-{number}", asked["redirect_uris"])
    return Response(status=200, body={"client_id": number, "client_secret": f"secret-of-{number}"})


def member_of(network: Network, request: Request) -> Member | None:
    return network.member(request.bearer)


def refused(network: Network, fault: Fault) -> Response:
    """The status decides; the text is translated. When a limit ends is told as an ISO time."""
    headers = {}
    if fault.retry_after:
        until = network.now() + timedelta(seconds=float(fault.retry_after))
        headers = {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": until.isoformat()}
    return Response(status=fault.status, body={"error": fault.reason}, headers=headers)


def serve(network: Network, member: Member, request: Request, late: float = 0.0) -> Response:
    match request.method, request.path:
        case "GET", ["api", "v1", "accounts", "verify_credentials"]:
            return Response(status=200, body={"id": member.name, "username": member.name, "acct": member.name})
        case "POST", ["api", "v2", "media"]:
            return _upload(network, member, request)
        case "GET", ["api", "v1", "media", one]:
            return _worked_through(network, member, one)
        case "POST", ["api", "v1", "statuses"]:
            return _post(network, member, request, late)
        case "GET", ["api", "v1", "accounts", name, "statuses"]:
            return _list(network, member, request, name)
        case "GET", ["api", "v1", "statuses", one]:
            post = _shown(network, member, one)
            counts = {"favourites_count": LIKES, "replies_count": COMMENTS, "reblogs_count": REPOSTS}
            return Response(status=200, body={**_told(member, post), **counts}) if post else _missing()
        case "GET", ["api", "v1", "statuses", one, "source"]:
            post = _shown(network, member, one)
            return _missing() if post is None else Response(status=200, body={"id": post.id, "text": post.text})
        case "DELETE", ["api", "v1", "statuses", one]:
            post = _shown(network, member, one)
            gone = post is not None and network.delete(member, one)
            return Response(status=200, body=_told(member, post)) if post and gone else _missing()
    raise Wrong(f"{request.method} {request.target}")


def _upload(network: Network, member: Member, request: Request) -> Response:
    pieces = request.multipart()
    only(pieces, need={"file"}, may={"description", "focus", "thumbnail"})
    file = pieces["file"]
    if not file.filename or file.mime not in MIMES:
        return Response(status=422, body={"error": "Validation failed: File content type is invalid"})
    number = str(len(member.drawer) + 1)
    alt = pieces["description"].data.decode() if "description" in pieces else ""
    ready = network.now() + timedelta(seconds=member.processing)
    member.drawer[number] = {"sha256": network.upload(member, file.data), "alt": alt, "ready": ready}
    at_once = not member.processing
    url = f"https://files.example/{number}" if at_once else None
    return Response(status=200 if at_once else 202, body={"id": number, "type": "image", "url": url})


def _worked_through(network: Network, member: Member, one: str) -> Response:
    kept = member.drawer.get(one)
    if kept is None:
        return _missing()
    ready = kept["ready"] <= network.now()
    return Response(status=200 if ready else 206, body={"id": one, "url": "https://files.example" if ready else None})


def _post(network: Network, member: Member, request: Request, late: float) -> Response:
    asked = request.json()
    only(asked, need={"status"}, may=POSTING)
    media = asked.get("media_ids", [])
    if asked.get("visibility", "public") not in VISIBILITIES:
        raise Wrong("no such visibility")
    kept = [member.drawer.get(one) for one in media]
    if len(media) > MAX_MEDIA or None in kept:
        return Response(status=422, body={"error": "Validation failed: media"})
    if any(one and one["ready"] > network.now() for one in kept):
        return Response(status=422, body={"error": "Cannot attach files that have not finished processing"})
    if len(asked["status"]) > MAX_TEXT or not (asked["status"].strip() or media):
        return Response(status=422, body={"error": "Validation failed: Text"})
    above = asked.get("in_reply_to_id", "")
    if above and _shown(network, member, above) is None:
        return _missing()
    details = {
        "alt": "\n".join(one["alt"] for one in kept if one),
        "visibility": asked.get("visibility", "public"),
        "warning": asked.get("spoiler_text", ""),
    }
    key = request.headers.get("idempotency-key", "") if member.key_window else ""
    hashes = [one["sha256"] for one in kept if one]
    post = network.post(member, asked["status"], hashes, above, key, late, details)
    return Response(status=200, body=_told(member, post))


def _list(network: Network, member: Member, request: Request, name: str) -> Response:
    asked = request.queries()
    only(asked, need=set(), may={"exclude_reblogs", "limit", "since_id", "max_id", "min_id"})
    if name != member.name:
        return _missing()
    newest = network.visible(member)[::-1][: min(int(asked.get("limit", "20")), 40)]
    return Response(status=200, body=[_told(member, post) for post in newest])


def _shown(network: Network, member: Member, one: str) -> Visible | None:
    return next((post for post in network.visible(member) if post.id == one), None)


def _told(member: Member, post: Visible) -> dict[str, object]:
    paragraphs = "".join(
        f"<p>{html.escape(one, quote=False)}</p>".replace("\n", "<br />") for one in post.text.split("\n\n")
    )
    return {
        "id": post.id,
        "created_at": post.committed,
        "in_reply_to_id": post.parent or None,
        "content": paragraphs,
        "visibility": post.details.get("visibility", "public"),
        "url": f"https://social.example/@{member.name}/{post.id}",
        "media_attachments": [{"id": sha256} for sha256 in post.media],
    }


def _missing() -> Response:
    return Response(status=404, body={"error": "Record not found"})
