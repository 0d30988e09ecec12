"""What Instagram's own refusals mean, beside those of every Graph API.

API: https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes (read 2026-11)
"""

from __future__ import annotations

from collections.abc import Mapping

from adapters.publishers.graph import SUBCODES as EVERYWHERE, Meaning, Means

AGAIN: Mapping[int, tuple[str, int]] = {
    2207001: ("server_error", 3),
    2207003: ("media_timeout", 3),
    2207020: ("media_expired", 3),
    2207032: ("not_created", 3),
    2207052: ("media_unreachable", 1),
    2207053: ("upload_error", 3),
    2207077: ("film_unreachable", 1),
    2207082: ("upload_failed", 3),
}
"""What a new container may mend: our reason, and how many more are tried (ours)."""

MOST: Mapping[str, int] = dict(AGAIN.values())

SUBCODES: Mapping[int, Meaning] = {
    **EVERYWHERE,
    **{subcode: Meaning(Means.LOST, reason) for subcode, (reason, _) in AGAIN.items()},
    2207006: Meaning(Means.RECONNECT, "media_missing"),
    2207008: Meaning(Means.REPEATED, "container_missing"),
    2207027: Meaning(Means.NOT_YET, "not_ready"),
    2207042: Meaning(Means.THROTTLED, "daily_limit"),
    2207050: Meaning(Means.HELD, "account_restricted"),
    2207051: Meaning(Means.HELD, "looks_like_spam"),
    2207004: Meaning(Means.REJECTED, "picture_too_large"),
    2207005: Meaning(Means.REJECTED, "picture_format"),
    2207009: Meaning(Means.REJECTED, "picture_ratio"),
    2207010: Meaning(Means.REJECTED, "text_too_long"),
    2207023: Meaning(Means.REJECTED, "media_type"),
    2207026: Meaning(Means.REJECTED, "film_format"),
    2207028: Meaning(Means.REJECTED, "carousel"),
    2207057: Meaning(Means.REJECTED, "thumb_offset"),
}
