"""Make films ready for the platforms of their posts, one after the other, while people watch the card."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace

from core.desk import Desk
from core.errors import Conflict, NotFound, PortError
from core.film import MIME, Film, FilmShape, Recipe, recipe
from core.fitting import Fitter
from core.freeze import recompose
from core.ids import PostId
from core.moves import PostState
from core.payload import Media
from core.post import Content, Post
from core.rules import Rules, film_shape, of_account
from core.store import PostFilter, Store, Transaction

log = logging.getLogger(__name__)

PAGE = 200
STEP = 0.1  # of the work, between two changes of the card
TRIES = 5  # to write beside somebody who changes the same post


class _Gone(Exception):
    """The post shows another film now, or is not waiting any more."""


@dataclass(frozen=True, slots=True)
class MakeFilms:
    """A film whose making was cut short is begun anew, by this process or the next one."""

    store: Store
    desk: Desk
    fitter: Fitter

    async def __call__(self) -> int:
        """Make everything ready that waits now; answers how many posts were."""
        self.fitter.film_waits.clear()
        made = 0
        for post in [post async for post in self._waiting()]:
            try:
                made += await self._make_ready(post)
            except _Gone:
                log.info("film_not_wanted post=%s", post.id)
        return made

    async def _waiting(self) -> AsyncIterator[Post]:
        wanted = PostFilter(states=(PostState.PENDING,), newest_first=True, limit=PAGE)
        while True:
            async with self.store.read() as tx:
                posts = await tx.posts.find(wanted)
            for post in posts:
                if post.content.film and not post.content.film.hopeless:
                    yield post
            if len(posts) < PAGE:
                return
            wanted = replace(wanted, offset=wanted.offset + PAGE)

    async def _make_ready(self, post: Post) -> bool:
        """Whether there was anything to do."""
        post = await self._now(post.id)
        film = post.content.film
        if film is None or film.hopeless:
            raise _Gone
        lacking = await self._lacking(post)
        if not lacking and not post.content.film_waits:
            return False
        try:
            media = await self._media(post, film, lacking)
        except PortError as error:
            log.warning("film_not_made post=%s reason=%s", post.id, error.reason)
            troubled = replace(film, trouble=error.reason)
            await self._write(post.id, film, lambda now: replace(now, film=troubled))
            return False
        await self._write(post.id, film, lambda now: _with(now, film, media, lacking))
        return True

    async def _now(self, post_id: PostId) -> Post:
        """The post, which may have changed while others were worked on. Raises _Gone."""
        try:
            async with self.store.read() as tx:
                return await tx.posts.get(post_id)
        except NotFound as error:
            raise _Gone from error

    async def _lacking(self, post: Post) -> dict[str, FilmShape]:
        """What each platform of the post takes that has no film yet, by its name; the largest first."""
        async with self.store.read() as tx:
            accounts = {account.id: account for account in await tx.accounts.of(post.brand_id)}
            publications = await tx.publications.of(post.id)
        shapes = {}
        for publication in publications:
            account = accounts[publication.account_id]
            publisher = self.desk.publishers.get(account.platform)
            if publisher is None:  # switched off since
                continue
            rules = of_account(publisher.rules, account)
            shape = film_shape(rules)
            own = post.content.variants.get(rules.platform)
            served = (own and own.media) or any(map(shape.takes, post.content.media))
            if _takes(rules, post.content.film) and not served:
                shapes[str(rules.platform)] = shape
        return dict(sorted(shapes.items(), key=lambda one: _room(one[1]), reverse=True))

    async def _media(self, post: Post, film: Film, lacking: dict[str, FilmShape]) -> dict[str, Media]:
        """A film for each platform that lacks one, and for all others under the empty name.

        What is there already, or was made for another one, serves where it fits.
        """
        shown = (post.content.media, *(one.media for one in post.content.variants.values()))
        made = [one for media in shown for one in media if one.is_film]
        found: dict[str, Media] = {}
        for number, (name, shape) in enumerate(lacking.items()):
            fitting = next((one for one in made if shape.takes(one)), None)
            how = None if fitting else recipe(film, shape)
            if how:
                fitting = await self._made(post, film, how, number / len(lacking), 1 / len(lacking))
                made.append(fitting)
            if fitting:
                found[name] = fitting
        how = recipe(film, FilmShape())
        if not made and how:
            made.append(await self._made(post, film, how, 0, 1))
        return {"": (*post.content.media, *made)[0], **found}

    async def _made(self, post: Post, film: Film, how: Recipe, before: float, part: float) -> Media:
        """The film made so; the card shows how far it is. Raises _Gone when nobody wants it any more."""
        told = before

        async def tell(share: float) -> None:
            nonlocal told
            done = before + share * part
            if done - told >= STEP:
                told = done
                await self._write(post.id, film, lambda now: replace(now, film=replace(film, done=done)))

        medium = await self.fitter.films.make(film, how, tell)
        said = post.content.media[0].alt if post.content.media else film.still.alt
        return replace(medium, alt=said)

    async def _write(self, post_id: PostId, film: Film, change: Callable[[Content], Content]) -> None:
        """Change the content of the post as it is now. Raises _Gone where that film is not wanted any more."""
        for _ in range(TRIES):
            try:
                async with self.store.begin() as tx:
                    post = await tx.posts.get(post_id)
                    now = post.content.film
                    if post.state is not PostState.PENDING or now is None or now.sha256 != film.sha256:
                        raise _Gone
                    content = change(post.content)
                    if content == post.content:
                        return
                    after = post.made_ready(content)
                    await tx.posts.save(after, was=post)
                    if after.content.media != post.content.media or after.content.variants != post.content.variants:
                        await self._recompose(tx, after)
                    return
            except Conflict:
                continue
            except NotFound as error:
                raise _Gone from error
        raise _Gone

    async def _recompose(self, tx: Transaction, post: Post) -> None:
        accounts = {account.id: account for account in await tx.accounts.of(post.brand_id)}
        for one in await tx.publications.of(post.id):
            fresh = recompose(post, one, accounts[one.account_id], self.desk.publishers, self.desk.ids)
            if fresh != one:
                await tx.publications.save(fresh, was=one)


def _with(content: Content, film: Film, media: dict[str, Media], shapes: dict[str, FilmShape]) -> Content:
    """The content with its films: the common one, and for a platform its own where that is another one.

    What could not be made to fit is kept as its own too, so that it is not made again; the rules name it.
    """
    common = media[""]
    variants = dict(content.variants)
    for name, medium in media.items():
        if name and (medium != common or not shapes[name].takes(medium)):
            variants[name] = replace(content.for_platform(name), media=(medium,))
    return replace(content, film=replace(film, done=1.0, trouble=""), media=(common,), variants=variants)


def _takes(rules: Rules, film: Film | None) -> bool:
    shortest, longest = rules.film_seconds
    fits = film is not None and (not longest or shortest <= film.seconds <= longest)
    return fits and (not rules.media_types or MIME in rules.media_types)


def _room(shape: FilmShape) -> tuple[float, float]:
    """How much of a film one takes; what has no limit takes the most."""
    return (shape.box[0] or float("inf")), (shape.most or float("inf"))
