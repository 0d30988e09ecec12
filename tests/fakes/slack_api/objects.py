"""Composition objects and elements of Block Kit with their limits.

https://docs.slack.dev/reference/block-kit/composition-objects and .../block-elements (read 2026-11); numbers that
stand only in @slack/types 3.2.0 were taken from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.fakes.slack_api.checks import (
    Check,
    address,
    exactly_one,
    flag,
    many,
    one_of,
    problem,
    thing,
    typed,
    whole,
    words,
)

ID = 255
BUTTON, VALUE, LABEL = 75, 2000, 75
OPTIONS, OPTION_TEXT, OPTION_VALUE = 100, 75, 150
PLACEHOLDER, INPUT = 150, 3000
ALT, IMAGE_URL = 2000, 3000


def plain(most: int) -> Check:
    """A text object without any markup."""
    return thing(type_=one_of("plain_text"), text_=words(most), emoji=flag)


def either(most: int) -> Check:
    """A text object of either kind."""
    mrkdwn = thing(type_=one_of("mrkdwn"), text_=words(most), verbatim=flag)
    return typed(plain_text=plain(most), mrkdwn=mrkdwn)


def matching(pattern: str, what: str) -> Check:
    """A string of a given form."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            yield problem(f"must be {what}", at)

    return check


def _known(name: str) -> Check:
    """Initial options are exactly as they stand among the options."""

    def check(value: Any, at: str) -> Iterator[str]:
        offered = list(value.get("options", ()))
        offered += [one for group in value.get("option_groups", ()) for one in group["options"]]
        chosen = value.get(name, [])
        for one in chosen if isinstance(chosen, list) else [chosen]:
            if one not in offered:
                yield problem("does not match any of the options", f"{at}/{name}")

    return check


CONFIRM = thing(
    title_=plain(100), text_=either(300), confirm_=plain(30), deny_=plain(30), style=one_of("primary", "danger")
)
SLACK_FILE = thing(exactly_one("id", "url"), id=words(), url=address())
OPTION = thing(text_=plain(OPTION_TEXT), value_=words(OPTION_VALUE), description=plain(75))
RICH_OPTION = thing(text_=either(OPTION_TEXT), value_=words(OPTION_VALUE), description=either(75))
OVERFLOW_OPTION = thing(text_=plain(OPTION_TEXT), value_=words(OPTION_VALUE), description=plain(75), url=address())
GROUP = thing(label_=plain(75), options_=many(OPTION, OPTIONS))
FILTER = thing(
    include=many(one_of("im", "mpim", "private", "public")),
    exclude_external_shared_channels=flag,
    exclude_bot_users=flag,
)
DISPATCH = thing(trigger_actions_on_=many(one_of("on_enter_pressed", "on_character_entered"), 2))

DATE = matching(r"\d{4}-\d\d-\d\d", "a date YYYY-MM-DD")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time HH:mm")
INSTANT = whole(1_000_000_000, 9_999_999_999)

_ACTS: dict[str, Check] = {"action_id": words(ID), "confirm": CONFIRM, "focus_on_load": flag}
_SELECTS: dict[str, Check] = {**_ACTS, "placeholder": plain(PLACEHOLDER)}
_WRITES: dict[str, Check] = {
    "action_id": words(ID),
    "placeholder": plain(PLACEHOLDER),
    "focus_on_load": flag,
    "dispatch_action_config": DISPATCH,
}


def _is(kind: str, *also: Check, **fields: Check) -> Check:
    return thing(*also, type_=one_of(kind), **fields)


def _lengths(value: Any, at: str) -> Iterator[str]:
    if value.get("min_length", 0) > value.get("max_length", INPUT):
        yield problem("min_length is more than max_length", at)


def _options(kind: str, **initial: Check) -> Check:
    return _is(
        kind,
        exactly_one("options", "option_groups"),
        _known("initial_option"),
        _known("initial_options"),
        options=many(OPTION, OPTIONS),
        option_groups=many(GROUP, OPTIONS),
        **initial,
        **_SELECTS,
    )


IMAGE = _is(
    "image",
    exactly_one("image_url", "slack_file"),
    image_url=address(IMAGE_URL),
    slack_file=SLACK_FILE,
    alt_text_=words(ALT),
)

ELEMENTS: dict[str, Check] = {
    "image": IMAGE,
    "button": _is(
        "button",
        action_id=words(ID),
        text_=plain(BUTTON),
        url=address(),
        value=words(VALUE),
        style=one_of("primary", "danger"),
        confirm=CONFIRM,
        accessibility_label=words(LABEL),
    ),
    "overflow": _is("overflow", action_id=words(ID), options_=many(OVERFLOW_OPTION, 5), confirm=CONFIRM),
    "static_select": _options("static_select", initial_option=OPTION),
    "multi_static_select": _options(
        "multi_static_select", initial_options=many(OPTION, OPTIONS), max_selected_items=whole(1)
    ),
    "users_select": _is("users_select", initial_user=words(), **_SELECTS),
    "multi_users_select": _is(
        "multi_users_select", initial_users=many(words()), max_selected_items=whole(1), **_SELECTS
    ),
    "channels_select": _is("channels_select", initial_channel=words(), response_url_enabled=flag, **_SELECTS),
    "conversations_select": _is(
        "conversations_select",
        initial_conversation=words(),
        default_to_current_conversation=flag,
        response_url_enabled=flag,
        filter=FILTER,
        **_SELECTS,
    ),
    "datepicker": _is("datepicker", initial_date=DATE, **_SELECTS),
    "timepicker": _is("timepicker", initial_time=TIME, timezone=words(), **_SELECTS),
    "datetimepicker": _is("datetimepicker", initial_date_time=INSTANT, **_ACTS),
    "checkboxes": _is(
        "checkboxes",
        _known("initial_options"),
        options_=many(RICH_OPTION, 10),
        initial_options=many(RICH_OPTION, 10),
        **_ACTS,
    ),
    "radio_buttons": _is(
        "radio_buttons", _known("initial_option"), options_=many(RICH_OPTION, 10), initial_option=RICH_OPTION, **_ACTS
    ),
    "plain_text_input": _is(
        "plain_text_input",
        _lengths,
        initial_value=words(INPUT, least=0),
        multiline=flag,
        min_length=whole(0, INPUT),
        max_length=whole(1, INPUT),
        **_WRITES,
    ),
    "email_text_input": _is("email_text_input", initial_value=words(), **_WRITES),
    "url_text_input": _is("url_text_input", initial_value=words(), **_WRITES),
    "number_input": _is(
        "number_input",
        is_decimal_allowed_=flag,
        initial_value=words(),
        min_value=words(),
        max_value=words(),
        **_WRITES,
    ),
    "file_input": _is("file_input", action_id=words(ID), filetypes=many(words()), max_files=whole(1, 10)),
}


def elements(*kinds: str) -> Check:
    """One of these kinds of elements."""
    return typed(**{kind: ELEMENTS[kind] for kind in kinds})
