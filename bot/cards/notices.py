"""What the core has to say, in words; the card it is about hangs below."""

from __future__ import annotations

import json

from bot.cards.budget import budget_buttons
from bot.cards.card import Badge, Button, Card, Tone
from bot.cards.labels import count
from bot.cards.pick import pick_rows
from bot.cards.press import Press
from bot.cards.reasons import sentence
from bot.cards.source_words import trouble
from core.actions.poll_sources import GONE
from core.notice import Notice, Topic

_GOOD = Badge(mark="✅", word="Good news", tone=Tone.GOOD)
_LOOK = Badge(mark="⚠️", word="Please look", tone=Tone.WARN)
_INFO = Badge(mark="ℹ️", word="For your information", tone=Tone.QUIET)


def notice_card(notice: Notice, subject: str, *, label: str = "") -> Card | None:
    """The sentence that goes with a notice; None where the card itself says it all.

    `subject` names what it is about, for example a brand and how the post begins; `label` names the platform.
    """
    facts = notice.facts
    there = label or facts.get("platform", "")
    many = int(facts.get("count", "1"))
    why = sentence(facts.get("reason", ""))
    match notice.topic:
        case Topic.BATCH_READY:
            return None
        case Topic.BATCH_WAITS:
            return _card(
                _LOOK,
                f"{subject} is still waiting for you. One tap approves the rest.",
                Button(label="No more reminders", press=Press(verb="mute", target=notice.batch_id or 0)),
            )
        case Topic.POST_LIVE if facts.get("late"):
            return _card(
                _LOOK,
                f"“{subject}” is visible on {there} after all: the answer came after it had been recorded otherwise. "
                "Please look at its card before you send it again.",
            )
        case Topic.POST_LIVE if facts.get("said"):
            return _card(_GOOD, f"“{subject}” reached {there}. {facts['said']}")
        case Topic.POST_LIVE:
            return _card(_GOOD, f"“{subject}” is live on {there}.")
        case Topic.POST_FAILED:
            return _card(_LOOK, f"“{subject}” could not be published on {there}. {why}")
        case Topic.POST_MISSED:
            if many > 1:
                return _card(
                    _LOOK,
                    f"{count(many, 'post')} missed their time while nothing could be published. None of them was "
                    "sent late. Decide for each: now, another time, or not at all.",
                    Button(label="Show them", press=Press(verb="list", arg="missed")),
                )
            return _card(_LOOK, f"“{subject}” missed its time on {there} and was not sent late. What now?")
        case Topic.POST_ASKS:
            return _card(
                _LOOK, f"I cannot tell whether “{subject}” is on {there}. {why} Please look, then answer below."
            )
        case Topic.POST_AT_RISK:
            connect = Press(verb="reconnect", target=int(facts.get("account", "0")))
            fixes = (Button(label="Reconnect", press=connect),) if facts.get("reason") != "rules_changed" else ()
            return _card(_LOOK, f"“{subject}” goes out on {there} within a day, and would fail. {why}", *fixes)
        case Topic.POST_HELD:
            return _card(_LOOK, f"{there} has paused the account. “{subject}” is kept and tried again.")
        case Topic.POST_LAPSED:
            if many > 1:
                return _card(
                    _LOOK,
                    f"The time of {count(many, 'post')} passed before anybody decided. Nothing was published.",
                    Button(label="Show them", press=Press(verb="list", arg="lapsed")),
                )
            return _card(_LOOK, f"The time of “{subject}” passed before anybody decided. Nothing was published.")
        case Topic.APPROVAL_VOIDED:
            return _card(_LOOK, f"“{subject}” was stopped. {why} Please decide about it again.")
        case Topic.TICK_LATE:
            return _card(
                _LOOK,
                f"The scheduler has not run for {facts.get('seconds', '?')} s. See the log, or restart Greenlight.",
            )
        case Topic.CLOCK_JUMPED:
            return _card(
                _INFO,
                f"This machine's clock jumped by {facts.get('seconds', '?')} s. Publishing paused for a moment "
                "and goes on by the new time.",
            )
        case Topic.RESTORED:
            return _card(
                _LOOK,
                "A backup was restored. Whatever was due since it was made waits for your answer: is it there?",
                Button(label="Show them", press=Press(verb="list", arg="ask")),
            )
        case Topic.WRITER_FELL_BACK:
            return _card(
                _INFO,
                f"{why} The offline writer drafted {subject} instead. Regenerate brings the model back to a card.",
                *_budget(notice),
            )
        case Topic.AUTOPILOT_RESTS:
            return _card(
                _LOOK,
                f"Two weeks of {subject} passed without a decision, so I draft no more for now. Approved posts still "
                "go out. Shall I go on?",
                Button(
                    label="Go on drafting",
                    tone=Tone.GOOD,
                    press=Press(verb="autopilot", target=notice.brand_id or 0, arg="on"),
                ),
            )
        case Topic.CHANGES_ASKED:
            return _card(_LOOK, f"{facts.get('who', 'Somebody')} asks for a change: {facts.get('text', '')}")
        case Topic.YOUR_TURN:
            if many > 1:
                show = Button(label="Show them", press=Press(verb="list", arg="pending"))
                return _card(_LOOK, f"{count(many, 'post')} wait for your yes.", show)
            return _card(_LOOK, f"“{subject}” waits for your yes.")
        case Topic.APPROVAL_LAPSED:
            return _card(_LOOK, f"A yes to “{subject}” waited too long for others and fell. Please decide anew.")
        case Topic.POLICY_CHANGED:
            asked, again = int(facts.get("asked", "0")), int(facts.get("reopened", "0"))
            fallen = f" {count(asked, 'post')} had a first yes, which has to be given again." if asked else ""
            reopened = f" {count(again, 'approved post')} must be approved once more." if again else ""
            words = f"{facts.get('who', 'An owner')} changed who approves for {subject}: /policy.{fallen}{reopened}"
            return _card(_LOOK if asked or again else _INFO, words)
        case Topic.ROLE_CHANGED:
            where = f" for {facts['brand']}" if facts.get("brand") else ""
            return _card(_INFO, f"{facts.get('who', 'An owner')} made you {facts.get('role', '?')}{where}.")
        case Topic.POST_AGAIN:
            passed = int(facts.get("passed", "0"))
            left_out = f" {count(passed, 'earlier time')} passed while I was off and was left out." if passed else ""
            return _card(_INFO, f"“{subject}” comes again; it waits for your decision below.{left_out}")
        case Topic.CHAT_LEFT:
            where = facts.get("title", "a chat")
            return _card(
                _INFO,
                f"I can no longer speak in “{where}” on {facts.get('front_end', 'its app').title()}: I was removed or "
                "blocked there. Its cards are still here; bring me back there with /start.",
            )
        case Topic.CONNECTED:
            return _card(
                _GOOD,
                f"{facts.get('who', 'Somebody')} connected {facts.get('label', 'an account')}: "
                f"{facts.get('name', '')}. New posts of {subject} go there too.",
            )
        case Topic.NOT_CONNECTED:
            return _card(_LOOK, f"{facts.get('label', 'The account')} was not connected. {facts.get('why', '')}")
        case Topic.PICK_ACCOUNT:
            number, names = int(facts.get("number", "0")), json.loads(facts.get("names", "[]"))
            rows = pick_rows(number, names, begin=0, many=int(facts.get("many", "0")))
            words = f"Which of your accounts at {facts.get('label', 'the platform')} are for {subject}?"
            return Card(kind="notice", badge=_LOOK, body=(words, " Each press connects one."), buttons=rows)
        case Topic.ACCOUNT_BROKEN:
            return _card(
                _LOOK,
                f"The permission for {facts.get('name', 'an account')} ({there}) is gone. Posts planned there wait.",
                Button(label="Reconnect", press=Press(verb="reconnect", target=int(facts.get("account", "0")))),
            )
        case Topic.ACCOUNT_ENDS:
            return _card(
                _LOOK,
                f"The permission for {facts.get('name', 'an account')} ({there}) ends in "
                f"{_left(int(facts.get('hours', '0')))}. Reconnect it now and nothing stops.",
                Button(label="Reconnect", press=Press(verb="reconnect", target=int(facts.get("account", "0")))),
            )
        case Topic.THROWN_OUT:
            way = facts.get("again") or "install your app there again and put its token into the settings"
            return _card(
                _LOOK,
                f"“{facts.get('title', 'a workspace')}” on {facts.get('front_end', 'its app').title()} has removed me, "
                f"so nothing reaches its people there. All cards are still here. The way back in: {way}.",
            )
        case Topic.CHAT_ASKED:
            number, app = int(facts.get("number", "0")), facts.get("front_end", "its app").title()
            return _card(
                _LOOK,
                f"{facts.get('who', 'Somebody')} wants the cards of this workspace in “{facts.get('title', 'a chat')}” "
                f"on {app}, where everybody there can read them. Shall they come?",
                Button(label="Let them come", tone=Tone.GOOD, press=Press(verb="letin", target=number)),
                Button(label="Refuse", press=Press(verb="keepout", target=number)),
            )
        case Topic.CHAT_ANSWERED if facts.get("yes"):
            who, where = facts.get("who", "An owner"), facts.get("title", "a chat")
            return _card(_INFO, f"{who} said yes: from now on the cards of this workspace come to “{where}” too.")
        case Topic.CHAT_ANSWERED:
            who, where = facts.get("who", "An owner"), facts.get("title", "a chat")
            return _card(_INFO, f"{who} said no: no cards come to “{where}”.")
        case Topic.SOURCE_FAILS:
            code = facts.get("reason", "")
            since = "" if code == GONE else " for a day"
            return _card(
                _LOOK,
                f"I could not read “{facts.get('source', '?')}”, a source of {subject}{since}. {trouble(code)}",
                Button(label="Show sources", press=Press(verb="sources")),
            )


def _left(hours: int) -> str:
    return count(hours // 24, "day") if hours >= 48 else count(max(hours, 1), "hour")


def _budget(notice: Notice) -> tuple[Button, ...]:
    """What can be done where it is the month's budget that is used up."""
    if notice.facts.get("reason") != "ai_budget":
        return ()
    return budget_buttons(notice.brand_id or 0, int(notice.facts.get("cap", "0")))


def _card(badge: Badge, words: str, *buttons: Button) -> Card:
    return Card(kind="notice", badge=badge, body=(words,), buttons=(buttons,) if buttons else ())
