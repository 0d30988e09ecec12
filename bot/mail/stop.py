"""The way out of a kind of mail: an address nobody can guess, which needs no login and never expires."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace

from bot.mail.compose import Kind
from core.ids import MemberId, decode, encode
from core.secret import KeyRing
from core.store import Store
from core.workspace import MailWishes, Member, Posted

_LENGTH = 20  # hex digits of the seal: 80 bits, so that the whole address stays short


@dataclass(frozen=True, slots=True)
class Stops:
    """Makes these addresses and honours them."""

    store: Store
    keys: KeyRing
    base_url: str

    def url(self, member: Member, kind: Kind) -> str:
        """Where this member leaves that kind."""
        return f"{self.base_url}/mail/stop/{encode(member.id)}/{kind.value}/{self._seals(member.id, kind)[0]}"

    async def member_of(self, member: str, kind: str, seal: str) -> Member | None:
        """Whose address this is; None when it is none of ours, or the member is gone."""
        try:
            member_id, wanted = MemberId(decode(member)), Kind(kind)
        except ValueError:
            return None
        if not any(hmac.compare_digest(seal, one) for one in self._seals(member_id, wanted)):
            return None
        async with self.store.read() as tx:
            return await tx.members.get(member_id)

    async def stop(self, member: Member, kind: Kind) -> None:
        """No more of that kind. Repeating is harmless."""
        async with self.store.begin() as tx:
            await tx.members.save(replace(member, mail=without(member.mail, kind)))

    def _seals(self, member_id: MemberId, kind: Kind) -> list[str]:
        """By the current key first; addresses made with an older key hold as long as it is kept."""
        names = (self.keys.current, *(name for name in self.keys.keys if name != self.keys.current))
        text = f"mail stop {member_id} {kind.value}".encode()
        return [hmac.new(self.keys.keys[name], text, hashlib.sha256).hexdigest()[:_LENGTH] for name in names]


def without(wishes: MailWishes, kind: Kind) -> MailWishes:
    """The wishes without that kind."""
    match kind:
        case Kind.BATCH:
            return replace(wishes, batch=False)
        case Kind.REMINDER:
            return replace(wishes, reminder=False)
        case Kind.CRITICAL:
            return replace(wishes, critical=False)
        case Kind.POSTED:
            return replace(wishes, posted=Posted.OFF)
        case Kind.VERIFY:
            return wishes
