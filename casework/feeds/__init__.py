"""Attendance from other systems' files: read, shown before anything is written, then applied in whole."""
