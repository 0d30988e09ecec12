"""The writers that settings switch on; a model's library is loaded when it is first asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.settings import Settings
from core.clock import Clock, Ids
from core.writing import Editor, Writer

if TYPE_CHECKING:
    from adapters.writers.ai.model import Meter, Model

OFFLINE = "offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writers:
    """Who writes, by name, the offline writer last, and who changes words as they are asked to."""

    writers: Mapping[str, Writer]
    editors: Mapping[str, Editor] = field(default_factory=dict)


@asynccontextmanager
async def writers_of(
    settings: Settings, offline: Writer, meter: Meter, clock: Clock, ids: Ids
) -> AsyncIterator[Writers]:
    """Every writer and editor until the block ends."""
    models = models_of(settings, clock)
    if not models:
        yield Writers(writers={OFFLINE: offline})
        return
    from adapters.writers.ai.patience import Line
    from adapters.writers.ai.writer import AiWriter

    async with AsyncExitStack() as stack:
        for model in models:
            stack.push_async_callback(model.close)
        lines = {model.provider: Line(model=model, meter=meter, clock=clock, ids=ids) for model in models}
        by_model = {name: AiWriter(line) for name, line in lines.items()}
        yield Writers(writers={**by_model, OFFLINE: offline}, editors=by_model)


def models_of(settings: Settings, clock: Clock) -> tuple[Model, ...]:
    """The models that are switched on, the preferred one first; nothing is opened yet."""
    models: list[Model] = []
    if settings.openai_api_key:
        from adapters.writers.ai.openai import OpenAiModel

        key, name, url = settings.openai_api_key, settings.openai_model, settings.openai_url
        models.append(OpenAiModel(provider="openai", name=name, base_url=url, key=key, clock=clock))
    if settings.gemini_api_key:
        from adapters.writers.ai.gemini import GeminiModel

        key, name, url = settings.gemini_api_key, settings.gemini_model, settings.gemini_url
        models.append(GeminiModel(name=name, base_url=url, key=key, clock=clock))
    if settings.compatible_url and settings.compatible_model:
        from adapters.writers.ai.openai import OpenAiModel

        key, name, url = settings.compatible_api_key, settings.compatible_model, settings.compatible_url
        models.append(OpenAiModel(provider="compatible", name=name, base_url=url, key=key, clock=clock))
    return tuple(models)
