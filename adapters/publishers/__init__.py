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
from adapters.publishers.late import LateConnector, LatePublisher
from adapters.publishers.linkedin.rules import RULES as LINKEDIN
from adapters.publishers.mastodon.rules import RULES as MASTODON
from adapters.publishers.outside import Outside
from adapters.publishers.pinterest.rules import RULES as PINTEREST
from adapters.publishers.telegram.rules import RULES as TELEGRAM
from adapters.publishers.threads.rules import RULES as THREADS
from adapters.publishers.tiktok.rules import RULES as TIKTOK
from adapters.publishers.x.rules import RULES as X
from adapters.publishers.youtube.rules import RULES as YOUTUBE
from core.account import Platform
from core.clock import Clock
from core.connecting import Connector
from core.ports import Blobs
from core.publisher import Publisher
from core.rules import Rules
from core.secret import Secret

if TYPE_CHECKING:
    from adapters.judge import Judge

KNOWN = (LINKEDIN, X, INSTAGRAM, FACEBOOK, THREADS, BLUESKY, MASTODON, PINTEREST, TIKTOK, YOUTUBE, TELEGRAM)
"""Platforms words can be written for, whether or not anything can be published to them."""


def every_rule(known: Mapping[Platform, Publisher]) -> dict[Platform, Rules]:
    """The rules of every platform words can be written for: those we publish to, then the others."""
    ours = {publisher.platform: publisher.rules for publisher in known.values()}
    return ours | {rules.platform: rules for rules in KNOWN if rules.platform not in ours}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What platforms are built from: the way out, where bytes lie, and what of the outside may be spoken to.

    `private` lets people name servers of this machine and of private networks. `telegram_token` is that of the bot
    that posts into channels, where there is one.
    """

    outside: Outside
    blobs: Blobs
    clock: Clock
    base_url: str
    private: bool = False
    telegram_token: Secret = Secret("")
    telegram_api_url: str = ""


def publishers(*, feeds: Path, demo: Path, around: Surroundings) -> dict[Platform, Publisher]:
    """Every platform by its name.

    `feeds` is the folder of the local feeds, which are served below `/feeds/…`, `demo` that of the pretend platform.
    """
    blobs, clock = around.blobs, around.clock
    every: list[Publisher] = [
        FeedPublisher(root=feeds, base_url=around.base_url, clock=clock, blobs=blobs),
        DemoPublisher(root=demo, clock=clock, blobs=blobs),
        LatePublisher(MASTODON, lambda: _mastodon(around)),
    ]
    if around.telegram_token:
        every.append(LatePublisher(TELEGRAM, lambda: _telegram(around)))
    return {publisher.platform: publisher for publisher in every}


def connectors(around: Surroundings) -> dict[Platform, Connector]:
    """The ways to connect an account, by platform."""
    every = (LateConnector(MASTODON, lambda: _mastodon_connector(around)),)
    return {connector.platform: connector for connector in every}


def _mastodon(around: Surroundings) -> Publisher:
    from adapters.publishers.mastodon.publish import MastodonPublisher

    return MastodonPublisher(client=around.outside.client, blobs=around.blobs, clock=around.clock, judge=_judge(around))


def _mastodon_connector(around: Surroundings) -> Connector:
    from adapters.publishers.mastodon.connect import MastodonConnector

    return MastodonConnector(
        client=around.outside.client, clock=around.clock, judge=_judge(around), website=around.base_url
    )


def _telegram(around: Surroundings) -> Publisher:
    from adapters.publishers.telegram.publish import TelegramPublisher

    return TelegramPublisher(
        client=around.outside.client,
        token=around.telegram_token,
        api_url=around.telegram_api_url,
        blobs=around.blobs,
        clock=around.clock,
    )


def _judge(around: Surroundings) -> Judge:
    from adapters.addresses import by_the_system
    from adapters.judge import judge

    return judge(by_the_system, private=around.private)
