"""A small S3 over a real socket: one bucket, signatures checked, everything it does not know refused.

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html (read 2026-11)
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from core.secret import Secret
from tests.fakes.platform.messages import Request, Response, Wrong
from tests.fakes.platform.server import Door, written

BUCKET, KEY_ID, SECRET, REGION = "greenlight-media", "AKIAGREENLIGHT", "s3cr3t-of-the-bucket", "eu-west-1"


@dataclass(slots=True)
class Bucket:
    """What it holds, and how it was asked. `refuses` is a status with which it answers everything."""

    objects: dict[str, bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    parts: dict[str, dict[int, bytes]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    wrongs: list[str] = field(default_factory=list)
    refuses: int = 0
    port: int = 0

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, request: Request, writer: asyncio.StreamWriter) -> bytes | None:
        """The answer, as bytes."""
        self.asked[request.method] += 1
        try:
            answer = Response(status=self.refuses) if self.refuses else self._served(request)
        except Wrong as error:
            self.wrongs.append(str(error))
            answer = Response(status=418)
        return written(answer, head=request.method == "HEAD")

    def _served(self, request: Request) -> Response:
        if not _is_signed(request):
            return _error(403, "SignatureDoesNotMatch")
        bucket, _, key = unquote(urlsplit(request.target).path).removeprefix("/").partition("/")
        if bucket != BUCKET or not key:
            return _error(404, "NoSuchBucket")
        query = {name for name, _ in _query(request) if not name.startswith("X-Amz-")} - {"x-id"}
        match request.method, *sorted(query):
            case (("GET" | "HEAD"), *nothing) if not nothing:
                return self._got(request, key)
            case "PUT", *nothing if not nothing:
                self.objects[key] = request.body
                self.kinds[key] = request.headers.get("content-type", "")
                return Response(status=200, headers={"ETag": _etag(request.body)}, body=b"")
            case "POST", "uploads":
                self.parts[key] = {}
                self.kinds[key] = request.headers.get("content-type", "")
                return Response(status=200, body=_xml("InitiateMultipartUploadResult", UploadId="u1", Key=key))
            case "PUT", "partNumber", "uploadId":
                self.parts[key][int(request.query("partNumber"))] = request.body
                return Response(status=200, headers={"ETag": _etag(request.body)}, body=b"")
            case "POST", "uploadId":
                self.objects[key] = b"".join(one for _, one in sorted(self.parts.pop(key).items()))
                etag = _etag(self.objects[key])
                return Response(status=200, body=_xml("CompleteMultipartUploadResult", ETag=etag, Key=key))
        raise Wrong(f"{request.method} {request.target}")

    def _got(self, request: Request, key: str) -> Response:
        if key not in self.objects:
            return _error(404, "NoSuchKey")
        data = self.objects[key]
        if request.headers.get("if-match", _etag(data)) != _etag(data):
            return _error(412, "PreconditionFailed")
        headers = {
            "ETag": _etag(data),
            "Content-Type": self.kinds[key],
            "Last-Modified": "Sun, 22 Nov 2026 09:00:00 GMT",
            "Content-Length": str(len(data)),
        }
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers.get("range", ""))
        if asked is None:
            return Response(status=200, body=data, headers=headers)
        begin, end = int(asked[1]), min(int(asked[2]) + 1, len(data))
        if begin >= len(data):
            return _error(416, "InvalidRange")
        headers |= {"Content-Range": f"bytes {begin}-{end - 1}/{len(data)}", "Content-Length": str(end - begin)}
        return Response(status=206, body=data[begin:end], headers=headers)


def settings(bucket: Bucket, *, secret: str = SECRET) -> dict[str, object]:
    """What has to be set so that the product keeps its media there."""
    return {
        "bucket": BUCKET,
        "bucket_endpoint_url": bucket.endpoint,
        "bucket_region": REGION,
        "bucket_key_id": KEY_ID,
        "bucket_secret": Secret(secret),
    }


@asynccontextmanager
async def a_bucket() -> AsyncIterator[Bucket]:
    """The server, as long as the block lasts; what was asked wrongly fails the test."""
    bucket = Bucket()
    door = Door(bucket.serve)
    bucket.port = door.port
    await door.open()
    try:
        yield bucket
        assert bucket.wrongs == []
    finally:
        await door.end()


def _etag(data: bytes) -> str:
    return f'"{hashlib.md5(data).hexdigest()}"'


def _xml(name: str, **values: str) -> bytes:
    inner = "".join(f"<{one}>{value}</{one}>" for one, value in values.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><{name}>{inner}</{name}>'.encode()


def _error(status: int, code: str) -> Response:
    return Response(status=status, body=_xml("Error", Code=code, Message="Words that promise nothing"))


def _query(request: Request) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(request.target).query, keep_blank_values=True)


def _is_signed(request: Request) -> bool:
    """Whether the signature in the header, or in the address, is that of our key over this very request."""
    query = dict(_query(request))
    if "X-Amz-Signature" in query:
        credential, signed = query["X-Amz-Credential"], query["X-Amz-SignedHeaders"]
        given, at, body = query.pop("X-Amz-Signature"), query["X-Amz-Date"], "UNSIGNED-PAYLOAD"
    else:
        found = re.fullmatch(
            r"AWS4-HMAC-SHA256 Credential=(\S+?), ?SignedHeaders=(\S+?), ?Signature=(\w+)",
            request.headers.get("authorization", ""),
        )
        if found is None:
            return False
        credential, signed, given = found.groups()
        at, body = request.headers["x-amz-date"], request.headers["x-amz-content-sha256"]
        if body not in ("UNSIGNED-PAYLOAD", hashlib.sha256(request.body).hexdigest()):
            return False
    key_id, day, region, *rest = credential.split("/")
    if (key_id, region, rest) != (KEY_ID, REGION, ["s3", "aws4_request"]) or not at.startswith(day):
        return False
    names = signed.split(";")
    canonical = "\n".join(
        (
            request.method,
            quote(unquote(urlsplit(request.target).path), safe="/-_.~"),
            "&".join(
                sorted(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in query.items())
            ),
            *(f"{name}:{request.headers[name].strip()}" for name in names),
            "",
            signed,
            body,
        )
    )
    scope = "/".join((day, REGION, "s3", "aws4_request"))
    text = "\n".join(("AWS4-HMAC-SHA256", at, scope, hashlib.sha256(canonical.encode()).hexdigest()))
    key = f"AWS4{SECRET}".encode()
    for step in (day, REGION, "s3", "aws4_request", text):
        key = hmac.new(key, step.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(key.hex(), given)
