"""How each publisher is made; its modules are loaded only then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from adapters.publishers.around import Surroundings
from adapters.publishers.bluesky.rules import RULES as BLUESKY
from adapters.publishers.facebook.rules import RULES as FACEBOOK
from adapters.publishers.instagram.rules import RULES as INSTAGRAM
from adapters.publishers.linkedin.rules import RULES as LINKEDIN
from adapters.publishers.mastodon.rules import RULES as MASTODON
from adapters.publishers.pinterest.rules import RULES as PINTEREST
from adapters.publishers.telegram.rules import RULES as TELEGRAM
from adapters.publishers.threads.rules import RULES as THREADS
from adapters.publishers.tiktok.rules import RULES as TIKTOK
from adapters.publishers.x.rules import RULES as X
from adapters.publishers.youtube.rules import RULES as YOUTUBE
from core.publisher import Publisher
from core.rules import Rules

if TYPE_CHECKING:
    from adapters.judge import Judge


def _bluesky(around: Surroundings) -> Publisher:
    from adapters.publishers.bluesky.publish import BlueskyPublisher

    return BlueskyPublisher(
        client=around.outside.client,
        judge=judge_of(around),
        blobs=around.blobs,
        clock=around.clock,
        video_url=around.url("bluesky", "video_url"),
    )


def _facebook(around: Surroundings) -> Publisher:
    from adapters.publishers.facebook.publish import FacebookPublisher
    from adapters.publishers.graph import VERSION

    return FacebookPublisher(
        client=around.outside.client,
        blobs=around.blobs,
        clock=around.clock,
        api_url=f"{around.url('facebook', 'api_url')}/{VERSION}",
        upload_url=around.url("facebook", "upload_url"),
    )


def _instagram(around: Surroundings) -> Publisher:
    from adapters.publishers.graph import VERSION
    from adapters.publishers.instagram.publish import InstagramPublisher

    return InstagramPublisher(
        client=around.outside.client,
        blobs=around.blobs,
        clock=around.clock,
        address=around.address,
        api_url=f"{around.url('instagram', 'api_url')}/{VERSION}",
        facebook_url=f"{around.url('instagram', 'facebook_url')}/{VERSION}",
    )


def _linkedin(around: Surroundings) -> Publisher:
    from adapters.publishers.linkedin.publish import LinkedinPublisher

    return LinkedinPublisher(
        client=around.outside.client,
        blobs=around.blobs,
        clock=around.clock,
        api_url=around.url("linkedin", "api_url"),
        version=around.apps["linkedin"].version,
    )


def _mastodon(around: Surroundings) -> Publisher:
    from adapters.publishers.mastodon.publish import MastodonPublisher

    return MastodonPublisher(
        client=around.outside.client, blobs=around.blobs, clock=around.clock, judge=judge_of(around)
    )


def _pinterest(around: Surroundings) -> Publisher:
    from adapters.publishers.pinterest.publish import PinterestPublisher

    return PinterestPublisher(
        client=around.outside.client,
        blobs=around.blobs,
        clock=around.clock,
        api_url=around.url("pinterest", "api_url"),
    )


def _telegram(around: Surroundings) -> Publisher:
    from adapters.publishers.telegram.publish import TelegramPublisher

    return TelegramPublisher(
        client=around.outside.client,
        token=around.apps["telegram"].client_secret,
        api_url=around.url("telegram", "api_url"),
        blobs=around.blobs,
        clock=around.clock,
    )


def _threads(around: Surroundings) -> Publisher:
    from adapters.publishers.threads.publish import ThreadsPublisher

    return ThreadsPublisher(
        client=around.outside.client,
        blobs=around.blobs,
        clock=around.clock,
        address=around.address,
        api_url=f"{around.url('threads', 'api_url')}/v1.0",
    )


def _tiktok(around: Surroundings) -> Publisher:
    from adapters.publishers.tiktok.publish import TiktokPublisher

    return TiktokPublisher(
        client=around.outside.client,
        blobs=around.blobs,
        clock=around.clock,
        address=around.address,
        api_url=around.url("tiktok", "api_url"),
    )


def _x(around: Surroundings) -> Publisher:
    from adapters.publishers.x.publish import XPublisher

    return XPublisher(
        client=around.outside.client,
        blobs=around.blobs,
        clock=around.clock,
        api_url=around.url("x", "api_url"),
    )


def _youtube(around: Surroundings) -> Publisher:
    from adapters.publishers.youtube.publish import YoutubePublisher

    return YoutubePublisher(
        client=around.outside.client,
        blobs=around.blobs,
        clock=around.clock,
        api_url=around.url("youtube", "api_url"),
    )


def judge_of(around: Surroundings) -> Judge:
    """What lets us speak to servers that people name."""
    from adapters.addresses import by_the_system

    """What lets us speak to servers that people name."""
    from adapters.judge import judge

    return judge(by_the_system, private=around.private)


PUBLISHERS: tuple[tuple[Rules, Callable[[Surroundings], Publisher]], ...] = (
    (MASTODON, _mastodon),
    (BLUESKY, _bluesky),
    (FACEBOOK, _facebook),
    (INSTAGRAM, _instagram),
    (LINKEDIN, _linkedin),
    (PINTEREST, _pinterest),
    (THREADS, _threads),
    (TIKTOK, _tiktok),
    (X, _x),
    (YOUTUBE, _youtube),
    (TELEGRAM, _telegram),
)
