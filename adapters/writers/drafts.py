"""Proofs made into drafts: hashtags, what a picture says, words for every platform, and the reason on the card."""

from __future__ import annotations

import re

from adapters.writers import hashtags, ideas, phrasing, plan, reasons
from adapters.writers.bank import emoji_for, trades
from adapters.writers.desk import Desk
from adapters.writers.hashtags import Tags
from adapters.writers.manners import Frame, variants_of
from adapters.writers.memory import Memory, sentences
from adapters.writers.proofs import Proof
from adapters.writers.script import Script
from adapters.writers.topics import Topic, trade_in
from core.writing import Brief, Draft

SMILE = "🙂"
MAX_POINT, MAX_POINTS = 60, 6
_ROW = re.compile(r"^(?:• |\d\. )")


def draft_of(desk: Desk, brief: Brief, proof: Proof, frame: Frame) -> Draft:
    """Make a draft of a proof."""
    subject, shape, finding = proof.topic, proof.line.shape, proof.finding
    about = subject.text if subject else ""
    reason = reasons.why(
        shape,
        subject,
        quotes=bool(proof.facts),
        item=finding.item if finding else None,
        place=desk.voice.place if "place" in proof.line.slots else "",
    )
    tags = _tags(desk, proof)
    text = proof.script.text
    common = tags.take(3, 5)
    points = points_of(text) if shape == "list" else ()
    given = proof.line.headline or _list_title(text, points) or _quotable(proof)
    if shape == "myth and fact":  # a picture must not show the myth alone
        given = given or proof.script.short
    return Draft(
        text=f"{text} {frame.mark}" if frame.mark else text,
        hashtags=common,
        headline=phrasing.headline(text, about=about, given=given, instead=proof.script.short),
        points=points,
        variants=variants_of(proof.script, frame, brief.destinations, common=common, tags=tags),
        item=finding.item.id if finding else None,
        link=finding.item.url if finding else "",
        shape=shape,
        why=reasons.with_language(reasons.with_wish(reason, desk.wish), brief.language, desk.bank),
    )


def idea_draft(desk: Desk, brief: Brief, script: Script, idea: str, frame: Frame) -> Draft:
    """Make a draft of a person's own idea."""
    mentioned = [subject for subject in desk.topics if subject.text.casefold() in idea.casefold()]
    own = (tag for subject in desk.topics[:3] if subject.own for tag in _tags_of(subject, desk))
    named = (tag for subject in mentioned for tag in _tags_of(subject, desk))
    written = map(hashtags.hashtag, ideas.tags_in(brief.idea))
    tags = Tags(fit=(*written, *named, hashtags.hashtag(desk.brand), *own), spare=desk.bank.tags)
    common = tags.take(3, 5)
    reason = reasons.with_wish("About the idea you gave, in your words.", desk.wish)
    return Draft(
        text=f"{script.text} {frame.mark}" if frame.mark else script.text,
        hashtags=common,
        headline=phrasing.headline(idea),
        variants=variants_of(script, frame, brief.destinations, common=common, tags=tags),
        shape="idea",
        why=reasons.with_language(reason, brief.language, desk.bank),
    )


def frame_of(desk: Desk, turn: int | None, memory: Memory, *, mark: str = "") -> Frame:
    """Answer what stands around a post on a day: phrases take turns by the day and come back after four weeks.

    Nothing light stands around grave subjects, nor around what a sober brand says.
    """
    if turn is None or desk.grave or desk.voice.sober:
        return Frame(mark=mark)
    bank = desk.bank
    pools = [desk.own(phrases) for phrases in (bank.openers, bank.leads, bank.calls)]
    taken = [phrases[turn % len(phrases)] for phrases in pools]
    opener, lead, call = ("" if memory.repeats(phrase) else phrase for phrase in taken)
    return Frame(opener=opener, lead=lead, call=call, mark=mark)


def mark_for(desk: Desk, proof: Proof, place: int) -> str:
    """Answer the emoji for a post: one that pictures its subject, now and then, or whenever it was asked for."""
    plainly = proof.facts or proof.finding or not desk.voice.emoji
    if desk.wish.emoji is False or (not desk.wish.emoji and plainly):
        return ""
    words = proof.topic.text.casefold().split() if proof.topic else []
    mark = next((emoji_for(word) for word in reversed(words) if emoji_for(word)), "")
    if desk.wish.emoji:
        return mark or SMILE
    return mark if plan.number(desk.seed, desk.week, place, "emoji") % 3 == 0 else ""


def points_of(text: str) -> tuple[str, ...]:
    """Answer the items of a text's list, fit to be drawn; none when there are fewer than two or one is too long."""
    items = tuple(_ROW.sub("", row) for row in text.splitlines() if _ROW.match(row))
    return items if 2 <= len(items) <= MAX_POINTS and all(len(item) <= MAX_POINT for item in items) else ()


def _list_title(text: str, points: tuple[str, ...]) -> str:
    return text.split("\n\n")[0].rstrip(":").rstrip() if points else ""


def _quotable(proof: Proof) -> str:
    if proof.finding:
        quoted = proof.finding.reply if proof.line.shape == "myth and fact" else proof.finding.quote
        fitting = [part for part in (quoted, *sentences(quoted)[:1], proof.finding.title) if part]
        return next((part for part in fitting if len(part) <= phrasing.MAX_HEADLINE), "")
    return proof.facts[0] if proof.facts else ""


def _tags(desk: Desk, proof: Proof) -> Tags:
    said = proof.script.text.casefold()
    named = [subject for subject in desk.topics if subject.own and subject.name.casefold() in said]
    own = [subject for subject in desk.topics[:4] if subject.own]
    subjects = list(dict.fromkeys((*([proof.topic] if proof.topic else []), *named, *own)))
    known = {kind for subject in subjects[:1] for kind in subject.kinds} | {trade_in(desk.voice.trade.split() or [""])}
    of_trade = [tag for trade in trades() if desk.bank.language == "en" and trade.name in known for tag in trade.tags]
    tags = [tag for subject in subjects for tag in _tags_of(subject, desk)]
    place, brand = hashtags.hashtag(desk.voice.place), hashtags.hashtag(desk.brand)
    shape = desk.bank.shape_tags.get(proof.line.shape, "")
    return Tags(fit=(*tags[:1], brand, *of_trade[:1], place, *tags[1:4], *of_trade[1:]), spare=(shape, *desk.bank.tags))


def _tags_of(subject: Topic, desk: Desk) -> tuple[str, ...]:
    """The tags of a subject; none for "our street" or "an hour for yourself", which nobody searches for."""
    tags = hashtags.tags_of(subject.name, desk.bank.language)
    owned = subject.name != subject.text or hashtags.is_small(subject.name.split()[0], desk.bank.language)
    return tags if not owned or (len(tags) == 1 and len(subject.name.split()) > 2) else ()
