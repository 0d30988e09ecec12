"""What the refusals of Threads mean, beside those of every Graph API, and how its containers fail.

API: https://developers.facebook.com/documentation/threads/posts (read 2026-11)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from adapters.publishers.containers import Failure, Terms
from adapters.publishers.graph import MISSING, SUBCODES as EVERYWHERE, Meaning, Means

_UNREACHABLE = "media_unreachable"

SUBCODES: Mapping[int, Meaning] = {
    **EVERYWHERE,
    2207051: Meaning(Means.HELD, "looks_like_spam"),
    2207052: Meaning(Means.LOST, _UNREACHABLE),
    4279009: Meaning(Means.UNSEEN, MISSING),
    4279013: Meaning(Means.HELD, "account_restricted"),
}

WORDS: Mapping[str, Meaning] = {
    "THREADS_API__LINK_LIMIT_EXCEEDED": Meaning(Means.REJECTED, "too_many_links"),
    "THREADS_API__FEATURE_NOT_AVAILABLE": Meaning(Means.REJECTED, "not_available"),
}

TERMS = Terms(
    making="threads",
    publishing="threads_publish",
    state="status",
    failure="error_message",
    failures={
        "FAILED_DOWNLOADING_VIDEO": Failure("film_unreachable", 3),
        "FAILED_PROCESSING_AUDIO": Failure("film_failed", 3),
        "FAILED_PROCESSING_VIDEO": Failure("film_failed", 3),
        "UNKNOWN": Failure("container_failed", 3),
        "2207052": Failure(_UNREACHABLE, 1),
        "4279009": Failure(MISSING, 3),
        "INVALID_ASPEC_RATIO": Failure("film_ratio"),
        "INVALID_BIT_RATE": Failure("film_format"),
        "INVALID_DURATION": Failure("film_length"),
        "INVALID_FRAME_RATE": Failure("film_format"),
        "INVALID_AUDIO_CHANNELS": Failure("film_format"),
        "INVALID_AUDIO_CHANNEL_LAYOUT": Failure("film_format"),
    },
    unseen=timedelta(minutes=2),  # ours
)
