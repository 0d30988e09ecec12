"""What an owner calls the brand, and where it is, as far as an English sentence says so plainly."""

from __future__ import annotations

import re

_ENDS = "in|from|near|outside|by|at|on|of|for|who|that|with|and|since|where|which|run|based"
_CALLED = re.compile(
    rf"\b(?:[Ww]e are|[Ww]e're|I am|I'm) (an? [a-z][\w'-]*(?:,? (?!(?:{_ENDS})\b)[\w'-]+){{0,3}})"
    rf"(?=[.,;!]| (?:{_ENDS})\b|$)"
)
_SAYS_LITTLE = re.compile(
    r"\b(?:team|group|company|couple|family|lot|bit|brand|business|place|community|few|firm|pair"
    r"|friendly|cheeky|playful|formal|warm|tone|voice|style)$"
)
_HOUSE = (
    r"bakery|café|cafe|coffeehouse|shop|store|studio|bar|pub|restaurant|bistro|roastery|salon|gallery|school|workshop"
    r"|hotel|hostel|practice|clinic|farm|bookshop|bookstore|office|agency|brewery|winery|museum|library|gym|atelier"
    r"|garage|nursery|florist|barbershop|kitchen|market|photographer|potter|baker|gardener|teacher|carpenter"
)
_CRAFT_NOT_PLACE = r"(?![^.]*?\b(?:expert|speciali[sz]|specialist|interest|train|fluent|believ))"
_NO_PLACE = (
    r"(?!English|German|French|Spanish|Portuguese|Italian|Dutch|Latin|January|February|March|April|May\b|June|July|August"
    r"|September|October|November|December|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|God|Jesus)"
)
_NAMED_PLACE = r"([A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+){0,2})"
_PLACE = re.compile(
    rf"\b(?:based|located|live|work|meet|{_HOUSE}"
    rf"|(?:[Ww]e are|[Ww]e're|I am|I'm) {_CRAFT_NOT_PLACE}[a-z][a-z ,'-]{{2,50}}?)"
    rf" in (?:the )?{_NO_PLACE}{_NAMED_PLACE}"
)


def trade_of(text: str) -> str:
    """Answer what the brand calls itself, with its article, as in "a small bakery"; empty when it does not say."""
    found = _CALLED.search(text)
    return found.group(1) if found and not _SAYS_LITTLE.search(found.group(1)) else ""


def place_of(text: str) -> str:
    """Answer the name of the place the brand says it is in; empty when it does not say."""
    found = _PLACE.search(text)
    return found.group(1) if found else ""
