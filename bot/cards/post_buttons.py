"""The buttons below a post: what can be done with it now, the rest behind More."""

from __future__ import annotations

from bot.cards.ahead import findings
from bot.cards.card import Button, Tone
from bot.cards.post_view import PostView
from bot.cards.press import Press
from core.actions.delete_post import UNDO
from core.ids import encode
from core.moves import TAKEN, PartState, PostState

Rows = tuple[tuple[Button, ...], ...]


RECONNECT = frozenset({"reconnect", "damaged_account", "no_such_account", "box_altered", "chat_not_found", "no_rights"})
"""Causes that go away when the account is connected again."""


def buttons_of(view: PostView, *, too_long: bool = False, unchosen: bool = False) -> Rows:
    """The rows of buttons for how the post stands; first what mends it, where one tap can."""
    if view.post.hidden_at is not None:
        open_window = view.now < view.post.hidden_at + UNDO
        waited = "w" if view.post.state is PostState.SKIPPED else ""
        return ((_press(view, "Undo", "undelete", arg=waited),),) if open_window else ()
    rows = _buttons(view)
    shorten = (_press(view, "Shorten", "shorten", Tone.GOOD),) if too_long else ()
    choose = (_press(view, "Choose options", "options", Tone.GOOD),) if unchosen else ()
    mends = (*shorten, *choose) if view.post.state is PostState.PENDING else ()
    fixes = (*mends, *dict.fromkeys(one.fix for one in findings(view)))
    rows = (fixes, *rows) if fixes else rows
    return (*rows[:-1], (*rows[-1], _press(view, "More", "more")))


def _press(view: PostView, label: str, verb: str, tone: Tone = Tone.QUIET, arg: str = "") -> Button:
    return Button(
        label=label, tone=tone, press=Press(verb=verb, target=view.post.id, version=view.post.revision, arg=arg)
    )


def _buttons(view: PostView) -> tuple[tuple[Button, ...], ...]:
    details = _press(view, "Details", "details")
    edit = _press(view, "Edit", "edit")
    picture = _press(view, "Picture", "picture")
    time = _press(view, "Time", "time")
    where = (_press(view, "Where to", "targets"),) if len(view.accounts) > 1 else ()
    now = _press(view, "Post now", "now")
    match view.post.state:
        case PostState.PENDING:
            mine = (_press(view, "Take back my yes", "unapprove"),) if view.missing and view.approvers else ()
            ask = () if view.brand.policy.plain else (_press(view, "Ask for a change", "changes"),)
            return (
                (_press(view, "Approve", "approve", Tone.GOOD), edit, *ask, *mine),
                (_press(view, "Regenerate", "again"), picture, _press(view, "Skip", "skip")),
                (time, *where, now, details),
            )
        case PostState.SKIPPED:
            return ((_press(view, "Bring back", "back"), details),)
        case PostState.LAPSED:
            tomorrow = _press(view, f"Tomorrow {view.post.moment.local:%H:%M}", "tomorrow")
            return ((tomorrow, time, now), (_press(view, "Skip", "cancel"), details))
        case PostState.APPROVED:
            return _publishing_buttons(view, details, (edit, picture), time, now)
    return ((details,),)


def _publishing_buttons(
    view: PostView, details: Button, change: tuple[Button, ...], time: Button, now: Button
) -> tuple[tuple[Button, ...], ...]:
    parts = [part for publication in view.publications for part in publication.parts]
    asked = next((part for part in parts if part.state is PartState.ASK), None)
    failed = next((part for part in parts if part.state is PartState.FAILED), None)
    if asked:
        part, name = encode(asked.id), view.accounts[asked.account_id].name
        where = f"It is on {name}" if len(view.publications) > 1 else "It is there"
        return (
            (_press(view, where, "there", Tone.GOOD, part), _press(view, "Publish again", "resend", arg=part)),
            (_press(view, "Look again", "lookagain", arg=part), _press(view, "Leave it", "leave", arg=part), details),
        )
    checking = next((part for part in parts if part.state is PartState.CHECKING), None)
    if checking:
        return ((_press(view, "Look again", "lookagain", arg=encode(checking.id)), details),)
    if any(part.state in TAKEN for part in parts):
        return ((details,),)
    if failed:
        part, account = encode(failed.id), view.accounts[failed.account_id]
        if failed.reason in RECONNECT and not view.rules[account.platform].local:
            again = _press(view, "Reconnect", "reconnect", Tone.GOOD, account.platform)
            return (
                (again, _press(view, "Retry", "resend", arg=part)),
                (_press(view, "Leave it", "leave", arg=part), details),
            )
        return (
            (_press(view, "Retry", "resend", Tone.GOOD, part), *change),
            (_press(view, "Leave it", "leave", arg=part), details),
        )
    if any(part.state is PartState.MISSED for part in parts):
        tomorrow = _press(view, f"Tomorrow {view.post.moment.local:%H:%M}", "tomorrow")
        return ((now, tomorrow, time), (_press(view, "Leave it", "cancel"), details))
    live = any(part.state is PartState.LIVE for part in parts)
    if live and any(part.state is PartState.SCHEDULED for part in parts):
        return ((_press(view, "Cancel the rest", "cancel"), details),)
    if any(part.state is PartState.SCHEDULED for part in parts):
        return (
            (_press(view, "Take back", "unapprove"), *change, time),
            (now, _press(view, "Cancel post", "cancel"), details),
        )
    link = tuple(
        Button(label=f"Open on {view.accounts[one.account_id].name}", url=one.url)
        for one in view.publications
        if one.url.startswith(("http://", "https://"))
    )
    return ((*link, details),)
