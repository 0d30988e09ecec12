"""Gemini. Its library has no timeout and no retry of its own, and keeps still about answers that were stopped.

API: https://github.com/googleapis/python-genai (3.4.0, read 2026-11),
https://ai.google.dev/api/generate-content (read 2026-11)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.http import PAUSE
from adapters.writers.ai.lost import lost_in
from adapters.writers.ai.model import Answer, Ask, guessed
from core.clock import Clock
from core.errors import Held, OutcomeUnknown, PortError, Reconnect, Rejected, Throttled, Unavailable
from core.money import Usage
from core.secret import Secret

if TYPE_CHECKING:
    import httpx2
    from google import genai
    from google.genai import errors, types

PATIENCE = 60.0
"""Seconds for a text."""


_STOPPED = {"STOP": "", "FINISH_REASON_UNSPECIFIED": "", "MAX_TOKENS": "ai_too_long"}
"""Every other reason to finish is a refusal of some kind."""


class GeminiModel:
    """A Gemini model. The library is loaded, and its client opened, when it is first asked.

    `patience` is in seconds. The library would pick another HTTP client where it finds one, with other errors, so that
    it is handed the one it documents.
    """

    def __init__(self, *, name: str, base_url: str, key: Secret, clock: Clock, patience: float = PATIENCE) -> None:
        self._name, self._base_url, self._key, self._clock = name, base_url, key, clock
        self._patience = patience
        self._client: genai.Client | None = None
        self._http: httpx2.AsyncClient | None = None

    @property
    def provider(self) -> str:
        return "gemini"

    @property
    def name(self) -> str:
        return self._name

    async def answer(self, ask: Ask) -> Answer:
        """Ask once. Raises as `Model.answer`."""
        import httpx2
        from google import genai
        from google.genai import errors, types

        if self._client is None:
            self._http = httpx2.AsyncClient(timeout=self._patience)
            options = types.HttpOptions(
                base_url=self._base_url, timeout=round(self._patience * 1000), httpx_async_client=self._http
            )
            self._client = genai.Client(api_key=self._key.reveal(), http_options=options)
        config = types.GenerateContentConfig(
            system_instruction=ask.rules,
            response_mime_type="application/json",
            response_json_schema=dict(ask.schema),
            max_output_tokens=ask.most,
        )
        try:
            said = await self._client.aio.models.generate_content(model=self._name, contents=ask.data, config=config)
        except httpx2.HTTPError as error:
            lost = lost_in(error)
        except errors.APIError as error:
            lost = self._refusal(error)
        except ValueError:
            lost = OutcomeUnknown("ai_unreadable")
        else:
            return _read(ask, said)
        # Raised here and not chained: the lower error quotes the request.
        raise lost

    async def close(self) -> None:
        """Let go of every connection."""
        if self._client is not None:
            await self._client.aio.aclose()
            self._client.close()
        if self._http is not None:
            await self._http.aclose()

    def _refusal(self, error: errors.APIError) -> PortError:
        """A wrong key is a 400 there, and a day's quota a 429 that no wait of ours outlasts."""
        told = str(error.details)
        match error.code:
            case 400 if "API_KEY_INVALID" in told or "API key not valid" in told:
                return Reconnect("ai_key")
            case 401 | 403:
                return Reconnect("ai_key")
            case 404:
                return Rejected("ai_model")
            case 429 if "PerDay" in told:
                return Held("ai_quota")
            case 429:
                return Throttled("ai_busy", retry_at=self._clock.now() + PAUSE)
            case code if code >= 500 or code == 408:
                return Unavailable("ai_broken")
        return Rejected("ai_request")


def _read(ask: Ask, said: types.GenerateContentResponse) -> Answer:
    """The answer, or what stopped it: nothing of this is raised by the library."""
    model = said.model_version or ""
    if said.prompt_feedback is not None and said.prompt_feedback.block_reason is not None:
        return Answer(text="", model=model, usage=_usage(said, guessed(ask, 0)), stopped="ai_refused")
    if not said.candidates:
        raise OutcomeUnknown("ai_unreadable")
    reason = said.candidates[0].finish_reason
    content = said.candidates[0].content
    text = "".join(part.text or "" for part in (content.parts if content else None) or () if not part.thought)
    stopped = _STOPPED.get(reason.value if reason is not None else "STOP", "ai_refused")
    return Answer(text=text, model=model, usage=_usage(said, guessed(ask, len(text))), stopped=stopped)


def _usage(said: types.GenerateContentResponse, otherwise: Usage) -> Usage:
    """What it thought before it wrote is paid as output too."""
    told = said.usage_metadata
    if told is None or told.prompt_token_count is None:
        return otherwise
    written = (told.candidates_token_count or 0) + (told.thoughts_token_count or 0)
    cached = min(told.cached_content_token_count or 0, told.prompt_token_count)
    return Usage(input_tokens=told.prompt_token_count, cached_tokens=cached, output_tokens=written)
