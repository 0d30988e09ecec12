"""Colours as people see them: hue and lightness apart, and how well one stands out from another."""

from __future__ import annotations

import math
from dataclasses import dataclass

_STEPS = 14  # halvings of a lightness range; finer than one step of an 8-bit colour


@dataclass(frozen=True, slots=True)
class Colour:
    """An sRGB colour, each part 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def read(cls, text: str) -> Colour:
        """The colour written as "#rrggbb"."""
        return cls(*bytes.fromhex(text.removeprefix("#")))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    def luminance(self) -> float:
        """How bright it is, 0 to 1. API: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance (read 2026-11)"""
        red, green, blue = map(_linear, (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def tone(self) -> Tone:
        """The same colour as lightness, colourfulness and hue."""
        red, green, blue = map(_linear, (self.red, self.green, self.blue))
        long, middle, short = (
            math.cbrt(row[0] * red + row[1] * green + row[2] * blue)
            for row in (
                (0.4122214708, 0.5363325363, 0.0514459929),
                (0.2119034982, 0.6806995451, 0.1073969566),
                (0.0883024619, 0.2817188376, 0.6299787005),
            )
        )
        a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
        b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
        lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
        return Tone(lightness=lightness, chroma=math.hypot(a, b), hue=math.atan2(b, a))

    def mixed(self, other: Colour, share: float) -> Colour:
        """This colour with a share, 0 to 1, of the other one laid over it."""
        mine, theirs = (self.red, self.green, self.blue), (other.red, other.green, other.blue)
        return Colour(*(round(a + (b - a) * share) for a, b in zip(mine, theirs, strict=True)))


BLACK, WHITE = Colour(0, 0, 0), Colour(255, 255, 255)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """A colour in OKLCH: lightness 0 to 1, chroma from 0 (grey) to about 0.3, hue in radians.

    API: https://bottosson.github.io/posts/oklab/ (read 2026-11)
    """

    lightness: float
    chroma: float
    hue: float

    def at(self, lightness: float, chroma: float | None = None) -> Tone:
        """The same hue with another lightness, and, when given, at most that chroma."""
        limit = self.chroma if chroma is None else min(self.chroma, chroma)
        return Tone(lightness=min(1.0, max(0.0, lightness)), chroma=limit, hue=self.hue)

    def colour(self) -> Colour:
        """The nearest colour a screen can show: chroma gives way, hue and lightness stay."""
        low, high = 0.0, self.chroma
        if _shown(self.lightness, high, self.hue) is None:
            for _ in range(_STEPS):
                middle = (low + high) / 2
                low, high = (low, middle) if _shown(self.lightness, middle, self.hue) is None else (middle, high)
            high = low
        return _shown(self.lightness, high, self.hue) or (WHITE if self.lightness > 0.5 else BLACK)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio, 1 to 21. API: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio (read 2026-11)"""
    return ratio(one.luminance(), other.luminance())


def ratio(one: float, other: float) -> float:
    """The contrast ratio of two luminances."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def stronger(ground: Colour) -> Colour:
    """Black or white, whichever stands out more; at least 4.58 to 1 from any ground."""
    return max((BLACK, WHITE), key=lambda extreme: contrast(extreme, ground))


def reaching(least: float, colour: Colour, *grounds: Colour) -> Colour:
    """The colour nearest in lightness that stands out at least this much from every ground; else black or white."""

    def passes(candidate: Colour) -> bool:
        return all(contrast(candidate, ground) >= least for ground in grounds)

    if passes(colour):
        return colour
    tone, extreme = colour.tone(), stronger(grounds[0])
    near, far = tone.lightness, 0.0 if extreme == BLACK else 1.0
    best = extreme
    for _ in range(_STEPS):
        middle = (near + far) / 2
        candidate = tone.at(middle).colour()
        if passes(candidate):
            best, far = candidate, middle
        else:
            near = middle
    return best


def _linear(part: int) -> float:
    value = part / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _shown(lightness: float, chroma: float, hue: float) -> Colour | None:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long, middle, short = (
        (lightness + row[0] * a + row[1] * b) ** 3
        for row in ((0.3963377774, 0.2158037573), (-0.1055613458, -0.0638541728), (-0.0894841775, -1.2914855480))
    )
    parts = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    if not all(-0.0005 <= part <= 1.0005 for part in parts):
        return None
    return Colour(*(_stored(min(1.0, max(0.0, part))) for part in parts))


def _stored(part: float) -> int:
    return round(255 * (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055))
