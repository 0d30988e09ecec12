"""One test platform for each test process, and a client that the tests close."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import httpx
import pytest

from adapters.http import open_client
from tests.fakes.platform.clock import SharedClock
from tests.fakes.platform.running import RunningPlatform, running_platform


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """The far side with the clock it lives by."""

    platform: RunningPlatform
    clock: SharedClock


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The platform in its own process; every test opens an account of its own there."""
    file = tmp_path_factory.mktemp("platform") / "clock"
    clock = SharedClock.start(file)
    with running_platform(clock=file) as platform:
        yield Town(platform=platform, clock=clock)
    clock.close()


@pytest.fixture(scope="module")
def land(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A far side that speaks the API of the platform whose tests these are, in its own process.

    It is named by the module, by its `PLATFORM` or its own name.

    Whatever it was asked that the platform's documentation does not allow fails the module.
    """
    dialect = getattr(request.module, "PLATFORM", request.module.__name__.rpartition(".test_")[2])
    file = tmp_path_factory.mktemp(dialect) / "clock"
    clock = SharedClock.start(file)
    with running_platform(clock=file, dialect=dialect) as platform:
        yield Town(platform=platform, clock=clock)
        assert platform.wrongs() == []
    clock.close()


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """The product's own client."""
    async with open_client(version="test") as opened:
        yield opened
