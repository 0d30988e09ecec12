"""What Pinterest takes: a picture with a description; the link is where a click leads."""

from __future__ import annotations

from core.account import Platform
from core.rules import Recovery, Rules

RULES = Rules(
    platform=Platform("pinterest"),
    label="Pinterest",
    recovery=Recovery.SEARCH,
    count=len,
    max_text=800,  # https://github.com/pinterest/api-description/blob/main/v5/openapi.json (read 2026-11)
    ideal_text=250,  # ours
    hashtags=(0, 3),  # ours
    picture=(1000, 1500),  # unverified: help pages advise 2:3
    link_in_text=False,
    max_media=5,  # https://github.com/pinterest/api-description/blob/main/v5/openapi.json (read 2026-11)
    max_picture=20_000_000,  # unverified: help pages only
    media_types=frozenset({"image/jpeg", "image/png", "video/mp4", "video/quicktime"}),
    needs_media=True,
)
