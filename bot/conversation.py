"""The one conversation: takes what people do in any chat and answers politely, from the present state."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import get_close_matches
from math import ceil

from bot.asking import Asking
from bot.cards.card import Card, say
from bot.cards.labels import in_words
from bot.commands import COMMANDS, VERBS
from bot.commands.connect import on_channel
from bot.commands.kit import Answers, Context
from bot.commands.write import on_text, on_upload
from bot.doorkeeper import Doorkeeper
from bot.front_end import CannotEdit, ChatGone, FrontEnd
from bot.messenger import DRAWN_AGAIN, QUESTION, Messenger
from bot.talk import (
    AddedEvent,
    Answered,
    Ask,
    ChannelEvent,
    Close,
    CommandEvent,
    FormEvent,
    Hand,
    Incoming,
    LeftEvent,
    PressEvent,
    Redraw,
    Refuse,
    Say,
    Settled,
    TextEvent,
    Toast,
    UploadedFile,
    UploadEvent,
    Where,
)
from bot.wire import pack, unpack
from core.access import Actor
from core.actions import Actions
from core.audit import Deed
from core.desk import Desk, count
from core.errors import (
    Conflict,
    GreenlightError,
    IllegalMove,
    Invalid,
    NotAllowed,
    NotFound,
    PortError,
    Problem,
    TooOften,
    too_heavy,
)
from core.film import LARGEST
from core.ids import encode
from core.ports import Blobs
from core.rates import Tier
from core.store import Store
from core.talk import Event
from core.workspace import Chat, Member

log = logging.getLogger(__name__)

LONGEST_TOAST = 200
MOST_BYTES = 50 * 10**6  # of a file that is no film, ours
FREE_AGAIN = {
    Tier.GENERAL: "I listen",
    Tier.CONNECT: "Links and codes work",
    Tier.AI: "The writer writes",
    Tier.POST: "You can decide",
    Tier.API: "The page loads",
}


@dataclass(frozen=True, slots=True)
class Conversation:
    """Hears everything, checks who speaks, and lets the right command answer."""

    store: Store
    desk: Desk
    actions: Actions
    messenger: Messenger
    front_ends: Mapping[str, FrontEnd]
    base_url: str
    doorkeeper: Doorkeeper
    blobs: Blobs
    verify_mail: Callable[[str, str], Awaitable[None]]

    async def take(self, incoming: Incoming) -> None:
        """Keep the event, handle it, and mark it handled. The same event again changes nothing.

        Once this has returned or been interrupted after its first write, the event is not lost: `resume` finds it.
        """
        for fresh in await self.keep(incoming):
            await self.handle(fresh)

    async def keep(self, *events: Incoming) -> tuple[Incoming, ...]:
        """Write the events down, in one transaction; answers those that were not kept before and are to be handled."""
        now = self.desk.clock.now()
        fresh = []
        async with self.store.begin() as tx:
            for one in events:
                where = one.where
                if await tx.inbox.take(
                    Event(front_end=where.front_end, event_id=where.event_id, body=pack(one), at=now)
                ):
                    fresh.append(one)
        return tuple(fresh)

    async def resume(self, front_end: str) -> int:
        """Handle what was kept but not handled when the process ended; answers how many."""
        async with self.store.read() as tx:
            events = await tx.inbox.unhandled(front_end, self.desk.clock.now())
        for event in events:
            try:
                await self.handle(unpack(event.body))
            except Exception:  # what broke us once must not keep us from starting
                log.exception("event_failed event=%s", event.event_id)
        return len(events)

    async def handle(self, incoming: Incoming) -> None:
        """Do what a kept event asks for, mark it handled and bring the answers out."""
        where = incoming.where
        try:
            answers = await self._answer(incoming)
        finally:
            # After a fault the front-end tells the person, who does it again: that is a new event.
            async with self.store.begin() as tx:
                await tx.inbox.done(where.front_end, where.event_id)
        await self._perform(where, answers)
        self.messenger.bell.ring()

    async def _answer(self, incoming: Incoming) -> Answers:
        where = incoming.where
        member, chat = await self._who(where)
        if member is None or chat is None or chat.workspace_id != member.workspace_id:
            answers = await self.doorkeeper.receive(incoming, member, chat)
            if answers is not None:
                if chat is not None and isinstance(incoming, PressEvent):
                    await self._remember(incoming, chat, None)
                return answers
            member, chat = await self._who(where)
        assert member is not None  # whoever passes the doorkeeper is one, in a chat that is known now
        assert chat is not None
        ctx = Context(
            where=where,
            by=Actor(member=member, door=where.front_end),
            front_end=self.front_ends[where.front_end],
            actions=self.actions,
            store=self.store,
            desk=self.desk,
            base_url=self.base_url,
            front_ends=self.front_ends,
            chat=chat,
            verify_mail=self.verify_mail,
        )
        try:
            count(self.desk, ctx.by, Tier.GENERAL)
            if isinstance(incoming, UploadEvent):
                incoming = replace(incoming, files=await self._fetched(where.front_end, incoming.files))
            return await self._route(ctx, incoming)
        except GreenlightError as error:
            if isinstance(error, NotAllowed):
                await self._remember(incoming, chat, member)
            return await self._refuse(incoming, error)

    async def _remember(self, incoming: Incoming, chat: Chat, member: Member | None) -> None:
        """Put into the log that somebody tried what they may not; of what one person repeats only so much."""
        where = incoming.where
        try:
            self.desk.rates.take(f"refused {where.front_end} {where.person}", Tier.CONNECT, self.desk.clock)
        except TooOften:
            return
        tried, about = tried_of(incoming)
        deed = Deed(
            workspace_id=chat.workspace_id,
            member_id=member.id if member else None,
            what="was_refused",
            about=encode(about),
            door=where.front_end,
            at=self.desk.clock.now(),
            detail=tried,
        )
        async with self.store.begin() as tx:
            await tx.audit.append(deed)

    async def _who(self, where: Where) -> tuple[Member | None, Chat | None]:
        async with self.store.read() as tx:
            member = await tx.members.identify(where.front_end, where.person)
            return member, await tx.chats.find(where.front_end, where.whole_chat)

    async def _fetched(self, front_end: str, files: Sequence[UploadedFile]) -> tuple[UploadedFile, ...]:
        """The files in our own store: only now, when a member sent them, and after the event was kept.

        Raises:
            Invalid: one could not be read, or is too large.
        """
        here = []
        for file in files:
            if file.remote:
                most = LARGEST if file.is_film else MOST_BYTES
                if file.size > most:
                    raise Invalid(too_heavy(file.size, most))
                try:
                    sha256 = await self.blobs.put_all(self.front_ends[front_end].fetch(file.remote), most=most)
                except PortError as error:
                    log.warning("file_not_fetched file=%s reason=%s", file.name, error.reason)
                    problem = Problem(field="file", what=f"I could not fetch {file.name}.", fix="Please send it again.")
                    raise Invalid(problem) from error
                file = replace(file, sha256=sha256, size=await self.blobs.size(sha256), remote="")
            here.append(file)
        return tuple(here)

    async def _route(self, ctx: Context, incoming: Incoming) -> Answers:
        asking = Asking(self.front_ends[incoming.where.front_end].can)
        match incoming:
            case CommandEvent(name=name, args=args):
                command = COMMANDS.get(name)
                if command is None:
                    close = get_close_matches(name, COMMANDS, n=1, cutoff=0.5)
                    hint = f" Did you mean /{close[0]}?" if close else ""
                    return (Say(card=say(f"I do not know /{name[:40]}.{hint} /help lists everything.")),)
                answers = (*await asking.drop(ctx), *await command.run(ctx, args))
            case PressEvent(press=press):
                verb = asking.verbs.get(press.verb) or VERBS.get(press.verb)
                if verb is None:
                    return (Toast(text="That button is from an older version. Please use the newest card."),)
                answers = await verb.run(ctx, press)
            case FormEvent(form_id=form_id, values=values):
                answers = await asking.submitted(ctx, form_id, values)
            case TextEvent(text=text):
                answers = await asking.answered(ctx, text) or await on_text(ctx, text)
            case UploadEvent(files=files, text=text):
                answers = await asking.answered(ctx, text, files) or await on_upload(ctx, files, text)
            case AddedEvent():
                answers = ()
            case ChannelEvent():
                answers = await on_channel(ctx, incoming)
            case LeftEvent():
                answers = await self.doorkeeper.left(incoming)
        return await asking.prepared(ctx, answers)

    async def _refuse(self, incoming: Incoming, error: GreenlightError) -> Answers:
        """One sentence about what went wrong, where the person is; a pressed card is drawn as it stands now."""
        text = explain(error)
        if isinstance(incoming, FormEvent):
            return (Refuse(form_id=incoming.form_id, problems={"": text}),)
        if not isinstance(incoming, PressEvent):
            return (Say(card=say(text)),)
        toast = Toast(text=text)
        if isinstance(error, NotAllowed | NotFound | PortError | TooOften):
            return (toast,)
        async with self.store.read() as tx:
            delivery = await tx.deliveries.at(incoming.where.front_end, incoming.where.chat, incoming.where.message)
        if delivery is None or delivery.kind not in DRAWN_AGAIN:
            return (toast,)
        card = await self.messenger.card_of(delivery.kind, delivery.subject)
        if isinstance(error, IllegalMove) and card.badge:
            toast = Toast(text=f"Already decided: {card.badge.mark} {card.badge.word}.")
        return (toast, Redraw(card=card))

    async def _perform(self, where: Where, answers: Answers) -> None:
        """Bring the answers out; a chat that cannot be reached loses words, never a decision."""
        front_end = self.front_ends[where.front_end]
        for answer in answers:
            try:
                match answer:
                    case Toast(text=text, alert=alert):
                        await front_end.toast(where, text[:LONGEST_TOAST], alert=alert)
                    case Say(card=card, only_you=only_you):
                        await self.messenger.send(front_end, where.chat, card, only=where.person if only_you else "")
                    case Hand(name=name, text=text, words=words):
                        await front_end.hand(where, name, text, words)
                    case Redraw(card=card):
                        await self._redraw(front_end, where, answer)
                    case Answered(text=words):
                        await self._answered(front_end, where, words)
                    case Settled(card=card):
                        await self._settled(front_end, where, card)
                    case Ask(form=form):
                        await front_end.open_form(where, form)
                    case Refuse(form_id=form_id, problems=problems):
                        await front_end.refuse_form(where, form_id, dict(problems))
                    case Close(form_id=form_id):
                        await front_end.close_form(where, form_id)
            except PortError as error:
                log.warning("answer_lost event=%s reason=%s", where.event_id, error.reason)
            except (CannotEdit, ChatGone):
                log.info("answer_not_shown event=%s", where.event_id)

    async def _answered(self, front_end: FrontEnd, where: Where, words: str) -> None:
        async with self.store.read() as tx:
            delivery = await tx.deliveries.at(where.front_end, where.chat, where.message)
        if delivery is None and where.message:
            await front_end.edit(where.chat, (where.message,), say(words))

    async def _redraw(self, front_end: FrontEnd, where: Where, answer: Redraw) -> None:
        async with self.store.read() as tx:
            delivery = await tx.deliveries.at(where.front_end, where.chat, where.message)
        if delivery is not None and delivery.kind in DRAWN_AGAIN:
            await self.messenger.redraw(front_end, delivery, answer.card)
            return
        try:
            await front_end.edit(where.chat, delivery.messages if delivery else (where.message,), answer.card)
        except CannotEdit:
            await self.messenger.send(front_end, where.chat, answer.card, only=where.person)

    async def _settled(self, front_end: FrontEnd, where: Where, card: Card) -> None:
        """Take the buttons off an answered question; where that cannot be done, a late press is answered politely."""
        async with self.store.read() as tx:
            asked = next(iter(await tx.deliveries.of(QUESTION, card.subject)), None)
        messages = asked.messages if asked else (where.message,) if where.message else ()
        if asked is not None:
            async with self.store.begin() as tx:
                await tx.deliveries.forget(asked)
        if messages:
            await front_end.edit(where.chat, messages, card)


def tried_of(incoming: Incoming) -> tuple[str, int]:
    """What somebody wanted, as a short word, and the id it is about, 0 where it is about nothing."""
    match incoming:
        case PressEvent(press=press):
            return press.verb, press.target
        case CommandEvent(name=name):
            return f"/{name}"[:40], 0
    return type(incoming).__name__.removesuffix("Event").lower(), 0


def explain(error: GreenlightError) -> str:
    """What went wrong and what to do, in a sentence or two for the person who acted."""
    match error:
        case Invalid():
            return " ".join(problem.sentence() for problem in error.problems)
        case NotAllowed():
            return f"{error} Nothing was changed."
        case NotFound():
            return "That is not here any more, or it is not yours."
        case TooOften(tier=tier, wait=wait):
            free = in_words(timedelta(seconds=ceil(wait.total_seconds())))
            return f"That was a lot at once. {FREE_AGAIN[Tier(tier)]} again {free}. Nothing was changed."
        case Conflict():
            return "It changed a moment ago. Here is how it stands now; please look again."
        case IllegalMove(noun=noun, have=have):
            return f"That cannot be done now: the {noun} is {have}."
        case PortError():
            return "That did not work just now. Nothing was lost; please try again in a minute."
    return "That did not work."
