"""Cards as their template takes them, and what is said of them to people who cannot see them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from adapters.media.backdrop import brightest
from adapters.media.lettering import Coverage, Paragraph, initial, language_of, paragraphs, runs_right_to_left, tidied
from adapters.media.logo import logo_from
from adapters.media.palette import Palette, palette_for, veiled
from core.pictures import Drawing, ListCard, PhotoCard, QuoteCard

TEMPLATE = "card.typ"
SEEDS = 2**31  # templates count with whole numbers far below this
MOST_POINTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What a template says it has drawn: the words, and the height from which a photo is to be darkened, if any."""

    headline: str
    points: tuple[str, ...]
    veil: int | None

    @classmethod
    def read(cls, said: object) -> Drawn:
        """From the template's own words."""
        found = said if isinstance(said, dict) else {}
        return cls(
            headline=" ".join(found.get("headline", ())), points=tuple(found.get("points", ())), veil=found.get("veil")
        )

    def alt(self, brand: str) -> str:
        """The words in reading order, then the brand."""
        words = " • ".join(filter(None, (tidied(self.headline), *map(tidied, self.points))))
        return " \N{EM DASH} ".join(filter(None, (words, tidied(brand))))


def palette_of(card: Drawing) -> Palette:
    """The colours this card is drawn in."""
    return palette_for(card.frame.style, card.frame.seed)


def values(card: Drawing, coverage: Coverage) -> str:
    """What the template is given, as JSON: only text that can be drawn; the words of a list stay or go together."""
    frame, style, palette = card.frame, card.frame.style, palette_of(card)
    night = veiled(palette)
    logo = logo_from(style.logo)
    places = {
        "paper": (palette.paper,),
        "shade": (palette.shade,),
        "deep": (palette.deep,),
        "night": (night.paper, brightest(night)),
    }
    headline, points = _words(card)
    drawable = all(coverage.draws(paragraph.text) for paragraph in (*headline, *points))
    return json.dumps(
        {
            "kind": _kind(card, points),
            "headline": [asdict(paragraph) for paragraph in headline] if drawable else [],
            "points": [asdict(paragraph) for paragraph in points] if drawable else [],
            "brand": _label(tidied(frame.brand), coverage),
            "kicker": _label(tidied(frame.kicker).upper(), coverage),
            "initial": _label(initial(tidied(frame.brand)), coverage),
            "logo": logo.written(places) if logo else None,
            "palette": palette.written(),
            "night": night.written(),
            "face": style.face.value,
            "lang": language_of(" ".join(paragraph.text for paragraph in (*headline, *points)) + frame.brand),
            "seed": frame.seed % SEEDS,
            "width": frame.width,
            "height": frame.height,
        }
    )


def _words(card: Drawing) -> tuple[Sequence[Paragraph], Sequence[Paragraph]]:
    match card:
        case QuoteCard():
            return paragraphs(card.quote), ()
        case PhotoCard():
            return paragraphs(card.headline), ()
        case ListCard():
            lines = (paragraphs(tidied(point)) for point in card.points)
            return paragraphs(card.title), [line for (line,) in filter(None, lines)][:MOST_POINTS]


def _kind(card: Drawing, points: Sequence[Paragraph]) -> str:
    if isinstance(card, PhotoCard):
        return "photo"
    return "list" if points else "quote"


def _label(text: str, coverage: Coverage) -> dict[str, object] | None:
    if not text or not coverage.draws(text):
        return None
    return asdict(Paragraph(text=text, rtl=runs_right_to_left(text)))
