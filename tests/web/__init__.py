"""Tests of casework/web."""
