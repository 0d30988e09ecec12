"""What every store promises. A database's test file brings the fixture `store`, open and empty."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Protocol

import pytest

from core.account import Account, Health, SealedGrant
from core.approval import Patience, Policy, Step
from core.ask import Ask
from core.audit import first_broken
from core.batch import Batch
from core.brand import Brand
from core.errors import Conflict, Invalid, NotFound
from core.factor import Factor
from core.ids import BatchId, MemberId
from core.moves import PartState, PostState
from core.notice import Topic
from core.post import Content, Variant
from core.queue import Queue
from core.slot import Slot
from core.store import PostFilter, Store, Transaction
from core.talk import Event
from core.workspace import Away, Chat, Member, Role, Settings, Workspace
from tests.builders import (
    HOUR,
    MINUTE,
    NOON,
    a_batch,
    a_brand,
    a_charge,
    a_chat,
    a_checkpoint,
    a_deed,
    a_delivery,
    a_film,
    a_form,
    a_member,
    a_moment,
    a_note,
    a_notice,
    a_post,
    a_publication,
    a_series,
    a_source,
    a_workspace,
    an_account,
    an_approval,
    an_evergreen,
    an_identity,
    an_installation,
    an_item,
    fresh_id,
    some_media,
)


class OpenStore(Store, Protocol):
    """A store with its queue, as adapters hand it out."""

    @property
    def queue(self) -> Queue: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A workspace with all that posts hang on, stored."""

    workspace: Workspace
    member: Member
    chat: Chat
    brand: Brand
    account: Account
    batch: Batch


async def a_house(store: Store) -> House:
    """Store a workspace with a member, a web chat, a brand, an account and a batch."""
    workspace = a_workspace()
    member, chat, brand = a_member(workspace), a_chat(workspace), a_brand(workspace)
    house = House(
        workspace=workspace,
        member=member,
        chat=chat,
        brand=brand,
        account=an_account(brand),
        batch=a_batch(brand),
    )
    async with store.begin() as tx:
        await tx.workspaces.add(workspace)
        await tx.members.add(member, an_identity(member))
        await tx.chats.add(chat)
        await tx.brands.add(brand)
        await tx.accounts.add(house.account)
        await tx.batches.add(house.batch)
    return house


async def version_of(store: Store, batch_id: BatchId) -> int:
    """The version of a batch as it is stored."""
    async with store.read() as tx:
        return (await tx.batches.get(batch_id)).version


class TransactionContract:
    """All or nothing, one picture, no writing while reading."""

    async def test_what_a_failed_block_wrote_is_gone(self, store: OpenStore) -> None:
        workspace = a_workspace()

        async def fail_late() -> None:
            async with store.begin() as tx:
                await tx.workspaces.add(workspace)
                raise LookupError

        with pytest.raises(LookupError):
            await fail_late()
        async with store.read() as tx:
            assert await tx.workspaces.all() == ()

    async def test_a_reader_sees_one_moment(self, store: OpenStore) -> None:
        async with store.read() as reader:
            assert await reader.workspaces.all() == ()
            async with store.begin() as writer:
                await writer.workspaces.add(a_workspace())
            assert await reader.workspaces.all() == ()

    async def test_a_reader_cannot_write(self, store: OpenStore) -> None:
        with pytest.raises(Exception, match=r"read-?only"):
            async with store.read() as tx:
                await tx.workspaces.add(a_workspace())
        async with store.begin() as tx:
            await tx.workspaces.add(a_workspace())

    async def test_writers_of_one_process_take_turns(self, store: OpenStore) -> None:
        async def add() -> None:
            async with store.begin() as tx:
                await tx.workspaces.add(a_workspace())
                await asyncio.sleep(0)

        async with asyncio.TaskGroup() as group:
            for _ in range(12):
                group.create_task(add())
        async with store.read() as tx:
            assert len(await tx.workspaces.all()) == 12


class WorkspaceContract:
    """Tenants, people, chats."""

    async def test_a_workspace_comes_back_as_it_was(self, store: OpenStore) -> None:
        workspace = a_workspace(settings=Settings(batch_days=5, gap_days=2, tick_seconds=30))
        async with store.begin() as tx:
            await tx.workspaces.add(workspace)
        async with store.read() as tx:
            assert await tx.workspaces.get(workspace.id) == workspace

    async def test_settings_are_written(self, store: OpenStore) -> None:
        house = await a_house(store)
        changed = replace(house.workspace, name="Bakery & Co", settings=Settings(gap_days=3))
        async with store.begin() as tx:
            await tx.workspaces.save(changed)
        async with store.read() as tx:
            assert await tx.workspaces.get(changed.id) == changed

    async def test_an_unknown_workspace_is_not_found(self, store: OpenStore) -> None:
        async with store.read() as tx:
            with pytest.raises(NotFound):
                await tx.workspaces.get(a_workspace().id)

    async def test_workspaces_are_listed_oldest_first(self, store: OpenStore) -> None:
        young, old = a_workspace("young"), replace(a_workspace("old"), created_at=NOON - HOUR)
        async with store.begin() as tx:
            await tx.workspaces.add(young)
            await tx.workspaces.add(old)
        async with store.read() as tx:
            assert await tx.workspaces.all() == (old, young)

    async def test_an_identity_leads_to_its_member(self, store: OpenStore) -> None:
        house = await a_house(store)
        rui = a_member(house.workspace, "Rui", role=Role.WRITER, email="rui@example.org")
        async with store.begin() as tx:
            await tx.members.add(rui, an_identity(rui, "telegram", "77"), an_identity(rui, "slack", "U7"))
        async with store.read() as tx:
            assert await tx.members.identify("telegram", "77") == rui
            assert await tx.members.identify("slack", "U7") == rui
            assert await tx.members.identify("telegram", "78") is None
            assert await tx.members.of(house.workspace.id) == (house.member, rui)

    async def test_an_address_belongs_to_one_member(self, store: OpenStore) -> None:
        house = await a_house(store)
        first, second = (a_member(house.workspace, name, email="one@example.org") for name in ("Eva", "Zoe"))
        async with store.begin() as tx:
            await tx.members.add(first)
        with pytest.raises(Invalid):
            async with store.begin() as tx:
                await tx.members.add(second)
        async with store.begin() as tx:
            await tx.members.add(replace(second, email=""))
        async with store.begin() as tx:
            with pytest.raises(Invalid):
                await tx.members.save(second)
            await tx.members.save(replace(second, name="Zoë", email="two@example.org"))
        async with store.read() as tx:
            assert {member.email for member in await tx.members.of(house.workspace.id)} == {
                "",
                "one@example.org",
                "two@example.org",
            }

    async def test_an_identity_belongs_to_one_member(self, store: OpenStore) -> None:
        house = await a_house(store)
        one, two = a_member(house.workspace), a_member(house.workspace)
        async with store.begin() as tx:
            await tx.members.add(one, an_identity(one, "slack", "U1"))
            with pytest.raises(Conflict):
                await tx.members.add(two, an_identity(two, "slack", "U1"))

    async def test_a_member_is_linked_to_one_more_front_end(self, store: OpenStore) -> None:
        house = await a_house(store)
        async with store.begin() as tx:
            await tx.members.link(an_identity(house.member, "slack", "U2"))
            with pytest.raises(Conflict):
                await tx.members.link(an_identity(house.member, "slack", "U2"))
        async with store.read() as tx:
            assert await tx.members.identify("slack", "U2") == house.member

    async def test_a_role_in_one_brand_comes_back_and_who_left_is_listed_no_more(self, store: OpenStore) -> None:
        house = await a_house(store)
        rui = replace(a_member(house.workspace, "Rui"), brand_roles={house.brand.id: Role.VIEWER})
        rui = replace(rui, away=Away(until=NOON + HOUR, deputy=house.member.id))
        async with store.begin() as tx:
            await tx.members.add(rui, an_identity(rui, "telegram", "77"))
        async with store.read() as tx:
            assert await tx.members.identify("telegram", "77") == rui
            assert await tx.members.of(house.workspace.id) == (house.member, rui)
        async with store.begin() as tx:
            await tx.members.save(replace(rui, left_at=NOON))
        async with store.read() as tx:
            assert await tx.members.of(house.workspace.id) == (house.member,)
            assert await tx.members.get(rui.id) == replace(rui, left_at=NOON)

    async def test_those_with_an_address_are_found_workspace_by_workspace(self, store: OpenStore) -> None:
        house, other = await a_house(store), await a_house(store)
        rui = replace(a_member(house.workspace, "Rui"), email="rui@example.org")
        eva = replace(a_member(other.workspace, "Eva"), email="eva@example.org")
        gone = replace(a_member(house.workspace, "Gil"), email="gil@example.org", left_at=NOON)
        async with store.begin() as tx:
            for one in (eva, rui, gone):
                await tx.members.add(one)
        async with store.read() as tx:
            found = await tx.members.with_mail()
        assert {one.id for one in found} == {rui.id, eva.id}
        assert [one.workspace_id for one in found] == sorted(one.workspace_id for one in found)

    async def test_a_removed_member_leaves_only_what_was_written(self, store: OpenStore) -> None:
        house = await a_house(store)
        rui = a_member(house.workspace, "Rui")
        post, form = a_post(house.brand), a_form(rui, house.chat)
        async with store.begin() as tx:
            await tx.members.add(rui, an_identity(rui, "telegram", "9"))
            await tx.posts.add(post)
            await tx.approvals.add(an_approval(post, rui), an_approval(post, house.member))
            await tx.forms.save(form)
            await tx.tickets.add("ab", "session", "rui", NOON + HOUR, member_id=rui.id)
            await tx.audit.append(a_deed(house.workspace, member=rui))
            await tx.outbox.tell(a_notice(house.workspace, member=rui))
        async with store.begin() as tx:
            await tx.members.remove(rui.id)
        async with store.read() as tx:
            assert await tx.members.identify("telegram", "9") is None
            assert [one.member_id for one in await tx.approvals.of(post.id)] == [house.member.id]
            assert await tx.forms.get(form.id) is None
            assert await tx.tickets.read("ab", "session", NOON) is None
            assert await tx.posts.get(post.id) == post
            (entry,) = await tx.audit.of(house.workspace.id)
            assert entry.deed.member_id == rui.id

    async def test_a_code_is_spent_once_and_with_it_every_earlier_one(self, store: OpenStore) -> None:
        house = await a_house(store)
        factor = Factor(member_id=house.member.id, sealed=SealedGrant(key="k1", box=b"box"))
        async with store.begin() as tx:
            assert await tx.factors.get(house.member.id) is None
            await tx.factors.save(replace(factor, sealed=SealedGrant(key="k1", box=b"older")))
            await tx.factors.save(factor)
            assert await tx.factors.get(house.member.id) == factor
            assert factor in await tx.factors.all()
        async with store.begin() as tx:
            spent = [await tx.factors.spend(house.member.id, step) for step in (58, 58, 57, 59)]
            assert spent == [True, False, False, True]
            await tx.members.save(replace(house.member, guarded=True))
        async with store.begin() as tx:
            assert await tx.factors.get(house.member.id) == replace(factor, used=59)
            assert (await tx.members.get(house.member.id)).guarded
            await tx.members.remove(house.member.id)
            assert await tx.factors.get(house.member.id) is None
            assert not await tx.factors.spend(house.member.id, 60)

    async def test_the_right_to_renew_is_held_by_one_at_a_time(self, store: OpenStore) -> None:
        house = await a_house(store)
        until = NOON + MINUTE
        async with store.begin() as tx:
            assert await tx.accounts.hold(house.account.id, "one", now=NOON, until=until)
            assert await tx.accounts.hold(house.account.id, "one", now=NOON, until=until)
            assert not await tx.accounts.hold(house.account.id, "two", now=NOON, until=until)
            await tx.accounts.release(house.account.id, "two")
            assert not await tx.accounts.hold(house.account.id, "two", now=NOON, until=until)
            assert await tx.accounts.hold(house.account.id, "two", now=until, until=until + MINUTE)
            await tx.accounts.release(house.account.id, "two")
            assert await tx.accounts.hold(house.account.id, "one", now=NOON, until=until)

    async def test_accounts_are_found_by_when_their_permission_wants_care(self, store: OpenStore) -> None:
        house = await a_house(store)
        sealed = SealedGrant(key="k1", box=b"box")
        account = replace(house.account, grant=sealed, refresh_at=NOON, ends_at=NOON + HOUR, details={"server": "a.b"})
        async with store.begin() as tx:
            await tx.accounts.save(account)
            assert await tx.accounts.get(account.id) == account
            assert account in await tx.accounts.all()
            assert account in await tx.accounts.to_renew(NOON)
            assert account not in await tx.accounts.to_renew(NOON - MINUTE)
            assert account in await tx.accounts.ending(NOON + HOUR)
            assert account not in await tx.accounts.ending(NOON)
            newer = replace(account, grant=SealedGrant(key="k1", box=b"newer"), refresh_at=NOON + HOUR, name="ignored")
            await tx.accounts.renew(newer)
            assert await tx.accounts.get(account.id) == replace(newer, name=account.name)
            await tx.accounts.mark(replace(account, health=Health.BROKEN, reason="gone", warned=2))
            broken = replace(newer, name=account.name, health=Health.BROKEN, reason="gone", warned=2)
            assert await tx.accounts.get(account.id) == broken
            assert broken not in await tx.accounts.to_renew(NOON + HOUR)
            await tx.accounts.save(replace(broken, grant=None))
            await tx.accounts.renew(newer)
            assert (await tx.accounts.get(account.id)).grant is None

    async def test_when_something_last_went_live_is_told_for_each_account(self, store: OpenStore) -> None:
        house = await a_house(store)
        async with store.begin() as tx:
            assert await tx.publications.last_live(house.brand.id) == {}
            for minutes in (1, 3, 2):
                post = a_post(house.brand)
                await tx.posts.add(post)
                publication = a_publication(post, house.account)
                part = replace(publication.parts[0], state=PartState.LIVE, live_at=NOON + minutes * MINUTE)
                await tx.publications.add(replace(publication, parts=(part, *publication.parts[1:])))
            assert await tx.publications.last_live(house.brand.id) == {house.account.id: NOON + 3 * MINUTE}

    async def test_a_workspace_of_a_chat_app_lets_us_in_anew_and_throws_us_out(self, store: OpenStore) -> None:
        first, anew = an_installation("T1"), replace(an_installation("T1"), name="Renamed")
        async with store.begin() as tx:
            await tx.installations.save(first)
            await tx.installations.save(an_installation("T2"))
            await tx.installations.save(anew)
        async with store.read() as tx:
            assert await tx.installations.get("slack", "T1") == anew
            assert await tx.installations.get("other", "T1") is None
            assert anew in await tx.installations.all()
        async with store.begin() as tx:
            await tx.installations.remove("slack", "T1")
            await tx.installations.remove("slack", "T1")
        async with store.read() as tx:
            assert await tx.installations.get("slack", "T1") is None
            assert await tx.installations.get("slack", "T2") is not None

    async def test_a_chat_is_found_by_its_name(self, store: OpenStore) -> None:
        house = await a_house(store)
        async with store.read() as tx:
            assert await tx.chats.find("web", house.chat.remote_id) == house.chat
            assert await tx.chats.find("slack", house.chat.remote_id) is None
            assert await tx.chats.of(house.workspace.id) == (house.chat,)

    async def test_a_chat_is_known_once(self, store: OpenStore) -> None:
        house = await a_house(store)
        with pytest.raises(Conflict):
            async with store.begin() as tx:
                await tx.chats.add(a_chat(house.workspace, "web", house.chat.remote_id))

    async def test_a_chat_that_moved_is_known_by_its_new_name_and_its_cards_hang_nowhere(
        self, store: OpenStore
    ) -> None:
        house = await a_house(store)
        card = a_delivery("status", 0, house.chat)
        async with store.begin() as tx:
            await tx.deliveries.save(card)
            await tx.outbox.tell(a_notice(house.workspace))
            await tx.chats.move(house.chat, "-100")
        async with store.read() as tx:
            assert await tx.chats.find("web", house.chat.remote_id) is None
            assert await tx.chats.find("web", "-100") == replace(house.chat, remote_id="-100")
            assert await tx.deliveries.of("status", 0) == (replace(card, chat="-100", messages=()),)
            assert [letter.chat for letter in await tx.outbox.due("web", NOON)] == ["-100"]
            assert await tx.deliveries.at("web", "-100", "1") is None

    async def test_a_chat_cannot_take_the_name_of_another(self, store: OpenStore) -> None:
        house = await a_house(store)
        other = a_chat(house.workspace)
        async with store.begin() as tx:
            await tx.chats.add(other)
        async with store.begin() as tx:
            with pytest.raises(Conflict):
                await tx.chats.move(house.chat, other.remote_id)

    async def test_a_removed_chat_takes_its_cards_and_letters_along(self, store: OpenStore) -> None:
        house = await a_house(store)
        other = a_chat(house.workspace)
        here, there = a_delivery("status", 0, house.chat), a_delivery("status", 0, other)
        async with store.begin() as tx:
            await tx.chats.add(other)
            await tx.deliveries.save(here)
            await tx.deliveries.save(there)
            await tx.outbox.tell(a_notice(house.workspace))
            await tx.chats.remove(house.chat.id)
            await tx.chats.remove(house.chat.id)
        async with store.read() as tx:
            assert await tx.deliveries.of("status", 0) == (there,)
            assert await tx.deliveries.at("web", here.chat, "1") is None
            assert [letter.chat for letter in await tx.outbox.due("web", NOON)] == [other.remote_id]


class BrandContract:
    """Brands, accounts, weeks."""

    async def test_a_brand_comes_back_as_it_was(self, store: OpenStore) -> None:
        house = await a_house(store)
        weekdays = Slot(at=time(18, 45), weekdays=frozenset({0, 4}))
        policy = Policy(
            steps=(Step(needs=2, members=(house.member.id, MemberId(7))), Step(role=Role.OWNER)),
            not_author=True,
            stricter={house.account.platform: 3},
            patience=Patience(lapse_days=2, work_to=20),
        )
        brand = replace(house.brand, slots=(Slot(at=time(9)), weekdays), targets=(house.account.id,), autopilot=False)
        brand = replace(brand, policy=policy)
        async with store.begin() as tx:
            await tx.brands.save(brand)
        async with store.read() as tx:
            assert await tx.brands.get(brand.id) == brand
            assert await tx.brands.of(house.workspace.id) == (brand,)

    async def test_text_that_no_database_holds_loses_only_that(self, store: OpenStore) -> None:
        house = await a_house(store)
        async with store.begin() as tx:
            await tx.brands.save(replace(house.brand, name="Caf\0é \ud83d Zoë"))
        async with store.read() as tx:
            assert (await tx.brands.get(house.brand.id)).name == "Café  Zoë"

    async def test_a_slug_is_taken_once(self, store: OpenStore) -> None:
        house = await a_house(store)
        async with store.begin() as tx:
            with pytest.raises(Invalid):
                await tx.brands.add(a_brand(house.workspace, slug=house.brand.slug))
            await tx.brands.add(a_brand(house.workspace))

    async def test_what_does_not_exist_is_not_found(self, store: OpenStore) -> None:
        house = await a_house(store)
        strangers = a_brand(house.workspace)
        async with store.read() as tx:
            for looking in (
                tx.brands.get(strangers.id),
                tx.accounts.get(an_account(strangers).id),
                tx.batches.get(a_batch(strangers).id),
                tx.posts.get(a_post(strangers).id),
                tx.publications.get(a_publication(a_post(strangers), house.account).id),
            ):
                with pytest.raises(NotFound):
                    await looking

    async def test_an_account_comes_back_with_its_sealed_grant(self, store: OpenStore) -> None:
        house = await a_house(store)
        grant = SealedGrant(key="k1", box=bytes(range(256)))
        sick = replace(house.account, name="New name", grant=grant).fell_ill(Health.BROKEN, "revoked")
        async with store.begin() as tx:
            await tx.accounts.save(sick)
        async with store.read() as tx:
            assert await tx.accounts.get(sick.id) == sick
            assert await tx.accounts.of(house.brand.id) == (sick,)

    async def test_a_remote_account_is_connected_once_in_a_brand(self, store: OpenStore) -> None:
        house = await a_house(store)
        other = a_brand(house.workspace)
        async with store.begin() as tx:
            with pytest.raises(Conflict):
                await tx.accounts.add(an_account(house.brand, "feed", house.account.remote_id))
            await tx.brands.add(other)
            await tx.accounts.add(an_account(other, "feed", house.account.remote_id))

    async def test_weeks_are_listed_newest_first(self, store: OpenStore) -> None:
        house = await a_house(store)
        later = a_batch(house.brand, first=date(2026, 11, 29), created_at=NOON + HOUR)
        async with store.begin() as tx:
            await tx.batches.add(later)
        async with store.read() as tx:
            assert await tx.batches.of(house.brand.id) == (later, house.batch)
            assert await tx.batches.of(house.brand.id, limit=1) == (later,)

    async def test_a_saved_week_has_a_newer_version(self, store: OpenStore) -> None:
        house = await a_house(store)
        decided = replace(house.batch, decided_at=NOON, undo_until=NOON + MINUTE, reminded_at=NOON - HOUR, muted=True)
        async with store.begin() as tx:
            await tx.batches.save(decided, was=house.batch)
        async with store.read() as tx:
            assert await tx.batches.get(decided.id) == replace(decided, version=2)

    async def test_a_week_changed_by_somebody_else_is_not_overwritten(self, store: OpenStore) -> None:
        house = await a_house(store)
        async with store.begin() as tx:
            await tx.batches.save(replace(house.batch, undo_until=NOON), was=house.batch)
        with pytest.raises(Conflict):
            async with store.begin() as tx:
                await tx.batches.save(replace(house.batch, decided_at=NOON), was=house.batch)


class PostContract:
    """Ideas, decisions, approvals."""

    async def test_a_post_comes_back_as_it_was(self, store: OpenStore) -> None:
        house = await a_house(store)
        content = Content(
            text="Olá, «mundo» 👩‍🍳 \0 and the rest",
            hashtags=("Pão", "Manhã"),
            headline="Olá",
            points=("um", "dois"),
            drawn=738_111,
            photo=some_media(alt="Três pães"),
            film=a_film(),
            link="https://example.org/a?b=c%20d",
            media=(some_media(), some_media(alt="Ein Bild")),
            thread=("two", "three"),
            variants={"x": Variant(text="short"), "feed": Variant(text="long", hashtags=("A",))},
        )
        post = a_post(house.brand, batch=house.batch, content=content)
        free = a_post(house.brand, state=PostState.PENDING)
        async with store.begin() as tx:
            await tx.posts.add(post, free)
        async with store.read() as tx:
            assert await tx.posts.get(post.id) == post
            assert await tx.posts.get(free.id) == free

    async def test_a_film_made_ready_is_kept_in_the_revision_it_belongs_to(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand, state=PostState.PENDING, content=Content(text="Bread", film=a_film()))
        ready = post.made_ready(replace(post.content, media=(some_media(),)))
        async with store.begin() as tx:
            await tx.posts.add(post)
            await tx.posts.save(ready, was=post)
        async with store.read() as tx:
            assert (await tx.posts.revision(post.id, post.revision)).content == ready.content

    async def test_instants_in_any_zone_come_back_in_utc(self, store: OpenStore) -> None:
        house = await a_house(store)
        elsewhere = datetime(2026, 3, 29, 3, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=45)))
        post = replace(a_post(house.brand), created_at=elsewhere)
        async with store.begin() as tx:
            await tx.posts.add(post)
        async with store.read() as tx:
            created = (await tx.posts.get(post.id)).created_at
        assert created == elsewhere
        assert created.utcoffset() == timedelta(0)

    async def test_a_naive_time_is_refused(self, store: OpenStore) -> None:
        house = await a_house(store)
        with pytest.raises(Exception, match="zone"):
            async with store.begin() as tx:
                await tx.posts.add(replace(a_post(house.brand), created_at=datetime(2026, 1, 1)))  # noqa: DTZ001

    async def test_a_change_raises_the_version_of_the_week(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand, batch=house.batch, state=PostState.PENDING)
        async with store.begin() as tx:
            await tx.posts.add(post)
            await tx.posts.save(post.approve(at=NOON), was=post)
        async with store.read() as tx:
            assert await tx.posts.get(post.id) == post.approve(at=NOON)
        assert await version_of(store, house.batch.id) == 2

    async def test_of_two_who_change_a_post_one_loses(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand, state=PostState.PENDING)
        async with store.begin() as tx:
            await tx.posts.add(post)
        async with store.begin() as tx:
            await tx.posts.save(post.skip(), was=post)
        with pytest.raises(Conflict):
            async with store.begin() as tx:
                await tx.posts.save(post.approve(at=NOON), was=post)
        async with store.read() as tx:
            assert await tx.posts.get(post.id) == post.skip()

    async def test_of_two_who_change_a_post_at_once_one_loses(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand, state=PostState.PENDING)
        async with store.begin() as tx:
            await tx.posts.add(post)

        async def change() -> bool:
            try:
                async with store.begin() as tx:
                    await tx.posts.save(post.skip(), was=post)
            except Conflict:
                return False
            return True

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(change()) for _ in range(5)]
        assert sum(task.result() for task in tasks) == 1

    async def test_a_post_read_before_its_publications_were_saved_can_still_be_saved(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand, state=PostState.PENDING)
        publication = a_publication(post, house.account, state=PartState.PLANNED, fire_at=None)
        async with store.begin() as tx:
            await tx.posts.add(post)
            await tx.publications.add(publication)
        async with store.begin() as tx:
            sealed = replace(publication, parts=(replace(publication.parts[0], digest="k1:x"),))
            await tx.publications.save(sealed, was=publication)
            await tx.posts.save(post.approve(at=NOON), was=post)
        async with store.read() as tx:
            saved = await tx.posts.get(post.id)
        assert (saved.state, saved.version) == (PostState.APPROVED, 3)

    async def test_posts_are_found_by_what_they_say_and_are(self, store: OpenStore) -> None:
        house = await a_house(store)
        stranger = await a_house(store)
        bread = a_post(house.brand, batch=house.batch, text="Fresh BREAD, 100% rye_flour", state=PostState.PENDING)
        yoga = a_post(house.brand, text="Ärger? Yoga hilft.", instant=NOON + HOUR)
        cake = a_post(house.brand, text="Cake", instant=NOON - HOUR, state=PostState.SKIPPED)
        theirs = a_post(stranger.brand, text="Fresh bread")
        async with store.begin() as tx:
            await tx.posts.add(bread, yoga, cake, theirs)
            await tx.publications.add(a_publication(yoga, house.account, state=PartState.FAILED))
        brand_id = house.brand.id
        async with store.read() as tx:
            assert await tx.posts.find(PostFilter(brand_id=brand_id)) == (cake, bread, yoga)
            assert await tx.posts.find(PostFilter(brand_id=brand_id, newest_first=True)) == (yoga, bread, cake)
            assert await tx.posts.find(PostFilter(brand_id=brand_id, offset=1, limit=1)) == (bread,)
            assert await tx.posts.find(PostFilter(batch_id=house.batch.id)) == (bread,)
            assert await tx.posts.find(PostFilter(brand_id=brand_id, words=("fresh", "Bread"))) == (bread,)
            assert await tx.posts.find(PostFilter(brand_id=brand_id, words=("ÄRGER",))) == (yoga,)
            assert await tx.posts.find(PostFilter(brand_id=brand_id, words=("0% R",))) == (bread,)
            assert await tx.posts.find(PostFilter(brand_id=brand_id, words=("rye%flour",))) == ()
            assert await tx.posts.find(PostFilter(brand_id=brand_id, words=("rye-flour",))) == ()
            assert await tx.posts.find(PostFilter(since=NOON, before=NOON + HOUR)) == (bread, theirs)
            assert await tx.posts.find(PostFilter(states=(PostState.PENDING,))) == (bread,)
            undecided = PostFilter(brand_id=brand_id, states=(PostState.PENDING, PostState.SKIPPED))
            assert await tx.posts.find(undecided) == (cake, bread)
            assert await tx.posts.find(PostFilter(part_states=(PartState.FAILED, PartState.ASK))) == (yoga,)
            assert await tx.posts.count(PostFilter(brand_id=brand_id, limit=1, offset=5)) == 3

    async def test_one_yes_is_taken_back_alone_and_what_waits_for_others_is_found(self, store: OpenStore) -> None:
        house = await a_house(store)
        ben = a_member(house.workspace, "Ben", role=Role.APPROVER)
        waits, through = a_post(house.brand, state=PostState.PENDING), a_post(house.brand)
        first, second = an_approval(waits, ben, at=NOON), an_approval(waits, house.member, at=NOON + MINUTE)
        first = replace(first, instead_of=MemberId(7))
        async with store.begin() as tx:
            await tx.members.add(ben)
            await tx.posts.add(replace(waits, author=ben.id), through)
            await tx.approvals.add(second, first, an_approval(through, ben))
        async with store.read() as tx:
            assert await tx.approvals.partial(house.workspace.id) == (first, second)
            assert await tx.approvals.partial(a_workspace().id) == ()
            assert (await tx.posts.get(waits.id)).author == ben.id
        async with store.begin() as tx:
            await tx.approvals.void(waits.id, NOON + HOUR, of=ben.id)
        async with store.read() as tx:
            assert await tx.approvals.of(waits.id) == (replace(first, voided_at=NOON + HOUR), second)
            assert await tx.approvals.partial(house.workspace.id) == (second,)

    async def test_nobody_is_asked_twice_about_one_version(self, store: OpenStore) -> None:
        house = await a_house(store)
        post, other = a_post(house.brand), a_post(house.brand)
        first = Ask(post_id=post.id, member_id=house.member.id, revision=1, at=NOON)
        later = replace(first, revision=2, at=NOON + HOUR)
        async with store.begin() as tx:
            await tx.posts.add(post, other)
            assert await tx.asks.add(later)
            assert await tx.asks.add(first)
            assert not await tx.asks.add(replace(first, at=NOON + HOUR))
        async with store.read() as tx:
            assert await tx.asks.of(post.id, other.id) == (first, later)
            assert await tx.asks.of(other.id) == ()

    async def test_approvals_are_kept_when_they_no_longer_count(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand)
        first = an_approval(post, house.member, at=NOON, voided_at=NOON + MINUTE)
        second = an_approval(post, house.member, at=NOON + HOUR)
        async with store.begin() as tx:
            await tx.posts.add(post)
            await tx.approvals.add(second, first)
            await tx.approvals.void(post.id, NOON + 2 * HOUR)
        async with store.read() as tx:
            assert await tx.approvals.of(post.id) == (first, replace(second, voided_at=NOON + 2 * HOUR))


class PublicationContract:
    """Posts on accounts, as people change them."""

    async def test_a_publication_comes_back_as_it_was(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand)
        publication = a_publication(post, house.account, parts=3)
        told = replace(
            publication.parts[0],
            state=PartState.LIVE,
            attempt=2,
            failures=1,
            owner="w1",
            lease_until=NOON + MINUTE,
            checkpoint=a_checkpoint(7, expires=NOON + HOUR, upload="u-1", step="2"),
            first_sent_at=NOON - MINUTE,
            sent_at=NOON,
            check_at=NOON + HOUR,
            live_at=NOON + MINUTE,
            remote_id="r-1",
            url="https://example.org/1",
            reason="late",
        )
        publication = replace(publication, parts=(told, *publication.parts[1:]))
        async with store.begin() as tx:
            await tx.posts.add(post)
            await tx.publications.add(publication)
        async with store.read() as tx:
            assert await tx.publications.get(publication.id) == publication
            assert await tx.publications.of(post.id) == (publication,)
            assert await tx.publications.of() == ()

    async def test_a_post_goes_to_an_account_once(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand)
        async with store.begin() as tx:
            await tx.posts.add(post)
        with pytest.raises(Exception, match=r"(?i)unique"):
            async with store.begin() as tx:
                await tx.publications.add(a_publication(post, house.account), a_publication(post, house.account))

    async def test_saving_raises_the_versions_of_post_and_week(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand, batch=house.batch)
        publication = a_publication(post, house.account)
        later = replace(publication, parts=(replace(publication.parts[0], fire_at=NOON + HOUR),))
        async with store.begin() as tx:
            await tx.posts.add(post)
            await tx.publications.add(publication)
        async with store.begin() as tx:
            await tx.publications.save(later, was=publication)
        async with store.read() as tx:
            assert await tx.publications.get(publication.id) == later
            assert (await tx.posts.get(post.id)).version == post.version + 1
        assert await version_of(store, house.batch.id) == 2

    async def test_saving_what_the_publisher_took_is_a_conflict(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand)
        publication = a_publication(post, house.account)
        async with store.begin() as tx:
            await tx.posts.add(post)
            await tx.publications.add(publication)
        await store.queue.claim(NOON, owner="w1", lease=MINUTE)
        back = replace(publication, parts=(publication.parts[0].go(PartState.PLANNED),))
        with pytest.raises(Conflict):
            async with store.begin() as tx:
                await tx.publications.save(back, was=publication)
        async with store.read() as tx:
            assert (await tx.publications.get(publication.id)).state is PartState.CLAIMED

    async def test_parts_come_and_go_while_they_are_planned(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand)
        short = a_publication(post, house.account, state=PartState.PLANNED, parts=1)
        third = a_publication(post, house.account, state=PartState.PLANNED, parts=3).parts[1:]
        long = replace(short, parts=(*short.parts, *(replace(part, publication_id=short.id) for part in third)))
        async with store.begin() as tx:
            await tx.posts.add(post)
            await tx.publications.add(short)
            await tx.publications.save(long, was=short)
        async with store.begin() as tx:
            assert await tx.publications.get(short.id) == long
            await tx.publications.save(short, was=long)
        async with store.read() as tx:
            assert await tx.publications.get(short.id) == short

    async def test_a_part_that_is_no_longer_planned_cannot_be_left_out(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand)
        publication = a_publication(post, house.account, parts=2)
        async with store.begin() as tx:
            await tx.posts.add(post)
            await tx.publications.add(publication)
        with pytest.raises(Conflict):
            async with store.begin() as tx:
                await tx.publications.save(replace(publication, parts=publication.parts[:1]), was=publication)

    @pytest.mark.parametrize("state", list(PartState))
    async def test_only_what_never_went_out_is_removed(self, store: OpenStore, state: PartState) -> None:
        house = await a_house(store)
        post = a_post(house.brand)
        publication = a_publication(post, house.account, state=state)
        async with store.begin() as tx:
            await tx.posts.add(post)
            await tx.publications.add(publication)
        free = state in (PartState.PLANNED, PartState.CANCELLED)
        try:
            async with store.begin() as tx:
                await tx.publications.remove(publication.id)
            removed = True
        except Conflict:
            removed = False
        async with store.read() as tx:
            left = await tx.publications.of(post.id)
        assert (removed, left) == (free, () if free else (publication,))


class TalkContract:
    """The audit, letters, events, cards, forms, tickets and the web chat."""

    async def test_deeds_form_a_chain(self, store: OpenStore) -> None:
        house = await a_house(store)
        stranger = await a_house(store)
        elsewhere = NOON.astimezone(timezone(timedelta(hours=-7)))
        async with store.begin() as tx:
            await tx.audit.append(a_deed(house.workspace, "one", at=elsewhere), a_deed(stranger.workspace, "other"))
            await tx.audit.append(a_deed(house.workspace, "two", member=house.member))
        async with store.begin() as tx:
            await tx.audit.append(a_deed(house.workspace, "three"))
        async with store.read() as tx:
            entries = await tx.audit.of(house.workspace.id)
            assert [(entry.number, entry.deed.what) for entry in entries] == [(1, "one"), (2, "two"), (3, "three")]
            assert first_broken(entries) is None
            assert await tx.audit.of(house.workspace.id, after=1, limit=1) == (entries[1],)
            assert len(await tx.audit.of(stranger.workspace.id)) == 1

    async def test_the_chain_holds_under_many_writers(self, store: OpenStore) -> None:
        house = await a_house(store)

        async def do(number: int) -> None:
            async with store.begin() as tx:
                await tx.audit.append(a_deed(house.workspace, f"{number}a"), a_deed(house.workspace, f"{number}b"))

        async with asyncio.TaskGroup() as group:
            for number in range(20):
                group.create_task(do(number))
        async with store.read() as tx:
            entries = await tx.audit.of(house.workspace.id)
        assert len(entries) == 40
        assert first_broken(entries) is None

    async def test_every_chat_of_the_workspace_gets_a_letter(self, store: OpenStore) -> None:
        house, _stranger = await a_house(store), await a_house(store)
        slack = a_chat(house.workspace, "slack")
        post = a_post(house.brand, batch=house.batch)
        notice = a_notice(house.workspace, Topic.POST_FAILED, post=post, facts={"platform": "x", "reason": "öde"})
        async with store.begin() as tx:
            await tx.chats.add(slack)
            await tx.posts.add(post)
            await tx.outbox.tell(notice)
        async with store.read() as tx:
            (web_letter,) = await tx.outbox.due("web", NOON)
            (slack_letter,) = await tx.outbox.due("slack", NOON)
            assert await tx.outbox.due("web", NOON - MINUTE) == ()
        assert (web_letter.notice, web_letter.chat, web_letter.attempts) == (notice, house.chat.remote_id, 0)
        assert (slack_letter.notice, slack_letter.chat) == (notice, slack.remote_id)

    async def test_a_notice_for_one_person_goes_to_their_own_chat(self, store: OpenStore) -> None:
        house = await a_house(store)
        rui, eva = a_member(house.workspace, "Rui"), a_member(house.workspace, "Eva")
        private = a_chat(house.workspace, "telegram", "700")
        async with store.begin() as tx:
            await tx.members.add(rui, an_identity(rui, "telegram", "700"))
            await tx.members.add(eva)
            await tx.chats.add(private)
            await tx.outbox.tell(a_notice(house.workspace, member=rui))
            await tx.outbox.tell(a_notice(house.workspace, member=eva, at=NOON + HOUR))
        async with store.begin() as tx:
            (first,) = await tx.outbox.due("telegram", NOON)
            assert first.notice.member_id == rui.id
            assert await tx.outbox.due("web", NOON) == ()
            (shared,) = await tx.outbox.due("web", NOON + HOUR)
            assert shared.notice.member_id == eva.id

    async def test_letters_of_a_chat_keep_their_order_and_chats_do_not_wait_for_each_other(
        self, store: OpenStore
    ) -> None:
        house = await a_house(store)
        other = a_chat(house.workspace)
        async with store.begin() as tx:
            await tx.chats.add(other)
            await tx.outbox.tell(a_notice(house.workspace, Topic.BATCH_READY))
            await tx.outbox.tell(a_notice(house.workspace, Topic.POST_LIVE))
        async with store.begin() as tx:
            here, there = await tx.outbox.due("web", NOON)
            assert (here.notice.topic, there.notice.topic) == (Topic.BATCH_READY, Topic.BATCH_READY)
            await tx.outbox.put_off(here, NOON + HOUR, sent=2)
            await tx.outbox.delivered(there)
        async with store.read() as tx:
            (only,) = await tx.outbox.due("web", NOON + MINUTE)
            assert (only.chat, only.notice.topic) == (there.chat, Topic.POST_LIVE)
            later = await tx.outbox.due("web", NOON + HOUR)
            tries = [(letter.chat, letter.attempts, letter.sent) for letter in later]
            assert tries == [(here.chat, 1, 2), (there.chat, 0, 0)]
            assert await tx.outbox.due("web", NOON + HOUR, limit=1) == later[:1]

    async def test_an_event_is_taken_once(self, store: OpenStore) -> None:
        event = Event(front_end="telegram", event_id="1", body="/batch", at=NOON)
        async with store.begin() as tx:
            assert await tx.inbox.take(event)
            assert not await tx.inbox.take(replace(event, body="again"))
            assert await tx.inbox.take(replace(event, front_end="slack"))

    async def test_an_event_taken_by_two_at_once_is_taken_once(self, store: OpenStore) -> None:
        event = Event(front_end="telegram", event_id="1", body="/batch", at=NOON)

        async def take() -> bool:
            async with store.begin() as tx:
                return await tx.inbox.take(event)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(take()) for _ in range(6)]
        assert sum(task.result() for task in tasks) == 1

    async def test_what_nobody_handled_comes_back_until_it_is_done(self, store: OpenStore) -> None:
        old = Event(front_end="slack", event_id="a", body="{}", at=NOON)
        new = Event(front_end="slack", event_id="b", body="{}", at=NOON + MINUTE)
        async with store.begin() as tx:
            await tx.inbox.take(new)
            await tx.inbox.take(old)
            assert await tx.inbox.unhandled("slack", NOON + HOUR) == (old, new)
            assert await tx.inbox.unhandled("slack", NOON + MINUTE) == (old,)
            assert await tx.inbox.unhandled("telegram", NOON + HOUR) == ()
            await tx.inbox.done("slack", "a")
            assert await tx.inbox.unhandled("slack", NOON + HOUR) == (new,)
            await tx.inbox.forget(NOON + HOUR)
            assert await tx.inbox.take(old)
            assert not await tx.inbox.take(new)

    async def test_a_card_is_found_by_each_of_its_messages(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand)
        card = a_delivery("post", post.id, house.chat, messages=("10", "11"))
        moved = replace(card, messages=("12",), tab="feed", version=1)
        newer = a_delivery("post", post.id, house.chat, messages=("20",))
        async with store.begin() as tx:
            await tx.posts.add(post)
            await tx.deliveries.save(card)
        async with store.begin() as tx:
            assert await tx.deliveries.at("web", card.chat, "10") == card
            assert await tx.deliveries.at("web", card.chat, "11") == card
            await tx.deliveries.save(moved)
            assert await tx.deliveries.at("web", card.chat, "10") is None
            assert await tx.deliveries.at("web", card.chat, "12") == moved
            await tx.deliveries.save(newer)
            assert await tx.deliveries.of("post", post.id) == (newer, moved)

    async def test_a_card_of_nothing_cannot_hang_anywhere(self, store: OpenStore) -> None:
        house = await a_house(store)
        async with store.begin() as tx:
            with pytest.raises(NotFound):
                await tx.deliveries.save(a_delivery("post", a_post(house.brand).id, house.chat))

    async def test_a_card_is_stale_when_its_post_or_week_has_moved_on(self, store: OpenStore) -> None:
        house = await a_house(store)
        post = a_post(house.brand, batch=house.batch, state=PostState.PENDING)
        of_post, of_week = a_delivery("post", post.id, house.chat), a_delivery("batch", house.batch.id, house.chat)
        status = a_delivery("status", 0, house.chat)
        async with store.begin() as tx:
            await tx.posts.add(post)
            for card in (of_post, of_week, status):
                await tx.deliveries.save(card)
        async with store.begin() as tx:
            assert await tx.deliveries.stale("web") == ()
            await tx.posts.save(post.skip(), was=post)
            assert await tx.deliveries.stale("web") == (of_post, of_week)
            assert await tx.deliveries.stale("web", limit=1) == (of_post,)
            assert await tx.deliveries.stale("slack") == ()
            await tx.deliveries.save(replace(of_post, version=2))
            assert await tx.deliveries.stale("web") == (of_week,)
            await tx.deliveries.save(of_week)
            assert await tx.deliveries.stale("web") == (of_week,)

    async def test_status_cards_are_found_by_their_chats(self, store: OpenStore) -> None:
        house = await a_house(store)
        old, new = (a_delivery("status", house.brand.id, house.chat, messages=(name,)) for name in ("30", "31"))
        async with store.begin() as tx:
            for card in (old, new, a_delivery("brand", house.brand.id, house.chat, messages=("32",))):
                await tx.deliveries.save(card)
            assert await tx.deliveries.live("web") == (new, old)
            assert await tx.deliveries.live("slack") == ()

    async def test_a_forgotten_card_hangs_nowhere(self, store: OpenStore) -> None:
        house = await a_house(store)
        card = a_delivery("status", house.brand.id, house.chat, messages=("30",))
        async with store.begin() as tx:
            await tx.deliveries.save(card)
            await tx.deliveries.forget(card)
            await tx.deliveries.forget(card)
            assert await tx.deliveries.live("web") == ()
            assert await tx.deliveries.at("web", card.chat, "30") is None

    async def test_a_form_survives_and_the_newest_one_waits(self, store: OpenStore) -> None:
        house = await a_house(store)
        old = a_form(house.member, house.chat, opened_at=NOON)
        new = a_form(house.member, house.chat, opened_at=NOON + MINUTE)
        answered = replace(new, step=1, values={"name": "Café"})
        async with store.begin() as tx:
            await tx.forms.save(new)
            await tx.forms.save(old)
            await tx.forms.save(answered)
        async with store.begin() as tx:
            assert await tx.forms.open_in(house.chat.remote_id, house.member.id) == answered
            assert await tx.forms.open_in("elsewhere", house.member.id) is None
            assert await tx.forms.open_in(house.chat.remote_id, MemberId(fresh_id())) is None
            await tx.forms.close(new.id)
            assert await tx.forms.get(new.id) is None
            assert await tx.forms.open_in(house.chat.remote_id, house.member.id) == old

    async def test_a_ticket_is_used_once_and_a_session_again_and_again(self, store: OpenStore) -> None:
        async with store.begin() as tx:
            await tx.tickets.add("aa", "login", "ana", NOON)
            await tx.tickets.add("bb", "session", "ana", NOON)
            await tx.tickets.add("cc", "login", "late", NOON - MINUTE)
        async with store.begin() as tx:
            before = NOON - MINUTE
            assert await tx.tickets.use("aa", "session", before) is None
            assert await tx.tickets.use("aa", "login", before) == "ana"
            assert await tx.tickets.use("aa", "login", before) is None
            assert await tx.tickets.use("cc", "login", before) is None
            assert await tx.tickets.read("bb", "session", before) == "ana"
            assert await tx.tickets.read("bb", "session", before) == "ana"
            assert await tx.tickets.read("bb", "session", NOON) is None
            assert await tx.tickets.read("bb", "login", before) is None

    async def test_the_web_chat_tells_what_is_new_and_what_was_edited(self, store: OpenStore) -> None:
        async with store.begin() as tx:
            first, one = await tx.chat_messages.add("c1", "ana", '{"text":"hi"}', NOON)
            _, two = await tx.chat_messages.add("c1", "bot", "{}", NOON)
            await tx.chat_messages.add("c2", "eva", "{}", NOON)
        async with store.begin() as tx:
            three = await tx.chat_messages.edit("c1", first, '{"text":"hello"}', NOON + MINUTE)
            assert one < two < three
            changed = await tx.chat_messages.since("c1", one)
            assert [(message.seq, message.body) for message in changed] == [(two, "{}"), (three, '{"text":"hello"}')]
            assert changed[1].edited_at == NOON + MINUTE
            assert await tx.chat_messages.since("c1", one, limit=1) == changed[:1]
            recent = await tx.chat_messages.recent("c1")
            assert [message.id for message in recent] == [first, changed[0].id]
            assert await tx.chat_messages.recent("c1", limit=1) == recent[1:]
            assert await tx.chat_messages.recent("c1", before=recent[1].id) == recent[:1]
            with pytest.raises(NotFound):
                await tx.chat_messages.edit("c1", 987_654, "{}", NOON)

    async def test_a_message_of_another_chat_cannot_be_edited(self, store: OpenStore) -> None:
        async with store.begin() as tx:
            theirs, _ = await tx.chat_messages.add("c2", "eva", '{"text":"hi"}', NOON)
        with pytest.raises(NotFound):
            async with store.begin() as tx:
                await tx.chat_messages.edit("c1", theirs, "{}", NOON)
        async with store.read() as tx:
            assert [one.body for one in await tx.chat_messages.recent("c2")] == ['{"text":"hi"}']

    async def test_the_pulse_remembers_the_last_beat(self, store: OpenStore) -> None:
        async with store.begin() as tx:
            assert await tx.pulse.last("tick") is None
            await tx.pulse.beat("tick", NOON)
            await tx.pulse.beat("tick", NOON + MINUTE)
            assert await tx.pulse.last("tick") == NOON + MINUTE
            assert (await tx.pulse.last("tick") or NOON).tzinfo is UTC


class StoreContract(
    TransactionContract, WorkspaceContract, BrandContract, PostContract, PublicationContract, TalkContract
):
    """Everything a store promises."""


async def everything(tx: Transaction, house: House) -> None:
    """Hang one of each noun on the brand of the house."""
    post = a_post(house.brand, batch=house.batch)
    publication = a_publication(post, house.account, parts=2)
    await tx.posts.add(post)
    await tx.posts.save(post.reschedule(a_moment(NOON + HOUR)), was=post)
    await tx.approvals.add(an_approval(post, house.member))
    await tx.publications.add(publication)
    await tx.deliveries.save(a_delivery("post", post.id, house.chat, messages=(f"{post.id}",)))
    await tx.deliveries.save(a_delivery("batch", house.batch.id, house.chat, messages=(f"{fresh_id()}",)))
    await tx.deliveries.save(a_delivery("brand", house.brand.id, house.chat, messages=(f"{fresh_id()}",)))
    await tx.outbox.tell(replace(a_notice(house.workspace, post=post), part_id=publication.parts[0].id))
    await tx.forms.save(a_form(house.member, house.chat))
    await tx.tickets.add(f"{fresh_id():064x}", "session", "x", NOON + HOUR, member_id=house.member.id)
    await tx.audit.append(a_deed(house.workspace, member=house.member))
    await tx.chat_messages.add("c1", "ana", "{}", NOON)
    await tx.pulse.beat("tick", NOON)
    source = a_source(house.brand)
    await tx.sources.add(source)
    await tx.sources.keep(an_item(source))
    await tx.series.add(a_series(post))
    await tx.series.keep(an_evergreen(post))
    await tx.notes.add(a_note(post, house.member))
    await tx.factors.save(Factor(member_id=house.member.id, sealed=SealedGrant(key="k1", box=b"box")))
    await tx.installations.save(an_installation(f"T{fresh_id()}"))
    await tx.charges.reserve(a_charge(house.brand), since=NOON, cap=None)
    await tx.asks.add(Ask(post_id=post.id, member_id=house.member.id, revision=1, at=NOON))
    await tx.inbox.take(Event(front_end="web", event_id=f"{fresh_id()}", body="", at=NOON))
