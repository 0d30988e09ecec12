"""A form as a modal, and what a person put into it.

Limits: https://docs.slack.dev/surfaces/modals and https://docs.slack.dev/reference/block-kit/block-elements
(read 2026-11)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.cards.form import Field, Form, Kind
from bot.slack.blocks import Json, label

Measure = Callable[[str, tuple[str, ...]], Mapping[str, int]]
"""How long a text is to each of those who count differently."""

FORM = "form"
LONGEST_INPUT = 3000
TITLE = 24
LABEL, HINT, OPTION = 2000, 2000, 75
_CHUNK = 2800  # characters of one input; a longer text goes into several
_MORE, _DATE, _TIME = "~more", "~date", "~time"


def modal(form: Form, chat: str, message: str) -> Json:
    """The form as a view that remembers where it was opened, and what its texts are counted by."""
    limits = {
        field.name: [(one.name, one.label, one.limit) for one in field.measures]
        for field in form.fields
        if field.measures
    }
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": label(form.title, TITLE),
        "submit": label(form.submit, TITLE),
        "close": label("Cancel", TITLE),
        "private_metadata": json.dumps({"form": form.id, "chat": chat, "message": message, "limits": limits}),
        "blocks": [block for field in form.fields for block in _inputs(field)],
    }


def counted(view: Mapping[str, Any], field: str, measure: Measure) -> Json | None:
    """The open modal with the sizes of what stands in the field now; None when nothing is counted there."""
    limits = json.loads(view["private_metadata"]).get("limits", {}).get(field)
    if not limits:
        return None
    sizes = measure(values_of(view["state"]["values"]).get(field, ""), tuple(name for name, _, _ in limits))
    said = " · ".join(
        f"{title} {sizes.get(name, 0)}/{limit}{' ⚠️' if sizes.get(name, 0) > limit else ''}"
        for name, title, limit in limits
    )
    blocks = [{**block, "hint": label(said, HINT)} if block["block_id"] == field else block for block in view["blocks"]]
    kept = ("type", "callback_id", "title", "submit", "close", "private_metadata")
    return {**{name: view[name] for name in kept}, "blocks": blocks}


def values_of(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, str]:
    """What was put in, by field; parts of one field are joined, and typed words go before picked ones."""
    given: dict[str, str] = {}
    picked: dict[str, list[str]] = {}
    for block, actions in state.items():
        name, _, part = block.partition("~")
        for element in actions.values():
            value = _value(element)
            if part in (_DATE[1:], _TIME[1:]):
                picked.setdefault(name, []).append(value)
            elif part:
                given[name] = f"{given.get(name, '')}{value}"
            else:
                given[name] = value + given.get(name, "")
    for name, parts in picked.items():
        if not given.get(name, "").strip() and all(parts):
            given[name] = " ".join(parts)
    return given


def files_of(state: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, list[str]]:
    """Slack's names of the files that were put in, by field."""
    return {
        block: [str(one["id"]) for one in element.get("files") or ()]
        for block, actions in state.items()
        for element in actions.values()
        if element.get("type") == "file_input"
    }


def _inputs(field: Field) -> list[Json]:
    match field.kind:
        case Kind.CHOICE:
            return [_input(field, _select(field))]
        case Kind.FILES:
            element = {"type": "file_input", "action_id": field.name, "max_files": 1}
            return [_input(field, element)]
        case Kind.MOMENT:
            return _moment(field)
        case Kind.LONG:
            return _long(field)
    if len(field.value) > LONGEST_INPUT:
        return _long(field)
    longest = max(min(field.limit, LONGEST_INPUT), len(field.value))  # what stands there already may stay
    return [_input(field, _text(field.name, field.value, longest))]


def _input(field: Field, element: Json, *, name: str = "", text: str = "", optional: bool | None = None) -> Json:
    hint = field.hint if not name else ""
    return {
        "type": "input",
        "block_id": name or field.name,
        "label": label(text or field.label, LABEL),
        "element": element,
        "optional": not field.required if optional is None else optional,
        **({"hint": label(hint, HINT)} if hint else {}),
    }


def _text(name: str, value: str, longest: int, *, multiline: bool = False) -> Json:
    return {
        "type": "plain_text_input",
        "action_id": name,
        "multiline": multiline,
        "max_length": longest,
        **({"initial_value": value} if value else {}),
    }


def _long(field: Field) -> list[Json]:
    """An input takes 3000 characters, so a longer text is cut at lines into several, which are one again when sent."""
    pieces = _pieces(field.value)
    limits = " · ".join(f"{one.label} {one.limit}" for one in field.measures)
    first = _input(field, _text(field.name, pieces[0], LONGEST_INPUT, multiline=True))
    if limits:
        first["hint"] = label(limits, HINT)
        first["dispatch_action"] = True
        first["element"]["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    more = [
        _input(
            field,
            _text(f"{field.name}{_MORE}{number}", piece, LONGEST_INPUT, multiline=True),
            name=f"{field.name}{_MORE}{number}",
            text=f"{field.label}, part {number}",
            optional=True,
        )
        for number, piece in enumerate(pieces[1:], start=2)
    ]
    return [first, *more]


def _pieces(text: str) -> list[str]:
    pieces = []
    while len(text) > _CHUNK:
        at = max(text.rfind("\n", 1, _CHUNK), text.rfind(" ", 1, _CHUNK)) + 1 or _CHUNK
        pieces.append(text[:at])
        text = text[at:]
    return [*pieces, text]


def _moment(field: Field) -> list[Json]:
    """A day and an hour to pick on the brand's wall, or words instead."""
    day, _, hour = field.value.replace("T", " ").partition(" ")
    date: Json = {"type": "datepicker", "action_id": f"{field.name}{_DATE}"}
    clock: Json = {"type": "timepicker", "action_id": f"{field.name}{_TIME}"}
    if _is(day, "%Y-%m-%d"):
        date["initial_date"] = day
    if _is(hour, "%H:%M"):
        clock["initial_time"] = hour
    said = _input(field, _text(field.name, "", min(field.limit, LONGEST_INPUT)), text="Or in words", optional=True)
    return [
        _input(field, date, name=f"{field.name}{_DATE}", optional=True),
        _input(field, clock, name=f"{field.name}{_TIME}", text="At", optional=True),
        said,
    ]


def _is(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)  # noqa: DTZ007  # a wall clock's day or hour
    except ValueError:
        return False
    return True


def _select(field: Field) -> Json:
    options = [{"text": label(one.label, OPTION), "value": one.value or "-"} for one in field.choices[:100]]
    chosen = next(
        (option for option, one in zip(options, field.choices, strict=False) if one.value == field.value), None
    )
    return {
        "type": "static_select",
        "action_id": field.name,
        "options": options,
        **({"initial_option": chosen} if chosen else {}),
    }


def _value(element: Mapping[str, Any]) -> str:
    option = element.get("selected_option")
    if option:
        value = str(option["value"])
        return "" if value == "-" else value
    return str(element.get("value") or element.get("selected_date") or element.get("selected_time") or "")
