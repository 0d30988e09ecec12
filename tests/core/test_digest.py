"""The seal covers everything that goes out, and nothing else passes for it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from itertools import permutations
from typing import TypeVar

import pytest
from hypothesis import given, strategies as st

from core.account import Account, Platform
from core.digest import part_text, post_digest, sign, verify
from core.ids import PartId, PostId, PublicationId
from core.payload import Media, Payload
from core.post import Post
from core.publication import Part, Publication
from core.secret import KeyRing
from core.slot import zone_named
from tests.builders import a_brand, a_payload, a_post, a_publication, a_workspace, an_account, some_media
from tests.core.hands import KEYS
from tests.core.test_payload import PAYLOADS, TEXT

Value = TypeVar("Value", Payload, Media)
ROTATED = KeyRing(current="k2", keys={"k1": KEYS.keys["k1"], "k2": b"2" * 32})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """Everything one approval of a Part covers."""

    part: Part
    publication: Publication
    post: Post
    account: Account

    def text(self) -> str:
        return part_text(self.part, self.part.payload, self.publication, self.post, self.account)


def sealed(payload: Payload | None = None) -> Sealed:
    brand = a_brand(a_workspace())
    post, account = a_post(brand), an_account(brand)
    publication = a_publication(post, account, payload=payload or a_payload(media=(some_media(),)))
    return Sealed(part=publication.parts[0], publication=publication, post=post, account=account)


def saying(one: Sealed, payload: Payload) -> Sealed:
    return replace(one, part=replace(one.part, payload=payload))


def with_field(value: Value, name: str, other: object) -> Value:
    """The dataclass with another value in the field of that name."""
    return replace(value, **{name: other})  # type: ignore[arg-type]  # its type is that of the field it stands in


def changes(one: Sealed) -> dict[str, Sealed]:
    """Every single thing that may be changed behind an approval's back, each by itself."""
    moment = one.post.moment
    payload = one.part.payload
    medium = payload.media[0]
    hour = timedelta(hours=1)
    found = {
        "post": replace(one, post=replace(one.post, id=PostId(one.post.id + 1))),
        "publication": replace(one, publication=replace(one.publication, id=PublicationId(one.publication.id + 1))),
        "part": replace(one, part=replace(one.part, id=PartId(one.part.id + 1))),
        "index": replace(one, part=replace(one.part, index=1)),
        "platform": replace(one, account=replace(one.account, platform=Platform("other"))),
        "remote_id": replace(one, account=replace(one.account, remote_id="other")),
        "local": replace(one, post=replace(one.post, moment=replace(moment, local=moment.local + hour))),
        "zone": replace(one, post=replace(one.post, moment=replace(moment, zone="Africa/Abidjan"))),
        "instant": replace(one, post=replace(one.post, moment=replace(moment, instant=moment.instant + hour))),
    }
    for name in (field.name for field in fields(Payload)):
        other = getattr(payload, name) * 2 or "more"
        found[f"payload.{name}"] = saying(one, with_field(payload, name, other))
    for name in (field.name for field in fields(Media)):
        value = getattr(medium, name)
        changed = with_field(medium, name, value + 1 if isinstance(value, int | float) else value + "x")
        found[f"media.{name}"] = saying(one, replace(payload, media=(changed,)))
    return found


@pytest.mark.parametrize("what", changes(sealed()))
def test_a_change_of_anything_breaks_the_seal(what: str) -> None:
    one = sealed()
    signature = sign(one.text(), KEYS)
    assert verify(one.text(), signature, KEYS)
    assert not verify(changes(one)[what].text(), signature, KEYS)


@given(PAYLOADS, PAYLOADS)
def test_two_payloads_in_one_place_share_a_text_only_when_they_are_equal(payload: Payload, other: Payload) -> None:
    one = sealed()
    assert (saying(one, payload).text() == saying(one, other).text()) is (payload == other)


def test_what_the_seal_does_not_cover_may_change() -> None:
    one = sealed()
    moved = replace(
        one,
        part=replace(one.part, attempt=3, owner="w1", reason="throttled"),
        post=replace(one.post, version=9, why="Another reason."),
        account=replace(one.account, name="New name"),
    )
    assert moved.text() == one.text()


@given(TEXT)
def test_a_signature_is_of_exactly_this_text(text: str) -> None:
    signature = sign(text, KEYS)
    assert verify(text, signature, KEYS)
    assert not verify(text + " ", signature, KEYS)


@given(st.text(max_size=90))
def test_nothing_made_up_passes_for_a_signature(forged: str) -> None:
    assert not verify("text", forged, KEYS)
    assert not verify("text", f"k1:{forged}", KEYS)


@pytest.mark.parametrize("signature", ["", ":", "k1", "k1:", "k2:" + "0" * 64, "k1:" + "0" * 64, "k1:é"])
def test_a_damaged_signature_is_no_signature(signature: str) -> None:
    assert not verify("text", signature, KEYS)


def test_a_signature_by_another_key_of_the_same_name_is_forged() -> None:
    other = KeyRing(current="k1", keys={"k1": b"9" * 32})
    assert not verify("text", sign("text", other), KEYS)


def test_after_a_rotation_old_seals_hold_and_new_ones_use_the_new_key() -> None:
    old = sign("text", KEYS)
    assert verify("text", old, ROTATED)
    new = sign("text", ROTATED)
    assert new.startswith("k2:")
    assert verify("text", new, ROTATED)


def test_a_key_that_left_the_ring_opens_nothing() -> None:
    retired = KeyRing(current="k2", keys={"k2": b"2" * 32})
    assert not verify("text", sign("text", KEYS), retired)


def test_the_seal_does_not_show_the_key() -> None:
    assert KEYS.keys["k1"].hex() not in sign("text", KEYS)
    assert "1111" not in repr(KEYS)


def parts(count: int) -> tuple[Part, ...]:
    brand = a_brand(a_workspace())
    publication = a_publication(a_post(brand), an_account(brand), parts=count)
    return tuple(replace(part, digest=f"k1:{part.index}") for part in publication.parts)


def test_the_digest_of_a_post_does_not_depend_on_the_order_in_which_parts_are_read() -> None:
    every = parts(3)
    assert len({post_digest(order) for order in permutations(every)}) == 1


def test_the_digest_of_a_post_covers_every_part() -> None:
    every = parts(3)
    whole = post_digest(every)
    assert len(whole) == 64
    for number in range(3):
        resealed = replace(every[number], digest="k1:other")
        assert post_digest((*every[:number], resealed, *every[number + 1 :])) != whole
        assert post_digest((*every[:number], *every[number + 1 :])) != whole


def test_the_same_instant_written_in_another_zone_keeps_the_seal() -> None:
    one = sealed()
    tokyo = one.post.moment.instant.astimezone(zone_named("Asia/Tokyo"))
    same = replace(one, post=replace(one.post, moment=replace(one.post.moment, instant=tokyo)))
    assert same.text() == one.text()
