"""Every method we know, with its parameters and their types; anything else is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Check = Callable[[Any], Any]


class Refused(Exception):
    """What the server says no to: the HTTP status, the sentence and, for some, parameters."""

    def __init__(self, description: str, *, code: int = 400, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(what: str) -> Refused:
    """A 400 in the server's own style."""
    return Refused(f"Bad Request: {what}")


def whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise bad(f"{value!r} is no integer")
    return value


def words(value: Any) -> str:
    if not isinstance(value, str):
        raise bad(f"{value!r} is no string")
    return value


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise bad(f"{value!r} is no boolean")
    return value


def chat(value: Any) -> int | str:
    return value if isinstance(value, str) and value.startswith("@") else whole(value)


def of(item: Check) -> Check:
    def check(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise bad("an array was expected")
        return [item(one) for one in value]

    return check


def thing(**fields: Check) -> Check:
    """An object with these fields at most; a name that ends with an underscore must be there."""
    required = {name[:-1] for name in fields if name.endswith("_")}
    known = {name.removesuffix("_"): check for name, check in fields.items()}

    def check(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise bad("an object was expected")
        if unknown := set(value) - set(known):
            raise bad(f"unknown field {sorted(unknown)}")
        if missing := required - set(value):
            raise bad(f"field {sorted(missing)} is missing")
        return {name: known[name](one) for name, one in value.items()}

    return check


def file(value: Any) -> Any:
    """A file's name on the server, `attach://part`, or the bytes of a part."""
    return value


ENTITY = thing(type_=words, offset_=whole, length_=whole, url=words, language=words)
BUTTON = thing(text_=words, url=words, callback_data=words, style=words)
KEYBOARD = thing(inline_keyboard_=of(of(BUTTON)))
FORCE = thing(force_reply_=flag, input_field_placeholder=words, selective=flag)
PREVIEW = thing(is_disabled=flag)
REPLY = thing(message_id_=whole, chat_id=chat, allow_sending_without_reply=flag)
COMMAND = thing(command_=words, description_=words)
SCOPE = thing(type_=words, chat_id=chat, user_id=whole)
MEDIUM = thing(
    type_=words,
    media_=file,
    caption=words,
    caption_entities=of(ENTITY),
    supports_streaming=flag,
    width=whole,
    height=whole,
)


def markup(value: Any) -> dict[str, Any]:
    checked: dict[str, Any] = (FORCE if isinstance(value, dict) and "force_reply" in value else KEYBOARD)(value)
    return checked


@dataclass(frozen=True, slots=True)
class Method:
    """The parameters of a method by name; those in `required` must be given."""

    parameters: Mapping[str, Check]
    required: frozenset[str] = field(default_factory=frozenset)

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The values by their types. Raises Refused for what is unknown, missing or of another type."""
        if unknown := set(given) - set(self.parameters):
            raise bad(f"unknown parameter {sorted(unknown)}")
        if missing := self.required - set(given):
            raise bad(f"parameter {sorted(missing)} is missing")
        return {name: self.parameters[name](_decoded(value, self.parameters[name])) for name, value in given.items()}


def _decoded(value: Any, check: Check) -> Any:
    if not isinstance(value, str) or check in (words, file):
        return value
    if check is chat and value.startswith("@"):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise bad("can't parse JSON") from error


def method(**parameters: Check) -> Method:
    return Method(
        {name.removesuffix("_"): check for name, check in parameters.items()},
        frozenset(name[:-1] for name in parameters if name.endswith("_")),
    )


_SENT: dict[str, Check] = {
    "chat_id_": chat,
    "message_thread_id": whole,
    "disable_notification": flag,
    "reply_parameters": REPLY,
    "reply_markup": markup,
}
_CAPTION: dict[str, Check] = {"caption": words, "caption_entities": of(ENTITY)}
_EDITED: dict[str, Check] = {"chat_id_": chat, "message_id_": whole, "reply_markup": KEYBOARD}
_MENU: dict[str, Check] = {"scope": SCOPE, "language_code": words}

METHODS: Mapping[str, Method] = {
    "getMe": method(),
    "getUpdates": method(offset=whole, limit=whole, timeout=whole, allowed_updates=of(words)),
    "setWebhook": method(
        url_=words, allowed_updates=of(words), secret_token=words, max_connections=whole, drop_pending_updates=flag
    ),
    "deleteWebhook": method(drop_pending_updates=flag),
    "getWebhookInfo": method(),
    "setMyCommands": method(commands_=of(COMMAND), **_MENU),
    "getMyCommands": method(**_MENU),
    "deleteMyCommands": method(**_MENU),
    "setMyDescription": method(description=words, language_code=words),
    "setMyShortDescription": method(short_description=words, language_code=words),
    "sendMessage": method(text_=words, entities=of(ENTITY), link_preview_options=PREVIEW, **_SENT),
    "sendPhoto": method(photo_=file, **_CAPTION, **_SENT),
    "sendVideo": method(
        video_=file, width=whole, height=whole, duration=whole, supports_streaming=flag, **_CAPTION, **_SENT
    ),
    "sendDocument": method(document_=file, **_CAPTION, **_SENT),
    "sendMediaGroup": method(
        chat_id_=chat,
        message_thread_id=whole,
        media_=of(MEDIUM),
        disable_notification=flag,
        reply_parameters=REPLY,
    ),
    "sendChatAction": method(chat_id_=chat, action_=words, message_thread_id=whole),
    "editMessageText": method(text_=words, entities=of(ENTITY), link_preview_options=PREVIEW, **_EDITED),
    "editMessageCaption": method(**_CAPTION, **_EDITED),
    "editMessageMedia": method(media_=MEDIUM, **_EDITED),
    "editMessageReplyMarkup": method(**_EDITED),
    "deleteMessage": method(chat_id_=chat, message_id_=whole),
    "deleteMessages": method(chat_id_=chat, message_ids_=of(whole)),
    "answerCallbackQuery": method(callback_query_id_=words, text=words, show_alert=flag, cache_time=whole),
    "pinChatMessage": method(chat_id_=chat, message_id_=whole, disable_notification=flag),
    "unpinChatMessage": method(chat_id_=chat, message_id=whole),
    "getFile": method(file_id_=words),
    "getChat": method(chat_id_=chat),
    "getChatMember": method(chat_id_=chat, user_id_=whole),
    "getChatAdministrators": method(chat_id_=chat),
}
