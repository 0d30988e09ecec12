"""How a brand's pictures look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from core.errors import Invalid, Problem
from core.payload import Media

_COLOUR = re.compile(r"#[0-9a-f]{6}")


class Face(StrEnum):
    """The lettering of pictures. MIXED takes turns, so that neighbouring posts differ."""

    MIXED = "mixed"
    SERIF = "serif"
    SANS = "sans"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A brand's colours as "#rrggbb" in lower case, its lettering and its logo.

    `ground` is what words stand on, `accent` what stands out; empty means that the pictures choose their own.
    Words are always set in a colour that stands out from the ground, whatever was chosen.
    """

    ground: str = ""
    accent: str = ""
    face: Face = Face.MIXED
    logo: Media | None = None

    def __post_init__(self) -> None:
        problems = tuple(
            Problem(field=field, what=f"“{value[:20]}” is not a colour.", fix="Send one like #0c7a4b.")
            for field, value in (("ground", self.ground), ("accent", self.accent))
            if value and not _COLOUR.fullmatch(value)
        )
        if problems:
            raise Invalid(*problems)
