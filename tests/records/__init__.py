"""Tests of what is kept of filled-in forms."""
