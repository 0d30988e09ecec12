"""Threads, against a far side that speaks its API over a real socket."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from adapters.publishers.containers import LIFE, PAUSE
from adapters.publishers.threads.publish import QUOTA_WAIT, ThreadsPublisher
from adapters.publishers.threads.rules import RULES
from core.errors import Duplicate, Held, OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Media, Payload, Ready, Unknown, Wait
from core.post import Content
from tests.adapters.publishers.conftest import Town
from tests.contracts.publisher import Can, Case, PublisherContract, a_picture, composed, looked, prepared, published
from tests.fakes.platform.case import FAULTS, Spoken, TownSide, spoken_case
from tests.fakes.platform.dialects.threads import QUOTA
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.figures import COMMENTS, LIKES, QUOTES, REPOSTS, VIEWS
from tests.fakes.platform.network import Visible

HERE = {Can.REFUSE: replace(FAULTS[Can.REFUSE], status=400, reason="100/0")}


@pytest.fixture
def case(land: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
    def publisher(at: Spoken) -> ThreadsPublisher:
        url = f"{at.url}/graph.threads.net/v1.0"
        return ThreadsPublisher(client=at.client, blobs=at.blobs, clock=at.clock, address=at.address, api_url=url)

    return spoken_case(
        request.node.nodeid,
        publisher,
        platform=land.platform,
        clock=land.clock,
        client=client,
        extra=lambda at: {"id": at.account},
        faults=HERE,
        details={"reply_control": "everyone"},
    )


class TestThreads(PublisherContract):
    """Words too stand in a container, which publishes once."""

    platform = RULES.platform
    counts = Metrics(views=VIEWS, likes=LIKES, comments=COMMENTS, shares=REPOSTS + QUOTES)
    can = frozenset(
        {
            *(FAULTS.keys() | {Can.REVOKE, Can.BE_UNREACHABLE, Can.TAKE_LONG, Can.REPEAT, Can.LOOK}),
            *(Can.CARRY_MEDIA, Can.CARRY_THREADS, Can.REMOVE),
        }
    )


def far_side(case: Case) -> TownSide:
    assert isinstance(case.far_side, TownSide)
    return case.far_side


def seen(case: Case) -> tuple[Visible, ...]:
    far = far_side(case)
    return far.platform.visible(far.token)


def plan(case: Case, call: Call, reason: str = "", *, status: int = 400, commit: bool = False) -> None:
    far = far_side(case)
    fault = Fault(call=call, answer=Answer.STATUS, status=status, reason=reason, commit=commit)
    far.platform.plan(far.token, fault)


async def a_film(case: Case, data: bytes = b"film") -> Media:
    sha256 = await case.blobs.put(data)
    return Media(sha256=sha256, mime="video/mp4", size=len(data), width=9, height=16, seconds=30, alt="Kneading")


async def a_film_part(case: Case, data: bytes = b"film") -> Payload:
    (payload,) = composed(case, Content(text="Baking", media=(await a_film(case, data),)))
    return payload


async def a_ready_one(case: Case, text: str = "Bread") -> tuple[Payload, Checkpoint]:
    (payload,) = composed(case, Content(text=text))
    return payload, await prepared(case, payload, Checkpoint(key="k1"))


async def stepped(case: Case, payload: Payload, checkpoint: Checkpoint) -> Checkpoint:
    reached = await case.publisher.step(payload, checkpoint, case.grant)
    assert isinstance(reached, Checkpoint)
    return reached


async def revealed(case: Case, payload: Payload, checkpoint: Checkpoint) -> Live:
    live = await case.publisher.reveal(payload, checkpoint, case.grant)
    assert isinstance(live, Live)
    return live


async def test_a_link_beside_words_alone_gets_a_card(case: Case) -> None:
    details = {"threads": {"reply_control": "followers_only", "topic_tag": "Bread"}}
    (payload,) = composed(case, Content(text="Read", link="https://example.org/open", details=details))
    await revealed(case, payload, await prepared(case, payload, Checkpoint(key="k1")))
    (shown,) = seen(case)
    assert shown.text == "Read\n\nhttps://example.org/open"
    said = tuple(shown.details[name] for name in ("link_attachment", "reply_control", "topic_tag"))
    assert said == ("https://example.org/open", "followers_only", "Bread")


async def test_one_picture_has_words_a_description_and_no_card(case: Case) -> None:
    media = (await a_picture(case),)
    (payload,) = composed(case, Content(text="Look", link="https://example.org/open", media=media))
    await revealed(case, payload, await prepared(case, payload, Checkpoint(key="k1")))
    (shown,) = seen(case)
    said = tuple(shown.details[name] for name in ("media_type", "alt", "link_attachment", "reply_control"))
    assert said == ("IMAGE", "Bread", "", "everyone")


async def test_pictures_and_films_stand_side_by_side_without_words(case: Case) -> None:
    media = (await a_picture(case), await a_film(case))
    (payload,) = composed(case, Content(text="", media=media))
    ready = await prepared(case, payload, Checkpoint(key="k1"))
    live = await revealed(case, payload, ready)
    (shown,) = seen(case)
    assert shown.media == tuple(one.sha256 for one in media)
    assert (shown.details["media_type"], shown.details["alt"]) == ("CAROUSEL", "Bread\nKneading")
    assert await looked(case, payload, ready) == Found(candidates=(live,))


async def test_a_film_is_waited_for(case: Case) -> None:
    far_side(case).platform.change(far_side(case).token, processing=60.0)
    payload = await a_film_part(case)
    made = await stepped(case, payload, Checkpoint(key="k1"))
    assert await case.publisher.step(payload, made, case.grant) == Wait(until=case.clock.now() + timedelta(seconds=2))
    await revealed(case, payload, await prepared(case, payload, made))
    assert seen(case)[0].details["media_type"] == "VIDEO"


async def test_another_process_goes_on_from_a_stored_checkpoint(case: Case) -> None:
    media = (await a_picture(case), await a_picture(case, b"Another"))
    (payload,) = composed(case, Content(text="Both", media=media))
    first = await stepped(case, payload, Checkpoint(key="k1"))
    assert isinstance(case.publisher, ThreadsPublisher)
    successor = replace(case, publisher=replace(case.publisher))
    last = await prepared(successor, payload, first)
    assert last.get("child0") == first.get("child0")
    await revealed(successor, payload, last)
    assert [one.text for one in seen(case)] == ["Both"]


async def test_what_stands_below_is_found_by_what_it_answers(case: Case) -> None:
    other = await published(case, "Flour", key="k8")
    first, below = composed(case, Content(text="Bread", comment="The recipe"))
    above = await revealed(case, first, await prepared(case, first, Checkpoint(key="k0")))
    await published(case, "The recipe", key="k9", parents=(other.remote_id,))
    ready = await prepared(case, below, Checkpoint(key="k1", parents=(above.remote_id,)))
    live = await revealed(case, below, ready)
    assert live.url.endswith(live.remote_id)
    assert await looked(case, below, ready) == Found(candidates=(live,))
    assert seen(case)[-1].details["reply_control"] == ""


async def test_without_the_right_to_read_replies_a_look_says_so(case: Case) -> None:
    above = await published(case, "Bread")
    (payload,) = composed(case, Content(text="The recipe"))
    ready = await prepared(case, payload, Checkpoint(key="k1", parents=(above.remote_id,)))
    await revealed(case, payload, ready)
    far_side(case).platform.plan(far_side(case).token, Fault(call=Call.FIND, answer=Answer.TRUE))
    plan(case, Call.FIND, "10/0")
    with pytest.raises(Reconnect, match="no_rights"):
        await looked(case, payload, ready)


async def test_below_a_post_that_stays_unseen_nothing_is_said(case: Case) -> None:
    (payload,) = composed(case, Content(text="The recipe"))
    below = Checkpoint(key="k1", parents=("p0",))
    again = await stepped(case, payload, below)
    assert await case.publisher.step(payload, again, case.grant) == Wait(until=case.clock.now() + PAUSE)
    with pytest.raises(Rejected, match="object_missing"):
        await prepared(case, payload, again)


async def test_before_there_is_a_container_nothing_can_be_visible(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread"))
    assert await looked(case, payload, Checkpoint(key="k1")) == Absent()


async def test_a_container_that_is_not_seen_yet_is_waited_for_and_then_made_anew(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread"))
    made = await stepped(case, payload, Checkpoint(key="k1"))
    for _ in range(2):
        plan(case, Call.FIND, "24/4279009")
    assert isinstance(await case.publisher.step(payload, made, case.grant), Wait)
    case.clock.advance(timedelta(minutes=2))
    assert await stepped(case, payload, made) == Checkpoint(key="k1")


async def test_a_container_that_threads_forgot_is_made_anew(case: Case) -> None:
    far_side(case).platform.change(far_side(case).token, container_life=60.0)
    payload, old = await a_ready_one(case)
    case.clock.advance(timedelta(seconds=60))
    assert await stepped(case, payload, old) == Checkpoint(key="k1")


async def test_a_container_made_long_ago_is_made_anew(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread"))
    old = await stepped(case, payload, Checkpoint(key="k1"))
    case.clock.advance(LIFE)
    assert await stepped(case, payload, old) == Checkpoint(key="k1")


async def test_a_container_that_is_not_seen_when_it_is_published_is_tried_again(case: Case) -> None:
    payload, ready = await a_ready_one(case)
    plan(case, Call.REVEAL, "24/4279009")
    with pytest.raises(Unavailable, match="object_missing"):
        await case.publisher.reveal(payload, ready, case.grant)
    assert await case.publisher.step(payload, ready, case.grant) == Ready(checkpoint=ready)
    await revealed(case, payload, ready)
    assert len(seen(case)) == 1


async def test_a_container_that_is_not_seen_because_it_was_published_is_live(case: Case) -> None:
    payload, ready = await a_ready_one(case)
    live = await revealed(case, payload, ready)
    plan(case, Call.REVEAL, "24/4279009")
    assert await revealed(case, payload, ready) == live


async def test_what_was_shown_before_is_not_published_again(case: Case) -> None:
    payload, ready = await a_ready_one(case)
    plan(case, Call.REVEAL, status=502, commit=True)
    with pytest.raises(OutcomeUnknown):
        await case.publisher.reveal(payload, ready, case.grant)
    again = await prepared(case, payload, ready)
    assert again.get("shown")
    live = await revealed(case, payload, again)
    assert [one.id for one in seen(case)] == [live.remote_id]


async def test_a_container_that_was_published_and_cannot_be_found_is_not_called_absent(case: Case) -> None:
    payload, ready = await a_ready_one(case)
    live = await revealed(case, payload, ready)
    other = replace(payload, text="Edited by hand")
    assert await looked(case, other, ready) == Unknown(reason="not_listed")
    with pytest.raises(Duplicate, match="shown_before"):
        await case.publisher.reveal(other, ready, case.grant)
    assert [one.id for one in seen(case)] == [live.remote_id]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("INVALID_ASPEC_RATIO", "film_ratio"),
        ("INVALID_AUDIO_CHANNEL_LAYOUT", "film_format"),
        ("FAILED_PROCESSING_VIDEO", "film_failed"),
        ("NEWS", "container_failed"),
    ],
)
async def test_a_film_that_threads_cannot_use_is_rejected(case: Case, code: str, reason: str) -> None:
    payload = await a_film_part(case, f"broken {code}".encode())
    with pytest.raises(Rejected, match=reason):
        await prepared(case, payload, Checkpoint(key="k1"))


async def test_a_film_that_failed_by_chance_gets_a_new_container_after_a_while(case: Case) -> None:
    payload = await a_film_part(case, b"broken FAILED_DOWNLOADING_VIDEO once")
    made = await stepped(case, payload, Checkpoint(key="k1"))
    again = await stepped(case, payload, made)
    assert await case.publisher.step(payload, again, case.grant) == Wait(until=case.clock.now() + PAUSE)
    await revealed(case, payload, await prepared(case, payload, again))
    assert len(seen(case)) == 1


async def test_a_medium_that_cannot_be_fetched_is_tried_once_more(case: Case) -> None:
    assert isinstance(case.publisher, ThreadsPublisher)
    offline = replace(case, publisher=replace(case.publisher, address=lambda _: "https://greenlight.example/gone.png"))
    (payload,) = composed(case, Content(text="Bread", media=(await a_picture(case),)))
    with pytest.raises(Rejected, match="media_unreachable"):
        await prepared(offline, payload, await stepped(offline, payload, Checkpoint(key="k1")))


async def test_too_many_links_are_told_by_name(case: Case) -> None:
    links = " ".join(f"https://example.org/{number}" for number in range(6))
    (payload,) = composed(case, Content(text=links))
    with pytest.raises(Rejected, match="too_many_links"):
        await prepared(case, payload, Checkpoint(key="k1"))


async def test_when_the_posts_of_the_day_are_used_up_the_next_one_waits(case: Case) -> None:
    (payload,) = composed(case, Content(text="Bread"))
    ready = await prepared(case, payload, Checkpoint(key="k1"))
    for number in range(QUOTA):
        await published(case, f"Bread {number}", key=f"k{number + 2}")
    with pytest.raises(Throttled, match="daily_limit") as caught:
        await case.publisher.reveal(payload, ready, case.grant)
    assert caught.value.retry_at == case.clock.now() + QUOTA_WAIT


async def test_when_nobody_can_tell_what_is_left_of_the_day_a_refusal_stands(case: Case) -> None:
    payload, ready = await a_ready_one(case)
    plan(case, Call.REVEAL, "100/0")
    far_side(case).platform.plan(far_side(case).token, Fault(call=Call.FIND, answer=Answer.TRUE))
    plan(case, Call.FIND, status=500)
    with pytest.raises(Rejected, match="graph_100"):
        await case.publisher.reveal(payload, ready, case.grant)


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("190/463", Reconnect("token")),
        ("102/0", Reconnect("token")),
        ("200/0", Reconnect("no_rights")),
        ("1/4279013", Held("account_restricted")),
        ("368/2207051", Held("looks_like_spam")),
        ("100/0/THREADS_API__FEATURE_NOT_AVAILABLE", Rejected("not_available")),
        ("100/0", Rejected("graph_100")),
        ("2/0", OutcomeUnknown("graph_failed")),
    ],
)
async def test_what_a_refusal_to_publish_means(case: Case, reason: str, error: PortError) -> None:
    payload, ready = await a_ready_one(case)
    plan(case, Call.REVEAL, reason)
    with pytest.raises(type(error), match=f"^{error.reason}$"):
        await case.publisher.reveal(payload, ready, case.grant)
    assert seen(case) == ()


@pytest.mark.parametrize("code", [4, 17, 613])
async def test_a_limit_that_does_not_say_when_it_ends_is_waited_out(case: Case, code: int) -> None:
    payload, ready = await a_ready_one(case)
    plan(case, Call.REVEAL, f"{code}/0")
    with pytest.raises(Throttled, match="graph_busy") as caught:
        await case.publisher.reveal(payload, ready, case.grant)
    assert caught.value.retry_at == case.clock.now() + timedelta(hours=1)
