"""Every real platform with what its publisher needs to speak to a far side of ours: for fault runs and benchmarks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from adapters.addresses import by_the_system
from adapters.judge import judge
from adapters.publishers.bluesky.publish import BlueskyPublisher
from adapters.publishers.facebook.publish import FacebookPublisher
from adapters.publishers.instagram.publish import InstagramPublisher
from adapters.publishers.linkedin.publish import LinkedinPublisher
from adapters.publishers.mastodon.publish import MastodonPublisher
from adapters.publishers.pinterest.publish import PinterestPublisher
from adapters.publishers.threads.publish import ThreadsPublisher
from adapters.publishers.tiktok.publish import TiktokPublisher
from adapters.publishers.x.publish import XPublisher
from adapters.publishers.youtube.publish import YoutubePublisher
from core.publisher import Publisher
from tests.fakes.platform.case import Spoken
from tests.fakes.platform.dialects.pinterest import BOARD

NEAR = judge(by_the_system, private=True)


def _nothing(at: Spoken) -> Mapping[str, str]:
    return {}


def _own_id(at: Spoken) -> Mapping[str, str]:
    return {"id": at.account}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """How a publisher is made there, what its grant and account hold, and which kind of medium it takes."""

    make: Callable[[Spoken], Publisher]
    extra: Callable[[Spoken], Mapping[str, str]] = _own_id
    details: Mapping[str, str] | None = None
    mime: str = "image/jpeg"


STAGES: Mapping[str, Stage] = {
    "bluesky": Stage(
        make=lambda at: BlueskyPublisher(
            client=at.client, judge=NEAR, blobs=at.blobs, clock=at.clock, video_url=at.url
        ),
        extra=lambda at: {"server": at.url, "id": f"did:plc:{at.account}"},
    ),
    "facebook": Stage(
        make=lambda at: FacebookPublisher(
            client=at.client,
            blobs=at.blobs,
            clock=at.clock,
            api_url=f"{at.url}/graph.facebook.com/v26.0",
            upload_url=f"{at.url}/rupload.facebook.com",
        ),
    ),
    "instagram": Stage(
        make=lambda at: InstagramPublisher(
            client=at.client,
            blobs=at.blobs,
            clock=at.clock,
            address=at.address,
            api_url=f"{at.url}/graph.instagram.com/v26.0",
            facebook_url=f"{at.url}/graph.facebook.com/v26.0",
        ),
    ),
    "linkedin": Stage(
        make=lambda at: LinkedinPublisher(client=at.client, blobs=at.blobs, clock=at.clock, api_url=at.url),
        extra=lambda at: {"author": f"urn:li:organization:{at.account}"},
    ),
    "mastodon": Stage(
        make=lambda at: MastodonPublisher(client=at.client, blobs=at.blobs, clock=at.clock, judge=NEAR),
        extra=lambda at: {"server": at.url, "id": at.account},
    ),
    "pinterest": Stage(
        make=lambda at: PinterestPublisher(client=at.client, blobs=at.blobs, clock=at.clock, api_url=f"{at.url}/v5"),
        extra=_nothing,
        details={"board_id": BOARD},
    ),
    "threads": Stage(
        make=lambda at: ThreadsPublisher(
            client=at.client,
            blobs=at.blobs,
            clock=at.clock,
            address=at.address,
            api_url=f"{at.url}/graph.threads.net/v1.0",
        ),
    ),
    "tiktok": Stage(
        make=lambda at: TiktokPublisher(
            client=at.client, blobs=at.blobs, clock=at.clock, address=at.address, api_url=at.url
        ),
        extra=_nothing,
        details={"privacy_level": "PUBLIC_TO_EVERYONE"},
    ),
    "x": Stage(make=lambda at: XPublisher(client=at.client, blobs=at.blobs, clock=at.clock, api_url=at.url)),
    "youtube": Stage(
        make=lambda at: YoutubePublisher(client=at.client, blobs=at.blobs, clock=at.clock, api_url=at.url),
        extra=_nothing,
        mime="video/mp4",
    ),
}
