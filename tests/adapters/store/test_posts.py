"""How posts lie in the database."""

from __future__ import annotations

import json

import pytest

from adapters.store.posts import content_from, content_text
from core.post import Content
from tests.builders import some_media


def first_release(content: Content) -> str:
    """The content as the first release wrote it."""
    kept = json.loads(content_text(content))
    for later in ("drawn", "photo", "points", "pictures"):
        del kept[later]
    return json.dumps(kept)


@pytest.mark.parametrize(("headline", "drawn"), [("Bread is out", 0), ("", None)])
def test_pictures_of_the_first_release_were_drawn_where_there_is_a_headline(headline: str, drawn: int | None) -> None:
    content = Content(text="Bread.", headline=headline, media=(some_media(),))

    assert content_from(first_release(content)).drawn == drawn


def test_a_photo_chosen_over_a_drawn_card_stays_a_photo() -> None:
    content = Content(text="Bread.", headline="Bread is out", media=(some_media(),))

    assert content_from(content_text(content)) == content
