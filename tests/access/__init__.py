"""Tests of casework/access."""
