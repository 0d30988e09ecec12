"""What Meta's platforms count of a post.

https://developers.facebook.com/docs/graph-api/reference/insights (read 2026-11). One name that is not known, or no
longer, fails the whole request, so after a refusal each is asked for alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.publishers.graph import MISSING, TOKEN, Graph, listed
from adapters.publishers.telling import sum_of
from core.errors import Reconnect, Rejected


async def insights(graph: Graph, post: str, names: Sequence[str]) -> Mapping[str, int] | None:
    """The counts of those names, as far as platform and permission tell them; None where the post is gone."""
    try:
        return _counts(await graph.get(f"/{post}/insights", {"metric": ",".join(names)}))
    except (Rejected, Reconnect) as error:
        if error.reason == TOKEN:
            raise
        if error.reason == MISSING:
            return None
        if len(names) == 1 or isinstance(error, Reconnect):
            return {}
    alone = [await insights(graph, post, [name]) for name in names]
    return {name: count for told in alone for name, count in (told or {}).items()}


async def seen(graph: Graph, post: str, fields: str) -> Mapping[str, Any] | None:
    """These fields of a post; None where it is gone."""
    try:
        return await graph.get(f"/{post}", {"fields": fields})
    except Rejected as error:
        if error.reason == MISSING:
            return None
        raise


def _counts(told: dict[str, Any]) -> dict[str, int]:
    """The newest value of each; one in parts, such as by kind of reaction, is their sum."""
    found: dict[str, int] = {}
    for one in listed(told):
        value = (one.get("values") or [{}])[-1].get("value")
        count = sum_of(*value.values()) if isinstance(value, dict) else sum_of(value)
        if count is not None:
            found[str(one.get("name"))] = count
    return found
