"""Tests of cases: opening, moving, working, approving, and their pages."""
