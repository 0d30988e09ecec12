"""A brand's logo, made ready to stand beside its name on any ground."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from adapters.media.colour import BLACK, WHITE, Colour, contrast
from adapters.media.photos import MOST_BYTES, decoded
from core.errors import Invalid

if TYPE_CHECKING:
    from PIL.Image import Image

log = logging.getLogger(__name__)

TALLEST, WIDEST = 160, 480  # pixels, as kept; a card shows it smaller
SEEN = 2.0  # a pixel with less contrast to its ground is as good as gone
ENOUGH = 0.6  # share of the pixels that must be seen
SAMPLES = 24  # pixels a side on which this is judged
SOLID = 128  # of 255; fainter pixels do not count


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A small PNG and the colours that were seen in it. `opaque` when it brings a ground of its own."""

    png: bytes
    width: int
    height: int
    opaque: bool
    colours: tuple[Colour, ...]

    def chip(self, ground: Colour) -> Colour | None:
        """The colour of a small plate to put under it there; none when it stands out by itself."""
        if self.opaque or self._seen_on(ground) >= ENOUGH:
            return None
        return max((WHITE, BLACK), key=self._seen_on)

    def written(self, grounds: Mapping[str, Colour]) -> dict[str, object]:
        """The logo as templates take it, with its chip for each ground by the ground's name."""
        chips = {name: self.chip(ground) for name, ground in grounds.items()}
        return {
            "png": list(self.png),
            "ratio": self.width / self.height,
            "opaque": self.opaque,
            "chips": {name: str(chip) if chip else None for name, chip in chips.items()},
        }

    def _seen_on(self, ground: Colour) -> float:
        return sum(contrast(colour, ground) >= SEEN for colour in self.colours) / len(self.colours)


@lru_cache(maxsize=8)
def logo_from(data: bytes) -> Logo | None:
    """The logo in these bytes, trimmed to what can be seen of it; none when they cannot be read as one."""
    if not data or len(data) > MOST_BYTES:
        return None
    try:
        image = decoded(data)
    except Invalid as error:
        log.warning("logo_left_out reason=%s", error.problems[0].field)
        return None
    opaque = image.mode != "RGBA"
    rgba = image.convert("RGBA")
    box = rgba.getchannel("A").getbbox()
    if box is None:
        return None
    rgba = rgba.crop(box)
    rgba.thumbnail((WIDEST, TALLEST))
    out = BytesIO()
    rgba.save(out, "PNG")
    return Logo(png=out.getvalue(), width=rgba.width, height=rgba.height, opaque=opaque, colours=_colours(rgba))


def _colours(rgba: Image) -> tuple[Colour, ...]:
    small = rgba.resize((SAMPLES, SAMPLES))
    raw = small.tobytes()
    pixels = zip(raw[0::4], raw[1::4], raw[2::4], raw[3::4], strict=True)
    seen = tuple(Colour(red, green, blue) for red, green, blue, alpha in pixels if alpha >= SOLID)
    return seen or (BLACK,)
