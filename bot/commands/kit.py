"""What a command, a button's verb and a form consist of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.cards.form import Field
from bot.cards.press import Press
from bot.front_end import FrontEnd
from bot.talk import Outgoing, Where
from core.access import Actor, brand_for
from core.actions import Actions
from core.brand import Brand
from core.desk import Desk
from core.errors import Invalid, NotFound, PortError, Problem
from core.ids import BrandId, decode
from core.slot import moment_at, week_of
from core.store import Store
from core.talk import OpenForm
from core.workspace import Chat

Answers = tuple[Outgoing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Who asks, where, and everything an answer may need. `base_url` is where our pages are reached.

    `front_end` is the one that is spoken through, `front_ends` are all. `verify_mail` sends a code to an address.
    """

    where: Where
    by: Actor
    front_end: FrontEnd
    actions: Actions
    store: Store
    desk: Desk
    base_url: str
    front_ends: Mapping[str, FrontEnd]
    chat: Chat
    verify_mail: Callable[[str, str], Awaitable[None]]

    async def brands(self) -> tuple[Brand, ...]:
        """The brands of this workspace, oldest first."""
        async with self.store.read() as tx:
            return await tx.brands.of(self.by.member.workspace_id)

    async def brand(self) -> Brand:
        """The brand that is spoken of in this chat: the one it was switched to, else the first.

        Raises:
            Invalid: none has been set up yet.
        """
        brands = await self.brands()
        if not brands:
            raise Invalid(Problem(field="brand", what="There is no brand yet.", fix="Send /start to set one up."))
        async with self.store.read() as tx:
            chat = await tx.chats.find(self.chat.front_end, self.chat.remote_id)
        current = chat.brand if chat else self.chat.brand
        return next((brand for brand in brands if brand.id == current), brands[0])

    async def brand_of(self, brand_id: int) -> Brand:
        """The brand a button is about. Raises NotFound when it is not of this workspace."""
        async with self.store.read() as tx:
            return await brand_for(tx, BrandId(brand_id), self.by)

    async def speak_of(self, brand: Brand) -> None:
        """That brand is spoken of in this chat from now on."""
        async with self.store.begin() as tx:
            await tx.chats.speak_of(self.chat.id, brand.id)

    async def posts_in_a_batch(self, brand: Brand) -> int:
        """How many posts the next batch of this brand will have."""
        async with self.store.read() as tx:
            settings = (await tx.workspaces.get(brand.workspace_id)).settings
        week = week_of(brand.slots)
        tomorrow = moment_at(self.desk.clock.now(), brand.zone).local.weekday() + 1
        return sum(len(week[(tomorrow + day) % 7]) for day in range(settings.batch_days))

    async def working(self, text: str, *, cards: int = 0) -> None:
        """Say in the chat that slow work has begun; a chat that cannot be reached holds up no work."""
        with suppress(PortError):
            await self.front_end.working(self.where, text, cards=cards)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A slash command: its name without the slash, one help line, and what it answers to its arguments."""

    name: str
    help: str
    run: Callable[[Context, str], Awaitable[Answers]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """What a button does. One that opens a form says so, because some chats must be told at once."""

    name: str
    run: Callable[[Context, Press], Awaitable[Answers]]
    opens_form: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormKind:
    """A form: its questions, a check of each answer, and what happens when all are given.

    `check` answers the value to keep, or raises Invalid with one sentence. `stepwise` forms are asked one by one
    in every chat.
    """

    name: str
    title: str
    submit_label: str
    fields: Callable[[Context, OpenForm], Awaitable[tuple[Field, ...]]]
    check: Callable[[Context, str, str], str]
    submit: Callable[[Context, OpenForm, Mapping[str, str]], Awaitable[Answers]]
    stepwise: bool = False


def id_in(text: str) -> int:
    """The id a button carries.

    Raises:
        NotFound: it carries none; our own buttons always do.
    """
    try:
        return decode(text)
    except ValueError as error:
        raise NotFound("id") from error


class Named(Protocol):
    """Something people call by its name."""

    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)


def one_named(what: str, name: str, among: Sequence[T], *, fix: str = "") -> T:
    """The one that is called so, or the only one whose name begins so.

    Raises:
        Invalid: there is none or more than one; those there are get named.
    """
    wanted = name.strip().casefold()
    exact = [one for one in among if one.name.casefold() == wanted]
    found = exact or [one for one in among if one.name.casefold().startswith(wanted)]
    if len(found) != 1:
        names = ", ".join(one.name for one in found or among) or "none yet"
        said = f"There is no one {what} called “{name.strip()[:40]}”."
        raise Invalid(Problem(field=what, what=said, fix=f"I know: {names}.{fix}"))
    return found[0]


def as_given(ctx: Context, name: str, value: str) -> str:
    """A check that lets every answer pass; the action behind the form has the last word."""
    return value.strip()
