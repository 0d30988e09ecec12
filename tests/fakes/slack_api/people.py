"""People in Slack: what they do reaches the app over a line, what they see is what hangs in their channels."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.chat import PHOTO, Seen, answers_in_turn, newest
from tests.fakes.slack_api import hands, payloads, responses, state, views
from tests.fakes.slack_api.consent import consent
from tests.fakes.slack_api.files import file_json, keep
from tests.fakes.slack_api.lines import Answer, Line
from tests.fakes.slack_api.modals import answered
from tests.fakes.slack_api.mrkdwn import escaped
from tests.fakes.slack_api.reach import Reach
from tests.fakes.slack_api.records import Channel, Message, User, View
from tests.fakes.slack_api.server import SlackApi

OWNER = "U0ANA"


async def at_once() -> None:
    """The app is done when it has acknowledged."""


@dataclass(slots=True)
class SlackPerson:
    """Somebody with Slack in hand, in one channel; `handled` returns when the app is done with what was sent.

    `refused` is what the modal says about its fields, by block.
    """

    api: SlackApi
    line: Line
    handled: Callable[[], Awaitable[None]] = at_once
    id: str = OWNER
    name: str = "Ana"
    team: str = "T0ONE"
    channel: str = ""
    refused: dict[str, str] = field(default_factory=dict)
    _reach: Reach = field(init=False)
    _done: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.api.world.person(self.id, self.name, self.team)
        self.channel = self.channel or self.api.world.dm(self.id).id
        self._reach = Reach(self.api, self.line, self.handled)

    @property
    def user(self) -> User:
        """The person as the workspace knows them; a world may have been put back to before they came."""
        return self.api.world.person(self.id, self.name, self.team)

    @property
    def modal(self) -> View | None:
        """The modal on top."""
        return self.user.stack[-1] if self.user.stack else None

    @property
    def home(self) -> View | None:
        """What the app's home shows."""
        return self.user.home

    @property
    def toasts(self) -> list[str]:
        """What was said to this person alone, oldest first."""
        return [one.text for one in self.messages() if one.only]

    @property
    def trouble(self) -> list[str]:
        """What Slack warned this person of: that the app did not answer, or answered nonsense."""
        return self._reach.trouble

    @property
    def told(self) -> list[Answer]:
        """What the app answered to the last event, once for every attempt."""
        return self._reach.told

    def messages(self) -> Iterator[Message]:
        """Everything in the channel and its threads as it is on the wire, oldest first."""
        yield from self.api.world.seen(self._room, self.id)

    async def sees(self) -> list[Seen]:
        """What the bot said, remarks aside; buttons and choices by their labels."""
        return [
            Seen(
                id=one.ts,
                text=self.api.world.named_people(one.text),
                buttons=hands.choices(one.blocks),
                pictures=one.pictures,
            )
            for one in self.messages()
            if one.sender == self._bot and (not one.only or hands.choices(one.blocks))
        ]

    async def says(self, text: str, *, to: str = "") -> None:
        """Say something, in a thread with `to`; what starts with a slash is a command."""
        if text.startswith("/") and not to:  # in threads there are no commands: people put a space before the slash
            name, _, rest = text.partition(" ")
            await self.commands(name, rest.strip())
        else:
            await self._posts(
                {"text": payloads.named_emoji(escaped(text)), "blocks": payloads.words_in_blocks(text)}, to
            )

    async def commands(self, name: str, text: str = "") -> None:
        """Use a slash command; what stands in its acknowledgement appears in the channel."""
        now = self.api.now
        hook = self.api.world.hook(self.id, self._room, now)
        payload = payloads.command(self.api.world, self.user, self._room, name, text)
        payload |= {"trigger_id": self.api.world.trigger(self.id, now), "response_url": self._reach.address(hook)}
        answer = await self._reach.delivers("slash_commands", payload)
        if answer.body:
            self._reach.takes(lambda: responses.respond(self.api.world, self.api.world.hooks[hook], answer.body, now))

    async def mentions(self, text: str, *, to: str = "") -> None:
        """Say something to the bot by name."""
        said = f"<@{self._bot}> {escaped(text)}"
        parts: list[dict[str, Any]] = [{"type": "user", "user_id": self._bot}, {"type": "text", "text": f" {text}"}]
        section = {"type": "rich_text_section", "elements": parts}
        await self._posts({"text": said, "blocks": [{"type": "rich_text", "elements": [section]}]}, to)

    async def corrects(self, text: str, *, message: str) -> None:
        """Edit what was said before."""
        hung = self._room.messages[message]
        before = dict(hung.data)
        hung.data |= {
            "text": payloads.named_emoji(escaped(text)),
            "blocks": self.api.world.named(payloads.words_in_blocks(text)),
        }
        changed = {"message": hung.data, "previous_message": before, "ts": self._reach.stamp(), "hidden": True}
        await self._hears({"type": "message", "subtype": "message_changed", **changed})

    async def uploads(self, *files: bytes, name: str = PHOTO, text: str = "", to: str = "") -> None:
        kept = [keep(self.api.world, self.team, self.id, name, data) for data in files]
        shown = [file_json(self.api.url, one) for one in kept]
        blocks = payloads.words_in_blocks(text) if text else []
        await self._posts(
            {"text": payloads.named_emoji(escaped(text)), "files": shown, "blocks": blocks, "subtype": "file_share"}, to
        )

    async def sends(self, press: str, *, message: str, event: str = "") -> None:
        """Press the button or choice of that value or action id, even if the message looks different by now or never
        had it.

        With `event` the same press can come again.
        """
        if event in self._done:
            await self._reach.delivers("interactive", self._done[event])
            return
        hung = self._room.messages.get(message) or self._room.deleted[message]
        looks = (hung.data, *reversed(hung.before))
        found = next((one for look in looks if (one := hands.found(look.get("blocks", []), press))), None)
        found = found or hands.forged(press)
        look = next((one for one in looks if found.block in one.get("blocks", [])), hung.data)
        payload = self._pressed(hung, look, found)
        self._done[event or self.api.world.next("press")] = payload
        await self._reach.acts(self.user, payload)

    async def opens(self, tab: str, *, about: str) -> None:
        card = await newest(self, about)
        press = next(press for label, press in card.buttons.items() if label.strip("● ⚠️") == tab)
        await self.sends(press, message=card.id)

    async def chooses(self, name: str, value: Any, *, message: str) -> None:
        """Put something into an input of a message: an option, a date, a person."""
        hung = self._room.messages[message]
        found = hands.put(hung.blocks, name, value)
        await self._reach.acts(self.user, self._pressed(hung, hung.data, found))

    async def presses_in(self, view: View, press: str) -> None:
        """Press a button of a modal or a home, by its value or action id."""
        found = hands.found(view.data["blocks"], press)
        assert found, f"nothing to press for {press!r} in {view.data}"
        await self._presses(view, found)

    async def uses_shortcut(self, callback_id: str, *, message: str = "") -> None:
        """Use a shortcut: of a message, or a global one."""
        world, ts = self.api.world, self._reach.stamp()
        if message:
            hung = self._room.messages[message]
            payload = payloads.message_shortcut(world, self.user, hung, callback_id, ts)
            payload["response_url"] = self._reach.address(world.hook(self.id, self._room, self.api.now, hung.ts))
        else:
            payload = payloads.shortcut(world, self.user, callback_id, ts)
        await self._reach.acts(self.user, payload)

    async def types(self, **inputs: Any) -> None:
        """Put something into inputs of the modal, each named by its action or block."""
        view = self._on_top()
        for name, value in inputs.items():
            found = hands.put(view.data["blocks"], name, value)
            view.typed[found.at] = found.kept
            if found.block.get("dispatch_action") or found.block["type"] != "input":
                await self._presses(view, found)

    async def submits(self, **inputs: Any) -> None:
        """Send the modal; what the app answers happens to it.

        Raises AssertionError when a required field is empty, which Slack itself does not let through.
        """
        await self.types(**inputs)
        view = self._on_top()
        assert view.data["submit"], "there is nothing to send in this modal"
        hands.check_filled(view)
        payload = payloads.submission(self.api.world, self.user, view)
        answer = await self._reach.acts(self.user, payload, inside=True)
        self.refused = {}
        if answer.acknowledged:
            self._reach.takes(lambda: self.refused.update(answered(self.api.world, self.user, view, answer.body)))

    async def closes(self, *, all: bool = False) -> None:
        """Close the modal on top, or the whole stack."""
        view = self._on_top()
        cleared = all or view.data["clear_on_close"]
        gone = [*reversed(self.user.stack)] if cleared else [view]
        self.user.stack = self.user.stack[: -len(gone)]
        for one in gone:
            if one.data["notify_on_close"]:
                payload = payloads.closed(self.api.world, self.user, one, cleared=cleared)
                await self._reach.delivers("interactive", payload)

    async def fills(self, **values: str) -> None:
        """Answer the form that is open: a modal, or questions in the channel."""
        if self.modal is None:
            await answers_in_turn(self, values)
            return
        here = {name for block, one in state.parts(self.modal.data["blocks"]) for name in hands.names(block, one)}
        await self.submits(**{name: value for name, value in values.items() if name in here})

    async def opens_home(self, tab: str = "home") -> None:
        """Open the app's home, or the other tab there."""
        seen = {"view": views.shown(self.home)} if self.home and tab == "home" else {}
        where = {"user": self.id, "channel": self.api.world.dm(self.id).id, "tab": tab}
        await self._reach.tells(self.user, {"type": "app_home_opened", **where, **seen})

    async def adds_the_bot(self) -> None:
        """Invite it to the channel."""
        self._room.members.add(self._bot)
        kind = "C" if self._room.kind == "channel" else "G"
        joined = {"user": self._bot, "channel": self.channel, "channel_type": kind, "inviter": self.id}
        await self._reach.tells(self.user, {"type": "member_joined_channel", "team": self.team, **joined})

    async def removes_the_bot(self) -> None:
        """Throw it out of the channel."""
        self._room.members.discard(self._bot)
        kind = "channel_left" if self._room.kind == "channel" else "group_left"
        await self._reach.tells(self.user, {"type": kind, "channel": self.channel, "actor_id": self.id})

    async def uninstalls(self) -> None:
        """Throw the app out of the workspace: its tokens end, then it is told."""
        for token in self.api.world.tokens.values():
            if token.team == self.team:
                token.revoked = True
        await self._reach.tells(self.user, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self._bot]}})
        await self._reach.tells(self.user, {"type": "app_uninstalled"})

    async def takes_back_own_token(self) -> None:
        """Withdraw what only this person allowed; the app stays in the workspace."""
        await self._reach.tells(self.user, {"type": "tokens_revoked", "tokens": {"oauth": [self.id], "bot": []}})

    def allows(self, address: str, *, denied: bool = False) -> str:
        """Say yes, or no, on the consent page at the address; where the browser is sent."""
        return consent(self.api.world, self.user, address, denied=denied)

    @property
    def _room(self) -> Channel:
        return self.api.world.channels[self.channel]

    @property
    def _bot(self) -> str:
        return self.api.world.teams[self.team].bot_user

    def _on_top(self) -> View:
        assert self.modal is not None, "no modal is open"
        return self.modal

    def _pressed(self, hung: Message, look: dict[str, Any], found: hands.Found) -> dict[str, Any]:
        if found.kept:
            hung.typed.setdefault(self.id, {})[found.at] = found.kept
        action = {**found.action, "action_ts": self._reach.stamp()}
        payload = payloads.press_in_message(self.api.world, self.user, hung, look, action)
        hook = self.api.world.hook(self.id, self._room, self.api.now, hung.ts)
        return {**payload, "response_url": self._reach.address(hook)}

    async def _presses(self, view: View, found: hands.Found) -> None:
        if found.kept:
            view.typed[found.at] = found.kept
        action = {**found.action, "action_ts": self._reach.stamp()}
        payload = payloads.press_in_view(self.api.world, self.user, view, action)
        await self._reach.acts(self.user, payload, inside=view.data["type"] == "modal")

    async def _posts(self, data: dict[str, Any], to: str) -> None:
        parent = self._room.messages[to].data if to else {}
        thread = {"thread_ts": parent.get("thread_ts", to)} if to else {}
        message = self.api.world.hang(self._room, self.id, self.api.now, {**data, **thread})
        where = {"channel": self.channel, "event_ts": message.ts}
        if self._room.kind == "im":
            await self._hears({**message.data, **where})
        elif f"<@{self._bot}>" in data["text"] and self._bot in self._room.members:
            said = {name: value for name, value in message.data.items() if name != "subtype"}
            await self._reach.tells(self.user, {**said, **where, "type": "app_mention"})

    async def _hears(self, inner: dict[str, Any]) -> None:
        """Of what is merely said the bot hears only what is said to it alone."""
        if self._room.kind == "im":
            await self._reach.tells(self.user, {**inner, "channel": self.channel, "channel_type": "im"})
