"""Meetings about a student: called, held, written down and passed on; and what a team goes through weekly."""
