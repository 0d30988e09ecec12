"""Promises every publisher keeps.

A platform's test class subclasses `PublisherContract`, names its platform, declares what its far side can do in `can`
and gives a `case` fixture. A promise about something that is not in `can` is not part of that platform's contract.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, TypeVar

import pytest

from core.account import Platform
from core.errors import OutcomeUnknown, Reconnect, Rejected, Throttled, Unavailable
from core.metrics import Metrics
from core.payload import Absent, Accepted, Checkpoint, Found, Live, Payload, Ready
from core.post import Content, Variant
from core.rules import Recovery, check
from core.secret import Secret
from tests.contracts.publisher_case import (
    A_PICTURE,
    LATENESS,
    LOST,
    MOST_STEPS,
    PAUSE,
    PROCESSING,
    SECRET,
    TROUBLES,
    Can,
    Case,
    Shown,
    a_picture,
    a_post,
    composed,
    looked,
    lost,
    prepared,
    published,
    troubled,
)

__all__ = [
    "A_PICTURE",
    "LATENESS",
    "PAUSE",
    "PROCESSING",
    "SECRET",
    "Can",
    "Case",
    "PublisherContract",
    "Shown",
    "a_picture",
    "composed",
    "looked",
    "lost",
    "prepared",
    "published",
]

Promise = TypeVar("Promise", bound=Callable[..., object])


def needs(*abilities: Can) -> Callable[[Promise], Promise]:
    """Say what a far side must be able to do for a promise to mean anything."""

    def mark(promise: Promise) -> Promise:
        promise.__dict__["needs"] = frozenset(abilities)
        return promise

    return mark


class PublisherContract:
    """What the publishing loop relies on."""

    platform: ClassVar[Platform]
    can: ClassVar[frozenset[Can]]
    counts: ClassVar[Metrics] = Metrics()  # what the platform tells of every post

    def __init_subclass__(cls) -> None:
        for name, promise in vars(PublisherContract).items():
            if not getattr(promise, "needs", frozenset()) <= cls.can:
                setattr(cls, name, None)

    def test_it_declares_what_its_recovery_class_promises(self, case: Case) -> None:
        recovery = case.publisher.rules.recovery
        assert case.publisher.platform == case.publisher.rules.platform == self.platform
        assert (Can.REPEAT in self.can) == (recovery in (Recovery.CONDITIONAL, Recovery.KEYED))
        assert (Can.LOOK in self.can) == (recovery is not Recovery.NONE)
        assert (Can.CARRY_THREADS in self.can) == (case.publisher.rules.max_parts > 1)
        assert (case.publisher.rules.metrics_at_once > 0) == (self.counts != Metrics())
        assert (Can.CARRY_MEDIA in self.can) == (case.publisher.rules.max_media > 0)
        assert bool(case.publisher.rules.key_window) == (recovery is Recovery.KEYED)

    def test_composing_is_pure_and_always_gives_the_same(self, case: Case) -> None:
        post = a_post(
            Content(text="Bread!", hashtags=("Porto", "Bread"), link="https://example.org/", thread=("More",))
        )
        before = repr(post)
        first = case.publisher.compose(post, case.account)
        assert first == case.publisher.compose(post, case.account)
        assert [Payload.parse(part.canonical()) for part in first] == list(first)
        assert repr(post) == before
        assert len(first) == 2

    async def test_composing_touches_nothing(self, case: Case) -> None:
        before = await case.far_side.trace()
        composed(case, Content(text="Bread!"))
        assert await case.far_side.trace() == before

    def test_a_variant_replaces_the_common_words(self, case: Case) -> None:
        variants: dict[str, Variant] = {self.platform: Variant(text="Special", hashtags=("two",))}
        (payload,) = composed(case, Content(text="Common", hashtags=("one",), variants=variants))
        assert "Special" in payload.text
        assert "#two" in payload.text
        assert "Common" not in payload.text
        assert "#one" not in payload.text

    async def test_success_has_a_receipt_that_names_what_is_shown(self, case: Case) -> None:
        live = await published(case, "Good morning")
        (shown,) = await case.far_side.shown()
        assert (shown.remote_id, shown.text) == (live.remote_id, "Good morning")
        assert live.url.startswith("http")

    async def test_what_was_composed_is_what_goes_out(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Olá 👩‍🍳 <b>&", hashtags=("Pão", "Lisboa")))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        await case.publisher.reveal(payload, checkpoint, case.grant)
        assert [shown.text for shown in await case.far_side.shown()] == [payload.text]

    async def test_nothing_is_visible_before_it_is_revealed(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Not yet"))
        await prepared(case, payload, Checkpoint(key="k1"))
        assert await case.far_side.shown() == ()

    async def test_repeating_a_step_does_no_harm(self, case: Case) -> None:
        media = (await a_picture(case),) if case.publisher.rules.max_media else ()
        (payload,) = composed(case, Content(text="Again and again", media=media))
        checkpoint = Checkpoint(key="k1")
        for _ in range(MOST_STEPS):
            await case.publisher.step(payload, checkpoint, case.grant)
            reached = await case.publisher.step(payload, checkpoint, case.grant)
            if isinstance(reached, Ready):
                await case.publisher.reveal(payload, reached.checkpoint, case.grant)
                break
            assert isinstance(reached, Checkpoint)
            checkpoint = reached
        assert [shown.text for shown in await case.far_side.shown()] == [payload.text]

    async def test_the_key_and_the_parents_survive_the_steps(self, case: Case) -> None:
        above = await published(case, "Above", key="k0")
        (payload,) = composed(case, Content(text="Steps"))
        before = Checkpoint(key="k1", parents=(above.remote_id,))
        last = await prepared(case, payload, before)
        assert (last.key, last.parents) == (before.key, before.parents)

    async def test_a_text_at_the_limit_goes_out_and_one_more_is_refused_before_the_network(self, case: Case) -> None:
        rules = case.publisher.rules
        await published(case, "a" * rules.max_text)
        before = await case.far_side.trace()
        (problem,) = check(composed(case, Content(text="a" * (rules.max_text + 1))), rules)
        assert (problem.field, problem.limit, problem.actual) == ("text", rules.max_text, rules.max_text + 1)
        assert await case.far_side.trace() == before

    @needs(Can.REPEAT)
    async def test_the_same_handle_twice_is_one_post(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Once"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        first = await case.publisher.reveal(payload, checkpoint, case.grant)
        again = await case.publisher.reveal(payload, checkpoint, case.grant)
        assert first == again
        assert len(await case.far_side.shown()) == 1

    @needs(Can.LOOK)
    async def test_what_was_never_revealed_is_absent(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Never"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        assert await looked(case, payload, checkpoint) == Absent()

    @needs(Can.LOOK)
    async def test_looking_finds_exactly_what_was_revealed_and_writes_nothing(self, case: Case) -> None:
        await published(case, "Another", key="k0")
        (payload,) = composed(case, Content(text="This one"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        live = await case.publisher.reveal(payload, checkpoint, case.grant)
        await published(case, "A third", key="k2")
        before = await case.far_side.trace()
        found = await looked(case, payload, checkpoint)
        assert isinstance(found, Found)
        assert found.candidates == (live,)
        assert await case.far_side.trace() == before

    @needs(Can.LOOK, Can.SHOW_LATE)
    async def test_what_shows_late_is_absent_and_then_found(self, case: Case) -> None:
        await case.far_side.arrange(Can.SHOW_LATE)
        (payload, checkpoint), _ = await lost(case)
        assert await looked(case, payload, checkpoint) == Absent()
        case.clock.advance(LATENESS)
        assert isinstance(await looked(case, payload, checkpoint), Found)

    @needs(Can.LOOK, Can.ACCEPT)
    async def test_what_was_only_accepted_is_found_later(self, case: Case) -> None:
        await case.far_side.arrange(Can.ACCEPT)
        (payload,) = composed(case, Content(text="Soon"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        assert await case.publisher.reveal(payload, checkpoint, case.grant) == Accepted()
        assert await looked(case, payload, checkpoint) == Absent()
        case.clock.advance(LATENESS)
        found = await looked(case, payload, checkpoint)
        assert isinstance(found, Found)
        assert [one.remote_id for one in found.candidates] == [one.remote_id for one in await case.far_side.shown()]

    @needs(Can.TAKE_LONG)
    async def test_waiting_ends(self, case: Case) -> None:
        await case.far_side.arrange(Can.TAKE_LONG)
        before = case.clock.now()
        await published(case, "Slowly")
        assert case.clock.now() - before >= PROCESSING

    @needs(Can.REFUSE)
    async def test_a_refusal_is_rejected_with_its_reason(self, case: Case) -> None:
        error = await troubled(case, Can.REFUSE)
        assert type(error) is Rejected
        assert error.reason
        assert await case.far_side.shown() == ()

    @needs(Can.REVOKE)
    async def test_a_worthless_token_asks_for_a_new_connection(self, case: Case) -> None:
        assert type(await troubled(case, Can.REVOKE)) is Reconnect

    @needs(Can.THROTTLE)
    async def test_too_many_calls_say_when_to_come_back(self, case: Case) -> None:
        error = await troubled(case, Can.THROTTLE)
        assert isinstance(error, Throttled)
        assert error.retry_at == case.clock.now() + PAUSE
        assert await case.far_side.shown() == ()

    @needs(Can.BE_UNREACHABLE)
    async def test_what_was_never_reached_is_unavailable_and_safe_to_repeat(self, case: Case) -> None:
        (payload,) = composed(case, Content(text="Trouble"))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        await case.far_side.arrange(Can.BE_UNREACHABLE)
        with pytest.raises(Unavailable):
            await case.publisher.reveal(payload, checkpoint, case.grant)
        await case.far_side.mend()
        assert await case.far_side.shown() == ()
        assert isinstance(await case.publisher.reveal(payload, checkpoint, case.grant), Live)
        assert len(await case.far_side.shown()) == 1

    async def test_a_lost_answer_is_an_unknown_outcome(self, case: Case) -> None:
        for what in sorted(self.can.intersection(LOST)):
            assert type(await troubled(case, what)) is OutcomeUnknown, what

    @needs(Can.REPEAT, Can.FAIL_AFTER)
    async def test_repeating_after_an_unknown_outcome_shows_one_post(self, case: Case) -> None:
        await case.far_side.arrange(Can.FAIL_AFTER)
        (payload, checkpoint), _ = await lost(case)
        await case.far_side.mend()
        live = await case.publisher.reveal(payload, checkpoint, case.grant)
        assert isinstance(live, Live)
        assert [shown.remote_id for shown in await case.far_side.shown()] == [live.remote_id]

    @needs(Can.CARRY_MEDIA)
    async def test_media_arrive_byte_for_byte(self, case: Case) -> None:
        sent = (A_PICTURE, A_PICTURE[::-1])[: case.publisher.rules.max_media]
        media = tuple([await a_picture(case, data) for data in sent])
        (payload,) = composed(case, Content(text="Look", media=media))
        checkpoint = await prepared(case, payload, Checkpoint(key="k1"))
        await case.publisher.reveal(payload, checkpoint, case.grant)
        (shown,) = await case.far_side.shown()
        assert shown.media == sent

    @needs(Can.CARRY_THREADS)
    async def test_the_parts_of_a_thread_name_the_one_before(self, case: Case) -> None:
        said = ("One", "Two", "Three")[: case.publisher.rules.max_parts]
        parts = composed(case, Content(text=said[0], thread=said[1:]))
        above: tuple[str, ...] = ()
        for number, payload in enumerate(parts):
            checkpoint = await prepared(case, payload, Checkpoint(key=f"k{number}", parents=above))
            live = await case.publisher.reveal(payload, checkpoint, case.grant)
            assert isinstance(live, Live)
            above += (live.remote_id,)
        shown = await case.far_side.shown()
        assert tuple(one.text for one in shown) == said
        assert [one.parent for one in shown] == ["", *above[:-1]]

    @needs(Can.REMOVE)
    async def test_removing_removes_and_is_fine_when_it_is_gone(self, case: Case) -> None:
        await published(case, "Stays", key="k0")
        live = await published(case, "Goes", key="k1")
        await case.publisher.remove(live.remote_id, case.grant)
        assert [shown.text for shown in await case.far_side.shown()] == ["Stays"]
        await case.publisher.remove(live.remote_id, case.grant)

    async def test_posts_tell_their_counts_and_one_that_is_gone_is_missing(self, case: Case) -> None:
        one, two = await published(case, "One", key="k0"), await published(case, "Two", key="k1")
        before = await case.far_side.trace()
        known = [one.remote_id, two.remote_id] if case.publisher.rules.metrics_at_once else []
        told = await case.publisher.metrics([one.remote_id, two.remote_id], case.grant)
        assert told == dict.fromkeys(known, self.counts)
        assert await case.far_side.trace() == before
        if Can.REMOVE in self.can:
            await case.publisher.remove(one.remote_id, case.grant)
            told = await case.publisher.metrics([one.remote_id, two.remote_id], case.grant)
            assert told == dict.fromkeys(known[1:], self.counts)

    @needs(Can.THROTTLE_COUNTS)
    async def test_too_many_questions_about_counts_say_when_to_come_back(self, case: Case) -> None:
        live = await published(case, "Counted")
        if case.publisher.rules.metrics_at_once:
            await case.far_side.arrange(Can.THROTTLE_COUNTS)
            with pytest.raises(Throttled):
                await case.publisher.metrics([live.remote_id], case.grant)
            await case.far_side.mend()

    @needs(Can.REVOKE)
    async def test_a_worthless_token_asks_for_a_new_connection_instead_of_telling_nothing(self, case: Case) -> None:
        live = await published(case, "Counted")
        if case.publisher.rules.metrics_at_once:
            with pytest.raises(Reconnect):
                await case.publisher.metrics([live.remote_id], replace(case.grant, access=Secret("worthless")))

    async def test_the_secret_is_in_no_error_no_log_and_no_repr(
        self, case: Case, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        await published(case, "Quietly", key="k0")
        told = [repr(case.publisher), repr(case.grant), repr(case.account)]
        for what in sorted(self.can.intersection(TROUBLES)):
            error = await troubled(case, what)
            told += [repr(error), *traceback.format_exception(error)]
        told += [record.getMessage() for record in caplog.records]
        assert not [line for line in told if SECRET in line]
