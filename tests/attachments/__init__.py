"""Attached files: what is taken, where it lies, what goes out again."""
