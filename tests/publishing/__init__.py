"""Tests of the pages about routines."""
