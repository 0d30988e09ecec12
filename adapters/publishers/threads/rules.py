"""What Threads takes. A container publishes once, so repeating it is safe."""

from __future__ import annotations

from datetime import timedelta

from adapters.publishers.counting import threads_units
from core.account import Platform
from core.option import Option
from core.rules import Recovery, Rules

RULES = Rules(
    platform=Platform("threads"),
    label="Threads",
    recovery=Recovery.CONDITIONAL,
    count=threads_units,
    max_text=500,  # https://developers.facebook.com/documentation/threads/posts (read 2026-11)
    ideal_text=280,  # ours
    hashtags=(0, 1),  # https://developers.facebook.com/documentation/threads/posts (one topic, read 2026-11)
    picture=(1080, 1350),  # ours: 4:5 as on Instagram
    max_daily=250,  # https://developers.facebook.com/documentation/threads/overview (read 2026-11)
    max_parts=25,  # ours
    max_media=20,  # https://developers.facebook.com/documentation/threads/posts (read 2026-11)
    max_picture=8_000_000,  # https://developers.facebook.com/documentation/threads/posts (read 2026-11)
    max_film=1_000_000_000,  # https://developers.facebook.com/documentation/threads/posts (read 2026-11)
    max_alt=1000,  # https://developers.facebook.com/documentation/threads/posts (read 2026-11)
    ratio=(0.1, 10),  # https://developers.facebook.com/documentation/threads/posts (10:1, read 2026-11)
    film_seconds=(0, 300),  # https://developers.facebook.com/documentation/threads/posts (read 2026-11)
    film_box=(1920, 1920),  # https://developers.facebook.com/documentation/threads/posts (1920 wide, read 2026-11)
    film_ratio=(0.01, 10),  # https://developers.facebook.com/documentation/threads/posts (read 2026-11)
    media_types=frozenset({"image/jpeg", "image/png", "video/mp4", "video/quicktime"}),
    timeout=timedelta(seconds=45),  # ours: the post and a glance at its address
    visible_within=timedelta(seconds=30),  # ours: how long a container may still be on its way out
    options=(
        Option(
            name="reply_control",
            label="Who may answer",
            choices=(
                ("", "as usual"),
                ("everyone", "everybody"),
                ("accounts_you_follow", "accounts you follow"),
                ("mentioned_only", "who is mentioned"),
            ),
        ),
        Option(name="topic_tag", label="Topic", longest=50),  # https://developers.facebook.com/docs/threads
    ),
    fetches=frozenset({"image/", "video/"}),
    metrics_at_once=20,  # ours: one request each
)
