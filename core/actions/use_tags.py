"""Sets of hashtags of a brand: kept by name, and put below a post one after the other."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.access import Actor, Right, brand_for, post_for
from core.account import Platform
from core.actions.change_post import Changed, ChangePost
from core.brand import Brand
from core.clock import Clock
from core.desk import Desk
from core.errors import Invalid, NotFound, Problem, too_much
from core.ids import BrandId, PostId
from core.post import Content, Variant
from core.store import Store

MOST_SETS, MOST_TAGS, LONGEST_NAME = 20, 30, 40


@dataclass(frozen=True, slots=True)
class UseTags:
    """A platform gets as many of a set as read well there, the first ones."""

    store: Store
    clock: Clock
    desk: Desk
    change: ChangePost

    async def keep(self, brand_id: BrandId, name: str, tags: tuple[str, ...], *, by: Actor) -> Brand:
        """Keep a set under a name, in place of one that is called so; without tags it is dropped.

        Raises:
            NotAllowed, NotFound: this person may not, or there is no such brand or set here.
            Invalid: the name or the set is too long, or there are too many sets.
        """
        if len(name) > LONGEST_NAME:
            raise Invalid(too_much("name", len(name), LONGEST_NAME, "Please shorten it."))
        if len(tags) > MOST_TAGS:
            raise Invalid(too_much("tags", len(tags), MOST_TAGS, "Please choose.", of="hashtags"))
        async with self.store.begin() as tx:
            brand = await brand_for(tx, brand_id, by, may=Right.WRITE)
            if not tags and name not in brand.tag_sets:
                raise NotFound("tags")
            sets = {called: one for called, one in brand.tag_sets.items() if called != name}
            sets |= {name: tags} if tags else {}
            if len(sets) > MOST_SETS:
                raise Invalid(too_much("tags", len(sets), MOST_SETS, "Please drop one first.", of="sets"))
            changed = replace(brand, tag_sets=sets)
            await tx.brands.save(changed)
            await tx.audit.append(by.deed("changed_tags", brand_id, self.clock.now(), detail=name))
        return changed

    async def next(self, post_id: PostId, *, by: Actor) -> tuple[Changed, str]:
        """Put the next set below the post, after the last the first again; answers its name too.

        Raises:
            NotAllowed, NotFound, IllegalMove, Conflict: as `ChangePost.content`.
            Invalid: the brand has no set, or its only one stands there already.
        """
        async with self.store.read() as tx:
            post, brand = await post_for(tx, post_id, by, may=Right.WRITE)
        names = list(brand.tag_sets)
        if not names:
            what = "There is no set of hashtags yet."
            raise Invalid(Problem(field="tags", what=what, fix="Keep one: /tags morning #coffee #bread"))
        there = next((place for place, name in enumerate(names) if brand.tag_sets[name] == post.content.hashtags), -1)
        name = names[(there + 1) % len(names)]
        content = self._with(post.content, brand.tag_sets[name])
        if content == post.content:
            what = f"“{name}” is the only set, and it stands there already."
            raise Invalid(Problem(field="tags", what=what, fix="/tags keeps another one."))
        return await self.change.content(post_id, content, by=by, seen=post.revision), name

    def _with(self, content: Content, tags: tuple[str, ...]) -> Content:
        def own(platform: str, words: Variant) -> Variant:
            rules = self.desk.rules.get(Platform(platform))
            return replace(words, hashtags=tags[: rules.hashtags[1]] if rules else tags)

        plain = Variant(text=content.text, hashtags=tags)
        variants = {name: own(name, words) for name, words in content.variants.items()}
        kept = {name: words for name, words in variants.items() if words != plain}
        return replace(content, hashtags=tags, variants=kept)
