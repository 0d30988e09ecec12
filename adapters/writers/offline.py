"""The writer that needs no key and no network: posts from a bank of lines and the brand's own words."""

from __future__ import annotations

from adapters.writers import hashtags, ideas, phrasing, plan, reasons
from adapters.writers.bank import emoji_for
from adapters.writers.desk import Desk, Proof, best, lay_out, shape_of
from adapters.writers.memory import Memory
from core.writing import Brief, Draft

EMOJI_PER_BATCH = 2
SMILE = "🙂"


class OfflineWriter:
    """Drafts posts on this machine. The same brief always gives the same drafts."""

    @property
    def origin(self) -> str:
        """What the card says about where a draft comes from."""
        return "offline draft"

    async def draft(self, brief: Brief) -> tuple[Draft, ...]:
        """Answer one draft for each day, in order, no two alike and none found in `brief.avoid`.

        Never raises; text that cannot stand in a sentence is left out.
        """
        return compose(brief)


def compose(brief: Brief) -> tuple[Draft, ...]:
    """Write the drafts of a brief; the same brief gives the same drafts."""
    if not brief.days:
        return ()
    desk = lay_out(brief)
    idea = ideas.cleaned(brief.idea)
    return _about(idea, brief, desk) if idea else _week(brief, desk)


def _week(brief: Brief, desk: Desk) -> tuple[Draft, ...]:
    memory = Memory.of(brief.avoid)
    practical = bool(desk.facts(memory, practical=True))
    shapes = plan.shapes_for(len(brief.days), seed=desk.seed, week=desk.week, practical=practical)
    drafts: list[Draft] = []
    pictured = 0
    for place, shape in enumerate(shapes):
        proof = best(desk, _allowed(brief, desk, shape), place, memory)
        mark = _emoji(desk, proof, place) if desk.wish.emoji or pictured < EMOJI_PER_BATCH else ""
        pictured += bool(mark)
        drafts.append(_draft(desk, brief, proof, mark))
        memory = memory.also(proof.text)
    return tuple(drafts)


def _allowed(brief: Brief, desk: Desk, shape: str) -> frozenset[str]:
    wish = desk.wish
    if wish.shapes:
        return wish.shapes
    if not wish.asked:
        return frozenset({shape})
    replaced = shape_of(brief.avoid[0], desk.bank) if brief.avoid and len(brief.days) == 1 else ""
    return frozenset(plan.SHAPES) - wish.refused - {replaced} or frozenset({shape})


def _emoji(desk: Desk, proof: Proof, place: int) -> str:
    if desk.wish.emoji is False or (not desk.wish.emoji and (proof.fact or not desk.voice.emoji)):
        return ""
    words = proof.topic.text.casefold().split() if proof.topic else []
    mark = next((emoji_for(word) for word in reversed(words) if emoji_for(word)), "")
    if desk.wish.emoji:
        return mark or SMILE
    return mark if plan.number(desk.seed, desk.week, place, "emoji") % 3 == 0 else ""


def _draft(desk: Desk, brief: Brief, proof: Proof, mark: str) -> Draft:
    subject, shape = proof.topic, proof.line.shape
    reason = reasons.with_wish(reasons.why(shape, subject, quotes=bool(proof.fact)), desk.wish)
    about = subject.text if subject else ""
    return Draft(
        text=f"{proof.text} {mark}" if mark else proof.text,
        hashtags=_tags(desk, [about], shape),
        headline=phrasing.headline(proof.text, about=about, given=proof.line.headline or proof.fact),
        shape=shape,
        why=reasons.with_language(reason, brief.language, desk.bank),
    )


def _about(idea: str, brief: Brief, desk: Desk) -> tuple[Draft, ...]:
    memory = Memory.of(brief.avoid)
    closers = desk.own(desk.bank.closers)
    start = plan.number(desk.seed, desk.week, idea) % len(closers)
    mentioned = [subject.text for subject in desk.topics if subject.text.casefold() in idea.casefold()]
    reason = reasons.with_wish("About the idea you gave, in your words.", desk.wish)
    drafts: list[Draft] = []
    for text in ideas.versions(
        idea, closers=closers[start:] + closers[:start], greetings=desk.bank.greetings, wish=desk.wish
    ):
        if len(drafts) == len(brief.days):
            break
        if memory.knows(text):
            continue
        memory = memory.also(text)
        drafts.append(
            Draft(
                text=f"{text} {SMILE}" if desk.wish.emoji else text,
                hashtags=_tags(desk, [*ideas.tags_in(brief.idea), *mentioned], "idea"),
                headline=phrasing.headline(idea),
                shape="idea",
                why=reasons.with_language(reason, brief.language, desk.bank),
            )
        )
    return tuple(drafts)


def _tags(desk: Desk, first: list[str], shape: str) -> tuple[str, ...]:
    own = [subject.text for subject in desk.topics if subject.own]
    wanted = [hashtags.hashtag(phrase) for phrase in (*first, desk.brand, *own[:3])]
    spare = (desk.bank.shape_tags.get(shape, ""), *desk.bank.tags)
    return hashtags.choose(wanted, [tag for tag in spare if tag])
