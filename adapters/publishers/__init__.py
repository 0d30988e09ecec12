"""The platforms Greenlight can publish to or write for. Adding one is a folder here and its line below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from adapters.publishers.around import Surroundings
from adapters.publishers.bluesky.rules import RULES as BLUESKY
from adapters.publishers.demo import DemoPublisher
from adapters.publishers.facebook.rules import RULES as FACEBOOK
from adapters.publishers.feed import FeedPublisher
from adapters.publishers.instagram.rules import RULES as INSTAGRAM
from adapters.publishers.late import LateConnector, LatePublisher
from adapters.publishers.linkedin.rules import RULES as LINKEDIN
from adapters.publishers.making import PUBLISHERS
from adapters.publishers.making_connectors import CONNECTORS
from adapters.publishers.mastodon.rules import RULES as MASTODON
from adapters.publishers.pinterest.rules import RULES as PINTEREST
from adapters.publishers.telegram.rules import RULES as TELEGRAM
from adapters.publishers.threads.rules import RULES as THREADS
from adapters.publishers.tiktok.rules import RULES as TIKTOK
from adapters.publishers.x.rules import RULES as X
from adapters.publishers.youtube.rules import RULES as YOUTUBE
from core.account import Platform
from core.connecting import Connector
from core.publisher import Publisher
from core.rules import Rules

KNOWN = (LINKEDIN, X, INSTAGRAM, FACEBOOK, THREADS, BLUESKY, MASTODON, PINTEREST, TIKTOK, YOUTUBE, TELEGRAM)
"""Platforms words can be written for, whether or not anything can be published to them."""


def every_rule(known: Mapping[Platform, Publisher]) -> dict[Platform, Rules]:
    """The rules of every platform words can be written for: those only we have, then the others in their order."""
    others = {rules.platform: rules for rules in KNOWN}
    ours = {publisher.platform: publisher.rules for publisher in known.values()}
    return {name: rules for name, rules in ours.items() if name not in others} | others | ours


def publishers(*, feeds: Path, demo: Path, around: Surroundings) -> dict[Platform, Publisher]:
    """Every platform by its name: those that need nothing, and those whose app is known.

    `feeds` is the folder of the local feeds, which are served below `/feeds/…`, `demo` that of the pretend platform.
    """
    blobs, clock = around.blobs, around.clock
    every: list[Publisher] = [
        FeedPublisher(root=feeds, base_url=around.base_url, clock=clock, blobs=blobs),
        DemoPublisher(root=demo, clock=clock, blobs=blobs),
    ]
    for rules, make in PUBLISHERS:
        if around.has(rules):
            known = replace(rules, reachable=around.reached_by(rules))
            every.append(LatePublisher(known, partial(make, around)))
    return {publisher.platform: publisher for publisher in every}


def connectors(around: Surroundings) -> dict[Platform, Connector]:
    """The ways to connect an account, by platform."""
    every = [LateConnector(rules, partial(make, around)) for rules, make in CONNECTORS if around.has(rules)]
    return {connector.platform: connector for connector in every}
