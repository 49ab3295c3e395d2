"""What a form is and what it says of an answer: pure rules, with no web request and no database in sight."""
