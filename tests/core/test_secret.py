"""Secrets do not show themselves, wherever they are printed."""

from __future__ import annotations

from core.account import Grant, SealedGrant
from core.secret import KeyRing, Secret

HIDDEN = "t0ken-nobody-may-see"


def test_a_secret_prints_as_stars() -> None:
    secret = Secret(HIDDEN)
    for shown in (repr(secret), str(secret), f"{secret}", f"{secret!r}", "%s" % secret, repr([secret])):  # noqa: UP031 - every way of printing is tried
        assert HIDDEN not in shown
        assert "***" in shown


def test_a_secret_can_be_read_on_purpose() -> None:
    assert Secret(HIDDEN).reveal() == HIDDEN


def test_an_empty_secret_is_false() -> None:
    assert not Secret("")
    assert Secret(HIDDEN)


def test_secrets_are_equal_when_what_they_hide_is() -> None:
    assert Secret(HIDDEN) == Secret(HIDDEN)
    assert Secret(HIDDEN) != Secret("other")


def test_a_grant_shows_nothing_of_its_tokens() -> None:
    grant = Grant(access=Secret(HIDDEN), refresh=Secret(HIDDEN), extra={"token": HIDDEN})
    assert HIDDEN not in repr(grant)
    assert HIDDEN not in repr(SealedGrant(key="k1", box=HIDDEN.encode()))


def test_a_key_ring_shows_names_only() -> None:
    ring = KeyRing(current="k2", keys={"k2": HIDDEN.encode(), "k1": b"1"})
    assert repr(ring) == "KeyRing(current='k2', names=['k1', 'k2'])"
