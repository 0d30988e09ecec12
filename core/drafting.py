"""From drafts to posts on paper: texts by the writer, a picture for each, a plan for every destination."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from core.account import Account
from core.brand import Brand
from core.desk import Desk
from core.errors import PortError
from core.fitting import Fitter
from core.freeze import plan
from core.human import Lexicons, human_content
from core.ids import BatchId, PostId
from core.moves import PostState
from core.payload import Media
from core.pictures import Drawing, Frame, ListCard, PhotoCard, Picture, Pictures, QuoteCard, Style
from core.ports import Blobs
from core.post import Content, Post, Variant
from core.publication import Publication
from core.rules import Rules
from core.slot import Moment
from core.source import SourceItem
from core.writing import Brief, Draft, Editor, Writer

log = logging.getLogger(__name__)

REMEMBERED = 120
MATERIAL = 20
SQUARE = (1080, 1080)
_SENTENCE = re.compile(r".+?(?:[.!?…]+(?=\s)|[。！？])")


@dataclass(frozen=True, slots=True)
class Studio:
    """Whoever writes and draws. Of `writers`, by name, the first writes for a brand that chose none.

    `fallback` works without any key and steps in when they cannot. `editors`, by the same names, change words as a
    person asks.
    """

    writers: Mapping[str, Writer]
    fallback: Writer
    pictures: Pictures
    blobs: Blobs
    desk: Desk
    fitter: Fitter
    lexicons: Lexicons
    editors: Mapping[str, Editor] = field(default_factory=dict)

    async def write(self, brief: Brief) -> tuple[tuple[Draft, ...], str, str]:
        """The drafts, who wrote them, and why the fallback had to step in; empty when it had not."""
        writer = self.writers[self.chosen(brief.writer)]
        try:
            return await writer.draft(brief), writer.origin, ""
        except PortError as error:
            log.warning("writer_fell_back reason=%s", error.reason)
            origin = f"{self.fallback.origin}, the AI could not"
            return await self.fallback.draft(brief), origin, error.reason or "unavailable"

    def chosen(self, name: str) -> str:
        """The name of the one a brand chose, else of the first there is."""
        return name if name in self.writers else next(iter(self.writers))

    def editor_for(self, brand: Brand) -> Editor | None:
        """Who changes words for the brand; None where its writer cannot."""
        return self.editors.get(self.chosen(brand.writer))

    def destinations(self, brand: Brand, accounts: tuple[Account, ...]) -> tuple[Rules, ...]:
        """The rules of every platform the brand's words are for: its targets first, then those it only writes for."""
        targets = (account.platform for account in accounts if account.id in brand.targets)
        names = dict.fromkeys((*targets, *brand.written_for))
        return tuple(self.desk.rules[name] for name in names if name in self.desk.rules)

    async def style(self, brand: Brand) -> Style:
        """The brand's look, ready to draw; without its logo when that is lost."""
        look = brand.look
        try:
            logo = await self.blobs.get(look.logo.sha256) if look.logo else b""
        except PortError as error:
            log.warning("logo_left_out brand=%s reason=%s", brand.id, error.reason)
            logo = b""
        return Style(ground=look.ground, accent=look.accent, face=look.face, logo=logo)

    async def content(
        self, brand: Brand, draft: Draft, seed: int, *, to: tuple[Rules, ...], style: Style | None = None
    ) -> Content:
        """The draft as the content of a post for these destinations, with a picture in each ratio they want."""
        words = self.words(brand, draft, to)
        return await self.illustrated(brand, words, seed, kicker=draft.shape, to=to, style=style)

    def words(self, brand: Brand, draft: Draft, to: tuple[Rules, ...]) -> Content:
        """The draft as the content of a post for these destinations, as the brand wants it said, without pictures."""
        said = words_of(draft, to)
        return human_content(said, self.lexicons(brand.language))[0] if brand.human else said

    async def illustrated(
        self,
        brand: Brand,
        content: Content,
        seed: int,
        *,
        kicker: str,
        to: tuple[Rules, ...],
        style: Style | None = None,
        photo: Media | None = None,
    ) -> Content:
        """The content with a picture drawn from its words in each ratio these destinations want, over the photo if any.

        What cannot be drawn is left out. Where nothing can be published yet, pictures are not fitted yet either.

        Raises:
            Rejected, Unavailable: the photo is lost, or cannot be read now.
        """
        style = style or await self.style(brand)
        ground = await self.blobs.get(photo.sha256) if photo else b""
        common = to[0].picture if to else SQUARE
        sizes = dict.fromkeys((common, *(rules.picture for rules in to)))
        frames = (
            Frame(brand=brand.name, kicker=kicker, seed=seed, width=width, height=height, style=style)
            for width, height in sizes
        )
        drawn = await asyncio.gather(*(self.draw(drawing_of(content, frame, ground)) for frame in frames))
        if photo and photo.alt:
            drawn = [tuple(replace(one, alt=f"{one.alt}. {photo.alt}") for one in media) for media in drawn]
        pictures = dict(zip(sizes, drawn, strict=True))
        bare = content.with_pictures(*pictures[common])
        plain = Variant(text=content.text, hashtags=content.hashtags)
        own: dict[str, Variant] = {
            rules.platform: replace(bare.variants.get(rules.platform, plain), media=pictures[rules.picture])
            for rules in to
            if rules.picture != common
        }
        variants = {name: one for name, one in (dict(bare.variants) | own).items() if one != plain}
        made = replace(bare, drawn=seed if bare.media else None, photo=photo, variants=variants)
        return await self.fitter.fitted(made, (rules for rules in to if rules.platform in self.desk.publishers))

    async def draw(self, drawing: Drawing) -> tuple[Media, ...]:
        """The picture, kept in the blob store; none when it cannot be drawn or kept."""
        try:
            return (await kept(await self.pictures.draw(drawing), self.blobs),)
        except PortError as error:
            log.warning("picture_left_out reason=%s", error.reason)
            return ()

    async def posts(
        self,
        brand: Brand,
        moments: tuple[Moment, ...],
        drafts: tuple[Draft, ...],
        origin: str,
        batch_id: BatchId | None,
        *,
        to: tuple[Rules, ...],
    ) -> tuple[Post, ...]:
        """Posts that wait for a decision, in order, pictures drawn side by side."""
        now = self.desk.clock.now()
        style = await self.style(brand)
        contents = await asyncio.gather(
            *(
                self.content(brand, draft, seed_of(moment.local.date()), to=to, style=style)
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


async def kept(picture: Picture, blobs: Blobs) -> Media:
    """Keep a picture and answer what a post holds of it.

    Raises:
        Unavailable: it could not be written.
    """
    return Media(
        sha256=await blobs.put(picture.data),
        mime=picture.mime,
        size=len(picture.data),
        width=picture.width,
        height=picture.height,
        alt=picture.alt,
    )


def words_of(draft: Draft, to: tuple[Rules, ...]) -> Content:
    """The draft as the content of a post for these destinations, without pictures."""
    return Content(
        text=draft.text,
        hashtags=draft.hashtags,
        headline=draft.headline,
        points=draft.points,
        link=draft.link,
        variants={rules.platform: draft.variants[rules.platform] for rules in to if rules.platform in draft.variants},
    )


def drawing_of(content: Content, frame: Frame, photo: bytes = b"") -> Drawing:
    """What to draw for these words: a headline over the photo, else their list, else the headline as a quote."""
    headline = content.headline or first_sentence(content.text)
    if photo:
        return PhotoCard(frame=frame, headline=headline, photo=photo)
    if content.points:
        return ListCard(frame=frame, title=headline, points=content.points)
    return QuoteCard(frame=frame, quote=headline)


def first_sentence(text: str) -> str:
    """The first sentence of a text, on one line."""
    line = " ".join(text.split())
    found = _SENTENCE.match(line)
    return found[0] if found else line


def brief_for(
    brand: Brand,
    moments: tuple[Moment, ...],
    said: tuple[Post, ...],
    *,
    to: tuple[Rules, ...],
    material: tuple[SourceItem, ...] = (),
) -> Brief:
    """What the brand asks its writer for, with what it has said before, newest first."""
    return Brief(
        brand_id=brand.id,
        writer=brand.writer,
        traits=brand.traits,
        brand=brand.name,
        interests=brand.interests,
        voice=brand.voice,
        language=brand.language,
        days=tuple(moment.local.date() for moment in moments),
        avoid=tuple(post.content.text for post in said),
        destinations=to,
        material=material,
    )


def redo(brief: Brief, day: date, hint: str) -> Brief:
    """The brief for one other post on that day, as a person asked for it."""
    return replace(brief, days=(day,), hint=hint)


def seed_of(day: date) -> int:
    """A number that gives neighbouring days different looks."""
    return day.toordinal()
