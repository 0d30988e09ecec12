"""The insights of a post on Meta's platforms: https://developers.facebook.com/docs/graph-api/reference/insights."""

from __future__ import annotations

from collections.abc import Mapping

from tests.fakes.platform.graph import error
from tests.fakes.platform.messages import Request, Response, only


def insights(request: Request, counts: Mapping[str, object]) -> Response:
    """The counts asked for; one unknown name fails the whole request."""
    asked = request.queries()
    only(asked, need={"metric"})
    names = asked["metric"].split(",")
    if unknown := [name for name in names if name not in counts]:
        return error(100, words=f"The value must be a valid insights metric: {unknown}")
    told = [{"name": name, "period": "lifetime", "values": [{"value": counts[name]}]} for name in names]
    return Response(status=200, body={"data": told})
