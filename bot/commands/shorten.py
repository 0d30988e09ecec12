"""Shorten: one tap makes the words fit every destination that takes fewer."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.cards.labels import named
from bot.cards.post_card import Page, PostView, pages
from bot.cards.press import Press
from bot.commands.kit import Answers, Context, Verb
from bot.commands.reach import said
from bot.talk import Toast
from bot.views import post_view
from core.access import post_for
from core.ids import PostId
from core.post import Content
from core.rewording import Spread, reword
from core.sentences import fitted


async def shorten(ctx: Context, press: Press) -> Answers:
    """Drop last sentences, or hashtags, where a destination takes fewer; the others keep their words."""
    async with ctx.store.read() as tx:
        await post_for(tx, PostId(press.target), ctx.by)
        view = await post_view(tx, PostId(press.target), ctx.desk)
    content, helped = view.post.content, list[str]()
    for page in pages(view):
        if page.too_long and (shorter := _fitted(view, page, content)) != content:
            content, helped = shorter, [*helped, page.tab.label]
    if not helped:
        return (Toast(text="It fits everywhere, as far as I can make it fit."),)
    changed = await ctx.actions.change_post.content(view.post.id, content, by=ctx.by, seen=press.version)
    return (Toast(text=f"{said(changed)} Shortened for {named(helped)}."[:200]),)


def _fitted(view: PostView, page: Page, content: Content) -> Content:
    """The content with words for that destination which it takes."""
    platform = page.tab.platform
    words = content.for_platform(platform)

    def with_words(text: str, tags: tuple[str, ...]) -> Content:
        return reword(content, platform, text, tags, Spread.HERE)

    def fits(tags: tuple[str, ...], text: str) -> bool:
        tried = replace(view, post=replace(view.post, content=with_words(text, tags)))
        return not next(one for one in pages(tried) if one.tab == page.tab).too_long

    for kept in range(len(words.hashtags), -1, -1):
        tags = words.hashtags[:kept]
        text = fitted(words.text, partial(fits, tags))
        if fits(tags, text):
            return with_words(text, tags)
    return content


VERBS = (Verb(name="shorten", run=shorten),)
