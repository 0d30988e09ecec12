"""What the dialects of Meta's platforms share: the shape of an answer, https://developers.facebook.com/docs/graph-api.

The host a request is meant for stands in front of its path, so that a publisher's several hosts are one server here.
"""

from __future__ import annotations

import json

from tests.fakes.platform.faults import Fault
from tests.fakes.platform.messages import Request, Response, Wrong
from tests.fakes.platform.network import Member, Network

VERSION = "v26.0"


def inside(request: Request, *hosts: str, api: str = VERSION) -> list[str]:
    """The path behind host and version.

    Raises:
        Wrong: the host is another, or the version is missing.
    """
    host, version, *rest = [*request.path, "", ""][: max(2, len(request.path))]
    if host not in hosts or version != api:
        raise Wrong(f"{request.target} is not at {hosts} in {api}")
    return rest


def member_of(network: Network, request: Request, scheme: str = "Bearer") -> Member | None:
    """The account whose token came along in this way."""
    given, _, token = request.headers.get("authorization", "").partition(" ")
    return network.member(token) if given == scheme else None


def error(
    code: int,
    subcode: int = 0,
    *,
    status: int = 400,
    transient: bool = False,
    headers: dict[str, str] | None = None,
    data: dict[str, str] | None = None,
    words: str = "An error occurred",
) -> Response:
    """A refusal; its words are translated and promise nothing, but for those in capital letters."""
    body: dict[str, object] = {
        "message": words,
        "type": "OAuthException",
        "code": code,
        "is_transient": transient,
        "fbtrace_id": "A1b2C3",
    }
    if subcode:
        body["error_subcode"] = subcode
    if data:
        body["error_data"] = data
    return Response(status=status, body={"error": body}, headers=headers or {})


def missing() -> Response:
    """What is not there, and what may not be seen."""
    return error(100, 33)


def refused(network: Network, fault: Fault) -> Response:
    """`reason` is code/subcode or code/subcode/words; without one the status says which.

    A limit tells in minutes when it ends.
    """
    if "/" in fault.reason:
        code, subcode, words = [*fault.reason.split("/"), ""][:3]
        return error(int(code), int(subcode), status=fault.status, words=words)
    if fault.status == 429:
        regain = round(float(fault.retry_after) / 60)
        usage = {"1": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": regain}]}
        return error(32, status=400, headers={"X-Business-Use-Case-Usage": json.dumps(usage)})
    if fault.status == 401:
        return error(190, 463)
    return error(2, status=fault.status, transient=True)
