"""The platforms Greenlight can publish to or write for. Adding one is a folder here and its line below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.publishers.bluesky.rules import RULES as BLUESKY
from adapters.publishers.demo import DemoPublisher
from adapters.publishers.facebook.rules import RULES as FACEBOOK
from adapters.publishers.feed import FeedPublisher
from adapters.publishers.instagram.rules import RULES as INSTAGRAM
from adapters.publishers.linkedin.rules import RULES as LINKEDIN
from adapters.publishers.mastodon.rules import RULES as MASTODON
from adapters.publishers.pinterest.rules import RULES as PINTEREST
from adapters.publishers.telegram.rules import RULES as TELEGRAM
from adapters.publishers.threads.rules import RULES as THREADS
from adapters.publishers.tiktok.rules import RULES as TIKTOK
from adapters.publishers.x.rules import RULES as X
from adapters.publishers.youtube.rules import RULES as YOUTUBE
from core.account import Platform
from core.clock import Clock
from core.ports import Blobs
from core.publisher import Publisher
from core.rules import Rules
from core.secret import Secret

if TYPE_CHECKING:
    import httpx

KNOWN = (LINKEDIN, X, INSTAGRAM, FACEBOOK, THREADS, BLUESKY, MASTODON, PINTEREST, TIKTOK, YOUTUBE, TELEGRAM)
"""Platforms words can be written for, whether or not anything can be published to them."""


def every_rule(known: Mapping[Platform, Publisher]) -> dict[Platform, Rules]:
    """The rules of every platform words can be written for: those we publish to, then the others."""
    ours = {publisher.platform: publisher.rules for publisher in known.values()}
    return ours | {rules.platform: rules for rules in KNOWN if rules.platform not in ours}


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramBot:
    """The bot that posts into channels, and the client it speaks through."""

    client: httpx.AsyncClient
    token: Secret
    api_url: str


def publishers(
    *, feeds: Path, demo: Path, base_url: str, clock: Clock, blobs: Blobs, bot: TelegramBot | None = None
) -> dict[Platform, Publisher]:
    """Every platform by its name.

    `feeds` is the folder of the local feeds, `base_url` the address under which `/feeds/…` is served, `demo` the
    folder of the pretend platform. With a `bot` there are Telegram channels.
    """
    every: list[Publisher] = [
        FeedPublisher(root=feeds, base_url=base_url, clock=clock, blobs=blobs),
        DemoPublisher(root=demo, clock=clock, blobs=blobs),
    ]
    if bot is not None:
        from adapters.publishers.telegram.publish import TelegramPublisher

        every.append(
            TelegramPublisher(client=bot.client, token=bot.token, api_url=bot.api_url, blobs=blobs, clock=clock)
        )
    return {publisher.platform: publisher for publisher in every}
