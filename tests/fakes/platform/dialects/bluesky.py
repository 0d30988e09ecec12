"""An AT Protocol server and the video service, https://docs.bsky.app/docs/category/http-reference (read 2026-11).

A film whose bytes begin with "broken <code>" fails with that code; with "once" behind it only the first time.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.platform import bluesky_consent as consent, bluesky_identity as identity, bluesky_sessions as sessions
from tests.fakes.platform.bluesky_record import COLLECTION, items_of, link_of, problem_of
from tests.fakes.platform.faults import Call, Fault
from tests.fakes.platform.figures import COMMENTS, LIKES, QUOTES, REPOSTS, SAVES
from tests.fakes.platform.messages import Request, Response, Wrong, only
from tests.fakes.platform.network import Member, Network, Visible

TID = re.compile("[234567abcdefghij][234567a-z]{12}")
MAX_BLOB = 5 * 1024 * 1024
PIECE = 512
TOKEN_LIFE = timedelta(seconds=1800)
UPLOAD_LIFE = timedelta(hours=1)
NAMES = {429: "RateLimitExceeded", 502: "UpstreamFailure"}


def call_of(request: Request) -> Call:
    match request.method, request.path[-1]:
        case "POST", "com.atproto.repo.putRecord":
            return Call.REVEAL
        case "GET", "com.atproto.repo.getRecord" | "app.bsky.feed.getPosts":
            return Call.FIND
        case "POST", "com.atproto.repo.deleteRecord":
            return Call.REMOVE
        case _:
            return Call.STEP


def open_to_all(network: Network, request: Request) -> Response | None:
    match request.method, request.path[-1]:
        case "POST", "com.atproto.server.createSession":
            return sessions.created(network, request)
        case "POST", "com.atproto.server.refreshSession":
            return sessions.refreshed(network, request)
        case "POST", "com.atproto.server.deleteSession":
            return sessions.deleted(network, request)
        case "GET", "app.bsky.video.getJobStatus":
            only(asked := request.queries(), need={"jobId"})
            jobs = [job for member in network.members.values() for job in _kept(member, "jobs").values()]
            return _job(network, next(job for job in jobs if job["id"] == asked["jobId"]))
    here = f"http://{request.headers['host']}"
    answer = identity.answered(request, here) or consent.answered(network, request, here)
    return answer or (_bound(network, request) if request.path[0] == "xrpc" else None)


def _bound(network: Network, request: Request) -> Response | None:
    """What is wrong with the token that came along, where one is bound to a key."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme == "DPoP" and "app.bsky.video" not in request.path[-1]:
        return consent.shown(network, request)
    if "dpop" in request.headers or token in network.drawer.get("bound", {}):
        raise Wrong("a proof without its token, or a token without its proof")
    return None


def member_of(network: Network, request: Request) -> Member | None:
    """By token; reading a record needs none. The video service takes only tokens that were made for it."""
    members = network.members.values()
    if request.path[-1] == "com.atproto.repo.getRecord":
        return next((one for one in members if _did(one) == request.query("repo")), None)
    if "app.bsky.video" in request.path[-1]:
        now = network.now()
        return next((one for one in members if now < _kept(one, "passes").get(request.bearer, now)), None)
    return network.member(request.headers.get("authorization", "").partition(" ")[2])


def refused(network: Network, fault: Fault) -> Response:
    """`reason` is the name of the error; without one the status says which."""
    if fault.reason == "use_dpop_nonce":
        return consent.refused(network, 401, fault.reason)
    if fault.status == 401:
        return _error("InvalidToken")
    if not fault.retry_after:
        return _error(fault.reason or NAMES.get(fault.status, "InternalServerError"), fault.status)
    reset = network.now() + timedelta(seconds=float(fault.retry_after))
    headers = {
        "RateLimit-Limit": "3000",
        "RateLimit-Remaining": "0",
        "RateLimit-Reset": str(int(reset.timestamp())),
        "RateLimit-Policy": "3000;w=300",
        "Retry-After": fault.retry_after,
    }
    return Response(status=429, body={"error": NAMES[429], "message": "Rate Limit Exceeded"}, headers=headers)


def serve(network: Network, member: Member, request: Request, late: float = 0.0) -> Response:
    return consent.with_nonce(network, request, _served(network, member, request, late))


def _served(network: Network, member: Member, request: Request, late: float) -> Response:
    match request.method, request.path:
        case "GET", ["xrpc", "com.atproto.server.getSession"]:
            return Response(
                status=200, body={"did": _did(member), "handle": sessions.handle_of(member), "active": True}
            )
        case "POST", ["xrpc", "com.atproto.repo.uploadBlob"]:
            return _upload(network, member, request)
        case "POST", ["xrpc", "com.atproto.repo.putRecord"]:
            return _put(network, member, request.json(), late)
        case "GET", ["xrpc", "com.atproto.repo.getRecord"]:
            return _get(network, member, request.queries())
        case "POST", ["xrpc", "com.atproto.repo.deleteRecord"]:
            only(asked := request.json(), need={"repo", "collection", "rkey"})
            done = network.delete(member, _uri(member, asked))
            return Response(
                status=200, body={"commit": {"cid": "bafyreicommit", "rev": "3lgreenligh2b"}} if done else {}
            )
        case "GET", ["xrpc", "app.bsky.feed.getPosts"]:
            return _counted(network, member, request)
        case "GET", ["xrpc", "com.atproto.server.getServiceAuth"]:
            return _pass(network, member, request)
        case "POST", ["xrpc", "app.bsky.video.startUpload"]:
            return _start(network, member, request.json())
        case "POST", ["xrpc", "app.bsky.video.uploadPart"]:
            return _piece(network, member, request)
        case "POST", ["xrpc", "app.bsky.video.finishUpload"]:
            return _finish(network, member, request.json())
    raise Wrong(f"{request.method} {request.target}")


def _counted(network: Network, member: Member, request: Request) -> Response:
    asked = parse_qs(urlsplit(request.target).query)
    only(asked, need={"uris"})
    if len(asked["uris"]) > 25:
        return _error("InvalidRequest")
    counts = {"likeCount": LIKES, "replyCount": COMMENTS, "repostCount": REPOSTS, "quoteCount": QUOTES}
    posts = [
        {
            "uri": one.id,
            "cid": _kept(member, "records")[one.id],
            "author": {"did": _did(member), "handle": sessions.handle_of(member)},
            "record": {"$type": COLLECTION, "text": one.text, "createdAt": "2026-11-22T09:00:00.000Z"},
            "indexedAt": "2026-11-22T09:00:00.000Z",
            "bookmarkCount": SAVES,
            **counts,
        }
        for one in network.visible(member)
        if one.id in asked["uris"]
    ]
    return Response(status=200, body={"posts": posts})


def _upload(network: Network, member: Member, request: Request) -> Response:
    """The type is what the bytes say."""
    if not request.body or not request.mime:
        raise Wrong("an empty blob, or one without a type")
    if len(request.body) > MAX_BLOB:
        return _error("PayloadTooLarge", 413)
    return Response(status=200, body={"blob": _blob(network, member, request.body, "image/png")})


def _blob(network: Network, member: Member, data: bytes, mime: str) -> dict[str, Any]:
    sha256 = network.upload(member, data)
    link = f"bafkrei{sha256[:52]}"
    blob = {"$type": "blob", "ref": {"$link": link}, "mimeType": mime, "size": len(data)}
    _kept(member, "blobs")[link] = {"blob": blob, "sha256": sha256}
    return blob


def _put(network: Network, member: Member, asked: dict[str, Any], late: float) -> Response:
    only(asked, need={"repo", "collection", "rkey", "record", "swapRecord"})
    uri, record = _uri(member, asked), asked["record"]
    if asked["swapRecord"] is not None:
        raise Wrong("an edit")
    only(record, need={"$type", "text", "createdAt"}, may={"langs", "facets", "embed", "reply"})
    problem = problem_of(record, _kept(member, "blobs"), _kept(member, "records"))
    if problem:
        return _error(problem)
    cid = f"bafyrei{hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()[:52]}"
    before = _kept(member, "records").setdefault(uri, cid)
    if before != cid:
        return _error("InvalidSwap")
    answer = {"uri": uri, "cid": cid, "validationStatus": "valid"}
    if any(one.id == uri for one in network.ledger):
        return Response(status=200, body=answer)
    embed = record.get("embed", {})
    details = {
        **{name: json.dumps(record[name]) for name in ("langs", "facets") if name in record},
        "createdAt": record["createdAt"],
        "root": record["reply"]["root"]["uri"] if "reply" in record else "",
        "embed": embed.get("$type", ""),
        "card": json.dumps(embed.get("external", {})),
        "alt": "\n".join(one.get("alt", "") for one in items_of(embed)),
    }
    media = [_kept(member, "blobs")[link_of(one)]["sha256"] for one in items_of(embed)]
    above = record["reply"]["parent"]["uri"] if "reply" in record else ""
    network.post(member, record["text"], media, above, "", late, details, name=uri)
    return Response(status=200, body={**answer, "commit": {"cid": "bafyreicommit", "rev": "3lgreenligh2a"}})


def _get(network: Network, member: Member, asked: dict[str, str]) -> Response:
    only(asked, need={"repo", "collection", "rkey"})
    uri = _uri(member, asked)
    if _shown(network, member, uri) is None:
        return _error("RecordNotFound")
    body = {"uri": uri, "cid": _kept(member, "records")[uri], "value": {"$type": COLLECTION}}
    return Response(status=200, body=body)


def _pass(network: Network, member: Member, request: Request) -> Response:
    """A token for the video service, which acts with it on the account's server."""
    asked = request.queries()
    only(asked, need={"aud", "lxm", "exp"})
    host = request.headers["host"].partition(":")[0]
    if (asked["aud"], asked["lxm"]) != (f"did:web:{host}", "com.atproto.repo.uploadBlob"):
        raise Wrong(f"a token for {asked['aud']} {asked['lxm']}")
    now = network.now()
    if not 0 < int(asked["exp"]) - now.timestamp() <= TOKEN_LIFE.total_seconds():
        return _error("BadExpiration")
    passes = _kept(member, "passes")
    token = f"pass-{member.name}-{len(passes)}"
    passes[token] = now + TOKEN_LIFE
    return Response(status=200, body={"token": token})


def _start(network: Network, member: Member, asked: dict[str, Any]) -> Response:
    only(asked, need={"sizeBytes", "mimeType"}, may={"name", "durationMs", "width", "height"})
    if asked["mimeType"] != "video/mp4":
        return _error("UnsupportedContentType")
    uploads = _kept(member, "uploads")
    number, pieces = f"u{len(uploads)}", -(-asked["sizeBytes"] // PIECE)
    expires = network.now() + UPLOAD_LIFE
    uploads[number] = {"size": asked["sizeBytes"], "pieces": {}, "count": pieces, "expires": expires, "job": ""}
    body = {"jobId": number, "partSizeBytes": PIECE, "partCount": pieces, "expiresAt": expires.isoformat()}
    return Response(status=200, body=body)


def _piece(network: Network, member: Member, request: Request) -> Response:
    asked = request.queries()
    only(asked, need={"jobId", "partNumber"})
    upload, number = _kept(member, "uploads").get(asked["jobId"]), int(asked["partNumber"])
    if request.mime != "application/octet-stream":
        raise Wrong(f"a piece of {request.mime}")
    if upload is None or upload["expires"] <= network.now():
        return _error("UploadNotFound" if upload is None else "UploadExpired")
    if upload["job"]:
        return _error("UploadAlreadyCompleted")
    if not 1 <= number <= upload["count"] or len(request.body) != min(PIECE, upload["size"] - (number - 1) * PIECE):
        raise Wrong(f"piece {number} of {len(request.body)} bytes")
    upload["pieces"][number] = request.body
    return Response(status=200, body={"partNumber": number, "sizeBytes": len(request.body)})


def _finish(network: Network, member: Member, asked: dict[str, Any]) -> Response:
    only(asked, need={"jobId"})
    upload = _kept(member, "uploads").get(asked["jobId"])
    if upload is None:
        return _error("UploadNotFound")
    if len(upload["pieces"]) != upload["count"]:
        return _error("MissingParts")
    jobs = _kept(member, "jobs")
    if not upload["job"]:
        upload["job"] = f"{member.name}-j{len(jobs)}"
        data = b"".join(upload["pieces"][number] for number in sorted(upload["pieces"]))
        jobs[upload["job"]] = {
            "id": upload["job"],
            "did": _did(member),
            "blob": _blob(network, member, data, "video/mp4"),
            "failed": _failure(data, len(jobs)),
            "ready": network.now() + timedelta(seconds=member.processing),
        }
    status = _job(network, jobs[upload["job"]]).body["jobStatus"]
    return Response(status=200, body={"completedJobId": upload["job"], "jobStatus": status})


def _failure(data: bytes, before: int) -> str:
    return data.split()[1].decode() if data.startswith(b"broken") and not (before and data.endswith(b"once")) else ""


def _job(network: Network, job: dict[str, Any]) -> Response:
    status = {"jobId": job["id"], "did": job["did"]}
    if network.now() < job["ready"]:
        status |= {"state": "JOB_STATE_ENCODING", "progress": 50}
    elif job["failed"]:
        status |= {"state": "JOB_STATE_FAILED", "failureCode": job["failed"], "message": "The video failed."}
    else:
        status |= {"state": "JOB_STATE_COMPLETED", "blob": job["blob"]}
    return Response(status=200, body={"jobStatus": status})


def _uri(member: Member, asked: dict[str, Any]) -> str:
    if asked["repo"] != _did(member) or asked["collection"] != COLLECTION or not TID.fullmatch(asked["rkey"]):
        raise Wrong(f"{asked['repo']} {asked['collection']} {asked['rkey']}")
    return f"at://{asked['repo']}/{COLLECTION}/{asked['rkey']}"


def _did(member: Member) -> str:
    return f"did:plc:{member.name}"


def _kept(member: Member, what: str) -> dict[str, Any]:
    kept: dict[str, Any] = member.drawer.setdefault(what, {})
    return kept


def _shown(network: Network, member: Member, uri: str) -> Visible | None:
    return next((post for post in network.visible(member) if post.id == uri), None)


def _error(name: str, status: int = 400) -> Response:
    return Response(status=status, body={"error": name, "message": "Words that promise nothing"})
