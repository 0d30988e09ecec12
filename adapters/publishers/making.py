"""How each platform is made; its modules are loaded only then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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
from core.connecting import Connector
from core.publisher import Publisher
from core.rules import Rules

if TYPE_CHECKING:
    from adapters.judge import Judge
    from adapters.publishers.oauth import App


def _bluesky(around: Surroundings) -> Publisher:
    from adapters.publishers.bluesky.publish import BlueskyPublisher

    return BlueskyPublisher(
        client=around.outside.client,
        judge=_judge(around),
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

    return MastodonPublisher(client=around.outside.client, blobs=around.blobs, clock=around.clock, judge=_judge(around))


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


def _bluesky_connector(around: Surroundings) -> Connector:
    from adapters.publishers.bluesky.connect import BlueskyConnector

    return BlueskyConnector(
        client=around.outside.client,
        clock=around.clock,
        judge=_judge(around),
        home=around.url("bluesky", "home_url"),
    )


def _facebook_connector(around: Surroundings) -> Connector:
    from adapters.publishers.facebook.connect import FacebookConnector

    return FacebookConnector(
        client=around.outside.client,
        clock=around.clock,
        app=_app(around, "facebook"),
        auth_url=around.url("facebook", "auth_url"),
        api_url=around.url("facebook", "api_url"),
    )


def _instagram_connector(around: Surroundings) -> Connector:
    from adapters.publishers.instagram.connect import InstagramConnector

    own = InstagramConnector(
        client=around.outside.client,
        clock=around.clock,
        app=_app(around, "instagram"),
        auth_url=around.url("instagram", "auth_url"),
        token_url=around.url("instagram", "token_url"),
        api_url=around.url("instagram", "api_url"),
        facebook_url=around.url("instagram", "facebook_url"),
    )
    if "facebook" not in around.apps:
        return own
    return replace(own, facebook=_app(around, "facebook"), facebook_auth_url=around.url("facebook", "auth_url"))


def _app(around: Surroundings, platform: str) -> App:
    from adapters.publishers.oauth import App

    there = around.apps[platform]
    return App(client_id=there.client_id, client_secret=there.client_secret)


def _linkedin_connector(around: Surroundings) -> Connector:
    from adapters.publishers.linkedin.connect import LinkedinConnector

    return LinkedinConnector(
        client=around.outside.client,
        clock=around.clock,
        app=_app(around, "linkedin"),
        auth_url=around.url("linkedin", "auth_url"),
        api_url=around.url("linkedin", "api_url"),
        version=around.apps["linkedin"].version,
    )


def _mastodon_connector(around: Surroundings) -> Connector:
    from adapters.publishers.mastodon.connect import MastodonConnector

    return MastodonConnector(
        client=around.outside.client, clock=around.clock, judge=_judge(around), website=around.base_url
    )


def _pinterest_connector(around: Surroundings) -> Connector:
    from adapters.publishers.pinterest.connect import pinterest_connector

    return pinterest_connector(
        client=around.outside.client,
        clock=around.clock,
        app=_app(around, "pinterest"),
        auth_url=around.url("pinterest", "auth_url"),
        api_url=around.url("pinterest", "api_url"),
    )


def _threads_connector(around: Surroundings) -> Connector:
    from adapters.publishers.threads.connect import threads_connector

    return threads_connector(
        client=around.outside.client,
        clock=around.clock,
        app=_app(around, "threads"),
        auth_url=around.url("threads", "auth_url"),
        api_url=around.url("threads", "api_url"),
    )


def _tiktok_connector(around: Surroundings) -> Connector:
    from adapters.publishers.tiktok.connect import tiktok_connector

    return tiktok_connector(
        client=around.outside.client,
        clock=around.clock,
        app=_app(around, "tiktok"),
        auth_url=around.url("tiktok", "auth_url"),
        api_url=around.url("tiktok", "api_url"),
    )


def _x_connector(around: Surroundings) -> Connector:
    from adapters.publishers.x.connect import x_connector

    return x_connector(
        client=around.outside.client,
        clock=around.clock,
        app=_app(around, "x"),
        auth_url=around.url("x", "auth_url"),
        api_url=around.url("x", "api_url"),
    )


def _youtube_connector(around: Surroundings) -> Connector:
    from adapters.publishers.youtube.connect import youtube_connector

    return youtube_connector(
        client=around.outside.client,
        clock=around.clock,
        app=_app(around, "youtube"),
        auth_url=around.url("youtube", "auth_url"),
        token_url=around.url("youtube", "token_url"),
        api_url=around.url("youtube", "api_url"),
    )


def _judge(around: Surroundings) -> Judge:
    from adapters.addresses import by_the_system
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
CONNECTORS: tuple[tuple[Rules, Callable[[Surroundings], Connector]], ...] = (
    (MASTODON, _mastodon_connector),
    (BLUESKY, _bluesky_connector),
    (FACEBOOK, _facebook_connector),
    (INSTAGRAM, _instagram_connector),
    (LINKEDIN, _linkedin_connector),
    (PINTEREST, _pinterest_connector),
    (THREADS, _threads_connector),
    (TIKTOK, _tiktok_connector),
    (X, _x_connector),
    (YOUTUBE, _youtube_connector),
)
