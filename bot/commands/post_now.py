"""Post now: asked twice, because it cannot be undone."""

from __future__ import annotations

from bot.cards.card import Button, Card, Tone
from bot.cards.post_card import snippet
from bot.cards.press import Press
from bot.commands.kit import Answers, Context, Verb
from bot.talk import Answered, Say, Toast
from bot.views import post_view
from core.access import Right, post_for
from core.ids import PostId


async def ask(ctx: Context, press: Press) -> Answers:
    """Name the destinations and ask once more."""
    post_id = PostId(press.target)
    async with ctx.store.read() as tx:
        await post_for(tx, post_id, ctx.by, may=Right.DECIDE)
        view = await post_view(tx, post_id, ctx.desk)
    names = ", ".join(view.accounts[one.account_id].name for one in view.publications) or "nowhere yet"
    yes = Press(verb="nowyes", target=post_id, version=view.post.revision)
    no = Press(verb="no", target=post_id)
    return (
        Say(
            card=Card(
                kind="confirm",
                body=(f"Publish “{snippet(view.post)}” now to {names}? This cannot be undone.",),
                buttons=((Button(label="Yes, publish now", press=yes, tone=Tone.GOOD), Button(label="No", press=no)),),
            ),
            only_you=True,
        ),
    )


async def confirmed(ctx: Context, press: Press) -> Answers:
    """Approve exactly what was seen, for this second."""
    await ctx.actions.change_post.publish_now(PostId(press.target), seen=press.version, by=ctx.by)
    return (Answered(text="✔ Published on request."), Toast(text="On its way. The card shows when it is live."))


async def declined(ctx: Context, press: Press) -> Answers:
    """No: the question is put away."""
    return (Answered(text="✔ Left as it was."),)


VERBS = (Verb(name="now", run=ask), Verb(name="nowyes", run=confirmed), Verb(name="no", run=declined))
