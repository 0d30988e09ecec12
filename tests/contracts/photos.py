"""What everyone who takes in pictures promises, whatever it reads them with."""

from __future__ import annotations

import asyncio
import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from PIL import Image, ImageCms

from core.errors import Invalid, Rejected
from core.pictures import Photos, Picture, Shape

RED, GREEN, BLUE, GREY = (220, 30, 30), (30, 200, 60), (30, 60, 210), (128, 128, 128)
PLACE = "Lisbon 38.72N"
UPRIGHT = (160, 120)
TURNED = (5, 6, 7, 8)  # the EXIF orientations that lie on their side
Many = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)


def a_picture(size: tuple[int, int] = UPRIGHT) -> Image.Image:
    """Red at the upper left, green at the upper right, blue below."""
    width, height = size
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    return image


def written(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def with_exif(image: Image.Image, *, orientation: int = 1, kind: str = "JPEG") -> bytes:
    """The picture with an orientation, a camera and a place."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x0110] = "Secret Camera 3000"
    exif.get_ifd(0x8825)[29] = PLACE
    return written(image, kind, exif=exif)


def a_png(width: int, height: int, *, kind: int = 2, pixels: bytes = b"") -> bytes:
    """A PNG that says it is that large, whatever it holds."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def red_means_blue() -> bytes:
    """A colour profile whose red and blue primaries have changed places."""
    return srgb().replace(b"rXYZ", b"?").replace(b"bXYZ", b"rXYZ").replace(b"?", b"bXYZ")


def opened(picture: Picture) -> Image.Image:
    with Image.open(BytesIO(picture.data)) as image:
        image.load()
        return image


def colour_at(image: Image.Image, across: float, down: float) -> tuple[int, ...]:
    pixel = image.getpixel((int(across * image.width), int(down * image.height)))
    assert isinstance(pixel, tuple)
    return pixel


def alike(one: tuple[int, ...], other: tuple[int, ...], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=False))


SENT: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: written(a_picture()),
    "progressive jpeg": lambda: written(a_picture(), progressive=True),
    "grey jpeg": lambda: written(a_picture().convert("L")),
    "cmyk jpeg": lambda: written(a_picture().convert("CMYK")),
    "png": lambda: written(a_picture(), "PNG"),
    "palette png": lambda: written(a_picture().quantize(8), "PNG"),
    "black and white png": lambda: written(a_picture().convert("1"), "PNG"),
    "webp": lambda: written(a_picture(), "WEBP"),
    "gif": lambda: written(a_picture(), "GIF"),
}

NO_PICTURES = {
    "nothing": b"",
    "zeros": bytes(5000),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "pdf": b"%PDF-1.7",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "only the start of a gif": b"GIF89a",
    "only the start of a jpeg": b"\xff\xd8\xff\xe0",
    "only the start of a webp": b"RIFF\xff\xff\xff\xffWEBPVP8 ",
    "no width": a_png(0, 10),
    "no height": a_png(10, 0),
    "no pixels": a_png(10, 10),
    "no such kind of pixel": a_png(10, 10, kind=7),
    "tiff": written(a_picture(), "TIFF"),
    "bmp": written(a_picture(), "BMP"),
}


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # Pillow warns of damage that it can live with
class PhotosContract:
    """Subclass it, bring a fixture `photos`, and the promises of `core.pictures.Photos` are tried."""

    @pytest.mark.parametrize("name", SENT)
    async def test_every_common_picture_becomes_an_rgb_jpeg_of_its_size(self, photos: Photos, name: str) -> None:
        picture = await photos.admit(SENT[name]())
        image = opened(picture)
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", UPRIGHT)
        assert (picture.mime, picture.width, picture.height, picture.alt) == ("image/jpeg", *UPRIGHT, "")

    @pytest.mark.parametrize("name", ["jpeg", "cmyk jpeg", "png", "palette png", "webp", "gif"])
    async def test_colours_stay_what_they_were(self, photos: Photos, name: str) -> None:
        image = opened(await photos.admit(SENT[name]()))
        assert alike(colour_at(image, 0.2, 0.2), RED, 24)
        assert alike(colour_at(image, 0.8, 0.2), GREEN, 24)
        assert alike(colour_at(image, 0.5, 0.8), BLUE, 24)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize("orientation", range(1, 9))
    async def test_a_picture_from_a_turned_camera_comes_out_upright(
        self, photos: Photos, orientation: int, kind: str
    ) -> None:
        undo = {
            2: Image.Transpose.FLIP_LEFT_RIGHT,
            3: Image.Transpose.ROTATE_180,
            4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE,
            6: Image.Transpose.ROTATE_90,
            7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_270,
        }
        lying = a_picture().transpose(undo[orientation]) if orientation in undo else a_picture()
        assert (lying.size != UPRIGHT) is (orientation in TURNED)
        image = opened(await photos.admit(with_exif(lying, orientation=orientation, kind=kind)))
        assert image.size == UPRIGHT
        assert alike(colour_at(image, 0.2, 0.2), RED)
        assert alike(colour_at(image, 0.8, 0.2), GREEN)

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize("mode", ["RGB", "RGBA"])
    async def test_place_camera_and_comments_are_gone(self, photos: Photos, kind: str, mode: str) -> None:
        shown = a_picture()
        if mode == "RGBA" and kind != "JPEG":
            shown.putalpha(Image.linear_gradient("L").resize(UPRIGHT))
        sent = with_exif(shown, kind=kind)
        assert PLACE.encode() in sent
        picture = await photos.admit(sent)
        for hidden in (PLACE.encode(), b"Camera", b"Exif", b"eXIf"):
            assert hidden not in picture.data
        assert not opened(picture).getexif()

    async def test_a_comment_of_the_file_is_gone(self, photos: Photos) -> None:
        sent = written(a_picture(), comment=b"call me at home")
        assert b"call me" in sent
        assert b"call me" not in (await photos.admit(sent)).data

    async def test_damaged_exif_data_does_not_lose_the_picture(self, photos: Photos) -> None:
        sent = written(a_picture(), exif=b"Exif\x00\x00II*\x00\xff\xff\xff\x7f" + b"\xff" * 40)
        assert opened(await photos.admit(sent)).size == UPRIGHT

    async def test_an_embedded_profile_is_applied_and_left_out(self, photos: Photos) -> None:
        image = opened(await photos.admit(written(a_picture(), "PNG", icc_profile=red_means_blue())))
        assert "icc_profile" not in image.info
        red, _, blue = colour_at(image, 0.2, 0.2)
        assert blue > red + 100

    async def test_a_profile_of_the_same_colours_changes_none(self, photos: Photos) -> None:
        image = opened(await photos.admit(written(a_picture(), "PNG", icc_profile=srgb())))
        assert "icc_profile" not in image.info
        assert alike(colour_at(image, 0.2, 0.2), RED)

    async def test_a_damaged_profile_is_left_out(self, photos: Photos) -> None:
        image = opened(await photos.admit(written(a_picture(), "PNG", icc_profile=b"no profile at all")))
        assert "icc_profile" not in image.info
        assert alike(colour_at(image, 0.2, 0.2), RED)

    @pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
    async def test_what_shows_through_stays_so_in_a_png(self, photos: Photos, mode: str) -> None:
        shown = a_picture().convert("RGBA")
        shown.putalpha(Image.new("L", UPRIGHT, 255))
        shown.paste((0, 0, 0, 0), (0, 0, 40, 40))
        picture = await photos.admit(written(shown.quantize(16) if mode == "P" else shown.convert(mode), "PNG"))
        image = opened(picture)
        assert (picture.mime, image.format, image.mode) == ("image/png", "PNG", "RGBA")
        assert colour_at(image, 0.05, 0.05)[3] == 0
        assert colour_at(image, 0.9, 0.9)[3] == 255

    async def test_an_alpha_channel_that_hides_nothing_is_dropped(self, photos: Photos) -> None:
        assert (await photos.admit(written(a_picture().convert("RGBA"), "PNG"))).mime == "image/jpeg"

    async def test_sixteen_bits_of_grey_become_eight_without_clipping(self, photos: Photos) -> None:
        deep = Image.new("I;16", (64, 64), 0x8000)
        image = opened(await photos.admit(written(deep, "PNG")))
        assert alike(colour_at(image, 0.5, 0.5), GREY, 2)

    @pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
    async def test_of_an_animation_the_first_frame_is_kept(self, photos: Photos, kind: str) -> None:
        frames = [Image.new("RGB", (80, 60), colour) for colour in (RED, GREEN, BLUE)]
        sent = written(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
        image = opened(await photos.admit(sent))
        assert getattr(image, "n_frames", 1) == 1
        assert alike(colour_at(image, 0.5, 0.5), RED, 24)

    @pytest.mark.parametrize(
        ("sent", "kept"), [((5000, 2500), (4096, 2048)), ((1000, 6000), (683, 4096)), ((4096, 4096), (4096, 4096))]
    )
    async def test_the_longest_side_is_fitted_and_the_shape_kept(
        self, photos: Photos, sent: tuple[int, int], kept: tuple[int, int]
    ) -> None:
        picture = await photos.admit(written(Image.new("RGB", sent, GREEN)))
        assert (picture.width, picture.height) == opened(picture).size == kept

    @pytest.mark.parametrize("size", [(1, 1), (1, 20_000), (20_000, 1), (3, 2)])
    async def test_the_smallest_and_the_thinnest_are_taken(self, photos: Photos, size: tuple[int, int]) -> None:
        picture = await photos.admit(written(Image.new("RGB", size, GREEN), "PNG"))
        assert (picture.width, picture.height) == opened(picture).size
        assert max(picture.width, picture.height) == min(4096, max(size))

    async def test_the_same_file_gives_the_same_bytes(self, photos: Photos) -> None:
        sent = with_exif(a_picture())
        assert await photos.admit(sent) == await photos.admit(sent)

    @pytest.mark.parametrize(
        ("width", "height", "named"),
        [
            (20_001, 10, "20001 pixels long on one side; 20000 is the limit."),
            (10, 2**31 - 1, "limit."),
            (8000, 6251, "50.0 megapixels; 50 megapixels is the limit."),
            (9900, 9900, "50 megapixels is the limit."),
            (20_000, 20_000, "50 megapixels is the limit."),
        ],
    )
    async def test_a_bomb_is_refused_by_what_it_declares(
        self, photos: Photos, width: int, height: int, named: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            await photos.admit(a_png(width, height))
        (problem,) = refused.value.problems
        assert named in problem.what
        assert problem.fix == "Please send a smaller one."

    async def test_a_file_too_heavy_is_refused_unopened(self, photos: Photos) -> None:
        with pytest.raises(Invalid, match="25 MB is the limit"):
            await photos.admit(written(a_picture()) + bytes(25 * 10**6))

    @pytest.mark.parametrize("name", NO_PICTURES)
    async def test_what_is_no_picture_is_refused_with_one_sentence(self, photos: Photos, name: str) -> None:
        with pytest.raises(Invalid) as refused:
            await photos.admit(NO_PICTURES[name])
        assert refused.value.problems[0].sentence() == (
            "This file cannot be read as a picture. Please send a JPEG, PNG, WebP or GIF."
        )

    @pytest.mark.parametrize("name", SENT)
    @pytest.mark.parametrize("tenths", range(10))
    async def test_a_file_cut_short_is_refused_unless_every_pixel_is_there(
        self, photos: Photos, name: str, tenths: int
    ) -> None:
        whole = SENT[name]()
        try:
            kept = await photos.admit(whole[: len(whole) * tenths // 10])
        except Invalid:
            return
        assert tenths == 9
        assert kept == await photos.admit(whole)

    @given(sent=st.binary(max_size=400))
    @Many
    async def test_any_bytes_are_a_picture_or_refused(self, photos: Photos, sent: bytes) -> None:
        await _taken_or_refused(photos, sent)

    @given(name=st.sampled_from(sorted(SENT)), data=st.data())
    @Many
    async def test_a_picture_with_damaged_bytes_is_taken_or_refused(
        self, photos: Photos, name: str, data: st.DataObject
    ) -> None:
        sent = bytearray(SENT[name]())
        for _ in range(data.draw(st.integers(1, 12))):
            sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))
        await _taken_or_refused(photos, bytes(sent))

    async def test_pictures_sent_together_come_out_as_if_sent_one_by_one(self, photos: Photos) -> None:
        sent = [SENT[name]() for name in SENT]
        async with asyncio.TaskGroup() as group:
            together = [group.create_task(photos.admit(one)) for one in sent]
        assert [task.result() for task in together] == [await photos.admit(one) for one in sent]

    async def test_a_sender_who_leaves_does_not_disturb_the_next(self, photos: Photos) -> None:
        sent = SENT["jpeg"]()
        expected = await photos.admit(sent)
        leaving = asyncio.create_task(photos.admit(written(Image.new("RGB", (3000, 3000)))))
        await asyncio.sleep(0)
        leaving.cancel()
        assert await photos.admit(sent) == expected
        with pytest.raises(asyncio.CancelledError):
            await leaving

    @pytest.mark.parametrize(
        ("size", "ratio", "wanted"),
        [
            ((400, 400), (0, 0), (400, 400)),
            ((400, 400), (0.8, 1.91), (400, 400)),
            ((800, 400), (0.8, 1.5), (600, 400)),
            ((400, 800), (0.8, 1.91), (400, 500)),
            ((191, 100), (0.8, 1.91), (191, 100)),
        ],
    )
    async def test_a_picture_is_cut_around_its_middle_as_little_as_needed(
        self, photos: Photos, size: tuple[int, int], ratio: tuple[float, float], wanted: tuple[int, int]
    ) -> None:
        picture = await photos.fit(written(a_picture(size)), Shape(ratio=ratio))
        assert (picture.width, picture.height) == opened(picture).size == wanted
        assert not ratio[1] or ratio[0] <= picture.width / picture.height <= ratio[1]
        assert alike(colour_at(opened(picture), 0.5, 0.9), BLUE)

    async def test_a_format_that_is_not_taken_becomes_one_that_is(self, photos: Photos) -> None:
        only_jpeg = Shape(mimes=frozenset({"image/jpeg"}))
        through = Image.new("RGBA", (200, 100), (*RED, 0))
        picture = await photos.fit(written(through, "PNG"), only_jpeg)
        assert picture.mime == "image/jpeg"
        assert opened(picture).format == "JPEG"
        assert alike(colour_at(opened(picture), 0.5, 0.5), (255, 255, 255))
        kept = await photos.fit(written(through, "PNG"), Shape(mimes=frozenset({"image/jpeg", "image/png"})))
        assert kept.mime == "image/png"
        assert opened(kept).mode == "RGBA"

    async def test_a_heavy_picture_is_made_light_enough(self, photos: Photos) -> None:
        noise = Image.effect_noise((1600, 1200), 90).convert("RGB")
        data = written(noise, quality=95)
        picture = await photos.fit(data, Shape(most=200_000))
        assert len(picture.data) <= 200_000 < len(data)
        assert picture.width / picture.height == pytest.approx(1600 / 1200, rel=0.01)
        again = await photos.fit(data, Shape(most=200_000))
        assert again.data == picture.data

    async def test_what_cannot_be_made_light_enough_is_refused(self, photos: Photos) -> None:
        noise = Image.effect_noise((800, 800), 90).convert("RGB")
        with pytest.raises(Rejected, match="picture_too_heavy"):
            await photos.fit(written(noise), Shape(most=500))
        with pytest.raises(Rejected, match="picture_format"):
            await photos.fit(written(noise), Shape(mimes=frozenset({"image/heic"})))

    async def test_what_is_no_picture_cannot_be_fitted(self, photos: Photos) -> None:
        with pytest.raises(Invalid):
            await photos.fit(b"not a picture", Shape())


async def _taken_or_refused(photos: Photos, sent: bytes) -> None:
    try:
        picture = await photos.admit(sent)
    except Invalid:
        return
    assert opened(picture).size == (picture.width, picture.height)
