"""The platforms Greenlight can publish to. Adding one is a folder here and its line below."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from adapters.publishers.demo import DemoPublisher
from adapters.publishers.feed import FeedPublisher
from core.account import Platform
from core.clock import Clock
from core.ports import Blobs
from core.publisher import Publisher
from core.rules import Rules


def every_rule(known: Mapping[Platform, Publisher]) -> dict[Platform, Rules]:
    """The rules of every platform words can be written for: those we publish to, then the others."""
    return {publisher.platform: publisher.rules for publisher in known.values()}


def publishers(*, feeds: Path, demo: Path, base_url: str, clock: Clock, blobs: Blobs) -> dict[Platform, Publisher]:
    """Every platform by its name.

    `feeds` is the folder of the local feeds, `base_url` the address under which `/feeds/…` is served, `demo` the
    folder of the pretend platform.
    """
    every: tuple[Publisher, ...] = (
        FeedPublisher(root=feeds, base_url=base_url, clock=clock, blobs=blobs),
        DemoPublisher(root=demo, clock=clock, blobs=blobs),
    )
    return {publisher.platform: publisher for publisher in every}
