"""What LinkedIn takes.

Posts: https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api (read 2026-11)
"""

from __future__ import annotations

from datetime import timedelta

from adapters.publishers.counting import utf16_units
from core.account import Platform
from core.option import Option
from core.rules import Recovery, Rules

RULES = Rules(
    platform=Platform("linkedin"),
    label="LinkedIn",
    recovery=Recovery.SEARCH,  # pages; what members posted cannot be read back, so there it is always a question
    count=utf16_units,  # unverified: no unit is documented; this one counts no less than code points
    max_text=3000,  # https://learn.microsoft.com/linkedin/compliance/integrations/shares/ugc-post-api (read 2026-11)
    ideal_text=900,  # ours: a minute of reading
    hashtags=(3, 5),  # ours
    picture=(1080, 1080),  # ours: a square fills a phone and is not cropped on a desk
    max_parts=2,  # ours: the post and its first comment
    max_below=1250,  # unverified: https://learn.microsoft.com/linkedin/marketing/community-management names it
    max_media=20,  # unverified: https://learn.microsoft.com/linkedin names 2 to 20 pictures for multi-image posts
    max_film=500_000_000,  # unverified: https://learn.microsoft.com/linkedin names 75 KB to 500 MB
    max_alt=4086,  # https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api (read 2026-11)
    film_seconds=(3, 1800),  # unverified: https://learn.microsoft.com/linkedin names 3 s to 30 min
    mixes=False,
    media_types=frozenset({"image/jpeg", "image/png", "image/gif", "video/mp4"}),
    visible_within=timedelta(seconds=30),  # unverified: no delay is documented
    options=(
        Option(
            name="visibility",
            label="Who may see it",
            choices=(("", "as usual"), ("PUBLIC", "everybody"), ("CONNECTIONS", "connections")),
        ),
        Option(
            name="title",
            label="Title of the link's card, where there is no picture",
            longest=400,  # unverified: https://learn.microsoft.com/linkedin/marketing names it for articles
        ),
    ),
    metrics_at_once=20,  # ours
)
