"""How each way to connect an account is made; its modules are loaded only then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.publishers.around import Surroundings
from adapters.publishers.bluesky.rules import RULES as BLUESKY
from adapters.publishers.facebook.rules import RULES as FACEBOOK
from adapters.publishers.instagram.rules import RULES as INSTAGRAM
from adapters.publishers.linkedin.rules import RULES as LINKEDIN
from adapters.publishers.making import judge_of
from adapters.publishers.mastodon.rules import RULES as MASTODON
from adapters.publishers.pinterest.rules import RULES as PINTEREST
from adapters.publishers.threads.rules import RULES as THREADS
from adapters.publishers.tiktok.rules import RULES as TIKTOK
from adapters.publishers.x.rules import RULES as X
from adapters.publishers.youtube.rules import RULES as YOUTUBE
from core.connecting import Connector
from core.rules import Rules

if TYPE_CHECKING:
    from adapters.publishers.oauth import App


def _bluesky_connector(around: Surroundings) -> Connector:
    from adapters.publishers.bluesky.connect import BlueskyConnector

    return BlueskyConnector(
        client=around.outside.client,
        clock=around.clock,
        judge=judge_of(around),
        keys=around.keys,
        base_url=around.base_url,
        home=around.url("bluesky", "home_url"),
        plc_url=around.url("bluesky", "plc_url"),
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
        client=around.outside.client, clock=around.clock, judge=judge_of(around), website=around.base_url
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
