"""64-bit ids: numbers inside, base36 on the wire."""

from __future__ import annotations

from typing import NewType

WorkspaceId = NewType("WorkspaceId", int)
MemberId = NewType("MemberId", int)
BrandId = NewType("BrandId", int)
BatchId = NewType("BatchId", int)
PostId = NewType("PostId", int)
ApprovalId = NewType("ApprovalId", int)
AccountId = NewType("AccountId", int)
PublicationId = NewType("PublicationId", int)
PartId = NewType("PartId", int)
ChatId = NewType("ChatId", int)
DeliveryId = NewType("DeliveryId", int)
NoticeId = NewType("NoticeId", int)
FormId = NewType("FormId", int)

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LARGEST = 2**63 - 1


def encode(number: int) -> str:
    """Write an id in base36, at most 13 characters.

    Raises:
        ValueError: the number is negative or does not fit in 63 bits.
    """
    if not 0 <= number <= _LARGEST:
        raise ValueError("an id lies between 0 and 2**63 - 1")
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
        if not number:
            return text


def decode(text: str) -> int:
    """Read an id from base36.

    Raises:
        ValueError: the text is not an id.
    """
    if not text or len(text) > 13 or not text.isascii() or not text.isalnum():
        raise ValueError("not an id")
    number = int(text, 36)
    if number > _LARGEST:
        raise ValueError("not an id")
    return number
