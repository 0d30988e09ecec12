"""What a person wrote, read from its form: lists stay lists, quotes quotes, and emoji are the characters themselves.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block (read 2026-11). The plain `text` of a message names
emoji between colons and marks bold and italic with signs that no other platform reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]
_INDENT = "  "


def words_in(blocks: Iterable[Json], *, without: str = "") -> str:
    """The words of every rich text among the blocks, one below the other; the mention of `without` is left out."""
    said = [
        _element(element, without)
        for block in blocks
        if block.get("type") == "rich_text"
        for element in block.get("elements") or ()
    ]
    return "\n".join(one.removesuffix("\n") for one in said).strip()


def _element(element: Json, without: str) -> str:
    pieces = element.get("elements") or ()
    match element.get("type"):
        case "rich_text_list":
            lines = [_line(piece, without) for piece in pieces]
            indent = _INDENT * int(element.get("indent") or 0)
            first = int(element.get("offset") or 0) + 1
            ordered = element.get("style") == "ordered"
            return "\n".join(
                f"{indent}{f'{number}.' if ordered else '•'} {line}" for number, line in enumerate(lines, start=first)
            )
        case "rich_text_quote":
            return "\n".join(f"> {line}" for line in _pieces(pieces, without).split("\n"))
    return _pieces(pieces, without)


def _line(section: Json, without: str) -> str:
    return _pieces(section.get("elements") or (), without)


def _pieces(pieces: Sequence[Json], without: str) -> str:
    return "".join(_piece(one, without) for one in pieces)


def _piece(piece: Json, without: str) -> str:
    match piece.get("type"):
        case "link":
            return str(piece["url"]).removeprefix("mailto:")
        case "emoji":
            return _emoji(piece)
        case "user":
            return "" if piece["user_id"] == without else f"@{piece['user_id']}"
        case "usergroup":
            return f"@{piece['usergroup_id']}"
        case "broadcast":
            return f"@{piece['range']}"
        case "channel":
            return f"#{piece['channel_id']}"
        case "date":
            return str(piece.get("fallback") or "")
        case "color":
            return str(piece.get("value") or "")
    return str(piece.get("text") or "")


def _emoji(piece: Json) -> str:
    """The character, where it is one; emoji of a workspace's own have only a name."""
    points = str(piece.get("unicode") or "")
    try:
        return "".join(chr(int(point, 16)) for point in points.split("-")) if points else f":{piece['name']}:"
    except (ValueError, OverflowError):
        return f":{piece['name']}:"
