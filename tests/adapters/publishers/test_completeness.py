"""No platform without its contract, no promise that nobody keeps."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.publishers import KNOWN, publishers
from adapters.publishers.around import AppThere, Surroundings
from adapters.publishers.making_connectors import CONNECTORS
from adapters.publishers.outside import Outside
from adapters.publishers.threads.rules import RULES as THREADS
from core.account import Platform
from core.secret import Secret
from tests.contracts.connector import ConnectorContract
from tests.contracts.publisher import Can, PublisherContract
from tests.core.hands import KEYS
from tests.fakes.blobs import MemoryBlobs
from tests.fakes.platform.clock import SharedClock

HERE = Path(__file__).parent


def contracts() -> list[type[PublisherContract]]:
    """Every contract of a platform in this folder."""
    for file in HERE.glob("test_*.py"):
        importlib.import_module(f"tests.adapters.publishers.{file.stem}")
    return PublisherContract.__subclasses__()


def surroundings(tmp_path: Path) -> Surroundings:
    """All apps are set."""
    return Surroundings(
        outside=Outside("test"),
        blobs=MemoryBlobs(),
        clock=SharedClock.start(tmp_path / "clock"),
        keys=KEYS,
        base_url="https://greenlight.example",
        address=lambda medium: medium.sha256,
        apps={rules.platform: AppThere(client_id="id", client_secret=Secret("secret")) for rules in KNOWN},
    )


def registered(tmp_path: Path) -> set[Platform]:
    """The names of the platforms the product has."""
    around = surroundings(tmp_path)
    every = publishers(feeds=tmp_path / "feeds", demo=tmp_path / "demo", around=around)
    assert all(name == publisher.platform == publisher.rules.platform for name, publisher in every.items())
    return set(every)


def test_every_platform_in_the_registry_has_a_case(tmp_path: Path) -> None:
    assert registered(tmp_path) - {contract.platform for contract in contracts()} == set()


def test_every_platform_that_can_be_connected_has_a_case() -> None:
    for file in (HERE / "connecting").glob("test_*.py"):
        importlib.import_module(f"tests.adapters.publishers.connecting.{file.stem}")
    kept = {contract.platform for contract in ConnectorContract.__subclasses__()}
    assert {rules.platform for rules, _ in CONNECTORS} == kept


@pytest.mark.parametrize(
    ("public", "url", "reachable"),
    [
        (False, "https://graph.threads.net", False),
        (True, "https://graph.threads.net", True),
        (False, "http://127.0.0.1:8", True),
    ],
)
def test_a_platform_that_fetches_from_us_is_told_apart_by_whether_it_can(
    tmp_path: Path, *, public: bool, url: str, reachable: bool
) -> None:
    around = replace(surroundings(tmp_path), public=public, apps={"threads": AppThere(urls={"api_url": url})})
    known = publishers(feeds=tmp_path, demo=tmp_path, around=around)
    assert known[THREADS.platform].rules.reachable is reachable


@pytest.mark.parametrize("ability", Can)
def test_every_promise_is_kept_by_somebody(ability: Can) -> None:
    assert [contract for contract in contracts() if ability in contract.can]


def test_a_promise_that_does_not_apply_is_not_collected() -> None:
    class Mute(PublisherContract):
        platform = Platform("mute")
        can = frozenset()

    promises = {name for name in dir(PublisherContract) if name.startswith("test_")}
    kept = {name for name in promises if callable(getattr(Mute, name))}
    assert "test_success_has_a_receipt_that_names_what_is_shown" in kept
    assert "test_removing_removes_and_is_fine_when_it_is_gone" in promises - kept
