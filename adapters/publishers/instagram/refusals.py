"""What Instagram's own refusals mean, beside those of every Graph API.

API: https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes (read 2026-11)
"""

from __future__ import annotations

from collections.abc import Mapping

from adapters.publishers.containers import Failure, Terms
from adapters.publishers.graph import SUBCODES as EVERYWHERE, Meaning, Means

_AGAIN: Mapping[int, Failure] = {
    2207001: Failure("server_error", 3),
    2207003: Failure("media_timeout", 3),
    2207020: Failure("media_expired", 3),
    2207032: Failure("not_created", 3),
    2207052: Failure("media_unreachable", 1),
    2207053: Failure("upload_error", 3),
    2207077: Failure("film_unreachable", 1),
    2207082: Failure("upload_failed", 3),
}
"""What a new container may mend; how many are tried is ours."""

SUBCODES: Mapping[int, Meaning] = {
    **EVERYWHERE,
    **{subcode: Meaning(Means.LOST, failure.reason) for subcode, failure in _AGAIN.items()},
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

TERMS = Terms(
    making="media",
    publishing="media_publish",
    state="status_code",
    failure="status",
    failures={str(subcode): _AGAIN.get(subcode, Failure(meaning.reason)) for subcode, meaning in SUBCODES.items()},
)
