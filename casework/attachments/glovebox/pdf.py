"""PDF: read by PDFium without scripts or forms; the first pages become pictures."""

from __future__ import annotations

import time
from io import BytesIO

import pypdfium2 as pdfium
from pypdfium2 import raw

from .found import Found, Unfit

MOST_PREVIEWS = 4
WIDE, HIGH = 1000, 1400  # pixels that a picture of a page may have
LONG_ENOUGH = 8.0  # seconds after which no further page is begun


def look_at_pdf(content: bytes) -> Found:
    """The document; a fault where it is locked, cannot be read, or carries programs or other files."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise Unfit("file_locked" if is_locked else "file_broken") from None
    if raw.FPDFDoc_GetJavaScriptActionCount(document) or raw.FPDFDoc_GetAttachmentCount(document):
        raise Unfit("file_programs")
    pages = len(document)
    if not pages:
        raise Unfit("file_broken")
    return Found("pdf", pages, _previews(document, pages))


def _previews(document: pdfium.PdfDocument, pages: int) -> tuple[bytes, ...]:
    """Pictures of the first pages, as many as can be had in time; none of what cannot be drawn."""
    begun, pictures = time.monotonic(), []
    for number in range(min(pages, MOST_PREVIEWS)):
        if time.monotonic() - begun > LONG_ENOUGH:
            break
        try:
            pictures.append(_picture(document[number]))
        except (pdfium.PdfiumError, ValueError, OverflowError, MemoryError):
            break
    return tuple(pictures)


def _picture(page: pdfium.PdfPage) -> bytes:
    width, height = page.get_size()
    scale = min(WIDE / max(width, 1), HIGH / max(height, 1))
    out = BytesIO()
    page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB").save(out, "PNG")
    return out.getvalue()
