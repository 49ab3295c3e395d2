"""Which versions of the routines there are, kept word for word, and which one is valid on a day."""
