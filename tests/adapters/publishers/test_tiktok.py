"""TikTok, against a server that speaks its API over a real socket."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from adapters.publishers.tiktok.films import Pieces
from adapters.publishers.tiktok.publish import MAX_TITLE, TiktokPublisher
from adapters.publishers.tiktok.rules import INBOX, MODE, RULES
from core.errors import OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Accepted, Checkpoint, Found, Live, Payload, Ready, Unknown
from core.post import Content
from tests.adapters.publishers.conftest import Town
from tests.contracts.publisher import (
    LATENESS,
    Can,
    Case,
    PublisherContract,
    composed,
    looked,
    lost,
    prepared,
    published,
)
from tests.contracts.publisher_case import a_film, a_post
from tests.fakes.platform.case import FAULTS, TownSide, spoken_case
from tests.fakes.platform.dialects.tiktok import FAILS, LONGEST_FILM, MEGABYTE
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.figures import COMMENTS, LIKES, REPOSTS, VIEWS

A_LONG_FILM = bytes(range(256)) * 62_500  # 16 MB: three pieces of 5 MB and a bit
FRIENDS = {"tiktok": {"privacy_level": "MUTUAL_FOLLOW_FRIENDS"}}


def side(case: Case) -> TownSide:
    assert isinstance(case.far_side, TownSide)
    return case.far_side


def stumble(case: Case, call: Call, status: int, reason: str = "", *, commit: bool = False) -> None:
    """Let the next call of that kind be refused."""
    fault = Fault(call=call, answer=Answer.STATUS, status=status, reason=reason, commit=commit)
    side(case).platform.plan(side(case).token, fault)


def a_case(name: str, land: Town, client: httpx.AsyncClient, refuse: Fault) -> Case:
    return spoken_case(
        name,
        lambda at: TiktokPublisher(
            client=at.client, blobs=at.blobs, clock=at.clock, address=at.address, api_url=at.url, piece=5 * MEGABYTE
        ),
        platform=land.platform,
        clock=land.clock,
        client=client,
        faults={Can.REFUSE: refuse},
        details={"privacy_level": "PUBLIC_TO_EVERYONE"},
        mime="image/jpeg",
    )


async def step(case: Case, payload: Payload, checkpoint: Checkpoint) -> Checkpoint:
    """One step of a new publisher."""
    assert isinstance(case.publisher, TiktokPublisher)
    reached = await replace(case.publisher).step(payload, checkpoint, case.grant)
    assert isinstance(reached, Checkpoint)
    return reached


class TestFilms(PublisherContract):
    """The last piece of an upload shows the film, and what became of it can be asked by the name it was begun under.

    That piece goes up without a token, so a worthless one is noticed before.
    """

    platform = RULES.platform
    counts = Metrics(views=VIEWS, likes=LIKES, comments=COMMENTS, shares=REPOSTS)
    can = frozenset({*FAULTS, Can.BE_UNREACHABLE, Can.LOOK, Can.ACCEPT, Can.CARRY_MEDIA})

    @pytest.fixture
    async def case(self, land: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
        case = a_case(request.node.nodeid, land, client, replace(FAULTS[Can.REFUSE], status=400))
        return replace(case, media=(await a_film(case),))

    async def test_a_film_that_went_up_in_pieces_through_several_publishers_is_whole(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving", media=(await a_film(case, A_LONG_FILM),)))
        checkpoint, sent = Checkpoint(key="k1"), list[str]()
        for _ in range(4):
            checkpoint = await step(case, payload, checkpoint)
            sent.append(checkpoint.get("sent"))
        assert sent == ["", "0", "5000000", "10000000"]
        last = await prepared(case, payload, checkpoint)
        assert await case.far_side.shown() == ()
        live = await case.publisher.reveal(payload, last, case.grant)
        (shown,) = side(case).platform.visible(side(case).token)
        assert isinstance(live, Live)
        assert shown.media == (payload.media[0].sha256,)
        assert live.url == f"https://www.tiktok.com/@{side(case).account}/video/{live.remote_id}"

    async def test_a_film_for_the_inbox_arrives_there_once_and_without_words(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving", details={"tiktok": {MODE: INBOX}}))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        live = await case.publisher.reveal(payload, checkpoint, case.grant)
        assert live == Live(remote_id=checkpoint.get("publish_id"))
        found = await case.publisher.find(payload, checkpoint, case.clock.now(), case.grant)
        assert found == Found(candidates=(live,))
        (waiting,) = side(case).platform.visible(side(case).token)
        assert (waiting.text, waiting.details["inbox"]) == ("", "True")

    async def test_a_piece_whose_answer_was_lost_is_not_sent_again(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving", media=(await a_film(case, A_LONG_FILM),)))
        begun = await step(case, payload, await step(case, payload, Checkpoint(key="k1")))
        stumble(case, Call.STEP, 500, commit=True)
        with pytest.raises(Unavailable):
            await step(case, payload, begun)
        assert (await step(case, payload, begun)).get("sent") == "5000000"

    async def test_an_upload_that_expired_is_started_over(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1", parents=("p",)))
        case.clock.advance(timedelta(hours=1))
        with pytest.raises(Unavailable, match="upload_expired"):
            await case.publisher.reveal(payload, checkpoint, case.grant)
        assert await step(case, payload, checkpoint) == Checkpoint(key="k1", parents=("p",))

    async def test_an_upload_that_expired_early_is_started_over(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving", media=(await a_film(case, A_LONG_FILM),)))
        begun = await step(case, payload, await step(case, payload, Checkpoint(key="k1", parents=("p",))))
        stumble(case, Call.STEP, 403)
        assert await step(case, payload, begun) == Checkpoint(key="k1", parents=("p",))

    async def test_a_film_that_failed_in_passing_is_begun_anew_and_one_that_cannot_be_used_is_refused(
        self, case: Case
    ) -> None:
        ends: dict[str, type[PortError]] = {
            "internal": Unavailable,
            "auth_removed": Reconnect,
            "frame_rate_check_failed": Rejected,
        }
        for reason, error in ends.items():
            film = await a_film(case, FAILS + reason.encode() + b":")
            (payload,) = composed(case, Content(text="Moving", media=(film,)))
            checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
            with pytest.raises(error, match=reason):
                await case.publisher.reveal(payload, checkpoint, case.grant)
            assert await looked(case, payload, checkpoint) == Unknown(reason=reason)
            assert await step(case, payload, checkpoint) == Checkpoint(key="k1")

    async def test_an_upload_that_was_offered_and_did_not_fail_is_gone_on_with(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        assert await case.publisher.step(payload, checkpoint, case.grant) == Ready(checkpoint=checkpoint)

    async def test_the_last_piece_sent_twice_is_one_film_and_a_question(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        await case.publisher.reveal(payload, checkpoint, case.grant)
        with pytest.raises(OutcomeUnknown, match="upload_range"):
            await case.publisher.reveal(payload, checkpoint, case.grant)
        assert len(await case.far_side.shown()) == 1

    async def test_a_public_film_gets_its_address_when_it_has_passed_the_moderation(self, case: Case) -> None:
        side(case).platform.change(side(case).token, processing=600.0)
        (payload,) = composed(case, Content(text="Moving"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        since = case.clock.now()
        assert await case.publisher.reveal(payload, checkpoint, case.grant) == Accepted()
        assert await case.publisher.find(payload, checkpoint, since, case.grant) == Absent()
        case.clock.advance(timedelta(minutes=10))
        (shown,) = await case.far_side.shown()
        url = f"https://www.tiktok.com/@{side(case).account}/video/{shown.remote_id}"
        found = await case.publisher.find(payload, checkpoint, since, case.grant)
        assert found == Found(candidates=(Live(remote_id=shown.remote_id, url=url),))

    async def test_a_moderation_that_takes_hours_is_not_waited_for(self, case: Case) -> None:
        side(case).platform.change(side(case).token, processing=7200.0)
        (payload,) = composed(case, Content(text="Moving"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        since = case.clock.now()
        await case.publisher.reveal(payload, checkpoint, case.grant)
        case.clock.advance(timedelta(minutes=21))
        found = await case.publisher.find(payload, checkpoint, since, case.grant)
        live = Live(remote_id=checkpoint.get("publish_id"), url=f"https://www.tiktok.com/@{side(case).account}")
        assert found == Found(candidates=(live,))

    async def test_a_film_for_friends_keeps_the_name_it_was_begun_under(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving", details=FRIENDS))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        live = await case.publisher.reveal(payload, checkpoint, case.grant)
        assert isinstance(live, Live)
        assert live.remote_id == checkpoint.get("publish_id")

    async def test_what_was_chosen_arrives_and_everything_else_is_off(self, case: Case) -> None:
        chosen = {"disable_duet": "false", "is_aigc": "true", "video_cover_timestamp_ms": "1500", "title": "No place"}
        content = Content(text="Moving", link="https://example.org/", details={"tiktok": chosen}, media=case.media)
        (payload,) = case.publisher.compose(a_post(content), case.account)
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        await case.publisher.reveal(payload, checkpoint, case.grant)
        (shown,) = side(case).platform.visible(side(case).token)
        assert shown.details == {
            "title": "Moving",
            "privacy_level": "PUBLIC_TO_EVERYONE",
            "disable_comment": "True",
            "disable_duet": "False",
            "disable_stitch": "True",
            "brand_content_toggle": "False",
            "brand_organic_toggle": "False",
            "is_aigc": "True",
            "video_cover_timestamp_ms": "1500",
        }

    async def test_what_nobody_chose_or_the_creator_may_not_do_is_refused_before_anything_is_begun(
        self, case: Case
    ) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        film = payload.media[0]
        lacking = {
            "needs_media": replace(payload, media=()),
            "needs_privacy_level": replace(payload, fields=()),
            "privacy_level_option_mismatch": replace(payload, fields=(("privacy_level", "FOLLOWER_OF_CREATOR"),)),
            "film_too_long": replace(payload, media=(replace(film, seconds=LONGEST_FILM + 1.0),)),
        }
        for reason, one in lacking.items():
            with pytest.raises(Rejected, match=reason):
                await case.publisher.step(one, Checkpoint(key="k1"), case.grant)

    @pytest.mark.parametrize(
        ("status", "code", "error"),
        [
            (401, "access_token_invalid", Reconnect),
            (401, "scope_not_authorized", Reconnect),
            (400, "scope_permission_missed", Reconnect),
            (403, "spam_risk_user_banned_from_posting", Rejected),
            (403, "unaudited_client_can_only_post_to_private_accounts", Rejected),
            (400, "invalid_param", Rejected),
        ],
    )
    async def test_the_code_decides_what_a_refusal_means(
        self, case: Case, status: int, code: str, error: type[PortError]
    ) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        stumble(case, Call.STEP, status, code)
        with pytest.raises(error, match=code):
            await case.publisher.step(payload, Checkpoint(key="k1"), case.grant)

    @pytest.mark.parametrize(
        ("status", "code", "pause"),
        [
            (429, "rate_limit_exceeded", timedelta(minutes=1)),
            (403, "spam_risk_too_many_posts", timedelta(days=1)),
            (403, "reached_active_user_cap", timedelta(days=1)),
        ],
    )
    async def test_each_limit_has_a_pause_of_its_own(
        self, case: Case, status: int, code: str, pause: timedelta
    ) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        stumble(case, Call.STEP, status, code)
        with pytest.raises(Throttled) as caught:
            await case.publisher.step(payload, Checkpoint(key="k1"), case.grant)
        assert caught.value.retry_at == case.clock.now() + pause

    async def test_nothing_can_be_removed_from_outside(self, case: Case) -> None:
        live = await published(case, "Stays")
        with pytest.raises(Rejected, match="cannot_remove"):
            await case.publisher.remove(live.remote_id, case.grant)


class TestPhotos(PublisherContract):
    """Photos are fetched by their links; the one call that names them shows them."""

    platform = RULES.platform
    counts = Metrics(views=VIEWS, likes=LIKES, comments=COMMENTS, shares=REPOSTS)
    can = frozenset({*FAULTS, Can.REVOKE, Can.BE_UNREACHABLE, Can.LOOK, Can.CARRY_MEDIA})

    @pytest.fixture
    def case(self, land: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
        return a_case(request.node.nodeid, land, client, replace(FAULTS[Can.REFUSE], reason="url_ownership_unverified"))

    async def test_photos_have_a_title_of_their_own_and_an_address(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Look", headline="Bread today " * 20))
        assert len(payload.title) <= MAX_TITLE
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        live = await case.publisher.reveal(payload, checkpoint, case.grant)
        assert isinstance(live, Live)
        assert live.url == f"https://www.tiktok.com/@{side(case).account}/photo/{live.remote_id}"
        (shown,) = side(case).platform.visible(side(case).token)
        assert (shown.text, shown.details["title"]) == ("Look", payload.title)

    async def test_what_is_only_accepted_is_found_by_the_name_that_came_with_it(self, case: Case) -> None:
        await case.far_side.arrange(Can.ACCEPT)
        (payload,) = composed(case, Content(text="Soon", details=FRIENDS))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        accepted = await case.publisher.reveal(payload, checkpoint, case.grant)
        assert isinstance(accepted, Accepted)
        assert accepted.checkpoint is not None
        assert await looked(case, payload, accepted.checkpoint) == Absent()
        case.clock.advance(LATENESS)
        assert isinstance(await looked(case, payload, accepted.checkpoint), Found)

    async def test_photos_that_could_not_be_fetched_are_tried_again_later(self, case: Case) -> None:
        assert isinstance(case.publisher, TiktokPublisher)
        offline = replace(case.publisher, address=lambda _: "https://greenlight.example/gone.jpg")
        (payload,) = composed(case, Content(text="Look"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        with pytest.raises(Unavailable, match="photo_pull_failed"):
            await offline.reveal(payload, checkpoint, case.grant)

    async def test_a_glance_that_fails_leaves_the_answer_to_a_look(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Look"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        stumble(case, Call.FIND, 500)
        accepted = await case.publisher.reveal(payload, checkpoint, case.grant)
        assert isinstance(accepted, Accepted)
        assert accepted.checkpoint is not None
        assert isinstance(await looked(case, payload, accepted.checkpoint), Found)

    async def test_a_name_that_is_no_longer_known_and_photos_that_are_not_listed_are_questions(
        self, case: Case
    ) -> None:
        await case.far_side.arrange(Can.FAIL_AFTER)
        (payload, checkpoint), _ = await lost(case)
        friends = replace(payload, fields=(("privacy_level", "MUTUAL_FOLLOW_FRIENDS"),))
        assert await looked(case, friends, checkpoint) == Unknown(reason="not_listed")
        strange = checkpoint.with_data(publish_id="p_pub_url~unknown")
        assert await looked(case, payload, strange) == Unknown(reason="invalid_publish_id")


@pytest.mark.parametrize(
    ("size", "count", "each", "last"),
    [
        (1, 1, 1, 0),
        (4_999_999, 1, 4_999_999, 0),
        (19_999_999, 1, 19_999_999, 0),
        (20_000_000, 2, 10_000_000, 10_000_000),
        (50_000_123, 5, 10_000_000, 40_000_000),
    ],
)
def test_a_film_is_cut_into_equal_pieces_and_a_last_one_that_carries_the_rest(
    size: int, count: int, each: int, last: int
) -> None:
    pieces = Pieces(size, 10 * MEGABYTE)
    assert (pieces.count, pieces.each, pieces.last, pieces.end(last)) == (count, each, last, size)
    assert pieces.end(0) == (each if count > 1 else size)
