"""Paper: documents of plain values as tagged PDF (PDF/UA-1), with no text ever read as markup."""
