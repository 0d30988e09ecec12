"""Cards that must come out as they were looked at: all scripts, both directions, joined emoji, photos, brand looks."""

from __future__ import annotations

import asyncio
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.media.engine import Engine
from adapters.media.pictures import DrawnPictures
from core.look import Face
from core.pictures import Drawing, Frame, ListCard, PhotoCard, QuoteCard, Style
from tests.adapters.media.golden import GOLDEN, assert_golden
from tests.contracts.photos import a_picture, written
from tests.gallery.pictures import a_logo

ROOT = Path(__file__).parents[3]

BRAND = Style(ground="#fff8ee", accent="#0c7a4b", logo=a_logo("#0c7a4b"))
NIGHT = Style(ground="#14213d", accent="#fca311", face=Face.SERIF, logo=a_logo("#14213d", wide=True))


def frame(seed: int, style: Style = Style(), size: tuple[int, int] = (540, 540), brand: str = "Mira Bakes") -> Frame:
    return Frame(brand=brand, kicker="tip", seed=seed, width=size[0], height=size[1], style=style)


def a_flat_photo() -> bytes:
    """A photo of few colours, so that it is kept as it is."""
    return written(a_picture((800, 800)))


CARDS: dict[str, Drawing] = {
    "two-directions": QuoteCard(frame=frame(4), quote="مرحبا Mira Bakes في 2026! 🎉\nBread is לחם טרי here"),
    "joined-emoji-and-flags": QuoteCard(frame=frame(0), quote="Family 👨‍👩‍👧‍👦 first 👍🏽 from 🇮🇳 to 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣ ❤️ ✓ → ∞"),
    "long-words": QuoteCard(frame=frame(1), quote="Donaudampfschifffahrtselektrizitätenhauptbetriebswerk opens"),
    "combining-marks": QuoteCard(frame=frame(2), quote="N̈ Sự kiên nhẫn, Ἀθῆναι, क्षत्रिय ज़्यादा, بِسْمِ"),
    "too-much-text": QuoteCard(frame=frame(3), quote="Good bread is mostly patience, and a warm corner. " * 40),
    "chinese": QuoteCard(frame=frame(6, BRAND), quote="好面包需要耐心,前一晚就开始准备。直骨"),
    "japanese-list": ListCard(
        frame=frame(1, BRAND, (540, 675), "ミラのパン"),
        title="良いパンは忍耐です。",
        points=("粉を量る", "生地を休ませる", "「一時間」待つ。直骨"),
    ),
    "korean-list": ListCard(
        frame=frame(2, size=(600, 338)), title="좋은 빵은 인내입니다", points=("무게를 재세요", "전날 밤에 시작하세요")
    ),
    "hebrew-list": ListCard(
        frame=frame(0, NIGHT),
        title="ארבעה הרגלים של Mira",
        points=("שקלו את הקמח", "תנו לבצק לנוח 2 שעות", "חכו שעה 🍞"),
    ),
    "photo-foot": PhotoCard(
        frame=frame(0, BRAND, (540, 675)), headline="The first loaves leave the oven at six", photo=a_flat_photo()
    ),
    "photo-panel": PhotoCard(frame=frame(1, NIGHT), headline="Fresh at six", photo=a_flat_photo()),
    "no-words": QuoteCard(frame=frame(5, NIGHT), quote="\U0010fffd"),
}
WITHOUT_SYSTEM = ("two-directions", "joined-emoji-and-flags", "japanese-list", "photo-foot")


async def drawn(name: str) -> bytes:
    return (await DrawnPictures(Engine(machine=())).draw(CARDS[name])).data


@pytest.mark.parametrize("name", CARDS)
async def test_a_card_comes_out_as_it_was_looked_at(name: str) -> None:
    assert_golden(f"card-{name}", await drawn(name))


def test_every_card_that_was_kept_is_still_drawn() -> None:
    assert {file.stem.removeprefix("card-") for file in GOLDEN.glob("card-*.png")} <= CARDS.keys()


def test_a_machine_without_fonts_draws_the_same_pictures(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere")
    names = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_DIRS", "FONTCONFIG_FILE")
    bare = os.environ | dict.fromkeys((*names, "FONTCONFIG_PATH"), nowhere)
    answer = subprocess.run(
        [sys.executable, "-m", "tests.adapters.media.test_card_goldens"],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split() == [digest(name) for name in WITHOUT_SYSTEM]


def digest(name: str) -> str:
    return hashlib.sha256(asyncio.run(drawn(name))).hexdigest()


if __name__ == "__main__":
    print(*map(digest, WITHOUT_SYSTEM))
