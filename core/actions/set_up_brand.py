"""Create a brand with its local feed, or change what it is told about itself."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from core.access import Actor, Right, brand_for, must
from core.account import Account, Platform
from core.brand import Brand
from core.clock import Clock, Ids
from core.ids import AccountId, BrandId, encode
from core.ports import Feeds
from core.slot import Slot
from core.store import Store

FEED = Platform("feed")
DEMO = Platform("demo")
LONGEST_SLUG = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person answers about a brand; the brand itself checks the limits. `to` names platforms."""

    name: str
    interests: tuple[str, ...]
    voice: str
    zone: str
    slots: tuple[Slot, ...]
    to: tuple[Platform, ...] = (FEED,)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class SetUpBrand:
    """A brand, ready to be drafted for."""

    store: Store
    clock: Clock
    ids: Ids
    feeds: Feeds

    async def __call__(self, wishes: Wishes, *, by: Actor) -> Brand:
        """Create the brand, open its feed and aim it there.

        Raises:
            NotAllowed: this person may not.
            Invalid: a wish breaks a limit.
            Unavailable: the feed's folder could not be made; nothing was created.
        """
        must(by, Right.WRITE)
        brand_id = BrandId(self.ids.new())
        brand = Brand(
            id=brand_id,
            workspace_id=by.member.workspace_id,
            name=wishes.name.strip(),
            slug=slug_of(wishes.name, brand_id),
            interests=wishes.interests,
            voice=wishes.voice.strip(),
            language=wishes.language,
            zone=wishes.zone,
            slots=wishes.slots,
        )
        accounts = tuple(self._account(brand, platform) for platform in wishes.to or (FEED,))
        await self.feeds.open(brand.slug, brand.name)
        async with self.store.begin() as tx:
            await tx.brands.add(brand.aimed_at(tuple(account.id for account in accounts)))
            for account in accounts:
                await tx.accounts.add(account)
            await tx.audit.append(by.deed("set_up_brand", brand.id, self.clock.now()))
            return await tx.brands.get(brand.id)

    async def change(self, changed: Brand, *, by: Actor) -> Brand:
        """Keep new wishes of a brand; what is already planned keeps its time and text, the brand its policy, its
        writer and its budget.

        Raises as above.
        """
        async with self.store.begin() as tx:
            brand = await brand_for(tx, changed.id, by, may=Right.WRITE)
            kept = replace(changed, workspace_id=brand.workspace_id, slug=brand.slug, policy=brand.policy)
            kept = replace(kept, writer=brand.writer, monthly_cap=brand.monthly_cap)
            kept = replace(kept, human=brand.human, traits=brand.traits, tag_sets=brand.tag_sets)
            await tx.brands.save(kept)
            await tx.audit.append(by.deed("changed_brand", brand.id, self.clock.now()))
        return kept

    async def remove(self, brand_id: BrandId, *, by: Actor) -> None:
        """Delete the brand with everything that hangs on it; what is live stays live.

        Raises:
            NotAllowed, NotFound: only owners may, or there is no such brand here.
        """
        async with self.store.begin() as tx:
            brand = await brand_for(tx, brand_id, by, may=Right.OWN)
            await tx.audit.append(by.deed("removed_brand", brand_id, self.clock.now(), detail=brand.name))
            await tx.brands.remove(brand_id)

    async def demo(self, brand_id: BrandId, *, on: bool, by: Actor) -> Brand:
        """Add the demo destination to the brand's coming posts, or take it out. Raises as above."""
        async with self.store.begin() as tx:
            brand = await brand_for(tx, brand_id, by, may=Right.WRITE)
            account = next((one for one in await tx.accounts.of(brand_id) if one.platform == DEMO), None)
            if account is None:
                account = self._account(brand, DEMO)
                await tx.accounts.add(account)
            rest = tuple(target for target in brand.targets if target != account.id)
            changed = brand.aimed_at((*rest, account.id) if on else rest)
            await tx.brands.save(changed)
            await tx.audit.append(by.deed("demo_on" if on else "demo_off", brand_id, self.clock.now()))
        return changed

    def _account(self, brand: Brand, platform: Platform) -> Account:
        names = {FEED: f"{brand.name} feed", DEMO: "Demo"}
        return Account(
            id=AccountId(self.ids.new()),
            brand_id=brand.id,
            platform=platform,
            remote_id=brand.slug,
            name=names[platform],
        )


def slug_of(name: str, brand_id: BrandId) -> str:
    """A name for links and files: lower-case ASCII words, made unique by the end of the brand's id."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")
    tail = encode(brand_id)[-4:]
    return f"{words}-{tail}" if words else f"brand-{tail}"
