"""One unit of work over all nouns."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.store.accounts import SqlAccounts
from adapters.store.approvals import SqlApprovals
from adapters.store.asks import SqlAsks
from adapters.store.audit import SqlAuditLog
from adapters.store.batches import SqlBatches
from adapters.store.brands import SqlBrands
from adapters.store.charges import SqlCharges
from adapters.store.chat_messages import SqlChatMessages
from adapters.store.chats import SqlChats
from adapters.store.deliveries import SqlDeliveries
from adapters.store.factors import SqlFactors
from adapters.store.forms import SqlForms
from adapters.store.in_loop import InLoop
from adapters.store.inbox import SqlInbox
from adapters.store.installations import SqlInstallations
from adapters.store.members import SqlMembers
from adapters.store.notes import SqlNotes
from adapters.store.outbox import SqlOutbox
from adapters.store.posts import SqlPosts
from adapters.store.publications import SqlPublications
from adapters.store.pulse import SqlPulse
from adapters.store.series import SqlSeries
from adapters.store.sources import SqlSources
from adapters.store.tickets import SqlTickets
from adapters.store.versions import Raised
from adapters.store.workspaces import SqlWorkspaces


class SqlTransaction:
    """`core.store.Transaction` over one connection that someone else commits."""

    def __init__(self, connection: AsyncConnection | InLoop) -> None:
        raised = Raised()
        self.workspaces = SqlWorkspaces(connection)
        self.members = SqlMembers(connection)
        self.chats = SqlChats(connection)
        self.brands = SqlBrands(connection)
        self.accounts = SqlAccounts(connection)
        self.batches = SqlBatches(connection)
        self.posts = SqlPosts(connection, raised)
        self.approvals = SqlApprovals(connection)
        self.publications = SqlPublications(connection, raised)
        self.audit = SqlAuditLog(connection)
        self.outbox = SqlOutbox(connection)
        self.inbox = SqlInbox(connection)
        self.deliveries = SqlDeliveries(connection)
        self.forms = SqlForms(connection)
        self.tickets = SqlTickets(connection)
        self.chat_messages = SqlChatMessages(connection)
        self.pulse = SqlPulse(connection)
        self.sources = SqlSources(connection)
        self.series = SqlSeries(connection)
        self.notes = SqlNotes(connection)
        self.asks = SqlAsks(connection)
        self.factors = SqlFactors(connection)
        self.installations = SqlInstallations(connection)
        self.charges = SqlCharges(connection)
