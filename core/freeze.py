"""Binding an approval to bytes: sealing what goes out, and checking the seal before it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from core.account import Account, Platform
from core.approval import Subject
from core.clock import Ids
from core.digest import part_text, post_digest, sign, verify
from core.errors import Problem
from core.ids import AccountId, PartId, PublicationId
from core.moves import TAKEN, PartState, PostState
from core.post import Content, Post
from core.publication import Part, Publication
from core.publisher import Publisher
from core.queue import Claim
from core.rules import check, of_account
from core.secret import KeyRing

Publishers = Mapping[Platform, Publisher]

_OPEN = frozenset({PartState.PLANNED, PartState.FAILED, PartState.MISSED})


def plan(post: Post, account: Account, publishers: Publishers, ids: Ids) -> Publication:
    """A new publication of the post on that account, nothing sealed yet."""
    publication_id = PublicationId(ids.new())
    parts = tuple(
        Part(
            id=PartId(ids.new()),
            publication_id=publication_id,
            account_id=account.id,
            index=index,
            state=PartState.PLANNED,
            payload=payload,
        )
        for index, payload in enumerate(publishers[account.platform].compose(post, account))
    )
    return Publication(id=publication_id, post_id=post.id, account_id=account.id, parts=parts)


def problems_of(
    post: Post,
    publications: tuple[Publication, ...],
    accounts: Mapping[AccountId, Account],
    publishers: Publishers,
) -> tuple[Problem, ...]:
    """Everything that keeps the post from going out to its open destinations."""
    if unready := film_problems(post.content):
        return unready
    waiting = [publication for publication in publications if _is_open(publication)]
    if not waiting:
        return (Problem(field="targets", what="This post has no destination.", fix="Please pick one."),)
    found: list[Problem] = []
    for publication in waiting:
        account = accounts[publication.account_id]
        publisher = publishers[account.platform]
        found.extend(check(publisher.compose(post, account), of_account(publisher.rules, account)))
    return tuple(found)


def film_problems(content: Content) -> tuple[Problem, ...]:
    """What keeps a post from going out anywhere while its film is not made ready."""
    if not content.film_waits:
        return ()
    if content.film and content.film.hopeless:
        return (Problem(field="film", what="Its film could not be made ready.", fix="Please send another one."),)
    return (Problem(field="film", what="Its film is being made ready.", fix="Please wait until the card shows it."),)


def recompose(post: Post, publication: Publication, account: Account, publishers: Publishers, ids: Ids) -> Publication:
    """The publication with the payloads of the post as it is now; what is live or cancelled stays as it is."""
    if not _is_open(publication):
        return publication
    known = {part.index: part for part in publication.parts}
    parts = []
    for index, payload in enumerate(publishers[account.platform].compose(post, account)):
        part = known.get(index)
        if part is None:
            part = Part(
                id=PartId(ids.new()),
                publication_id=publication.id,
                account_id=account.id,
                index=index,
                state=PartState.PLANNED,
                payload=payload,
            )
        if part.state in _OPEN:
            part = replace(part, payload=payload, digest="")
        parts.append(part)
    dropped = (part for part in publication.parts if part.index >= len(parts) and part.state is not PartState.PLANNED)
    ended = (part.go(PartState.CANCELLED) if part.state in _OPEN else part for part in dropped)
    return replace(publication, parts=(*parts, *ended))


def seal(post: Post, publication: Publication, account: Account, keys: KeyRing) -> Publication:
    """The publication with a seal over each Part that is still to go out."""
    parts = tuple(
        replace(part, digest=sign(part_text(part, part.payload, publication, post, account), keys))
        if part.state in _OPEN
        else part
        for part in publication.parts
    )
    return replace(publication, parts=parts)


def schedule(publication: Publication, post: Post, *, not_before: datetime) -> Publication:
    """Hand the sealed Parts to the publisher: the first open one at its time, the next ones when it is live."""
    parts = []
    fire_at: datetime | None = max(post.moment.instant, not_before)
    for part in publication.parts:
        if part.state in _OPEN:
            again = replace(part, failures=0, check_at=None, fire_at=fire_at, checkpoint=None)
            parts.append(again.go(PartState.SCHEDULED))
            fire_at = None
        else:
            parts.append(part)
    return replace(publication, parts=tuple(parts))


def thaw(publication: Publication) -> Publication:
    """Take back what the publisher has not claimed; the seals are gone with it."""
    parts = tuple(
        replace(part.go(PartState.PLANNED), fire_at=None, digest="") if part.state is PartState.SCHEDULED else part
        for part in publication.parts
    )
    return replace(publication, parts=parts)


def cancel(publication: Publication) -> Publication:
    """End every Part that is neither live nor in the publisher's hands."""
    stoppable = _OPEN | {PartState.SCHEDULED}
    parts = tuple(
        replace(part.go(PartState.CANCELLED), fire_at=None) if part.state in stoppable else part
        for part in publication.parts
    )
    return replace(publication, parts=parts)


def bound_for(publications: tuple[Publication, ...], accounts: Mapping[AccountId, Account]) -> frozenset[Platform]:
    """The platforms a post goes to, or has gone to; what was left out does not count."""
    return frozenset(accounts[one.account_id].platform for one in publications if one.state is not PartState.CANCELLED)


def subject_of(post: Post, publications: tuple[Publication, ...], platforms: frozenset[Platform]) -> Subject:
    """What an approval of the post as it is sealed now would be about."""
    digest = post_digest(tuple(part for publication in publications for part in publication.parts))
    return Subject(revision=post.revision, digest=digest, author=post.author, platforms=platforms)


def is_taken(publications: tuple[Publication, ...]) -> bool:
    """True when the publisher has any Part in its hands."""
    return any(part.state in TAKEN for publication in publications for part in publication.parts)


def breach(claim: Claim, publishers: Publishers, keys: KeyRing) -> str:
    """Why this claim may not be published, as a code; empty when the approval covers exactly these bytes.

    Compares what is frozen with its seal, what the post says now with what is frozen, and the approvals
    with all of that and with the brand's policy.
    """
    part, post, account = claim.part, claim.post, claim.account
    if post.state is not PostState.APPROVED:
        return "not_approved"
    if not verify(part_text(part, part.payload, claim.publication, post, account), part.digest, keys):
        return "seal_broken"
    composed = publishers[account.platform].compose(post, account)
    if part.index >= len(composed) or composed[part.index] != part.payload:
        return "content_changed"
    if post.moment.drifted():
        return "zone_changed"
    subject = subject_of(post, claim.publications, claim.platforms)
    if not claim.policy.standing(claim.approvals, subject).enough:
        return "not_covered"
    return ""


def _is_open(publication: Publication) -> bool:
    return any(part.state in _OPEN for part in publication.parts)
