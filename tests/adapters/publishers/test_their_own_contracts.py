"""What packages carry about the platforms' APIs catches what a far side of ours would let pass."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from tests.fakes.platform.contracts import OF
from tests.fakes.platform.messages import Request, Response, Wrong
from tests.fakes.platform.stages import STAGES

RECORD = {"$type": "app.bsky.feed.post", "text": "Bread", "createdAt": "2026-11-22T09:00:00.000Z"}
PUT = {"repo": "did:plc:ana", "collection": "app.bsky.feed.post", "rkey": "3lgreenlight2"}
VIDEO = {"snippet": {"title": "Bread"}, "status": {"privacyStatus": "public"}}
UPLOAD = "/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status"


def as_json(target: str, body: object) -> Request:
    headers = {"content-type": "application/json"}
    return Request(method="POST", target=target, headers=headers, body=json.dumps(body).encode())


def as_form(target: str, **form: str) -> Request:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    return Request(method="POST", target=target, headers=headers, body=urlencode(form).encode())


def a_read(target: str) -> Request:
    return Request(method="GET", target=target, headers={}, body=b"")


FEED = "/graph.facebook.com/v26.0/1/feed"
MEDIA = "/graph.instagram.com/v26.0/1/media"
RIGHT = {
    "bluesky": as_json("/xrpc/com.atproto.repo.putRecord", {**PUT, "record": RECORD}),
    "facebook": as_form(FEED, message="Bread", attached_media='[{"media_fbid":"1"}]'),
    "instagram": as_form(MEDIA, image_url="https://example.org/a.jpg", caption="Bread", media_type="REELS"),
    "youtube": as_json(UPLOAD, VIDEO),
}
WRONG = [
    ("bluesky", as_json("/xrpc/com.atproto.repo.putRecord", {**PUT, "record": {**RECORD, "mood": "x"}}), "mood"),
    ("bluesky", as_json("/xrpc/com.atproto.repo.putRecord", {**PUT, "record": {**RECORD, "langs": "en"}}), "langs"),
    ("bluesky", a_read("/xrpc/com.atproto.repo.getRecord?repo=did:plc:ana"), "collection"),
    ("bluesky", a_read("/xrpc/com.atproto.repo.getTruth"), "in no lexicon"),
    ("facebook", as_form(FEED, message="Bread", mood="x"), "mood"),
    ("facebook", as_form(FEED, published="maybe"), "published"),
    ("facebook", as_form(FEED, attached_media="1"), "attached_media"),
    ("facebook", a_read("/graph.facebook.com/v26.0/1?fields=id,dream"), "dream"),
    ("instagram", as_form(MEDIA, is_carousel_item="maybe"), "is_carousel_item"),
    ("instagram", a_read("/graph.instagram.com/v26.0/1/insights?metric=views,plays_of_old"), "plays_of_old"),
    ("youtube", as_json(UPLOAD, {**VIDEO, "mood": "x"}), "mood"),
    ("youtube", as_json(UPLOAD, {"status": {"privacyStatus": "secret"}}), "privacyStatus"),
    ("youtube", as_json("/upload/youtube/v3/videos?uploadType=resumable", VIDEO), "part"),
    ("youtube", a_read("/youtube/v3/playlistItems?part=snippet&maxResults=51"), "maxResults"),
    ("youtube", a_read("/youtube/v3/films?part=snippet"), "no method"),
]


def test_a_package_of_the_lock_carries_a_contract_for_these_platforms_and_no_other() -> None:
    """Nothing for Threads (facebook-business knows its accounts, not its posts), and nothing for the others."""
    assert set(STAGES) - set(OF) == {"linkedin", "mastodon", "pinterest", "threads", "tiktok", "x"}


@pytest.mark.parametrize("platform", OF)
def test_what_the_platform_documents_passes(platform: str) -> None:
    OF[platform]().asked(RIGHT[platform])


@pytest.mark.parametrize(
    ("platform", "request_", "named"), WRONG, ids=[f"{platform} {named}" for platform, _, named in WRONG]
)
def test_what_it_does_not_know_is_refused_by_name(platform: str, request_: Request, named: str) -> None:
    with pytest.raises(Wrong, match=named):
        OF[platform]().asked(request_)


@pytest.mark.parametrize(
    ("platform", "target", "body"),
    [
        ("bluesky", "/xrpc/com.atproto.repo.putRecord", {"uri": "at://did:plc:ana/app.bsky.feed.post/1"}),
        ("youtube", "/youtube/v3/channels?part=id", {"items": [{"id": 7}]}),
    ],
)
def test_an_answer_that_cannot_be_theirs_is_noticed(platform: str, target: str, body: object) -> None:
    with pytest.raises(Wrong, match=r"cid|id is no string"):
        OF[platform]().answered(a_read(target), Response(status=200, body=body))
