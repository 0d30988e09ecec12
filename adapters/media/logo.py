"""A brand's logo, made ready to stand beside its name on any ground."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from adapters.media.colour import BLACK, WHITE, Colour, ratio
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
    """A small PNG and how bright its pixels are, each 0 to 1. `opaque` when it brings a ground of its own."""

    png: bytes
    width: int
    height: int
    opaque: bool
    lights: tuple[float, ...]

    def chip(self, grounds: Sequence[Colour]) -> Colour | None:
        """The colour of a small plate to put under it; none when it stands out from every ground by itself."""
        if self.opaque or all(self._seen_on(ground) >= ENOUGH for ground in grounds):
            return None
        return max((WHITE, BLACK), key=self._seen_on)

    def written(self, places: Mapping[str, Sequence[Colour]]) -> dict[str, object]:
        """The logo as templates take it, with its chip for each place by the colours that may be below it there."""
        chips = {place: self.chip(grounds) for place, grounds in places.items()}
        return {
            "png": list(self.png),
            "ratio": self.width / self.height,
            "opaque": self.opaque,
            "chips": {name: str(chip) if chip else None for name, chip in chips.items()},
        }

    def _seen_on(self, ground: Colour) -> float:
        light = ground.luminance()
        return sum(ratio(light, one) >= SEEN for one in self.lights) / len(self.lights)


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
    return Logo(png=out.getvalue(), width=rgba.width, height=rgba.height, opaque=opaque, lights=_lights(rgba))


def _lights(rgba: Image) -> tuple[float, ...]:
    raw = rgba.resize((SAMPLES, SAMPLES)).tobytes()
    pixels = zip(raw[0::4], raw[1::4], raw[2::4], raw[3::4], strict=True)
    seen = tuple(Colour(red, green, blue).luminance() for red, green, blue, alpha in pixels if alpha >= SOLID)
    return seen or (0.0,)
