"""How far a change of words reaches: which tab it is made on, where else it holds, and what people hear of that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.cards.card import say
from bot.cards.labels import named
from bot.cards.post_card import PostView, Tab, tabs
from bot.commands.kit import Answers, Context
from bot.talk import Say, Toast
from bot.views import post_view
from core.access import post_for
from core.actions.change_post import Changed
from core.editing import left_behind
from core.ids import PostId
from core.post import Content
from core.rewording import Spread, has_own_words, reword

LONGEST_TOAST = 200
MOST_LEFT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A post as somebody sees it: the open tab, the other tabs, and how far a change made there reaches at first."""

    view: PostView
    tab: Tab | None
    others: tuple[Tab, ...]
    spread: Spread

    @property
    def platform(self) -> str:
        """The platform whose words are shown; empty when the post goes nowhere."""
        return self.tab.platform if self.tab else ""

    @property
    def asks_where(self) -> bool:
        """Whether it matters where a change holds: on the first tab of a post that says one thing it does not."""
        content = self.view.post.content
        first = self.tab is None or self.tab == tabs(self.view)[0]
        return bool(self.others) and not (first and all(_same(content, one, self.tab) for one in self.others))


async def open_tab(ctx: Context) -> str:
    """The preview that is open on the message somebody acts on; empty for the first one."""
    if ctx.where.tab:
        return ctx.where.tab
    async with ctx.store.read() as tx:
        delivery = await tx.deliveries.at(ctx.where.front_end, ctx.where.chat, ctx.where.message)
    return delivery.tab if delivery else ""


async def page_of(ctx: Context, post_id: PostId, tab: str) -> Page:
    """The post with that tab open, or else its first one. A tab with words of its own keeps a change to itself."""
    async with ctx.store.read() as tx:
        await post_for(tx, post_id, ctx.by)
        view = await post_view(tx, post_id, ctx.desk)
    every = tabs(view)
    shown = next((one for one in every if one.name == tab), every[0] if every else None)
    apart = shown is not None and shown != every[0] and has_own_words(view.post.content, shown.platform)
    others = tuple(one for one in every if shown and one.platform != shown.platform)
    return Page(view=view, tab=shown, others=others, spread=Spread.HERE if apart else Spread.SAME)


async def keep(
    ctx: Context, page: Page, *, text: str, hashtags: tuple[str, ...], link: str, spread: Spread, seen: int
) -> Answers:
    """Give the post the new words on top of revision `seen`, and say where they hold and where they do not."""
    old = page.view.post.content
    new = replace(reword(old, page.platform, text, hashtags, spread), link=link)
    if new == old:
        return (Toast(text="Nothing was changed."),)
    changed = await ctx.actions.change_post.content(page.view.post.id, new, by=ctx.by, seen=seen)
    words = " ".join((said(changed), *_reach(page, old, new, spread)))
    return (Toast(text=words),) if len(words) <= LONGEST_TOAST else (Say(card=say(words), only_you=True),)


def said(changed: Changed) -> str:
    """What a change did, with a word about a lost approval."""
    return "Saved. It was approved before, so it waits for you again." if changed.voided else "Saved."


def _reach(page: Page, old: Content, new: Content, spread: Spread) -> Iterator[str]:
    """Where else the words changed and where they did not, and what of the old words still stands anywhere."""
    label = page.tab.label if page.tab else ""
    if _words(old, page.tab) == _words(new, page.tab) or not page.asks_where:
        yield from ()
    elif spread is Spread.HERE:
        yield f"Only {label} was changed."
    elif spread is Spread.ALL:
        yield "It says the same everywhere now."
    else:
        apart = [one for one in page.others if not _same(old, one, page.tab)]
        followed = [one.label for one in apart if _words(old, one) != _words(new, one)]
        kept = [one.label for one in apart if _words(old, one) == _words(new, one)]
        if followed:
            yield f"Also corrected: {named(followed)}."
        if kept:
            yield f"{named(kept)} {'keeps its' if len(kept) == 1 else 'keep their'} own words."
    if spread is Spread.HERE and old.link != new.link:
        yield "The link changed everywhere."
    yield from _left_over(page, old, new)


def _left_over(page: Page, old: Content, new: Content) -> Iterator[str]:
    before, after = old.for_platform(page.platform).text, new.for_platform(page.platform).text
    drawn = "\n".join((new.headline, *new.points)) if new.media else ""
    said = [(one.label, new.for_platform(one.platform).text) for one in page.others]
    still: dict[str, list[str]] = {}
    for label, text in (*said, ("the picture", drawn)):
        for word in left_behind(before, after, text):
            still.setdefault(word, []).append(label)
    for word, places in list(still.items())[:MOST_LEFT]:
        yield f"“{word}” still stands on {named(places)}."


def _same(content: Content, tab: Tab, other: Tab | None) -> bool:
    return _words(content, tab) == _words(content, other)


def _words(content: Content, tab: Tab | None) -> tuple[str, tuple[str, ...]]:
    words = content.for_platform(tab.platform if tab else "")
    return words.text, words.hashtags
