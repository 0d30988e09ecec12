"""What everyone who draws pictures promises, whatever it draws with."""

from __future__ import annotations

import asyncio
from collections import Counter
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from core.errors import Invalid
from core.pictures import Frame, Picture, Pictures, QuoteCard

MOST_BYTES = 150 * 1024
NEEDED_CONTRAST = 4.5
NEARLY_ALIKE = 12  # of 255: a palette may move a colour a little
LOOKS = range(45)  # seeds enough to meet every palette and every layout
LONG = " ".join(
    f"Loaf {number} leaned to one side, and the man who bought it came back for two more." for number in range(60)
)
NOT_A_CHARACTER = "\U0010fffd"  # private use: no font gives it a shape


def a_card(
    quote: str = "Good bread is mostly patience.",
    *,
    brand: str = "Mira Bakes",
    kicker: str = "tip",
    seed: int = 0,
    width: int = 320,
    height: int = 320,
) -> QuoteCard:
    frame = Frame(brand=brand, kicker=kicker, seed=seed, width=width, height=height)
    return QuoteCard(frame=frame, quote=quote)


def opened(picture: Picture) -> Image.Image:
    with Image.open(BytesIO(picture.data)) as image:
        return image.convert("RGB")


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast ratio, 1 to 21. API: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio (read 2026-11)"""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    linear = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in colour)
    )
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def colours(image: Image.Image) -> Counter[tuple[int, int, int]]:
    raw = image.tobytes()
    return Counter(zip(raw[0::3], raw[1::3], raw[2::3], strict=True))


class PicturesContract:
    """Subclass it, bring a fixture `pictures`, and the promises of `core.pictures` are tried."""

    async def test_a_card_becomes_a_png_of_the_size_asked_for(self, pictures: Pictures) -> None:
        picture = await pictures.draw(a_card(width=540, height=675))
        with Image.open(BytesIO(picture.data)) as image:
            assert (image.format, image.size) == ("PNG", (540, 675))
        assert (picture.mime, picture.width, picture.height) == ("image/png", 540, 675)

    async def test_the_same_card_gives_the_same_bytes(self, pictures: Pictures) -> None:
        first = await pictures.draw(a_card())
        await pictures.draw(a_card("Something else in between.", seed=7))
        assert await pictures.draw(a_card()) == first

    async def test_each_seed_gives_its_own_look(self, pictures: Pictures) -> None:
        looks = {(await pictures.draw(a_card(seed=seed))).data for seed in LOOKS}
        assert len(looks) >= 6

    @pytest.mark.parametrize("seed", [-1, 2**63, 10**30])
    async def test_any_whole_number_is_a_seed(self, pictures: Pictures, seed: int) -> None:
        assert (await pictures.draw(a_card(seed=seed))).data

    @pytest.mark.parametrize(("width", "height"), [(1080, 1080), (1080, 1920), (1200, 628), (2160, 2160)])
    async def test_the_fullest_card_stays_below_the_limit(self, pictures: Pictures, width: int, height: int) -> None:
        picture = await pictures.draw(a_card(LONG + " \N{CROISSANT}", width=width, height=height))
        assert len(picture.data) <= MOST_BYTES

    @pytest.mark.parametrize("seed", LOOKS)
    async def test_words_stand_out_from_their_ground(self, pictures: Pictures, seed: int) -> None:
        with_words = colours(opened(await pictures.draw(a_card(kicker="", brand="", seed=seed))))
        ground = with_words.most_common(1)[0][0]
        words = [colour for colour, seen in with_words.items() if seen > 320 * 320 / 200]
        assert max(contrast(ground, colour) for colour in words) >= NEEDED_CONTRAST

    @pytest.mark.parametrize("seed", range(10))
    @pytest.mark.parametrize(("width", "height"), [(320, 320), (360, 640), (640, 336)])
    async def test_no_text_reaches_the_edge(self, pictures: Pictures, seed: int, width: int, height: int) -> None:
        rim = 8
        inside = (rim, rim, width - rim, height - rim)
        bare = opened(await pictures.draw(a_card("", seed=seed, width=width, height=height)))
        for quote in (LONG, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", "I" * 60, "W" * 40):
            full = opened(await pictures.draw(a_card(quote, seed=seed, width=width, height=height)))
            strange = ImageChops.difference(full, bare)
            strange.paste((0, 0, 0), inside)
            assert max(strange.tobytes()) <= NEARLY_ALIKE

    async def test_a_long_text_ends_with_a_whole_word_and_an_ellipsis(self, pictures: Pictures) -> None:
        shown = (await pictures.draw(a_card(LONG))).alt.removesuffix(" \N{EM DASH} Mira Bakes")
        kept = shown.removesuffix("…")
        assert kept != shown
        assert LONG.startswith(kept)
        assert not LONG[len(kept)].isalnum()

    async def test_a_text_that_cannot_be_drawn_leaves_only_the_brand(self, pictures: Pictures) -> None:
        undrawable = await pictures.draw(a_card(f"Ten {NOT_A_CHARACTER} loaves"))
        assert undrawable == await pictures.draw(a_card(""))
        assert undrawable.alt == "Mira Bakes"

    async def test_a_word_too_long_to_be_legible_leaves_only_the_brand(self, pictures: Pictures) -> None:
        assert await pictures.draw(a_card("w" * 400)) == await pictures.draw(a_card(""))

    async def test_a_brand_that_cannot_be_drawn_leaves_a_shape(self, pictures: Pictures) -> None:
        bare = await pictures.draw(a_card("", brand=NOT_A_CHARACTER, kicker=NOT_A_CHARACTER))
        assert bare.data == (await pictures.draw(a_card("", brand="", kicker=""))).data
        assert len(colours(opened(bare))) > 1

    async def test_alt_text_holds_the_quote_and_the_brand(self, pictures: Pictures) -> None:
        picture = await pictures.draw(a_card("Wait.\n\nThen  bake."))
        assert picture.alt == "Wait. Then bake. \N{EM DASH} Mira Bakes"

    @pytest.mark.parametrize(
        "words",
        [
            '#panic("no") $x$ *b* _i_ `c` @d <e> \\ [f] {g} // h /* i */',
            "= Not a heading",
            "- not a list",
            '"} , {"seed": 3}',
            "https://example.com/a_b*c*#d",
        ],
    )
    async def test_words_are_never_read_as_markup(self, pictures: Pictures, words: str) -> None:
        picture = await pictures.draw(a_card(words, brand=words, kicker=words))
        assert picture.alt == f"{words} \N{EM DASH} {words}"

    @pytest.mark.parametrize("invisible", ["\x00", "\x1b", "\u202e", "\u2066", "\ufeff", "\u00ad", "\ud800"])
    async def test_invisible_controls_are_left_out(self, pictures: Pictures, invisible: str) -> None:
        picture = await pictures.draw(a_card(f"Good {invisible}bread.", brand=f"Mi{invisible}ra"))
        assert picture == await pictures.draw(a_card("Good bread.", brand="Mira"))

    async def test_a_size_out_of_range_is_named_with_its_limit(self, pictures: Pictures) -> None:
        with pytest.raises(Invalid) as refused:
            await pictures.draw(a_card(width=20, height=9000))
        assert [problem.field for problem in refused.value.problems] == ["width", "height"]
        assert [problem.actual for problem in refused.value.problems] == [20, 9000]

    async def test_cards_asked_for_together_come_out_as_if_asked_one_by_one(self, pictures: Pictures) -> None:
        cards = [a_card(seed=seed) for seed in range(8)]
        async with asyncio.TaskGroup() as group:
            together = [group.create_task(pictures.draw(card)) for card in cards]
        assert [task.result() for task in together] == [await pictures.draw(card) for card in cards]

    async def test_a_caller_who_leaves_does_not_disturb_the_next(self, pictures: Pictures) -> None:
        expected = await pictures.draw(a_card())
        leaving = asyncio.create_task(pictures.draw(a_card(LONG, width=1080, height=1080)))
        await asyncio.sleep(0)
        leaving.cancel()
        assert await pictures.draw(a_card()) == expected
        with pytest.raises(asyncio.CancelledError):
            await leaving
