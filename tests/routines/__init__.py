"""The model as the routine that people read."""
