"""The machine's fonts for characters that ours lack."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from adapters.media.engine import FONTS, Engine
from adapters.media.pictures import DrawnPictures
from adapters.media.spare_fonts import spare_fonts
from tests.contracts.pictures import a_card

OURS = FONTS / "NotoSansCJKCommon-Medium.otf"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder as systems have it, where a font we know lies beside one we do not."""
    folder = tmp_path / "machine" / "opentype" / "noto"
    folder.mkdir(parents=True)
    shutil.copy(OURS, folder / "NotoSansCJK-Regular.otf")
    shutil.copy(FONTS / "NotoSans-Bold.ttf", folder / "Whatever.ttf")
    return tmp_path / "machine"


@pytest.fixture
def without_cjk(tmp_path: Path) -> Path:
    """Our fonts as if they could not draw Chinese, Japanese and Korean."""
    folder = tmp_path / "ours"
    folder.mkdir()
    for font in FONTS.glob("*.ttf"):
        (folder / font.name).symlink_to(font)
    rows = json.loads((FONTS / "coverage.json").read_text(encoding="utf-8"))
    (folder / "coverage.json").write_text(json.dumps([row for row in rows if OURS.name not in row["fonts"]]))
    return folder


def test_only_fonts_known_by_name_are_taken(machine: Path) -> None:
    (font,) = spare_fonts([machine, machine / "missing"])
    assert font.path.name == "NotoSansCJK-Regular.otf"
    assert "面" in font.characters
    assert "a" not in font.characters


@pytest.mark.parametrize("damage", [b"", b"ttcf", b"OTTO\x00\x01" + bytes(40), OURS.read_bytes()[:300]])
def test_a_damaged_font_is_passed_over(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "NotoSansCJK-Regular.ttc").write_bytes(damage)
    assert spare_fonts([tmp_path]) == ()


async def test_a_character_ours_lack_is_drawn_with_the_machines_font(machine: Path, without_cjk: Path) -> None:
    alone = DrawnPictures(Engine(without_cjk, machine=()))
    helped = DrawnPictures(Engine(without_cjk, machine=(machine,)))
    complete = DrawnPictures(Engine(machine=()))
    card = a_card("好面包需要耐心", brand="Mira")
    assert (await alone.draw(card)).alt == "Mira"
    assert await helped.draw(card) == await complete.draw(card)


async def test_a_spare_font_changes_no_other_picture(machine: Path, without_cjk: Path) -> None:
    pictures = DrawnPictures(Engine(without_cjk, machine=(machine,)))
    before = await pictures.draw(a_card())
    await pictures.draw(a_card("好面包需要耐心"))
    assert await pictures.draw(a_card()) == before


def test_the_engine_tells_what_each_font_can_draw(machine: Path) -> None:
    counts = Engine(machine=(machine,)).east_asian()
    assert list(counts) == ["", str(machine / "opentype" / "noto" / "NotoSansCJK-Regular.otf")]
    assert counts[""] > 10_000
