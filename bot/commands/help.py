"""/help: what can be said."""

from __future__ import annotations

from bot.cards.card import Card
from bot.cards.text import Bold, Bullets, Code
from bot.commands.kit import Answers, Command, Context
from bot.requests.asked import EXAMPLES
from bot.talk import Say


async def run(ctx: Context, args: str) -> Answers:
    """Every command with its line."""
    from bot.commands import COMMANDS

    lines = tuple((Code(f"/{command.name}"), f" {command.help}") for command in COMMANDS.values())
    body = (
        "Approve, edit or skip each card, or take the whole week with one tap. Reply to a card with new text to "
        f"change it, or say what to change: {', '.join(f'“{one}”' for one in EXAMPLES)}. "
        "Send me any text or picture to make a post of it.",
        Bullets(lines),
    )
    return (Say(card=Card(kind="page", title=(Bold("What I can do"),), body=body)),)


COMMAND = Command(name="help", help="This list", run=run)
