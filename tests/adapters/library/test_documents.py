"""Documents as people write them, and as an enemy would."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings, strategies as st

from adapters.library.documents import read_document
from adapters.library.pieces import LONGEST_PIECE, LONGEST_TITLE, cut, key_of, tidy
from core.errors import Rejected
from tests.fakes.documents import W, a_docx, a_pdf

Some = settings(deadline=None, max_examples=60)


def said(name: str, data: bytes) -> list[tuple[str, str]]:
    return [(one.title, one.text) for one in read_document(name, data).items]


def docx_of(inside: str) -> bytes:
    """A Word file with this inside its body."""
    spaces = f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    return a_docx(document=f"<w:document {spaces}><w:body>{inside}</w:body></w:document>")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One line only", [("One line only", "One line only")]),
        ("# Bread #\r\n\r\nIt rests.\r\nAll night.", [("Bread", "It rests. All night.")]),
        ("Bread\n-----\nIt rests.\n\nRye\n===\nIt rests too.", [("Bread", "It rests."), ("Rye", "It rests too.")]),
        ("- one\n- two\n  more\n1. three", [("one", "one\ntwo more\nthree")]),
        ("![pic](x.png)See **our** [shop](https://s.example) `now`", [("See our shop now", "See our shop now")]),
        ("<!-- hidden -->2 * 3 * 4 is snake_case_name", [("2 * 3 * 4 is snake_case_name",) * 2]),
        ("Rye costs 4 €. Spelt costs 5 €.", [("Rye costs 4 €.", "Rye costs 4 €. Spelt costs 5 €.")]),
        ("\ufeffBread", [("Bread", "Bread")]),
    ],
)
def test_a_text_reads_as_it_looks(text: str, pieces: list[tuple[str, str]]) -> None:
    assert said("a.md", text.encode()) == pieces


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5000))
@Some
def test_any_text_is_read_or_refused_and_its_pieces_fit(text: str) -> None:
    try:
        items = read_document("a.txt", text.encode()).items
    except Rejected:
        return
    assert all(0 < len(one.text) <= LONGEST_PIECE and 0 < len(one.title) <= LONGEST_TITLE for one in items)
    assert len({one.key for one in items}) == len(items)


@given(st.binary(max_size=500))
@Some
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in ("a.txt", "a.md", "a.docx", "a.pdf"):
        for begin in (b"", b"PK\x03\x04", b"%PDF-1.7\n"):
            try:
                read_document(name, begin + data)
            except Rejected:
                continue


def test_a_document_whose_table_of_contents_points_before_its_beginning_is_refused() -> None:
    sent = bytearray(a_docx(("Standard", "It rests all night.")))
    sent[sent.rindex(b"PK\x05\x06") + 16 + 2] ^= 0x01  # 65,536 bytes off
    with pytest.raises(Rejected, match="file_damaged"):
        read_document("a.docx", bytes(sent))


@given(st.data())
@Some
def test_a_damaged_document_is_read_or_refused(data: st.DataObject) -> None:
    name, whole = data.draw(
        st.sampled_from(
            [("a.docx", a_docx(("Standard", "It rests all night."))), ("a.pdf", a_pdf("It rests all night."))]
        )
    )
    sent = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 12))):
        sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_document(name, bytes(sent))
    except Rejected:
        return


def test_headings_of_word_are_known_by_their_name_in_every_language() -> None:
    data = a_docx(("Standard", "Before."), ("berschrift1", "Bread"), ("Standard", "It rests."), ("Standard", "Long."))
    assert said("a.docx", data) == [("Before.", "Before."), ("Bread", "It rests.\nLong.")]


def test_word_says_what_is_read_and_nothing_that_was_deleted_or_is_said_twice() -> None:
    inside = (
        "<w:p><w:r><w:t>It </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:r><w:t>rests</w:t><w:tab/><w:t>all</w:t><w:br/><w:t>night</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        "<w:moveFrom><w:p><w:r><w:t>Moved.</w:t></w:r></w:p></w:moveFrom>"
        "<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>A box.</w:t></w:r></w:p></mc:Choice>"
        "<mc:Fallback><w:p><w:r><w:t>A box.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Rye</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert [text for _, text in said("a.docx", docx_of(inside))] == ["It rests all night\nA box.\nRye"]


def test_word_with_a_declaration_of_entities_is_refused() -> None:
    bomb = a_docx(document=f'<!DOCTYPE d [<!ENTITY x "y">]><w:document xmlns:w="{W}">&x;</w:document>')
    with pytest.raises(Rejected, match="file_damaged"):
        read_document("a.docx", bomb)


def test_word_that_unpacks_to_too_much_is_refused() -> None:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f'<w:document xmlns:w="{W}">' + " " * (60 * 1024 * 1024))
    assert len(out.getvalue()) < 100_000
    with pytest.raises(Rejected, match="file_too_large"):
        read_document("a.docx", out.getvalue())


def test_a_zip_without_a_document_is_refused() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as package:
        package.writestr("word/styles.xml", "<x/>")
    with pytest.raises(Rejected, match="file_damaged"):
        read_document("a.docx", out.getvalue())


def test_running_heads_and_feet_of_a_pdf_are_left_out() -> None:
    pages = [f"Corner Bakery\nPage {number} tells about rye.\nAll rights reserved" for number in range(4)]
    assert [text for _, text in said("a.pdf", a_pdf(*pages))] == [f"Page {n} tells about rye." for n in range(4)]


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(a_pdf("It rests all night."))))
    writer.encrypt("", owner_password="owner", algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    assert [text for _, text in said("a.pdf", out.getvalue())] == ["It rests all night."]


@pytest.mark.parametrize(
    ("one", "other"),
    [("It rests.", "it  RESTS"), ("Pa\u0303o", "Pão"), ("a - b", "a – b")],
    ids=["case", "form", "dash"],
)
def test_the_key_of_words_is_the_same_however_they_are_set(one: str, other: str) -> None:
    assert key_of(tidy(one)) == key_of(tidy(other))


def test_words_without_a_letter_have_keys_of_their_own() -> None:
    assert key_of("!!!") != key_of("???")


@pytest.mark.parametrize(
    ("text", "short"), [("bread", "bread"), ("bread and butter", "bread…"), ("b" * 20, "b" * 9 + "…")]
)
def test_a_cut_ends_at_a_word_where_there_is_one(text: str, short: str) -> None:
    assert cut(text, 10) == short
