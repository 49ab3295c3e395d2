"""Documents on paper: tagged, in their language, the same bytes for the same values, no text as markup."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import cycle, islice

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from casework.printing.paper import Document, Letterhead, Part, Table
from casework.printing.setting import Unprintable, pdf

DOCUMENT = Document(
    language="nb",
    title="Rapport om fravær",
    head=Letterhead("Fjordvik kommune", "Fjordvik skole", ("Storgata 1, 9999 Fjordvik",)),
    marks=(("Dato", "3. mars 2026"), ("Journalnummer", "26/117")),
    addressee=("Kommunalsjef Oda Ås",),
    parts=(
        Part(facts=(("Elev", "Ada Bø"),), paragraphs=("Første linje\nandre linje",)),
        Part("Tiltak", points=("Samtale",), table=Table(("Hva", "Når"), (("Møte", "3. mars"),))),
    ),
    signature=("Per Rusten", "Rektor"),
    dated=date(2026, 3, 3),
)
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
SHARP = (
    '#read("/etc/passwd")', '#panic("x")', "$ x $", "= heading", "*b* _i_ `c`", "@ref <label>", "\\u{41}",
    "#import \"@preview/x:1.0.0\"", "// not a comment", "/* nor this */", "- point", "+ 1", "'\"}{][)(",
    "</script><b>", "{{ 7 * 7 }}", "%s %d", "#sys.inputs", "~ -- --- ...", "https://a.example/", "\\#\\\\",
)  # fmt: skip


def words_of(content: bytes) -> str:
    """What can be read in the file, in its order."""
    with pypdfium2.PdfDocument(BytesIO(content)) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def tags_of(content: bytes) -> list[str]:
    """The kinds of the elements of the file's structure."""
    with pypdfium2.PdfDocument(BytesIO(content)) as document:
        tree = pdfium.FPDF_StructTree_GetForPage(document[0])
        roots = range(pdfium.FPDF_StructTree_CountChildren(tree))
        found = [kind for n in roots for kind in _kinds(pdfium.FPDF_StructTree_GetChildAtIndex(tree, n))]
        pdfium.FPDF_StructTree_Close(tree)
        return found


def _kinds(element: pdfium.FPDF_STRUCTELEMENT) -> Iterator[str]:
    said = ctypes.create_string_buffer(80)
    pdfium.FPDF_StructElement_GetType(element, said, 80)
    yield said.raw.decode("utf-16-le").split("\0")[0]
    for number in range(pdfium.FPDF_StructElement_CountChildren(element)):
        if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, number):
            yield from _kinds(child)


def language_of(content: bytes) -> str:
    """The language that the file names for the whole of it."""
    with pypdfium2.PdfDocument(BytesIO(content)) as document:
        said = (ctypes.c_ushort * 20)()
        pdfium.FPDFCatalog_GetLanguage(document, said, 40)
        return "".join(map(chr, said)).rstrip("\0")


def test_a_document_is_tagged_and_says_title_and_language() -> None:
    content = pdf(DOCUMENT)
    with pypdfium2.PdfDocument(BytesIO(content)) as document:
        assert document.is_tagged()
        assert document.get_metadata_value("Title") == "Rapport om fravær"
        assert document.get_metadata_value("CreationDate").startswith("D:20260303")
    assert b"pdfuaid:part" in content
    assert language_of(content) == "nb"
    assert {"P", "L", "Table", "TH", "TD"} <= set(tags_of(content))
    assert [one for one in tags_of(content) if one.startswith("H")] == ["H1", "H2"]


def test_everything_that_it_says_can_be_read_in_order() -> None:
    read = words_of(pdf(DOCUMENT)).split()
    lines = [line for text in DOCUMENT.lines() for line in text.split("\n")]
    assert [line for line in lines if line not in " ".join(read)] == []
    assert read.index("Dato") < read.index("Rapport") < read.index("Første") < read.index("Samtale")


def test_the_name_below_never_stands_alone_on_a_page() -> None:
    rows = (("Samtal", "söndag 22 november 2026"),) * 3
    for lines in range(19, 31):
        above = Part(paragraphs=tuple(f"Rad {number}" for number in range(lines)))
        for last in (Part(paragraphs=("Till sist",)), Part("Till sist", table=Table(("Vad", "När"), rows))):
            with pypdfium2.PdfDocument(BytesIO(pdf(replace(DOCUMENT, parts=(above, last))))) as document:
                ends = document[len(document) - 1].get_textpage().get_text_range()
            assert "Till sist" in ends, f"{lines} lines"
    long = Part(table=Table(("Vad", "När"), rows * 30))
    with pypdfium2.PdfDocument(BytesIO(pdf(replace(DOCUMENT, parts=(long,))))) as document:
        assert "Samtal" in document[0].get_textpage().get_text_range()  # what is long begins where it can


def test_the_same_values_give_the_same_bytes_and_others_do_not() -> None:
    assert pdf(DOCUMENT) == pdf(DOCUMENT)
    assert pdf(replace(DOCUMENT, dated=date(2026, 3, 4))) != pdf(DOCUMENT)


def test_no_text_is_read_as_markup() -> None:
    texts = tuple(islice((f"{number} {text}" for number, text in enumerate(cycle(SHARP))), 200))
    sharp = Part(SHARP[0], ((SHARP[1], SHARP[2]),), texts, SHARP, Table((SHARP[3],), ((SHARP[4],),)))
    head = Letterhead(SHARP[5], SHARP[6], (SHARP[7],))
    everywhere = replace(DOCUMENT, title=SHARP[8], head=head, parts=(sharp,), addressee=SHARP[:2])
    read = "".join(words_of(pdf(everywhere)).split())
    assert [one for one in texts if "".join(one.split()) not in read] == []
    assert [one for one in everywhere.lines() if "".join(one.split()) not in read] == []


def test_the_logo_stands_in_place_of_the_name_and_says_it() -> None:
    drawn = pdf(replace(DOCUMENT, head=replace(DOCUMENT.head, logo=LOGO)))
    assert "Figure" in tags_of(drawn)
    assert "Figure" not in tags_of(pdf(DOCUMENT))


def test_what_cannot_be_set_says_which_character() -> None:
    with pytest.raises(Unprintable) as caught:
        pdf(replace(DOCUMENT, title="Bra 😀"))
    assert caught.value.characters == "😀"


def test_a_logo_that_is_no_picture_is_refused_in_words() -> None:
    with pytest.raises(Unprintable) as caught:
        pdf(replace(DOCUMENT, head=replace(DOCUMENT.head, logo=b"not a picture")))
    assert not caught.value.characters
    assert "image" in str(caught.value)
