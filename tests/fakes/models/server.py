"""A model server on a real port: OpenAI's Chat Completions and Gemini's generateContent, strict about what is asked.

API: https://platform.openai.com/docs/api-reference/chat, https://ai.google.dev/api/generate-content (read 2026-11)
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.models.mind import Mind, Mishap
from tests.fakes.serving import served

KEY = "sk-test-0123456789"
MODEL = "writer-1"
VERSION = "-2026-11-01"
"""What the full name of a model ends with."""

_OPENAI_FIELDS = {"model", "messages", "response_format", "max_completion_tokens", "max_tokens"}
_GEMINI_FIELDS = {"contents", "systemInstruction", "generationConfig"}
_CONFIG_FIELDS = {"responseMimeType", "responseJsonSchema", "maxOutputTokens"}


@dataclass(frozen=True, slots=True)
class Models:
    """The server: where it is, and its mind."""

    address: str
    mind: Mind

    @property
    def openai(self) -> str:
        """The base URL for OpenAI's client."""
        return f"{self.address}/v1"


@asynccontextmanager
async def models(*, port: int = 0) -> AsyncIterator[Models]:
    """Serve until the block ends."""
    mind = Mind()
    held = asyncio.Event()

    async def chat(request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return _openai_error(401, "invalid_api_key")
        asked = await request.json()
        if odd := asked.keys() - _OPENAI_FIELDS:
            return _openai_error(400, "unknown_parameter", f"Unrecognized: {sorted(odd)}")
        if asked["model"] != mind.name:
            return _openai_error(404, "model_not_found")
        mishap = mind.next()
        shape = asked["response_format"]
        if mishap is Mishap.NO_SCHEMA and shape["type"] == "json_schema":
            return _openai_error(400, "invalid_response_format")
        if refusal := await _befallen(mishap, held, _openai_error):
            return refusal
        schema = shape["json_schema"]["schema"] if shape["type"] == "json_schema" else _asked_for(asked)
        if shape["type"] == "json_schema" and (wrong := _loose(schema)):
            return _openai_error(400, "invalid_json_schema", wrong)
        rules, data = (one["content"] for one in asked["messages"])
        async with _seat(mind):
            text = mind.answer(rules, data, schema, mishap)
        sent, used = mind.count(rules + data, text)
        finish = {Mishap.CUT_OFF: "length", Mishap.BLOCKED: "content_filter"}.get(mishap or Mishap.BUSY, "stop")
        refused = mishap is Mishap.REFUSED
        message = {
            "role": "assistant",
            "content": None if refused else text[: len(text) // 2] if finish == "length" else text,
            "refusal": "I cannot help with that." if refused else None,
        }
        usage = {
            "prompt_tokens": sent,
            "completion_tokens": used,
            "total_tokens": sent + used,
            "prompt_tokens_details": {"cached_tokens": 0},
        }
        answer: dict[str, Any] = {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": mind.name + VERSION,
            "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
        }
        return JSONResponse(answer if mishap is Mishap.NOT_COUNTED else answer | {"usage": usage})

    async def generate(request: Request) -> Response:
        if request.headers.get("x-goog-api-key") != KEY:
            return _gemini_error(400, "INVALID_ARGUMENT", reason="API_KEY_INVALID")
        asked = await request.json()
        config = asked.get("generationConfig", {})
        if odd := (asked.keys() - _GEMINI_FIELDS) | (config.keys() - _CONFIG_FIELDS):
            return _gemini_error(400, f"Unknown name {sorted(odd)}")
        if request.path_params["model"] != f"{mind.name}:generateContent":
            return _gemini_error(404, "NOT_FOUND")
        mishap = mind.next()
        if refusal := await _befallen(mishap, held, _gemini_error):
            return refusal
        rules = asked["systemInstruction"]["parts"][0]["text"]
        data = asked["contents"][0]["parts"][0]["text"]
        async with _seat(mind):
            text = mind.answer(rules, data, config["responseJsonSchema"], mishap)
        sent, used = mind.count(rules + data, text)
        usage = {"promptTokenCount": sent, "candidatesTokenCount": used - 3, "thoughtsTokenCount": 3}
        answer: dict[str, Any] = {"modelVersion": mind.name + VERSION}
        if mishap is not Mishap.NOT_COUNTED:
            answer |= {"usageMetadata": usage | {"totalTokenCount": sent + used}}
        if mishap is Mishap.BLOCKED:
            return JSONResponse(answer | {"promptFeedback": {"blockReason": "SAFETY"}})
        finish = {Mishap.CUT_OFF: "MAX_TOKENS", Mishap.REFUSED: "SAFETY"}.get(mishap or Mishap.BUSY, "STOP")
        parts = [] if finish == "SAFETY" else [{"text": text[: len(text) // 2] if finish == "MAX_TOKENS" else text}]
        candidate = {"content": {"role": "model", "parts": parts}, "finishReason": finish, "index": 0}
        return JSONResponse(answer | {"candidates": [candidate]})

    app = Starlette(
        routes=[
            Route("/v1/chat/completions", chat, methods=["POST"]),
            Route("/v1/models/{model}", generate, methods=["POST"]),
        ]
    )
    async with served(app, port=port) as (address, _):
        try:
            yield Models(address, mind)
        finally:
            held.set()


@asynccontextmanager
async def _seat(mind: Mind) -> AsyncIterator[None]:
    """Count how many are answered at once; each lets the others begin."""
    mind.at_once += 1
    mind.most_at_once = max(mind.most_at_once, mind.at_once)
    try:
        for _ in range(20):
            await asyncio.sleep(0)
        yield
    finally:
        mind.at_once -= 1


async def _befallen(mishap: Mishap | None, held: asyncio.Event, error: Callable[..., Response]) -> Response | None:
    match mishap:
        case Mishap.BUSY:
            return _with(error(429, "RESOURCE_EXHAUSTED"), {"retry-after": "2"})
        case Mishap.BUSY_FOR_LONG:
            return _with(error(429, "RESOURCE_EXHAUSTED"), {"retry-after": "600"})
        case Mishap.BUSY_WITHOUT_A_TIME:
            return error(429, "RESOURCE_EXHAUSTED")
        case Mishap.BROKEN:
            return error(503, "UNAVAILABLE")
        case Mishap.NO_KEY:
            return error(401, "invalid_api_key")
        case Mishap.NO_MONEY:
            reason = "insufficient_quota" if error is _openai_error else "GenerateRequestsPerDayPerProject"
            return error(429, reason, "You exceeded your current quota")
        case Mishap.NO_MODEL:
            return error(404, "model_not_found")
        case Mishap.SILENT:
            await held.wait()
        case Mishap.DROPPED:
            return Response(b"{", headers={"content-length": "4000", "content-type": "application/json"})
    return None


def _with(response: Response, headers: Mapping[str, str]) -> Response:
    response.headers.update(headers)
    return response


def _openai_error(status: int, code: str, message: str = "no") -> Response:
    return JSONResponse({"error": {"message": message, "type": "error", "param": None, "code": code}}, status)


def _gemini_error(status: int, told: str, message: str = "no", *, reason: str = "") -> Response:
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason or told}]
    return JSONResponse({"error": {"code": status, "message": message, "status": told, "details": details}}, status)


def _asked_for(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """The shape that the prompt's words ask for, where there is no schema."""
    week = "You plan the coming" in asked["messages"][0]["content"]
    return {"properties": {"posts": {}} if week else {"text": {}}}


def _loose(schema: Mapping[str, Any]) -> str:
    """What a strict server refuses in a schema: objects that allow more, or leave something out."""
    for one in (schema, *schema.get("$defs", {}).values()):
        if one.get("additionalProperties") is not False or set(one["required"]) != set(one["properties"]):
            return f"{one.get('title')}: every property is required, and no other allowed"
    return ""
