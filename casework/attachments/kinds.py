"""The kinds of files that are taken, and how each goes out again: as what it is, to be saved."""

from __future__ import annotations

# Kind → its media type. The kind is also the ending of the name under which a file is saved.
TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain",
}
# What browsers let people choose from. HEIC, what phones make of a picture, is kept as JPEG.
CHOOSABLE = ",".join((*TYPES.values(), *(f".{kind}" for kind in TYPES), ".jpeg", ".heic", ".heif"))
PICTURE = "image/png"
