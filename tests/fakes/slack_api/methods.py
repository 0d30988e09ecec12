"""Every method we know, with what it takes; anything else is refused. Tiers as in the documentation of each method."""

from __future__ import annotations

from collections.abc import Mapping

from tests.fakes.slack_api import chat, files, views, workspace
from tests.fakes.slack_api.call import Method, method
from tests.fakes.slack_api.checks import flag, words

METHODS: Mapping[str, Method] = {
    "auth.test": method(workspace.test, {}),
    "auth.revoke": method(workspace.revoke, {"test": flag}, tier=3),
    "oauth.v2.access": method(workspace.exchange, workspace.EXCHANGES, token="none"),
    "apps.connections.open": method(workspace.connect, {}, tier=1, token="app"),
    "chat.postMessage": method(chat.post, chat.POSTS, scope="chat:write"),
    "chat.update": method(chat.change, chat.CHANGES, scope="chat:write", tier=3),
    "chat.delete": method(chat.delete, {"channel_": words(), "ts_": words()}, scope="chat:write", tier=3),
    "chat.postEphemeral": method(chat.whisper, chat.WHISPERS, scope="chat:write", tier=4),
    "pins.add": method(chat.pin, chat.PINS, scope="pins:write", tier=2),
    "pins.remove": method(chat.unpin, chat.PINS, scope="pins:write", tier=2),
    "views.open": method(views.open, views.OPENS, tier=4),
    "views.push": method(views.push, views.OPENS, tier=4),
    "views.update": method(views.update, views.UPDATES, tier=4),
    "views.publish": method(views.publish, views.PUBLISHES, tier=4),
    "users.info": method(workspace.user_info, {"user_": words(), "include_locale": flag}, scope="users:read", tier=4),
    "conversations.open": method(workspace.open_conversation, workspace.OPENS, scope="im:write", tier=3),
    "conversations.info": method(workspace.conversation_info, {"channel_": words()}, scope="channels:read", tier=3),
    "files.getUploadURLExternal": method(files.begin, files.BEGINS, scope="files:write", tier=4),
    "files.completeUploadExternal": method(files.complete, files.COMPLETES, scope="files:write", tier=4),
    "files.info": method(files.info, {"file_": words()}, scope="files:read", tier=4),
}
