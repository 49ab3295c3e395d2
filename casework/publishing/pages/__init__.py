"""What the pages about routines show."""
