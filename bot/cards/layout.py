"""Fits a card into plain messages, for chats that know text, pictures and buttons and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cards.card import Button, Card, Preview
from bot.cards.press import Press
from bot.cards.text import Bold, Quote, Text, cut, plain, shortened
from bot.front_end import Can
from core.payload import Media

TABS_IN_A_ROW = 3
LONGEST_TAB = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a chat: pictures with their caption, or text; buttons only where the chat allows them."""

    text: Text
    pictures: tuple[Media, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()


def lay_out(card: Card, can: Can, tab: str = "") -> tuple[Message, ...]:
    """The card as messages within the chat's limits, the one with the buttons last.

    Text that is too long is cut at a line or word and ends with an ellipsis; it is never dropped in silence.
    A row that can be pressed becomes a button, and so does each preview where the chat has no tabs.
    """
    shown = open_preview(card, tab)
    buttons = (*_row_buttons(card), *(() if can.tabs else _tab_buttons(card, shown)), *card.buttons)
    text = written(card, tab)
    pictures = _visible((shown.pictures if shown else ()) or card.pictures, card.still, can.film)
    if not pictures:
        return (Message(text=shortened(text, can.max_text, can.measure), buttons=buttons),)
    one_message = len(pictures) == 1 or can.buttons_with_album
    if one_message and can.measure(plain(text)) <= can.max_caption:
        return (Message(text=text, pictures=pictures, buttons=buttons),)
    return (
        Message(text=shortened(card.title, can.max_caption, can.measure), pictures=pictures),
        Message(text=shortened(text, can.max_text, can.measure), buttons=buttons),
    )


def _visible(pictures: tuple[Media, ...], still: Media | None, film: int) -> tuple[Media, ...]:
    """The pictures as that chat shows them: a still where it does not show the film."""
    return tuple(still if still and one.is_film and one.size > film else one for one in pictures)


def written(card: Card, tab: str) -> Text:
    """Everything a card says: status, title, body, the chosen preview, rows, footer."""
    badge = f"{card.badge.mark} {card.badge.word}" if card.badge else ""
    head: Text = (*((badge,) if badge else ()), *((" · ",) if badge and card.title else ()), *card.title)
    preview = open_preview(card, tab)
    said: list[Text] = []
    if preview:
        size = f"{preview.label} · {preview.count}/{preview.limit}" if preview.limit else preview.label
        said = [(Quote(preview.text),) if preview.text else (), (Bold(size),), (preview.problem,), (preview.note,)]
    rows: Text = ()
    for row in card.rows:
        rest: Text = (" ", *row.text) if plain(row.text) else ()
        name: Text = (f"{row.mark} " if row.mark else "", Bold(row.label) if rest else row.label)
        rows = (*rows, *(("\n",) if rows else ()), *name, *rest, *((f" {row.url}",) if row.url else ()))
    pieces = [piece for piece in (head, card.body, *said, rows, card.footer) if plain(piece).strip()]
    return tuple(span for number, piece in enumerate(pieces) for span in (*(("\n\n",) if number else ()), *piece))


def words(card: Card, tab: str = "") -> str:
    """What `written` says, without its form."""
    return plain(written(card, tab))


def open_preview(card: Card, tab: str) -> Preview | None:
    """The preview of that name, else the first one; None on a card without any."""
    return next((one for one in card.previews if one.name == tab), card.previews[0] if card.previews else None)


def _tab_buttons(card: Card, shown: Preview | None) -> tuple[tuple[Button, ...], ...]:
    if len(card.previews) < 2:
        return ()
    made = [
        Button(
            label=cut(f"{'● ' if one == shown else ''}{one.label}{' ⚠️' if one.problem else ''}", LONGEST_TAB),
            press=Press(verb="tab", target=card.subject, arg=one.name),
        )
        for one in card.previews
    ]
    return tuple(tuple(made[start : start + TABS_IN_A_ROW]) for start in range(0, len(made), TABS_IN_A_ROW))


def _row_buttons(card: Card) -> tuple[tuple[Button, ...], ...]:
    if card.kind == "batch":
        return ()
    return tuple(
        (Button(label=cut(f"{row.mark} {row.label} {plain(row.text)}", 60), press=row.press),)
        for row in card.rows
        if row.press
    )
