"""What a change did to a post: the words before and after, the time, and how long it is now everywhere."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards.card import Button, Card, Tone
from bot.cards.labels import day_time, in_words
from bot.cards.post_card import PostView, pages, snippet
from bot.cards.press import Press
from bot.cards.text import Bold, Deleted, Inserted, Italic, Text, Until
from bot.cards.word_diff import diff, pieces_diff
from core.account import Platform
from core.post import Content, Post


def diff_card(was: Post, view: PostView, *, partner: Text = (), voided: bool = False, kept: bool = False) -> Card:
    """What became of `was`; the view is of the post as it is now.

    `partner` tells of the post that changed places with it. With `kept` the buttons are put away.
    """
    post = view.post
    changes = (*_said(was.content, post.content, view), *_planned(was, view), *((("\n", *partner),) if partner else ()))
    body = tuple(span for change in changes for span in (*change, "\n"))[:-1]
    lost = "It was approved before, so it waits for you again." if voided else ""
    lines = (lost, _counts(was.content, view), _still_drawn(was.content, post.content), "✔ Kept." if kept else "")
    footer = tuple(line for line in lines if line)
    return Card(
        kind="diff",
        subject=post.id,
        version=post.revision,
        title=(Bold("Changed"), f" · {snippet(post, 40)}"),
        body=body or ("It says what it said before.",),
        footer=("\n".join(footer),) if footer else (),
        buttons=() if kept else (_buttons(post),),
    )


def moved(was: Post, now: Post) -> Text:
    """The old time and the new one."""
    return (Deleted(day_time(was.moment.local)), " → ", Inserted(day_time(now.moment.local)))


def _said(was: Content, now: Content, view: PostView) -> Iterator[Text]:
    """Each change of the words with where it holds, then those of hashtags and link."""
    others = _names(was, now)
    changed = tuple(name for name in others if was.for_platform(name).text != now.for_platform(name).text)
    if was.text != now.text:
        left = ", ".join(_label(name, view) for name in others if name not in changed)
        yield (Italic(f"Everywhere but on {left}:" if left else "Everywhere:"), "\n", *diff(was.text, now.text))
    else:
        for name in changed:
            heading = f"On {_label(name, view)} only:" if len(changed) == 1 else f"On {_label(name, view)}:"
            yield (Italic(heading), "\n", *diff(was.for_platform(name).text, now.for_platform(name).text))
    if was.comment != now.comment:
        yield (Italic("First comment:"), "\n", *diff(was.comment, now.comment))
    if was.thread != now.thread:
        yield (Italic("Below it:"), "\n", *diff("\n\n".join(was.thread), "\n\n".join(now.thread)))
    yield from _tagged(was, now, view)
    if was.link != now.link:
        gone: Text = (Deleted(was.link), " ") if was.link else ()
        new: Text = (Inserted(now.link),) if now.link else ()
        yield (Italic("Link:"), " ", *gone, *new)
    if was.media != now.media or any(was.for_platform(one).media != now.for_platform(one).media for one in others):
        yield ("The picture is another one now.",)


def _tagged(was: Content, now: Content, view: PostView) -> Iterator[Text]:
    """The hashtags that came and went; those of one platform only where the common ones stayed."""
    shown = [("Hashtags", was.hashtags, now.hashtags)] if was.hashtags != now.hashtags else []
    own = ((name, was.for_platform(name).hashtags, now.for_platform(name).hashtags) for name in _names(was, now))
    shown = shown or [(f"Hashtags on {_label(name, view)}", old, new) for name, old, new in own if old != new]
    for heading, old, new in shown:
        yield (Italic(f"{heading}:"), " ", *_tags(old, new))


def _names(was: Content, now: Content) -> tuple[str, ...]:
    """The platforms with words, hashtags or pictures of their own, before or now."""
    return tuple(dict.fromkeys((*was.variants, *now.variants)))


def _tags(old: tuple[str, ...], new: tuple[str, ...]) -> Text:
    before, after = ([one for tag in tags for one in (f"#{tag}", " ")][:-1] for tags in (old, new))
    return pieces_diff(before, after)


def _planned(was: Post, view: PostView) -> Iterator[Text]:
    post = view.post
    if was.moment != post.moment:
        soon = Until(post.moment.instant, in_words(post.moment.instant - view.now))
        yield ("🗓️ ", *moved(was, post), ", ", soon)


def _counts(was: Content, view: PostView) -> str:
    """How long it is now for each destination: "LinkedIn 612/3000 · X 240/280"."""
    if was == view.post.content:
        return ""
    counted = (one.preview for one in pages(view) if one.preview.limit)
    return " · ".join(
        f"{'⚠️ ' if one.problem or one.count > one.limit else ''}{one.label} {one.count}/{one.limit}" for one in counted
    )


def _still_drawn(was: Content, now: Content) -> str:
    """A word about a picture that shows a line the text does not have any more."""
    line = now.headline.rstrip(".!?…")
    gone = line and line in was.text and line not in now.text
    return f"The picture still says “{now.headline}”." if gone and now.media else ""


def _label(name: str, view: PostView) -> str:
    rules = view.rules.get(Platform(name))
    return rules.label if rules else name


def _buttons(post: Post) -> tuple[Button, ...]:
    keep = Press(verb="keep", target=post.id, version=post.revision)
    back = Press(verb="stepback", target=post.id, version=post.revision)
    return (Button(label="Keep", press=keep, tone=Tone.GOOD), Button(label="Back", press=back))
