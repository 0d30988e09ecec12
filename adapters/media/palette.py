"""The colours of one picture, from a brand's two colours or from our own palettes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path

from adapters.media.colour import Colour, Tone, contrast, reaching, stronger
from core.pictures import Style

FILE = Path(__file__).parent / "templates" / "palettes.json"
LEGIBLE = 4.55  # what words reach; a little more than the 4.5 we promise
COMFORTABLE = 9.0  # what the main words aim at
VISIBLE = 1.3  # what a mere shape reaches
_STEP = 0.04  # in lightness, between paper and shade
_GREY = 0.02  # below this chroma a colour has no hue to speak of


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """What each colour is for.

    Words in `ink`, `soft` and `accent` stand on `paper` and `shade`, words in `on_deep` stand on `deep`; each pair
    reaches a contrast of 4.5 to 1. `mark` is for shapes only: the accent as the brand has it, wherever it can be seen.
    """

    paper: Colour
    shade: Colour
    ink: Colour
    soft: Colour
    accent: Colour
    mark: Colour
    deep: Colour
    on_deep: Colour

    def written(self) -> dict[str, str]:
        """Each role with its colour as "#rrggbb", named as templates name it."""
        return {role.replace("_", "-"): str(Colour(**parts)) for role, parts in asdict(self).items()}


def palette_for(style: Style, seed: int) -> Palette:
    """The brand's palette; without brand colours one of our own, by the seed.

    A ground without an accent is joined by its own hue. An accent without a ground stands on a light tint of itself,
    or turns into the ground, by the seed.
    """
    if style.ground and style.accent:
        return derived(Colour.read(style.ground), Colour.read(style.accent))
    if style.ground:
        ground = Colour.read(style.ground)
        return derived(ground, companion(ground))
    if style.accent:
        accent = Colour.read(style.accent)
        tint = accent.tone().at(0.965, 0.02).colour()
        return derived(accent, tint) if seed % 2 else derived(tint, accent)
    return ours()[seed % len(ours())]


@lru_cache(maxsize=256)
def derived(ground: Colour, accent: Colour) -> Palette:
    """A palette in which every word can be read, as near to the two colours as that allows."""
    extreme = stronger(ground)
    paper = ground
    shade = _shade(paper, extreme)
    hue = (paper if paper.tone().chroma > _GREY else accent).tone()
    ink = reaching(COMFORTABLE, hue.at(0.24 if extreme.red == 0 else 0.97, 0.03).colour(), paper, shade)
    readable = reaching(LEGIBLE, accent, paper, shade)
    mark = accent if contrast(accent, paper) >= VISIBLE else readable
    return Palette(
        paper=paper,
        shade=shade,
        ink=ink,
        soft=reaching(LEGIBLE, ink.mixed(paper, 0.32), paper, shade),
        accent=readable,
        mark=mark,
        deep=mark,
        on_deep=next((one for one in (paper, ink) if contrast(one, mark) >= LEGIBLE), stronger(mark)),
    )


def companion(ground: Colour) -> Colour:
    """An accent for a ground that came alone: stronger in the same hue; grey beside grey."""
    tone = ground.tone()
    chroma = 0.0 if tone.chroma < _GREY else 0.13
    return Tone(lightness=0.5 if tone.lightness > 0.6 else 0.8, chroma=chroma, hue=tone.hue).colour()


def veiled(palette: Palette) -> Palette:
    """The palette for light words over a darkened photo, with the same accent."""
    night = palette.deep.tone().at(0.17, 0.025).colour()
    return derived(night, palette.mark)


@cache
def ours() -> tuple[Palette, ...]:
    """The palettes of the house, in the order of their file."""
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(_read(row) for row in rows)


def _read(row: dict[str, str]) -> Palette:
    colours = {role.replace("-", "_"): Colour.read(value) for role, value in row.items() if role != "name"}
    return Palette(**colours, mark=colours["accent"])


def _shade(paper: Colour, extreme: Colour) -> Colour:
    """A neighbour of the paper on which the same words can be read: nearer to them, or else farther away."""
    tone = paper.tone()
    towards = -_STEP if extreme.red == 0 else _STEP
    nearer = tone.at(tone.lightness + towards).colour()
    if contrast(extreme, nearer) >= COMFORTABLE:
        return nearer
    farther = tone.at(tone.lightness - towards).colour()
    return farther if contrast(extreme, farther) >= contrast(extreme, paper) else paper
