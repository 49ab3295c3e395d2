"""Tests of casework/demo."""
