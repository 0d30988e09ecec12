"""The lexicons that make a text sound like a person, one file a language, each with its date and sources."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from core.human import Lexicon

LANGUAGES = ("en", "de", "fr", "es", "pt", "tr")


@cache
def lexicon_for(language: str) -> Lexicon:
    """The lexicon of that language; of one we have none for only what holds in every language is mended."""
    if language not in LANGUAGES:
        return Lexicon()
    with resources.files(__package__).joinpath("lexicon", f"{language}.toml").open("rb") as file:
        raw = tomllib.load(file)
    return Lexicon(openings=tuple(raw["openings"]), intensifiers=tuple(raw["intensifiers"]), swaps=dict(raw["swaps"]))
