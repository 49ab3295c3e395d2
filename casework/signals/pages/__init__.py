"""What the pages about signals show, as plain values."""
