"""What Instagram takes from a professional account. A container publishes once, so repeating it is safe."""

from __future__ import annotations

from adapters.publishers.counting import utf16_units
from core.account import Platform
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
    max_media=10,  # https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11)
    max_picture=8_000_000,  # https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11)
    media_types=frozenset({"image/jpeg", "video/mp4", "video/quicktime"}),
    needs_media=True,
)
