"""Change the pictures of a post: people's own in their order, or one drawn from its words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right, post_for
from core.actions.change_post import Changed, ChangePost
from core.drafting import Studio, seed_of
from core.errors import Conflict, Invalid, NotFound, Problem, Rejected, too_much
from core.film import Film
from core.ids import PostId
from core.payload import Media
from core.post import Content, Post
from core.store import Store

MOST = 10
LONGEST_ALT = 1000  # characters, ours


@dataclass(frozen=True, slots=True)
class ChangePicture:
    """Every change makes a new revision of the post, so an approval is void and going back brings photos back.

    `seen` is the revision the person was looking at, `number` counts pictures from 0.

    Every verb raises:
        NotAllowed, NotFound: this person may not, or there is no such post or picture here.
        IllegalMove: it was cancelled, or the publisher has it in its hands.
        Conflict: somebody else changed it first.
    """

    store: Store
    studio: Studio
    change: ChangePost

    async def add(self, post_id: PostId, media: tuple[Media, ...], *, by: Actor) -> Changed:
        """Add people's own pictures behind those it has; a drawn one, or a film, makes room for them.

        Raises:
            Invalid: that would be more than ten.
        """
        post = await self._post(post_id, by)
        own = post.content.media if post.content.drawn is None and post.content.film is None else ()
        there = {one.sha256 for one in own}
        every = (*own, *(one for one in media if one.sha256 not in there))
        if len(every) > MOST:
            raise Invalid(too_much("media", len(every), MOST, "Please leave some out.", of="pictures"))
        return await self._keep(post, post.content.with_pictures(*every), by)

    async def put_film(self, post_id: PostId, film: Film, *, by: Actor) -> Changed:
        """Show this film in place of every picture; it is made ready afterwards."""
        post = await self._post(post_id, by)
        return await self._keep(post, post.content.with_film(film), by)

    async def move(self, post_id: PostId, number: int, *, by_places: int, seen: int, by: Actor) -> Changed:
        """Move a picture of an album so many places to the right, or to the left."""
        post = await self._post(post_id, by, number, seen=seen)
        order = list(post.content.media)
        order.insert(max(number + by_places, 0), order.pop(number))
        return await self._keep(post, post.content.with_pictures(*order), by)

    async def leave_out(self, post_id: PostId, number: int, *, seen: int, by: Actor) -> Changed:
        """Take one picture out."""
        post = await self._post(post_id, by, number, seen=seen)
        rest = (one for place, one in enumerate(post.content.media) if place != number)
        return await self._keep(post, post.content.with_pictures(*rest), by)

    async def clear(self, post_id: PostId, *, seen: int, by: Actor) -> Changed:
        """Take every picture out."""
        post = await self._post(post_id, by, seen=seen)
        return await self._keep(post, post.content.with_pictures(), by)

    async def describe(self, post_id: PostId, number: int, alt: str, *, seen: int, by: Actor) -> Changed:
        """Say what is on a picture, for those who cannot see it.

        Raises:
            Invalid: that is too long.
        """
        if len(alt) > LONGEST_ALT:
            raise Invalid(too_much("alt", len(alt), LONGEST_ALT, "Please shorten it."))
        post = await self._post(post_id, by, number, seen=seen)
        media = list(post.content.media)
        was = media[number]
        media[number] = replace(was, alt=alt)
        content = replace(post.content, media=tuple(media))
        if was.is_film:
            said = {
                name: replace(own, media=tuple(replace(one, alt=alt) for one in own.media))
                for name, own in content.variants.items()
            }
            content = replace(content, variants=said)
        return await self._keep(post, content, by)

    async def over_photo(self, post_id: PostId, number: int, *, seen: int, by: Actor) -> Changed:
        """Draw the headline over one of people's own pictures, in the ratio of each destination.

        Raises:
            Invalid: it cannot be drawn.
        """
        post = await self._post(post_id, by, number, seen=seen)
        return await self._draw(post, post.content.media[number], by)

    async def draw(self, post_id: PostId, *, seen: int, by: Actor) -> Changed:
        """Draw a card from the words alone, another one each time.

        Raises:
            Invalid: it cannot be drawn.
        """
        return await self._draw(await self._post(post_id, by, seen=seen), None, by)

    async def photo_alone(self, post_id: PostId, *, seen: int, by: Actor) -> Changed:
        """Show the photo without the words drawn over it."""
        post = await self._post(post_id, by, seen=seen)
        if post.content.photo is None:
            raise NotFound("photo")
        return await self._keep(post, post.content.with_pictures(post.content.photo), by)

    async def _draw(self, post: Post, photo: Media | None, by: Actor) -> Changed:
        async with self.store.read() as tx:
            brand = await tx.brands.get(post.brand_id)
            accounts = await tx.accounts.of(brand.id)
        seed = seed_of(post.moment.local.date()) + post.revision
        to = self.studio.destinations(brand, accounts)
        try:
            content = await self.studio.illustrated(brand, post.content, seed, kicker=post.shape, to=to, photo=photo)
        except Rejected as error:
            raise _undrawn() from error
        if content.drawn is None:
            raise _undrawn()
        return await self._keep(post, content, by)

    async def _post(self, post_id: PostId, by: Actor, number: int | None = None, *, seen: int | None = None) -> Post:
        async with self.store.read() as tx:
            post, _ = await post_for(tx, post_id, by, may=Right.WRITE)
        if seen is not None and post.revision != seen:
            raise Conflict("post")
        if number is not None and not 0 <= number < len(post.content.media):
            raise NotFound("picture")
        return post

    async def _keep(self, post: Post, content: Content, by: Actor) -> Changed:
        async with self.store.read() as tx:
            brand = await tx.brands.get(post.brand_id)
            to = self.studio.destinations(brand, await tx.accounts.of(brand.id))
        fitted = await self.studio.fitter.fitted(content, to)
        return await self.change.content(post.id, fitted, by=by, seen=post.revision)


def _undrawn() -> Invalid:
    return Invalid(Problem(field="media", what="That picture cannot be drawn.", fix="The post keeps the one it has."))
