"""What the containers of a post are asked for.

API: https://developers.facebook.com/documentation/threads/posts (read 2026-11)
"""

from __future__ import annotations

from adapters.publishers.containers import Draft
from core.payload import Checkpoint, Media, Payload


def draft(payload: Payload, checkpoint: Checkpoint) -> Draft:
    """One container for words, a picture or a film; of several media one each and one around them.

    Only words alone can have a card for a link. What stands below another post answers it.
    """
    said = ({"text": payload.text} if payload.text else {}) | dict(payload.fields)
    if checkpoint.parents:
        said["reply_to_id"] = checkpoint.parents[-1]
    if not payload.media:
        card = {"link_attachment": payload.link} if payload.link else {}
        return Draft(media=(), forms=({"media_type": "TEXT", **said, **card},))
    if len(payload.media) == 1:
        return Draft(media=payload.media, forms=(_form(payload.media[0]) | said,))
    children = tuple(_form(medium) | {"is_carousel_item": "true"} for medium in payload.media)
    return Draft(media=payload.media, forms=children, around={"media_type": "CAROUSEL", **said})


def _form(medium: Media) -> dict[str, str]:
    kind = {"media_type": "VIDEO" if medium.is_film else "IMAGE"}
    return kind | ({"alt_text": medium.alt} if medium.alt else {})
