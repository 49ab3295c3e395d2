"""Who may what, by enumeration: every route for every person, and no word for who may not read it."""
