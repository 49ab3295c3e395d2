"""The log of contacts: who called whom about a student, how it went, and the tasks that it did."""
