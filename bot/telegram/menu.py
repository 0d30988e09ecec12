"""The menu of commands, as each kind of chat shows it, in the languages we have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)

from bot.commands import COMMANDS
from bot.telegram.languages import DESCRIPTIONS

LONGEST = 256  # characters of a description; https://core.telegram.org/bots/api#botcommand (read 2026-11)
ABOUT = (
    "I draft your brand's next seven days, bring them here as cards, and publish what you approved: on time, once.\n\n"
    "You decide with one tap. Nothing goes out that you did not see."
)
"""What an empty chat shows: 512 characters, https://core.telegram.org/bots/api#setmydescription (read 2026-11)."""

IN_SHORT = "Drafts a week of posts, asks you, and publishes what you approved: on time, once."
"""What its profile shows: 120 characters, https://core.telegram.org/bots/api#setmyshortdescription (read 2026-11)."""

_ONESELF = ("email", "link", "logout", "privacy", "me", "confirm")
PRIVATE_ONLY = frozenset({*_ONESELF, "source", "brand", "settings", "team", "policy"})
"""Commands about oneself or long set-ups; groups do not show them, though they answer."""


async def show_menu(bot: Bot) -> None:
    """Tell Telegram every command, for private chats, groups and all the rest, once for each language."""
    for language in (None, *DESCRIPTIONS):
        every = menu(language or "")
        short = tuple(one for one in every if one.command not in PRIVATE_ONLY)
        for scope, commands in (
            (BotCommandScopeDefault(), every),
            (BotCommandScopeAllPrivateChats(), every),
            (BotCommandScopeAllGroupChats(), short),
        ):
            await bot.set_my_commands(commands, scope=scope, language_code=language)
    await bot.set_my_description(ABOUT)
    await bot.set_my_short_description(IN_SHORT)


def menu(language: str, descriptions: Mapping[str, Mapping[str, str]] = DESCRIPTIONS) -> Sequence[BotCommand]:
    """Every command with its line in that language; English where a line is missing."""
    ours = descriptions.get(language, {})
    return tuple(BotCommand(one.name, ours.get(one.name, one.help)[:LONGEST]) for one in COMMANDS.values())
