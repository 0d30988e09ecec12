"""Small pages that say one thing and offer one button."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path

from fastapi.responses import HTMLResponse

NEVER_KEPT = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
SAME_ORIGIN = {"Referrer-Policy": "same-origin"}  # with no-referrer a browser sends "Origin: null" with the form
_TEMPLATE = Path(__file__).parent / "pages" / "plain.html"


def plain_page(heading: str, *body: str, status: int = 200, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """A page. `heading` is text, `body` pieces of HTML: whatever in them came from outside went through `escape`."""
    page = _template().replace("{heading}", escape(heading)).replace("{body}", "\n    ".join(body))
    return HTMLResponse(page, status_code=status, headers=dict(headers or {}))


def button(label: str) -> str:
    """A form that sends the page back to where it came from."""
    return f'<form method="post"><button type="submit">{escape(label)}</button></form>'


@cache
def _template() -> str:
    return _TEMPLATE.read_text("utf-8")
