"""Whether we are alive, whether we are ready, and numbers."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from fastapi import APIRouter, HTTPException
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.web.parts import Parts, WebParts

TICK_WITHIN = timedelta(minutes=2)
ANSWER_WITHIN = 5.0  # seconds the database may take

_log = structlog.get_logger()
router = APIRouter()


@router.api_route("/healthz", methods=["GET", "HEAD"])
async def healthz() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "ok"})


@router.api_route("/readyz", methods=["GET", "HEAD"])
async def readyz(parts: Parts) -> JSONResponse:
    """200 when the database answers and the scheduler ticked within two minutes, else 503 with the reason."""
    reason = await _not_ready(parts)
    if reason:
        return JSONResponse({"status": "not ready", "reason": reason}, 503)
    return JSONResponse({"status": "ready"})


@router.get("/metrics")
async def metrics(parts: Parts) -> Response:
    """The numbers in Prometheus's text format; 404 where none are shown."""
    if parts.registry is None:
        raise HTTPException(404, "Numbers are switched off here.")
    return Response(generate_latest(parts.registry), media_type=CONTENT_TYPE_LATEST)


async def _not_ready(parts: WebParts) -> str:
    if parts.shutting_down.is_set():
        return "shutting down"
    try:
        async with asyncio.timeout(ANSWER_WITHIN), parts.store.read() as tx:
            last = await tx.pulse.last("tick")
    except Exception as error:  # noqa: BLE001 - whatever a database raises, the answer is the same
        _log.warning("database_silent", kind=type(error).__name__)
        return "the database does not answer"
    if last is None:
        return "the scheduler has not ticked yet"
    if parts.clock.now() - last > TICK_WITHIN:
        return f"the scheduler last ticked at {last.isoformat(timespec='seconds')}"
    return ""
