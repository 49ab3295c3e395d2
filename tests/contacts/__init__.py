"""Tests of the log of contacts."""
