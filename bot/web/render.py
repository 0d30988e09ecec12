"""Cards and forms as the JSON the page draws. Pure: equal cards, equal JSON."""

from __future__ import annotations

from bot.cards.card import Badge, Button, Card, Preview, Row
from bot.cards.form import Field, Form, Measure
from bot.cards.text import (
    Bold,
    Bullets,
    Code,
    Deleted,
    Inserted,
    Italic,
    Link,
    Mention,
    Quote,
    Span,
    Text,
    Until,
    When,
    clock_words,
)
from core.ids import encode
from core.payload import Media

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


def card_json(card: Card) -> dict[str, Json]:
    """A card as JSON. Empty parts are left out; ids are base36 texts, since a browser cannot count to 2**63."""
    drawn: dict[str, Json] = {"kind": card.kind, "subject": encode(card.subject), "version": card.version}
    drawn |= _filled(
        title=_text(card.title),
        badge=_badge(card.badge) if card.badge else None,
        body=_text(card.body),
        previews=[_preview(one) for one in card.previews],
        pictures=[_picture(one) for one in card.pictures],
        rows=[_row(one) for one in card.rows],
        footer=_text(card.footer),
        buttons=[[_button(one) for one in row] for row in card.buttons],
        pinned=card.pinned,
    )
    return drawn


def form_json(form: Form) -> dict[str, Json]:
    """A dialog as JSON; its id in base36."""
    return {
        "id": encode(form.id),
        "name": form.name,
        "title": form.title,
        "submit": form.submit,
        "fields": [_field(one) for one in form.fields],
    }


def web_address(url: str) -> str:
    """The address when it is one a page may link to (http or https), else an empty string."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def _filled(**parts: Json) -> dict[str, Json]:
    return {name: part for name, part in parts.items() if part}


def _text(text: Text) -> list[Json]:
    return [_span(span) for span in text]


def _span(span: Span) -> Json:
    match span:
        case str():
            return span
        case Bold(text):
            return {"as": "bold", "text": text}
        case Italic(text):
            return {"as": "italic", "text": text}
        case Code(text):
            return {"as": "code", "text": text}
        case Quote(text):
            return {"as": "quote", "text": text}
        case Inserted(text):
            return {"as": "inserted", "text": text}
        case Deleted(text):
            return {"as": "deleted", "text": text}
        case Link(text, url):
            return {"as": "link", "text": text, "url": url} if web_address(url) else text
        case Mention(name):
            return {"as": "mention", "text": f"@{name}"}
        case When(instant):
            return {"as": "when", "text": clock_words(span), "instant": instant.isoformat()}
        case Until(instant, text):
            return {"as": "until", "text": text, "at": instant.isoformat()}
        case Bullets(items):
            return {"as": "bullets", "items": [_text(item) for item in items]}


def _badge(badge: Badge) -> Json:
    return {"mark": badge.mark, "word": badge.word, "tone": badge.tone.value}


def _button(button: Button) -> Json:
    return {"label": button.label, "tone": button.tone.value} | _filled(
        press=button.press.pack() if button.press else None, url=web_address(button.url)
    )


def _row(row: Row) -> Json:
    return {"mark": row.mark, "label": row.label} | _filled(
        text=_text(row.text), press=row.press.pack() if row.press else None, url=web_address(row.url)
    )


def _preview(preview: Preview) -> Json:
    drawn: dict[str, Json] = {
        "name": preview.name,
        "label": preview.label,
        "text": preview.text,
        "count": preview.count,
        "limit": preview.limit,
        "problem": preview.problem,
    }
    return drawn | _filled(note=preview.note, pictures=[_picture(one) for one in preview.pictures])


def _picture(media: Media) -> Json:
    return {
        "url": f"/media/{media.sha256}",
        "mime": media.mime,
        "width": media.width,
        "height": media.height,
        "alt": media.alt,
    }


def _field(field: Field) -> Json:
    return {
        "name": field.name,
        "label": field.label,
        "kind": field.kind.value,
        "value": field.value,
        "hint": field.hint,
        "choices": [{"value": choice.value, "label": choice.label} for choice in field.choices],
        "required": field.required,
        "limit": field.limit,
        "measures": [_measure(one) for one in field.measures],
    }


def _measure(measure: Measure) -> Json:
    return {"name": measure.name, "label": measure.label, "limit": measure.limit}
