"""Tests of what a system administrator does."""
