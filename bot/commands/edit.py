"""Edit: the words of a post as one of its tabs shows them, its hashtags and its link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from bot.cards.form import Choice, Field, Kind, Measure
from bot.cards.press import Press
from bot.commands.kit import Answers, Context, FormKind, Verb
from bot.commands.reach import Page, keep, open_tab, page_of
from bot.requests.edits import MOST_TAGS
from bot.talk import OpenFormOf
from core.access import post_for
from core.actions.change_post import LONGEST
from core.errors import Invalid, Problem, too_much
from core.ids import PostId, decode, encode
from core.rewording import Spread
from core.rules import longest
from core.talk import OpenForm

LONGEST_LINK = 2000
NONE = ("-", "–", "—")


async def open_edit(ctx: Context, press: Press) -> Answers:
    """Open the form, remembering which revision and which tab the person saw."""
    async with ctx.store.read() as tx:
        post, _ = await post_for(tx, PostId(press.target), ctx.by)
    seen = {"seen": str(post.revision), "tab": await open_tab(ctx)}
    return (OpenFormOf(name="edit", target=encode(post.id), values=seen),)


async def fields(ctx: Context, form: OpenForm) -> tuple[Field, ...]:
    """The words, the hashtags and the link as they are now, and where a change shall hold."""
    page = await page_of(ctx, PostId(decode(form.target)), form.values["tab"])
    content = page.view.post.content
    words = content.for_platform(page.platform)
    tags = " ".join(f"#{tag}" for tag in words.hashtags)
    where = (_where(page),) if page.asks_where else ()
    return (
        Field(
            name="text",
            label="Text",
            ask=f"Send the new text. Now it says:\n\n{words.text}",
            kind=Kind.LONG,
            value=words.text,
            limit=LONGEST,
            measures=tuple(_measures(page)),
        ),
        Field(
            name="tags",
            label="Hashtags",
            ask=f"Which hashtags? Now: {tags or 'none'}. Send a dash for none.",
            value=tags,
            hint="#like #this",
            required=False,
            limit=500,
        ),
        Field(
            name="link",
            label="Link, the same everywhere",
            ask=f"Which link? Now: {content.link or 'none'}. Send a dash for none.",
            value=content.link,
            hint="https://…",
            required=False,
            limit=LONGEST_LINK,
        ),
        *where,
    )


def _measures(page: Page) -> Iterator[Measure]:
    """The limit of the open tab, then those of the other destinations that show the same words."""
    content = page.view.post.content
    shown = content.for_platform(page.platform)
    for tab in (*((page.tab,) if page.tab else ()), *page.others):
        rules, words = page.view.rules[tab.platform], content.for_platform(tab.platform)
        if tab == page.tab or (words.text, words.hashtags) == (shown.text, shown.hashtags):
            yield Measure(name=rules.platform, label=rules.label, limit=longest(rules, pictures=bool(words.media)))


def _where(page: Page) -> Field:
    label = page.tab.label if page.tab else ""
    return Field(
        name="where",
        label="Where",
        ask="Where shall the change hold?",
        kind=Kind.CHOICE,
        value=page.spread,
        choices=(
            Choice(value=Spread.HERE, label=f"Only on {label}"[:60]),
            Choice(value=Spread.SAME, label="Everywhere it says the same"),
            Choice(value=Spread.ALL, label="Everywhere, also where it has words of its own"),
        ),
        required=False,
    )


def check(ctx: Context, name: str, value: str) -> str:
    """There must be some text; hashtags are words, a link is one of the web."""
    given = value.strip()
    match name:
        case "tags":
            tags_of(given)
        case "link":
            return link_of(given)
        case "where" if given not in list(Spread):
            raise Invalid(Problem(field="where", what=f"“{given[:20]}” is not offered.", fix="Please pick one."))
        case "text" if not given:
            raise Invalid(Problem(field="text", what="There is nothing in it.", fix="Write something, or cancel."))
    return given


def tags_of(text: str) -> tuple[str, ...]:
    """The hashtags in a line, bare, each once.

    Raises:
        Invalid: a word could not be a hashtag, or there are too many.
    """
    words = [] if text.strip() in NONE else text.replace(",", " ").split()
    tags = tuple(dict.fromkeys(word.lstrip("#") for word in words))
    odd = next((tag for tag in tags if not re.fullmatch(r"\w+", tag) or tag.isdigit()), None)
    if odd is not None:
        fix = "Hashtags have letters, digits and underscores, and not only digits."
        raise Invalid(Problem(field="tags", what=f"“{odd[:40]}” cannot be a hashtag.", fix=fix))
    if len(tags) > MOST_TAGS:
        raise Invalid(too_much("tags", len(tags), MOST_TAGS, "Please choose.", of="hashtags"))
    return tags


def link_of(text: str) -> str:
    """The address of a web page, or nothing for a dash.

    Raises:
        Invalid: it is no such address.
    """
    link = "" if text in NONE else text
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = urlsplit("")
    if link and (parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"\s", link)):
        fix = "It starts with https:// and has no spaces."
        raise Invalid(Problem(field="link", what=f"“{link[:40]}” is not a link.", fix=fix))
    if len(link) > LONGEST_LINK:
        raise Invalid(too_much("link", len(link), LONGEST_LINK, "Please use a shorter one."))
    return link


async def submit(ctx: Context, form: OpenForm, values: Mapping[str, str]) -> Answers:
    """Keep the edit on top of the revision the person saw."""
    page = await page_of(ctx, PostId(decode(form.target)), form.values["tab"])
    spread = Spread(values.get("where") or page.spread)
    return await keep(
        ctx,
        page,
        text=values["text"],
        hashtags=tags_of(values["tags"]),
        link=values["link"],
        spread=spread,
        seen=int(form.values["seen"]),
    )


VERBS = (Verb(name="edit", run=open_edit, opens_form=True),)
FORM = FormKind(name="edit", title="Edit the post", submit_label="Save", fields=fields, check=check, submit=submit)
