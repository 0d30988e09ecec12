"""The writer that asks a model: a plan of the week, then a post for each day, several at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from adapters.writers.ai import prompts
from adapters.writers.ai.answers import Plan, Planned, Written, read
from adapters.writers.ai.checks import draft_of, problems
from adapters.writers.ai.model import Ask
from adapters.writers.ai.patience import Line
from core.errors import PortError, Rejected
from core.post import Content, Variant
from core.source import SourceItem
from core.writing import Brief, Draft

log = logging.getLogger(__name__)

T = TypeVar("T")
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class AiWriter:
    """`core.writing.Writer` and `core.writing.Editor` by a model.

    What it answers is checked, mended once with the problems named, then cut.
    """

    line: Line

    @property
    def origin(self) -> str:
        """What the card says about where a draft comes from."""
        return f"AI draft by {self.line.model.name}"

    async def draft(self, brief: Brief) -> tuple[Draft, ...]:
        """One draft for each day; a single one needs no plan.

        Raises:
            PortError: the model could not be asked, or what it answered is of no use.
        """
        if not brief.days:
            return ()
        if len(brief.days) == 1:
            return (await self._post(brief, None),)
        plan = await self._plan(brief)
        seats = asyncio.Semaphore(AT_ONCE)

        async def seated(planned: Planned) -> Draft:
            async with seats:
                return await self._post(brief, planned)

        drafts = await together([seated(planned) for planned in plan])
        if len({draft.text.casefold() for draft in drafts}) < len(drafts):
            raise Rejected("ai_repeats")
        return drafts

    async def _plan(self, brief: Brief) -> tuple[Planned, ...]:
        ask = prompts.plan_ask(brief)
        text = await self.line.ask(brief.brand_id, ask, purpose="plan")
        plan, wrong = _read_plan(text, brief)
        if wrong:
            text = await self.line.ask(brief.brand_id, prompts.repair(ask, text, wrong), purpose="plan")
            plan, wrong = _read_plan(text, brief)
        if plan is None or len(plan.posts) < len(brief.days):
            raise Rejected("ai_unusable")
        used: set[int] = set()
        kept = []
        for one in plan.posts[: len(brief.days)]:
            free = 0 <= one.material < len(brief.material) and one.material not in used
            used |= {one.material} if free else set()
            kept.append(one if free else one.model_copy(update={"material": -1}))
        return tuple(kept)

    async def _post(self, brief: Brief, planned: Planned | None) -> Draft:
        item = brief.material[planned.material] if planned and planned.material >= 0 else None
        ask = prompts.post_ask(brief, planned, item)
        return await self._written(ask, brief, planned, item, purpose="post")

    async def edit(self, brief: Brief, content: Content) -> Content:
        """The content with its words changed as the hint of the brief asks; pictures and link stay.

        Raises:
            PortError: the model could not be asked, or what it answered is of no use.
        """
        asked = replace(brief, avoid=(), idea=f"{content.text}\n{content.link}")
        ask = prompts.edit_ask(brief, content)
        draft = await self._written(ask, asked, None, None, purpose="edit")
        plain = Variant(text=draft.text, hashtags=draft.hashtags)
        variants = {
            name: replace(words, media=content.variants[name].media if name in content.variants else ())
            for name, words in (dict(content.variants) | dict(draft.variants)).items()
        }
        return replace(
            content,
            text=draft.text,
            hashtags=draft.hashtags,
            variants={name: words for name, words in variants.items() if words != plain},
        )

    async def _written(
        self, ask: Ask, brief: Brief, planned: Planned | None, item: SourceItem | None, *, purpose: str
    ) -> Draft:
        text = await self.line.ask(brief.brand_id, ask, purpose=purpose)
        written, wrong = _read_post(text, ask, brief, item)
        if wrong:
            log.info("model_mends model=%s problems=%d", self.line.model.name, len(wrong))
            again = await self.line.ask(brief.brand_id, prompts.repair(ask, text, wrong), purpose=purpose)
            better, still = _read_post(again, ask, brief, item)
            written = better if better is not None and (written is None or len(still) <= len(wrong)) else written
        draft = draft_of(written, brief, ask.rules, planned, item) if written else None
        if draft is None:
            raise Rejected("ai_unusable")
        return draft


def _read_plan(text: str, brief: Brief) -> tuple[Plan | None, tuple[str, ...]]:
    plan, wrong = read(Plan, text)
    if plan is not None and len(plan.posts) != len(brief.days):
        wrong = (f"posts: there are {len(plan.posts)} entries; {len(brief.days)} days have one each.",)
    return plan, wrong


def _read_post(text: str, ask: Ask, brief: Brief, item: SourceItem | None) -> tuple[Written | None, tuple[str, ...]]:
    written, wrong = read(Written, text)
    return written, wrong or (problems(written, brief, ask.rules, item) if written else ())


async def together(work: list[Coroutine[Any, Any, T]]) -> tuple[T, ...]:
    """All results in order; the first failure ends the others and is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one) for one in work]
    except* PortError as failed:
        error: BaseException = failed
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
    else:
        return tuple(task.result() for task in tasks)
    raise error
