"""Tests of casework/people."""
