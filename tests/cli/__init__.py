"""Tests of casework/cli."""
