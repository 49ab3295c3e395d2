"""The shell around every room: doors, sessions, languages, headers, problems, navigation; it imports no room."""
