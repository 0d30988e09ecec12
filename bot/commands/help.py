"""/help: what can be said, and what to do when something went wrong."""

from __future__ import annotations

from bot.cards.card import Card, Row
from bot.cards.film_words import FILM_TROUBLES
from bot.cards.reasons import EXPLAINED, sentence
from bot.cards.source_words import TROUBLES, trouble
from bot.cards.text import Bold, Bullets, Code
from bot.commands.kit import Answers, Command, Context
from bot.requests.asked import EXAMPLES
from bot.requests.calendar_words import fold
from bot.talk import Say
from core.errors import Invalid, Problem

MOST = 8
_GROUPS = (
    ("Your posts", ("new", "pending", "queue", "posts", "history", "find", "post", "batches", "calendar", "next")),
    ("More with a post", ("thread", "comment", "note", "repeat", "series", "evergreen")),
    ("How it goes", ("status", "activity", "audit", "autopilot", "slots", "time", "settings")),
    ("Where and how it sounds", ("brand", "source", "platforms", "accounts", "connect", "demo")),
    ("Who decides", ("team", "policy", "away", "confirm")),
    ("You", ("start", "me", "email", "mail", "link", "privacy", "logout", "help")),
)


async def run(ctx: Context, args: str) -> Answers:
    """Every command with its line; with a word, the command of that name or every error that it is found in."""
    wanted = fold(args).strip().removeprefix("/")
    return (Say(card=_entries(wanted) if wanted else _overview()),)


def _overview() -> Card:
    from bot.commands import COMMANDS

    listed = {name for _, names in _GROUPS for name in names}
    groups = (*_GROUPS, ("More", tuple(name for name in COMMANDS if name not in listed)))
    body: list[Bold | Bullets | str] = [
        "Approve, edit or skip each card, or take the whole week with one tap. Reply to a card with new text to "
        f"change it, or say what to change: {', '.join(f'“{one}”' for one in EXAMPLES)}. "
        "Send me any text or picture to make a post of it."
    ]
    for title, names in groups:
        known = [COMMANDS[name] for name in names if name in COMMANDS]
        if known:
            lines = tuple((Code(f"/{command.name}"), f" {command.help}") for command in known)
            body += ["\n\n", Bold(title), Bullets(lines)]
    footer = ("Something went wrong? /help and a word of the message, for example /help disk.",)
    return Card(kind="page", title=(Bold("What I can do"),), body=tuple(body), footer=footer)


def _entries(wanted: str) -> Card:
    """What is known about a word: a command, or errors whose code or explanation has it.

    Raises:
        Invalid: nothing is known about it.
    """
    from bot.commands import COMMANDS

    rows = []
    if wanted in COMMANDS:
        rows.append(Row(mark="💬", label=f"/{wanted}", text=(COMMANDS[wanted].help,)))
    explained = {code: sentence(code) for code in EXPLAINED} | {code: trouble(code) for code in TROUBLES}
    explained = FILM_TROUBLES | explained
    found = [code for code in explained if wanted == code] or [
        code for code, words in explained.items() if wanted.replace(" ", "_") in code or wanted in fold(words)
    ]
    rows += [Row(mark="⚠️", label=code, text=(explained[code],)) for code in found[:MOST]]
    if not rows:
        what = f"I know nothing about “{wanted[:40]}”."
        raise Invalid(Problem(field="help", what=what, fix="/help lists everything; one word of a message is enough."))
    return Card(kind="page", title=(Bold(f"Help: {wanted[:40]}"),), rows=tuple(rows))


COMMAND = Command(name="help", help="This list; with a word, what an error means", run=run)
