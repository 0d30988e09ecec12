"""What a platform of its own adds to the network: how its requests and answers look."""

from __future__ import annotations

import importlib
from typing import Protocol

from tests.fakes.platform import desk
from tests.fakes.platform.faults import Call, Fault
from tests.fakes.platform.messages import Request, Response
from tests.fakes.platform.network import Member, Network


class Dialect(Protocol):
    """A module of `tests.fakes.platform.dialects`. What its platform does not document it answers with `Wrong`."""

    def call_of(self, request: Request) -> Call:
        """Which of a publisher's calls the request belongs to; faults are planned by it."""
        ...

    def open_to_all(self, network: Network, request: Request) -> Response | None:
        """The answer to a request that needs no account's token; None for all others."""
        ...

    def member_of(self, network: Network, request: Request) -> Member | None:
        """The account whose token came along; None where it is worthless."""
        ...

    def serve(self, network: Network, member: Member, request: Request, late: float) -> Response:
        """Do what the request asks; what it shows appears `late` seconds later."""
        ...

    def refused(self, network: Network, fault: Fault) -> Response:
        """The planned refusal, in the form and with the headers that the platform documents."""
        ...


def dialect_of(name: str) -> Dialect:
    """The dialect of that platform; without a name the plain one of the test platform."""
    if not name:
        return desk
    dialect: Dialect = importlib.import_module(f"tests.fakes.platform.dialects.{name}")
    return dialect
