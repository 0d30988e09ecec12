"""How long words are for each platform, asked while somebody writes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from bot.web.front_end import MAX_TEXT
from bot.web.parts import Entered, Parts
from bot.web.security import from_our_script

MOST_NAMES = 30

_Name = Annotated[str, Field(max_length=40)]

router = APIRouter(prefix="/api", dependencies=[Depends(from_our_script)])


class Asked(BaseModel):
    """A text, and the names of the rules to count it by."""

    text: Annotated[str, Field(max_length=MAX_TEXT)]
    names: Annotated[list[_Name], Field(max_length=MOST_NAMES)]


@router.post("/measure")
async def measure(asked: Asked, parts: Parts, session: Entered) -> JSONResponse:
    """The length of the text by each of the names, in the units of that platform; unknown names are left out."""
    return JSONResponse(parts.measure(asked.text, tuple(asked.names)))
