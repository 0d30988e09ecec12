"""What everyone who draws pictures promises about lists, headlines over photos, looks and ratios."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from core.errors import Invalid, Rejected
from core.look import Face
from core.pictures import Drawing, Frame, ListCard, PhotoCard, Pictures, QuoteCard, Style
from tests.contracts.photos import NO_PICTURES, a_png, written
from tests.contracts.pictures import (
    MOST_BYTES,
    NEARLY_ALIKE,
    NEEDED_CONTRAST,
    NOT_A_CHARACTER,
    a_card,
    colours,
    contrast,
    opened,
)

MOST_PHOTO_BYTES = 400 * 1024
SIZES = [(1080, 1080), (1080, 1350), (1200, 675), (1000, 1500), (1080, 1920)]
SEEDS = range(6)  # enough to meet many layouts of every kind
TITLE = "Four habits of bakers"
POINTS = ("Weigh the flour", "Let the dough rest", "Bake it darker", "Wait an hour 🥐")
BLOCK = 8  # pixels: letters are thinner than twice this, plates are not
ANY_COLOUR = st.integers(0, 0xFFFFFF).map(lambda code: f"#{code:06x}")
Few = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)


def a_frame(*, seed: int = 0, size: tuple[int, int] = (540, 540), style: Style = Style(), kicker: str = "") -> Frame:
    return Frame(brand="Mira Bakes", kicker=kicker, seed=seed, width=size[0], height=size[1], style=style)


def a_list(title: str = TITLE, points: tuple[str, ...] = POINTS, frame: Frame | None = None) -> ListCard:
    return ListCard(frame=frame or a_frame(), title=title, points=points)


def a_photo_card(photo: Image.Image, headline: str = "Out at six", frame: Frame | None = None) -> PhotoCard:
    return PhotoCard(frame=frame or a_frame(), headline=headline, photo=written(photo, "PNG"))


def plain(colour: str, size: tuple[int, int] = (700, 500)) -> Image.Image:
    return Image.new("RGB", size, colour)


def noise(size: tuple[int, int]) -> Image.Image:
    """The hardest photo to compress."""
    return Image.merge("RGB", [Image.effect_noise(size, 200 + channel) for channel in range(3)])


def a_logo(colour: str, size: tuple[int, int] = (200, 100)) -> bytes:
    """A plain rectangle with much clear space around it."""
    image = Image.new("RGBA", (size[0] * 2, size[1] * 2), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((20, 20, 20 + size[0] - 1, 20 + size[1] - 1), fill=colour)
    return written(image, "PNG")


async def weakest_words(pictures: Pictures, card: PhotoCard) -> float:
    """The contrast of the letters to the ground right beside them, over the brightest photo there is.

    What looks the same over white and over black belongs to the card; what is thin in it are letters.
    """
    over_white = opened(await pictures.draw(replace(card, photo=written(plain("white"), "PNG"))))
    over_black = opened(await pictures.draw(replace(card, photo=written(plain("black"), "PNG"))))
    differs = ImageChops.difference(over_white, over_black).convert("L")
    own = differs.point(lambda value: 255 if value < 24 else 0)
    plates = own.filter(ImageFilter.BoxBlur(BLOCK)).point(lambda value: 255 if value == 255 else 0)
    plates = _grown(plates, BLOCK + 4)
    letters = ImageChops.subtract(own, plates)
    near = ImageChops.subtract(_grown(letters, 6), _grown(letters, 3))
    ground = colours_where(over_white, ImageChops.subtract(near, _grown(plates, 3)))
    if not ground:  # the words stand on a plate of the card's own
        inside = colours_where(over_white, plates)
        common = max(inside, key=lambda colour: inside[colour])
        return max(contrast(colour, common) for colour, seen in inside.items() if seen > 200)
    ink = colours_where(over_white, letters)
    common = max(ink, key=lambda colour: ink[colour])
    ranked = sorted(contrast(common, colour) for colour, seen in ground.items() for _ in range(seen))
    return ranked[len(ranked) // 200]  # JPEG blurs one pixel in some hundreds


def colours_where(image: Image.Image, mask: Image.Image) -> dict[tuple[int, int, int], int]:
    found = colours(Image.composite(image, Image.new("RGB", image.size, (1, 2, 3)), mask))
    del found[(1, 2, 3)]
    return found


def _grown(mask: Image.Image, by: int) -> Image.Image:
    return mask.filter(ImageFilter.BoxBlur(by)).point(lambda value: 255 if value else 0)


class CardsContract:
    """Subclass it, bring a fixture `pictures`, and the promises of `core.pictures` are tried."""

    @pytest.mark.parametrize("size", SIZES)
    async def test_every_kind_of_card_comes_in_every_ratio_and_stays_below_its_limit(
        self, pictures: Pictures, size: tuple[int, int]
    ) -> None:
        frame = a_frame(size=size, kicker="tip")
        cards: tuple[tuple[Drawing, str, int], ...] = (
            (QuoteCard(frame=frame, quote="Wait. 🥐"), "image/png", MOST_BYTES),
            (a_list(frame=frame), "image/png", MOST_BYTES),
            (a_photo_card(noise((900, 900)), frame=frame), "image/jpeg", MOST_PHOTO_BYTES),
        )
        for card, mime, most in cards:
            picture = await pictures.draw(card)
            assert (picture.mime, picture.width, picture.height) == (mime, *size)
            assert opened(picture).size == size
            assert len(picture.data) <= most

    async def test_warming_up_may_be_repeated_and_changes_no_picture(self, pictures: Pictures) -> None:
        await pictures.warm()
        before = await pictures.draw(a_list())
        await pictures.warm()
        assert await pictures.draw(a_list()) == before

    @pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
    async def test_alt_text_of_a_list_reads_like_the_list(self, pictures: Pictures, count: int) -> None:
        points = tuple(f"Habit {number}" for number in range(1, count + 1))
        picture = await pictures.draw(a_list(points=points))
        assert picture.alt == " • ".join((TITLE, *points)) + " \N{EM DASH} Mira Bakes"

    async def test_of_a_longer_list_the_first_six_points_are_shown(self, pictures: Pictures) -> None:
        points = tuple(f"Habit {number}" for number in range(9))
        assert await pictures.draw(a_list(points=points)) == await pictures.draw(a_list(points=points[:6]))

    async def test_points_too_long_end_with_a_whole_word_and_an_ellipsis(self, pictures: Pictures) -> None:
        long = " ".join(f"loaf{number} leaned to one side" for number in range(40))
        alt = (await pictures.draw(a_list(points=(long, "Short one", long)))).alt.removesuffix(
            " \N{EM DASH} Mira Bakes"
        )
        title, first, second, third = alt.split(" • ")
        assert (title, second) == (TITLE, "Short one")
        for shown in (first, third):
            assert shown.endswith("…")
            assert long.startswith(shown.removesuffix("…") + " ")

    @pytest.mark.parametrize("bad", [f"Ten {NOT_A_CHARACTER}", "w" * 400])
    async def test_a_list_with_a_point_that_cannot_be_set_shows_only_the_brand(
        self, pictures: Pictures, bad: str
    ) -> None:
        picture = await pictures.draw(a_list(points=("Weigh the flour", bad)))
        assert picture.alt == "Mira Bakes"

    @pytest.mark.parametrize("seed", SEEDS)
    @pytest.mark.parametrize("size", [(360, 360), (576, 324), (324, 576)])
    async def test_no_list_reaches_the_edge(self, pictures: Pictures, seed: int, size: tuple[int, int]) -> None:
        frame = a_frame(seed=seed, size=size)
        bare = opened(await pictures.draw(a_list(NOT_A_CHARACTER, frame=frame)))
        full = opened(await pictures.draw(a_list("Habits " * 30, ("W" * 14, "never " * 40) * 3, frame)))
        rim = ImageChops.difference(full, bare)
        rim.paste((0, 0, 0), (10, 10, size[0] - 10, size[1] - 10))
        assert max(rim.tobytes()) <= NEARLY_ALIKE

    @pytest.mark.parametrize("seed", SEEDS)
    @pytest.mark.parametrize("size", [(540, 540), (640, 360), (540, 960)])
    async def test_words_over_a_photo_stand_out_however_bright_it_is(
        self, pictures: Pictures, seed: int, size: tuple[int, int]
    ) -> None:
        card = a_photo_card(plain("white"), frame=a_frame(seed=seed, size=size, kicker="tip"))
        assert await weakest_words(pictures, card) >= NEEDED_CONTRAST

    async def test_a_photo_fills_the_picture_undistorted(self, pictures: Pictures) -> None:
        photo = plain("#808080", (900, 300))
        ImageDraw.Draw(photo).ellipse((400, 100, 499, 199), fill="#ff0000")
        frame = replace(a_frame(size=(600, 600)), brand="")
        shown = opened(await pictures.draw(a_photo_card(photo, "", frame)))
        red, green, _ = shown.split()
        box = ImageChops.subtract(red, green).point(lambda value: 255 if value > 90 else 0).getbbox()
        assert box is not None
        width, height = box[2] - box[0], box[3] - box[1]
        assert abs(width - height) <= 2
        assert abs(width - 200) <= 4
        top = colours(shown.resize((1, 1), box=(0, 0, 600, 30))).popitem()[0]
        assert all(abs(part - 128) < 6 for part in top)

    async def test_alt_text_of_a_photo_holds_the_headline_and_the_brand(self, pictures: Pictures) -> None:
        picture = await pictures.draw(a_photo_card(plain("red"), "Out at  six"))
        assert picture.alt == "Out at six \N{EM DASH} Mira Bakes"

    @pytest.mark.parametrize("seed", SEEDS)
    async def test_a_photo_keeps_the_name_when_its_headline_cannot_be_set(self, pictures: Pictures, seed: int) -> None:
        picture = await pictures.draw(a_photo_card(plain("red"), NOT_A_CHARACTER, a_frame(seed=seed)))
        assert picture.alt == "Mira Bakes"

    @pytest.mark.parametrize("name", NO_PICTURES)
    async def test_a_photo_that_is_no_picture_is_rejected(self, pictures: Pictures, name: str) -> None:
        with pytest.raises(Rejected):
            await pictures.draw(PhotoCard(frame=a_frame(), headline="Out at six", photo=NO_PICTURES[name]))

    @pytest.mark.parametrize("photo", [a_png(20_001, 10), a_png(20_000, 20_000), bytes(25 * 10**6 + 1)])
    async def test_a_photo_too_large_is_rejected_unopened(self, pictures: Pictures, photo: bytes) -> None:
        with pytest.raises(Rejected):
            await pictures.draw(PhotoCard(frame=a_frame(), headline="Out at six", photo=photo))

    async def test_a_size_out_of_range_is_refused_for_every_kind(self, pictures: Pictures) -> None:
        frame = a_frame(size=(20, 9000))
        for card in (a_list(frame=frame), a_photo_card(plain("red"), frame=frame)):
            with pytest.raises(Invalid):
                await pictures.draw(card)

    @given(ground=ANY_COLOUR, accent=ANY_COLOUR, seed=st.integers(0, 20))
    @Few
    async def test_words_can_be_read_in_any_two_colours(
        self, pictures: Pictures, ground: str, accent: str, seed: int
    ) -> None:
        style = Style(ground=ground, accent=accent)
        frame = Frame(brand="", kicker="", seed=seed, width=432, height=432, style=style)
        seen = colours(opened(await pictures.draw(QuoteCard(frame=frame, quote="Good bread is mostly patience."))))
        paper = seen.most_common(1)[0][0]
        assert max(contrast(paper, colour) for colour, count in seen.items() if count > 600) >= NEEDED_CONTRAST

    @pytest.mark.parametrize("seed", SEEDS)
    async def test_words_stand_on_the_ground_the_brand_chose(self, pictures: Pictures, seed: int) -> None:
        frame = a_frame(seed=seed, style=Style(ground="#123456", accent="#fedcba"))
        for card in (QuoteCard(frame=frame, quote="Wait."), a_list(frame=frame)):
            assert colours(opened(await pictures.draw(card))).most_common(1)[0][0] == (0x12, 0x34, 0x56)

    @pytest.mark.parametrize("accent", ["#ffcc00", "#ff0066", "#000000"])
    async def test_an_accent_alone_gives_looks_of_its_own(self, pictures: Pictures, accent: str) -> None:
        looks = {(await pictures.draw(a_card(seed=seed))).data for seed in SEEDS}
        frames = [a_frame(seed=seed, size=(320, 320), style=Style(accent=accent)) for seed in SEEDS]
        own = {(await pictures.draw(QuoteCard(frame=frame, quote="Wait."))).data for frame in frames}
        assert len(own) >= 4
        assert not looks & own

    @pytest.mark.parametrize("seed", SEEDS)
    @pytest.mark.parametrize("shape", [(200, 100), (100, 100), (100, 180)])
    async def test_a_logo_stands_in_the_picture_undistorted(
        self, pictures: Pictures, seed: int, shape: tuple[int, int]
    ) -> None:
        style = Style(ground="#ffffff", accent="#0000ff", logo=a_logo("#ff0000", shape))
        frame = a_frame(seed=seed, style=style)
        for card in (QuoteCard(frame=frame, quote="Wait."), a_list(frame=frame)):
            red, green, _ = opened(await pictures.draw(card)).split()
            box = ImageChops.subtract(red, green).point(lambda value: 255 if value > 160 else 0).getbbox()
            assert box is not None
            width, height = box[2] - box[0], box[3] - box[1]
            assert abs(width / height - shape[0] / shape[1]) < 0.12
            assert height >= 16

    @pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#777777", "#ffcc00"])
    @pytest.mark.parametrize("seed", range(5))
    async def test_a_logo_in_the_colour_of_the_ground_can_still_be_seen(
        self, pictures: Pictures, colour: str, seed: int
    ) -> None:
        style = Style(ground=colour, accent=colour, logo=a_logo(colour))
        shown = opened(await pictures.draw(QuoteCard(frame=a_frame(seed=seed, style=style), quote="Wait.")))
        bare = replace(style, logo=b"")
        plainly = opened(await pictures.draw(QuoteCard(frame=a_frame(seed=seed, style=bare), quote="Wait.")))
        assert sum(max(one) > 60 for one in colours(ImageChops.difference(shown, plainly)).elements()) > 200

    @pytest.mark.parametrize("logo", [*NO_PICTURES.values(), a_png(20_001, 10), a_png(20_000, 20_000)])
    async def test_a_logo_that_cannot_be_read_is_left_out(self, pictures: Pictures, logo: bytes) -> None:
        damaged, none = (QuoteCard(frame=a_frame(style=Style(logo=one)), quote="Wait.") for one in (logo, b""))
        assert await pictures.draw(damaged) == await pictures.draw(none)

    async def test_each_face_looks_different(self, pictures: Pictures) -> None:
        for seed in SEEDS:
            faces = [a_frame(seed=seed, style=Style(face=face)) for face in (Face.SERIF, Face.SANS)]
            serif, sans = [await pictures.draw(QuoteCard(frame=frame, quote="Wait a little.")) for frame in faces]
            assert serif.data != sans.data

    async def test_equal_cards_give_equal_bytes(self, pictures: Pictures) -> None:
        style = Style(ground="#123456", accent="#fedcba", logo=a_logo("#ff0000"))
        for card in (a_list(frame=a_frame(style=style)), a_photo_card(noise((300, 200)), frame=a_frame(style=style))):
            assert await pictures.draw(card) == await pictures.draw(replace(card))
