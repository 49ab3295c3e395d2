"""Whole journeys through the program, over HTTP, with the roles of the five-step model."""
