"""What kind a file is that was meant to be text, by how it begins."""

from __future__ import annotations

HEAD = 4096  # bytes in which a file shows what it is
BEGINNINGS = {
    b"\xd0\xcf\x11\xe0": "workbook",
    b"PK\x05\x06": "archive",
    b"\x1f\x8b": "archive",
    b"7z\xbc\xaf": "archive",
    b"Rar!": "archive",
    b"%PDF": "pdf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
}
ZIP = b"PK\x03\x04"
# What lies in the zip archive that a workbook is, in the formats of Excel and of OpenDocument.
IN_WORKBOOKS = (b"xl/", b"docProps/", b"[Content_Types].xml", b"opendocument.spreadsheet")


def other_kind(data: bytes) -> str:
    """`workbook`, `archive`, `pdf` or `picture`; empty where the first bytes show none of these."""
    head = data[:HEAD]
    if head.startswith(ZIP):
        return "workbook" if any(name in head for name in IN_WORKBOOKS) else "archive"
    return next((kind for start, kind in BEGINNINGS.items() if head.startswith(start)), "")
