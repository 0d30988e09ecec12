"""The log: one line per fact, for people or for machines, without a single secret."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

STARS = "***"

_HIDDEN_NAMES = re.compile(r"token|secret|passw|authorization|cookie|api_?key|private_?key|dsn", re.IGNORECASE)
_HIDDEN_TEXT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(bearer|basic)\s+[^\s\"',;]+", re.IGNORECASE), rf"\1 {STARS}"),
    (re.compile(r"\bbot\d+:[\w-]+"), f"bot{STARS}"),
    (re.compile(r"(?<=://)(?:[^\s/@:]*:[^\s@]*|[^\s/@]+)(?=@)"), STARS),  # user:password@ of an address
    (re.compile(r"(?<=/enter/)[\w-]+"), STARS),  # one-time links to the web chat
    (
        re.compile(
            r"(\b\w*(?:token|secret|passw(?:or)?d|authorization|cookie|api_?key)\w*\"?'?\s*[=:]\s*[\"']?)[^\s\"'&,;)}]+",
            re.IGNORECASE,
        ),
        rf"\1{STARS}",
    ),
)
_QUIET = {
    "alembic": logging.WARNING,
    "apscheduler": logging.ERROR,  # it warns whenever a run takes longer than its interval
    "asyncio": logging.WARNING,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "uvicorn": logging.WARNING,
}


def start_logging(*, form: Literal["console", "json"], level: str, stream: TextIO | None = None) -> None:
    """Send everything that is logged from now on, ours and the libraries', to `stream` (standard error).

    `level` is debug, info, warning or error. What is bound with `structlog.contextvars` stands on every line.
    """
    out = stream or sys.stderr
    shared = _shared()
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                mask,
                _renderer(form, colors=out.isatty()),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(max(least, root.level))


def mask(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Put stars in the place of every secret of a line."""
    return {name: _masked(name, value) for name, value in line.items()}


def masked(text: str) -> str:
    """The text with stars in the place of what looks like a secret."""
    for pattern, stars in _HIDDEN_TEXT:
        text = pattern.sub(stars, text)
    return text


def _masked(name: str, value: object) -> object:
    if _HIDDEN_NAMES.search(name):
        return STARS
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {masked(str(inner)): _masked(str(inner), one) for inner, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked("", one) for one in value]
    return masked(value if isinstance(value, str) else repr(value))


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.UnicodeDecoder(),
    ]


def _renderer(form: Literal["console", "json"], *, colors: bool) -> Processor:
    if form == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback)
