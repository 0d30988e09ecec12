"""From drafts to posts on paper: texts by the writer, a picture for each, a plan for every destination."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import date

from core.account import Account
from core.brand import Brand
from core.desk import Desk
from core.errors import PortError
from core.freeze import plan
from core.ids import BatchId, PostId
from core.moves import PostState
from core.payload import Media
from core.pictures import Pictures, QuoteCard
from core.ports import Blobs
from core.post import Content, Post
from core.publication import Publication
from core.slot import Moment
from core.writing import Brief, Draft, Writer

log = logging.getLogger(__name__)

REMEMBERED = 120


@dataclass(frozen=True, slots=True)
class Studio:
    """Whoever writes and draws. `fallback` works without any key and steps in when `writer` cannot."""

    writer: Writer
    fallback: Writer
    pictures: Pictures
    blobs: Blobs
    desk: Desk

    async def write(self, brief: Brief) -> tuple[tuple[Draft, ...], str, bool]:
        """The drafts, who wrote them, and whether the fallback had to step in."""
        try:
            return await self.writer.draft(brief), self.writer.origin, False
        except PortError as error:
            log.warning("writer_fell_back reason=%s", error.reason)
            return await self.fallback.draft(brief), self.fallback.origin, True

    async def draw(self, brand: Brand, draft: Draft, seed: int) -> tuple[Media, ...]:
        """A quote card for the draft, kept in the blob store; none when it cannot be drawn or kept."""
        card = QuoteCard(quote=draft.headline or draft.text, brand=brand.name, kicker=draft.shape, seed=seed)
        try:
            picture = await self.pictures.quote(card)
            sha256 = await self.blobs.put(picture.data)
        except PortError as error:
            log.warning("picture_left_out brand=%s reason=%s", brand.id, error.reason)
            return ()
        media = Media(
            sha256=sha256,
            mime=picture.mime,
            size=len(picture.data),
            width=picture.width,
            height=picture.height,
            alt=picture.alt,
        )
        return (media,)

    async def content(self, brand: Brand, draft: Draft, seed: int) -> Content:
        """The draft as the content of a post, with its picture."""
        return Content(
            text=draft.text,
            hashtags=draft.hashtags,
            headline=draft.headline,
            media=await self.draw(brand, draft, seed),
        )

    async def posts(
        self,
        brand: Brand,
        moments: tuple[Moment, ...],
        drafts: tuple[Draft, ...],
        origin: str,
        batch_id: BatchId | None,
    ) -> tuple[Post, ...]:
        """Posts that wait for a decision, in order, pictures drawn side by side."""
        now = self.desk.clock.now()
        contents = await asyncio.gather(
            *(
                self.content(brand, draft, seed_of(moment.local.date()))
                for moment, draft in zip(moments, drafts, strict=True)
            )
        )
        return tuple(
            Post(
                id=PostId(self.desk.ids.new()),
                brand_id=brand.id,
                batch_id=batch_id,
                state=PostState.DRAFTING,
                content=content,
                moment=moment,
                origin=origin,
                shape=draft.shape,
                why=draft.why,
                created_at=now,
            ).submit()
            for moment, draft, content in zip(moments, drafts, contents, strict=True)
        )

    def publications(
        self, posts: tuple[Post, ...], brand: Brand, accounts: tuple[Account, ...]
    ) -> tuple[Publication, ...]:
        """One planned publication of each post for each target of the brand."""
        targets = [account for account in accounts if account.id in brand.targets]
        return tuple(plan(post, account, self.desk.publishers, self.desk.ids) for post in posts for account in targets)


def brief_for(brand: Brand, moments: tuple[Moment, ...], said: tuple[Post, ...]) -> Brief:
    """What the brand asks its writer for, with what it has said before, newest first."""
    return Brief(
        brand=brand.name,
        interests=brand.interests,
        voice=brand.voice,
        language=brand.language,
        days=tuple(moment.local.date() for moment in moments),
        avoid=tuple(post.content.text for post in said),
    )


def redo(brief: Brief, day: date, hint: str) -> Brief:
    """The brief for one other post on that day, as a person asked for it."""
    return replace(brief, days=(day,), hint=hint)


def seed_of(day: date) -> int:
    """A number that gives neighbouring days different looks."""
    return day.toordinal()
