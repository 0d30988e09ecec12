"""Many members, each with a private chat in which one card waits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from adapters.clock import SystemClock
from benchmarks.ground.bot_api import TOKEN
from bot.cards.press import Press
from bot.pace import Pace, Pacing
from bot.settings import Settings
from bot.wiring.app import App
from bot.wiring.build import build
from bot.wiring.tools import migrate
from core.access import Actor
from core.actions.set_up_brand import Wishes
from core.ids import ChatId, DeliveryId, MemberId, PostId
from core.moves import PostState
from core.post import Content, Post
from core.secret import Secret
from core.slot import Slot, moment_at
from core.talk import Delivery
from core.workspace import Chat, Identity, Member, Role

CHAT = 10_000


@dataclass(frozen=True, slots=True)
class Members:
    """The product in Telegram, and the press of each member on their card."""

    app: App
    presses: tuple[dict[str, Any], ...]
    posts: tuple[PostId, ...]


@asynccontextmanager
async def members(folder: Path, api_url: str, many: int, pace: Pacing = Pace) -> AsyncIterator[Members]:
    """So many members, known in Telegram only."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(home=folder, telegram_token=Secret(TOKEN), telegram_api_url=api_url)
    await migrate(settings)
    async with build(settings, pace=pace) as app:
        owner = await app.actions.welcome.owner("web", "owner", "main", name="Ana")
        wishes = Wishes(name="Padaria", interests=("bread",), voice="", zone="UTC", slots=(Slot(at=time(9)),))
        brand = await app.actions.set_up_brand(wishes, by=Actor(member=owner, door="web"))
        now = SystemClock().now()
        posts: list[Post] = []
        async with app.store.begin() as tx:
            accounts = await tx.accounts.of(brand.id)
            studio = app.actions.copy_post.studio
            for number in range(many):
                post = Post(
                    id=PostId(app.ids.new()),
                    brand_id=brand.id,
                    batch_id=None,
                    state=PostState.PENDING,
                    content=Content(text=f"Out at six, take {number}. Come and see how we bake before sunrise."),
                    moment=moment_at(now + timedelta(days=1, minutes=number), "UTC"),
                    origin="bench",
                    created_at=now,
                )
                posts.append(post)
                member = Member(
                    id=MemberId(app.ids.new()),
                    workspace_id=owner.workspace_id,
                    name=f"Member {number}",
                    role=Role.APPROVER,
                    created_at=now,
                )
                here = str(CHAT + number)
                await tx.members.add(member, Identity(front_end="telegram", remote_id=here, member_id=member.id))
                chat = Chat(
                    id=ChatId(app.ids.new()), workspace_id=owner.workspace_id, front_end="telegram", remote_id=here
                )
                await tx.chats.add(chat)
            await tx.posts.add(*posts)
            await tx.publications.add(*studio.publications(tuple(posts), brand, accounts))
            for number, post in enumerate(posts):
                card = Delivery(
                    id=DeliveryId(app.ids.new()),
                    front_end="telegram",
                    chat=str(CHAT + number),
                    kind="post",
                    subject=post.id,
                    messages=("7",),
                    version=post.version,
                )
                await tx.deliveries.save(card)
        presses = tuple(_press(number, post) for number, post in enumerate(posts))
        yield Members(app, presses, tuple(post.id for post in posts))


def _press(number: int, post: Post) -> dict[str, Any]:
    who = {"id": CHAT + number, "is_bot": False, "first_name": f"Member {number}"}
    chat = {"id": CHAT + number, "type": "private", "first_name": who["first_name"]}
    return {
        "update_id": number + 1,
        "callback_query": {
            "id": str(number),
            "from": who,
            "chat_instance": "1",
            "data": Press(verb="approve", target=post.id, version=post.revision).pack(),
            "message": {"message_id": 7, "date": 1, "chat": chat, "text": "A card"},
        },
    }
