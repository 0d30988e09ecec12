"""Every table. Deleting a row takes along what hangs on it; no row is left without its parent."""

from __future__ import annotations

from adapters.store.pieces import metadata as metadata
from adapters.store.tables.brands import (
    accounts as accounts,
    brands as brands,
    media as media,
    source_items as source_items,
    sources as sources,
)
from adapters.store.tables.money import charges as charges
from adapters.store.tables.people import (
    audit as audit,
    chats as chats,
    factors as factors,
    identities as identities,
    installations as installations,
    members as members,
    tickets as tickets,
    workspaces as workspaces,
)
from adapters.store.tables.posts import (
    approvals as approvals,
    asks as asks,
    batches as batches,
    evergreens as evergreens,
    notes as notes,
    part_events as part_events,
    parts as parts,
    post_revisions as post_revisions,
    posts as posts,
    publications as publications,
    series as series,
)
from adapters.store.tables.talk import (
    chat_messages as chat_messages,
    counters as counters,
    deliveries as deliveries,
    delivery_messages as delivery_messages,
    forms as forms,
    inbox as inbox,
    letters as letters,
    pulse as pulse,
)
