"""Posts and their earlier revisions in the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.columns import Record, storable
from adapters.store.in_loop import InLoop
from adapters.store.tables import accounts, parts, post_revisions, posts, publications
from adapters.store.versions import Raised, touch_batches
from core.errors import Conflict, NotFound
from core.film import Film
from core.ids import BatchId, BrandId, MemberId, PostId
from core.moves import PostState
from core.payload import Media
from core.post import Content, Post, Variant
from core.slot import Moment
from core.store import PostFilter


def to_row(post: Post) -> dict[str, object]:
    """A post as its row."""
    return {
        "id": post.id,
        "brand_id": post.brand_id,
        "batch_id": post.batch_id,
        "state": post.state.value,
        "search": search_text(post.content),
        "created_at": post.created_at,
        "shape": post.shape,
        "why": post.why,
        "version": post.version,
        "approved_at": post.approved_at,
        "copied_from": post.copied_from,
        "series": post.series,
        "occurrence": post.occurrence,
        "author": post.author,
        "hidden_at": post.hidden_at,
    } | _revised(post)


def from_row(row: Record) -> Post:
    """The post a row stands for."""
    batch_id = row["batch_id"]
    return Post(
        id=PostId(row["id"]),
        brand_id=BrandId(row["brand_id"]),
        batch_id=None if batch_id is None else BatchId(batch_id),
        state=PostState(row["state"]),
        content=content_from(row["content"]),
        moment=_moment_from(row),
        origin=row["origin"],
        created_at=row["created_at"],
        shape=row["shape"],
        why=row["why"],
        revision=row["revision"],
        before=row["before"],
        version=row["version"],
        approved_at=row["approved_at"],
        copied_from=PostId(row["copied_from"]),
        series=row["series"],
        occurrence=row["occurrence"],
        author=None if row["author"] is None else MemberId(row["author"]),
        hidden_at=row["hidden_at"],
    )


def _moment_from(row: Record) -> Moment:
    return Moment(local=datetime.fromisoformat(row["local"]), zone=row["zone"], instant=row["instant"])


def content_text(content: Content) -> str:
    """Content as JSON, escaped to ASCII so that any text a person can type fits any database."""
    return json.dumps(
        {
            "text": content.text,
            "hashtags": content.hashtags,
            "headline": content.headline,
            "points": content.points,
            "link": content.link,
            "media": _media_rows(content.media),
            "drawn": content.drawn,
            "film": _film_row(content.film),
            "photo": _media_rows((content.photo,)) if content.photo else [],
            "thread": content.thread,
            "comment": content.comment,
            "variants": {name: [words.text, words.hashtags] for name, words in content.variants.items()},
            "details": {name: dict(values) for name, values in content.details.items()},
            "pictures": {name: _media_rows(words.media) for name, words in content.variants.items() if words.media},
        }
    )


def content_from(text: str) -> Content:
    """Content from JSON."""
    raw = json.loads(text)
    pictures = raw.get("pictures", {})
    photo = _media_from(raw.get("photo", ()))
    return Content(
        text=raw["text"],
        hashtags=tuple(raw["hashtags"]),
        headline=raw["headline"],
        points=tuple(raw.get("points", ())),
        link=raw["link"],
        media=_media_from(raw["media"]),
        drawn=raw["drawn"] if "drawn" in raw else _drawn_before(raw),
        photo=photo[0] if photo else None,
        film=_film_from(raw.get("film")),
        thread=tuple(raw["thread"]),
        comment=raw.get("comment", ""),
        variants={
            name: Variant(text=words, hashtags=tuple(hashtags), media=_media_from(pictures.get(name, ())))
            for name, (words, hashtags) in raw["variants"].items()
        },
        details=raw.get("details", {}),
    )


def _drawn_before(raw: Mapping[str, Any]) -> int | None:
    """Rows of the first release do not say so: there, posts with a headline have drawn pictures and no other."""
    return 0 if raw["headline"] and raw["media"] else None


def _media_rows(media: tuple[Media, ...]) -> list[list[str | float]]:
    return [[one.sha256, one.mime, one.size, one.width, one.height, one.alt, one.seconds] for one in media]


def _media_from(rows: Iterable[Sequence[Any]]) -> tuple[Media, ...]:
    return tuple(
        Media(sha256=sha256, mime=mime, size=size, width=width, height=height, alt=alt, seconds=sum(seconds))
        for sha256, mime, size, width, height, alt, *seconds in rows
    )


def _film_row(film: Film | None) -> dict[str, object] | None:
    return None if film is None else asdict(film) | {"still": _media_rows((film.still,))}


def _film_from(row: Mapping[str, Any] | None) -> Film | None:
    return None if row is None else Film(**{**row, "still": _media_from(row["still"])[0]})


def search_text(content: Content) -> str:
    """The words of a post as they are searched: case does not matter in any alphabet."""
    variants = (words.text for words in content.variants.values())
    return searchable("\n".join((content.text, *content.below, *variants)))


def searchable(text: str) -> str:
    """Text folded for searching."""
    return storable(text.casefold())


_BY_ID = select(posts).where(posts.c.id == bindparam("id"))
_SAVE = posts.update().where(
    posts.c.id == bindparam("was_id"),
    posts.c.state == bindparam("was_state"),
    posts.c.version == bindparam("was_version"),
)


class SqlPosts:
    """`core.store.Posts` over one connection. `raised` is shared with the publications of the transaction."""

    def __init__(self, connection: AsyncConnection | InLoop, raised: Raised) -> None:
        self._connection = connection
        self._raised = raised

    async def add(self, *new: Post) -> None:
        """Store new posts with their first revision."""
        if new:
            await self._connection.execute(posts.insert(), [to_row(post) for post in new])
            await self._connection.execute(post_revisions.insert(), [_revision_row(post) for post in new])

    async def get(self, post_id: PostId) -> Post:
        """The post of that id.

        Raises:
            NotFound: there is none.
        """
        found = await self._connection.execute(_BY_ID, {"id": post_id})
        row = found.mappings().one_or_none()
        if row is None:
            raise NotFound
        return from_row(row)

    async def save(self, post: Post, *, was: Post) -> None:
        """Write `post` where the row still has the state and version of `was`; keep a new revision as history.

        Raises:
            Conflict: somebody changed the post in between.
        """
        ahead = self._raised.ahead[post.id]
        row = to_row(post) | {"version": post.version + ahead}
        expected = {"was_id": was.id, "was_state": was.state.value, "was_version": was.version + ahead}
        if (await self._connection.execute(_SAVE, row | expected)).rowcount != 1:
            raise Conflict
        if post.revision > was.revision:
            await self._connection.execute(post_revisions.insert(), _revision_row(post))
        elif post.content != was.content:  # its film was made ready; going back must not lead to before that
            here = (post_revisions.c.post_id == post.id) & (post_revisions.c.revision == post.revision)
            await self._connection.execute(post_revisions.update().where(here), _revised(post))
        weeks = {batch_id for batch_id in (was.batch_id, post.batch_id) if batch_id is not None}
        await self._connection.run_sync(touch_batches, weeks, posts_too=[post.id])
        self._raised.saved.add(post.id)

    async def revision(self, post_id: PostId, number: int) -> Post:
        """The post as it was in that revision.

        Raises:
            NotFound: there is no such post or revision.
        """
        wanted = select(post_revisions).where(post_revisions.c.post_id == post_id, post_revisions.c.revision == number)
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        if row is None:
            raise NotFound
        return replace(
            await self.get(post_id),
            content=content_from(row["content"]),
            moment=_moment_from(row),
            origin=row["origin"],
            revision=row["revision"],
            before=row["before"],
        )

    async def find(self, wanted: PostFilter) -> tuple[Post, ...]:
        """The posts that match, by planned time."""
        order = (posts.c.instant, posts.c.id)
        query = (
            select(posts)
            .where(*_matching(wanted))
            .order_by(*(column.desc() if wanted.newest_first else column for column in order))
            .offset(wanted.offset)
            .limit(wanted.limit)
        )
        return tuple(map(from_row, (await self._connection.execute(query)).mappings()))

    async def count(self, wanted: PostFilter) -> int:
        """How many match, ignoring offset and limit."""
        query = select(func.count()).select_from(posts).where(*_matching(wanted))
        return (await self._connection.execute(query)).scalar_one()


def _revised(post: Post) -> dict[str, object]:
    return {
        "revision": post.revision,
        "before": post.before,
        "content": content_text(post.content),
        "local": post.moment.local.isoformat(),
        "zone": post.moment.zone,
        "instant": post.moment.instant,
        "origin": post.origin,
    }


def _revision_row(post: Post) -> dict[str, object]:
    return {"post_id": post.id} | _revised(post)


def _matching(wanted: PostFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [posts.c.hidden_at.is_(None)]
    if wanted.copied_from is not None:
        conditions.append(posts.c.copied_from == wanted.copied_from)
    if wanted.ids:
        conditions.append(posts.c.id.in_(wanted.ids))
    if wanted.brand_id is not None:
        conditions.append(posts.c.brand_id == wanted.brand_id)
    if wanted.batch_id is not None:
        conditions.append(posts.c.batch_id == wanted.batch_id)
    if wanted.states:
        conditions.append(_one_of(posts.c.state, wanted.states))
    if wanted.part_states or wanted.platform is not None:
        has = (
            select(publications.c.id)
            .select_from(
                publications.join(parts, parts.c.publication_id == publications.c.id).join(
                    accounts, accounts.c.id == publications.c.account_id
                )
                if wanted.platform is not None
                else publications.join(parts, parts.c.publication_id == publications.c.id)
            )
            .where(publications.c.post_id == posts.c.id)
        )
        if wanted.part_states:
            has = has.where(_one_of(parts.c.state, wanted.part_states))
        if wanted.platform is not None:
            has = has.where(accounts.c.platform == wanted.platform)
        conditions.append(has.exists())
    if wanted.since is not None:
        conditions.append(posts.c.instant >= wanted.since)
    if wanted.before is not None:
        conditions.append(posts.c.instant < wanted.before)
    conditions += [posts.c.search.contains(searchable(word), autoescape=True) for word in wanted.words]
    return conditions


def _one_of(column: ColumnElement[str], states: tuple[str, ...]) -> ColumnElement[bool]:
    """States stand in the statement itself: only then is an index on rows of one state considered."""
    if len(states) == 1:
        return column == bindparam(None, str(states[0]), literal_execute=True)
    return column.in_(bindparam(None, [str(state) for state in states], expanding=True, literal_execute=True))
