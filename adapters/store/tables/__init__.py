"""Every table. Deleting a row takes along what hangs on it; no row is left without its parent."""

from __future__ import annotations

from adapters.store.pieces import metadata as metadata
from adapters.store.tables.brands import (
    accounts as accounts,
)
from adapters.store.tables.brands import (
    brands as brands,
)
from adapters.store.tables.brands import (
    media as media,
)
from adapters.store.tables.brands import (
    source_items as source_items,
)
from adapters.store.tables.brands import (
    sources as sources,
)
from adapters.store.tables.people import (
    audit as audit,
)
from adapters.store.tables.people import (
    chats as chats,
)
from adapters.store.tables.people import (
    identities as identities,
)
from adapters.store.tables.people import (
    members as members,
)
from adapters.store.tables.people import (
    tickets as tickets,
)
from adapters.store.tables.people import (
    workspaces as workspaces,
)
from adapters.store.tables.posts import (
    approvals as approvals,
)
from adapters.store.tables.posts import (
    batches as batches,
)
from adapters.store.tables.posts import (
    part_events as part_events,
)
from adapters.store.tables.posts import (
    parts as parts,
)
from adapters.store.tables.posts import (
    post_revisions as post_revisions,
)
from adapters.store.tables.posts import (
    posts as posts,
)
from adapters.store.tables.posts import (
    publications as publications,
)
from adapters.store.tables.talk import (
    chat_messages as chat_messages,
)
from adapters.store.tables.talk import (
    counters as counters,
)
from adapters.store.tables.talk import (
    deliveries as deliveries,
)
from adapters.store.tables.talk import (
    delivery_messages as delivery_messages,
)
from adapters.store.tables.talk import (
    forms as forms,
)
from adapters.store.tables.talk import (
    inbox as inbox,
)
from adapters.store.tables.talk import (
    letters as letters,
)
from adapters.store.tables.talk import (
    pulse as pulse,
)
