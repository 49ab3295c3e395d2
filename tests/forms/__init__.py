"""Tests of forms: no web request, no database."""
