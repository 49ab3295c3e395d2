"""Signals: what attendance proposes, with its evidence; and what a person makes of it."""
