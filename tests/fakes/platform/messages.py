"""HTTP requests and answers as every dialect of the far side sees them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit


class Wrong(Exception):
    """The request is not one that the platform documents; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One part of a multipart body."""

    data: bytes
    filename: str = ""
    mime: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request, read in full; header names are in small letters."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> list[str]:
        return urlsplit(self.target).path.strip("/").split("/")

    @property
    def mime(self) -> str:
        """The content type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def bearer(self) -> str:
        """The token of the Authorization header."""
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    def query(self, name: str) -> str:
        return parse_qs(urlsplit(self.target).query).get(name, [""])[0]

    def queries(self) -> dict[str, str]:
        """Every parameter of the address; one that is named twice is wrong."""
        return _once(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    def json(self) -> dict[str, Any]:
        """The body as a JSON object.

        Raises:
            Wrong: it is none, or its content type says otherwise.
        """
        if self.mime != "application/json":
            raise Wrong(f"content type {self.mime!r} where application/json is asked for")
        try:
            body = json.loads(self.body)
        except ValueError as error:
            raise Wrong("the body is no JSON") from error
        if not isinstance(body, dict):
            raise Wrong("the body is no JSON object")
        return body

    def form(self) -> dict[str, str]:
        """The body as a form.

        Raises:
            Wrong: it is none, or a field stands twice.
        """
        if self.mime != "application/x-www-form-urlencoded":
            raise Wrong(f"content type {self.mime!r} where a form is asked for")
        return _once(parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=bool(self.body)))

    def multipart(self) -> dict[str, Piece]:
        """The parts of a multipart body by their names.

        Raises:
            Wrong: it is none, or a name stands twice.
        """
        if self.mime != "multipart/form-data":
            raise Wrong(f"content type {self.mime!r} where multipart/form-data is asked for")
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        pieces: dict[str, Piece] = {}
        for part in BytesParser(policy=HTTP).parsebytes(head + self.body).iter_parts():
            name = part.get_param("name", header="content-disposition")
            if not isinstance(name, str) or name in pieces:
                raise Wrong(f"the part {name!r} stands twice or has no name")
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            given = part.get_filename() or ""
            pieces[name] = Piece(data=data, filename=given, mime=part.get_content_type() if given else "")
        return pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer; a body of bytes goes out as it is, any other as JSON."""

    status: int
    body: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


def only(given: dict[str, Any], *, need: set[str], may: frozenset[str] | set[str] = frozenset()) -> None:
    """Fields that are missing or unknown are wrong.

    Raises:
        Wrong: naming them.
    """
    unknown, missing = set(given) - need - may, need - set(given)
    if unknown or missing:
        raise Wrong(f"unknown fields {sorted(unknown)}, missing fields {sorted(missing)}")


def _once(pairs: list[tuple[str, str]]) -> dict[str, str]:
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise Wrong(f"a field stands twice: {sorted(names)}")
    return dict(pairs)
