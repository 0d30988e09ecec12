"""What is known of each platform: every number says where it comes from."""

from __future__ import annotations

import io
import tokenize
from dataclasses import replace
from pathlib import Path

import pytest

from adapters import publishers
from adapters.publishers import KNOWN, every_rule
from core.account import Platform
from core.payload import Payload
from core.rules import Recovery, Rules, check
from tests.builders import some_media

ROOM = Path(publishers.__file__).parent
NAMES = {
    "linkedin",
    "x",
    "instagram",
    "facebook",
    "threads",
    "bluesky",
    "mastodon",
    "pinterest",
    "tiktok",
    "youtube",
    "telegram",
}
SOURCES = ("http", "ours", "unverified")

each = pytest.mark.parametrize("rules", KNOWN, ids=lambda rules: rules.platform)


def numbers_without_source(code: str) -> list[str]:
    """The lines that hold a number and do not say where it comes from; 0 needs no source."""
    lines = code.splitlines()
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    held = {token.start[0] for token in tokens if token.type == tokenize.NUMBER and token.string != "0"}
    return [lines[at - 1] for at in sorted(held) if not any(one in lines[at - 1] for one in SOURCES)]


def test_every_platform_people_ask_for_is_known() -> None:
    assert {rules.platform for rules in KNOWN} == NAMES
    assert {path.parent.name for path in ROOM.glob("*/rules.py")} == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_number_says_where_it_comes_from(name: str) -> None:
    assert numbers_without_source((ROOM / name / "rules.py").read_text(encoding="utf-8")) == []


def test_a_number_without_a_source_is_found() -> None:
    assert numbers_without_source("a = 1  # ours\nb = 280\nc = 0\n") == ["b = 280"]


@each
def test_a_good_post_fits_and_a_drawn_picture_can_be_made(rules: Rules) -> None:
    least, most = rules.hashtags
    assert 0 < rules.ideal_text <= rules.max_text
    assert 0 <= least <= most <= (rules.max_hashtags or most)
    assert all(320 <= side <= 2160 for side in rules.picture)
    assert rules.max_media >= 1


@each
def test_text_at_the_limit_passes_and_one_more_does_not(rules: Rules) -> None:
    most = rules.max_caption or rules.max_text
    media = (replace(some_media(), mime=next(iter(sorted(rules.media_types)))),)
    chosen = tuple((option.name, "chosen") for option in rules.options if option.required)
    assert check((Payload(text="a" * most, media=media, fields=chosen),), rules) == ()
    problem, *_ = check((Payload(text="a" * (most + 1), media=media, fields=chosen),), rules)
    assert (problem.field, problem.limit, problem.actual) == ("text", most, most + 1)
    assert problem.what.startswith(f"{rules.label} takes {most}")


def test_a_text_without_a_picture_may_be_longer_on_telegram() -> None:
    telegram = every_rule({})[Platform("telegram")]
    assert check((Payload(text="a" * 4096),), telegram) == ()


def test_family_emoji_break_the_byte_limit_of_bluesky_before_its_own() -> None:
    bluesky = every_rule({})[Platform("bluesky")]
    family = "👨‍👩‍👧‍👦"
    assert check((Payload(text=family * 120),), bluesky) == ()
    (problem,) = check((Payload(text=family * 121),), bluesky)
    assert problem.what == "Bluesky takes 3000 bytes; this has 3025."


def test_the_recovery_class_promises_no_more_than_the_platform_allows() -> None:
    classes = {rules.platform: rules.recovery for rules in KNOWN}
    safe = {name for name, recovery in classes.items() if recovery is Recovery.CONDITIONAL}
    assert safe == {"instagram", "threads", "bluesky", "youtube"}
    assert {name for name, recovery in classes.items() if recovery is Recovery.NONE} == {"telegram"}
    assert [rules.platform for rules in KNOWN if rules.key_window] == ["mastodon"]
