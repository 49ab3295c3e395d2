"""Tests of casework/history."""
