"""What the pages of meetings show, as plain values."""
