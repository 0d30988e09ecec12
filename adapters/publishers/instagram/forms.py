"""What the containers of a post are asked for.

API: https://developers.facebook.com/docs/instagram-platform/content-publishing (read 2026-11)
"""

from __future__ import annotations

from adapters.publishers.containers import Draft
from core.payload import Media, Payload


def draft(payload: Payload) -> Draft:
    """One container for one picture or film, else one for each and one around them. Every single film is a reel."""
    said = ({"caption": payload.text} if payload.text else {}) | dict(payload.fields)
    if len(payload.media) == 1:
        (medium,) = payload.media
        return Draft(media=payload.media, forms=(_form(medium, "REELS") | said,))
    children = tuple(_form(medium, "VIDEO") | {"is_carousel_item": "true"} for medium in payload.media)
    return Draft(media=payload.media, forms=children, around={"media_type": "CAROUSEL", **said})


def _form(medium: Media, film: str) -> dict[str, str]:
    if medium.is_film:
        return {"media_type": film}
    return {"alt_text": medium.alt} if medium.alt else {}
