"""What X takes from an account without a subscription."""

from __future__ import annotations

from datetime import timedelta

from adapters.publishers.counting import x_weight
from core.account import Platform
from core.option import Option
from core.rules import Recovery, Rules

RULES = Rules(
    platform=Platform("x"),
    label="X",
    recovery=Recovery.SEARCH,
    count=x_weight,
    max_text=280,  # https://docs.x.com/fundamentals/counting-characters (read 2026-11)
    ideal_text=220,  # ours: leaves room to be quoted
    hashtags=(0, 2),  # ours
    picture=(1080, 1080),  # ours: a square is shown whole, and is drawn for others anyway
    max_parts=25,  # unverified: https://docs.x.com/x-api/posts/manage-tweets restricts replies, not those to oneself
    max_media=4,  # https://docs.x.com/x-api/media/quickstart/best-practices (read 2026-11)
    max_picture=5_000_000,  # https://docs.x.com/x-api/media/quickstart/best-practices (read 2026-11)
    max_film=512_000_000,  # https://docs.x.com/x-api/media/quickstart/best-practices (read 2026-11)
    max_alt=1000,  # https://docs.x.com/x-api/media/metadata-create (read 2026-11)
    film_seconds=(0.5, 140),  # https://docs.x.com/x-api/media/quickstart/best-practices (read 2026-11)
    film_box=(1280, 1024),  # https://docs.x.com/x-api/media/quickstart/best-practices (read 2026-11)
    film_least=32,  # https://docs.x.com/x-api/media/quickstart/best-practices (read 2026-11)
    film_ratio=(1 / 3, 3),  # https://docs.x.com/x-api/media/quickstart/best-practices (read 2026-11)
    mixes=False,  # https://docs.x.com/x-api/media/quickstart/best-practices (read 2026-11)
    media_types=frozenset({"image/jpeg", "image/png", "image/webp", "video/mp4"}),
    visible_within=timedelta(seconds=30),  # unverified: no delay is documented
    options=(
        Option(
            name="reply_settings",
            label="Who may answer",
            choices=(
                ("", "as usual"),
                ("following", "people you follow"),
                ("mentionedUsers", "people it mentions"),
                ("verified", "verified accounts"),
            ),
        ),
    ),
    metrics_at_once=100,  # https://docs.x.com/x-api/posts (read 2026-11)
)
