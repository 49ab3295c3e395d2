"""What the pages of contacts show, as plain values."""
