"""What a Mastodon server takes unless it says otherwise; each may set its own numbers."""

from __future__ import annotations

from datetime import timedelta

from adapters.publishers.counting import mastodon_characters
from core.account import Platform
from core.option import Option
from core.rules import Recovery, Rules

RULES = Rules(
    platform=Platform("mastodon"),
    label="Mastodon",
    recovery=Recovery.KEYED,
    count=mastodon_characters,
    max_text=500,  # https://docs.joinmastodon.org/user/posting/#text (read 2026-11)
    ideal_text=350,  # ours
    hashtags=(1, 4),  # ours
    picture=(1080, 1080),  # ours
    max_parts=25,  # ours
    max_media=4,  # https://docs.joinmastodon.org/user/posting/#media (read 2026-11)
    max_picture=16_777_216,  # https://docs.joinmastodon.org/entities/Instance/#image_size_limit (read 2026-11)
    max_film=103_809_024,  # https://docs.joinmastodon.org/entities/Instance/#video_size_limit (read 2026-11)
    film_box=(3840, 2160),  # https://docs.joinmastodon.org/entities/Instance/#video_matrix_limit (read 2026-11)
    media_types=frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4"}),
    key_window=timedelta(minutes=50),  # ours: inside the hour of https://docs.joinmastodon.org/methods/statuses/#create
    options=(
        Option(
            name="visibility",
            label="Who may see it",
            choices=(
                ("", "as usual"),
                ("public", "everybody"),
                ("unlisted", "everybody, quietly"),
                ("private", "followers"),
            ),
        ),
        Option(name="spoiler_text", label="Warning shown before it", longest=100),  # ours
    ),
    metrics_at_once=20,  # ours: one request each
)
