"""What LinkedIn takes. Posts of members cannot be read back, so an unknown outcome is a question to a person."""

from __future__ import annotations

from adapters.publishers.counting import utf16_units
from core.account import Platform
from core.rules import Recovery, Rules

# Posts: https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api (read 2026-11)
RULES = Rules(
    platform=Platform("linkedin"),
    label="LinkedIn",
    recovery=Recovery.NONE,
    count=utf16_units,  # unverified: no unit is documented; this one counts no less than code points
    max_text=3000,  # https://learn.microsoft.com/linkedin/compliance/integrations/shares/ugc-post-api (read 2026-11)
    ideal_text=900,  # ours: a minute of reading
    hashtags=(3, 5),  # ours
    picture=(1080, 1080),  # ours: a square fills a phone and is not cropped on a desk
    max_media=20,  # unverified: https://learn.microsoft.com/linkedin names 2 to 20 pictures for multi-image posts
    media_types=frozenset({"image/jpeg", "image/png", "image/gif", "video/mp4"}),
)
