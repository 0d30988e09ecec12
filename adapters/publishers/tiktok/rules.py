"""What TikTok takes: photos or a film with a caption. Two equal requests are two posts."""

from __future__ import annotations

from datetime import timedelta

from adapters.publishers.counting import utf16_units
from core.account import Platform
from core.option import YES_NO, Option
from core.rules import Recovery, Rules

MODE, INBOX = "mode", "inbox"
"""A film of that mode goes to the creator's inbox, without words; only they can post it."""

RULES = Rules(
    platform=Platform("tiktok"),
    label="TikTok",
    recovery=Recovery.SEARCH,
    count=utf16_units,
    max_text=2200,  # https://developers.tiktok.com/doc/content-posting-api-reference-direct-post (read 2026-11)
    ideal_text=150,  # ours: what shows over the film
    hashtags=(3, 5),  # ours
    picture=(1080, 1920),  # https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide (read 2026-11)
    link_in_text=False,
    max_daily=15,  # unverified: https://developers.tiktok.com/doc/content-sharing-guidelines says about 15 a day
    max_media=35,  # https://developers.tiktok.com/doc/content-posting-api-reference-photo-post (read 2026-11)
    max_picture=20_000_000,  # https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide (read 2026-11)
    max_film=2_000_000_000,  # ours: it is held in memory; TikTok itself takes 4 GB
    film_box=(4096, 4096),  # https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide (read 2026-11)
    film_least=360,  # https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide (read 2026-11)
    mixes=False,
    media_types=frozenset({"image/jpeg", "image/webp", "video/mp4", "video/quicktime", "video/webm"}),
    needs_media=True,
    timeout=timedelta(seconds=60),  # ours: the last piece of a film, and a glance at what became of it
    visible_within=timedelta(minutes=10),  # unverified: mostly a minute, seldom hours
    options=(
        Option(
            name=MODE,
            label="How it gets there",
            choices=(("", "it is posted"), (INBOX, "to your drafts")),
            films=True,
            said=((INBOX, "It waits in the TikTok app for you: add the words there and post it."),),
        ),
        Option(
            name="privacy_level",
            label="Who may see it",
            choices=(
                ("PUBLIC_TO_EVERYONE", "everybody"),
                ("MUTUAL_FOLLOW_FRIENDS", "friends"),
                ("FOLLOWER_OF_CREATOR", "followers"),
                ("SELF_ONLY", "only you"),
            ),
            of_account="privacy_level_options",
            required=True,
            unless=(MODE, INBOX),
        ),
        Option(name="disable_comment", label="Switch comments off", choices=YES_NO),
        Option(name="disable_duet", label="Switch duets off", choices=YES_NO, films=True),
        Option(name="disable_stitch", label="Switch stitches off", choices=YES_NO, films=True),
        Option(name="brand_organic_toggle", label="It promotes your own business", choices=YES_NO),
        Option(name="brand_content_toggle", label="Somebody paid for it", choices=YES_NO),
        Option(name="is_aigc", label="An AI made it", choices=YES_NO, films=True),
    ),
    fetches=frozenset({"image/"}),
    metrics_at_once=20,  # https://developers.tiktok.com/doc/tiktok-api-v2-video-query (read 2026-11)
)
