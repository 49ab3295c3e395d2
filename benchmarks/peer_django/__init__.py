"""The peer of the `pages` measurement: the case list once more, as a Django project would have it.

It reads the same database and shows, asks and writes down what our list does: who is signed in with which
roles, the filter, 50 rows with their joins and the staff around them, the views and own views with their
counts, the classes, the number in the menu, one log row per page and one per student shown. Texts are in one
language only.
"""
