"""The open library keeps the promises of the port, reads nothing private, and lets no stranger's bytes hold it up."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters.addresses import allowed_addresses, is_public, may_be_near
from adapters.library.apart import Apart
from adapters.library.fetch import MOST_BYTES, MOST_HOPS
from adapters.library.library import OpenLibrary
from core.errors import Rejected, Unavailable
from core.source import Fetched
from tests.contracts.library import PAGE, RSS, LibraryContract, found, refusal
from tests.fakes.clock import ManualClock
from tests.fakes.site import Site, a_site

ROOT = Path(__file__).parents[3]
PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "64:ff9b::8.8.8.8"]
NEAR = ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "::1", "fd12:3456::1"]
NEVER = [
    *("0.0.0.0", "169.254.169.254", "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.0.192", "168.63.129.16"),
    *("100.100.100.200", "203.0.113.5", "::", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
    *("::ffff:8.8.8.8", "::ffff:127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::1", "::7f00:1"),
    *("2001:0:4136:e378:8000:63bf:3fff:fdd2", "3fff::1", "fec0::1"),
]


class Names:
    """A name server that answers each question with the next of its answers, the last one for ever."""

    def __init__(self, **answers: tuple[str, ...]) -> None:
        self._answers = {name.replace("_", "."): list(given) for name, given in answers.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> tuple[str, ...]:
        self.asked.append(host)
        given = self._answers[host]
        return (given.pop(0) if len(given) > 1 else given[0],)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with a_site() as opened:
        yield opened


@pytest.fixture
def library() -> OpenLibrary:
    return OpenLibrary(clock=ManualClock(), version="0.1.0", private=True)


@pytest.fixture
def hasty(library: OpenLibrary) -> OpenLibrary:
    return replace(library, patience=timedelta(seconds=0.5))


class TestOpenLibrary(LibraryContract):
    """What the port promises."""


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_read(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", NEAR)
def test_an_address_of_a_private_network_may_be_read_only_where_that_is_allowed(address: str) -> None:
    assert not is_public(ip_address(address))
    assert may_be_near(ip_address(address))


@pytest.mark.parametrize("address", NEVER)
def test_what_is_nobodys_server_may_never_be_read(address: str) -> None:
    assert not is_public(ip_address(address))
    assert not may_be_near(ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "2130706433", "0x7f.1", "127.1"])
async def test_every_way_to_write_this_machine_is_refused(library: OpenLibrary, site: Site, host: str) -> None:
    site.says("/", PAGE)
    error = await refusal(replace(library, private=False), f"http://{host}:{site.port}/")
    assert (type(error), error.reason) == (Rejected, "private_address")
    assert site.asked == []


async def test_a_name_that_means_a_private_address_is_refused(library: OpenLibrary, site: Site) -> None:
    library = replace(library, private=False, resolve=Names(news_test=("127.0.0.1",)))
    assert (await refusal(library, site.url("/", host="news.test"))).reason == "private_address"
    assert site.asked == []


async def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    async def both(host: str, port: int) -> tuple[str, ...]:
        return ("93.184.216.34", "10.0.0.1")

    with pytest.raises(Rejected, match="private_address"):
        await allowed_addresses("news.test", 80, both, private=False)


async def test_a_redirect_to_a_forbidden_address_is_refused(library: OpenLibrary, site: Site) -> None:
    url = site.says("/", status=302, headers={"Location": "http://169.254.169.254/latest/meta-data"})
    assert (await refusal(library, url)).reason == "private_address"


async def test_a_redirect_to_a_file_is_refused(library: OpenLibrary, site: Site) -> None:
    url = site.says("/", status=302, headers={"Location": "file:///etc/passwd"})
    assert (await refusal(library, url)).reason == "scheme"


async def test_the_request_goes_to_the_address_that_was_judged_and_is_asked_by_name(
    library: OpenLibrary, site: Site
) -> None:
    names = Names(news_test=("127.0.0.1", "169.254.169.254"))
    site.says("/", PAGE)
    await found(replace(library, resolve=names), site.url("/", host="news.test"))
    assert names.asked == ["news.test"]
    assert [one.headers["host"] for one in site.asked] == [f"news.test:{site.port}"]


async def test_a_name_that_means_another_machine_after_a_redirect_is_judged_again(
    library: OpenLibrary, site: Site
) -> None:
    names = Names(news_test=("127.0.0.1", "169.254.169.254"))
    site.says("/", status=302, headers={"Location": "/feed"})
    site.says("/feed", RSS)
    error = await refusal(replace(library, resolve=names), site.url("/", host="news.test"))
    assert error.reason == "private_address"
    assert [one.path for one in site.asked] == ["/"]


async def test_a_name_nobody_knows_may_be_known_later(library: OpenLibrary) -> None:
    async def nobody(host: str, port: int) -> tuple[str, ...]:
        raise OSError("no such name")

    error = await refusal(replace(library, resolve=nobody), "https://news.test/")
    assert (type(error), error.reason) == (Unavailable, "no_such_host")


async def test_five_redirects_are_followed_and_no_more(library: OpenLibrary, site: Site) -> None:
    for number in range(MOST_HOPS + 1):
        site.says(f"/{number}", status=302, headers={"Location": f"/{number + 1}"})
    site.says(f"/{MOST_HOPS + 1}", RSS)
    assert (await found(library, site.url("/1"))).name == "Crumbs"
    assert (await refusal(library, site.url("/0"))).reason == "too_many_redirects"


async def test_a_far_side_that_says_how_much_is_believed(library: OpenLibrary, site: Site) -> None:
    assert (await refusal(library, site.says("/", RSS, length=MOST_BYTES + 1))).reason == "too_large"


@pytest.mark.parametrize("size", [MOST_BYTES, MOST_BYTES + 1])
async def test_more_than_the_limit_is_not_read(library: OpenLibrary, site: Site, size: int) -> None:
    url = site.says("/", b"x" * size, length=-1)
    assert (await refusal(library, url)).reason == ("not_readable" if size == MOST_BYTES else "too_large")


async def test_a_packed_answer_is_unpacked_as_far_as_the_limit(library: OpenLibrary, site: Site) -> None:
    packed = {"Content-Encoding": "gzip"}
    assert (await found(library, site.says("/", gzip.compress(RSS.encode()), headers=packed))).name == "Crumbs"
    bomb = site.says("/", gzip.compress(bytes(200 * MOST_BYTES), 1), headers=packed)
    assert (await refusal(library, bomb)).reason == "too_large"
    assert (await refusal(library, site.says("/", b"nothing packed", headers=packed))).reason == "unreadable"
    assert (await refusal(library, site.says("/", RSS, headers={"Content-Encoding": "br"}))).reason == "unreadable"


async def test_it_says_who_it_is_and_keeps_no_cookie(library: OpenLibrary, site: Site) -> None:
    site.says("/", status=302, headers={"Location": "/feed", "Set-Cookie": "who=you; Path=/"})
    site.says("/feed", RSS)
    await found(library, site.url("/"))
    assert [one.headers.get("cookie") for one in site.asked] == [None, None]
    assert {one.headers["user-agent"] for one in site.asked} == {"Greenlight/0.1.0"}
    assert all("if-none-match" not in one.headers for one in site.asked)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server named news.test shows, and what trusts it."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "news.test")])
    now = datetime.now(UTC)  # noqa: TID251  # certificates are judged by the machine's own clock
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("news.test")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return shown, ssl.create_default_context(cafile=folder / "cert.pem")


async def test_a_certificate_is_judged_by_the_name_in_the_address(
    library: OpenLibrary, certificates: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    shown, trusting = certificates
    names = Names(news_test=("127.0.0.1",), other_test=("127.0.0.1",))
    library = replace(library, resolve=names, trust=trusting)
    async with a_site(shown) as site:
        site.says("/", RSS)
        read = await found(library, site.url("/", host="news.test", scheme="https"))
        assert read.name == "Crumbs"
        error = await refusal(library, site.url("/", host="other.test", scheme="https"))
    assert (type(error), error.reason) == (Rejected, "certificate")


async def test_a_certificate_nobody_vouches_for_is_refused(
    library: OpenLibrary, certificates: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    library = replace(library, resolve=Names(news_test=("127.0.0.1",)))
    async with a_site(certificates[0]) as site:
        error = await refusal(library, site.url("/", host="news.test", scheme="https"))
    assert error.reason == "certificate"


async def test_a_page_that_keeps_a_parser_busy_for_hours_is_given_up(library: OpenLibrary, site: Site) -> None:
    library = replace(library, apart=Apart(timedelta(seconds=2)))
    url = site.says("/", b"<div>" * 200_000)
    assert (await refusal(library, url)).reason == "too_much"
    assert (await found(replace(library, apart=Apart()), site.says("/", PAGE))).name == "Padaria do Sol"


async def test_a_reader_who_is_left_alone_is_ended(library: OpenLibrary) -> None:
    reading = asyncio.create_task(library.apart.read({"url": "", "type": "", "charset": ""}, b"<div>" * 200_000))
    await asyncio.sleep(0.5)  # the reader has begun; nothing tells from outside
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert isinstance(await library.read("a.txt", b"Words."), Fetched)


def test_no_parser_is_loaded_in_our_own_process() -> None:
    script = """
import asyncio, sys
from adapters.clock import SystemClock
from adapters.library.library import OpenLibrary

library = OpenLibrary(clock=SystemClock(), version="1")
print(asyncio.run(library.read("a.md", b"Words.")).name)
print([one for one in ("httpx", "feedparser", "selectolax", "pypdf") if one in sys.modules])
"""
    answer = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["a", "[]"]
