"""Sealed tokens open for their own account, with a key on the ring, and never otherwise."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, strategies as st

from adapters.vault import AesVault
from core.account import Grant, SealedGrant
from core.errors import Reconnect
from core.secret import KeyRing, Secret

ACCOUNT = "account 42"
SECRETS = st.builds(Secret, st.text())


def a_ring(*names: str) -> KeyRing:
    keys = {name: name.encode().ljust(32, b".") for name in names}
    return KeyRing(current=names[0], keys=keys)


def a_grant() -> Grant:
    return Grant(
        access=Secret("access-token"),
        refresh=Secret("refresh-token"),
        expires_at=datetime(2026, 12, 1, 9, 30, tzinfo=UTC),
        extra={"page": "7"},
    )


@given(
    grant=st.builds(
        Grant,
        access=SECRETS,
        refresh=SECRETS,
        expires_at=st.none() | st.datetimes(timezones=st.just(UTC)),
        ends_at=st.none() | st.datetimes(timezones=st.just(UTC)),
        extra=st.dictionaries(st.text(), st.text()),
    ),
    account=st.integers(0, 2**63 - 1),
)
def test_what_was_sealed_opens_as_it_was(grant: Grant, account: int) -> None:
    vault = AesVault(a_ring("one"))
    assert vault.open(vault.seal(grant, f"account {account}"), f"account {account}") == grant


def test_the_same_grant_never_makes_the_same_box_twice() -> None:
    vault = AesVault(a_ring("one"))
    assert len({vault.seal(a_grant(), ACCOUNT).box for _ in range(100)}) == 100


def test_a_box_copied_to_another_account_does_not_open() -> None:
    vault = AesVault(a_ring("one"))
    with pytest.raises(Reconnect):
        vault.open(vault.seal(a_grant(), ACCOUNT), "account 43")


def test_a_box_altered_in_any_byte_does_not_open() -> None:
    vault = AesVault(a_ring("one"))
    sealed = vault.seal(a_grant(), ACCOUNT)
    for place in range(len(sealed.box)):
        box = bytearray(sealed.box)
        box[place] ^= 1
        with pytest.raises(Reconnect):
            vault.open(replace(sealed, box=bytes(box)), ACCOUNT)


@pytest.mark.parametrize("length", [0, 1, 11, 12, 13, 27])
def test_a_box_cut_short_does_not_open(length: int) -> None:
    vault = AesVault(a_ring("one"))
    sealed = vault.seal(a_grant(), ACCOUNT)
    with pytest.raises(Reconnect):
        vault.open(replace(sealed, box=sealed.box[:length]), ACCOUNT)


def test_after_a_rotation_old_boxes_open_and_new_ones_use_the_new_key() -> None:
    old = AesVault(a_ring("old")).seal(a_grant(), ACCOUNT)
    vault = AesVault(a_ring("new", "old"))
    assert vault.open(old, ACCOUNT) == a_grant()
    assert vault.seal(a_grant(), ACCOUNT).key == "new"


def test_without_its_key_a_box_stays_shut() -> None:
    sealed = AesVault(a_ring("lost")).seal(a_grant(), ACCOUNT)
    with pytest.raises(Reconnect) as caught:
        AesVault(a_ring("other")).open(sealed, ACCOUNT)
    assert caught.value.reason == "key_gone"


def test_a_key_of_another_installation_with_the_same_name_does_not_open() -> None:
    sealed = AesVault(a_ring("one")).seal(a_grant(), ACCOUNT)
    stranger = AesVault(KeyRing(current="one", keys={"one": b"x" * 32}))
    with pytest.raises(Reconnect):
        stranger.open(sealed, ACCOUNT)


def test_no_token_shows_in_a_box_its_picture_or_an_error() -> None:
    vault = AesVault(a_ring("one"))
    sealed = vault.seal(a_grant(), ACCOUNT)
    with pytest.raises(Reconnect) as caught:
        vault.open(SealedGrant(key="one", box=sealed.box[:-1]), ACCOUNT)
    for shown in (sealed.box, repr(sealed).encode(), repr(caught.value).encode(), repr(vault).encode()):
        assert b"-token" not in shown


def test_the_cipher_is_loaded_when_first_needed() -> None:
    program = "import sys, adapters.vault; print('cryptography' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
