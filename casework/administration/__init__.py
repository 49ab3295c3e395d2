"""What a system administrator does: schools, classes, accounts, roles, files of people."""
