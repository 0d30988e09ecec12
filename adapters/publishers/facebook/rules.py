"""What a Facebook page takes."""

from __future__ import annotations

from datetime import timedelta

from adapters.publishers.counting import utf16_units
from core.account import Platform
from core.option import YES_NO, Option
from core.rules import Recovery, Rules

# Posts: https://developers.facebook.com/documentation/pages-api/posts (read 2026-11)
RULES = Rules(
    platform=Platform("facebook"),
    label="Facebook",
    recovery=Recovery.SEARCH,
    count=utf16_units,  # unverified: no unit is documented; this one counts no less than code points
    max_text=63_206,  # unverified: in wide use, in no official text
    ideal_text=300,  # ours: what shows before "See more"
    hashtags=(1, 3),  # ours
    picture=(1080, 1080),  # ours
    max_parts=2,  # ours: the post and its first comment
    max_media=10,  # unverified: no number is documented
    max_picture=4_000_000,  # unverified: an error text speaks of 4 MB, documents of 10 MB
    max_film=10_000_000_000,  # unverified: in wide use, in no official text
    film_seconds=(1, 14_400),  # unverified: 240 minutes are in wide use
    mixes=False,
    media_types=frozenset({"image/jpeg", "image/png", "image/gif", "image/bmp", "image/tiff", "video/mp4"}),
    timeout=timedelta(seconds=45),  # ours: the post and a glance at its address
    visible_within=timedelta(seconds=30),  # ours: how far a list may be behind
    options=(
        Option(name="title", label="Title of the film", longest=255, films=True),  # ours
        Option(
            name="kind",
            label="What the film is",
            choices=(("", "as usual"), ("reel", "a reel"), ("video", "a film on the page")),
            films=True,
        ),
        Option(name="is_ai_generated", label="An AI made it", choices=YES_NO, films=True),
    ),
    metrics_at_once=20,  # ours: two requests each
)
