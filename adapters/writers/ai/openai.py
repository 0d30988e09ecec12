"""OpenAI, and whatever else speaks its Chat Completions: Ollama, llama.cpp, gateways.

API: https://github.com/openai/openai-python (3.52.0, read 2026-11),
https://platform.openai.com/docs/api-reference/chat (read 2026-11)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.http import retry_at
from adapters.writers.ai.lost import lost_in
from adapters.writers.ai.model import Answer, Ask, guessed
from core.clock import Clock
from core.errors import Held, OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable
from core.money import Usage
from core.secret import Secret

if TYPE_CHECKING:
    import openai
    from openai.types.chat import ChatCompletion

PATIENCE = 60.0
"""Seconds for a text; the library's own default is ten minutes."""

_NO_MONEY = frozenset({"insufficient_quota", "billing_hard_limit_reached"})


_STOPPED = {"content_filter": "ai_refused", "length": "ai_too_long"}


class OpenAiModel:
    """A model behind Chat Completions. The library is loaded, and its client opened, when it is first asked.

    Answers are held to a schema by the far side; a server of one's own that refuses it is asked for bare JSON from
    then on. `patience` is in seconds.
    """

    def __init__(
        self, *, provider: str, name: str, base_url: str, key: Secret, clock: Clock, patience: float = PATIENCE
    ) -> None:
        self._provider, self._name, self._patience = provider, name, patience
        self._base_url, self._key, self._clock = base_url, key, clock
        self._client: openai.AsyncOpenAI | None = None
        self._strict = True

    @property
    def provider(self) -> str:
        return self._provider

    @property
    def name(self) -> str:
        return self._name

    async def answer(self, ask: Ask) -> Answer:
        """Ask once. Raises as `Model.answer`."""
        try:
            return _read(ask, await self._asked(ask, strict=self._strict))
        except _SchemaRefused:
            self._strict = False
            return _read(ask, await self._asked(ask, strict=False))

    async def close(self) -> None:
        """Let go of every connection."""
        if self._client is not None:
            await self._client.close()

    async def _asked(self, ask: Ask, *, strict: bool) -> ChatCompletion:
        import openai

        if self._client is None:
            self._client = openai.AsyncOpenAI(
                api_key=self._key.reveal() or "none", base_url=self._base_url, timeout=self._patience, max_retries=0
            )
        shape: Any = (
            {
                "type": "json_schema",
                "json_schema": {"name": ask.name.replace(".", "_"), "strict": True, "schema": dict(ask.schema)},
            }
            if strict
            else {"type": "json_object"}
        )
        most: dict[str, Any] = (
            {"max_completion_tokens": ask.most} if self._provider == "openai" else {"max_tokens": ask.most}
        )
        try:
            said: ChatCompletion = await self._client.chat.completions.create(
                model=self._name,
                messages=[{"role": "system", "content": ask.rules}, {"role": "user", "content": ask.data}],
                response_format=shape,
                **most,
            )
            return said
        except openai.APIConnectionError as error:
            lost = lost_in(error.__cause__)
        except openai.APIStatusError as error:
            if strict and self._provider != "openai" and error.status_code in (400, 422):
                raise _SchemaRefused from None
            lost = self._refusal(error)
        except openai.APIError:
            lost = OutcomeUnknown("ai_unreadable")
        # Raised here and not chained: the lower error quotes the request.
        raise lost

    def _refusal(self, error: openai.APIStatusError) -> PortError:
        status = error.status_code
        if error.code in _NO_MONEY:
            return Held("ai_quota")
        match status:
            case 401 | 403:
                return Reconnect("ai_key")
            case 404:
                return Rejected("ai_model")
            case 429:
                wait = error.response.headers.get("retry-after", "")
                return Throttled("ai_busy", retry_at=retry_at(wait, self._clock.now()))
        return Unavailable("ai_broken") if status >= 500 or status in (408, 409) else Rejected("ai_request")


class _SchemaRefused(Exception):  # never leaves this module
    """The server does not take this schema."""


def _read(ask: Ask, said: ChatCompletion) -> Answer:
    """The answer in what came back; local servers leave out much of it."""
    if not said.choices:
        raise OutcomeUnknown("ai_unreadable")
    choice = said.choices[0]
    stopped = "ai_refused" if choice.message.refusal else _STOPPED.get(choice.finish_reason, "")
    text = choice.message.content or ""
    usage = _usage(said.usage, guessed(ask, len(text)))
    return Answer(text=text, model=said.model, usage=usage, stopped=stopped)


def _usage(told: object, otherwise: Usage) -> Usage:
    prompt, completion = getattr(told, "prompt_tokens", None), getattr(told, "completion_tokens", None)
    if not isinstance(prompt, int) or not isinstance(completion, int):
        return otherwise
    details = getattr(told, "prompt_tokens_details", None)
    cached = getattr(details, "cached_tokens", None) or 0
    return Usage(input_tokens=prompt, cached_tokens=min(cached, prompt), output_tokens=completion)
