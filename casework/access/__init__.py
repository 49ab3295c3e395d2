"""Who may see and do what: the policy as a table, the one row filter, the log of every reading."""
