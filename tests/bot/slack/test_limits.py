"""Whatever a card or a form holds, what goes to Slack keeps every limit, and nothing falls under the table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from bot.cards.card import Button, Card, Preview, Row, say
from bot.cards.form import Choice, Field, Form, Kind, Measure
from bot.cards.layout import lay_out
from bot.cards.press import Press
from bot.cards.text import Bold, Bullets, Italic, Link, Quote, Text, plain
from bot.slack.blocks import CAN, FOR_BUTTONS, IN_A_MESSAGE, IN_A_ROW, MOST_ROWS, Json, blocks_of, split
from bot.slack.home import MOST_BLOCKS, home
from bot.slack.modal import modal, values_of
from core.payload import Media
from tests.fakes.slack_api import state
from tests.fakes.slack_api.blocks import HOME, MODAL, check_blocks, check_view

ANYTHING = st.text(st.characters(categories=("L", "M", "N", "P", "S", "Z", "C"), exclude_characters="\0"), max_size=120)
LONG = st.builds(lambda one, times: one * times, ANYTHING, st.integers(1, 400))
SPANS = st.one_of(
    LONG,
    st.builds(Bold, ANYTHING),
    st.builds(Italic, ANYTHING),
    st.builds(Quote, LONG),
    st.builds(lambda items: Bullets(tuple((one,) for one in items)), st.lists(ANYTHING, max_size=8)),
    st.builds(lambda text: Link(text=text or "here", url="https://example.org/a?b=1&c=2"), ANYTHING),
)
TEXTS = st.lists(SPANS, max_size=6).map(tuple)
MEDIA = st.builds(
    lambda number, alt: Media(sha256=f"{number:064x}", mime="image/png", size=1, width=9, height=9, alt=alt),
    st.integers(0, 10**9),
    LONG,
)


def buttons(number: int, labels: list[str]) -> tuple[Button, ...]:
    return tuple(
        Button(label=label, press=Press(verb="show", target=number * 100 + at)) for at, label in enumerate(labels)
    )


ROWS = st.lists(st.lists(ANYTHING.filter(str.strip), min_size=1, max_size=12), max_size=80)
CARDS = st.builds(
    lambda title, body, footer, pictures, rows, previews: Card(
        kind="page",
        title=title,
        body=body,
        footer=footer,
        pictures=tuple({one.sha256: one for one in pictures}.values()),
        buttons=tuple(buttons(number, labels) for number, labels in enumerate(rows)),
        previews=tuple(
            Preview(name=f"p{number}", label=label, text=text, count=1, limit=2)
            for number, (label, text) in enumerate(previews)
        ),
    ),
    TEXTS,
    TEXTS,
    TEXTS,
    st.lists(MEDIA, max_size=25),
    ROWS,
    st.lists(st.tuples(ANYTHING, LONG), max_size=12),
)


def sent(card: Card) -> list[list[Json]]:
    """The blocks of every message of the card, each checked as Slack and its own library check them."""
    messages = [piece for message in lay_out(card, CAN) for piece in split(message)]
    made = [blocks_of(one, {medium.sha256: f"F{medium.sha256}" for medium in one.pictures}) for one in messages]
    for blocks in made:
        check_blocks(blocks)
    return made


def pressed(made: list[list[Json]]) -> list[str]:
    return [
        one["value"]
        for blocks in made
        for block in blocks
        if block["type"] == "actions"
        for one in block["elements"]
        if "value" in one
    ]


@settings(deadline=None, max_examples=150)
@given(CARDS)
def test_any_card_keeps_the_limits_and_loses_no_button_and_no_picture(card: Card) -> None:
    made = sent(card)
    wanted = [one.press.pack() for row in card.buttons for one in row if one.press]
    assert [one for one in pressed(made) if one.startswith("show:")] == wanted
    shown = [block["slack_file"]["id"] for blocks in made for block in blocks if block["type"] == "image"]
    assert shown == [f"F{one.sha256}" for one in card.pictures]


@pytest.mark.parametrize("length", [1999, 2000, 2001, 3000])
def test_the_description_of_a_single_picture_keeps_its_own_limit(length: int) -> None:
    picture = Media(sha256="a" * 64, mime="image/png", size=1, width=9, height=9, alt="a" * length)
    [[image]] = sent(replace(say(), pictures=(picture,)))
    assert min(length, 1990) <= len(image["alt_text"]) <= 2000


@pytest.mark.parametrize("rows", [1, MOST_ROWS - 1, MOST_ROWS, MOST_ROWS + 1, 3 * MOST_ROWS])
def test_rows_of_buttons_are_split_at_the_limit(rows: int) -> None:
    card = replace(say("Choose."), buttons=tuple(buttons(number, ["Go"]) for number in range(rows)))
    made = sent(card)
    assert len(made) == -(-rows // MOST_ROWS)
    assert len(pressed(made)) == rows


@pytest.mark.parametrize("many", [IN_A_ROW - 1, IN_A_ROW, IN_A_ROW + 1, 25, 26])
def test_a_long_row_becomes_several(many: int) -> None:
    made = sent(replace(say("Choose."), buttons=(buttons(1, ["Go"] * many),)))
    assert len(pressed(made)) == many
    assert all(len(block["elements"]) <= IN_A_ROW for block in made[0] if block["type"] == "actions")


@pytest.mark.parametrize("label", [74, 75, 76, 200])
def test_the_longest_labels_of_a_whole_page_still_fit(label: int) -> None:
    card = replace(say("b" * 9000), buttons=tuple(buttons(number, ["ü" * label] * 3) for number in range(40)))
    made = sent(card)
    assert len(pressed(made)) == 120
    assert sum(len(str(blocks)) for blocks in made) > FOR_BUTTONS


@pytest.mark.parametrize("many", [1, IN_A_MESSAGE, IN_A_MESSAGE + 1, 3 * IN_A_MESSAGE])
def test_pictures_with_endless_descriptions_are_split_at_the_limit(many: int) -> None:
    pictures = tuple(
        Media(sha256=f"{number:064x}", mime="image/png", size=1, alt="🍞" * 1500) for number in range(many)
    )
    made = sent(replace(say("🍞" * 3000), pictures=pictures, buttons=(buttons(1, ["Go"]),)))
    assert sum(block["type"] == "image" for blocks in made for block in blocks) == many


@pytest.mark.parametrize("length", [6499, 6500, 6501, 13_000, 40_000])
@pytest.mark.parametrize("letter", ["a", "é", "🍞", "\n", '"'])
def test_a_text_is_whole_or_ends_with_an_ellipsis(letter: str, length: int) -> None:
    (blocks, *_) = sent(say("x" + letter * length + "x"))
    said = "".join(one.get("text", "") for block in blocks for part in block["elements"] for one in part["elements"])
    assert said in ("x" + letter * length + "x", said.removesuffix("…") + "…")


@pytest.mark.parametrize("many", [1, 8, 40])
def test_the_home_holds_what_it_can_and_says_where_the_rest_is(many: int) -> None:
    card = replace(say("One brand."), buttons=tuple(buttons(number, ["Go"]) for number in range(20)))
    view = home([card] * many, {})
    check_view(view, HOME)
    assert len(view["blocks"]) <= MOST_BLOCKS
    assert ("There is more than this page holds" in str(view)) is (many * 22 > MOST_BLOCKS)


FIELDS = st.builds(
    lambda number, kind, label, value, hint, limit: Field(
        name=f"f{number}",
        label=label,
        ask=label,
        kind=kind,
        value=value if kind in (Kind.TEXT, Kind.LONG) else "",
        hint=hint,
        limit=limit,
        choices=tuple(Choice(value=f"v{at}", label=label) for at in range(number % 130 + 1)),
    ),
    st.integers(0, 10**6),
    st.sampled_from([Kind.TEXT, Kind.LONG, Kind.CHOICE, Kind.MOMENT]),
    LONG,
    LONG,
    LONG,
    st.integers(1, 9000),
)


@settings(deadline=None, max_examples=100)
@given(st.lists(FIELDS, min_size=1, max_size=6, unique_by=lambda one: one.name), LONG, LONG)
def test_any_form_keeps_the_limits_of_a_modal(fields: list[Field], title: str, submit: str) -> None:
    form = Form(id=2**63 - 1, name="edit", title=title, submit=submit, fields=tuple(fields))
    check_view(modal(form, "T0ONE:C00000001", "1795765108.000220"), MODAL)


@pytest.mark.parametrize("length", [2999, 3000, 3001, 9000, 20_000])
def test_a_long_text_comes_back_from_its_boxes_as_it_was(length: int) -> None:
    text = ("Bread. " * length)[:length].strip()
    measures = tuple(Measure(name=f"platform{number}", label="A platform", limit=500) for number in range(12))
    fields = (Field(name="text", label="Text", ask="Which text?", kind=Kind.LONG, value=text, measures=measures),)
    view = modal(Form(id=1, name="edit", title="Edit", submit="Save", fields=fields), "T0ONE:D1", "1.2")
    check_view(view, MODAL)
    assert values_of(state.values(view["blocks"], {}))["text"] == text


def test_plain_words_stay_what_they_are() -> None:
    text: Text = ("a", Bold("b"), Quote("c"))
    (blocks,) = sent(Card(kind="say", body=text, rows=(Row(mark="•", label="d"),)))
    said = [one["text"] for block in blocks for part in block["elements"] for one in part["elements"]]
    assert "".join(said).replace("\n", "") == plain((*text, "• d")).replace("\n", "")
