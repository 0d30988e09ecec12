"""Pictures in the shape that each platform takes: cut, converted and made lighter, only where they must be."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from core.errors import Invalid, PortError
from core.film import Films
from core.payload import Media
from core.pictures import Photos, Shape
from core.ports import Blobs
from core.post import Content
from core.rules import Rules

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fitter:
    """Keeps what it makes in the blob store, so the card shows exactly what will go out.

    A film takes long: `film_waits` is set, and `core.actions.make_films` makes it ready once it is written down.
    """

    photos: Photos
    blobs: Blobs
    films: Films
    film_waits: asyncio.Event = field(default_factory=asyncio.Event)

    async def fitted(self, content: Content, to: Iterable[Rules]) -> Content:
        """The content with pictures of its own for each platform that cannot take the common ones as they are.

        What cannot be fitted stays as it is; the rules of the platform name it then.
        """
        if content.film:
            self.film_waits.set()
        made: dict[tuple[str, Shape], Media] = {}
        variants = dict(content.variants)
        for rules in to:
            words = content.for_platform(rules.platform)
            media = tuple([await self._fitted(one, rules, made) for one in words.media])
            if media != words.media:
                variants[rules.platform] = replace(words, media=media)
        return content if variants == content.variants else replace(content, variants=variants)

    async def _fitted(self, medium: Media, rules: Rules, made: dict[tuple[str, Shape], Media]) -> Media:
        shape = shape_of(rules)
        if medium.is_film or not medium.mime.startswith("image/") or fits(medium, shape):
            return medium
        if (medium.sha256, shape) not in made:
            try:
                picture = await self.photos.fit(await self.blobs.get(medium.sha256), shape)
                sha256 = await self.blobs.put(picture.data)
            except (PortError, Invalid) as error:
                log.warning("picture_not_fitted platform=%s cause=%s", rules.platform, type(error).__name__)
                return medium
            made[medium.sha256, shape] = replace(
                medium,
                sha256=sha256,
                mime=picture.mime,
                size=len(picture.data),
                width=picture.width,
                height=picture.height,
            )
        return replace(made[medium.sha256, shape], alt=medium.alt)


def shape_of(rules: Rules) -> Shape:
    """What a platform takes of pictures."""
    mimes = frozenset(one for one in rules.media_types if one.startswith("image/"))
    return Shape(mimes=mimes, most=rules.max_picture, ratio=rules.ratio)


def fits(medium: Media, shape: Shape) -> bool:
    """Whether a picture can be taken as it is."""
    least, most = shape.ratio
    right = not most or not medium.height or least <= medium.width / medium.height <= most
    return right and (not shape.mimes or medium.mime in shape.mimes) and (not shape.most or medium.size <= shape.most)
