"""Options: what the platforms of a post ask for beside its words, such as a title or who may see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.cards.card import say
from bot.cards.form import Choice, Field, Kind
from bot.cards.press import Press
from bot.commands.kit import Answers, Context, FormKind, Verb
from bot.talk import OpenFormOf, Say, Toast
from core.access import post_for
from core.account import Account
from core.errors import Invalid, Problem, too_much
from core.ids import PostId, decode, encode
from core.option import Option
from core.post import Post
from core.rules import Rules
from core.talk import OpenForm

NONE = ("-", "–", "—")
_BETWEEN = "."


async def open_options(ctx: Context, press: Press) -> Answers:
    """Open the form, remembering which revision the person saw."""
    post, asked = await _asked(ctx, PostId(press.target))
    if not asked:
        return (Say(card=say("None of its destinations asks for anything more."), only_you=True),)
    return (OpenFormOf(name="options", target=encode(post.id), values={"seen": str(post.revision)}),)


async def fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """A question for each option of each platform the post goes to, as it stands now."""
    post, asked = await _asked(ctx, PostId(decode(form.target)))
    return tuple(_field(post, rules, account, option) for rules, account, option in asked)


async def submit(ctx: Context, form: OpenForm, values: Mapping[str, str]) -> Answers:
    """Keep what was chosen; an approval of the post does not cover the change."""
    post, asked = await _asked(ctx, PostId(decode(form.target)))
    details = {name: dict(own) for name, own in post.content.details.items()}
    for rules, _, option in asked:
        given = values.get(f"{rules.platform}{_BETWEEN}{option.name}", "").strip()
        own = details.setdefault(rules.platform, {})
        if given and given not in NONE:
            own[option.name] = given
        else:
            own.pop(option.name, None)
    content = replace(post.content, details={name: own for name, own in details.items() if own})
    if content == post.content:
        return (Toast(text="Nothing was changed."),)
    changed = await ctx.actions.change_post.content(post.id, content, by=ctx.by, seen=int(form.values["seen"]))
    lost = " It was approved before, so it waits for you again." if changed.voided else ""
    return (Toast(text=f"Kept.{lost}"),)


def check(ctx: Context, name: str, value: str) -> str:
    """Words must not be too long; what is picked is one of the choices.

    Raises:
        Invalid: naming the limit.
    """
    platform, _, option_name = name.partition(_BETWEEN)
    options = {
        one.name: one for rules in ctx.desk.rules.values() if rules.platform == platform for one in rules.options
    }
    option = options.get(option_name)
    said = value.strip()
    if option is None or said in NONE:
        return ""
    if option.choices:
        by_label = {label.casefold(): given for given, label in option.choices}
        known = {given for given, _ in option.choices}
        if said in known:
            return said
        if said.casefold() not in by_label:
            labels = ", ".join(label for _, label in option.choices)
            raise Invalid(Problem(field=name, what=f"“{said[:40]}” is no choice.", fix=f"Choose one of: {labels}."))
        return by_label[said.casefold()]
    if len(said) > option.longest:
        raise Invalid(too_much(name, len(said), option.longest, "Please shorten it."))
    return said


async def _asked(ctx: Context, post_id: PostId) -> tuple[Post, list[tuple[Rules, Account, Option]]]:
    """What is asked about the post, once for each platform it goes to."""
    async with ctx.store.read() as tx:
        post, brand = await post_for(tx, post_id, ctx.by)
        accounts = {one.id: one for one in await tx.accounts.of(brand.id)}
        publications = await tx.publications.of(post_id)
    film = any(one.is_film for one in post.content.media)
    first: dict[str, Account] = {}
    for one in publications:
        account = accounts[one.account_id]
        first.setdefault(account.platform, account)
    return post, list(_options(ctx, first, film=film))


def _options(ctx: Context, accounts: Mapping[str, Account], *, film: bool) -> Iterator[tuple[Rules, Account, Option]]:
    for account in accounts.values():
        if (publisher := ctx.desk.publishers.get(account.platform)) is None:
            continue
        for option in publisher.rules.options:
            if option.concerns(film=film):
                yield publisher.rules, account, option


def _field(post: Post, rules: Rules, account: Account, option: Option) -> Field:
    chosen = post.content.details.get(rules.platform, {}).get(option.name) or account.details.get(option.name, "")
    allowed = account.details.get(option.of_account, "").split(",") if option.of_account else []
    offered = [one for one in option.choices if not any(allowed) or not one[0] or one[0] in allowed]
    choices = tuple(Choice(value=value, label=label) for value, label in offered)
    now = next((one.label for one in choices if one.value == chosen), chosen)
    ask = f"{rules.label}: {option.label}?{f' Now: {now}.' if now else ''}"
    return Field(
        name=f"{rules.platform}{_BETWEEN}{option.name}",
        label=f"{rules.label}: {option.label[0].lower()}{option.label[1:]}",
        ask=ask if choices else f"{ask} Send a dash for none.",
        kind=Kind.CHOICE if choices else Kind.TEXT,
        value=chosen,
        choices=choices,
        required=False,
        limit=option.longest,
    )


VERBS = (Verb(name="options", run=open_options, opens_form=True),)
FORM = FormKind(name="options", title="Options", submit_label="Keep", fields=fields, check=check, submit=submit)
