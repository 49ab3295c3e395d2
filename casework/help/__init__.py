"""Help inside the program: what each role does how, what the words mean, and how accessible the pages are."""
