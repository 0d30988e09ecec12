"""What Instagram takes from a professional account. A container publishes once, so repeating it is safe."""

from __future__ import annotations

from datetime import timedelta

from adapters.publishers.counting import utf16_units
from core.account import Platform
from core.option import YES_NO, Option
from core.rules import Recovery, Rules

RULES = Rules(
    platform=Platform("instagram"),
    label="Instagram",
    recovery=Recovery.CONDITIONAL,
    count=utf16_units,  # unverified: no unit is documented; this one counts no less than code points
    max_text=2200,  # https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11)
    ideal_text=400,  # ours: the first lines decide, the rest is folded away
    hashtags=(3, 8),  # ours
    max_hashtags=30,  # https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11)
    picture=(1080, 1350),  # ours: the tallest that is allowed, 4:5
    link_in_text=False,
    max_daily=50,  # unverified: https://developers.facebook.com/docs/instagram-platform/content-publishing has 100 too
    max_parts=2,  # ours: the post and its first comment
    max_media=10,  # https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11)
    max_picture=8_000_000,  # https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11)
    max_film=300_000_000,  # https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11)
    max_alt=1000,  # https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11)
    ratio=(0.8, 1.91),  # https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11)
    film_seconds=(3, 900),  # https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11)
    film_box=(1920, 1920),  # https://developers.facebook.com/docs/instagram-platform/content-publishing: 1920 wide
    film_ratio=(0.01, 10),  # https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11)
    media_types=frozenset({"image/jpeg", "video/mp4", "video/quicktime"}),
    needs_media=True,
    timeout=timedelta(seconds=45),  # ours: the post and a glance at its address
    visible_within=timedelta(seconds=30),  # ours: how long a container may still be on its way out
    options=(
        Option(name="is_ai_generated", label="An AI made it", choices=YES_NO),
        Option(name="share_to_feed", label="Show the reel in the feed too", choices=YES_NO, films=True),
    ),
    fetches=frozenset({"image/", "video/"}),
    metrics_at_once=20,  # ours: two requests each
)
