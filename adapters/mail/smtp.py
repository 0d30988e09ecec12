"""Mail by SMTP: encrypted and checked, or not at all.

What an answer means: https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1 (read 2026-11).
"""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from enum import StrEnum

import aiosmtplib

from adapters.mail.message import message_of
from core.clock import Clock
from core.errors import Invalid, OutcomeUnknown, Problem, Reconnect, Rejected, Throttled, Unavailable
from core.mail import Mail
from core.secret import Secret

TIMEOUT = 20.0  # seconds for each answer of the server
PATIENCE = timedelta(minutes=5)  # after an answer that asks to come back
_TEMPORARY = range(400, 500)
_LOGIN = (530, 534, 535, 538)


class Security(StrEnum):
    """How the line to the server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class SmtpMailer:
    """Implements `core.mail.Mailer`. A line of its own for each mail: they are few."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        user: str,
        password: Secret,
        security: Security,
        sender: str,
        clock: Clock,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        """`trust` replaces the system's certificates.

        Raises:
            Invalid: a password would travel unprotected over a network.
        """
        if security is Security.NONE and password and not _is_here(host):
            what = "A password is never sent without encryption."
            raise Invalid(Problem(field="mail_security", what=what, fix="Set it to starttls or tls."))
        self._host, self._port = host, port
        self._user, self._password = user, password
        self._security = security
        self._sender = sender
        self._clock = clock
        self._trust = trust or ssl.create_default_context()

    async def send(self, mail: Mail) -> None:
        """Send the mail. Raises as the port says."""
        try:
            message = message_of(mail, sender=self._sender, at=self._clock.now())
        except ValueError as error:
            raise Rejected("mail_refused") from error
        async with self._inside() as server:
            with self._nothing_sent():
                await server.mail(self._address())
                await server.rcpt(mail.to)
            with self._maybe_sent():
                await server.data(message.as_bytes())

    async def look(self) -> None:
        """Go in and out again without sending anything. Raises what `send` would for a server or a setting."""
        async with self._inside():
            return

    @asynccontextmanager
    async def _inside(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """A line to the server, protected and logged in."""
        secured = self._security is not Security.NONE
        server = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            use_tls=self._security is Security.TLS,
            start_tls=False,
            tls_context=self._trust if secured else None,
            timeout=TIMEOUT,
        )
        with self._nothing_sent():
            await server.connect()
        try:
            with self._nothing_sent():
                await self._enter(server)
            yield server
        finally:
            server.close()

    async def _enter(self, server: aiosmtplib.SMTP) -> None:
        await server.ehlo()
        if self._security is Security.STARTTLS:
            if not server.supports_extension("starttls"):
                raise Reconnect("mail_no_tls")
            await server.starttls(tls_context=self._trust)
            await server.ehlo()
        if self._user:
            await server.login(self._user, self._password.reveal())

    def _address(self) -> str:
        return self._sender.rpartition("<")[2].strip(" >")

    @contextmanager
    def _nothing_sent(self) -> Iterator[None]:
        """Whatever goes wrong here went wrong before the text left."""
        try:
            yield
        except aiosmtplib.SMTPAuthenticationError as error:
            raise Reconnect("mail_login") from error
        except aiosmtplib.SMTPResponseException as error:
            raise self._refusal(error.code) from error
        except ssl.SSLCertVerificationError as error:
            raise Reconnect("mail_certificate") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                raise Reconnect("mail_certificate") from error
            raise Unavailable("mail_unreachable") from error

    @contextmanager
    def _maybe_sent(self) -> Iterator[None]:
        """A plain no is a no; a line that is cut now may have carried the mail."""
        try:
            yield
        except aiosmtplib.SMTPResponseException as error:
            raise self._refusal(error.code) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise OutcomeUnknown("mail_unknown") from error

    def _refusal(self, code: int) -> Exception:
        if code in _LOGIN:
            return Reconnect("mail_login")
        if code in _TEMPORARY:
            return Throttled("mail_busy", retry_at=self._clock.now() + PATIENCE)
        return Rejected("mail_refused")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
