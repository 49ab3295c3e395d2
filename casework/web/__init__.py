"""The shell around every room: doors, sessions, languages, headers, problems, menu; it imports no room."""
