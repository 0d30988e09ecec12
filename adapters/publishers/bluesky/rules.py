"""What Bluesky takes. The key of a record is ours to choose, so repeating it is safe."""

from __future__ import annotations

from adapters.publishers.counting import graphemes
from core.account import Platform
from core.rules import Recovery, Rules

# The lexicons below are those of https://github.com/bluesky-social/atproto (read 2026-11).
RULES = Rules(
    platform=Platform("bluesky"),
    label="Bluesky",
    recovery=Recovery.CONDITIONAL,
    count=graphemes,
    max_text=300,  # https://docs.bsky.app/docs/advanced-guides/posts, lexicon app.bsky.feed.post (read 2026-11)
    max_bytes=3000,  # https://docs.bsky.app/docs/advanced-guides/posts, lexicon app.bsky.feed.post (read 2026-11)
    ideal_text=220,  # ours
    hashtags=(0, 3),  # ours
    picture=(1080, 1080),  # ours
    max_parts=25,  # ours
    max_media=10,  # https://docs.bsky.app/docs/advanced-guides/posts, lexicon app.bsky.embed.gallery (read 2026-11)
    max_picture=2_000_000,  # https://docs.bsky.app/docs/advanced-guides/posts, app.bsky.embed.images (read 2026-11)
    max_film=300_000_000,  # https://github.com/bluesky-social/atproto, lexicon app.bsky.embed.video (read 2026-11)
    max_alt=1000,  # https://github.com/bluesky-social/atproto, lexicon app.bsky.embed.video (read 2026-11)
    film_seconds=(0, 180),  # unverified: in no official text
    mixes=False,
    media_types=frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4"}),
    metrics_at_once=25,  # https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky/feed (read 2026-11)
)
