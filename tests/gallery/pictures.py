"""Writes contact sheets of every kind of card, for eyes: `python -m tests.gallery.pictures [FOLDER]`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from adapters.media.pictures import DrawnPictures
from core.look import Face
from core.pictures import Drawing, Frame, ListCard, PhotoCard, QuoteCard, Style

FOLDER = Path("build/gallery/pictures")
SIZES = ((1080, 1080), (1080, 1350), (1200, 675), (1000, 1500), (1080, 1920))
ROW, GAP = 520, 24  # pixels on the sheet
QUOTES, LISTS, PHOTOS = 5, 4, 3  # how many layouts of each kind there are

QUOTE = "Good bread is mostly patience. Start the night before."
TITLE = "Four habits of bakers whose bread we love"
POINTS = (
    "Weigh the flour, never scoop it",
    "Let the dough rest until it doubles",
    "Bake it darker than feels safe",
    "Wait an hour before the first slice, hard as it is",
)
HEADLINE = "The first loaves leave the oven at six"

SCRIPTS = {
    "latin": ("Le café d’été, où l’été s’étire", ("Être à l’heure", "Sự kiên nhẫn", "Größe zählt nicht")),
    "greek": ("Το καλό ψωμί είναι υπομονή", ("Ζύγισε το αλεύρι", "Άσε το ζυμάρι", "Ψήσε το καλά")),
    "cyrillic": ("Хороший хлеб это терпение", ("Взвесьте муку", "Дайте тесту отдохнуть", "Ждите час")),
    "arabic": ("الخبز الجيد هو الصبر قبل كل شيء", ("زن الدقيق", "اترك العجين يرتاح", "انتظر ساعة")),
    "hebrew": ("לחם טוב הוא בעיקר סבלנות", ("שקלו את הקמח", "תנו לבצק לנוח", "חכו שעה")),
    "devanagari": ("अच्छी रोटी ज़्यादातर धैर्य है", ("आटा तौलें", "आटे को आराम दें", "एक घंटा रुकें")),
    "chinese": ("好面包需要耐心,前一晚就开始准备。", ("面粉要称重", "让面团慢慢发酵", "出炉后再等一小时")),
    "japanese": ("良いパンは忍耐です。前の晩から始めましょう。", ("粉を量る", "生地を休ませる", "一時間待つ")),
    "korean": (
        "좋은 빵은 인내입니다. 전날 밤에 시작하세요.",
        ("밀가루 무게를 재세요", "반죽을 쉬게 하세요", "한 시간 기다리세요"),
    ),
    "mixed": ("مرحبا Mira Bakes في 2026! 🎉", ("🥐 Croissants daily", "👩🏽‍🍳 Real bakers 🇵🇹", "❤️ ✓ → ∞")),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """A brand to draw for."""

    name: str
    brand: str
    style: Style


def a_photo(size: tuple[int, int] = (1600, 1600), *, bright: bool = False) -> bytes:
    """A made-up photo: a table in the light of a window, a little out of focus."""
    width, height = size
    image = Image.linear_gradient("L").resize(size).rotate(180)
    warm = Image.merge("RGB", [image.point(lambda v, k=k: int(v * k + 40)) for k in (0.82, 0.66, 0.5)])
    draw = ImageDraw.Draw(warm)
    for n in range(14):
        x, y, r = (n * 397) % width, (n * 271) % height, 60 + (n * 53) % 190
        tint = ((250, 236, 205), (176, 96, 52), (92, 52, 30), (236, 186, 120))[n % 4]
        draw.ellipse((x - r, y - r, x + r, y + r), fill=tint)
    soft = warm.filter(ImageFilter.GaussianBlur(9))
    out = BytesIO()
    (soft.point(lambda v: 150 + v * 0.41) if bright else soft).save(out, "JPEG", quality=90)
    return out.getvalue()


def a_logo(colour: str = "#14213d", *, wide: bool = False, opaque: bool = False) -> bytes:
    """A made-up logo: a ring with a grain in it, alone or with a word mark."""
    image = Image.new("RGBA", (900, 300) if wide else (300, 300), "#ffffff" if opaque else (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((20, 20, 280, 280), outline=colour, width=34)
    draw.ellipse((110, 80, 190, 220), fill=colour)
    for n in range(4 if wide else 0):
        draw.rounded_rectangle((330 + n * 140, 90, 440 + n * 140, 210), 30, fill=colour)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


SETTINGS = (
    Setting("house", "Mira Bakes", Style()),
    Setting("brand", "Mira Bakes", Style(ground="#fff8ee", accent="#0c7a4b", logo=a_logo("#0c7a4b"))),
    Setting("yellow", "Mira Bakes", Style(ground="#ffffff", accent="#ffcc00", face=Face.SANS, logo=a_logo("#ffcc00"))),
    Setting("night", "Mira Bakes", Style(ground="#14213d", accent="#fca311", face=Face.SERIF, logo=a_logo(wide=True))),
    Setting("accent", "Mira Bakes", Style(accent="#7b2ff7", logo=a_logo("#7b2ff7", opaque=True))),
)


def cards(setting: Setting) -> Iterator[tuple[str, list[Drawing]]]:
    """For every layout of every kind: its name and one card in each size."""
    photos = (a_photo(), a_photo(bright=True))
    for kind, layouts in (("quote", QUOTES), ("list", LISTS), ("photo", PHOTOS)):
        for layout in range(layouts):
            row: list[Drawing] = []
            for size in SIZES:
                frame = a_frame(setting, layout, size)
                if kind == "quote":
                    row.append(QuoteCard(frame=frame, quote=QUOTE))
                elif kind == "list":
                    row.append(ListCard(frame=frame, title=TITLE, points=POINTS))
                else:
                    row.append(PhotoCard(frame=frame, headline=HEADLINE, photo=photos[layout % 2]))
            yield kind, row


def a_frame(setting: Setting, seed: int, size: tuple[int, int] = (1080, 1080), kicker: str = "tip") -> Frame:
    width, height = size
    return Frame(brand=setting.brand, kicker=kicker, seed=seed, width=width, height=height, style=setting.style)


def scripts() -> Iterator[tuple[str, list[Drawing]]]:
    """A row of cards in each script."""
    photo = a_photo()
    for n, (name, (title, points)) in enumerate(SCRIPTS.items()):
        yield (
            name,
            [
                QuoteCard(frame=a_frame(SETTINGS[0], n), quote=title),
                ListCard(frame=a_frame(SETTINGS[1], n, (1080, 1350)), title=title, points=points),
                ListCard(frame=a_frame(SETTINGS[0], n + 1, (1200, 675)), title=title, points=points),
                PhotoCard(frame=a_frame(SETTINGS[1], n, (1080, 1350)), headline=title, photo=photo),
            ],
        )


async def sheet(pictures: DrawnPictures, rows: Sequence[Sequence[Drawing]]) -> Image.Image:
    """The cards side by side, one row below the other."""
    strips: list[list[Image.Image]] = []
    for row in rows:
        drawn = await asyncio.gather(*map(pictures.draw, row))
        strips.append([Image.open(BytesIO(one.data)).convert("RGB") for one in drawn])
    for strip in strips:
        for image in strip:
            image.thumbnail((ROW * 2, ROW), Image.Resampling.LANCZOS)
    width = max(sum(image.width + GAP for image in strip) for strip in strips) + GAP
    whole = Image.new("RGB", (width, len(strips) * (ROW + GAP) + GAP), "#8a8a8a")
    for number, strip in enumerate(strips):
        x = GAP
        for image in strip:
            whole.paste(image, (x, GAP + number * (ROW + GAP)))
            x += image.width + GAP
    return whole


async def write(folder: Path) -> None:
    """Write a sheet for every brand and kind of card, and one of the scripts."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = DrawnPictures()
    for setting in SETTINGS:
        named = list(cards(setting))
        for kind in ("quote", "list", "photo"):
            rows = [row for name, row in named if name == kind]
            (await sheet(pictures, rows)).save(folder / f"{setting.name}-{kind}.png")
    (await sheet(pictures, [row for _, row in scripts()])).save(folder / "scripts.png")


if __name__ == "__main__":
    asyncio.run(write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
