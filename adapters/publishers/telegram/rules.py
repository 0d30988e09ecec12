"""What a Telegram channel takes. A bot cannot read it back, so an unknown outcome is a question to a person."""

from __future__ import annotations

from adapters.publishers.counting import utf16_units
from core.account import Platform
from core.rules import Recovery, Rules

RULES = Rules(
    platform=Platform("telegram"),
    label="Telegram channel",
    recovery=Recovery.NONE,
    count=utf16_units,  # unverified: the text limit has no unit; offsets are https://core.telegram.org/api/entities
    max_text=4096,  # https://core.telegram.org/bots/api#sendmessage (read 2026-11)
    max_caption=1024,  # https://core.telegram.org/bots/api#sendphoto (read 2026-11)
    ideal_text=500,  # ours
    hashtags=(0, 3),  # ours
    picture=(1080, 1080),  # ours
    max_parts=10,  # ours
    max_media=10,  # https://core.telegram.org/bots/api#sendmediagroup (read 2026-11)
    max_picture=10_000_000,  # https://core.telegram.org/bots/api#sendphoto (read 2026-11)
    max_film=50_000_000,  # https://core.telegram.org/bots/api#sendvideo (read 2026-11)
    media_types=frozenset({"image/jpeg", "image/png", "image/gif", "video/mp4"}),
)
