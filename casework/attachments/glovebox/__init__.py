"""Opens files that nobody vouches for, in a process of its own that can write nothing and soon ends.

Run as `python -m glovebox MOST` with the file as standard input; knows nothing of the rest of the program.
"""
