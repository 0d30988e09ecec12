"""What Pinterest takes: pictures or a film with a description; the link is where a click leads."""

from __future__ import annotations

from datetime import timedelta

from core.account import Platform
from core.option import Option
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
    max_film=200_000_000,  # ours: it goes up in one piece within a step; help pages say 2 GB
    max_alt=500,  # https://github.com/pinterest/api-description/blob/main/v5/openapi.json (read 2026-11)
    film_seconds=(4, 900),  # unverified: help pages only
    mixes=False,
    media_types=frozenset({"image/jpeg", "image/png", "video/mp4", "video/quicktime", "video/x-m4v"}),
    needs_media=True,
    timeout=timedelta(seconds=60),  # ours: the pictures travel in the visible call
    visible_within=timedelta(seconds=60),  # ours: no delay is documented
    options=(
        Option(name="title", label="Title", longest=100),  # https://developers.pinterest.com/docs/api/v5/pins-create
    ),
    metrics_at_once=20,  # ours: one request each
)
