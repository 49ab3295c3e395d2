"""Tests of casework/migrations."""
