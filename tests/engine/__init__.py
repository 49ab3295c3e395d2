"""Tests of the engine: no web request, no database."""
