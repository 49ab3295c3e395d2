"""Tests of the house itself: who may import whom, how long things may be, what may stand where."""
