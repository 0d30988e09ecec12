"""Reads a colour as people type it: "#0c7a4b", "0C7A4B", "#abc" or a few names."""

from __future__ import annotations

import re

from core.errors import Invalid, Problem

NAMES = {
    "black": "#141414",
    "white": "#ffffff",
    "grey": "#6b7280",
    "charcoal": "#2f3437",
    "silver": "#c8ccd0",
    "red": "#c62828",
    "crimson": "#a4133c",
    "burgundy": "#6d1a36",
    "terracotta": "#c65d3b",
    "coral": "#ff6f59",
    "orange": "#f08a24",
    "amber": "#f5b301",
    "gold": "#c9a227",
    "mustard": "#d9a514",
    "yellow": "#f7d038",
    "cream": "#fbf3e0",
    "beige": "#e9dcc3",
    "sand": "#d8c3a0",
    "brown": "#6f4e37",
    "chocolate": "#4a2c1d",
    "green": "#2e7d32",
    "forest green": "#1f5132",
    "olive": "#6b7a2a",
    "sage": "#9caf88",
    "mint": "#a8e0c5",
    "teal": "#0f766e",
    "turquoise": "#2bb8b0",
    "sky blue": "#74b9e6",
    "blue": "#1f5fbf",
    "royal blue": "#2b4acb",
    "navy": "#14213d",
    "indigo": "#3f3d9e",
    "purple": "#6a3fa0",
    "lavender": "#b9a7e0",
    "plum": "#6f2c5a",
    "pink": "#f08bb0",
    "rose": "#d6457a",
    "magenta": "#c2188b",
}
_ALSO = {"gray": "grey", "dark blue": "navy", "dark green": "forest green", "light blue": "sky blue"}
_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})")


def read_colour(text: str, field: str) -> str:
    """The colour as "#rrggbb"; an empty text stays empty.

    Raises:
        Invalid: it is none; `field` is what was asked.
    """
    said = " ".join(text.replace("-", " ").casefold().split())
    if not said:
        return ""
    name = _ALSO.get(said, said)
    if name in NAMES:
        return NAMES[name]
    found = _HEX.fullmatch(said)
    if found is None:
        fix = "Send one like #0c7a4b, or a name like navy, forest green or coral."
        raise Invalid(Problem(field=field, what=f"I do not know a colour “{text.strip()[:30]}”.", fix=fix))
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return f"#{digits}"


def colour_name(colour: str) -> str:
    """The colour with its name, where it has one: "navy (#14213d)"."""
    name = next((name for name, known in NAMES.items() if known == colour), "")
    return f"{name} ({colour})" if name else colour
