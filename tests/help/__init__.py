"""Tests of the help inside the program."""
