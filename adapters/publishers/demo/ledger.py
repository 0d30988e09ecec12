"""What one account of the pretend platform remembers, in one file. All of this blocks: call it in a thread."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar

from adapters.durable import locked, make_folder, reason, replace_file
from core.errors import OutcomeUnknown, Rejected, Unavailable

Answer = TypeVar("Answer")


@dataclass(slots=True, kw_only=True)
class Tried:
    """How often a post was sent; `first` is the SHA-256 of what it said the first time."""

    key: str
    first: str
    times: int = 0


@dataclass(slots=True, kw_only=True)
class Shown:
    """A post that readers can see, unless it was removed. `at` is ISO 8601, `payload` its canonical text."""

    remote_id: str
    at: str
    payload: str
    parent: str
    removed: bool = False


@dataclass(slots=True, kw_only=True)
class Book:
    """Everything of one account, in the order it happened."""

    tried: list[Tried] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)


def read(folder: Path) -> Book:
    """The book as it is now; an account that never did anything has an empty one.

    Raises:
        Rejected: the file is damaged.
        Unavailable: it cannot be read.
    """
    try:
        raw = json.loads(_file(folder).read_bytes())
        return Book(tried=[Tried(**one) for one in raw["tried"]], shown=[Shown(**one) for one in raw["shown"]])
    except FileNotFoundError:
        return Book()
    except (ValueError, TypeError, KeyError) as error:
        raise Rejected("damaged_account") from error
    except OSError as error:
        raise Unavailable(reason(error)) from error


def change(folder: Path, edit: Callable[[Book], Answer]) -> Answer:
    """Let `edit` change the book and keep it durably before its answer is given; writers take turns.

    Raises:
        Rejected: the file is damaged.
        Unavailable: nothing was written.
        OutcomeUnknown: it was written, but may not survive a power cut.
    """
    try:
        make_folder(folder)
        with locked(folder / "lock"):
            book = read(folder)
            answer = edit(book)
            _write(_file(folder), json.dumps(asdict(book), ensure_ascii=False, indent=1).encode())
            return answer
    except OSError as error:
        raise Unavailable(reason(error)) from error


def keep_medium(folder: Path, name: str, data: bytes) -> None:
    """Put a picture beside the book. Repeating is free. Raises Unavailable."""
    path = folder / "media" / name
    try:
        make_folder(path.parent)
        with locked(folder / "lock"):
            if not path.exists():
                replace_file(path, data)
    except OSError as error:
        raise Unavailable(reason(error)) from error


def _file(folder: Path) -> Path:
    return folder / "state.json"


def _write(path: Path, data: bytes) -> None:
    try:
        replace_file(path, data)
    except OSError as error:
        written = path.exists() and path.read_bytes() == data
        raise (OutcomeUnknown if written else Unavailable)(reason(error)) from error
