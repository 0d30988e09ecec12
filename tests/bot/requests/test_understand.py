"""What people say to a card and what becomes of it: one table, read by people.

`GOLDEN=write` writes the outcomes anew; read the difference before you keep it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from bot.requests.asked import (
    EXAMPLES,
    Change,
    Decide,
    Humanise,
    Move,
    NextFree,
    Request,
    Rewrite,
    SwapWith,
    Unclear,
    Undo,
    Which,
    Words,
)
from bot.requests.understand import understand
from core.errors import Invalid
from core.post import Content, Variant
from core.slot import Moment, zone_named

TABLE = Path(__file__).parent / "golden" / "utterances.json"
GOLDEN: dict[str, list[dict[str, str]]] = json.loads(TABLE.read_text(encoding="utf-8"))
NOW, PLANNED, ZONE = "2026-11-21 15:00", "2026-11-24 09:00", "Europe/Lisbon"
POST = Content(
    text="☕ The oven is on.\nBread comes out at seven, coffee a little earlier. 🥐\nWhich one brings you in?",
    hashtags=("Sourdough", "Lisbon", "SlowMornings", "Bread"),
    variants={"x": Variant(text="The oven is on. Bread at seven! 🥐", hashtags=("Bread",))},
)


def heard(row: Mapping[str, str]) -> Request:
    zone = row.get("zone", ZONE)
    now = datetime.fromisoformat(row.get("now", NOW)).replace(tzinfo=zone_named(zone))
    return understand(row["says"], now=now, zone=zone, planned=datetime.fromisoformat(row.get("planned", PLANNED)))


def outcome(request: Request) -> str:
    """What the request comes to, in words."""
    match request:
        case Change(edit):
            try:
                return f"changes {difference(edit.on(POST))}"
            except Invalid as error:
                return f"refuses: {error.problems[0].sentence()}"
        case Move(to):
            return f"moves to {said(to)}"
        case Which(moments):
            return f"asks: {' or '.join(map(said, moments))}?"
        case SwapWith(day, any_week):
            return f"swaps with {day:%A} of its week" if any_week else f"swaps with {day}"
        case Unclear(why):
            return f"asks what is meant. {why}".strip()
        case NextFree():
            return "moves to the next free slot"
        case Undo():
            return "goes back one version"
        case Decide():
            return "shows the buttons that decide"
        case Humanise():
            return "takes out what sounds made"
        case Rewrite():
            return "offers to regenerate"
        case Words(text):
            return f"takes the new text: {text}"


def difference(after: Content) -> str:
    """The fields that are not what they were, with their new values."""
    now = {
        "text": after.text,
        "text on X": after.for_platform("x").text,
        "hashtags": " ".join(after.hashtags) or "none",
        "hashtags on X": " ".join(after.for_platform("x").hashtags) or "none",
        "link": after.link or "none",
    }
    before = {
        "text": POST.text,
        "text on X": POST.for_platform("x").text,
        "hashtags": " ".join(POST.hashtags),
        "hashtags on X": " ".join(POST.for_platform("x").hashtags),
        "link": "none",
    }
    return "; ".join(f"{name}: {value!r}" for name, value in now.items() if value != before[name])


def said(moment: Moment) -> str:
    """A moment with its offset, so that both ends of daylight saving show."""
    return f"{moment.instant.astimezone(zone_named(moment.zone)):%a %d %b %Y %H:%M %z}"


@pytest.mark.parametrize("group", GOLDEN)
def test_every_utterance_has_the_outcome_of_the_table(group: str) -> None:
    found = [row | {"outcome": outcome(heard(row))} for row in GOLDEN[group]]

    if os.environ.get("GOLDEN") == "write":
        rows = {**json.loads(TABLE.read_text(encoding="utf-8")), group: found}
        lines = (
            f" {json.dumps(name)}: [\n"
            + ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in some)
            + "\n ]"
            for name, some in rows.items()
        )
        TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    assert found == [{"outcome": "", **row} for row in GOLDEN[group]]


def test_the_table_is_long_and_half_of_it_are_near_misses() -> None:
    rows = [row for some in GOLDEN.values() for row in some]

    assert len(rows) == len({(row["says"], row.get("now"), row.get("planned"), row.get("zone")) for row in rows})
    assert len(rows) >= 150
    assert len(GOLDEN["near misses: new text"]) >= 30
    assert len(GOLDEN["near misses: asked about"]) >= 30


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_we_give_is_understood(example: str) -> None:
    assert not isinstance(heard({"says": example}), Words | Unclear | Which | Rewrite)


@pytest.mark.parametrize(
    "around", ["{}", "Please {}", "{} please", "can you {}?", "Could you please {}, thanks!", "{}.", "{} "]
)
def test_politeness_changes_nothing(around: str) -> None:
    plain = [row["says"] for row in GOLDEN["words"] + GOLDEN["hashtags and links"] if row["says"][-1] not in ".?!"]

    assert [heard({"says": around.format(one)}) for one in plain] == [heard({"says": one}) for one in plain]


@pytest.mark.parametrize("group", GOLDEN)
def test_a_request_inside_a_longer_text_is_part_of_the_text(group: str) -> None:
    for row in GOLDEN[group]:
        text = f"We heard it at the counter this morning and smiled.\n\n{row['says']}\n\nCome and see us."
        assert heard({"says": text}) == Words(text)
