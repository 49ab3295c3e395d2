"""Routines as an authority looks after them: versions, schools, and cases that go on with another."""
