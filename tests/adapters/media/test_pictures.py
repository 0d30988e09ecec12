"""The pictures drawn with typst."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from typst import Compiler, Fonts

from adapters.media.engine import FONTS, TEMPLATES, Engine
from adapters.media.pictures import DrawnPictures
from core.pictures import Pictures
from tests.contracts.cards import CardsContract
from tests.contracts.pictures import NEEDED_CONTRAST, NOT_A_CHARACTER, PicturesContract, a_card, contrast

ROOT = Path(__file__).parents[3]
PALETTES: list[dict[str, str]] = json.loads((TEMPLATES / "palettes.json").read_text(encoding="utf-8"))
COVERAGE: list[dict[str, str]] = json.loads((FONTS / "coverage.json").read_text(encoding="utf-8"))
FACES = ("serif", "book", "sans")
TEXT_AND_GROUND = (*product(("ink", "soft", "accent"), ("paper", "shade")), ("on-deep", "deep"))


@pytest.fixture
def pictures() -> Pictures:
    return DrawnPictures(Engine(machine=()))


class TestDrawnPictures(PicturesContract, CardsContract):
    """typst and Pillow keep the promises of the port."""


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette["name"])
def test_every_colour_for_words_stands_out_from_every_ground_it_can_stand_on(palette: dict[str, str]) -> None:
    def colour(role: str) -> tuple[int, int, int]:
        red, green, blue = bytes.fromhex(palette[role].removeprefix("#"))
        return red, green, blue

    weakest = min(contrast(colour(text), colour(ground)) for text, ground in TEXT_AND_GROUND)
    assert weakest >= NEEDED_CONTRAST


def outlines(text: str, face: str) -> set[str]:
    """The shapes typst draws for a text, as the path data of its SVG."""
    page = b'#import "type.typ": lettered\n#set page(height: auto)\n#lettered(sys.inputs.text, sys.inputs.face, 20pt)'
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    compiler = Compiler(page, root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)
    svg = compiler.compile(format="svg", sys_inputs={"text": text, "face": face})
    assert isinstance(svg, bytes)
    return set(re.findall(r' d="([^"]+)"', svg.decode()))


@pytest.mark.parametrize(
    ("row", "face"),
    [(row, face) for row in COVERAGE for face in FACES if len(row["fonts"]) > 1 or face == FACES[0]],
    ids=lambda part: part if isinstance(part, str) else part["script"],
)
def test_no_character_in_the_coverage_table_is_drawn_as_a_box(row: dict[str, str], face: str) -> None:
    box = outlines(NOT_A_CHARACTER, face) - outlines("", face)
    assert box
    ranges = (part.partition("-") for part in row["covers"].split())
    spans = (range(int(first, 16), int(last or first, 16) + 1) for first, _, last in ranges)
    characters = [chr(code) for span in spans for code in span]
    marks = row["script"] != "chinese, japanese, korean"  # there nothing unseen changes a shape
    for unseen in ("", "\u200d", "\u200c", "\ufe0e", "\ufe0f", "\u200f") if marks else ("",):
        assert not box & outlines(f"{unseen} ".join(characters), face)


@pytest.mark.parametrize(
    "quote",
    [
        "Le café d’été, naïveté, cœur, où l’été s’étire.",
        "Sự kiên nhẫn làm nên ổ bánh mì ngon.",
        "Το καλό ψωμί είναι κυρίως υπομονή.",
        "Хороший хлеб это прежде всего терпение.",
        "الخبز الجيد هو الصبر قبل كل شيء.",
        "לחם טוב הוא בעיקר סבלנות.",
        "अच्छी रोटी ज़्यादातर धैर्य है।",
        "好面包需要耐心,前一晚就开始。",
        "好麵包需要耐心,前一晚就開始。",
        "良いパンは忍耐です。「前の晩から」",
        "좋은 빵은 인내입니다. 전날 밤에!",
        "Bread 面包",
        "مرحبا Mira Bakes في 2026! 🎉",
        "Family 👨‍👩‍👧‍👦 first 👍🏽 from 🇮🇳 to 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣ ❤️ ✓ → ∞",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
        "🥐☕🍞🧈🥖🌾🍯🍓🍰🎂🧁🍪🍩🥯🥨" * 3,
    ],
)
async def test_every_script_we_ship_fonts_for_is_drawn(pictures: Pictures, quote: str) -> None:
    picture = await pictures.draw(a_card(quote))
    assert picture.alt == f"{quote} \N{EM DASH} Mira Bakes"
    assert picture.data != (await pictures.draw(a_card(""))).data


@pytest.mark.parametrize("quote", ["ขนมปังที่ดี", "Bread \U00020000", "நல்ல ரொட்டி"])
async def test_a_script_without_a_font_leaves_only_the_brand(pictures: Pictures, quote: str) -> None:
    assert await pictures.draw(a_card(quote)) == await pictures.draw(a_card(""))


async def test_a_decomposed_accent_is_drawn_like_a_composed_one(pictures: Pictures) -> None:
    assert await pictures.draw(a_card("cafe\u0301")) == await pictures.draw(a_card("caf\u00e9"))


async def test_every_pair_of_palette_and_layout_has_its_seed(pictures: Pictures) -> None:
    layouts = 5
    looks = {(await pictures.draw(a_card(seed=seed))).data for seed in range(len(PALETTES) * layouts)}
    assert len(looks) == len(PALETTES) * layouts


def test_typst_and_pillow_wait_for_the_first_picture() -> None:
    question = (
        "import sys; from adapters.media.pictures import DrawnPictures; DrawnPictures(); "
        "print(sorted({'typst', 'PIL'} & sys.modules.keys()))"
    )
    answer = subprocess.run([sys.executable, "-c", question], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_the_fonts_stay_small_and_carry_their_licence() -> None:
    assert sum(font.stat().st_size for font in FONTS.glob("*.?tf")) < 12 * 2**20
    for licence in ("OFL-noto.txt", "OFL-noto-cjk.txt", "OFL-noto-emoji.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / licence).read_text(encoding="utf-8")
