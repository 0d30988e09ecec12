"""The common way to make Parts of a post, for platforms that show words, hashtags and link as one text."""

from __future__ import annotations

from adapters.publishers.counting import utf16_units
from core.payload import Payload
from core.post import Content
from core.rules import Rules


def composed(content: Content, rules: Rules, *, fields: tuple[tuple[str, str], ...] = ()) -> tuple[Payload, ...]:
    """Words, hashtags and link with the media; then one Part for each text below, without media.

    The link is left out where the words have it already, or where the platform shows it in a place of its own; it
    stands in `link` of the first Part in any case. `fields` come with every Part.
    """
    words = content.for_platform(rules.platform)
    link = content.link if rules.link_in_text and content.link not in words.text else ""
    text = "\n\n".join(piece for piece in (words.words(), link) if piece)
    first = Payload(text=text, link=content.link, media=words.media, fields=fields)
    return (first, *(Payload(text=one, fields=fields) for one in content.below))


def shortened(text: str, most: int) -> str:
    """The text, cut after a word where it is longer than `most` UTF-16 units."""
    if utf16_units(text) <= most:
        return text
    cut = text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", errors="ignore")
    words, space, _ = cut.rpartition(" ")
    return f"{(words if space else cut).rstrip()}…"
