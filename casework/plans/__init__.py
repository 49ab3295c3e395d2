"""Measures that plans have decided: how they stand, and following them up."""
