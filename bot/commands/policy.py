"""/policy: who has to approve the posts of this brand."""

from __future__ import annotations

from bot.cards.card import Button, Card, Row, say
from bot.cards.labels import count
from bot.cards.press import Press
from bot.cards.text import Bold, Bullets
from bot.commands.kit import Answers, Command, Context, Verb
from bot.commands.policy_words import EXAMPLES, policy_said, read_policy
from bot.talk import Redraw, Say
from core.access import Right
from core.actions.change_policy import PolicyChanged
from core.brand import Brand

_TAPS = (
    ("One yes", "one"),
    ("Two people", "two"),
    ("Approver, then owner", "approver then owner"),
)


async def run(ctx: Context, args: str) -> Answers:
    """The policy of the brand spoken of here; with words, another one."""
    brand = await ctx.brand()
    if not args.strip():
        return (Say(card=await _page(ctx, brand)),)
    done = await _changed(ctx, brand, args)
    return (Say(card=await _page(ctx, done.brand)), *_what_follows(done))


async def tap(ctx: Context, press: Press) -> Answers:
    """One of the usual policies."""
    done = await _changed(ctx, await ctx.brand_of(press.target), press.arg)
    return (Redraw(card=await _page(ctx, done.brand)), *_what_follows(done))


async def _changed(ctx: Context, brand: Brand, words: str) -> PolicyChanged:
    async with ctx.store.read() as tx:
        team = await tx.members.of(brand.workspace_id)
    policy = read_policy(words, brand.policy, team, ctx.desk.rules)
    return await ctx.actions.change_policy(brand.id, policy, by=ctx.by)


async def _page(ctx: Context, brand: Brand) -> Card:
    async with ctx.store.read() as tx:
        team = await tx.members.of(brand.workspace_id)
    names = {one.id: one.name for one in team}
    rules = tuple((one,) for one in policy_said(brand.policy, names, ctx.desk.rules))
    wait = brand.policy.patience
    waits = (
        f"{count(wait.escalate_hours, 'working hour')} ({wait.work_from} to {wait.work_to}), then the next is asked; "
        f"a yes falls after {count(wait.lapse_days, 'day')} without the others"
    )
    able = ", ".join(one.name for one in team if one.role_for(brand.id).may_decide)
    buttons = []
    if Right.OWN.given_to(ctx.by.member.role_for(brand.id)):
        author = ("The author counts", "author") if brand.policy.not_author else ("Not the author", "not author")
        taps = (*_TAPS, author)
        buttons = [
            (Button(label=label, press=Press(verb="policy", target=brand.id, arg=words)),) for label, words in taps
        ]
    return Card(
        kind="page",
        title=(Bold(f"Who approves for {brand.name}"),),
        body=(Bullets(rules),),
        rows=(
            Row(mark="👥", label="May decide", text=(able or "nobody",)),
            *((Row(mark="⏳", label="Waits", text=(waits,)),) if not brand.policy.plain else ()),
        ),
        footer=(f"In words: /policy {EXAMPLES}.",),
        buttons=tuple(buttons),
    )


def _what_follows(done: PolicyChanged) -> Answers:
    said = []
    if done.asked_anew:
        said.append(f"{count(done.asked_anew, 'post')} had a first yes, which has to be given again.")
    if done.reopened:
        said.append(f"{count(done.reopened, 'approved post')} must be approved once more.")
    return (Say(card=say(" ".join(said)), only_you=True),) if said else ()


COMMAND = Command(name="policy", help="Who has to approve: /policy two, /policy approver then owner", run=run)
VERBS = (Verb(name="policy", run=tap),)
