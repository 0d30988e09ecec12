"""What YouTube takes: a film with a description. An upload session gives at most one film, so repeating it is safe."""

from __future__ import annotations

from datetime import timedelta

from adapters.publishers.counting import utf8_bytes
from core.account import Platform
from core.option import YES_NO, Option
from core.rules import Recovery, Rules

RULES = Rules(
    platform=Platform("youtube"),
    label="YouTube",
    recovery=Recovery.CONDITIONAL,
    count=utf8_bytes,
    max_text=5000,  # https://developers.google.com/youtube/v3/docs/videos#snippet.description (read 2026-11)
    ideal_text=400,  # ours
    hashtags=(2, 3),  # ours
    picture=(1080, 1920),  # ours: what a short film is made from
    max_media=1,  # https://developers.google.com/youtube/v3/docs/videos/insert (read 2026-11)
    max_film=2_000_000_000,  # ours: more than we take in; YouTube itself takes 256 GB
    film_seconds=(1, 43_200),  # unverified: 12 hours, but 15 minutes before a channel is verified by phone
    media_types=frozenset({"video/mp4", "video/quicktime", "video/webm"}),
    needs_media=True,
    timeout=timedelta(seconds=45),  # ours: a look at the session and its last piece
    options=(
        Option(
            name="title",
            label="Title",
            longest=100,  # https://developers.google.com/youtube/v3/docs/videos#snippet.title (read 2026-11)
            required=True,
        ),
        Option(
            name="privacyStatus",
            label="Who may see it",
            choices=(
                ("", "as usual"),
                ("public", "everybody"),
                ("unlisted", "whoever has the link"),
                ("private", "only you"),
            ),
        ),
        Option(name="selfDeclaredMadeForKids", label="It is made for children", choices=YES_NO),
        Option(name="containsSyntheticMedia", label="It shows what an AI made look real", choices=YES_NO),
    ),
    metrics_at_once=50,  # https://developers.google.com/youtube/v3/docs/videos/list (read 2026-11)
)
