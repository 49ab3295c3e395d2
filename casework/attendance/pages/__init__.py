"""What the pages about attendance show, as plain values."""
