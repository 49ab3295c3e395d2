"""The tests: a folder for each room of casework, and what all of them share."""
