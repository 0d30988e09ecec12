"""What each method does to the world."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from tests.fakes.bot_api.limits import (
    ANSWER,
    CAPTION,
    FILE_BYTES,
    PHOTO_BYTES,
    TEXT,
    Rates,
    check_keyboard,
    check_text,
    utf16,
)
from tests.fakes.bot_api.schema import Refused, bad
from tests.fakes.bot_api.world import BOT_ID, ME, Chat, Message, World

Given = Mapping[str, Any]


class Methods:
    """The methods by their names; uploaded parts come beside the parameters."""

    def __init__(self, world: World, rates: Rates) -> None:
        self.world = world
        self.rates = rates

    def call(self, name: str, given: Given, parts: Mapping[str, bytes]) -> Any:
        """The result of a call. Raises Refused."""
        run: Callable[[Given, Mapping[str, bytes]], Any] = getattr(self, f"_{name}")
        return run(given, parts)

    def _getMe(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        return ME

    def _setMyCommands(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        for one in given["commands"]:
            if not 1 <= len(one["command"]) <= 32 or not one["command"].replace("_", "a").isalnum():
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(one["description"]) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        if len(given["commands"]) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        self.world.commands[_menu(given)] = given["commands"]
        return True

    def _getMyCommands(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        return self.world.commands.get(_menu(given), [])

    def _deleteMyCommands(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        self.world.commands.pop(_menu(given), None)
        return True

    def _setMyDescription(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        if len(given["description"]) > 512:
            raise bad("BOT_DESCRIPTION_INVALID")
        self.world.described[""] = given["description"]
        return True

    def _setMyShortDescription(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        if len(given["short_description"]) > 120:
            raise bad("BOT_SHORT_DESCRIPTION_INVALID")
        self.world.described["short"] = given["short_description"]
        return True

    def _setWebhook(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        if not given["url"].startswith("https://"):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        self.world.webhook = dict(given)
        return True

    def _deleteWebhook(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        self.world.webhook = {}
        return True

    def _getWebhookInfo(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        return {
            "url": self.world.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self.world.updates),
            **({"last_error_message": self.world.webhook_error} if self.world.webhook_error else {}),
        }

    def _sendMessage(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        chat = self._may_send(given)
        check_text(given["text"], given.get("entities", []), TEXT, empty="message text is empty")
        return self._hang(chat, given, text=given["text"], entities=given.get("entities", []))

    def _sendPhoto(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        return self._hang(self._may_send(given), given, **self._captioned(given), **self._photo(given["photo"], parts))

    def _sendVideo(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        return self._hang(self._may_send(given), given, **self._captioned(given), **self._video(given["video"], parts))

    def _sendDocument(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        name, size = self._stored(given["document"], parts, FILE_BYTES)
        document = {"file_id": name, "file_unique_id": name, "file_size": size}
        return self._hang(self._may_send(given), given, **self._captioned(given), document=document)

    def _sendMediaGroup(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        media = given["media"]
        if not 2 <= len(media) <= 10:
            raise bad("wrong number of media in the album")
        chat = self._may_send(given, len(media))
        group = f"album{chat.next_id}"
        loaded = [(one, self._medium(one, parts)) for one in media]
        return [
            self._hang(chat, given, media_group_id=group, **self._captioned(one), **medium) for one, medium in loaded
        ]

    def _sendChatAction(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        self.world.chat(given["chat_id"]).actions.append(given["action"])
        return True

    def _editMessageText(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        message = self._own(given)
        if "text" not in message.data:
            raise bad("there is no text in the message to edit")
        check_text(given["text"], given.get("entities", []), TEXT, empty="message text is empty")
        return self._changed(message, given, text=given["text"], entities=given.get("entities", []))

    def _editMessageCaption(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        message = self._own(given)
        if "text" in message.data:
            raise bad("there is no caption in the message to edit")
        return self._changed(message, given, **self._captioned(given))

    def _editMessageMedia(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        message = self._own(given)
        medium = self._medium(given["media"], parts)
        gone = [name for name in ("text", "entities", "photo", "video") if name in message.data and name not in medium]
        changed = self._changed(message, given, **self._captioned(given["media"]), **medium)
        for name in gone:
            message.data.pop(name, None)
            changed.pop(name, None)
        return changed

    def _editMessageReplyMarkup(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        return self._changed(self._own(given), given)

    def _deleteMessage(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        message = self._own(given, "delete")
        del self.world.chats[message.chat].messages[message.id]
        return True

    def _deleteMessages(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        chat = self.world.chat(given["chat_id"])
        if chat.too_old & set(given["message_ids"]):
            raise bad("message can't be deleted for everyone")
        for number in given["message_ids"]:
            chat.messages.pop(number, None)
        return True

    def _answerCallbackQuery(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        query = self.world.queries.get(given["callback_query_id"])
        if query is None or query.too_old or query.answer is not None:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if len(given.get("text", "")) > ANSWER:
            raise bad("MESSAGE_TOO_LONG")
        query.answer = dict(given)
        query.answered_at = self.rates.now()
        return True

    def _pinChatMessage(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        chat = self.world.chat(given["chat_id"])
        if chat.id < 0 and not chat.members.get(BOT_ID, {}).get("can_pin_messages"):
            raise bad("not enough rights to manage pinned messages in the chat")
        chat.pinned.append(given["message_id"])
        return True

    def _unpinChatMessage(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        chat = self.world.chat(given["chat_id"])
        if given["message_id"] not in chat.pinned:
            raise bad("message to unpin not found")
        chat.pinned.remove(given["message_id"])
        return True

    def _getFile(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        name = given["file_id"]
        if name not in self.world.files:
            raise bad("wrong file_id or the file is temporarily unavailable")
        return {
            "file_id": name,
            "file_unique_id": name,
            "file_size": len(self.world.files[name]),
            "file_path": f"files/{name}",
        }

    def _getChat(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        return {**self.world.chat(given["chat_id"]).json(), "accent_color_id": 0, "max_reaction_count": 11}

    def _getChatMember(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        chat = self.world.chat(given["chat_id"])
        return self._member(chat, given["user_id"])

    def _getChatAdministrators(self, given: Given, parts: Mapping[str, bytes]) -> Any:
        chat = self.world.chat(given["chat_id"])
        ruling = [one for one, member in chat.members.items() if member["status"] in ("creator", "administrator")]
        return [self._member(chat, one) for one in ruling]

    def _member(self, chat: Chat, person: int) -> dict[str, Any]:
        known = chat.members.get(person, {"status": "left"})
        return {"user": ME if person == BOT_ID else self.world.people[person], **known}

    def _may_send(self, given: Given, messages: int = 1) -> Chat:
        chat = self.world.chat(given["chat_id"])
        check_keyboard(given.get("reply_markup"))
        if chat.type == "channel" and not chat.members.get(BOT_ID, {}).get("can_post_messages"):
            raise Refused("Forbidden: bot is not a member of the channel chat", code=403)
        thread = given.get("message_thread_id")
        if thread is not None and thread not in chat.topics:
            raise bad("message thread not found")
        reply = given.get("reply_parameters")
        if reply and reply["message_id"] not in chat.messages and not reply.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        self.rates.count(chat.id, messages)
        return chat

    def _hang(self, chat: Chat, given: Given, **data: Any) -> dict[str, Any]:
        if "reply_markup" in given:
            data["reply_markup"] = given["reply_markup"]
        if thread := given.get("message_thread_id"):
            data |= {"message_thread_id": thread, "is_topic_message": True}
        reply = given.get("reply_parameters")
        if reply and reply["message_id"] in chat.messages:
            data["reply_to_message"] = copy.deepcopy(chat.messages[reply["message_id"]].data)
        if given.get("disable_notification"):
            data["_silent"] = True
        return _shown(self.world.hang(chat, BOT_ID, data))

    def _own(self, given: Given, what: str = "edit") -> Message:
        chat = self.world.chat(given["chat_id"])
        message = chat.messages.get(given["message_id"])
        if message is None:
            raise bad(f"message to {what} not found")
        if message.sender != BOT_ID or message.id in chat.too_old:
            raise bad(f"message can't be {what}{'ed' if what == 'edit' else 'd'}")
        return message

    def _changed(self, message: Message, given: Given, **data: Any) -> dict[str, Any]:
        check_keyboard(given.get("reply_markup"))
        self.rates.count(message.chat, change=True)
        new = {**message.data, **data}
        new.pop("reply_markup", None)
        if "reply_markup" in given:
            new["reply_markup"] = given["reply_markup"]
        if new == message.data:
            raise bad(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        message.data = new
        return _shown(message)

    def _captioned(self, given: Given) -> dict[str, Any]:
        caption, entities = given.get("caption", ""), given.get("caption_entities", [])
        check_text(caption, entities, CAPTION, empty="")
        assert utf16(caption) <= CAPTION
        return {"caption": caption, "caption_entities": entities}

    def _medium(self, one: Given, parts: Mapping[str, bytes]) -> dict[str, Any]:
        load = {"photo": self._photo, "video": self._video}.get(one["type"])
        if load is None:
            raise bad(f"unknown type of media {one['type']}")
        return load(one["media"], parts)

    def _photo(self, file: Any, parts: Mapping[str, bytes]) -> dict[str, Any]:
        name, size = self._stored(file, parts, PHOTO_BYTES)
        return {"photo": [{"file_id": name, "file_unique_id": name, "width": 1080, "height": 1080, "file_size": size}]}

    def _video(self, file: Any, parts: Mapping[str, bytes]) -> dict[str, Any]:
        name, size = self._stored(file, parts, FILE_BYTES)
        video = {
            "file_id": name,
            "file_unique_id": name,
            "width": 720,
            "height": 1280,
            "duration": 1,
            "file_size": size,
        }
        return {"video": video}

    def _stored(self, file: Any, parts: Mapping[str, bytes], most: int) -> tuple[str, int]:
        if isinstance(file, bytes):
            data = file
        elif str(file).startswith("attach://"):
            part = str(file).removeprefix("attach://")
            if part not in parts:
                raise bad("wrong attach:// part")
            data = parts[part]
        elif file in self.world.files:
            return str(file), len(self.world.files[file])
        else:
            raise bad("wrong file identifier/HTTP URL specified")
        if not data:
            raise bad("file must be non-empty")
        if len(data) > most:
            raise Refused("Request Entity Too Large", code=413)
        return self.world.keep_file(data), len(data)


def _shown(message: Message) -> dict[str, Any]:
    return {name: value for name, value in message.data.items() if not name.startswith("_")}


def _menu(given: Given) -> str:
    return f"{given.get('scope', {}).get('type', 'default')}/{given.get('language_code', '')}"
