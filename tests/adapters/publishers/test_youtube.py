"""YouTube, against a server that speaks its API over a real socket."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from adapters.publishers.youtube.publish import MAX_TAGS, MAX_TITLE, YoutubePublisher
from adapters.publishers.youtube.rules import RULES
from adapters.publishers.youtube.session import QUANTUM
from core.errors import Duplicate, PortError, Reconnect, Rejected, Throttled, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Checkpoint, Found, Live, Payload, Unknown
from core.post import Content
from tests.adapters.publishers.conftest import Town
from tests.contracts.publisher import Can, Case, PublisherContract, composed, looked, lost, prepared
from tests.contracts.publisher_case import a_film, a_post
from tests.fakes.platform.case import FAULTS, TownSide, spoken_case
from tests.fakes.platform.dialects.youtube import TWIN
from tests.fakes.platform.faults import Answer, Call, Fault
from tests.fakes.platform.figures import COMMENTS, LIKES, VIEWS

A_LONG_FILM = bytes(range(251)) * 3000
HERE = {Can.REFUSE: replace(FAULTS[Can.REFUSE], status=400, reason="invalidVideoMetadata")}


def side(case: Case) -> TownSide:
    assert isinstance(case.far_side, TownSide)
    return case.far_side


def stumble(case: Case, call: Call, status: int, reason: str = "", *, commit: bool = False) -> None:
    """Let the next call of that kind be refused."""
    fault = Fault(call=call, answer=Answer.STATUS, status=status, reason=reason, commit=commit)
    side(case).platform.plan(side(case).token, fault)


async def a_long_payload(case: Case) -> Payload:
    """A film of three pieces, the last one short."""
    (payload,) = composed(case, Content(text="Moving", media=(await a_film(case, A_LONG_FILM),)))
    return payload


class TestYoutube(PublisherContract):
    """The address of an upload session is the handle: it gives one film, and tells whether it is there."""

    platform = RULES.platform
    counts = Metrics(views=VIEWS, likes=LIKES, comments=COMMENTS)
    can = frozenset(
        {*FAULTS, Can.REVOKE, Can.BE_UNREACHABLE, Can.REPEAT, Can.LOOK, Can.CARRY_MEDIA, Can.REMOVE} - {Can.SHOW_LATE}
    )

    @pytest.fixture
    async def case(self, land: Town, client: httpx.AsyncClient, request: pytest.FixtureRequest) -> Case:
        case = spoken_case(
            request.node.nodeid,
            lambda at: YoutubePublisher(
                client=at.client, blobs=at.blobs, clock=at.clock, api_url=at.url, piece=QUANTUM
            ),
            platform=land.platform,
            clock=land.clock,
            client=client,
            faults=HERE,
            mime="video/mp4",
        )
        return replace(case, media=(await a_film(case),))

    async def test_a_film_that_went_up_in_pieces_through_several_publishers_is_whole(self, case: Case) -> None:
        payload, checkpoint, stored = await a_long_payload(case), Checkpoint(key="k1"), list[str]()
        assert isinstance(case.publisher, YoutubePublisher)
        while isinstance(reached := await replace(case.publisher).step(payload, checkpoint, case.grant), Checkpoint):
            checkpoint = reached
            stored.append(checkpoint.get("stored"))
        assert stored == ["0", str(QUANTUM), str(2 * QUANTUM)]
        assert await case.far_side.shown() == ()
        await replace(case.publisher).reveal(payload, checkpoint, case.grant)
        (shown,) = await case.far_side.shown()
        assert shown.media == (A_LONG_FILM,)

    async def test_a_piece_whose_answer_was_lost_is_not_sent_again(self, case: Case) -> None:
        payload = await a_long_payload(case)
        first = await case.publisher.step(payload, Checkpoint(key="k1"), case.grant)
        assert isinstance(first, Checkpoint)
        stumble(case, Call.STEP, 500, commit=True)
        with pytest.raises(Unavailable):
            await case.publisher.step(payload, first, case.grant)
        again = await case.publisher.step(payload, first, case.grant)
        assert isinstance(again, Checkpoint)
        assert again.get("stored") == str(2 * QUANTUM)

    async def test_a_session_that_is_forgotten_is_started_over(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        side(case).platform.change(side(case).token, container_life=60.0)
        checkpoint = await prepared(case, payload, Checkpoint(key="k1", parents=("p",)))
        case.clock.advance(timedelta(seconds=61))
        with pytest.raises(Unavailable, match="session_gone"):
            await case.publisher.reveal(payload, checkpoint, case.grant)
        assert await case.publisher.step(payload, checkpoint, case.grant) == Checkpoint(key="k1", parents=("p",))

    async def test_a_session_that_is_about_to_be_forgotten_is_replaced(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        case.clock.advance(timedelta(days=6))
        reached = await case.publisher.step(payload, checkpoint, case.grant)
        assert isinstance(reached, Checkpoint)
        assert reached.get("session") != checkpoint.get("session")

    async def test_a_film_that_is_there_already_is_not_sent_again(self, case: Case) -> None:
        await case.far_side.arrange(Can.FAIL_AFTER)
        (payload, checkpoint), _ = await lost(case)
        writes = side(case).platform.writes(side(case).account)
        last = await prepared(case, payload, checkpoint)
        live = await case.publisher.reveal(payload, last, case.grant)
        assert isinstance(live, Live)
        assert side(case).platform.writes(side(case).account) == writes
        assert await looked(case, payload, checkpoint) == Found(candidates=(live,))

    async def test_without_its_session_a_film_is_found_by_its_title_or_a_person_is_asked(self, case: Case) -> None:
        side(case).platform.change(side(case).token, container_life=60.0)
        (payload,) = composed(case, Content(text="Moving"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        live = await case.publisher.reveal(payload, checkpoint, case.grant)
        assert isinstance(live, Live)
        case.clock.advance(timedelta(seconds=61))
        assert await looked(case, payload, checkpoint) == Found(candidates=(live,))
        later = case.clock.now() + timedelta(minutes=10)
        for other, since in ((replace(payload, title="Other"), case.clock.now()), (payload, later)):
            answer = await case.publisher.find(other, checkpoint, since, case.grant)
            assert answer == Unknown(reason="session_gone")

    async def test_what_never_had_a_session_is_absent(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        assert await looked(case, payload, Checkpoint(key="k1")) == Absent()

    async def test_what_was_chosen_arrives_and_the_rest_is_as_usual(self, case: Case) -> None:
        chosen = {"title": "Our <bread>", "privacyStatus": "unlisted", "containsSyntheticMedia": "true"}
        content = Content(text="A > B", hashtags=("Porto", "Pão"), details={"youtube": chosen}, media=case.media)
        account = replace(case.account, details={"privacyStatus": "private", "categoryId": "26"})
        (payload,) = case.publisher.compose(a_post(content), account)
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        live = await case.publisher.reveal(payload, checkpoint, case.grant)
        assert isinstance(live, Live)
        assert live.url == f"https://www.youtube.com/watch?v={live.remote_id}"
        (shown,) = side(case).platform.visible(side(case).token)
        assert shown.text == "A › B\n\n#Porto #Pão"
        assert shown.details == {
            "title": "Our ‹bread›",
            "tags": "Porto,Pão",
            "categoryId": "26",
            "privacyStatus": "unlisted",
            "selfDeclaredMadeForKids": "False",
            "containsSyntheticMedia": "True",
        }

    def test_the_title_is_what_was_chosen_else_the_headline_else_the_first_line(self, case: Case) -> None:
        content = Content(text="First line\nSecond", headline="Drawn", details={"youtube": {"title": "Mine"}})
        less = replace(content, details={})
        least = replace(less, headline="")
        assert [composed(case, one)[0].title for one in (content, less, least)] == ["Mine", "Drawn", "First line"]
        (long,) = composed(case, Content(text="👩‍🍳 " * 100))
        assert long.title.endswith("…")
        assert len(long.title.encode("utf-16-le")) <= 2 * MAX_TITLE

    def test_tags_that_do_not_fit_are_left_out(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Many", hashtags=tuple(f"tag{number:03}" for number in range(99))))
        assert len(",".join(payload.tags)) <= MAX_TAGS
        assert payload.tags[0] == "tag000"

    async def test_a_film_or_a_title_that_is_missing_is_refused_before_the_network(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        for lacking, reason in (
            (replace(payload, media=()), "needs_film"),
            (replace(payload, title=" "), "needs_title"),
        ):
            with pytest.raises(Rejected, match=reason):
                await case.publisher.step(lacking, Checkpoint(key="k1"), case.grant)

    async def test_a_film_that_youtube_has_already_is_a_duplicate(self, case: Case) -> None:
        (payload,) = composed(case, Content(text=f"Moving {TWIN}"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        with pytest.raises(Duplicate, match="rejected_duplicate"):
            await case.publisher.reveal(payload, checkpoint, case.grant)
        assert await looked(case, payload, checkpoint) == Unknown(reason="rejected_duplicate")

    async def test_a_film_that_is_shown_to_fewer_than_asked_is_written_down(
        self, case: Case, caplog: pytest.LogCaptureFixture
    ) -> None:
        (payload,) = composed(case, Content(text="Moving", details={"youtube": {"privacyStatus": "private"}}))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        caplog.set_level(logging.WARNING)
        asked = replace(payload, fields=(("privacyStatus", "public"),))
        await case.publisher.reveal(asked, checkpoint, case.grant)
        assert "asked=public got=private" in caplog.text

    @pytest.mark.parametrize(
        ("status", "reason", "error"),
        [
            (401, "authError", Reconnect("http_401")),
            (401, "youtubeSignupRequired", Rejected("no_channel")),
            (403, "insufficientPermissions", Reconnect("no_rights")),
            (403, "forbidden", Rejected("youtube_forbidden")),
            (403, "authenticatedUserAccountSuspended", Rejected("account_suspended")),
            (400, "invalidTitle", Rejected("youtube_invalidTitle")),
            (503, "backendError", Unavailable("http_503")),
        ],
    )
    async def test_the_reason_decides_what_a_refusal_means(
        self, case: Case, status: int, reason: str, error: PortError
    ) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        stumble(case, Call.STEP, status, reason)
        with pytest.raises(type(error)) as caught:
            await case.publisher.step(payload, Checkpoint(key="k1"), case.grant)
        assert caught.value.reason == error.reason

    @pytest.mark.parametrize(
        ("status", "reason", "pause"),
        [(400, "uploadLimitExceeded", timedelta(days=1)), (403, "userRateLimitExceeded", timedelta(minutes=1))],
    )
    async def test_each_limit_has_a_pause_of_its_own(
        self, case: Case, status: int, reason: str, pause: timedelta
    ) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        stumble(case, Call.STEP, status, reason)
        with pytest.raises(Throttled) as caught:
            await case.publisher.step(payload, Checkpoint(key="k1"), case.grant)
        assert caught.value.retry_at == case.clock.now() + pause

    async def test_a_quota_begins_anew_at_midnight_in_california(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        stumble(case, Call.STEP, 403, "quotaExceeded")
        with pytest.raises(Throttled) as caught:
            await case.publisher.step(payload, Checkpoint(key="k1"), case.grant)
        assert caught.value.retry_at.astimezone(ZoneInfo("America/Los_Angeles")).time() == time(0)
        assert timedelta(0) < caught.value.retry_at - case.clock.now() <= timedelta(days=1)

    async def test_the_token_goes_to_no_other_host(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Moving"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        elsewhere = checkpoint.get("session").replace("127.0.0.1", "localhost")
        with pytest.raises(Reconnect):
            await case.publisher.reveal(payload, checkpoint.with_data(session=elsewhere), case.grant)
