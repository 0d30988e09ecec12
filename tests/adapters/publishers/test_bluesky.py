"""Bluesky, against a server that speaks the AT Protocol over a real socket."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from adapters.publishers.bluesky.films import LIFE, POLL
from adapters.publishers.bluesky.publish import BlueskyPublisher
from adapters.publishers.bluesky.record import facets, named, record_key
from adapters.publishers.bluesky.rules import RULES
from core.errors import Duplicate, Held, OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable
from core.ids import encode
from core.metrics import Metrics
from core.payload import Checkpoint, Found, Live, Media, Payload, Wait
from core.post import Content
from tests.adapters.publishers.conftest import Town
from tests.contracts.publisher import Can, Case, PublisherContract, a_picture, composed, looked, prepared, published
from tests.fakes.platform.case import FAULTS, TownSide, spoken_case
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.figures import COMMENTS, LIKES, QUOTES, REPOSTS, SAVES
from tests.fakes.platform.network import Visible
from tests.fakes.platform.stages import NEAR

HERE = {Can.REFUSE: replace(FAULTS[Can.REFUSE], status=400, reason="InvalidRequest")}
COUNTS = Metrics(likes=LIKES, comments=COMMENTS, shares=REPOSTS + QUOTES, saves=SAVES)
CAN = frozenset(
    {
        *(FAULTS.keys() | {Can.REVOKE, Can.BE_UNREACHABLE, Can.REPEAT, Can.LOOK}),
        *(Can.CARRY_MEDIA, Can.CARRY_THREADS, Can.REMOVE),
    }
)
A_FILM = bytes(range(256)) * 5


@pytest.fixture
def case(land: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
    return spoken_case(
        request.node.nodeid,
        lambda at: BlueskyPublisher(client=at.client, judge=NEAR, blobs=at.blobs, clock=at.clock, video_url=at.url),
        platform=land.platform,
        clock=land.clock,
        client=client,
        extra=lambda at: {"server": at.url, "id": f"did:plc:{at.account}"},
        faults=HERE,
        details={"language": "pt"},
    )


class TestBluesky(PublisherContract):
    """A record has a key of our own: writing it again is fine."""

    platform = RULES.platform
    counts = COUNTS
    can = CAN


def far_side(case: Case) -> TownSide:
    assert isinstance(case.far_side, TownSide)
    return case.far_side


def seen(case: Case) -> tuple[Visible, ...]:
    far = far_side(case)
    return far.platform.visible(far.token)


def plan(case: Case, call: Call, reason: str = "", *, status: int = 400, commit: bool = False) -> None:
    far = far_side(case)
    far.platform.plan(far.token, Fault(call=call, answer=Answer.STATUS, status=status, reason=reason, commit=commit))


async def stepped(case: Case, payload: Payload, checkpoint: Checkpoint) -> Checkpoint:
    """One step that gets further."""
    reached = await case.publisher.step(payload, checkpoint, case.grant)
    assert isinstance(reached, Checkpoint)
    return reached


async def shown(case: Case, payload: Payload, checkpoint: Checkpoint | None = None) -> Visible:
    """Publish it and answer what readers see."""
    ready = await prepared(case, payload, checkpoint or Checkpoint(key="k1"))
    live = await case.publisher.reveal(payload, ready, case.grant)
    assert isinstance(live, Live)
    return next(one for one in seen(case) if one.id == live.remote_id)


async def a_film(case: Case, data: bytes = A_FILM) -> Media:
    return Media(
        sha256=await case.blobs.put(data), mime="video/mp4", size=len(data), width=9, height=16, alt="Kneading"
    )


async def a_film_part(case: Case, data: bytes = A_FILM) -> Payload:
    (payload,) = composed(case, Content(text="Look", media=(await a_film(case, data),)))
    return payload


async def uploading(case: Case, payload: Payload, pieces: int) -> Checkpoint:
    """So many pieces of the film are there."""
    checkpoint = Checkpoint(key="k1")
    for _ in range(2 + pieces):
        checkpoint = await stepped(case, payload, checkpoint)
    return checkpoint


def test_every_key_gets_a_tid_of_its_own_in_the_same_order() -> None:
    numbers = (0, 1, 31, 32, 2**40, 1_234_567_890_123_456_789, 2**63 - 1)
    keys = [record_key(encode(number)) for number in numbers]
    assert all(re.fullmatch("[234567abcdefghij][234567a-z]{12}", key) for key in keys)
    assert keys == sorted(set(keys))
    assert keys[3] == "2222222222232"


def test_facets_are_counted_in_bytes() -> None:
    (facet,) = facets("Héllo 🌍 see https://example.com", {})
    assert facet["index"] == {"byteStart": 16, "byteEnd": 35}


def test_only_what_is_a_handle_is_asked_for() -> None:
    text = "@Alice.example @alice.example, @padaria, @b@social.example and mail@alice.example"
    assert named(text) == ("alice.example",)


def test_a_hashtag_that_is_too_long_stays_plain_words() -> None:
    assert [one["features"][0]["tag"] for one in facets(f"#bread #{'a' * 65}", {})] == ["bread"]


async def test_links_hashtags_and_mentions_can_be_followed(case: Case) -> None:
    text = "Olá 👩‍🍳 @alice.example, @nobody.example! https://example.org/pão (https://example.org/a_(b))."
    (payload,) = composed(case, Content(text=text, hashtags=("Pão",)))
    post = await shown(case, payload)
    words = post.text.encode()
    found = [
        (words[one["index"]["byteStart"] : one["index"]["byteEnd"]].decode(), one["features"][0])
        for one in json.loads(post.details["facets"])
    ]
    kind = "app.bsky.richtext.facet"
    assert found == [
        ("@alice.example", {"$type": f"{kind}#mention", "did": "did:plc:alice"}),
        ("https://example.org/pão", {"$type": f"{kind}#link", "uri": "https://example.org/pão"}),
        ("https://example.org/a_(b)", {"$type": f"{kind}#link", "uri": "https://example.org/a_(b)"}),
        ("#Pão", {"$type": f"{kind}#tag", "tag": "Pão"}),
    ]


async def test_a_link_without_pictures_gets_a_card(case: Case) -> None:
    details = {"bluesky": {"title": "Opening", "description": "Every Saturday", "language": "pt,en"}}
    (payload,) = composed(case, Content(text="Read", link="https://example.org/open", details=details))
    post = await shown(case, payload)
    assert json.loads(post.details["card"]) == {
        "uri": "https://example.org/open",
        "title": "Opening",
        "description": "Every Saturday",
    }
    assert post.text == "Read\n\nhttps://example.org/open"
    assert json.loads(post.details["langs"]) == ["pt", "en"]


async def test_a_card_without_a_title_says_where_it_leads(case: Case) -> None:
    (payload,) = composed(case, Content(text="Read", link="https://example.org/open"))
    assert payload.title == "example.org"
    (payload,) = composed(case, Content(text="Read", headline="New", link="https://example.org/open"))
    assert payload.title == "New"


async def test_beside_a_picture_the_link_stays_in_the_words(case: Case) -> None:
    media = (await a_picture(case),)
    (payload,) = composed(case, Content(text="Read", link="https://example.org/open", media=media))
    post = await shown(case, payload)
    assert (post.details["embed"], post.details["alt"]) == ("app.bsky.embed.images", "Bread")
    assert "#link" in post.details["facets"]
    assert json.loads(post.details["langs"]) == ["pt"]


async def test_more_than_four_pictures_are_a_gallery(case: Case) -> None:
    media = [await a_picture(case, bytes([number]) * 9) for number in range(10)]
    for count, kind in ((4, "images"), (10, "gallery")):
        (payload,) = composed(case, Content(text="Look", media=tuple(media[:count])))
        post = await shown(case, payload, Checkpoint(key=f"k{count}"))
        assert (len(post.media), post.details["embed"]) == (count, f"app.bsky.embed.{kind}")


async def test_the_last_of_a_thread_answers_the_one_before_and_names_the_first(case: Case) -> None:
    parts = composed(case, Content(text="One", thread=("Two",), comment="Three"))
    above: tuple[str, ...] = ()
    for number, payload in enumerate(parts):
        post = await shown(case, payload, Checkpoint(key=f"k{number}", parents=above))
        above = (*above, post.id)
    assert [one.parent for one in seen(case)] == ["", *above[:2]]
    assert [one.details["root"] for one in seen(case)] == ["", above[0], above[0]]


async def test_below_a_post_that_is_gone_nothing_is_said(case: Case) -> None:
    gone = await published(case, "One", key="k0")
    await case.publisher.remove(gone.remote_id, case.grant)
    (_, below) = composed(case, Content(text="One", comment="Two"))
    with pytest.raises(Rejected, match="record_missing"):
        await prepared(case, below, Checkpoint(key="k1", parents=(gone.remote_id,)))


async def test_when_it_was_made_is_settled_once(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread"))
    ready = await prepared(case, payload, Checkpoint(key="k1"))
    made = case.clock.now()
    case.clock.advance(timedelta(hours=5))
    post = await shown(case, payload, ready)
    assert post.details["createdAt"] == f"{made:%Y-%m-%dT%H:%M:%S}.000Z"


async def test_another_record_under_the_same_key_is_a_duplicate_and_the_first_one_stays(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread"))
    first = await shown(case, payload)
    case.clock.advance(timedelta(minutes=1))
    later = await prepared(case, payload, Checkpoint(key="k1"))
    with pytest.raises(Duplicate):
        await case.publisher.reveal(payload, later, case.grant)
    assert seen(case) == (first,)
    found = await looked(case, payload, later)
    assert isinstance(found, Found)
    assert [one.remote_id for one in found.candidates] == [first.id]


async def test_it_is_found_with_a_token_that_is_worth_nothing(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread"))
    await shown(case, payload)
    await far_side(case).arrange(Can.REVOKE)
    assert isinstance(await looked(case, payload, Checkpoint(key="k1")), Found)


async def test_pictures_that_waited_too_long_are_uploaded_again_and_the_record_stays_the_same(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread", media=(await a_picture(case),)))
    ready = await prepared(case, payload, Checkpoint(key="k1"))
    plan(case, Call.REVEAL, "BlobNotFound")
    with pytest.raises(Unavailable, match="blob_gone"):
        await case.publisher.reveal(payload, ready, case.grant)
    case.clock.advance(LIFE)
    emptied = await stepped(case, payload, ready)
    assert emptied.data == (("created", ready.get("created")),)
    again = await prepared(case, payload, emptied)
    assert again.data == ready.data
    await shown(case, payload, again)


async def test_a_picture_without_bytes_is_not_sent(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread", media=(await a_picture(case, b""),)))
    with pytest.raises(Rejected, match="empty_picture"):
        await prepared(case, payload, Checkpoint(key="k1"))


async def test_a_film_is_sent_in_pieces_waited_for_and_described(case: Case) -> None:
    far = far_side(case)
    far.platform.change(far.token, processing=30.0)
    payload = await a_film_part(case)
    sent = await uploading(case, payload, 3)
    closed = await stepped(case, payload, sent)
    assert await case.publisher.step(payload, closed, case.grant) == Wait(until=case.clock.now() + POLL)
    post = await shown(case, payload, closed)
    assert (post.details["embed"], post.details["alt"]) == ("app.bsky.embed.video", "Kneading")
    assert [far.platform.medium(sha256) for sha256 in post.media] == [A_FILM]


async def test_another_process_goes_on_with_the_next_piece(case: Case) -> None:
    payload = await a_film_part(case)
    one_piece = await uploading(case, payload, 1)
    assert isinstance(case.publisher, BlueskyPublisher)
    successor = replace(case, publisher=replace(case.publisher))
    before = far_side(case).platform.writes(far_side(case).account)
    two_pieces = await stepped(successor, payload, one_piece)
    assert (two_pieces.get("upload"), two_pieces.get("sent")) == (one_piece.get("upload"), "2")
    assert far_side(case).platform.writes(far_side(case).account) - before == 2
    await shown(successor, payload, two_pieces)


async def test_a_piece_that_is_sent_after_the_end_does_no_harm(case: Case) -> None:
    payload = await a_film_part(case)
    one_piece = await uploading(case, payload, 1)
    await prepared(case, payload, one_piece)
    await shown(case, payload, one_piece)
    assert len(seen(case)) == 1


async def test_an_upload_that_the_service_forgot_begins_anew(case: Case) -> None:
    payload = await a_film_part(case)
    one_piece = await uploading(case, payload, 1)
    assert one_piece.expires is not None
    case.clock.advance(one_piece.expires - case.clock.now())
    unaware = replace(one_piece, expires=None)
    for old in (one_piece, unaware):
        assert (await stepped(case, payload, old)).data == (("created", one_piece.get("created")),)
    fresh = await prepared(case, payload, one_piece)
    assert fresh.get("upload") != one_piece.get("upload")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("validation_failure", "film_format"),
        ("pds_upload_unsupported_blob_size", "film_size"),
        ("generic_failure", "film_failed"),
        ("news", "film_failed"),
    ],
)
async def test_a_film_the_service_cannot_use_is_rejected(case: Case, code: str, reason: str) -> None:
    payload = await a_film_part(case, f"broken {code}".encode())
    with pytest.raises(Rejected, match=reason):
        await prepared(case, payload, Checkpoint(key="k1"))


async def test_a_film_that_failed_by_chance_is_sent_once_more(case: Case) -> None:
    payload = await a_film_part(case, b"broken pds_upload_failure once")
    await shown(case, payload)
    assert len(seen(case)) == 1


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("UploadForbidden", Held("films_forbidden")),
        ("TooManyOpenUploads", Unavailable("films_busy")),
        ("VideoTooLong", Rejected("film_size")),
        ("ExpiredToken", Unavailable("token_expired")),
    ],
)
async def test_what_a_refusal_of_a_film_means(case: Case, reason: str, error: PortError) -> None:
    payload = await a_film_part(case)
    settled = await stepped(case, payload, Checkpoint(key="k1"))
    plan(case, Call.STEP, reason)
    with pytest.raises(type(error), match=f"^{error.reason}$"):
        await case.publisher.step(payload, settled, case.grant)


async def test_the_films_of_the_day_are_used_up_for_a_while(case: Case) -> None:
    payload = await a_film_part(case)
    settled = await stepped(case, payload, Checkpoint(key="k1"))
    plan(case, Call.STEP, "DailyLimitExceeded")
    with pytest.raises(Throttled, match="daily_films") as caught:
        await case.publisher.step(payload, settled, case.grant)
    assert caught.value.retry_at == case.clock.now() + timedelta(hours=1)


@pytest.mark.parametrize(
    ("reason", "status", "error"),
    [
        ("ExpiredToken", 400, Unavailable("token_expired")),
        ("InvalidToken", 400, Reconnect("token")),
        ("AuthFactorTokenRequired", 400, Reconnect("app_password")),
        ("AccountNotFound", 403, Reconnect("account_moved")),
        ("AccountTakedown", 400, Held("account_takedown")),
        ("AccountDeactivated", 400, Held("account_deactivated")),
        ("InvalidSize", 400, Unavailable("blob_gone")),
        ("PayloadTooLarge", 413, Rejected("too_large")),
        ("SomethingNew", 400, Rejected("http_400")),
        ("InternalServerError", 500, OutcomeUnknown("http_500")),
        ("UpstreamFailure", 502, OutcomeUnknown("http_502")),
    ],
)
async def test_what_a_refusal_to_publish_means(case: Case, reason: str, status: int, error: PortError) -> None:
    (payload,) = composed(case, Content(text="Bread"))
    ready = await prepared(case, payload, Checkpoint(key="k1"))
    plan(case, Call.REVEAL, reason, status=status)
    with pytest.raises(type(error), match=f"^{error.reason}$"):
        await case.publisher.reveal(payload, ready, case.grant)
    assert seen(case) == ()


async def test_a_server_that_cannot_say_is_not_taken_for_one_that_has_nothing(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread"))
    plan(case, Call.FIND, status=500)
    with pytest.raises(Unavailable):
        await looked(case, payload, Checkpoint(key="k1"))
