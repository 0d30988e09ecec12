"""One idea at one time, and what people decide about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.errors import IllegalMove, Invalid, Problem
from core.film import Film
from core.ids import BatchId, BrandId, MemberId, PostId
from core.moves import PostState, check_post
from core.payload import Media
from core.slot import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Other words for one platform; the hashtags replace the common ones, `media`, if any, the common pictures."""

    text: str
    hashtags: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()

    def words(self) -> str:
        """The text with its hashtags below, as most platforms show it."""
        return "\n\n".join(part for part in (self.text, " ".join(f"#{tag}" for tag in self.hashtags)) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a post says. `hashtags` are bare words; `thread` holds the texts of further Parts in order,
    `comment` that of the first comment below it.

    `headline` and `points` are what a drawn picture says. `variants` is keyed by platform name, and so is `details`:
    what that platform asks for beside the words (a title, a board, who may see it).
    `drawn` is the seed the pictures were drawn with, over `photo` if there is one; None when they are people's own.
    `film` is the film somebody sent, from which the one in `media` is made; until then there is none.
    """

    text: str
    hashtags: tuple[str, ...] = ()
    headline: str = ""
    points: tuple[str, ...] = ()
    link: str = ""
    media: tuple[Media, ...] = ()
    drawn: int | None = None
    photo: Media | None = None
    film: Film | None = None
    thread: tuple[str, ...] = ()
    comment: str = ""
    variants: Mapping[str, Variant] = field(default_factory=dict)
    details: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            "".join((self.text, self.link, *self.hashtags, *self.below, *self._said_elsewhere())).encode()
        except UnicodeEncodeError as error:
            what = "The text has a broken character that no platform can take."
            raise Invalid(Problem(field="text", what=what, fix="Please type it anew.")) from error

    @property
    def below(self) -> tuple[str, ...]:
        """The texts that follow the first one, each a Part of its own: the thread, then the first comment."""
        return (*self.thread, self.comment) if self.comment else self.thread

    def for_platform(self, platform: str) -> Variant:
        """The words and pictures for that platform: its own variant or the common ones."""
        own = self.variants.get(platform, Variant(text=self.text, hashtags=self.hashtags))
        return own if own.media else replace(own, media=self.media)

    def with_pictures(self, *media: Media) -> Content:
        """The same words with these pictures, which are people's own, for every platform."""
        plain = Variant(text=self.text, hashtags=self.hashtags)
        bare = {name: replace(own, media=()) for name, own in self.variants.items()}
        return replace(
            self,
            media=media,
            drawn=None,
            photo=None,
            film=None,
            variants={name: own for name, own in bare.items() if own != plain},
        )

    def with_pictures_of(self, other: Content) -> Content:
        """The same words with what another content shows, which is people's own, on every platform as there."""
        bare = self.with_pictures(*other.media)
        plain = Variant(text=self.text, hashtags=self.hashtags)
        shown = {name: one.media for name, one in other.variants.items() if one.media}
        own = {name: replace(bare.variants.get(name, plain), media=media) for name, media in shown.items()}
        return replace(bare, film=other.film, variants=dict(bare.variants) | own)

    def with_film(self, film: Film) -> Content:
        """The same words with this film, which is still to be made ready, in place of every picture."""
        return replace(self.with_pictures(), film=film)

    @property
    def film_waits(self) -> bool:
        """Whether there is a film of which nothing can go out yet."""
        return self.film is not None and not self.media

    def _said_elsewhere(self) -> Iterator[str]:
        for variant in self.variants.values():
            yield variant.text
            yield from variant.hashtags
        for details in self.details.values():
            yield from details.values()


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post; every change is a method that returns a new one.

    `revision` counts versions of the content and time, `version` every change that a card shows. `before` is the
    revision that going back leads to, 0 when there is none.
    `origin` says who wrote it, `shape` what kind of post it is, `why` why it is in the plan.
    `copied_from` is the post it repeats, `series` and `occurrence` its place in a series, 0 where there is none.
    `author` is who changed the content last, None where the autopilot wrote it.
    A post that was deleted has `hidden_at` and is listed nowhere; its row stays for the record.
    """

    id: PostId
    brand_id: BrandId
    batch_id: BatchId | None
    state: PostState
    content: Content
    moment: Moment
    origin: str
    created_at: datetime
    shape: str = ""
    why: str = ""
    revision: int = 1
    before: int = 0
    version: int = 1
    approved_at: datetime | None = None
    copied_from: PostId = PostId(0)
    series: int = 0
    occurrence: int = 0
    author: MemberId | None = None
    hidden_at: datetime | None = None

    def submit(self) -> Post:
        """Drafted: people may decide."""
        return self._back_from(PostState.DRAFTING)

    def approve(self, *, at: datetime) -> Post:
        """The policy is satisfied."""
        return replace(self._move(PostState.APPROVED), approved_at=at)

    def void(self) -> Post:
        """An approval no longer holds: the post waits again."""
        return replace(self._back_from(PostState.APPROVED), approved_at=None)

    def skip(self) -> Post:
        """Left out of the plan."""
        return replace(self._move(PostState.SKIPPED), approved_at=None)

    def cancel(self) -> Post:
        """Taken out for good; the row stays for the record."""
        return replace(self._move(PostState.CANCELLED), approved_at=None)

    def lapse(self) -> Post:
        """Its time passed undecided."""
        return self._move(PostState.LAPSED)

    def reopen(self) -> Post:
        """Brought back after it was skipped or lapsed."""
        return self._back_from(PostState.SKIPPED, PostState.LAPSED)

    def rewrite(self, content: Content, *, origin: str | None = None) -> Post:
        """New content as the next revision; an approval of the old one does not cover it."""
        return replace(self._revised(), content=content, origin=origin or self.origin)

    def reschedule(self, moment: Moment) -> Post:
        """Another time as the next revision; an approval of the old one does not cover it."""
        return replace(self._revised(), moment=moment)

    def made_ready(self, content: Content) -> Post:
        """The same revision, whose film is further than before."""
        return replace(self, content=content, version=self.version + 1)

    def restore(self, earlier: Post) -> Post:
        """What an earlier revision said and when, as the next revision; going back again leads to the one before it."""
        return replace(
            self._revised(),
            content=earlier.content,
            moment=earlier.moment,
            origin=earlier.origin,
            before=earlier.before,
        )

    def hidden(self, at: datetime | None) -> Post:
        """Deleted at that instant, or brought back with None."""
        return replace(self, hidden_at=at, version=self.version + 1)

    def touched(self) -> Post:
        """Something its card shows has changed."""
        return replace(self, version=self.version + 1)

    def _revised(self) -> Post:
        if self.state in (PostState.CANCELLED, PostState.DRAFTING):
            raise IllegalMove("post", self.state, PostState.PENDING)
        back = self if self.state is PostState.PENDING else self._move(PostState.PENDING)
        return replace(
            back, revision=self.revision + 1, before=self.revision, version=self.version + 1, approved_at=None
        )

    def _back_from(self, *states: PostState) -> Post:
        if self.state not in states:
            raise IllegalMove("post", self.state, PostState.PENDING)
        return self._move(PostState.PENDING)

    def _move(self, to: PostState) -> Post:
        check_post(self.state, to)
        return replace(self, state=to, version=self.version + 1)
