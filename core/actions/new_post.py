"""Draft one post from an idea."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.access import Actor, Right, brand_for
from core.brand import Brand
from core.desk import count
from core.drafting import REMEMBERED, Studio, brief_for
from core.errors import Invalid, Problem, too_much
from core.film import Film
from core.ids import BrandId, PostId
from core.moves import PostState
from core.payload import Media
from core.pictures import Photos
from core.post import Content, Post
from core.rates import Tier
from core.slot import Moment, slots_between, zone_named
from core.store import PostFilter, Store, Transaction

LONGEST_IDEA = 4000
LOOK_AHEAD_DAYS = 60


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post of its own, outside any batch, in the next free slot."""

    store: Store
    studio: Studio
    photos: Photos

    async def admit(self, sha256: str, *, alt: str) -> Media:
        """Take in a picture that was sent to the blob store; `alt` says what is on it.

        Raises:
            Invalid: it is no picture that can be used.
            Rejected, Unavailable: the blob store lost it or cannot keep it.
        """
        picture = await self.photos.admit(await self.studio.blobs.get(sha256))
        kept = await self.studio.blobs.put(picture.data)
        return Media(
            sha256=kept,
            mime=picture.mime,
            size=len(picture.data),
            width=picture.width,
            height=picture.height,
            alt=alt,
        )

    async def look(self, sha256: str, *, alt: str) -> Film:
        """Take in a film that was sent to the blob store; `alt` says what is on it.

        Raises:
            Invalid: it is no film that can be used.
            Rejected, Unavailable: the blob store lost it, or nothing here can look into it now.
        """
        film = await self.studio.fitter.films.look(sha256)
        return replace(film, still=replace(film.still, alt=alt))

    async def from_idea(self, brand_id: BrandId, idea: str, *, by: Actor) -> Post:
        """Let the writer turn the idea into a post that waits for a decision.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such brand here.
            Invalid: the idea is empty or too long.
        """
        if not idea.strip():
            raise Invalid(
                Problem(field="idea", what="What should it be about?", fix="For example: /new our autumn menu")
            )
        if len(idea) > LONGEST_IDEA:
            raise Invalid(too_much("idea", len(idea), LONGEST_IDEA, "Please send the heart of it."))
        count(self.studio.desk, by, Tier.AI)
        async with self.store.read() as tx:
            brand = await brand_for(tx, brand_id, by, may=Right.WRITE)
            moment = await next_free(tx, brand, self.studio.desk.clock.now())
            said = await tx.posts.find(PostFilter(brand_id=brand_id, newest_first=True, limit=REMEMBERED))
            accounts = await tx.accounts.of(brand_id)
        to = self.studio.destinations(brand, accounts)
        brief = replace(brief_for(brand, (moment,), said, to=to), idea=idea.strip())
        drafts, origin, _ = await self.studio.write(brief)
        posts = await self.studio.posts(brand, (moment,), drafts, origin, None, to=to)
        return await self._keep(brand, posts[0], by)

    async def as_written(
        self, brand_id: BrandId, text: str, media: tuple[Media, ...], *, by: Actor, film: Film | None = None
    ) -> Post:
        """Keep a person's own words with their pictures or film as a post that waits for a decision.

        A film is made ready afterwards. Raises as `from_idea`.
        """
        desk = self.studio.desk
        async with self.store.read() as tx:
            brand = await brand_for(tx, brand_id, by, may=Right.WRITE)
            moment = await next_free(tx, brand, desk.clock.now())
            to = self.studio.destinations(brand, await tx.accounts.of(brand_id))
        content = await self.studio.fitter.fitted(Content(text=text.strip(), media=media, film=film), to)
        post = Post(
            id=PostId(desk.ids.new()),
            brand_id=brand.id,
            batch_id=None,
            state=PostState.PENDING,
            content=content,
            moment=moment,
            origin=f"written by {by.member.name}",
            created_at=desk.clock.now(),
        )
        return await self._keep(brand, post, by)

    async def _keep(self, brand: Brand, post: Post, by: Actor) -> Post:
        async with self.store.begin() as tx:
            accounts = await tx.accounts.of(brand.id)
            await tx.posts.add(replace(post, author=by.member.id))
            await tx.publications.add(*self.studio.publications((post,), brand, accounts))
            await tx.audit.append(by.deed("drafted", post.id, self.studio.desk.clock.now()))
        return post


async def next_free(tx: Transaction, brand: Brand, now: datetime) -> Moment:
    """The brand's first slot from now on that no waiting or approved post has."""
    taken = await tx.posts.find(
        PostFilter(
            brand_id=brand.id,
            states=(PostState.PENDING, PostState.APPROVED),
            since=now,
            limit=1000,
        )
    )
    instants = {post.moment.instant for post in taken}
    today = now.astimezone(zone_named(brand.zone)).date()
    for moment in slots_between(brand.slots, today, LOOK_AHEAD_DAYS, brand.zone):
        if moment.instant > now + timedelta(minutes=1) and moment.instant not in instants:
            return moment
    raise Invalid(
        Problem(
            field="time", what=f"Every slot of the next {LOOK_AHEAD_DAYS} days is taken.", fix="Please pick a time."
        )
    )
