"""What LinkedIn counts of a page's posts.

API: https://learn.microsoft.com/linkedin/marketing/community-management/organizations/share-statistics (read 2026-11).
unverified: that posts called ugcPost are listed as shares are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from adapters.publishers.linkedin.api import Api
from adapters.publishers.telling import count_of
from core.errors import Unavailable
from core.metrics import Metrics

_KINDS = {"urn:li:share:": "share", "urn:li:ugcPost:": "ugcPost"}


async def page_metrics(api: Api, page: str, urns: Sequence[str]) -> dict[str, Metrics]:
    """The counts of these posts of the page; a post nobody has seen yet may be missing like one that is gone."""
    found: dict[str, Metrics] = {}
    for begins, kind in _KINDS.items():
        ours = [urn for urn in urns if urn.startswith(begins)]
        if not ours:
            continue
        names = ",".join(quote(urn, safe="") for urn in ours)
        of = f"q=organizationalEntity&organizationalEntity={quote(page, safe='')}&{kind}s=List({names})"
        listed = (await api.get(f"/rest/organizationalEntityShareStatistics?{of}", finder=True)).get("elements")
        if not isinstance(listed, list):
            raise Unavailable("unreadable_answer")
        found |= {str(one[kind]): _metrics(one.get("totalShareStatistics") or {}) for one in listed if kind in one}
    return found


def _metrics(told: dict[str, Any]) -> Metrics:
    return Metrics(
        views=count_of(told.get("impressionCount")),
        reach=count_of(told.get("uniqueImpressionsCount")),
        likes=count_of(told.get("likeCount")),
        comments=count_of(told.get("commentCount")),
        shares=count_of(told.get("shareCount")),
        clicks=count_of(told.get("clickCount")),
    )
